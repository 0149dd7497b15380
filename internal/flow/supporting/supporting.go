// Package supporting is 対処支援 (R10): an operator asks for help, offices answer, and helpers join when a report was shown to them.
package supporting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What reading, asking and answering need.
var (
	MayRead   = access.Permission{Action: access.Read, Object: access.Support}
	MayAsk    = access.Permission{Action: access.Write, Object: access.Support}
	MayAnswer = access.Permission{Action: access.Answer, Object: access.Support}
)

// may is the permission by which somebody takes part: that of asking for an operator's, that of answering for all others.
func may(s access.Scope) access.Permission {
	if s.Kind == party.Operator {
		return MayAsk
	}
	return MayAnswer
}

// Tx is what an act about a wish needs.
type Tx interface {
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
	Support(ident.Number, access.Permission) (support.Support, error)
	// TellSupport writes what was said or done, and a message to some units.
	TellSupport(s support.Support, to support.State, e support.Said, units []ident.Unit, urgency string) error
}

// saying is one thing that is said or done by the scope.
type saying struct {
	Tx
	s       access.Scope
	entropy io.Reader
}

// said is a deed in the name of the scope: an operator as its organisation, an office by its own name.
func (v saying) said(d support.Deed, words string) (e support.Said, err error) {
	org, unit, person, err := v.Registered()
	if err != nil {
		return e, err
	}
	e = support.Said{Org: v.s.Org, Unit: v.s.Unit, Deed: d, At: v.Now(), SaidWords: support.SaidWords{Text: words, Body: unit.Name, BodyEn: unit.NameEn, Name: v.s.Signed(person.Name)}}
	if v.s.Kind == party.Operator || v.s.Kind == party.Helper {
		e.Body, e.BodyEn = org.Name, org.NameEn
	}
	e.ID, err = ident.NewID[ident.Object](e.At, v.entropy)
	return e, err
}

// write keeps what was said and tells everybody else who has the wish that there is something.
func (v saying) write(w support.Support, to support.State, e support.Said, urgency message.Urgency) error {
	var units []ident.Unit
	if w.Org != v.s.Org {
		units = append(units, w.Unit)
	}
	for _, o := range w.Offices {
		if o.Org != v.s.Org {
			units = append(units, o.Unit)
		}
	}
	for _, h := range w.Shares {
		if h.HelperOrg != v.s.Org && h.EndedAt == 0 {
			units = append(units, h.Helper)
		}
	}
	return v.TellSupport(w, to, e, units, string(urgency))
}

func entry(kind ledger.Kind, s access.Scope, w support.Support, said any) ledger.Entry {
	b, err := json.Marshal(said)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: w.ID, Number: w.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}
