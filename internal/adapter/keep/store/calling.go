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

// RunCalls calls one after another about 速報 that an office has not opened (R6), until ctx ends. Any number of nodes may run it: one
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
		list, err := newTx(q).Unreached(1)
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
		list, err := tx.Unreached(callBatch)
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

// step calls the next about one report: kept as a row, with a mail where the contact has an address.
func (t *Tx) step(w oncall.Waiting) error {
	all, called, err := t.Callees(w)
	if err != nil {
		return err
	}
	who, ok := oncall.Next(all, called)
	if !ok || !w.Due(t.q.Scope.At) {
		return nil
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

// calling makes the mail of a step; who need not be called any more is not written to.
func (db *DB) calling(q *row.Q, p *posting) error {
	tx := newTx(q)
	c, moot, err := tx.StepToMail(p.Object)
	if err != nil {
		return err
	}
	may, err := tx.MayStillRead(c.Unit, ident.Object(c.Filing))
	switch {
	case err != nil:
		return err
	case !may:
		p.state, p.trouble = outbox.Dropped, "the recipient may no longer read it"
		return nil
	case moot:
		p.state, p.trouble = outbox.Dropped, "the office has opened it"
		return nil
	}
	p.mails = outbox.Outbox{Q: q}.Messages(p.Item, []string{c.Who.Email}, db.Origin)
	return db.naming(q, p)
}
