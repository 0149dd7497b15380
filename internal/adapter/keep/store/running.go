package store

import (
	"context"
	"time"

	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

// Running is how the house runs, in numbers of the whole: nothing of any organisation.
type Running struct {
	LogSize  int64         // entries that have their place
	Pending  int           // entries that wait for it
	Lag      time.Duration // for how long the oldest has waited
	Mail     Mail
	Alarms   int // about reads, which nobody has looked into
	Sessions int // people's sessions that are in use
}

// Mail is the outbox in numbers.
type Mail struct {
	Waiting, Failed int
	Oldest          ident.Instant           // of what waits and has somewhere to go; 0 when nothing does
	Nowhere         int                     // of what waits or failed: the recipient has no address that takes mail
	Sent            int                     // within a day
	Reports         map[message.Outcome]int // delivery reports that were read, by what became of them
	Refused, Paused int                     // addresses that refuse, and of them those that get nothing at present
}

// Running takes six statements. A session without a request for idle is not in use.
func (db *DB) Running(ctx context.Context, idle time.Duration) (r Running, err error) {
	defer fault.Wrap(&err, "store.Running")
	if r.Pending, r.Lag, err = db.Lag(ctx); err != nil {
		return r, err
	}
	if r.LogSize, _, err = db.Head(ctx); err != nil {
		return r, err
	}
	err = db.peek(ctx, func(q *row.Q) (err error) {
		if r.Mail.Refused, r.Mail.Paused, err = (mailbox.Post{Q: q}).CountPaused(); err != nil {
			return err
		}
		if r.Mail.Reports, err = (mailbox.Post{Q: q}).Tallied(); err != nil {
			return err
		}
		if err := q.One(`SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND ended_at > $1`, []any{q.Scope.At.Add(-24 * time.Hour)}, &r.Mail.Sent); err != nil {
			return err
		}
		return q.One(`SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND (attempts > 0 OR due_at <= $1)), (SELECT COUNT(*) FROM outbox WHERE state = 'failed'),
			COALESCE((SELECT MIN(CASE WHEN attempts = 0 THEN due_at ELSE at END) FROM outbox WHERE state = 'waiting' AND (attempts > 0 OR due_at <= $1) AND COALESCE(trouble, '') NOT IN ($3, $4)), 0),
			(SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'failed') AND trouble IN ($3, $4)), (SELECT COUNT(*) FROM session WHERE ended_at IS NULL AND until_at > $1 AND seen_at > $2), (SELECT COUNT(*) FROM alarm WHERE state = 'open')`,
			[]any{q.Scope.At, q.Scope.At.Add(-idle), outbox.Nobody, outbox.AllPaused}, &r.Mail.Waiting, &r.Mail.Failed, &r.Mail.Oldest, &r.Mail.Nowhere, &r.Sessions, &r.Alarms)
	})
	return r, err
}
