package asking

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
)

// AnswerTx is what answering needs.
type AnswerTx interface {
	Asked(f, r ident.Number, p access.Permission) (filing.Filing, request.Request, error)
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	AnswerRequest(request.Request) error
	MoveFiling(filing.Filing, filing.State) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Answer replies to a question. An answer to a 補正のお願い moves the filing to 補正済み; while another still waits, filing.StateFor
// shows it as asked.
type Answer struct{ Act Act[AnswerTx] }

// Reply names the question through its filing, and the answer.
type Reply struct {
	Filing  ident.Number
	Request ident.Number
	Text    string
}

// Do answers and returns the id of the request. Who may call: the filer's roles that may answer; for anybody
// else the request is absent. A second answer is a Conflict.
func (a Answer) Do(ctx context.Context, s access.Scope, key ident.Key, reply Reply) (id ident.Request, err error) {
	defer fault.Wrap(&err, "asking.Answer")
	may := access.Permission{Action: access.Answer, Object: access.Request}
	if err := s.Permit(may); err != nil {
		return "", err
	}
	answer := request.Answer{Reply: reply.Text}
	if err := answer.Check(); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AnswerTx) (ledger.Entry, error) {
		f, r, err := tx.Asked(reply.Filing, reply.Request, may)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := r.Open(); err != nil {
			return ledger.Entry{}, err
		}
		if answer.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		r.State, r.AnsweredAt, r.Answer = request.Answered, tx.Now(), answer
		if r.Kind == request.Fix && f.State == filing.FixAsked {
			if err := filing.Move(f.State, filing.Fixed, filing.Filer); err != nil {
				return ledger.Entry{}, err
			}
			if err := tx.MoveFiling(f, filing.Fixed); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.AnswerRequest(r); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.RequestAnswered, s, r, reply.Text), tx.Notify([]ident.Unit{r.Unit}, ident.Object(r.ID), r.Number, "action")
	})
	return ident.Request(leaf.Object), err
}
