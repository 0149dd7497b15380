package sheet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// line is one line between the child and the house; exactly one field is set.
type line struct {
	Book  *Book  `json:"book,omitempty"`
	Sheet *Sheet `json:"sheet,omitempty"` // without its rows: they follow
	Row   *Row   `json:"row,omitempty"`
	Fault *Fault `json:"fault,omitempty"`
	File  []byte `json:"file,omitempty"` // a piece of a form that was filled
	End   bool   `json:"end,omitempty"`
}

// maxLine bounds one line: a row of MaxColumns cells cannot be longer than what a file may become anyway.
const maxLine = 4 << 20

// Writer is the child's side: bounded JSON lines.
type Writer struct {
	out  *bufio.Writer
	left int
}

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer {
	return &Writer{out: bufio.NewWriterSize(w, 64<<10), left: MaxOutput}
}

// Book begins the answer.
func (w *Writer) Book(b Book) error { return w.line(line{Book: &b}) }

// Sheet begins a sheet.
func (w *Writer) Sheet(s Sheet) error { return w.line(line{Sheet: &s}) }

// Row adds a row of the sheet that was begun last.
func (w *Writer) Row(r Row) error { return w.line(line{Row: &r}) }

// End ends the answer: with a fault, which undoes what was said before, or without.
func (w *Writer) End(f *Fault) error {
	l := line{End: true}
	if f != nil {
		l = line{Fault: f}
	}
	w.left = maxLine // the end is always told
	if err := w.line(l); err != nil {
		return err
	}
	return w.out.Flush()
}

func (w *Writer) line(l line) error {
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if w.left -= len(b) + 1; w.left < 0 || len(b) >= maxLine {
		return Over("fault.sheet.output", MaxOutput>>20)
	}
	_, err = w.out.Write(append(b, '\n'))
	return err
}

// ErrUnfinished is an answer that stops before its end or makes no sense: the child died.
var ErrUnfinished = errors.New("sheet: the answer has no end")

// Each reads what a Writer wrote and hands on every row with the sheet it stands in; it trusts nothing in it but its
// shape. The book that it returns has its sheets without rows. A fault of the file is a *Fault.
func Each(r io.Reader, row func(sheet *Sheet, r Row) error) (b Book, err error) {
	in := bufio.NewScanner(io.LimitReader(r, MaxOutput+2*maxLine))
	in.Buffer(make([]byte, 0, 16<<10), maxLine)
	rows, cells := 0, 0
	for in.Scan() {
		var l line
		d := json.NewDecoder(bytes.NewReader(in.Bytes()))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil {
			return b, errors.Join(ErrUnfinished, err)
		}
		switch {
		case l.Fault != nil:
			return b, l.Fault
		case l.End:
			return b, nil
		case l.Book != nil:
			b = *l.Book
			b.Sheets = nil
		case l.Sheet != nil:
			if len(b.Sheets) == MaxSheets {
				return b, Over("fault.sheet.sheets", MaxSheets)
			}
			l.Sheet.Rows = nil
			b.Sheets = append(b.Sheets, *l.Sheet)
		case l.Row != nil && len(b.Sheets) > 0:
			rows, cells = rows+1, cells+len(l.Row.Cells)
			if rows > b.Kind.Rows() || cells > MaxCells {
				return b, Over("fault.sheet.rows", b.Kind.Rows())
			}
			if err := row(&b.Sheets[len(b.Sheets)-1], *l.Row); err != nil {
				return b, err
			}
		default:
			return b, ErrUnfinished
		}
	}
	return b, errors.Join(ErrUnfinished, in.Err())
}

// Collect is Each with every row kept.
func Collect(r io.Reader) (Book, error) {
	return Each(r, func(s *Sheet, row Row) error {
		s.Rows = append(s.Rows, row)
		return nil
	})
}
