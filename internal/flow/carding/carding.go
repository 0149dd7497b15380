// Package carding is how an operator gets a 当直カード with one-time codes, and ends it (R7). A code is handed out once, on the sheet, and
// kept as a keyed digest only.
package carding

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What looking at a card, and issuing or ending one, need.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.DutyCard}
	MayWrite = access.Permission{Action: access.Write, Object: access.DutyCard}
)

func entry(kind ledger.Kind, s access.Scope, c dutycard.Card) ledger.Entry {
	b, err := json.Marshal([]string{string(c.ID), string(c.Unit), c.Name, c.By})
	if err != nil {
		panic(err) // texts only
	}
	return ledger.Entry{Kind: kind, Object: c.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// EndTx is what ending a card needs.
type EndTx interface {
	DutyCard() (dutycard.Card, []dutycard.Code, error)
	EndDutyCard(dutycard.Card) error
}

// End ends the card of one's own unit: it was lost, or is not needed.
type End struct{ Act Act[EndTx] }

// Do ends it, at once. Who may call: administrators of the operator. Without a card that is good it is a Conflict.
func (v End) Do(ctx context.Context, s access.Scope, key ident.Key) (err error) {
	defer fault.Wrap(&err, "carding.End")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx EndTx) (ledger.Entry, error) {
		c, _, err := tx.DutyCard()
		if err == nil && !c.Good() {
			err = fault.New(fault.Conflict, "fault.card.none", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DutyCardEnded, s, c), tx.EndDutyCard(c)
	})
	return err
}
