package register

import (
	"slices"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Org is a registration as it is kept.
type Org struct {
	party.Org
	Rev       int
	CreatedAt ident.Instant
	ClosedAt  ident.Instant // 0: in use
}

// Former is what was registered until an instant, and who changed it then.
type Former struct {
	party.Org
	Rev   int
	At    ident.Instant
	Actor ident.Person
}

// Use is what hangs on an organisation or a unit today.
type Use struct {
	Designations  int // in force
	Jurisdictions int // rows in force or to come
	People        int // who may act for it
}

// Entry is a line of 組織とアカウント.
type Entry struct {
	ID              ident.Org
	Kind            party.Kind
	Name, NameEn    string
	Kana            string
	CorporateNumber string
	ClosedAt        ident.Instant
	People          int // who may act for it today
	Active          int // of them, who have registered a way in
	Designated      int // designations in force today
}

// MostPeople bounds the accounts of one organisation that are listed.
const MostPeople = 5000

// Member is one person under one hat of an organisation, as the platform's administrators are shown accounts.
type Member struct {
	party.Hat
	UnitName  string
	Name      string
	Kana      string
	Mail      string
	UntilAt   ident.Instant // 0: without an end
	Activated bool          // a way in is registered
	UsedAt    ident.Instant // 0: never
}

// Filter is what a list of organisations is asked for; its zero value is all that are in use.
type Filter struct {
	Words string // of name, reading, English name or 法人番号, in any width and case
	Kind  party.Kind
	State State
}

// State is a way of standing in the list.
type State string

// The states of the list.
const (
	InUse    State = ""
	Unused   State = "unused"  // in use, and nobody has registered a way in
	Nobody   State = "nobody"  // in use, and nobody may act for it
	Closed   State = "closed"  // 廃止
	Whole    State = "all"     // both
	InCharge State = "charged" // designated for some business
)

// States lists what a page offers, in order.
var States = []State{InUse, InCharge, Unused, Nobody, Closed, Whole}

// Known reports whether the state is one of them.
func (s State) Known() bool { return slices.Contains(States, s) }

// Pick returns the entries that the filter asks for, by reading, then name.
func Pick(all []Entry, f Filter) []Entry {
	var picked []Entry
	words := strings.Fields(text.Key(f.Words))
	number := TidyNumber(f.Words)
	for _, e := range all {
		if (f.Kind == "" || e.Kind == f.Kind) && f.State.of(e) && e.has(words, number) {
			picked = append(picked, e)
		}
	}
	slices.SortStableFunc(picked, func(a, b Entry) int { return strings.Compare(a.order(), b.order()) })
	return picked
}

func (s State) of(e Entry) bool {
	switch s {
	case InUse:
		return e.ClosedAt == 0
	case Unused:
		return e.ClosedAt == 0 && e.People > 0 && e.Active == 0
	case Nobody:
		return e.ClosedAt == 0 && e.People == 0
	case InCharge:
		return e.ClosedAt == 0 && e.Designated > 0
	case Closed:
		return e.ClosedAt != 0
	case Whole:
	}
	return true
}

func (e Entry) has(words []string, number string) bool {
	if len(words) == 0 || number != "" && strings.Contains(e.CorporateNumber, number) {
		return true
	}
	in := text.Key(e.Name + " " + e.NameEn + " " + e.Kana)
	for _, w := range words {
		if !strings.Contains(in, w) {
			return false
		}
	}
	return true
}

// order sorts by reading; who has none stands by name after those who have.
func (e Entry) order() string {
	if e.Kana == "" {
		return "\uffff" + text.Key(e.Name)
	}
	return text.Key(e.Kana) + " " + text.Key(e.Name)
}
