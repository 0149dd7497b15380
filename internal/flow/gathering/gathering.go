// Package gathering is 社内取りまとめ (R4): the head asks units for their part of a draft, each answers, the head chases, sends back, and takes
// over what they say. Nothing of it leaves the organisation.
package gathering

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

var (
	mayWrite  = access.Permission{Action: access.Write, Object: access.Collection}
	mayAnswer = access.Permission{Action: access.Answer, Object: access.Collection}
)

// entry records what was done: the digest is over all that was stored, the entry itself says nothing of it.
func entry(kind ledger.Kind, s access.Scope, object ident.Object, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: object, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// naming finds who acts, and when.
type naming interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
}

// move is something that the actor does now; a token is nobody in particular.
func move(tx naming, s access.Scope, kind, note string) (m collection.Move, err error) {
	m = collection.Move{Kind: kind, At: tx.Now(), Note: note}
	m.Name, err = s.SignedBy(tx.Person)
	return m, err
}
