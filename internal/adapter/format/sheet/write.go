package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Page is a sheet to be written.
type Page struct {
	Name    string // at most 31 characters, none of []:*?/\
	Lead    []string
	Columns []Head
	Rows    iter.Seq[[]string] // cells from left to right
	// Since1904 lets the book count days from 1904, as the one of which this is a copy: numbers that stand in it as texts keep their
	// meaning. One sheet decides for its book.
	Since1904 bool
}

// Head is a column to be written.
type Head struct {
	Title  string
	Width  int      // in characters; 0: 16
	List   []string // what may be chosen; a validation list, which a person may overwrite nowhere
	Hidden bool     // for ids of rows
	Hint   string   // shown beside the cell that is filled in
}

// listRows is to which row choices and hints are offered.
const listRows = 20_000

// Write writes a book. Every value is an inline text that no program takes for a formula, also when the cell is edited
// (quotePrefix, format @). It streams: nothing is kept but one row, and nothing touches a disk.
func Write(w io.Writer, pages ...Page) error {
	if len(pages) == 0 || len(pages) > MaxSheets {
		return fmt.Errorf("sheet: %d pages", len(pages))
	}
	b := &book{zip: zip.NewWriter(w)}
	for i := range pages {
		if err := b.page(i, &pages[i]); err != nil {
			return err
		}
	}
	if err := b.frame(pages); err != nil {
		return err
	}
	return b.zip.Close()
}

