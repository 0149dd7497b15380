package sheet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// Put is what is written into one cell of a book that exists. Column and row count from 1.
type Put struct {
	Sheet  string `json:"s"`
	Col    int    `json:"c"`
	Row    int    `json:"r"`
	Text   string `json:"t"`
	Number bool   `json:"n,omitempty"`
}

// Bounds of filling a form.
const (
	MaxPuts   = 20_000
	MaxFilled = 16 << 20 // bytes of what comes back
	filePiece = 1 << 20
)

// Filling is what a child is given for Fill: on the first line what is written, then the book.
func Filling(book []byte, puts []Put) ([]byte, error) {
	head, err := json.Marshal(puts)
	if err != nil {
		return nil, err
	}
	return append(append(head, '\n'), book...), nil
}

// CutFilling is Filling the other way; ok is false where it is none.
func CutFilling(data []byte) (book []byte, puts []Put, ok bool) {
	head, book, found := bytes.Cut(data, []byte{'\n'})
	if !found || json.Unmarshal(head, &puts) != nil || len(puts) > MaxPuts {
		return nil, nil, false
	}
	return book, puts, true
}

// File tells a file, piece by piece.
func (w *Writer) File(data []byte) error {
	for len(data) > 0 {
		n := min(len(data), filePiece)
		if err := w.line(line{File: data[:n]}); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// Filled reads the file that a Writer told. A fault is a *Fault.
func Filled(r io.Reader) (file []byte, err error) {
	in := bufio.NewScanner(io.LimitReader(r, MaxOutput+2*maxLine))
	in.Buffer(make([]byte, 0, 16<<10), maxLine)
	for in.Scan() {
		var l line
		d := json.NewDecoder(bytes.NewReader(in.Bytes()))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil {
			return nil, errors.Join(ErrUnfinished, err)
		}
		switch {
		case l.Fault != nil:
			return nil, l.Fault
		case l.End:
			return file, nil
		case len(l.File) > 0:
			if file = append(file, l.File...); len(file) > MaxFilled {
				return nil, Over("fault.sheet.output", MaxFilled>>20)
			}
		case l.Book == nil:
			return nil, ErrUnfinished
		}
	}
	return nil, errors.Join(ErrUnfinished, in.Err())
}

// Risky reports whether a spreadsheet would take a text for a formula once somebody edits its cell.
func Risky(s string) bool { return strings.ContainsAny(first(s), risky) }

// Escaped is a text as Excel stores it: what looks like its own escape for a character (_x0041_) is protected.
func Escaped(s string) string { return strings.ReplaceAll(s, "_x", "_x005F_x") }
