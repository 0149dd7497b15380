// Package declaring is how an office makes a procedure without code (S23): it writes a declaration, proposes it for an audience
// from a day on, and a second officer opens it.
package declaring

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

var (
	mayRead    = access.Permission{Action: access.Read, Object: access.Procedure}
	mayWrite   = access.Permission{Action: access.Write, Object: access.Procedure}
	mayConfirm = access.Permission{Action: access.Confirm, Object: access.Procedure}
	mayEnd     = access.Permission{Action: access.End, Object: access.Procedure}
)

// entry records what an officer did to a version: the digest is over everything that was stored.
func entry(kind ledger.Kind, s access.Scope, v procedure.Version) ledger.Entry {
	b, err := json.Marshal(v.Record)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{
		Kind: kind, Object: v.ID, Number: v.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b),
		Facts: map[string]string{ledger.FactProcedure: v.Procedure().Said()},
	}
}

type signing interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
}

// sign is who acts, with the name of the day; a token is nobody in particular.
func sign(tx signing, s access.Scope) (procedure.Signature, error) {
	name, err := s.SignedBy(tx.Person)
	return procedure.Signature{By: s.Person, At: tx.Now(), Name: name}, err
}
