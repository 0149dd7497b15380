package cli

import (
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
)

// ParseCmd reads one uploaded file from standard input and writes its rows as JSON lines. The server starts it for each
// upload, so that a hostile file meets a process that has nothing.
type ParseCmd struct {
	Kind string `arg:"" optional:"" enum:"xlsx,csv,delivery,lines,form,fill,bill," default:"" help:"xlsx, csv, delivery (a report about a mail), lines (a list), bill (an SBOM), form (what an official form is) or fill (write into one); which of the first two is found out by the first bytes when it is left out."`
}

// Run confines itself, then reads.
func (c ParseCmd) Run(s *Streams) error {
	held, err := read.Confine()
	if err != nil {
		return err
	}
	f, err := read.Read(sheet.Kind(c.Kind), s.In, sheet.NewWriter(s.Out), held)
	if err == nil && f != nil {
		err = f
	}
	return err
}
