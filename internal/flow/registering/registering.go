// Package registering is keeping 機器台帳 (社内台帳): facilities, and the products on the machines in them; what of it is to be filed by when (四半期の棚卸し), and all dates
// beside one another (期限カレンダー). It is the operator's own (R3).
package registering

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What is needed: to read 機器台帳, and to write it.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.Asset}
	MayWrite = access.Permission{Action: access.Write, Object: access.Asset}
)

// entry tells an act by a digest over all of it; how many rows it wrote stands beside.
func entry(kind ledger.Kind, s access.Scope, id ident.Object, n int, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: id, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"n": strconv.Itoa(n)}}
}
