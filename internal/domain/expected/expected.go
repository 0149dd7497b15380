// Package expected owns 提出状況 (R23): who is expected to file what and by when, and where each of them stands, as an office is told it. It is made
// anew for whoever looks, out of what is registered and what arrived, and kept nowhere. Drafts are not part of it, not even as a count or a time.
package expected

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Of is what is expected.
type Of string

// What is expected.
const (
	Notification Of = "notification" // 届出 (強化法4条) of each business for which an operator is designated
	Detailed     Of = "detailed"     // 詳報 (強化法5条) that is owed after a 速報
)

// Rule is the rule of the book by which a 詳報 is owed.
const Rule = "incident.detailed"

// All lists them, in the order in which people are shown them.
func All() []Of { return []Of{Notification, Detailed} }

// Known reports whether it is one of them.
func (o Of) Known() bool { return slices.Contains(All(), o) }

// Name is what is expected, in words.
func (o Of) Name() text.Both {
	if o == Detailed {
		return text.Both{Ja: "詳報", En: "Detailed report"}
	}
	return notification.New.Name
}

// Act is the act of a jurisdiction by which an office is told of it.
func (o Of) Act() party.Act {
	if o == Detailed {
		return party.ActReport
	}
	return party.ActNotification
}

// State is where somebody stands.
type State string

// The states.
const (
	Missing State = "missing" // 未提出
	Asking  State = "asking"  // 相談中: nothing was filed, and a consultation about the business waits for an answer of the office that looks
	Fix     State = "fix"     // 補正依頼中: the office that looks asked for a correction
	None    State = "none"    // 該当なしの申出: said that there is nothing (届出), or that it need not be reported (対象外の申出)
	Filed   State = "filed"   // 提出済み
)

// States lists them, the most urgent first.
func States() []State { return []State{Missing, Asking, Fix, None, Filed} }

// Most bounds the rows of one table.
const Most = 5000

// Back is for how many days after its date a 詳報 that was filed stays in the table.
const Back = 92

// Line is one row: an operator, for one business or one report.
type Line struct {
	ID       string // of the designation, or of the duty: it names the row as long as it is expected
	Of       Of
	Operator party.Org // as registered today
	Phone    string    // where it is called: its own number, or that of its first unit
	Sectors  []law.Sector
	State    State
	Due      law.Due       // explained; the zero value where no date can be counted
	Number   ident.Number  // of what was filed last for it; of a 詳報, of the 速報 that it follows
	Filing   ident.Filing  // of Number
	FiledAt  ident.Instant // 0: nothing was filed
	Last     Contact
}

// ContactKind is how an office last had to do with an operator.
type ContactKind string

// The kinds.
const (
	Arrived ContactKind = "arrived" // something that the operator filed arrived
	Called  ContactKind = "called"  // the operator was spoken to on the telephone
	Written ContactKind = "written" // the office sent a 事務連絡
)

// Contact is the last time when an office had to do with an operator; the zero value where it never did.
type Contact struct {
	Kind   ContactKind
	At     ident.Instant
	Number ident.Number // empty where there is none
}

// Later is the later of two.
func (c Contact) Later(d Contact) Contact {
	if d.At > c.At {
		return d
	}
	return c
}

// Dated reports whether there is a date.
func (l Line) Dated() bool { return !l.Due.Due.IsZero() }

// Waiting reports whether nothing was filed. A consultation moves no date.
func (s State) Waiting() bool { return s == Missing || s == Asking }

// Overdue reports whether the date has passed and nothing was filed.
func (l Line) Overdue(today law.Day) bool {
	return l.State.Waiting() && l.Dated() && l.Due.Due.Before(today)
}

// In reports whether it is of a business.
func (l Line) In(s law.Sector) bool { return slices.Contains(l.Sectors, s) }

// ByDate puts what has the earliest date first, what has none last.
func ByDate(a, b Line) int {
	if a.Dated() != b.Dated() {
		if a.Dated() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Due.Due.Compare(b.Due.Due), ByName(a, b))
}

// ByName puts them by the kana of their names.
func ByName(a, b Line) int {
	return cmp.Or(cmp.Compare(cmp.Or(a.Operator.Kana, a.Operator.Name), cmp.Or(b.Operator.Kana, b.Operator.Name)), slices.Compare(a.Sectors, b.Sectors), cmp.Compare(a.Number, b.Number))
}

// ByState puts the most urgent first.
func ByState(a, b Line) int {
	return cmp.Or(cmp.Compare(slices.Index(States(), a.State), slices.Index(States(), b.State)), ByDate(a, b))
}

// ByContact puts those first of whom the office has heard least.
func ByContact(a, b Line) int { return cmp.Or(cmp.Compare(a.Last.At, b.Last.At), ByName(a, b)) }

// Counts are the rows of each state; together they are all rows.
type Counts struct {
	By      map[State]int
	Overdue int
	All     int
}

// Count counts rows.
func Count(list []Line, today law.Day) Counts {
	c := Counts{By: map[State]int{}, All: len(list)}
	for _, l := range list {
		c.By[l.State]++
		if l.Overdue(today) {
			c.Overdue++
		}
	}
	return c
}

// OfNotification is where a business stands whose last 届出 that was not withdrawn is of a kind; the empty kind is nothing.
func OfNotification(kind filing.Kind, asked bool) State {
	switch {
	case kind == "":
		return Missing
	case asked:
		return Fix
	case string(kind) == notification.None.ID:
		return None
	}
	return Filed
}

// OfDuty is where a 詳報 stands by its duty; shown is false of one that is no longer owed.
func OfDuty(s duty.State, asked bool) (_ State, shown bool) {
	switch {
	case s == duty.Open:
		return Missing, true
	case s == duty.Stayed:
		return None, true
	case s == duty.Discharged && asked:
		return Fix, true
	}
	return Filed, s == duty.Discharged
}

// FirstDue is by when an operator that was designated for a business is to have filed what was there already (強化法4条, 附則): what it introduces
// later has dates of its own, which only its own rows say. ok is false where the book has no answer.
func FirstDue(d party.Designation, today law.Day) (due law.Due, ok bool) {
	there := form.Row{Cells: form.Values{"existing": {Texts: []string{"yes"}}}}
	owed, found := notification.OwedBy(there, false, d, today)
	if !found {
		return due, false
	}
	due, err := law.DueFor(owed.Rule, owed.Question)
	return due, err == nil
}
