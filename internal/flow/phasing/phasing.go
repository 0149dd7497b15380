// Package phasing is how functions are opened to audiences by date, and go back (先行運用, 本格運用; S21).
package phasing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

var mayWrite = access.Permission{Action: access.Write, Object: access.Opening}

// EnterTx is what opening or closing needs.
type EnterTx interface {
	Now() ident.Instant
	PlatformUnits() ([]ident.Unit, error)
	OpeningOrgs() ([]party.Org, error)
	AddOpening(a opening.Act, platform []ident.Unit) error
	AddTask(queue, key string, due ident.Instant) error
}

// Enter opens or closes a function for an audience, from a day until a day.
type Enter struct {
	Act     Act[EnterTx]
	Entropy io.Reader
}

// Do returns the id of what was entered. Who may call: the platform's administrators for everybody; a ministry's supervisors
// open for their own organisation, the operators of their ministry, or one of these. What cannot be read is Invalid with
// every place. Closing is one person's decision, since it may be an emergency; the house raises an alarm by it, which another
// administrator has to look into.
func (e Enter) Do(ctx context.Context, s access.Scope, key ident.Key, d opening.Decision) (id ident.Object, err error) {
	defer fault.Wrap(&err, "phasing.Enter")
	if err := s.Permit(mayWrite); err != nil {
		return "", err
	}
	leaf, err := e.Act(ctx, s, key, func(tx EnterTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := d.Check(s.Kind, s.Org, law.DayOf(now)); err != nil {
			return ledger.Entry{}, err
		}
		if err := meant(tx, d.Audience); err != nil {
			return ledger.Entry{}, err
		}
		a := opening.Act{Function: d.Function, Audience: d.Audience, Open: d.Open, FromAt: now, Words: d.Words, At: now, Org: s.Org, By: s.ID()}
		if !d.From.IsZero() && d.From.Start() > now {
			a.FromAt = d.From.Start()
		}
		if !d.Until.IsZero() {
			a.UntilAt = d.Until.End()
		}
		var err error
		if a.ID, err = ident.NewID[ident.Object](now, e.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		units, err := tx.PlatformUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddOpening(a, units); err != nil {
			return ledger.Entry{}, err
		}
		if !a.Open {
			err = tx.AddTask(Queue, Queue+"/"+string(a.ID), 0)
		}
		return entry(ledger.OpeningEntered, s, a), err
	})
	return leaf.Object, err
}

// meant refuses an organisation that is not there, and for a ministry one for which it is not competent: the two are one
// answer.
func meant(tx EnterTx, a opening.Audience) error {
	if a.Reach != opening.OneOrg && a.Reach != opening.Ministry {
		return nil
	}
	orgs, err := tx.OpeningOrgs()
	if err != nil {
		return err
	}
	ok := slices.ContainsFunc(orgs, func(o party.Org) bool {
		return string(o.ID) == a.Of && (a.Reach == opening.OneOrg || o.Kind.Authority())
	})
	if ok {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "of", Code: "fault.opening.org"}}}
}

func entry(kind ledger.Kind, s access.Scope, a opening.Act) ledger.Entry {
	b, err := json.Marshal([]any{a.ID, a.Function, a.Audience.Reach, a.Audience.Of, a.Open, a.FromAt, a.UntilAt, a.Words})
	if err != nil {
		panic(err) // strings and numbers only
	}
	way := "closed"
	if a.Open {
		way = "open"
	}
	return ledger.Entry{
		Kind: kind, Object: a.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b),
		Facts: map[string]string{"function": string(a.Function), "audience": string(a.Audience.Reach), "way": way},
	}
}

// EndTx is what taking back needs.
type EndTx interface {
	EndOpening(ident.Object) (opening.Act, error)
}

// End takes an act back: what it said counts no more, from the next request on. Drafts and what was filed stay as they are.
type End struct{ Act Act[EndTx] }

// Do takes it back. Who may call: whoever may enter it, and the platform's administrators. One that is over is a Conflict.
func (e End) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "phasing.End")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = e.Act(ctx, s, key, func(tx EndTx) (ledger.Entry, error) {
		a, err := tx.EndOpening(id)
		return entry(ledger.OpeningEnded, s, a), err
	})
	return err
}
