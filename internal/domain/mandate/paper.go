package mandate

import (
	"bytes"
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Bounds of papers, of ours and of no law: bytes of one, and how many stand beside a mandate.
const (
	PaperMost  = 5 << 20
	PapersMost = 5
)

// Paper is a 委任状 that was sealed by hand, as a copy beside the mandate. It says nothing to the house: what a mandate allows are its terms.
type Paper struct {
	ID     ident.Object
	At     ident.Instant
	Size   int64
	Name   string
	Digest string // SHA-256, in hex
	By     string // who brought it, with their organisation
}

// CheckPaper judges what was brought, beside the papers that are there: a PDF, of bounded size, once.
func (m Mandate) CheckPaper(there []Paper, p Paper, data []byte, on law.Day) error {
	refuse := func(kind fault.Kind, code string, args fault.Args) error {
		return &fault.Error{Kind: kind, Code: "fault.invalid", Fields: []fault.Field{{Path: "file", Code: code, Args: args}}}
	}
	switch s := m.Standing(on); {
	case s != Proposed && s != InForce && s != Later:
		return fault.New(fault.Conflict, "fault.mandate.moved", nil)
	case len(data) > PaperMost:
		return refuse(fault.Exceeded, "fault.mandate.paper.size", fault.Args{"n": strconv.Itoa(PaperMost >> 20)})
	case !bytes.HasPrefix(data, []byte("%PDF-")):
		return refuse(fault.Invalid, "fault.mandate.paper.pdf", nil)
	case len(there) >= PapersMost:
		return refuse(fault.Exceeded, "fault.mandate.paper.many", fault.Args{"n": strconv.Itoa(PapersMost)})
	case slices.ContainsFunc(there, func(o Paper) bool { return o.Digest == p.Digest }):
		return refuse(fault.Invalid, "fault.mandate.paper.twice", nil)
	}
	return nil
}
