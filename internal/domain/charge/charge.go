// Package charge owns who of an office takes care of a filing (担当), the acts by which that is said of many at once, and how such an
// act is taken back. It is the office's own: no filer and no other office is told.
package charge

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Most bounds how many filings one act is about, and MostMates how many people of a unit are offered.
const (
	Most      = 500
	MostMates = 1000
)

// Holder is who takes care; the zero value is nobody.
type Holder struct {
	Person ident.Person
	Name   string // as of the day on which it was said
}

// Line is a filing as its office takes care of it. Rev counts the changes, from 0: nobody was ever named.
type Line struct {
	Filing ident.Filing
	Number ident.Number
	Holder Holder
	Rev    int
	Act    ident.Object  // the last act about it
	At     ident.Instant // of it
}

// Why says why a filing was left as it was; the empty one is of those that were changed.
type Why string

// The reasons.
const (
	Gone Why = "gone" // it is not open to the office: it never was, or no longer
	Late Why = "late" // somebody else changed it after it was shown
	Same Why = "same" // it is with that person already
)

// Moved is one filing of an act: from whom, and under which revision it is now, or why it was left.
type Moved struct {
	Filing ident.Filing
	Number ident.Number
	From   Holder
	Rev    int
	Why    Why
}

// Act is one act about many filings.
type Act struct {
	ID       ident.Object
	At       ident.Instant
	UndoneAt ident.Instant // 0: it stands
	N        int           // filings that it changed
	Words
}

// Words are what is sealed of an act.
type Words struct {
	By    string // name of who did it
	Undo  string // name of who took it back
	To    Holder
	Lines []Moved
}

// Changed counts the filings that an act changed.
func (w Words) Changed() (n int) {
	for _, m := range w.Lines {
		if m.Why == "" {
			n++
		}
	}
	return n
}

// Seen is a filing with the revision that was on screen.
type Seen struct {
	Number ident.Number
	Rev    int
}

// Judge says of each filing that was seen whether it goes to a holder: now is how those stand that are open to the office.
func Judge(seen []Seen, now []Line, to Holder) (list []Moved) {
	for _, s := range seen {
		m := Moved{Number: s.Number, Why: Gone}
		if i := slices.IndexFunc(now, func(l Line) bool { return l.Number == s.Number }); i >= 0 {
			m.Filing, m.From, m.Why, m.Rev = now[i].Filing, now[i].Holder, "", now[i].Rev+1
			switch {
			case now[i].Rev != s.Rev:
				m.Why = Late
			case now[i].Holder.Person == to.Person:
				m.Why = Same
			}
		}
		list = append(list, m)
	}
	return list
}

// Preview is Judge before anything was shown: each filing as it stands now, under the revision that an act is to name.
func Preview(asked []Seen, now []Line, to Holder) []Moved {
	seen := slices.Clone(asked)
	for i := range seen {
		if at := slices.IndexFunc(now, func(l Line) bool { return l.Number == seen[i].Number }); at >= 0 {
			seen[i].Rev = now[at].Rev
		}
	}
	list := Judge(seen, now, to)
	for i := range list {
		list[i].Rev = seen[i].Rev
	}
	return list
}

// Back says what taking an act back does: each filing that it changed and nobody changed since goes to whom it was with.
func (a Act) Back(now []Line) (list []Moved, to []Holder) {
	for _, m := range a.Lines {
		if m.Why != "" {
			continue
		}
		b := Moved{Filing: m.Filing, Number: m.Number, From: a.To, Why: Gone}
		if i := slices.IndexFunc(now, func(l Line) bool { return l.Filing == m.Filing }); i >= 0 {
			b.Why, b.Rev = "", now[i].Rev+1
			if now[i].Act != a.ID || now[i].Rev != m.Rev {
				b.Why = Late
			}
		}
		list, to = append(list, b), append(to, m.From)
	}
	return list, to
}

// Among is one of some people by today's name; an empty id is nobody. It is false for somebody else.
func Among(mates []Holder, to ident.Person) (Holder, bool) {
	if to == "" {
		return Holder{}, true
	}
	i := slices.IndexFunc(mates, func(h Holder) bool { return h.Person == to })
	if i < 0 {
		return Holder{}, false
	}
	return mates[i], true
}

// CheckMany bounds the filings of an act; none, and one twice, is Invalid.
func CheckMany(seen []Seen) error {
	var l fault.List
	switch {
	case len(seen) == 0:
		l.Add("n", "fault.charge.none", nil)
	case len(seen) > Most:
		l.Add("n", "fault.charge.many", fault.Args{"n": "500"})
	}
	there := map[ident.Number]bool{}
	for _, s := range seen {
		if there[s.Number] {
			l.Add("n", "fault.charge.twice", nil)
			break
		}
		there[s.Number] = true
	}
	return l.Err()
}
