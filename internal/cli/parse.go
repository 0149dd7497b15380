package cli

import (
	"kanmin/internal/adapter/format/advisory"
	"kanmin/internal/adapter/format/advisory/stream"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln"
)

// ParseCmd reads one uploaded file from standard input and writes its rows as JSON lines. The server starts it for each
// upload, so that a hostile file meets a process that has nothing.
type ParseCmd struct {
	Kind string `arg:"" optional:"" enum:"xlsx,csv,delivery,lines,form,fill,bill,advisories," default:"" help:"xlsx, csv, delivery (a report about a mail), lines (a list), bill (an SBOM), advisories (a feed of vulnerabilities), form (what an official form is) or fill (write into one); which of the first two is found out by the first bytes when it is left out."`
}

// Run confines itself, then reads.
func (c ParseCmd) Run(s *Streams) error {
	if c.Kind == "advisories" {
		return advisories(s)
	}
	held, err := read.Confine(read.Short)
	if err != nil {
		return err
	}
	f, err := read.Read(sheet.Kind(c.Kind), s.In, sheet.NewWriter(s.Out), held)
	if err == nil && f != nil {
		err = f
	}
	return err
}

// advisories reads a feed of vulnerabilities.
func advisories(s *Streams) error {
	if _, err := read.Confine(read.Long); err != nil {
		return err
	}
	f := advisory.Open("", s.In, ident.At(s.Now()))
	return stream.Write(s.Out, func(yield func(vuln.Advisory, error) bool) {
		for r, err := range f.All() {
			if !yield(r.Advisory, err) {
				return
			}
		}
	}, func() string { return string(f.Kind) })
}
