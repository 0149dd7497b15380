package formsheet

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
)

// Parse has a file read in a child process.
type Parse = func(ctx context.Context, kind sheet.Kind, file io.Reader) (sheet.Book, error)

// Carry is a table as a form brings it: carried from the press before (rows, as Carried wrote it), pasted, or a file. What is empty, and what was
// not carried by us, is an Invalid fault.
func Carry(ctx context.Context, parse Parse, rows, pasted string, file []byte) (grids []tabular.Grid, err error) {
	if rows != "" {
		if json.Unmarshal([]byte(rows), &grids) != nil || !Sound(grids) { //nolint:musttag // written by Carried
			err = fault.New(fault.Invalid, "fault.body.form", nil)
		}
		return grids, err
	}
	if len(file) == 0 {
		file = []byte(pasted)
	}
	if len(bytes.TrimSpace(file)) == 0 {
		return nil, fault.New(fault.Invalid, "fault.turn.sheet", nil)
	}
	book, err := parse(ctx, "", bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	b, err := Bring(book)
	return b.Grids, err
}

// Carried is a table as a page carries it to the next press.
func Carried(grids []tabular.Grid) (string, error) {
	rows, err := json.Marshal(grids) //nolint:musttag // read back by Carry
	return string(rows), err
}
