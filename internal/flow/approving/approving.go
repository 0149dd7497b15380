// Package approving is how an organisation agrees to what it sends (承認・決裁, R5): it sets the way, a filer asks, each step decides or
// sends back, and the asker may take it back before the last step.
package approving

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

func may(a access.Action) access.Permission {
	return access.Permission{Action: a, Object: access.Approval}
}

// entry records what was done: the digest is over all that was stored, the entry itself says nothing of it.
func entry(kind ledger.Kind, s access.Scope, object ident.Object, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: object, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// DecideTx is what deciding, and taking back, needs.
type DecideTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	ActsFor() ([]ident.Person, error)
	Round(id ident.Object, may access.Permission) (approval.Round, error)
	SaveRound(approval.Round) error
}

// Decide is the answer of the step that waits: on to the next one, or back with a reason.
type Decide struct{ Act Act[DecideTx] }

// Verdict is the answer about what was on screen: the revision of the round, and the digest of the content.
type Verdict struct {
	ID      ident.Object
	Rev     int
	Digest  string
	Approve bool
	Note    string
}

// Do decides. Who may call: persons whom the step that waits names, who have its role, or who act for them (代理); nobody approves what
// they asked for themselves. Content that is not what was asked about is a Conflict.
func (d Decide) Do(ctx context.Context, s access.Scope, key ident.Key, v Verdict) (err error) {
	defer fault.Wrap(&err, "approving.Decide")
	if err := s.Permit(may(access.Decide)); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.approval.person", nil)
	}
	_, err = d.Act(ctx, s, key, func(tx DecideTx) (ledger.Entry, error) {
		r, err := tx.Round(v.ID, may(access.Read))
		if err != nil {
			return ledger.Entry{}, err
		}
		if r.Rev != v.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.approval.moved", nil)
		}
		if v.Approve && r.Mode == approval.Before && r.Digest != v.Digest {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.approval.changed", nil)
		}
		who := approval.Decider{Person: s.Person, Roles: s.Roles}
		if who.For, err = tx.ActsFor(); err != nil {
			return ledger.Entry{}, err
		}
		if who.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		if err := r.Decide(who, v.Approve, v.Note, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ApprovalDecided, s, r.ID, r), tx.SaveRound(r)
	})
	return err
}

// Withdraw takes an asking back (引戻し).
type Withdraw struct{ Act Act[DecideTx] }

// Do takes it back. Who may call: filers of the unit. After the last step it is a Conflict.
func (w Withdraw) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "approving.Withdraw")
	if err := s.Permit(may(access.End)); err != nil {
		return err
	}
	_, err = w.Act(ctx, s, key, func(tx DecideTx) (ledger.Entry, error) {
		r, err := tx.Round(id, may(access.Read))
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := r.Withdraw(tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ApprovalWithdrawn, s, r.ID, r), tx.SaveRound(r)
	})
	return err
}
