package store

import (
	"context"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/instituting"
)

// Inherit passes on what a successor inherits (承継), as far as it may pass by now: what was filed may be given in advance, since the
// successor reads it from the day on; what is open passes on the day. It returns how many records passed; 0: there are no more.
func (t *Tx) Inherit(i register.Inheritance, unit ident.Unit) (int64, error) {
	n, err := t.PassFilings(i)
	if err != nil || n > 0 || t.Now() < i.On.Start() {
		return n, err
	}
	asked, err := t.PassRequests(i, unit)
	for _, q := range asked {
		if err == nil {
			err = t.Notify([]ident.Unit{unit}, ident.Object(q.ID), q.Number, outbox.Action)
		}
	}
	if err != nil {
		return 0, err
	}
	duties, err := t.PassDuties(i, unit)
	if err != nil {
		return 0, err
	}
	errands, err := t.PassErrands(i, unit)
	if err != nil {
		return 0, err
	}
	drafts, err := t.PassDrafts(i, unit)
	return int64(len(asked)) + duties + errands + drafts, err
}

// Inherits is the handler of instituting.InheritQueue. s is a system scope.
func (db *DB) Inherits(s access.Scope) Handler {
	pass := instituting.Inherit{Act: Act[instituting.InheritTx](db)}
	return func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
		var i register.Inheritance
		var unit ident.Unit
		s.At = db.now()
		err := db.reading(ctx, s, func(tx *Tx) (err error) {
			i, unit, err = tx.InheritanceOf(instituting.InheritanceOfTask(t))
			return err
		})
		if fault.Is(err, fault.Hidden) { // taken back
			return "", nil
		}
		for done := int64(0); err == nil; {
			var n int64
			if n, err = pass.Do(ctx, s, i, unit); n == 0 || err != nil {
				break
			}
			done += n
			err = progress(done, done)
		}
		return "", err
	}
}
