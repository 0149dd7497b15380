package store

import (
	"context"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/releasing"
)

// carryOver withholds of a draft what still stands withheld of the case that it follows, until somebody chooses otherwise.
func (t *Tx) carryOver(d filing.Draft) error {
	if d.Follows == "" {
		return nil
	}
	f, _, err := t.FilingByID(d.Follows, access.Permission{Action: access.File, Object: access.Report})
	if err != nil {
		return err
	}
	list, err := t.CaseFilings(f.Case, access.Permission{Action: access.File, Object: access.Report})
	if err != nil {
		return err
	}
	var from []ident.Object
	for _, one := range list {
		from = append(from, ident.Object(one.ID))
	}
	return t.CarryOver(d, from)
}

// holdBack keeps what is withheld of an arrival, with a task for each hour.
func (t *Tx) holdBack(f filing.Filing, list []filing.Withholding) error {
	if err := t.HoldBack(f, list); err != nil {
		return err
	}
	for _, w := range list {
		if err := t.AddTask(releasing.Queue, releasing.TaskKey(f.ID, w.Until), w.Until); err != nil {
			return err
		}
	}
	return nil
}

// GiveOut gives a section that was withheld to its office, and writes to it.
func (t *Tx) GiveOut(f filing.Filing, w filing.Withholding) error {
	if err := t.ReleaseSection(f, w); err != nil {
		return err
	}
	return t.Notify([]ident.Unit{w.Office}, ident.Object(f.ID), f.Number, outbox.Notice)
}

// GivesOut is the handler of releasing.Queue: it gives out each section of a filing whose hour has come. s is a system scope.
func (db *DB) GivesOut(s access.Scope) Handler {
	release := releasing.Release{Act: Act[releasing.ReleaseTx](db)}
	return func(ctx context.Context, t task.Task, _ func(done, total int64) error) (string, error) {
		for {
			if did, err := release.Due(ctx, s, releasing.OfTask(t)); err != nil || !did {
				return "", err
			}
		}
	}
}
