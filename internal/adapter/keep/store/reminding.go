package store

import (
	"context"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/reminder"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	remind "kanmin/internal/domain/reminder"
)

const (
	remindLease = "reminder"
	remindPoll  = 15 * time.Second
	remindBatch = 100
	// together is how long the one mail about all dates of a unit waits for those that come with the first.
	together = 15 * time.Minute
)

// RunReminders reminds people of what is owed by a date (R38) until ctx ends. Any number of nodes may run it: one holds the lease. What was done is rows alone: a
// house that was away on the day makes up for it, once, and a stop doubles none.
func (db *DB) RunReminders(ctx context.Context) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, remindLease, remindPoll, func() error {
		for {
			if n, err := db.RemindNext(ctx, holder); err != nil || n < remindBatch {
				return err
			}
		}
	})
}

// RemindNext looks at one batch of what is owed, queues what is to be said about it, and returns at how many it looked; 0 while another node does it.
func (db *DB) RemindNext(ctx context.Context, holder string) (n int, err error) {
	defer fault.Wrap(&err, "store.RemindNext")
	if err := db.peek(ctx, func(q *row.Q) error {
		list, err := reminder.Work{Q: q}.Due(1)
		n = len(list)
		return err
	}); err != nil || n == 0 {
		return 0, err
	}
	l, ok, err := db.Take(ctx, remindLease, holder)
	if err != nil || !ok {
		return 0, err
	}
	err = db.guarded(ctx, l, func(q *row.Q) error {
		w := reminder.Work{Q: q}
		list, err := w.Due(remindBatch)
		n = len(list)
		for _, o := range list {
			if err == nil {
				err = remindOf(w, o)
			}
		}
		return err
	})
	return n, err
}

// remindOf queues the reminder of one date that is due, if one is.
func remindOf(w reminder.Work, o remind.Owed) error {
	at, next := o.Step(w.Scope.At)
	if at > 0 {
		if err := w.Queue(o, at, w.Scope.At.Add(together)); err != nil {
			return err
		}
	}
	return w.Settle(o, at, next)
}

// reminding makes the mails of a reminder, of one date or of all of a unit: to those who may file for the unit, whatever they take, and to its shared addresses.
// What is no longer owed is said to nobody.
func (db *DB) reminding(q *row.Q, p *posting) error {
	n, err := remindedOf(q, p)
	if err != nil {
		return err
	}
	if n == 0 {
		p.state, p.trouble = outbox.Dropped, "it is no longer owed"
		return nil
	}
	single, daily, err := toRemind(q, p)
	if err != nil {
		return err
	}
	to := single
	if p.Channel == outbox.Dates {
		to = daily
	}
	switch {
	case len(to) == 0 && (len(daily) > 0 || p.Channel == outbox.Dates):
		p.state, p.trouble = outbox.Dropped, "nobody wants it in this way"
		return nil
	case len(to) == 0:
		p.state, p.trouble = outbox.Waiting, outbox.Nobody
		return nil
	}
	paused, err := mailbox.Post{Q: q}.PausedOf(p.Org, to)
	if err != nil {
		return err
	}
	to = slices.DeleteFunc(to, func(a string) bool { return paused[a] })
	if p.mails = (outbox.Outbox{Q: q}).Messages(p.Item, to, db.Origin); len(p.mails) == 0 {
		p.state, p.trouble = outbox.Waiting, outbox.AllPaused
	}
	if p.Channel == outbox.Dates || p.Number == "" {
		for i := range p.mails {
			p.mails[i].Dates = n
		}
	}
	return db.naming(q, p)
}

// remindedOf counts the dates that a mail is about and that are still owed.
func remindedOf(q *row.Q, p *posting) (int, error) {
	w := reminder.Work{Q: q}
	if p.Channel == outbox.Dates {
		return w.Told(p.Unit, p.At)
	}
	owed, err := w.Owed(p.Object, p.Unit)
	if owed {
		return 1, err
	}
	return 0, err
}

// toRemind are the addresses of those who are reminded of what a unit owes: one mail for each date, or one a day.
func toRemind(q *row.Q, p *posting) (single, daily []string, err error) {
	if single, daily, err = (outbox.Outbox{Q: q}).Filers(p.Unit); err != nil {
		return nil, nil, err
	}
	boxes, err := mailbox.Post{Q: q}.MailboxesOf(p.Unit)
	for _, b := range boxes {
		has := func(a string) bool { return message.Same(a, b.Address) }
		switch {
		case slices.ContainsFunc(single, has) || slices.ContainsFunc(daily, has):
		case slices.Contains(b.Takes, message.Dates):
			daily = append(daily, b.Address)
		case slices.Contains(b.Takes, p.Urgency):
			single = append(single, b.Address)
		}
	}
	return single, daily, err
}
