package approval

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Paper is a copy of a decision that was made on paper (決裁の写し): bytes that stay in the organisation, kept, handed out to it, and never
// shown here. One that was taken off is still named, without its bytes.
type Paper struct {
	ID     ident.Object  `json:"id"`
	Name   string        `json:"name"`
	Size   int64         `json:"size"` // bytes, at least 1
	Digest string        `json:"sha256"`
	By     string        `json:"by"` // who put it there or took it off last
	At     ident.Instant `json:"at"`
	Off    bool          `json:"off,omitempty"`
}

// Held are the papers that are there.
func (b Body) Held() []Paper {
	return slices.DeleteFunc(slices.Clone(b.Papers), func(p Paper) bool { return p.Off })
}

// HeldBut are the papers that are there, without one.
func (b Body) HeldBut(id ident.Object) []Paper {
	return slices.DeleteFunc(b.Held(), func(p Paper) bool { return p.ID == id })
}

// Paper is the paper of an id, taken off or not.
func (b Body) Paper(id ident.Object) (Paper, bool) {
	i := slices.IndexFunc(b.Papers, func(p Paper) bool { return p.ID == id })
	if i < 0 {
		return Paper{}, false
	}
	return b.Papers[i], true
}

// PapersMost is how many papers a round has at the most, those that were taken off with them.
const PapersMost = 40

// Enclose puts a paper beside a round. What was taken back has none any more: a Conflict.
func (r *Round) Enclose(p Paper) error {
	if r.State == Withdrawn || len(r.Papers) >= PapersMost {
		return fault.New(fault.Conflict, "fault.approval.moved", nil)
	}
	r.Papers = append(slices.Clone(r.Papers), p)
	return nil
}

// Shift takes a paper off or puts it back, and returns it; one that is so already is left as it is. An unknown one is Absent.
func (r *Round) Shift(id ident.Object, off bool, by string, at ident.Instant) (p Paper, moved bool, err error) {
	i := slices.IndexFunc(r.Papers, func(p Paper) bool { return p.ID == id })
	if i < 0 {
		return p, false, fault.Absent()
	}
	if p = r.Papers[i]; p.Off == off {
		return p, false, nil
	}
	p.Off, p.By, p.At = off, by, at
	r.Papers = slices.Clone(r.Papers)
	r.Papers[i] = p
	return p, true, nil
}

// Refer says under which number the organisation keeps its decision (社内決裁番号); it is often known only when the paper comes back.
func (r *Round) Refer(reference string) error {
	var l fault.List
	text.Check(&l, "reference", reference, ReferenceMost)
	if err := l.Err(); err != nil {
		return err
	}
	if r.State == Withdrawn {
		return fault.New(fault.Conflict, "fault.approval.moved", nil)
	}
	r.Reference = reference
	return nil
}
