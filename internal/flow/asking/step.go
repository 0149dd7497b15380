package asking

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
)

// StepTx is what a step about a question needs.
type StepTx interface {
	Asked(f, r ident.Number, p access.Permission) (filing.Filing, request.Request, error)
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	AddStep(request.Request, request.Step) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Step is what either side does about a question that waits: the one asked asks for more time, the office gives it or not,
// or asks once more (再度のお願い). Silence has no step: it is seen by the day alone.
type Step struct {
	Act     Act[StepTx]
	Entropy io.Reader
}

// Told names the question through its filing, and what is done.
type Told struct {
	Filing, Request ident.Number
	Kind            request.StepKind
	By              law.Day
	Reason          string
}

// kinds of entry, by what is done.
var kinds = map[request.StepKind]ledger.Kind{
	request.ExtensionAsked: ledger.RequestExtensionAsked, request.Extended: ledger.RequestExtended,
	request.NotExtended: ledger.RequestNotExtended, request.Chased: ledger.RequestChased,
}

// MayStep is the permission that a step needs: that of answering for the one asked, that of asking for the office.
func MayStep(k request.StepKind) access.Permission {
	if k == request.ExtensionAsked {
		return access.Permission{Action: access.Answer, Object: access.Request}
	}
	return access.Permission{Action: access.Ask, Object: access.Report}
}

// Do takes the step and returns the id of the request. Who may call: the filer's roles that may answer for ExtensionAsked, the
// asking office's officers for the others; for anybody else the request is absent. A step that does not fit is a Conflict.
func (t Step) Do(ctx context.Context, s access.Scope, key ident.Key, told Told) (id ident.Request, err error) {
	defer fault.Wrap(&err, "asking.Step")
	may := MayStep(told.Kind)
	if err := s.Permit(may); err != nil {
		return "", err
	}
	leaf, err := t.Act(ctx, s, key, func(tx StepTx) (ledger.Entry, error) {
		_, r, err := tx.Asked(told.Filing, told.Request, may)
		if err != nil {
			return ledger.Entry{}, err
		}
		office := told.Kind != request.ExtensionAsked
		if office && r.Org != s.Org || !office && r.AskedOrg != s.Org {
			return ledger.Entry{}, fault.Absent()
		}
		step := request.Step{Kind: told.Kind, Org: s.Org, Unit: s.Unit, At: tx.Now(), By: told.By, Said: request.Said{Reason: told.Reason}}
		if err := r.Next(step, law.DayOf(step.At)); err != nil {
			return ledger.Entry{}, err
		}
		if step.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		if step.ID, err = ident.NewID[ident.Object](step.At, t.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if step.Kind == request.Extended {
			if !r.AnswerBy.IsZero() {
				step.Was = r.AnswerBy.String()
			}
			r.AnswerBy = step.By
		}
		if err := tx.AddStep(r, step); err != nil {
			return ledger.Entry{}, err
		}
		to := r.AskedUnit
		if !office {
			to = r.Unit
		}
		e := entry(kinds[told.Kind], s, r, "")
		e.Digest = step.Digest()
		return e, tx.Notify([]ident.Unit{to}, ident.Object(r.ID), r.Number, "action")
	})
	return ident.Request(leaf.Object), err
}
