package crash

import (
	"context"
	"encoding/hex"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/submitting"
)

// tell is the second act of the control that has one.
func (d *driver) tell(ctx context.Context, s access.Scope, key ident.Key, ack Ack, offices []filing.Addressee) error {
	var units []ident.Unit
	for _, o := range offices {
		units = append(units, o.Unit)
	}
	key.Route = "crash-tell"
	_, err := d.late(ctx, s, key, func(tx notifier) (ledger.Entry, error) {
		err := tx.Notify(units, ident.Object(ack.Filing), ident.Number(ack.Number), "urgent")
		return ledger.Entry{Kind: ledger.DraftSaved, Object: ident.Object(ack.Filing), Org: s.Org, Unit: s.Unit, Actor: s.ID()}, err
	})
	return err
}

// quietTx files without telling anybody.
type quietTx interface {
	submitting.FileTx
	AddCase(incident.Case) error
	AddFiling(filing.Filing, filing.Content, []filing.Addressee) error
	AddDuty(duty.Duty) error
}

type quiet struct{ quietTx }

// AddArrival leaves out the last line of the store's.
func (q quiet) AddArrival(a filing.Arrival) error {
	if err := q.AddCase(a.Opens); err != nil {
		return err
	}
	if err := q.AddFiling(a.Filing, a.Content, a.To); err != nil {
		return err
	}
	return q.AddDuty(a.Duty)
}

func silent(db *store.DB) submitting.Act[submitting.FileTx] {
	act := store.Act[quietTx](db)
	return func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		return act(ctx, s, key, func(tx quietTx) (ledger.Entry, error) { return do(quiet{tx}) })
	}
}

// earlyTx knows the entry's id before there is one.
type earlyTx interface {
	submitting.FileTx
	LeafID() ident.Leaf
}

// early answers when all is written and nothing committed, which then takes its time.
func (d *driver) early(ctx context.Context, s access.Scope, key ident.Key, values form.Values) (Ack, error) {
	type answer struct {
		ack Ack
		err error
	}
	answers := make(chan answer, 2)
	act := store.Act[earlyTx](d.db)
	flow := d.flow
	flow.Act = func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		return act(ctx, s, key, func(tx earlyTx) (ledger.Entry, error) {
			e, err := do(tx)
			if err == nil {
				answers <- answer{ack: Ack{
					Client: key.Client, Filing: string(e.Object), Number: string(e.Number), Leaf: string(tx.LeafID()), Digest: hex.EncodeToString(e.Digest[:]),
				}}
				moment(ctx, 3*time.Millisecond)
			}
			return e, err
		})
	}
	go func() {
		ctx := context.WithoutCancel(ctx)
		id, err := flow.Do(ctx, s, key, submitting.Prompt(values))
		var late answer // of use when the request was a repeated one
		if late.err = err; err == nil {
			late.ack, _, late.err = d.answer(ctx, s, key.Client, id)
		}
		answers <- late
	}()
	got := <-answers
	return got.ack, got.err
}
