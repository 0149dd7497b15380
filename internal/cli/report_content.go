package cli

import (
	"context"
	"net/url"
	"os"
)

// ReportContentCmd fetches what arrived as a file: the official form (公式様式) where one is in force.
type ReportContentCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
	File   string `arg:"" optional:"" default:"form.xlsx" help:"form.xlsx (the official form; while none is in force, content.xlsx), content.xlsx, content.json, or a table as TABLE.csv."`
	Out    string `required:"" help:"Write it to this file." placeholder:"FILE"`
}

// Run writes the file byte for byte. Taking it is shown to its owner.
func (c *ReportContentCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	a, err := c.call(ctx, s, get("/reports/"+n+"/content/"+url.PathEscape(c.File)))
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
		return unwritable(c.Out)
	}
	return nil
}
