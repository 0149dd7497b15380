// Package reminder is when people are reminded of a date that an operator owes (R38): ahead of it as the rule book says, and after it has passed until somebody has
// seen to it or a while is over. A reminder hangs on the date and not on an hour that must be hit: what was missed is made up for, once.
package reminder

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/message"
)

// After is for how many working days people are reminded of a date that has passed. It is a choice of the platform, and no period of law; what is owed stands in
// やること as long as it is owed.
const After = 10

// Times are all moments at which people are reminded of a date, in order, each after it was first owed.
func Times(opened ident.Instant, due law.Day) []ident.Instant {
	return append(law.Reminders(opened, due), law.Overdue(opened, due, After)...)
}

// Owed is one date with what was sent about it.
type Owed struct {
	Object   ident.Object // the duty, what is handed in elsewhere, or the date of 機器台帳
	Org      ident.Org
	Unit     ident.Unit
	Number   ident.Number // what a mail may say; may be empty
	DueOn    law.Day
	OpenedAt ident.Instant
	LastAt   ident.Instant // the moment for which the last reminder was; 0: there was none
}

// Step is what is to be done at a moment: at is the reminder that is to go now, of several that were missed the latest, and next is when to look again. 0 is none.
func (o Owed) Step(now ident.Instant) (at, next ident.Instant) {
	for _, t := range Times(o.OpenedAt, o.DueOn) {
		switch {
		case t > now:
			return at, t
		case t > o.LastAt:
			at = t
		}
	}
	return at, 0
}

// Urgency is as what a reminder of a moment goes out: as 【至急】 on the last working day ahead and afterwards.
func Urgency(at ident.Instant, due law.Day) message.Urgency {
	if law.DayOf(at).Before(calendar.WorkingBefore(due.Add(-1))) {
		return message.Action
	}
	return message.Urgent
}

// Sent is what was sent about a date so far.
type Sent struct {
	Object ident.Object
	Kind   string // of a date of 機器台帳; empty for every other
	On     law.Day
	At     ident.Instant // when the last was queued
	N      int
}

// Ahead are the moments that are still to come, as of one.
func Ahead(opened ident.Instant, due law.Day, now ident.Instant) []ident.Instant {
	return slices.DeleteFunc(Times(opened, due), func(t ident.Instant) bool { return t <= now })
}

// Reach is how many would be written to about what a unit owes: people who may file for it, and shared addresses.
type Reach struct {
	Unit          ident.Unit
	Name, NameEn  string
	People, Boxes int
}

// Nobody reports whether a reminder would reach nobody.
func (r Reach) Nobody() bool { return r.People+r.Boxes == 0 }

// The kinds of dates that follow from 機器台帳.
const (
	Filing    = "filing"    // rows that are to be filed (届出)
	Stocktake = "stocktake" // 四半期の棚卸し
)

// Date is one day by which something of 機器台帳 is owed: of which unit, how many rows, and nothing of what.
type Date struct {
	ID       ident.Object
	Org      ident.Org
	Unit     ident.Unit
	Kind     string
	On       law.Day
	N        int
	Number   ident.Number // of the filing before; empty where nothing was filed
	OpenedAt ident.Instant
}

// Is reports whether two are of one date, however many rows each has.
func (d Date) Is(e Date) bool { return d.Unit == e.Unit && d.Kind == e.Kind && d.On == e.On }

// Book is an organisation whose dates are to be counted: how 機器台帳 and what it filed stand.
type Book struct {
	Org   ident.Org
	Unit  ident.Unit // the uppermost
	Rev   int
	Filed int
}

// MostDates is how many days of 機器台帳 one organisation is reminded of at most; the earliest count.
const MostDates = 500
