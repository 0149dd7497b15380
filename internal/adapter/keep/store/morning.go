package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/task"
)

// MorningQueue is the name of the worker of 朝のまとめ.
const MorningQueue = "morning"

// morningOver is from when it is too late for the numbers of a morning.
const morningOver = 12 * time.Hour

// Morning counts what an office has before it, as its own page does in that scope.
type Morning = func(ctx context.Context, s access.Scope) (message.Numbers, error)

// RunMornings leaves the task of each working day's morning until ctx ends. Any number of nodes may run it: the day is the
// task's key.
func (db *DB) RunMornings(ctx context.Context) error {
	return db.every(ctx, MorningQueue, time.Minute, func() error { return db.AskMorning(ctx) })
}

// AskMorning leaves the task of today if today is a working day and it is past 08:45, and before noon.
func (db *DB) AskMorning(ctx context.Context) error {
	now := db.now()
	day := law.DayOf(now)
	if law.IsClosed(day) || now < law.Morning(day) || now >= day.Start().Add(morningOver) {
		return nil
	}
	key := MorningQueue + "/" + day.String()
	there := 0
	if err := db.peek(ctx, func(q *row.Q) error {
		return q.One(`SELECT COUNT(*) FROM task WHERE key = $1`, []any{key}, &there)
	}); err != nil || there > 0 {
		return err
	}
	return db.backstage(ctx, func(q *row.Q) error { return newTx(q).AddTask(MorningQueue, key, q.Scope.At) })
}

// Mornings is the handler of MorningQueue: it queues the numbers of each office that wants them, none where there is nothing
// to say. Begun again it adds what is missing.
func (db *DB) Mornings(count Morning) Handler {
	return func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
		day, err := law.ParseDay(strings.TrimPrefix(t.Key, MorningQueue+"/"))
		if err != nil {
			return "", err
		}
		if db.now() >= day.Start().Add(morningOver) {
			return "late", nil
		}
		var wishers []mailbox.Wisher
		if err := db.peek(ctx, func(q *row.Q) (err error) {
			wishers, err = mailbox.Post{Q: q}.Wishers()
			return err
		}); err != nil {
			return "", err
		}
		sent := 0
		for i, w := range wishers {
			n, err := count(ctx, access.For(access.Actor{Org: w.Org, Unit: w.Unit, Kind: w.Kind, Roles: w.Roles}, db.now()))
			if err == nil && !n.Zero() {
				sent++
				err = db.backstage(ctx, func(q *row.Q) error { return mailbox.Post{Q: q}.AddMorning(day, w, n) })
			}
			if err != nil {
				return "", err
			}
			if err := progress(int64(i+1), int64(len(wishers))); err != nil {
				return "", err
			}
		}
		return strconv.Itoa(sent), nil
	}
}

// summing makes the mail of an office's numbers; after noon, or where nobody wants it any more, there is none.
func (db *DB) summing(q *row.Q, p *posting) error {
	m := mailbox.Post{Q: q}
	day, destination, n, err := m.MorningOf(string(p.Object))
	if err != nil {
		return err
	}
	w, err := m.Wishing(destination)
	if err != nil && !fault.Is(err, fault.Hidden) {
		return err
	}
	paused, bad := m.PausedOf(p.Org, []string{w.Address})
	switch {
	case bad != nil:
		return bad
	case q.Scope.At >= day.Start().Add(morningOver):
		p.state, p.trouble = outbox.Dropped, "the morning is over"
	case err != nil || w.Address == "":
		p.state, p.trouble = outbox.Dropped, "nobody wants it any more"
	case paused[w.Address]:
		p.state, p.trouble = outbox.Dropped, "the address is paused"
	default:
		p.mails = outbox.Outbox{Q: q}.Messages(p.Item, []string{w.Address}, db.Origin)
		p.mails[0].Morning = n
		return db.naming(q, p)
	}
	return nil
}
