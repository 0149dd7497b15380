// Package agenda is 期限カレンダー: all that an operator owes, in one list by date, with the date until which it should be ready inside (社内締切, R38). It is
// made anew for whoever looks out of what is open to them, and kept nowhere.
package agenda

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/stocktake"
	"kanmin/internal/domain/window"
)

// Kind is of what a date is.
type Kind string

// The kinds, in the order in which those of one day stand.
const (
	Detailed  Kind = "detailed"  // 詳報
	Elsewhere Kind = "elsewhere" // what is handed in elsewhere
	Filing    Kind = "filing"    // a row of 機器台帳 that is to be filed (届出)
	Stocktake Kind = "stocktake" // 四半期の棚卸し
)

var kinds = []Kind{Detailed, Elsewhere, Filing, Stocktake}

// Kinds lists them.
func Kinds() []Kind { return slices.Clone(kinds) }

// State is where a date stands, seen from a day.
type State string

// The states.
const (
	Ahead  State = "ahead"
	Inside State = "inside" // the 社内締切 has passed
	Today  State = "today"
	Late   State = "late"
)

// States lists them, the most urgent first.
func States() []State { return []State{Late, Today, Inside, Ahead} }

// Entry is one date.
type Entry struct {
	Kind     Kind
	On       law.Day
	Internal law.Day // 社内締切
	State    State
	Why      law.Due      // the zero value where the date is no law's, or another authority's
	Number   ident.Number // of the report, or of the filing before; empty where nothing was filed
	Case     ident.Case
	Business law.Sector    // of what 機器台帳 owes
	Count    int           // how many rows of 機器台帳 have this date
	Errand   window.Errand // of Elsewhere
	// Of whom people are reminded: the duty or what is handed in elsewhere, since when it is owed, and of which units it is.
	Object   ident.Object
	OpenedAt ident.Instant
	Units    []ident.Unit
}

// ID names an entry as long as its date stands.
func (e Entry) ID() string {
	return string(e.Kind) + "-" + e.On.String() + "-" + cmp.Or(string(e.Errand.ID), string(e.Case), string(e.Business))
}

// Most is how many entries a calendar has at most; the earliest count.
const Most = 500

// Owed is what is put together.
type Owed struct {
	Duties   []duty.Duty
	Errands  []window.Errand
	Accounts []stocktake.Account
	// Done reports whether the stock-take of the quarter was filed for a business.
	Done func(stocktake.Account) bool
	// Numbers are the first reports of cases.
	Numbers map[ident.Case]ident.Number
	// Days are the working days that approval takes.
	Days int
	// Units are those of the rows of 機器台帳, Head is that of whoever looks.
	Units map[ident.Object]ident.Unit
	Head  ident.Unit
	// Sent is what people were reminded of so far.
	Sent []reminder.Sent
}

// Plan is a calendar, with how many days approval takes.
type Plan struct {
	Entries []Entry
	Days    int
	Undated int // rows of 機器台帳 from which no date can be counted
	Sent    []reminder.Sent
	Reach   []reminder.Reach // how many would be reminded; filled in by whoever reads
}

// Of is the calendar as of a day, by date.
func Of(today law.Day, o Owed) Plan {
	list, undated := []Entry{}, 0
	for _, d := range o.Duties {
		list = append(list, Entry{Kind: Detailed, On: d.DueOn, Why: d.Why, Case: ident.Case(d.Subject), Number: o.Numbers[ident.Case(d.Subject)], Object: ident.Object(d.ID), OpenedAt: d.OpenedAt, Units: []ident.Unit{d.Unit}})
	}
	for _, e := range o.Errands {
		if e.Needed == law.Yes && e.State == window.ToHandIn && !e.DueOn.IsZero() {
			list = append(list, Entry{Kind: Elsewhere, On: e.DueOn, Number: e.Number, Case: e.Case, Errand: e, Object: e.ID, OpenedAt: e.At, Units: []ident.Unit{e.Unit}})
		}
	}
	for _, a := range o.Accounts {
		list = append(list, register(today, a, o.Done, o.unit)...)
		undated += a.Undated()
	}
	for i, e := range list {
		list[i].Internal = law.Internal(e.On, o.Days)
		list[i].State = state(today, list[i])
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.ID(), b.ID()))
	})
	return Plan{list[:min(len(list), Most)], o.Days, undated, o.Sent, nil}
}

// unit is the unit of the rows that are behind a difference, or that of whoever looks.
func (o Owed) unit(d stocktake.Difference) ident.Unit { return unitOf(d, o.Units, o.Head) }

// register are the dates of what 機器台帳 owes, each once with how many rows have it, and the stock-take of the quarter.
func register(today law.Day, a stocktake.Account, done func(stocktake.Account) bool, unit func(stocktake.Difference) ident.Unit) (list []Entry) {
	for _, d := range a.Differences {
		if !d.Dated {
			continue
		}
		if n := len(list) - 1; n >= 0 && list[n].On == d.Due.Due {
			list[n].Count++
			if u := unit(d); !slices.Contains(list[n].Units, u) {
				list[n].Units = append(list[n].Units, u)
			}
			continue
		}
		list = append(list, Entry{Kind: Filing, On: d.Due.Due, Why: d.Due, Number: a.Told.Last.Number, Business: a.Business.Sector, Count: 1, Units: []ident.Unit{unit(d)}})
	}
	if !a.Filed {
		return list
	}
	_, last := stocktake.Quarter(today)
	if done(a) {
		_, last = stocktake.Quarter(last.Add(1))
	}
	return append(list, Entry{Kind: Stocktake, On: last, Number: a.Told.Last.Number, Business: a.Business.Sector, Units: []ident.Unit{unit(stocktake.Difference{})}})
}

func state(today law.Day, e Entry) State {
	switch {
	case e.On.Before(today):
		return Late
	case e.On == today:
		return Today
	case e.Internal.Before(today):
		return Inside
	}
	return Ahead
}

// Units are all units of which something is owed.
func (p Plan) Units() (list []ident.Unit) {
	for _, e := range p.Entries {
		for _, u := range e.Units {
			if !slices.Contains(list, u) {
				list = append(list, u)
			}
		}
	}
	return list
}

// Reminded is the last reminder that was sent of an entry.
func (p Plan) Reminded(e Entry) (last reminder.Sent) {
	for _, s := range p.Sent {
		if (e.Object != "" && s.Object == e.Object || e.Object == "" && s.Kind == string(e.Kind) && s.On == e.On) && s.At > last.At {
			last = s
		}
	}
	return last
}

// Reaches is whom a reminder of an entry reaches, unit by unit.
func (p Plan) Reaches(e Entry) (list []reminder.Reach) {
	for _, r := range p.Reach {
		if slices.Contains(e.Units, r.Unit) {
			list = append(list, r)
		}
	}
	return list
}
