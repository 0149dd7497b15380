package procedure

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Noted is what is noted of a filing on arrival, of the business that it is about.
type Noted struct {
	Sector   law.Sector
	Types    string // letters of the types of which there are rows, in order
	Answered string // of which there are rows, or a reason why there are none
	Rows     int    // that stand after it
	Flags    []Flag `json:",omitempty"`
}

// Flag is a reason to read a filing before its form is called checked (形式の確認). It refuses nothing.
type Flag struct {
	Code  string
	Field string     `json:",omitempty"`
	Rows  []int      `json:",omitempty"` // of the table, from 0; bounded
	Args  fault.Args `json:",omitempty"`
}

// Untold is what may be noted where some office does not receive everything: a flag, or the types, would tell it of what it did not.
func (n Noted) Untold() Noted {
	n.Types, n.Answered, n.Flags = "", "", nil
	return n
}

// Last is the last that an organisation said of a business.
type Last struct {
	Org ident.Org
	Noted
}

// Note is what is noted of answers that arrive; nil where nothing is.
func (p Procedure) Note(values form.Values, with Facts) *Noted {
	if p.Notes == nil {
		return nil
	}
	n := p.Notes(values, with)
	return &n
}
