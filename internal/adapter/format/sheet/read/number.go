package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"kanmin/internal/adapter/format/sheet"
)

// maxStyles bounds the part with the formats, in bytes: real ones have a few hundred kilobytes.
const maxStyles = 4 << 20

// number is a number with the style that shows it.
type number struct {
	style int
	raw   string
}

// numbers are the numbers of a book, each once, with the text that Excel shows.
type numbers struct {
	known map[number]string
	order []number
	f     *excelize.File
	epoch bool
	days  map[int]bool // styles that show a calendar day
}

// plain reports whether Excel shows the number as it is stored.
func (n number) plain() bool {
	return n.style == 0 && len(n.raw) <= 11 && strings.Trim(n.raw, "0123456789") == ""
}

func (l *numbers) add(n number) {
	if _, ok := l.known[n]; !ok && !n.plain() {
		l.known[n] = n.raw
		l.order = append(l.order, n)
	}
}

// text is how Excel shows a number.
func (l *numbers) text(n number) string {
	if s, ok := l.known[n]; ok {
		return s
	}
	return n.raw
}

// show has excelize show the numbers: in a book that we write, with the formats of the one that was sent and nothing else of
// it.
func (l *numbers) show(found map[string]*zip.File, epoch1904 bool) error {
	l.epoch, l.days = epoch1904, map[int]bool{}
	styles, err := whole(found["xl/styles.xml"], maxStyles)
	if err != nil {
		return err
	}
	data, err := l.book(styles, epoch1904)
	if err != nil {
		return err
	}
	limits := excelize.Options{UnzipSizeLimit: 4 * sheet.MaxInflated, UnzipXMLSizeLimit: 4 * sheet.MaxInflated} // nothing goes to a disk
	if l.f, err = excelize.OpenReader(bytes.NewReader(data), limits); err != nil {
		return damaged()
	}
	rows, err := l.f.Rows("n")
	if err != nil {
		return damaged()
	}
	for i := 0; rows.Next(); i++ {
		cells, err := rows.Columns()
		if err != nil {
			return damaged()
		}
		if len(cells) == 1 && i < len(l.order) {
			l.known[l.order[i]] = strings.ToValidUTF8(cells[0], "\ufffd")
		}
	}
	return nil
}

// book writes a book of one column: the numbers.
func (l *numbers) book(styles []byte, epoch1904 bool) ([]byte, error) {
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const doc, pack = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://schemas.openxmlformats.org/package/2006/"
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const media = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var b, rows bytes.Buffer
	for i, n := range l.order {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" s="%d"><v>`, i+1, i+1, n.style)
		_ = xml.EscapeText(&rows, []byte(n.raw)) // into memory
		rows.WriteString(`</v></c></row>`)
	}
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + pack + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + media + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + media + `worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="` + media + `styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + pack + `relationships"><Relationship Id="a" Type="` + doc + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + doc + `"><workbookPr date1904="` + strconv.FormatBool(epoch1904) + `"/><sheets><sheet name="n" sheetId="1" r:id="a"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + pack + `relationships"><Relationship Id="a" Type="` + doc + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="` + doc + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + main + `><sheetData>` + rows.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p[0]}) // stored: it is read at once
		if err == nil {
			_, err = io.WriteString(w, head+p[1])
		}
		if err != nil {
			return nil, err
		}
	}
	if styles != nil {
		w, err := z.CreateHeader(&zip.FileHeader{Name: "xl/styles.xml"})
		if err == nil {
			_, err = w.Write(styles)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// day is the calendar day of a number that is shown as one, with the time when it has one; "" of any other.
func (l *numbers) day(n number) string {
	serial, err := strconv.ParseFloat(n.raw, 64)
	if err != nil || serial < 1 || serial > 2_958_465 || !l.showsDay(n.style) { // until 9999-12-31
		return ""
	}
	at, err := excelize.ExcelDateToTime(serial, l.epoch)
	if err != nil {
		return ""
	}
	at = at.Round(time.Second)
	if at.Hour()+at.Minute()+at.Second() == 0 {
		return at.Format("2006-01-02")
	}
	return strings.TrimSuffix(at.Format("2006-01-02T15:04:05"), ":00")
}

// showsDay reports whether a style shows a number as a calendar day.
func (l *numbers) showsDay(style int) bool {
	known, ok := l.days[style]
	if ok {
		return known
	}
	yes := false
	if s, err := l.f.GetStyle(style); err == nil && s != nil {
		switch n := s.NumFmt; {
		case s.CustomNumFmt != nil:
			yes = dayFormat(*s.CustomNumFmt)
		default:
			yes = n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58
		}
	}
	l.days[style] = yes
	return yes
}

// whole reads a part that is small; nil when there is none.
func whole(f *zip.File, limit int64) ([]byte, error) {
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged()
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, damaged()
	case int64(len(b)) > limit:
		return nil, sheet.Over("fault.sheet.tags", maxTags)
	}
	return b, nil
}

// dayFormat reports whether a number format has a year, an era or a day, outside of quotes and brackets.
func dayFormat(f string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(f); i++ {
		switch c := f[i]; {
		case c == '\\' && !quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == ';':
			return false
		case strings.IndexByte("yYdDeEgG", c) >= 0:
			return !strings.HasPrefix(f[i:], "General") && !strings.HasPrefix(f[i:], "E+") && !strings.HasPrefix(f[i:], "E-")
		}
	}
	return false
}
