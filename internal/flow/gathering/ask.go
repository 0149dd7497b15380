package gathering

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// AskTx is what asking units needs.
type AskTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Unit(ident.Unit) (party.Unit, error)
	Gathered(n ident.Number, lock bool) (collection.Whole, error)
	AddParts(collection.Collection, filing.Draft, []collection.Part) error
}

// Ask asks units for their part of a draft (社内依頼): the first time it opens the collection, later it adds units.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Do asks. Who may call: roles that may write drafts, for a draft at or below their unit. Units that are not below the draft's, or were
// asked before, steps that the form does not have and a day that has passed are Invalid; a draft that was sent is a Conflict.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, in collection.Request) (err error) {
	defer fault.Wrap(&err, "gathering.Ask")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		w, err := tx.Gathered(in.Draft, true)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := in.Check(w, law.DayOf(tx.Now())); err != nil {
			return ledger.Entry{}, err
		}
		c := w.Collection
		if c.ID == "" {
			c = collection.Collection{Org: w.Draft.Org, Unit: w.Draft.Unit, Draft: w.Draft.ID, At: tx.Now(), Settled: collection.Settled{Number: w.Draft.Number, Of: w.Draft.Form}}
			if c.ID, err = ident.NewID[ident.Object](tx.Now(), a.Entropy); err != nil {
				return ledger.Entry{}, err
			}
		}
		parts, err := a.parts(tx, s, w, c, in)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CollectionAsked, s, c.ID, parts), tx.AddParts(c, w.Draft, parts)
	})
	return err
}

// parts are the part of each unit, with a draft of its own.
func (a Ask) parts(tx AskTx, s access.Scope, w collection.Whole, c collection.Collection, in collection.Request) (list []collection.Part, err error) {
	asked, err := move(tx, s, string(collection.Asked), in.Note)
	if err != nil {
		return nil, err
	}
	from, err := tx.Unit(w.Draft.Unit)
	if err != nil {
		return nil, err
	}
	asked.Due = in.DueOn
	wanted := map[ident.Unit]bool{}
	for _, id := range in.Units {
		wanted[id] = true
	}
	for _, u := range w.Units {
		if !wanted[u.ID] {
			continue
		}
		p := collection.Part{Collection: c.ID, Org: c.Org, Unit: u.ID, Of: w.Of.ID, State: collection.Asked, DueOn: in.DueOn, At: tx.Now(), Moved: tx.Now()}
		p.Body = collection.Body{Ref: w.Draft.Form, Name: u.Name, From: from.Name, Steps: in.Steps, Note: in.Note, Moves: []collection.Move{asked}}
		if p.ID, err = ident.NewID[ident.Object](tx.Now(), a.Entropy); err != nil {
			return nil, err
		}
		if p.Draft, err = ident.NewID[ident.Draft](tx.Now(), a.Entropy); err != nil {
			return nil, err
		}
		if p.Number, err = ident.NewNumber(ident.NumberDraft, tx.Now(), a.Entropy); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
