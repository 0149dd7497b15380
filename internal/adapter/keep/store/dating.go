package store

import (
	"context"
	"errors"
	"time"

	"kanmin/internal/adapter/keep/store/reminder"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	remind "kanmin/internal/domain/reminder"
)

const (
	dateLease = "owed"
	datePoll  = time.Minute
	dateBatch = 20
)

// Dates counts the days by which an organisation owes what follows from its 機器台帳, in that scope.
type Dates = func(ctx context.Context, s access.Scope) ([]remind.Date, error)

// RunDates keeps the dates of 機器台帳 of which people are reminded until ctx ends. Any number of nodes may run it: one holds the lease. 機器台帳 is sealed: that of an
// organisation is read after something of it moved, and once more right before a reminder goes, so that none goes for what was filed meanwhile.
func (db *DB) RunDates(ctx context.Context, count Dates) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, dateLease, datePoll, func() error {
		for {
			if n, err := db.DateNext(ctx, holder, count); err != nil || n < dateBatch {
				return err
			}
		}
	})
}

// DateNext counts the dates of one batch of organisations, and returns of how many it counted; 0 while another node does it. One that cannot be counted keeps no
// other from its dates.
func (db *DB) DateNext(ctx context.Context, holder string, count Dates) (n int, err error) {
	defer fault.Wrap(&err, "store.DateNext")
	var list []remind.Book
	if err := db.peek(ctx, func(q *row.Q) (err error) {
		list, err = reminder.Work{Q: q}.Stale(dateBatch)
		return err
	}); err != nil || len(list) == 0 {
		return 0, err
	}
	l, ok, err := db.Take(ctx, dateLease, holder)
	if err != nil || !ok {
		return 0, err
	}
	return len(list), db.keeping(ctx, l, func(ctx context.Context) error {
		var failed []error
		for _, b := range list {
			at := db.now()
			dates, err := count(ctx, access.For(access.Actor{Org: b.Org, Unit: b.Unit, Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}}, at))
			if err == nil {
				err = db.guarded(ctx, l, func(q *row.Q) error { return reminder.Work{Q: q}.SetDates(b, at, dates) })
			}
			if err != nil {
				failed = append(failed, err)
			}
		}
		return errors.Join(failed...)
	})
}
