// Package consulting is 相談窓口 (S18, R19): an operator asks, with the facts of an assessment or its 範囲整理表; an office answers, agrees to the lines.
package consulting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What reading, asking and answering need.
var (
	MayRead   = access.Permission{Action: access.Read, Object: access.Consult}
	MayAsk    = access.Permission{Action: access.Write, Object: access.Consult}
	MayAnswer = access.Permission{Action: access.Answer, Object: access.Consult}
)

// may is the permission by which somebody takes part: that of asking for an operator's, that of answering for all others.
func may(s access.Scope) access.Permission {
	if s.Kind == party.Operator {
		return MayAsk
	}
	return MayAnswer
}

// Registering is who acts, as registered.
type Registering interface {
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
}

// said is a deed in the name of the scope: an operator as its organisation, an office by its own name.
func said(tx Registering, s access.Scope, entropy io.Reader, d consult.Deed, words string) (e consult.Said, err error) {
	org, unit, person, err := tx.Registered()
	if err != nil {
		return e, err
	}
	e = consult.Said{Org: s.Org, Unit: s.Unit, Deed: d, At: tx.Now(), SaidWords: consult.SaidWords{Text: words, Body: unit.Name, BodyEn: unit.NameEn, Name: s.Signed(person.Name)}}
	if s.Kind == party.Operator {
		e.Body, e.BodyEn = org.Name, org.NameEn
	}
	e.ID, err = ident.NewID[ident.Object](e.At, entropy)
	return e, err
}

// others are the units that have a consultation beside that of the scope's organisation.
func others(c consult.Consultation, org ident.Org) (units []ident.Unit) {
	if c.Org != org {
		units = append(units, c.Unit)
	}
	for _, o := range c.Offices {
		if o.Org != org {
			units = append(units, o.Unit)
		}
	}
	return units
}

func entry(kind ledger.Kind, s access.Scope, c consult.Consultation, said any) ledger.Entry {
	b, err := json.Marshal(said)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: c.ID, Number: c.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// urgency says how urgently the others are told.
func urgency(d consult.Deed) message.Urgency {
	if d == consult.Checks || d == consult.Withdrawn || d == consult.Marked {
		return message.Notice
	}
	return message.Action
}

func moved() error { return fault.New(fault.Conflict, "fault.consult.moved", nil) }
