package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/instituting"
)

const workPoll = time.Second

// worker is one queue: due looks, without a lease and without the writer, whether there is anything; once
// does one batch under the lease and reports whether there may be more.
type worker struct {
	name string
	due  func(*row.Q) (bool, error)
	once func(context.Context, Lease) (more bool, err error)
}

// runWorker runs one queue until ctx ends. A node that finds work takes the lease if it is free, and keeps it
// alive while it works.
func (db *DB) runWorker(ctx context.Context, w worker) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, w.name, workPoll, func() error {
		err := db.work1(ctx, w, holder)
		if errors.Is(err, errLost) {
			return nil
		}
		return err
	})
}

// every does a round at once, and one each period until ctx ends. What goes wrong is told; the next round tries again.
func (db *DB) every(ctx context.Context, queue string, period time.Duration, round func() error) error {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := round(); err != nil && ctx.Err() == nil {
			db.Log.LogAttrs(ctx, slog.LevelError, "worker", slog.String("queue", queue), slog.String("err", err.Error()))
		}
		pause(ctx, tick.C)
	}
	return nil
}

// work1 does all that is due now.
func (db *DB) work1(ctx context.Context, w worker, holder string) error {
	some := false
	err := db.peek(ctx, func(q *row.Q) (err error) {
		some, err = w.due(q)
		return err
	})
	if err != nil || !some {
		return err
	}
	l, ok, err := db.Take(ctx, w.name, holder)
	if err != nil || !ok {
		return err
	}
	return db.keeping(ctx, l, func(ctx context.Context) error {
		for {
			if more, err := w.once(ctx, l); err != nil || !more {
				return err
			}
		}
	})
}

// keeping prolongs a lease while do runs, and ends do's context when it is lost.
func (db *DB) keeping(ctx context.Context, l Lease, do func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(LeaseTTL / 3)
		defer tick.Stop()
		for {
			pause(ctx, tick.C)
			if ctx.Err() != nil {
				return
			}
			if err := db.guarded(ctx, l, func(*row.Q) error { return nil }); errors.Is(err, errLost) {
				cancel(err)
			}
		}
	}()
	err := do(ctx)
	if cause := context.Cause(ctx); errors.Is(cause, errLost) {
		err = cause
	}
	cancel(nil)
	<-done
	return err
}

// guarded writes under a lease.
func (db *DB) guarded(ctx context.Context, l Lease, do func(*row.Q) error) error {
	return db.backstage(ctx, func(q *row.Q) error {
		if err := l.guard(q); err != nil {
			return err
		}
		return do(q)
	})
}

// inWords is an error as a page may show it: its catalogue key, or its text in short.
func inWords(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != "" {
		return e.Code
	}
	words := []rune(err.Error())
	return string(words[:min(len(words), 300)])
}

// RunLooks puts the digest of each minute's looks into the log until ctx ends. s is a system scope. Any number of
// nodes may run it: each look is taken once.
func (db *DB) RunLooks(ctx context.Context, s access.Scope) error {
	digest := auditing.DigestLooks{Act: Act[auditing.LooksTx](db)}
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for ctx.Err() == nil {
		n, err := digest.Do(ctx, s)
		if err != nil && ctx.Err() == nil {
			db.Log.LogAttrs(ctx, slog.LevelError, "worker", slog.String("queue", "looks"), slog.String("err", err.Error()))
		}
		if err != nil || !auditing.More(n) {
			pause(ctx, tick.C)
		}
	}
	return nil
}

// Checker is the handler of auditing.Queue: it checks the log and puts what it found into the log. s is a
// system scope.
func (db *DB) Checker(s access.Scope) Handler {
	record := auditing.RecordCheck{Act: Act[auditing.RecordTx](db)}
	return func(ctx context.Context, _ task.Task, progress func(done, total int64) error) (string, error) {
		r, err := db.VerifyLedger(ctx, progress)
		if err != nil {
			return "", err
		}
		if err := record.Do(ctx, s, r); err != nil {
			return "", err
		}
		return r.Result()
	}
}

// HandsOver is the handler of instituting.HandOverQueue: it passes open matters on, operator by operator. s is a system scope.
func (db *DB) HandsOver(s access.Scope) Handler {
	pass := instituting.HandOver{Act: Act[instituting.HandOverTx](db)}
	return func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
		var transfer register.TransferRow
		var operators []ident.Org
		err := db.reading(ctx, s, func(tx *Tx) (err error) {
			transfer, operators, err = tx.TransferOf(instituting.TransferOfTask(t))
			return err
		})
		for i, o := range operators {
			if err != nil {
				break
			}
			if err = pass.Do(ctx, s, transfer, o); err == nil {
				err = progress(int64(i+1), int64(len(operators)))
			}
		}
		return "", err
	}
}
