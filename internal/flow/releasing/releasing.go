// Package releasing is which office sees which section of a report, from when on (提出先と見え方).
package releasing

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What choosing for a draft, and giving out before the hour, need.
var (
	MayChoose  = access.Permission{Action: access.Write, Object: access.Draft}
	MayRead    = access.Permission{Action: access.Read, Object: access.Report}
	MayRelease = access.Permission{Action: access.File, Object: access.Report}
)

func digest(said any) [32]byte {
	b, err := json.Marshal(said)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return sha256.Sum256(b)
}

// openTx is what is read of a draft about which it may still be chosen who sees what.
type openTx interface {
	HeadToWrite(n ident.Number, lock bool) (filing.Draft, error)
	Procedure(ref string) (procedure.Procedure, error)
	OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error)
	Now() ident.Instant
}

// open is such a draft, its procedure and the offices of today. What the law names no office for, a unit's part and a correction are a Conflict.
func open(tx openTx, n ident.Number) (d filing.Draft, p procedure.Procedure, offices []filing.Addressee, err error) {
	if d, err = tx.HeadToWrite(n, true); err != nil {
		return d, p, nil, err
	}
	if p, err = tx.Procedure(d.Form); err != nil {
		return d, p, nil, err
	}
	if p.Act != party.ActReport || d.Root != "" || d.Corrects != "" {
		return d, p, nil, fault.New(fault.Conflict, "fault.release.frozen", nil)
	}
	offices, err = tx.OfficesOf(p, d.Org, law.DayOf(tx.Now()))
	return d, p, offices, err
}
