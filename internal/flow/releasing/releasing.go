// Package releasing is which office sees which section of a report, from when on (提出先と見え方).
package releasing

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What choosing for a draft, and giving out before the hour, need.
var (
	MayChoose  = access.Permission{Action: access.Write, Object: access.Draft}
	MayRelease = access.Permission{Action: access.File, Object: access.Report}
)

func digest(said any) [32]byte {
	b, err := json.Marshal(said)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return sha256.Sum256(b)
}