type book struct {
	zip   *zip.Writer
	cells [][]string // the lists to choose from: columns of the hidden sheet, in order
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS   = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// ListName is the hidden sheet of our own templates that holds what can be chosen.
const ListName = "選択肢"

// Styles, by their place in styles.xml.
const (
	styleText   = 1 // format @, quotePrefix
	styleHead   = 2
	styleLead   = 3
	stylePlain  = 0
	defaultWide = 16
)

func (b *book) part(name string, write func(*bufio.Writer) error) error {
	f, err := b.zip.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 32<<10)
	if _, err := w.WriteString(xmlHead); err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

func (b *book) page(i int, p *Page) error {
	if err := p.check(); err != nil {
		return err
	}
	return b.part("xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml", func(w *bufio.Writer) error {
		top := len(p.Lead) + 1
		fmt.Fprintf(w, `<worksheet %s><sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`, mainNS, top, top+1)
		for c, h := range p.Columns {
			width := h.Width
			if width <= 0 {
				width = defaultWide
			}
			fmt.Fprintf(w, `<col min="%d" max="%d" width="%d" style="%d" customWidth="1"%s/>`, c+1, c+1, min(width, 100), styleText, when(h.Hidden, ` hidden="1"`))
		}
		_, _ = w.WriteString(`</cols><sheetData>`)
		row := 0
		for _, line := range p.Lead {
			row++
			writeRow(w, row, styleLead, []string{line})
		}
		row++
		titles := make([]string, len(p.Columns))
		for c, h := range p.Columns {
			titles[c] = h.Title
		}
		writeRow(w, row, styleHead, titles)
		if p.Rows != nil {
			for cells := range p.Rows {
				if row++; row > 1<<20 {
					return fmt.Errorf("sheet: %s: more rows than a sheet holds", p.Name)
				}
				writeRow(w, row, styleText, cells)
			}
		}
		_, _ = w.WriteString(`</sheetData>`)
		b.validations(w, p, top)
		_, err := w.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
		return err
	})
}

// validations offers the choices of columns, and their hints.
func (b *book) validations(w *bufio.Writer, p *Page, top int) {
	var all []string
	for c, h := range p.Columns {
		if len(h.List) == 0 && h.Hint == "" {
			continue
		}
		at := Address(c+1, top+1) + ":" + Address(c+1, listRows)
		prompt := ""
		if h.Hint != "" {
			prompt = fmt.Sprintf(` showInputMessage="1" promptTitle="%s" prompt="%s"`, attr(cut(h.Title, 32)), attr(cut(h.Hint, 255)))
		}
		if len(h.List) == 0 {
			all = append(all, fmt.Sprintf(`<dataValidation allowBlank="1"%s sqref="%s"/>`, prompt, at))
			continue
		}
		b.cells = append(b.cells, h.List)
		col := Column(len(b.cells))
		all = append(all, fmt.Sprintf(`<dataValidation type="list" allowBlank="1" showErrorMessage="1"%s sqref="%s"><formula1>%s!$%s$1:$%s$%d</formula1></dataValidation>`,
			prompt, at, ListName, col, col, len(h.List)))
	}
	if len(all) > 0 {
		fmt.Fprintf(w, `<dataValidations count="%d">%s</dataValidations>`, len(all), strings.Join(all, ""))
	}
}

// frame writes what stands around the sheets.
func (b *book) frame(pages []Page) error {
	names := make([]string, 0, len(pages)+1)
	epoch := false
	for _, p := range pages {
		names, epoch = append(names, p.Name), epoch || p.Since1904
	}
	if len(b.cells) > 0 {
		names = append(names, ListName)
		if err := b.choices(len(names)); err != nil {
			return err
		}
	}
	var sheets, rels, types strings.Builder
	for i, name := range names {
		n := i + 1
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, attr(name), n, when(name == ListName && i == len(pages), ` state="hidden"`), n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, n, relType, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%sstyles" Target="styles.xml"/>`, len(names)+1, relType)
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook ` + mainNS + ` ` + relNS + `>` + when(epoch, `<workbookPr date1904="1"/>`) + `<bookViews><workbookView/></bookViews><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", styles},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
	} {
		if err := b.part(part[0], func(w *bufio.Writer) error { _, err := w.WriteString(part[1]); return err }); err != nil {
			return err
		}
	}
	return nil
}

// choices is the hidden sheet that validation lists point to: one list a column.
func (b *book) choices(n int) error {
	return b.part("xl/worksheets/sheet"+strconv.Itoa(n)+".xml", func(w *bufio.Writer) error {
		fmt.Fprintf(w, `<worksheet %s><sheetData>`, mainNS)
		for row, more := 0, true; more; row++ {
			cells := make([]string, len(b.cells))
			more = false
			for c, list := range b.cells {
				if row < len(list) {
					cells[c], more = list[row], true
				}
			}
			if more {
				writeRow(w, row+1, stylePlain, cells)
			}
		}
		_, err := w.WriteString(`</sheetData></worksheet>`)
		return err
	})
}

const styles = `<styleSheet ` + mainNS + `><fonts count="2"><font><sz val="11"/><name val="游ゴシック"/></font><font><b/><sz val="11"/><name val="游ゴシック"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8F1FE"/></patternFill></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

// writeRow writes inline texts; empty cells are left out.
func writeRow(w *bufio.Writer, n, style int, cells []string) {
	fmt.Fprintf(w, `<row r="%d">`, n)
	for c, v := range cells {
		if v == "" {
			continue
		}
		fmt.Fprintf(w, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, Address(c+1, n), style)
		_ = xml.EscapeText(w, []byte(escaped(v)))
		_, _ = w.WriteString(`</t></is></c>`)
	}
	_, _ = w.WriteString(`</row>`)
}

// escaped is Escaped, cut at Excel's bound.
func escaped(s string) string {
	return cut(Escaped(s), MaxText)
}

func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

func attr(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func when(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

// check refuses what Excel would call damaged.
func (p *Page) check() error {
	if n := utf8.RuneCountInString(p.Name); n == 0 || n > 31 || strings.ContainsAny(p.Name, `[]:*?/\`) || p.Name == ListName || len(p.Columns) > MaxColumns || len(p.Columns) == 0 {
		return fmt.Errorf("sheet: %q is no name of a sheet with columns", p.Name)
	}
	return nil
}

// risky are the first characters by which a spreadsheet takes a text for a formula, as typed in either width.
const risky = "=+-@\t\r\n＝＋－＠"

// Guard makes a text safe for a CSV file, where nothing says that it is a text: an apostrophe before what a spreadsheet
// would calculate. Unguard takes it away again, so that a file that comes back shows no change.
func Guard(s string) string {
	if strings.ContainsAny(first(s), risky) || first(s) == "'" {
		return "'" + s
	}
	return s
}

// Unguard gives back what Guard was given.
func Unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && (strings.ContainsAny(first(rest), risky) || first(rest) == "'") {
		return rest
	}
	return s
}

func first(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
