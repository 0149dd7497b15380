package owing

import (
	"context"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/stocktake"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/registering"
)

// CalendarTx is what is read for 期限カレンダー.
type CalendarTx interface {
	StocktakeTx
	OpenDuties(limit int) ([]duty.Duty, error)
	OpenErrands(limit int) ([]window.Errand, error)
	OwnFilings(before access.Cursor, limit int) ([]filing.Line, error)
	ApprovalDays() (days int, said bool, err error)
	Reminded() ([]reminder.Sent, error)
	ReminderReach([]ident.Unit) ([]reminder.Reach, error)
}

// Bounds of what is read.
const (
	dutiesRead  = 300
	errandsRead = 200
	linesRead   = 200
)

// Calendar puts 期限カレンダー together for the scope. What 機器台帳 owes is told to those alone who may read it.
func (d Door) Calendar(ctx context.Context, s access.Scope, purpose string) (p agenda.Plan, err error) {
	if err := s.Permit(registering.MayReadCalendar); err != nil {
		return p, err
	}
	err = d.Dates(ctx, s, purpose, func(tx CalendarTx) (seen []ident.Object, err error) {
		o := agenda.Owed{Head: s.Unit}
		if seen, err = owed(tx, s, &o); err != nil {
			return seen, err
		}
		p = agenda.Of(law.DayOf(s.At), o)
		p.Reach, err = tx.ReminderReach(p.Units())
		return seen, err
	})
	return p, err
}

// owed reads what is put together, and returns the records that were looked at.
func owed(tx CalendarTx, s access.Scope, o *agenda.Owed) (seen []ident.Object, err error) {
	days, said, err := tx.ApprovalDays()
	if err != nil {
		return nil, err
	}
	if o.Days = days; !said {
		o.Days = law.InternalDays
	}
	if o.Duties, err = tx.OpenDuties(dutiesRead); err != nil {
		return nil, err
	}
	if o.Errands, err = tx.OpenErrands(errandsRead); err != nil {
		return nil, err
	}
	if o.Sent, err = tx.Reminded(); err != nil {
		return nil, err
	}
	if len(o.Duties) > 0 {
		if o.Numbers, seen, err = numbers(tx); err != nil {
			return nil, err
		}
	}
	if own, _ := s.Relations(registering.MayRead); !own {
		return seen, nil
	}
	t, more, err := take(tx, s, strconv.Itoa)
	o.Units = units(t)
	o.Accounts, o.Done = t.Accounts, func(a stocktake.Account) bool { return t.Done(a, law.DayOf(s.At)) }
	return append(seen, more...), err
}

// numbers are those of the first reports of cases.
func numbers(tx CalendarTx) (of map[ident.Case]ident.Number, seen []ident.Object, err error) {
	of = map[ident.Case]ident.Number{}
	lines, err := tx.OwnFilings(access.Cursor{}, linesRead)
	for _, l := range lines { // the newest first: the first report of a case is met last
		if l.Case != "" {
			of[l.Case] = l.Number
		}
		seen = append(seen, ident.Object(l.Filing.ID))
	}
	return of, seen, err
}
