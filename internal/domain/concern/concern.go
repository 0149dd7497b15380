// Package concern reads whom to call about a product that stands notified (製品の集中状況, R6), for pages and programs. What is shown of it is a look of each
// notification, which the caller records.
package concern

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

// Tx is what is read: one statement, and three of each matter.
type Tx interface {
	LinesOf([]ident.Filing) ([]filing.Line, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	CallListOf(ident.Filing) (oncall.List, error)
	DutyTurnsOf(ident.Filing) ([]oncall.Turn, error)
}

// Call is one matter with whom to call about it.
type Call struct {
	holding.Concern
	Line    filing.Line
	Who     []oncall.Contact // on duty now, or else the contacts in order; nobody where the contact was not released
	Written string           // the contact of the notification, where there is nobody else
	Offices []filing.Addressee
}

// numbersMost is how many numbers of one operator are told.
const numbersMost = 3

// Read reads them in the order of c, and names what was seen. Sight says of which notifications the contact was released: of no other it is told whom
// to call.
func Read(tx Tx, c []holding.Concern, sight holding.Sight, now ident.Instant) (list []Call, seen []ident.Object, err error) {
	var ids []ident.Filing
	for _, one := range c {
		ids = append(ids, one.ID)
	}
	lines, err := tx.LinesOf(ids)
	for _, l := range lines {
		i := slices.Index(ids, l.Filing.ID)
		if err != nil || i < 0 {
			continue
		}
		one := Call{Concern: c[i], Line: l}
		if slices.Contains(sight[l.Filing.ID], filing.SectionContact) {
			err = one.duty(tx, now)
		}
		if err == nil {
			one.Offices, err = tx.Addressees(l.Filing)
		}
		list, seen = append(list, one), append(seen, ident.Object(l.Filing.ID))
	}
	slices.SortStableFunc(list, func(a, b Call) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return list, seen, err
}

// duty are the numbers to call at an operator now: who is on duty, or the contacts in the order in which they are called, or else the contact of the
// notification.
func (c *Call) duty(tx Tx, now ident.Instant) error {
	turns, err := tx.DutyTurnsOf(c.Line.Filing.ID)
	if err != nil {
		return err
	}
	for _, t := range oncall.OnDuty(turns, now) {
		c.Who = append(c.Who, t.Who)
	}
	if len(c.Who) > 0 {
		return nil
	}
	l, err := tx.CallListOf(c.Line.Filing.ID)
	c.Who = l.Contacts[:min(len(l.Contacts), numbersMost)]
	if len(c.Who) == 0 {
		c.Written = c.Line.Filer.Contact
	}
	return err
}
