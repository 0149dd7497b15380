package owing

import (
	"context"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/stocktake"
)

// Reminding counts the days of which people are reminded, for background work: read reads for nobody, so nothing of it is recorded as looked at, and only days and
// numbers leave it.
func Reminding(read func(ctx context.Context, s access.Scope, do func(StocktakeTx) error) error) func(context.Context, access.Scope) ([]reminder.Date, error) {
	return func(ctx context.Context, s access.Scope) (dates []reminder.Date, err error) {
		today := law.DayOf(s.At)
		err = read(ctx, s, func(tx StocktakeTx) error {
			t, _, err := take(tx, s, strconv.Itoa)
			if err != nil {
				return err
			}
			dates = agenda.Dates(today, t.Accounts, func(a stocktake.Account) bool { return t.Done(a, today) }, units(t), s.Unit)
			return nil
		})
		return dates, err
	}
}

// units are those of the rows of 機器台帳.
func units(t stocktake.Taken) map[ident.Object]ident.Unit {
	of := make(map[ident.Object]ident.Unit, len(t.Known.Items))
	for _, i := range t.Known.Items {
		of[i.ID] = i.Unit
	}
	return of
}
