package mandating

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

// StepTx is what a step needs.
type StepTx interface {
	Registered() (party.Org, party.Unit, party.Person, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
	PlaceOfMandate(mandate.Mandate) (ident.Unit, error)
	AddUnit(party.Unit) error
	SaveMandate(mandate.Mandate) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Step takes a mandate further: the side across countersigns or declines, who proposed takes it back, either revokes.
type Step struct {
	Act     Act[StepTx]
	Entropy io.Reader
}

// Taking is one step.
type Taking struct {
	Number ident.Number
	Do     string // mandate.Countersign …
	Reason string
}

// steps say what each needs, and what is written down.
var steps = map[string]struct {
	may  access.Permission
	kind ledger.Kind
}{
	mandate.Countersign: {MayConfirm, ledger.MandateCountersigned},
	mandate.Decline:     {MayConfirm, ledger.MandateDeclined},
	mandate.Withdraw:    {MayPropose, ledger.MandateWithdrawn},
	mandate.Revoke:      {MayEnd, ledger.MandateRevoked},
}

// Do takes the step and returns the id of the mandate. Who may call: countersign and decline, those of the side across who may bind it; withdraw, the
// side that proposed; revoke, either side. Other people's is Absent; a step that the state does not have is a Conflict; without a reason, to decline
// or revoke is Invalid. What was revoked allows nothing from the next request on.
func (v Step) Do(ctx context.Context, s access.Scope, key ident.Key, t Taking) (id ident.Object, err error) {
	defer fault.Wrap(&err, "mandating.Step")
	step, known := steps[t.Do]
	if !known {
		return "", fault.Absent()
	}
	if err := s.Permit(step.may); err != nil {
		return "", err
	}
	t.Reason = strings.TrimSpace(t.Reason)
	if err := mandate.Reasoned(t.Do, t.Reason); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx StepTx) (ledger.Entry, error) {
		m, err := tx.MandateNumbered(t.Number, step.may)
		if err != nil {
			return ledger.Entry{}, err
		}
		side := m.Of(s.Org)
		if m, err = m.Move(t.Do, side, law.DayOf(s.At)); err != nil {
			return ledger.Entry{}, err
		}
		org, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		m.Moved = s.At
		m.Steps = append(m.Steps, mandate.Step{Do: t.Do, Side: side, At: s.At, Name: named(s, person), Org: org.Name, Reason: t.Reason})
		if t.Do == mandate.Countersign {
			if m.Unit, err = v.place(tx, m); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.SaveMandate(m); err != nil {
			return ledger.Entry{}, err
		}
		to := m.OperatorUnit
		if side == mandate.Operator {
			to = m.MaintainerUnit
		}
		return entry(step.kind, s, m), tx.Notify([]ident.Unit{to}, m.ID, m.Number, "notice")
	})
	return leaf.Object, err
}

// place is the unit in which what is written under the mandate stands: that of an earlier one between the two, so that what was filed last year can
// be changed this year, or a new one.
func (v Step) place(tx StepTx, m mandate.Mandate) (ident.Unit, error) {
	unit, err := tx.PlaceOfMandate(m)
	if err != nil || unit != "" {
		return unit, err
	}
	if unit, err = ident.NewID[ident.Unit](m.Moved, v.Entropy); err != nil {
		return "", err
	}
	return unit, tx.AddUnit(party.Unit{ID: unit, Org: m.Operator, Parent: m.OperatorUnit, Name: m.MaintainerIs + "(委任)"})
}
