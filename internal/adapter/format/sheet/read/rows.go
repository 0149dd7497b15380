package read

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"kanmin/internal/adapter/format/sheet"
)

// rich is a text in one piece or in runs. What is said of its reading (ふりがな) is not part of it.
type rich struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (r rich) String() string {
	if len(r.Runs) == 0 {
		return unescaped(r.Text)
	}
	var s strings.Builder
	s.WriteString(r.Text)
	for _, run := range r.Runs {
		s.WriteString(run.Text)
	}
	return unescaped(s.String())
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped undoes Excel's own way to write characters that XML cannot: _x000D_.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 16)
		if r := rune(n); err != nil || utf16.IsSurrogate(r) { //nolint:gosec // 16 bits
			return e
		}
		return string(rune(n)) //nolint:gosec // as above
	})
}

// texts reads the table of texts that cells point to.
func texts(found map[string]*zip.File) (list []string, err error) {
	err = each(found["xl/sharedstrings.xml"], func(in *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		if len(list) == sheet.MaxStrings {
			return sheet.Over("fault.sheet.tags", sheet.MaxStrings)
		}
		var s rich
		if in.DecodeElement(&s, &e) != nil {
			return damaged()
		}
		list = append(list, s.String())
		return nil
	})
	return list, err
}

// each walks the elements of a part; one that is not there has none.
func each(f *zip.File, visit func(*xml.Decoder, xml.StartElement) error) error {
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return damaged()
	}
	defer func() { _ = r.Close() }()
	in := xml.NewDecoder(r)
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged()
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := visit(in, start); err != nil {
				return err
			}
		}
	}
}

// measure walks a sheet for its bounds, its merged ranges and its numbers.
func (l *leaf) measure(w *work, t *tally, n *numbers) error {
	return l.walk(w, func(r line) error {
		full := 0
		for _, c := range r.cells {
			if c.Col > sheet.MaxColumns {
				return tooWide(l.Name, c.Col, r.n)
			}
			if len(c.text) > sheet.MaxText && utf8.RuneCountInString(c.text) > sheet.MaxText {
				return tooLong(l.Name, c.Col, r.n)
			}
			if c.raw != "" {
				n.add(number{c.style, c.raw})
			}
			full++
		}
		if full == 0 {
			return nil
		}
		if f := t.add(l.Name, r.n, full); f != nil {
			return f
		}
		return nil
	})
}

// tell writes a sheet and its rows.
func (l *leaf) tell(w *work, n *numbers, out *sheet.Writer) error {
	if err := out.Sheet(l.Sheet); err != nil {
		return err
	}
	return l.walk(w, func(r line) error {
		row := sheet.Row{N: r.n, Hidden: r.hidden}
		for _, c := range r.cells {
			one := c.Cell
			if one.Text = c.text; c.raw != "" {
				one.Text, one.On = n.text(number{c.style, c.raw}), n.day(number{c.style, c.raw})
				if one.Text != c.raw {
					one.Raw = c.raw
				}
			}
			row.Cells = append(row.Cells, one)
		}
		if len(row.Cells) == 0 {
			return nil
		}
		return out.Row(row)
	})
}

// line is a row as it is stored, with the cells that hold something.
type line struct {
	n      int
	hidden bool
	cells  []stored
}

// stored is a cell as it is stored: a text, or a number with its style.
type stored struct {
	sheet.Cell
	text, raw string
	style     int
}

// walk reads a sheet row by row.
func (l *leaf) walk(w *work, visit func(line) error) error {
	f := w.found[strings.ToLower(l.part)]
	if f == nil {
		return damaged()
	}
	row := 0
	l.Merged = nil
	return each(f, func(in *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "mergeCell":
			if len(l.Merged) == sheet.MaxMerged {
				return &sheet.Fault{Code: "fault.sheet.merged", Sheet: l.Name}
			}
			if ref := value(e, "ref"); len(ref) < 30 {
				l.Merged = append(l.Merged, ref)
			}
		case "row":
			row++
			if n := value(e, "r"); n != "" {
				at, err := strconv.Atoi(n)
				if err != nil || at < row || at > 1<<20 { // never backwards: a row that comes twice is not a sheet
					return damaged()
				}
				row = at
			}
			r := line{n: row, hidden: yes(value(e, "hidden"))}
			if err := r.read(l.Name, w.texts, in, e); err != nil {
				return err
			}
			return visit(r)
		}
		return nil
	})
}

// read reads the cells of a row.
func (r *line) read(name string, texts []string, in *xml.Decoder, e xml.StartElement) error {
	var row struct {
		Cells []struct {
			Ref     string  `xml:"r,attr"`
			Style   int     `xml:"s,attr"`
			Type    string  `xml:"t,attr"`
			Formula *string `xml:"f"`
			Value   string  `xml:"v"`
			Inline  rich    `xml:"is"`
		} `xml:"c"`
	}
	if in.DecodeElement(&row, &e) != nil {
		return damaged()
	}
	col := 0
	for _, c := range row.Cells {
		col++
		if c.Ref != "" {
			at, err := column(name, c.Ref, r.n, col)
			if err != nil {
				return err
			}
			col = at
		}
		one := stored{Cell: sheet.Cell{Col: col, Formula: c.Formula != nil, Bad: c.Type == "e"}, style: c.Style, text: unescaped(c.Value)}
		switch c.Type {
		case "", "n":
			one.text, one.raw = "", strings.TrimSpace(c.Value)
		case "s":
			i, err := strconv.Atoi(c.Value)
			if err != nil || i < 0 || i >= len(texts) {
				return damaged()
			}
			one.text = texts[i]
		case "inlineStr":
			one.text = c.Inline.String()
		case "d":
			one.On, one.text = dated(one.text)
		case "b":
			one.text = map[bool]string{true: "TRUE", false: "FALSE"}[c.Value == "1"]
		}
		if one.text != "" || one.raw != "" {
			r.cells = append(r.cells, one)
		}
	}
	return nil
}

// dated reads a day as some programs store it, in words of ISO 8601; what is none stays a text.
func dated(s string) (on, text string) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} { // parts of a second are read, too
		if at, err := time.Parse(layout, strings.TrimSuffix(s, "Z")); err == nil {
			on = written(at.Round(time.Second))
			return on, strings.Replace(on, "T", " ", 1)
		}
	}
	return "", s
}

// column reads the address of a cell, which lies in its row and not before least.
func column(name, ref string, row, least int) (int, error) {
	at, line, err := excelize.CellNameToCoordinates(ref)
	switch n := columnsOf(ref); {
	case err != nil && n > sheet.MaxColumns:
		return 0, tooWide(name, n, row)
	case err != nil || line != row || at < least:
		return 0, damaged()
	}
	return at, nil
}

// columnsOf reads the letters of an address that excelize does not know.
func columnsOf(ref string) int {
	n := 0
	for _, r := range strings.ToUpper(ref) {
		if r < 'A' || r > 'Z' || n > 1<<24 {
			break
		}
		n = 26*n + int(r-'A') + 1
	}
	return n
}

func value(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func yes(s string) bool { return s == "1" || s == "true" }
