// Package consult owns 相談窓口 (S18, R19): an operator asks the offices that are competent for one of its businesses what has to be notified, with the
// facts of an assessment or its 範囲整理表 attached as they stood; the office answers, and agrees to the 範囲整理表 line by line.
package consult

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Bounds, in characters.
const (
	SubjectLimit = 120
	TextLimit    = 4000
	CommentLimit = 500
)

// Consultation is one 相談. It is of an organisation and a unit; offices have it by rows of readers.
type Consultation struct {
	ID       ident.Object
	Number   ident.Number
	Org      ident.Org
	Unit     ident.Unit
	Business string // id of the designation
	Sector   law.Sector
	State    State
	AskedAt  ident.Instant
	MovedAt  ident.Instant // since when it is in its state
	Rev      int
	Words
	Said    []Said   // oldest first
	Sheets  []Sheet  // the 範囲整理表 that were attached, oldest first
	Offices []Office // that have it now
}

// Words are what is sealed of it.
type Words struct {
	Subject  string
	Question string
	Facts    *scope.Facts `json:",omitempty"` // of the assessment, as they stood
	Filer    string       // name of the organisation, as of the day
	FilerEn  string       `json:",omitempty"`
	Name     string       `json:",omitempty"` // of who asked; for the own organisation alone
}

// Office is one that has it.
type Office struct {
	Org          ident.Org
	Unit         ident.Unit
	Name, NameEn string
	Phone        string
}

// Check judges what is asked. The places are subject and question.
func (w Words) Check() error {
	var l fault.List
	text.Need(&l, "subject", w.Subject, SubjectLimit)
	text.Need(&l, "question", w.Question, TextLimit)
	return l.Err()
}

// CheckText judges a message or an answer.
func CheckText(path, s string) error {
	var l fault.List
	text.Need(&l, path, s, TextLimit)
	return l.Err()
}

// Cut leaves what an organisation may know that has it: people's names stay with their own organisation.
func (c Consultation) Cut(reader ident.Org) Consultation {
	if c.Org != reader {
		c.Name = ""
	}
	for i := range c.Said {
		if c.Said[i].Org != reader {
			c.Said[i].Name = ""
		}
	}
	return c
}

// SideOf is on which side a reader stands.
func (c Consultation) SideOf(org ident.Org) Side {
	if c.Org == org {
		return Operator
	}
	return Competent
}

// Answer is the answer that stands: what an office answered last, if it was not asked further since. ok is false while there is none.
func (c Consultation) Answer() (Said, bool) {
	for _, e := range slices.Backward(c.Said) {
		switch e.Deed {
		case Answered:
			return e, true
		case Reopened:
			return Said{}, false
		case Checks, Withdrawn, Wrote, Sent, Marked:
		}
	}
	return Said{}, false
}
