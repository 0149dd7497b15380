// Package calling is whom an office has called at night (緊急連絡先) and what became of the calls about a report (R6).
package calling

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What setting a list and recording a call need.
var (
	MaySet    = access.Permission{Action: access.Write, Object: access.People}
	MayRecord = access.Permission{Action: access.Assign, Object: access.Report}
)

func entry(kind ledger.Kind, s access.Scope, id ident.Object, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: id, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// SetTx is what setting a list needs.
type SetTx interface {
	Person(ident.Person) (party.Person, error)
	CallList() (oncall.List, error)
	SetCallList(oncall.List) error
}

// Set sets the contacts of one's own unit.
type Set struct{ Act Act[SetTx] }

// Do sets them over the revision that was seen (0: none was set). Who may call: administrators of the organisation. Calls that were made
// keep whom they called.
func (v Set) Do(ctx context.Context, s access.Scope, key ident.Key, rev int, contacts []oncall.Contact) (err error) {
	defer fault.Wrap(&err, "calling.Set")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	l := oncall.List{Org: s.Org, Unit: s.Unit, Rev: rev, Words: oncall.Words{Contacts: oncall.Clean(contacts)}}
	if err := l.Check(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SetTx) (ledger.Entry, error) {
		old, err := tx.CallList()
		if err == nil && old.Rev != rev {
			err = fault.New(fault.Conflict, "fault.oncall.moved", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if l.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CallListSet, s, ident.Object(s.Unit), l), tx.SetCallList(l)
	})
	return err
}

// RecordTx is what recording a call needs.
type RecordTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	CallsOf(ident.Filing) ([]oncall.Call, error)
	AddCall(oncall.Call) error
}

// Record keeps what became of a call in one press, or that the report was seen so that nobody else is called.
type Record struct {
	Act     Act[RecordTx]
	Entropy io.Reader
}

// Do keeps it with the time of the press. Who may call: officers, of reports that are addressed to their office. More than
// oncall.MostCalls of one report is Exceeded.
func (v Record) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, c oncall.Call) (err error) {
	defer fault.Wrap(&err, "calling.Record")
	if err := s.Permit(MayRecord); err != nil {
		return err
	}
	if !slices.Contains(oncall.Records, c.Kind) {
		var l fault.List
		l.Add("kind", "fault.oncall.kind", nil)
		return l.Err()
	}
	_, err = v.Act(ctx, s, key, func(tx RecordTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(n, MayRecord)
		if err != nil {
			return ledger.Entry{}, err
		}
		made, err := tx.CallsOf(f.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(made) >= oncall.MostCalls {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.oncall.calls", nil)
		}
		c.Filing, c.Org, c.Unit, c.Step = f.ID, s.Org, s.Unit, 0
		if c.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CallRecorded, s, c.ID, c), tx.AddCall(c)
	})
	return err
}
