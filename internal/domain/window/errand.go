package window

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Errand is what whoever reports hands in at an authority itself (様式を出力して提出, R1): one report by one clock. It is frozen when the
// report arrives, so that a channel that changes later alters nothing; the date follows a correction of 認知 while it is open.
type Errand struct {
	ID        ident.Object
	Filing    ident.Filing // with whose arrival it was frozen
	Number    ident.Number // of that filing
	Case      ident.Case
	Org       ident.Org
	Unit      ident.Unit
	Authority string // of the law book: recipient.ppc
	Clock     string // rule by which its date is counted: ppc.prompt; empty where none is known
	Needed    law.Truth
	DueOn     law.Day
	State     ErrandState
	Rev       int // of its latest record; 0: none
	At        ident.Instant
	Records   []Record // the first one first
}

// ErrandState is where an errand stands.
type ErrandState string

// The states of an errand. Only the second says that the authority has it: somebody handed it in and recorded so.
const (
	ToHandIn ErrandState = "open"       // 未記録
	HandedIn ErrandState = "handed-in"  // 提出を記録済み
	NotOwed  ErrandState = "not-needed" // 提出不要と判断
)

// Record is one record of an errand; a correction is a further one, and both stay.
type Record struct {
	Rev   int
	At    ident.Instant
	State ErrandState
	RecordWords
}

// RecordWords are sealed with the key of the organisation.
type RecordWords struct {
	On     law.Day // of handing in
	Number string  `json:",omitempty"` // 受付番号, as the authority gave it
	Note   string  `json:",omitempty"` // where the copy is kept, or why it is not needed
	Name   string  // who recorded it
}

// Bounds of what is recorded.
const (
	RecordNumberMost = 100
	RecordNoteMost   = 1000
	RecordsMost      = 50 // of one errand
)

// Check judges a record on a day; at is the place of its fields.
func (r Record) Check(today law.Day) error {
	var l fault.List
	text.Check(&l, "number", r.Number, RecordNumberMost)
	text.Check(&l, "note", r.Note, RecordNoteMost)
	switch {
	case r.State == NotOwed && text.Blank(r.Note):
		l.Add("note", "fault.form.needed", nil)
	case r.State != NotOwed && r.State != HandedIn:
		l.Add("state", "fault.form.needed", nil)
	case r.State == NotOwed:
	case r.On.IsZero():
		l.Add("on", "fault.form.needed", nil)
	case r.On.After(today):
		l.Add("on", "fault.errand.future", nil)
	}
	return l.Err()
}

// Name is the authority in words.
func (e Errand) Name() text.Both {
	if r, ok := law.RecipientOf(e.Authority); ok {
		return r.Name
	}
	return text.Both{Ja: e.Authority, En: e.Authority}
}

// Sooner is which of two comes first for whoever has to see to them: what falls due earlier, then what has no known date, then what is voluntary.
func Sooner(a, b Errand) int {
	rank := func(e Errand) int {
		switch {
		case e.Needed == law.No:
			return 2
		case e.DueOn.IsZero():
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), a.DueOn.Since(b.DueOn))
}

// What is the report that is owed, as its clock is called; empty where no clock is known.
func (e Errand) What() text.Both {
	for _, day := range law.ChangeDays() {
		if d, err := law.At(day).Due(e.Clock, law.Question{On: day}); err == nil {
			return d.Name
		}
	}
	return text.Both{}
}

// Errands are what lines leave to be handed in elsewhere.
func Errands(lines []Line) (list []Errand) {
	for _, l := range lines {
		if l.Channel != law.Elsewhere {
			continue
		}
		e := Errand{Authority: l.ID, Needed: l.Needed, State: ToHandIn}
		for _, c := range l.Clocks {
			e.Clock, e.DueOn = c.Rule, c.Due.Due
			list = append(list, e)
		}
		if len(l.Clocks) == 0 {
			list = append(list, e)
		}
	}
	return list
}

// Settle compares what the facts of a case leave to be done with what was frozen of it before: what is new, and what is open and falls
// due on another day, or is needed where it was not, or no more. Nothing that was frozen goes, and no channel changes.
func Settle(frozen, now []Errand) (added, moved []Errand) {
	for _, e := range now {
		i := slices.IndexFunc(frozen, func(f Errand) bool { return f.Authority == e.Authority && f.Clock == e.Clock })
		switch {
		case i < 0:
			added = append(added, e)
		case frozen[i].State == ToHandIn && (frozen[i].DueOn != e.DueOn || frozen[i].Needed != e.Needed):
			f := frozen[i]
			f.DueOn, f.Needed = e.DueOn, e.Needed
			moved = append(moved, f)
		}
	}
	for _, f := range frozen {
		if !slices.ContainsFunc(now, func(e Errand) bool { return f.Authority == e.Authority && f.Clock == e.Clock }) && f.State == ToHandIn && f.Needed != law.No {
			f.Needed = law.No
			moved = append(moved, f)
		}
	}
	return added, moved
}
