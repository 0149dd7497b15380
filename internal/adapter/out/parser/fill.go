package parser

import (
	"bytes"
	"context"
	"io"

	"kanmin/internal/adapter/format/sheet"
)

// Fill writes texts into an official form and returns the file. The child opens the form, which somebody uploaded, and writes into it;
// the house hands the bytes on unread. Who may call: pages and the API, for what their visitor may see, outside of an act.
func (p *Parser) Fill(ctx context.Context, form []byte, puts []sheet.Put) (file []byte, err error) {
	in, err := sheet.Filling(form, puts)
	if err != nil {
		return nil, err
	}
	err = p.run(ctx, tables(sheet.Fill), bytes.NewReader(in), func(out io.Reader) (err error) {
		file, err = sheet.Filled(out)
		return err
	})
	return file, err
}
