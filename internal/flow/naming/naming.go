// Package naming is how names of products come to mean one thing (製品名の名寄せ): an organisation says what it means by a
// name, or asks the steward; the steward decides for all; each takes back what was decided.
package naming

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Find gives the product of an identity; it is absent when no dictionary of this house has it, and Unavailable while the
// dictionary is loaded.
type Find = func(product.ID) (lookup.Candidate, error)

// who is what a decision needs to know of its actor.
type who interface {
	Now() ident.Instant
	LeafID() ident.Leaf
	Registered() (party.Org, party.Unit, party.Person, error)
}

// named looks a product up in the dictionary. What the dictionary has not is noted with its place; the error is of a
// dictionary that cannot be asked.
func named(find Find, l *fault.List, path string, id product.ID) (memory.Named, error) {
	if id == "" {
		return memory.Named{}, nil
	}
	c, err := find(id)
	if fault.Is(err, fault.Hidden) {
		l.Add(path, "fault.memory.product", nil)
		return memory.Named{}, nil
	}
	return memory.Named{ID: c.ID, Maker: c.Maker, Name: c.Name}, err
}

// mint makes ids and numbers of new rows; the ids are in the order of the rows.
func mint(at ident.Instant, entropy io.Reader, rows int) (ids []ident.Object, numbers []ident.Number, err error) {
	ids, numbers = make([]ident.Object, rows), make([]ident.Number, rows)
	for i := range rows {
		if ids[i], err = ident.NewID[ident.Object](at, entropy); err != nil {
			return nil, nil, err
		}
		if numbers[i], err = ident.NewNumber(ident.NumberName, at, entropy); err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(ids)
	return ids, numbers, nil
}

// entry is what the log keeps: which row, and the digest of what was decided.
func entry(kind ledger.Kind, s access.Scope, id ident.Object, n ident.Number, what any) (ledger.Entry, error) {
	raw, err := json.Marshal(what)
	return ledger.Entry{
		Kind: kind, Object: id, Number: n, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(raw),
	}, err
}
