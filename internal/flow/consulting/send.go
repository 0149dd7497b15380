package consulting

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// SendTx is what sending a further version needs.
type SendTx interface {
	Tx
	ConsultGround(business string) (consult.Ground, error)
}

// Send sends a further version of the 範囲整理表 in a consultation: what was confirmed and says the same stays confirmed.
type Send struct {
	Act     Act[SendTx]
	Entropy io.Reader
}

// Sending is the version under the revision that was on screen.
type Sending struct {
	Number ident.Number
	Rev    int
	Text   string // beside it; may be empty
	Lines  []consult.Line
	Book   string
	Seen   int
}

// Do sends it. Who may call: the operator's roles that may ask; for anybody else it is absent. Lines that are none, or too many, are Invalid; a 機器台帳 or a
// consultation that moved meanwhile is a Conflict.
func (v Send) Do(ctx context.Context, s access.Scope, key ident.Key, t Sending) (err error) {
	defer fault.Wrap(&err, "consulting.Send")
	if err := s.Permit(MayAsk); err != nil {
		return err
	}
	if t.Text = strings.TrimSpace(t.Text); t.Text != "" {
		if err := consult.CheckText("text", t.Text); err != nil {
			return err
		}
	}
	_, err = v.Act(ctx, s, key, func(tx SendTx) (ledger.Entry, error) {
		c, err := tx.Consult(t.Number, MayAsk)
		if err == nil && c.Rev != t.Rev {
			err = moved()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := consult.CheckLines(t.Lines); err != nil {
			return ledger.Entry{}, err
		}
		to, err := consult.Next(c.State, consult.Operator, consult.Sent)
		if err != nil {
			return ledger.Entry{}, err
		}
		g, err := ground(tx, c.Business)
		if err != nil {
			return ledger.Entry{}, err
		}
		h, err := Question{Lines: t.Lines, Book: t.Book, Seen: t.Seen}.sheet(c, g, tx.Now(), v.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		e, err := said(tx, s, v.Entropy, consult.Sent, t.Text)
		if err != nil {
			return ledger.Entry{}, err
		}
		e.Version = h.Version
		return entry(ledger.ConsultSaid, s, c, []any{e.Deed, h}), tx.TellConsult(c, to, e, h, consult.Told{Units: others(c, s.Org), Urgency: string(urgency(consult.Sent))})
	})
	return err
}
