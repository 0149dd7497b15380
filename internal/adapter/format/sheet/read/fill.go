package read

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/adapter/format/sheet"
)

// fillForm writes texts into an official form and tells the file. Every part that nothing is written into leaves byte by byte as it came;
// in a sheet only the cells that were named are changed, with the style that they had.
func fillForm(data []byte, out *sheet.Writer, confined []string) error {
	book, puts, ok := sheet.CutFilling(data)
	if !ok {
		return damaged()
	}
	w, err := openForm(book)
	if err != nil {
		return err
	}
	f := filler{work: w, changed: map[string][]byte{}}
	if err := f.fill(puts); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := f.write(&file, book); err != nil {
		return err
	}
	if err := out.Book(sheet.Book{Kind: sheet.Fill, Confined: confined}); err != nil {
		return err
	}
	return out.File(file.Bytes())
}

// filler is a form that is being filled.
type filler struct {
	work
	changed map[string][]byte // parts by their name in lower case
	styles  styles
}

func (f *filler) fill(puts []sheet.Put) error {
	var err error
	if f.styles, err = readStyles(f.found["xl/styles.xml"]); err != nil {
		return err
	}
	by := map[string][]sheet.Put{}
	for _, p := range puts {
		by[p.Sheet] = append(by[p.Sheet], p)
	}
	for _, l := range f.sheets {
		mine := by[l.Name]
		delete(by, l.Name)
		if len(mine) == 0 {
			continue
		}
		g, err := f.grid(l)
		if err != nil {
			return err
		}
		if f.changed[strings.ToLower(l.part)], err = f.into(g, l.Name, mine); err != nil {
			return err
		}
	}
	for name := range by {
		return &sheet.Fault{Code: "fault.template.sheet", Args: map[string]string{"sheet": name}}
	}
	if f.styles.added != nil {
		f.changed["xl/styles.xml"] = f.styles.written()
	}
	f.calculate()
	return nil
}

// edit puts text in the place of bytes.
type edit struct {
	from, to int
	text     string
}

// into writes texts into a sheet.
func (f *filler) into(g *grid, name string, puts []sheet.Put) ([]byte, error) {
	slices.SortStableFunc(puts, func(a, b sheet.Put) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	var edits []edit
	for len(puts) > 0 {
		n := slices.IndexFunc(puts, func(p sheet.Put) bool { return p.Row != puts[0].Row })
		if n < 0 {
			n = len(puts)
		}
		list, err := f.row(g, name, puts[:n])
		if err != nil {
			return nil, err
		}
		edits, puts = append(edits, list...), puts[n:]
	}
	if g.to == g.body { // <sheetData/>: the rows are its body
		var rows strings.Builder
		for _, e := range edits {
			rows.WriteString(e.text)
		}
		edits = []edit{{g.from, g.to, opened(g.data[g.from:g.to]) + rows.String() + "</" + g.prefix + "sheetData>"}}
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(g.data[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(g.data[at:])
	return out.Bytes(), nil
}

// opened is the tag of an element without a body as one that has one.
func opened(tag []byte) string {
	return strings.TrimRight(strings.TrimSuffix(string(tag), "/>"), " ") + ">"
}

// row writes the cells of one row.
func (f *filler) row(g *grid, name string, puts []sheet.Put) (edits []edit, err error) {
	n := puts[0].Row
	i, there := slices.BinarySearchFunc(g.rows, n, func(r gridRow, n int) int { return r.n - n })
	r := gridRow{}
	if there {
		r = g.rows[i]
	}
	var all strings.Builder
	for k, p := range puts {
		if k > 0 && puts[k-1].Col == p.Col {
			return nil, damaged()
		}
		j, has := slices.BinarySearchFunc(r.cells, p.Col, func(c gridCell, col int) int { return c.col - col })
		style := r.style
		if style == "" {
			style = g.column(p.Col)
		}
		where := span{from: r.end, to: r.end}
		switch {
		case has:
			if where = r.cells[j].span; r.cells[j].formula {
				return nil, &sheet.Fault{Code: "fault.template.formula", Sheet: name, Row: p.Row, Col: p.Col, Args: map[string]string{"cell": sheet.Address(p.Col, p.Row)}}
			}
			style = r.cells[j].style
		case j < len(r.cells):
			where = span{from: r.cells[j].from, to: r.cells[j].from}
		}
		text, err := f.cell(g.prefix, name, style, p)
		if err != nil {
			return nil, err
		}
		all.WriteString(text)
		edits = append(edits, edit{where.from, where.to, text})
	}
	switch {
	case !there:
		where := g.end
		if i < len(g.rows) {
			where = g.rows[i].from
		}
		return []edit{{where, where, fmt.Sprintf(`<%srow r="%d">%s</%srow>`, g.prefix, n, all.String(), g.prefix)}}, nil
	case r.to == r.body: // <row r="7"/>
		return []edit{{r.from, r.to, opened(g.data[r.from:r.to]) + all.String() + "</" + g.prefix + "row>"}}, nil
	}
	return edits, nil
}

// column is the style of a column's empty cells.
func (g *grid) column(n int) string {
	for _, c := range g.cols {
		if n >= c.from && n <= c.to {
			return c.style
		}
	}
	return ""
}

// cell is a cell as it is stored: a text that no program takes for a formula, or a number.
func (f *filler) cell(prefix, name, style string, p sheet.Put) (string, error) {
	if utf8.RuneCountInString(p.Text) > sheet.MaxText {
		return "", tooLong(name, p.Col, p.Row)
	}
	attrs := ` r="` + sheet.Address(p.Col, p.Row) + `"`
	if sheet.Risky(p.Text) && !p.Number {
		style = f.styles.quoting(style)
	}
	if style != "" {
		s, err := strconv.Atoi(style)
		if err != nil {
			return "", damaged()
		}
		attrs += ` s="` + strconv.Itoa(s) + `"`
	}
	if n, err := strconv.ParseInt(p.Text, 10, 64); p.Number && err == nil {
		return `<` + prefix + `c` + attrs + `><` + prefix + `v>` + strconv.FormatInt(n, 10) + `</` + prefix + `v></` + prefix + `c>`, nil
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(sheet.Escaped(p.Text))) // into memory
	return `<` + prefix + `c` + attrs + ` t="inlineStr"><` + prefix + `is><` + prefix + `t xml:space="preserve">` + b.String() + `</` + prefix + `t></` + prefix + `is></` + prefix + `c>`, nil
}

// write copies the archive, with the parts that changed in their places.
func (f *filler) write(out io.Writer, data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damaged()
	}
	to := zip.NewWriter(out)
	for _, part := range z.File {
		changed, ok := f.changed[strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))]
		if !ok {
			if err := to.Copy(part); err != nil {
				return err
			}
			continue
		}
		w, err := to.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: part.Modified})
		if err == nil {
			_, err = w.Write(changed)
		}
		if err != nil {
			return err
		}
	}
	return to.Close()
}
