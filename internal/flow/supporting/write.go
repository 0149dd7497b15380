package supporting

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/support"
)

// Write is a message about a wish for help, from any side to all others that have it.
type Write struct {
	Act     Act[Tx]
	Entropy io.Reader
}

// Do writes it. Who may call: the operator's roles that may ask, and the people of offices and helpers that have the wish; for anybody else it is
// absent. An empty message is Invalid at text, one after the end a Conflict.
func (v Write) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, text string) (err error) {
	defer fault.Wrap(&err, "supporting.Write")
	if err := s.Permit(may(s)); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	if err := support.CheckText("text", text); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx Tx) (ledger.Entry, error) {
		w, err := tx.Support(n, may(s))
		if err == nil && w.State == support.Ended {
			err = fault.New(fault.Conflict, "fault.support.over", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		by := saying{tx, s, v.Entropy}
		e, err := by.said(support.Wrote, text)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.SupportWritten, s, w, text), by.write(w, w.State, e, message.Action)
	})
	return err
}
