package store

import (
	"context"
	"time"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

const (
	callLease = "oncall"
	callPoll  = 15 * time.Second
	callBatch = 100
)

// RunCalls calls one after another about 速報 that an office has not opened, and about what waits for an organisation's own answer (R6), until ctx ends. Any number of nodes may run it: one
// holds the lease. What was done is rows alone, so a stop loses no step and doubles none.
func (db *DB) RunCalls(ctx context.Context) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	return db.every(ctx, callLease, callPoll, func() error {
		_, err := db.CallNext(ctx, holder)
		return err
	})
}

// CallNext takes each step that is due now, and returns how many it took; 0 while another node does it.
func (db *DB) CallNext(ctx context.Context, holder string) (n int, err error) {
	defer fault.Wrap(&err, "store.CallNext")
	if err := db.peek(ctx, func(q *row.Q) error {
		list, err := newTx(q).toCall(1)
		n = len(list)
		return err
	}); err != nil || n == 0 {
		return 0, err
	}
	l, ok, err := db.Take(ctx, callLease, holder)
	if err != nil || !ok {
		return 0, err
	}
	err = db.guarded(ctx, l, func(q *row.Q) error {
		tx := newTx(q)
		list, err := tx.toCall(callBatch)
		n = 0
		for _, w := range list {
			if err == nil {
				n++
				err = tx.step(w)
			}
		}
		return err
	})
	return n, err
}

// toCall are what somebody is to be called about now, of each kind up to a limit.
func (t *Tx) toCall(limit int) ([]oncall.Waiting, error) {
	list, err := t.Unreached(limit)
	if err != nil {
		return nil, err
	}
	own, err := t.Unanswered(limit)
	return append(list, own...), err
}

// step calls the next about one report or question: kept as a row, with a mail where the contact has an address.
func (t *Tx) step(w oncall.Waiting) error {
	all, called, err := t.Callees(w)
	if err != nil {
		return err
	}
	who, ok := oncall.Next(all, called)
	if !ok || !w.Due(t.q.Scope.At) {
		return nil
	}
	if w.Object != "" {
		return t.wake(w, who)
	}
	c := oncall.Call{Filing: w.Filing, Org: w.Org, Unit: w.Unit, Kind: oncall.Step, Step: w.Steps + 1, Said: oncall.Said{Who: who}}
	if c.ID, err = ident.NewID[ident.Object](t.q.Scope.At, t.q.Entropy); err != nil {
		return err
	}
	if err := t.AddCall(c); err != nil || c.Who.Email == "" {
		return err
	}
	return t.TellStep(c, w.Number)
}

// wake calls the next of an organisation about what waits for its own answer.
func (t *Tx) wake(w oncall.Waiting, who oncall.Contact) (err error) {
	c := oncall.OwnCall{Object: w.Object, Number: w.Number, Org: w.Org, Unit: w.Unit, Step: w.Steps + 1, Said: oncall.Said{Who: who}}
	if c.ID, err = ident.NewID[ident.Object](t.q.Scope.At, t.q.Entropy); err != nil {
		return err
	}
	if err := t.AddOwnCall(c); err != nil || who.Email == "" {
		return err
	}
	return t.TellOwnStep(c)
}

// stepped is the step of a mail: who is called, for which unit, about what; moot where somebody has opened it since.
func (t *Tx) stepped(id ident.Object) (who oncall.Contact, unit ident.Unit, about ident.Object, moot bool, err error) {
	c, moot, err := t.StepToMail(id)
	if !fault.Is(err, fault.Hidden) {
		return c.Who, c.Unit, ident.Object(c.Filing), moot, err
	}
	own, moot, err := t.OwnStepToMail(id)
	return own.Who, own.Unit, own.Object, moot, err
}

// calling makes the mail of a step; who need not be called any more is not written to.
func (db *DB) calling(q *row.Q, p *posting) error {
	tx := newTx(q)
	who, unit, about, moot, err := tx.stepped(p.Object)
	if err != nil {
		return err
	}
	may, err := tx.MayStillRead(unit, about)
	switch {
	case err != nil:
		return err
	case !may:
		p.state, p.trouble = outbox.Dropped, "the recipient may no longer read it"
		return nil
	case moot:
		p.state, p.trouble = outbox.Dropped, "somebody has opened it"
		return nil
	}
	p.mails = outbox.Outbox{Q: q}.Messages(p.Item, []string{who.Email}, db.Origin)
	return db.naming(q, p)
}
