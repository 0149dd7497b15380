// Package exporting gets a long list ready as a task (書き出し): somebody orders it, a worker gathers it part by part in their sight, and
// it is taken, or stopped.
package exporting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Queue is the name of the worker.
const Queue = "export"

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// MayRead is what an export needs: the list that it is of.
var MayRead = access.Permission{Action: access.Read, Object: access.Report}

// Permit returns nil for whoever has a list of filings: one's own, or an office's desk.
func Permit(s access.Scope) error {
	if own, _ := s.Relations(MayRead); own {
		return nil
	}
	if err := s.Permit(MayRead); err != nil {
		return err
	}
	return s.Permit(access.Permission{Action: access.Read, Object: access.Desk})
}

func entry(kind ledger.Kind, s access.Scope, e export.Export) ledger.Entry {
	b, err := json.Marshal(e) //nolint:musttag // a digest over every field by its own name
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: e.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// OrderTx is what ordering an export needs.
type OrderTx interface {
	Now() ident.Instant
	Exports() ([]export.Export, error)
	AddExport(export.Export) error
	AddTask(queue, key string, due ident.Instant) error
}

// Order has an export got ready.
type Order struct {
	Act     Act[OrderTx]
	Entropy io.Reader
}

// Do orders what a filter leaves (query, as in the address of the list) and returns the export's id. Who may call: whoever has a list.
// A filter that cannot be read is Invalid; more than export.AtOnce at a time are Exceeded.
func (v Order) Do(ctx context.Context, s access.Scope, key ident.Key, query string) (id ident.Object, err error) {
	defer fault.Wrap(&err, "exporting.Order")
	if err := Permit(s); err != nil {
		return "", err
	}
	e := export.Export{Person: s.Person, Token: s.Token, Hat: s.Hat, State: export.Waiting, Words: export.Words{Query: query}}
	f, err := e.Filter()
	if err != nil {
		return "", err
	}
	e.Query = f.Query()
	leaf, err := v.Act(ctx, s, key, func(tx OrderTx) (ledger.Entry, error) {
		there, err := tx.Exports()
		if err != nil {
			return ledger.Entry{}, err
		}
		there = slices.DeleteFunc(there, func(o export.Export) bool { return !o.Open() && o.State != export.Ready })
		if len(there) >= export.AtOnce {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.exports.many", fault.Args{"n": strconv.Itoa(export.AtOnce)})
		}
		if e.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		e.At, e.EndsAt = tx.Now(), tx.Now().Add(export.Kept)
		if err := tx.AddExport(e); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddTask(Queue, fillKey+string(e.ID), e.At); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ExportOrdered, s, e), tx.AddTask(Queue, endKey+string(e.ID), e.EndsAt)
	})
	return leaf.Object, err
}

// StopTx is what stopping an export needs.
type StopTx interface {
	Export(ident.Object) (export.Export, error)
	StopExport(ident.Object) error
}

// Stop ends an export before its day, and throws away what was gathered.
type Stop struct{ Act Act[StopTx] }

// Do stops it. Who may call: whoever ordered it. One that has ended is a Conflict.
func (v Stop) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "exporting.Stop")
	if err := Permit(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx StopTx) (ledger.Entry, error) {
		e, err := tx.Export(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !e.Open() && e.State != export.Ready {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.exports.over", nil)
		}
		return entry(ledger.ExportStopped, s, e), tx.StopExport(id)
	})
	return err
}

// own reports whether a scope lists its own filings.
func own(s access.Scope) bool {
	yes, _ := s.Relations(MayRead)
	return yes
}

// kindsOf reads the names of the procedures of some lines.
func kindsOf(tx ReadTx, lines []filing.Line, into *export.Part) error {
	for _, l := range lines {
		if _, known := into.Kinds[l.Kind]; !known {
			of, err := tx.Procedure(string(l.Kind))
			if err != nil {
				return err
			}
			into.Kinds[l.Kind] = of.Name
		}
	}
	return nil
}
