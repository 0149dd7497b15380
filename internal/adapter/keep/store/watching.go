package store

import (
	"context"
	"log/slog"
	"time"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/adapter/keep/store/watch"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
)

const (
	watchPoll   = 10 * time.Second // an alarm is raised within a minute; this leaves room for a slow round
	watchLease  = "watch"
	missedLimit = 4096
)

// missed notes what the scope asked for and was not shown, whether it exists or not: at the moment of the answer nobody
// looks. When too much waits the rest is dropped; somebody who tries that much has raised the alarm already.
func (db *DB) missed(s access.Scope) func(ref string) {
	if s.Org == "" {
		return nil
	}
	return func(ref string) {
		select {
		case db.attempts <- watch.Missed{At: s.At, Actor: s.ID(), Org: s.Org, Unit: s.Unit, Ref: ref}:
		default:
		}
	}
}

// RunWatch looks for unusual reads until ctx ends. Each node writes down what was asked of it in vain; one of them judges.
// s is a system scope.
func (db *DB) RunWatch(ctx context.Context, s access.Scope) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, watchLease, watchPoll, func() error { return db.Watch(ctx, s, holder) })
}

// Watch does one round.
func (db *DB) Watch(ctx context.Context, s access.Scope, holder string) (err error) {
	defer fault.Wrap(&err, "store.Watch")
	if err := db.writeAttempts(ctx); err != nil {
		return err
	}
	_, ok, err := db.Take(ctx, watchLease, holder)
	if err != nil || !ok {
		return err
	}
	var list []access.Watched
	if err := db.peek(ctx, func(q *row.Q) (err error) {
		list, err = watch.Watch{Q: q}.Watched()
		return err
	}); err != nil {
		return err
	}
	raise := auditing.Raise{Act: Act[auditing.RaiseTx](db), Entropy: db.Entropy}
	for _, w := range list {
		for kind, n := range w.Alarms() {
			raised, err := raise.Do(ctx, s, w, kind)
			if err != nil {
				return err
			}
			if raised {
				db.Log.LogAttrs(ctx, slog.LevelWarn, "unusual reads", slog.String("kind", string(kind)), slog.Int("count", n), slog.String("actor", w.Actor))
			}
		}
	}
	return db.missRules(ctx, s, raise)
}

// missRules tells of organisations whose rule of signing in somebody took away, or changed, in the database. Nobody comes in there until
// it stands again: what the rule forbade is not known any more.
func (db *DB) missRules(ctx context.Context, s access.Scope, raise auditing.Raise) error {
	var list []access.Watched
	if err := db.peek(ctx, func(q *row.Q) (err error) {
		list, err = watch.Watch{Q: q}.RulesLost()
		return err
	}); err != nil {
		return err
	}
	for _, w := range list {
		raised, err := raise.Do(ctx, s, w, access.AlarmRule)
		if err != nil {
			return err
		}
		if raised {
			db.Log.LogAttrs(ctx, slog.LevelError, "a rule of signing in was deleted or changed without an act", slog.String("org", string(w.Org)))
		}
	}
	return nil
}

func (db *DB) writeAttempts(ctx context.Context) error {
	var list []watch.Missed
	for range missedLimit {
		select {
		case m := <-db.attempts:
			list = append(list, m)
			continue
		default:
		}
		break
	}
	if len(list) == 0 {
		return nil
	}
	return db.backstage(ctx, func(q *row.Q) error { return watch.Watch{Q: q}.AddAttempts(list) })
}

// Alarms counts the alarms that nobody has seen, by kind.
func (db *DB) Alarms(ctx context.Context) (n map[access.AlarmKind]int, err error) {
	err = db.peek(ctx, func(q *row.Q) (err error) {
		n, err = watch.Watch{Q: q}.OpenAlarms()
		return err
	})
	return n, err
}
