package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kanmin/internal/adapter/keep/store/account"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/instituting"
)

const (
	workPoll  = time.Second
	mailBatch = 20
	mailLease = "outbox"
)

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
	tick := time.NewTicker(workPoll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := db.work1(ctx, w, holder); err != nil && ctx.Err() == nil && !errors.Is(err, errLost) {
			db.Log.LogAttrs(ctx, slog.LevelError, "worker", slog.String("queue", w.name), slog.String("err", err.Error()))
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

// Sender takes a message over; when it returns nil the message will leave. It must bear the same message twice.
type Sender interface {
	Send(ctx context.Context, m message.Message) error
}

// RunOutbox sends what waits until ctx ends. Any number of nodes may run it: one holds the lease.
func (db *DB) RunOutbox(ctx context.Context, s Sender) error {
	return db.runWorker(ctx, worker{
		name: mailLease,
		due: func(q *row.Q) (bool, error) {
			list, err := outbox.Outbox{Q: q}.Due(1)
			return len(list) > 0, err
		},
		once: func(ctx context.Context, l Lease) (bool, error) {
			n, err := db.SendDue(ctx, l, s)
			return n == mailBatch, err
		},
	})
}

// TakeOutbox takes the lease of the outbox.
func (db *DB) TakeOutbox(ctx context.Context, holder string) (Lease, bool, error) {
	return db.Take(ctx, mailLease, holder)
}

// posting is an item with what is to be done about it.
type posting struct {
	outbox.Item
	mails   []message.Message
	state   outbox.State // Waiting: try again
	trouble string
}

// SendDue sends one batch: who may no longer read gets nothing, what cannot be sent is tried again later. It
// returns how many items it dealt with.
func (db *DB) SendDue(ctx context.Context, l Lease, s Sender) (n int, err error) {
	defer fault.Wrap(&err, "store.SendDue")
	var list []posting
	if err := db.peek(ctx, func(q *row.Q) (err error) {
		list, err = db.postings(q)
		return err
	}); err != nil || len(list) == 0 {
		return 0, err
	}
	if err := db.guarded(ctx, l, func(*row.Q) error { return nil }); err != nil {
		return 0, err // nothing leaves through a hand that lost the lease
	}
	for i := range list {
		list[i].send(ctx, s)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
	return len(list), db.guarded(ctx, l, func(q *row.Q) error {
		for _, p := range list {
			if err := p.settle(outbox.Outbox{Q: q}); err != nil {
				return err
			}
		}
		return nil
	})
}

// send hands over the mails of an item. An address that refuses for good is not tried again; the others' fate does
// not hang on it.
func (p *posting) send(ctx context.Context, s Sender) {
	refused := 0
	for _, m := range p.mails {
		switch err := s.Send(ctx, m); {
		case errors.Is(err, message.ErrRefused):
			refused++
		case err != nil:
			p.state, p.trouble = outbox.Waiting, inWords(err)
		}
	}
	if refused > 0 && p.state == outbox.Sent {
		p.trouble = fmt.Sprintf("%d of %d addresses refuse mail", refused, len(p.mails))
		if refused == len(p.mails) {
			p.state = outbox.Failed
		}
	}
}

// postings loads a batch and checks each recipient again, as of now.
func (db *DB) postings(q *row.Q) ([]posting, error) {
	o := outbox.Outbox{Q: q}
	items, err := o.Due(mailBatch)
	if err != nil {
		return nil, err
	}
	list := make([]posting, 0, len(items))
	for _, i := range items {
		p := posting{Item: i, state: outbox.Sent}
		if i.Channel == outbox.Offer {
			if p.mails, err = o.LetterOf(i, db.Origin); err != nil {
				return nil, err
			}
			if len(p.mails) == 0 {
				p.state, p.trouble = outbox.Dropped, "the invitation is over"
			}
			list = append(list, p)
			continue
		}
		if i.Channel == outbox.Invitation {
			if err := db.inviting(q, &p); err != nil {
				return nil, err
			}
			list = append(list, p)
			continue
		}
		may, err := o.MayStillRead(i.Unit, i.Object)
		if err != nil {
			return nil, err
		}
		if !may {
			p.state, p.trouble = outbox.Dropped, "the recipient may no longer read it"
			list = append(list, p)
			continue
		}
		addresses, err := o.Addresses(i.Unit, i.About)
		if err != nil {
			return nil, err
		}
		if p.mails = o.Messages(i, addresses, db.Origin); len(p.mails) == 0 {
			p.state, p.trouble = outbox.Waiting, "nobody of the recipient has an address"
		}
		list = append(list, p)
	}
	return list, nil
}

// inviting makes the mail of an invitation; one that is no longer open gets none.
func (db *DB) inviting(q *row.Q, p *posting) error {
	to, link, ok, err := account.Accounts{Q: q}.MailOf(p.Object)
	if err != nil {
		return err
	}
	if !ok {
		p.state, p.trouble = outbox.Dropped, "the invitation is over"
		return nil
	}
	p.mails = outbox.Outbox{Q: q}.Messages(p.Item, []string{to}, db.Origin)
	for i := range p.mails {
		p.mails[i].Path = "/signin/invitation/" + link
	}
	return nil
}

func (p posting) settle(o outbox.Outbox) error {
	switch {
	case p.state != outbox.Waiting:
		return o.Settle(p.ID, p.state, p.trouble)
	case p.Attempts+1 >= task.Attempts:
		return o.Settle(p.ID, outbox.Failed, p.trouble)
	}
	return o.Postpone(p.ID, o.Scope.At.Add(task.Backoff(p.Attempts+1)), p.trouble)
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
