package store

import (
	"slices"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
)

// withdraw keeps that a filing is withdrawn by what arrives (取下げ). 補正のお願い that wait about it are closed: there is nothing left to correct.
// The offices that asked are told, those aside that have the arrival's own message. An enquiry (照会) stays open.
func (t *Tx) withdraw(a filing.Arrival, told []ident.Unit) error {
	was := a.Withdraws
	if err := t.MoveFiling(was, filing.Withdrawn); err != nil {
		return err
	}
	if err := t.AddWithdrawal(filing.Withdrawal{Of: was.ID, By: a.Filing.ID, At: a.Filing.ArrivedAt}); err != nil {
		return err
	}
	asked, err := t.RequestsOf(was.ID)
	if err != nil {
		return err
	}
	for _, r := range asked {
		if r.Kind != request.Fix || r.State != request.Waiting {
			continue
		}
		r.State, r.AnsweredAt, r.Answer = request.Closed, t.q.Scope.At, request.Answer{Name: a.Content.SentBy}
		if err := t.AnswerRequest(r); err != nil {
			return err
		}
		if slices.Contains(told, r.Unit) {
			continue
		}
		if err := t.Notify([]ident.Unit{r.Unit}, ident.Object(r.ID), r.Number, outbox.Action); err != nil {
			return err
		}
	}
	return nil
}

// routesOfFollowed is the way of approval of what a draft withdraws: who wants one before filing wants the same before that is undone, unless
// they set another.
func (t *Tx) routesOfFollowed(d ident.Draft) ([]approval.Route, error) {
	base, err := t.Follows(d)
	if err != nil || base == "" {
		return nil, err
	}
	f, _, err := t.FilingByID(base, access.Permission{Action: access.Read, Object: access.Report})
	if err != nil {
		return nil, err
	}
	of, _ := procedure.SplitRef(string(f.Kind))
	return t.Routes(of)
}
