// Package mandating is what operators and maintainers do about 委任 (S6, R29): one proposes, the other countersigns or declines, either revokes. What is
// done under a mandate is done by the flows of submitting, in the scope that it gives (mandate.Mandate.Actor).
package mandating

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What mandates need.
var (
	MayRead    = access.Permission{Action: access.Read, Object: access.Mandate}
	MayPropose = access.Permission{Action: access.Write, Object: access.Mandate}
	MayConfirm = access.Permission{Action: access.Confirm, Object: access.Mandate}
	MayEnd     = access.Permission{Action: access.End, Object: access.Mandate}
)

// OppositeTx finds whom a proposal is for.
type OppositeTx interface {
	OppositeOfMandate(number string) (party.Org, ident.Unit, error)
	WaitingMandate(with ident.Org) (ident.Number, error)
}

// Find is the other side as a transaction knows it.
func Find(tx OppositeTx) mandate.Opposite {
	return func(number string) (with party.Org, unit ident.Unit, waiting ident.Number, found bool, err error) {
		with, unit, err = tx.OppositeOfMandate(number)
		if fault.Is(err, fault.Hidden) {
			return with, unit, "", false, nil
		}
		if err == nil {
			waiting, err = tx.WaitingMandate(with.ID)
		}
		return with, unit, waiting, err == nil, err
	}
}

// ProposeTx is what proposing needs.
type ProposeTx interface {
	OppositeTx
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
	AddMandate(mandate.Mandate) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Propose proposes a mandate to the other side. It allows nothing before that countersigns.
type Propose struct {
	Act     Act[ProposeTx]
	Entropy io.Reader
}

// Do proposes what one row says and returns the id of the mandate. Who may call: administrators of an operator, and whoever of a maintainer works under
// mandates. What is wrong is Invalid at number, acts, sectors, from, until, facilities or successor; so is a second proposal while one waits.
func (v Propose) Do(ctx context.Context, s access.Scope, key ident.Key, r mandate.Row) (id ident.Object, err error) {
	defer fault.Wrap(&err, "mandating.Propose")
	if err := s.Permit(MayPropose); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx ProposeTx) (ledger.Entry, error) {
		org, unit, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		judged, err := mandate.Judge([]mandate.Row{r}, org.CorporateNumber, law.DayOf(tx.Now()), Find(tx))
		if err != nil {
			return ledger.Entry{}, err
		}
		if l := (fault.List{Fields: judged[0].Faults}); l.Err() != nil {
			return ledger.Entry{}, l.Err()
		}
		m, to := between(s, org, judged[0])
		m.At, m.Moved = tx.Now(), tx.Now()
		m.Steps = []mandate.Step{{Do: mandate.Propose, Side: m.By, At: m.At, Name: named(s, person), Org: org.Name}}
		if m.ID, err = ident.NewID[ident.Object](m.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if m.Number, err = ident.NewNumber(ident.NumberMandate, m.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if unit.Parent != "" && m.By == mandate.Operator {
			return ledger.Entry{}, fault.New(fault.Denied, "fault.mandate.whole", nil)
		}
		if err := tx.AddMandate(m); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MandateProposed, s, m), tx.Notify([]ident.Unit{to}, m.ID, m.Number, "action")
	})
	return leaf.Object, err
}

// between is the mandate between who proposes and the other side, and the unit that is told.
func between(s access.Scope, own party.Org, j mandate.Judged) (m mandate.Mandate, to ident.Unit) {
	m = mandate.Mandate{By: mandate.SideOf(s.Kind), State: mandate.Proposed, Terms: j.Terms, Words: j.Words}
	if m.By == mandate.Maintainer {
		m.Maintainer, m.MaintainerUnit, m.MaintainerIs, m.MaintainerNo = s.Org, s.Unit, own.Name, own.CorporateNumber
		m.Operator, m.OperatorUnit, m.OperatorIs, m.OperatorNo = j.With.ID, j.Unit, j.With.Name, j.With.CorporateNumber
		return m, m.OperatorUnit
	}
	m.Operator, m.OperatorUnit, m.OperatorIs, m.OperatorNo = s.Org, s.Unit, own.Name, own.CorporateNumber
	m.Maintainer, m.MaintainerUnit, m.MaintainerIs, m.MaintainerNo = j.With.ID, j.Unit, j.With.Name, j.With.CorporateNumber
	return m, m.MaintainerUnit
}

func named(s access.Scope, p party.Person) string {
	if s.Person == "" {
		return ""
	}
	return s.Signed(p.Name)
}

// entry is the entry of a step; the digest is over what both sides agreed on and every step.
func entry(kind ledger.Kind, s access.Scope, m mandate.Mandate) ledger.Entry {
	b, err := json.Marshal([]any{m.Number, m.Operator, m.Maintainer, m.Terms, m.Words, m.State})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{
		Kind: kind, Object: m.ID, Number: m.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b),
		Facts: map[string]string{ledger.FactFiler: m.OperatorIs, ledger.FactAgent: m.MaintainerIs, "steps": strconv.Itoa(len(m.Steps))},
	}
}
