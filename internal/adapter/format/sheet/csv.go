package sheet

import (
	"encoding/csv"
	"io"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"
)

// Encoding is how a CSV file is written.
type Encoding string

// The encodings. Excel opens UTF8 because of its mark at the beginning.
const (
	UTF8  Encoding = "utf-8"
	CP932 Encoding = "cp932"
)

// WriteCSV writes one sheet as CSV: its headings, then its rows, each text guarded against being calculated. What the
// encoding does not have is a *Fault with its place: a character is never replaced.
func WriteCSV(w io.Writer, e Encoding, p Page) error {
	encode := japanese.ShiftJIS.NewEncoder()
	if e == CP932 {
		w = transform.NewWriter(w, japanese.ShiftJIS.NewEncoder())
	} else if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := 0
	write := func(cells []string) error {
		row++
		line := make([]string, len(cells))
		for c, v := range cells {
			if e == CP932 {
				if _, err := encode.String(v); err != nil {
					return &Fault{Code: "fault.sheet.unwritable", Sheet: p.Name, Row: row, Col: c + 1}
				}
			}
			line[c] = Guard(v)
		}
		return out.Write(line)
	}
	titles := make([]string, len(p.Columns))
	for c, h := range p.Columns {
		titles[c] = h.Title
	}
	if err := write(titles); err != nil {
		return err
	}
	if p.Rows != nil {
		for cells := range p.Rows {
			if err := write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}
