package store

import (
	"context"
	"strconv"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

const (
	staleLease   = "stale"
	stalePoll    = time.Hour
	stalePage    = 200
	staleSetting = "stale.since"
)

// RunStale locks accounts that nobody uses until ctx ends, on one node. s is a system scope.
func (db *DB) RunStale(ctx context.Context, s access.Scope) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, staleLease, stalePoll, func() error { return db.LockStale(ctx, s, holder) })
}

// LockStale does one round. The first one only notes when the house began to look: nobody is locked for days before that.
func (db *DB) LockStale(ctx context.Context, s access.Scope, holder string) (err error) {
	defer fault.Wrap(&err, "store.LockStale")
	_, ok, err := db.Take(ctx, staleLease, holder)
	if err != nil || !ok {
		return err
	}
	s.At = db.now()
	since, err := db.staleSince(ctx, s)
	least := s.At.Add(-time.Duration(party.StaleLeast+party.StaleGrace) * 24 * time.Hour)
	if err != nil || since > least {
		return err
	}
	lock := appointing.LockStale{Act: Act[appointing.LockStaleTx](db), Entropy: db.Entropy}
	for after := ident.Hat(""); ; {
		var list []party.Hat
		if err := db.reading(ctx, s, func(tx *Tx) (err error) {
			list, err = tx.Unused(least, after, stalePage)
			return err
		}); err != nil || len(list) == 0 {
			return err
		}
		for _, h := range list {
			if _, err := lock.Do(ctx, s, h, since); err != nil && !fault.Is(err, fault.Hidden) { // moved meanwhile
				return err
			}
			after = h.ID
		}
	}
}

// staleSince is when the house began to look: now, where it had not.
func (db *DB) staleSince(ctx context.Context, s access.Scope) (since ident.Instant, err error) {
	err = db.housework(ctx, s, func(tx *Tx) error {
		if since, err = tx.StaleSince(); err != nil || since != 0 {
			return err
		}
		since = s.At
		return tx.SetSetting(staleSetting, strconv.FormatInt(int64(since), 10))
	})
	return since, err
}

// StaleSince is since when the house looks for accounts that nobody uses; 0: it has not begun.
func (t *Tx) StaleSince() (ident.Instant, error) {
	said, err := t.Setting(staleSetting)
	n, _ := strconv.ParseInt(said, 10, 64) // ours, or nothing
	return ident.Instant(n), err
}
