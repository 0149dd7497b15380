package consulting

import (
	"context"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Tx is what an act in a consultation needs.
type Tx interface {
	Registering
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	TellConsult(c consult.Consultation, to consult.State, e consult.Said, h *consult.Sheet, told consult.Told) error
}

// Say is what either side says or does in a consultation: a message; an office takes it up and answers; the operator asks further, or takes it back.
type Say struct {
	Act     Act[Tx]
	Entropy io.Reader
}

// Step is one of consult.Asked in a consultation under the revision that was on screen.
type Step struct {
	Number ident.Number
	Rev    int
	Deed   consult.Deed
	Text   string
}

// Do says or does it. Who may call: the operator's roles that may ask, and the people of offices that have the consultation; for anybody else it is absent.
// An unknown deed, and one that wants words without any, is Invalid; a step that does not follow on the state, or on a revision that is no longer the last, is a
// Conflict.
func (v Say) Do(ctx context.Context, s access.Scope, key ident.Key, t Step) (err error) {
	defer fault.Wrap(&err, "consulting.Say")
	if err := s.Permit(may(s)); err != nil {
		return err
	}
	if t.Text = strings.TrimSpace(t.Text); !slices.Contains(consult.Asked, t.Deed) {
		var l fault.List
		l.Add("deed", "fault.form.option", fault.Args{"text": string(t.Deed)})
		return l.Err()
	}
	if t.Deed.Spoken() || t.Text != "" {
		if err := consult.CheckText("text", t.Text); err != nil {
			return err
		}
	}
	_, err = v.Act(ctx, s, key, func(tx Tx) (ledger.Entry, error) {
		c, err := tx.Consult(t.Number, may(s))
		if err == nil && c.Rev != t.Rev {
			err = moved()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		to, err := consult.Next(c.State, c.SideOf(s.Org), t.Deed)
		if err != nil {
			return ledger.Entry{}, err
		}
		e, err := said(tx, s, v.Entropy, t.Deed, t.Text)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ConsultSaid, s, c, []string{string(t.Deed), string(to), t.Text}), tx.TellConsult(c, to, e, nil, consult.Told{Units: others(c, s.Org), Urgency: string(urgency(t.Deed))})
	})
	return err
}
