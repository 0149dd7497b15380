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
	epoch bool         // days are counted from 1904: old books of a Macintosh, and what was made of them
	faces map[int]face // what styles show
}

// face is what of a number a style shows.
type face int

const (
	noTime face = iota // a number, or a time that passed ([h]:mm): the same in every book
	aDay               // a calendar day, maybe with its time
	aClock             // a time of day alone
)

// epochs is how many days lie between the day zero of the two kinds of books.
const epochs = 1462

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
	l.epoch, l.faces = epoch1904, map[int]face{}
	styles, err := whole(found["xl/styles.xml"], maxStyles)
	if err != nil {
		return err
	}
	if epoch1904 { // which numbers are days must be known before they are written as days since 1900
		if l.f, err = open(styles, nil); err != nil {
			return err
		}
	}
	shown := make([]number, len(l.order))
	for i, n := range l.order {
		shown[i] = number{n.style, l.since1900(n)}
	}
	if l.f, err = open(styles, shown); err != nil {
		return err
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

// open opens a book of one column of numbers.
func open(styles []byte, list []number) (*excelize.File, error) {
	data, err := oneColumn(styles, list)
	if err != nil {
		return nil, err
	}
	limits := excelize.Options{UnzipSizeLimit: 4 * sheet.MaxInflated, UnzipXMLSizeLimit: 4 * sheet.MaxInflated} // nothing goes to a disk
	f, err := excelize.OpenReader(bytes.NewReader(data), limits)
	if err != nil {
		return nil, damaged()
	}
	return f, nil
}

// since1900 is a number as a book that counts from 1900 stores it: days move, numbers and times that passed stay.
func (l *numbers) since1900(n number) string {
	serial, err := strconv.ParseFloat(n.raw, 64)
	if !l.epoch || err != nil || serial < 0 || l.face(n.style) != aDay {
		return n.raw
	}
	return strconv.FormatFloat(serial+epochs, 'f', -1, 64)
}

// oneColumn writes a book of one column: the numbers.
func oneColumn(styles []byte, list []number) ([]byte, error) {
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const doc, pack = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://schemas.openxmlformats.org/package/2006/"
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const media = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var b, rows bytes.Buffer
	for i, n := range list {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" s="%d"><v>`, i+1, i+1, n.style)
		_ = xml.EscapeText(&rows, []byte(n.raw)) // into memory
		rows.WriteString(`</v></c></row>`)
	}
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + pack + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + media + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + media + `worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="` + media + `styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + pack + `relationships"><Relationship Id="a" Type="` + doc + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + doc + `"><sheets><sheet name="n" sheetId="1" r:id="a"/></sheets></workbook>`},
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

// firstDay is 2000-01-01: a time of day that lies on a day before is a time alone.
const firstDay = 36_526

// day is the calendar day of a number that is shown as one, with the time when it has one; "" of any other. A cell that shows the time
// alone has the day as well where a person wrote one: Excel keeps it.
func (l *numbers) day(n number) string {
	serial, err := strconv.ParseFloat(n.raw, 64)
	if err != nil || serial < 0 {
		return ""
	}
	least := 1.0
	switch l.face(n.style) {
	case noTime:
		return ""
	case aClock:
		least = firstDay
	}
	if l.epoch {
		serial += epochs
	}
	if serial < least || serial > 2_958_465 { // until 9999-12-31
		return ""
	}
	at, err := excelize.ExcelDateToTime(serial, false)
	if err != nil {
		return ""
	}
	return written(at.Round(time.Second))
}

// written is a day, and its time when it has one.
func written(at time.Time) string {
	if at.Hour()+at.Minute()+at.Second() == 0 {
		return at.Format("2006-01-02")
	}
	return strings.TrimSuffix(at.Format("2006-01-02T15:04:05"), ":00")
}

// face is what a style shows of a number.
func (l *numbers) face(style int) face {
	known, ok := l.faces[style]
	if ok {
		return known
	}
	shows := noTime
	if s, err := l.f.GetStyle(style); err == nil && s != nil {
		switch n := s.NumFmt; {
		case s.CustomNumFmt != nil:
			shows = faceOf(*s.CustomNumFmt)
		case n >= 18 && n <= 21, n == 32, n == 33, n == 45, n == 47:
			shows = aClock
		case n >= 14 && n <= 17, n == 22, n >= 27 && n <= 36, n >= 50 && n <= 58:
			shows = aDay
		}
	}
	l.faces[style] = shows
	return shows
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

// faceOf is what the first part of a number format shows, outside of quotes: a day where it has a year, an era or a day, a time that
// passed where it counts hours beyond a day ([h]), a time of day where it has hours or seconds.
func faceOf(f string) face {
	quoted, bracket, clock, passed := false, 0, false, false
	for i := 0; i < len(f); i++ {
		switch c := f[i]; {
		case c == '\\' && !quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = i + 1
		case c == ']' && bracket > 0:
			passed = passed || strings.Trim(f[bracket:i], "hHmMsS") == ""
			bracket = 0
		case bracket > 0:
		case c == ';':
			return clockFace(clock, passed)
		case strings.HasPrefix(f[i:], "General"), strings.HasPrefix(f[i:], "E+"), strings.HasPrefix(f[i:], "E-"):
			return noTime
		case strings.IndexByte("yYdDeEgG", c) >= 0:
			return aDay
		case strings.IndexByte("hHsS", c) >= 0:
			clock = true
		}
	}
	return clockFace(clock, passed)
}

func clockFace(clock, passed bool) face {
	if clock && !passed {
		return aClock
	}
	return noTime
}
