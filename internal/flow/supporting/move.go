package supporting

import (
	"context"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/support"
)

// Move changes where a wish for help stands: an office takes it up, helps, cannot help; either side ends it, and takes a mistaken end back.
type Move struct {
	Act     Act[Tx]
	Entropy io.Reader
}

// Step is one of support.Asked about a wish under the revision that was on screen.
type Step struct {
	Number ident.Number
	Rev    int
	Deed   support.Deed
	Reason string
}

// Do changes it. Who may call: as Write, but no helper: for it every step is a Conflict. An unknown deed, and 対応できない without a reason, is
// Invalid; a step that does not follow on the state, or on a revision that is no longer the last, is a Conflict.
func (v Move) Do(ctx context.Context, s access.Scope, key ident.Key, t Step) (err error) {
	defer fault.Wrap(&err, "supporting.Move")
	if err := s.Permit(may(s)); err != nil {
		return err
	}
	if t.Reason = strings.TrimSpace(t.Reason); !slices.Contains(support.Asked, t.Deed) {
		var l fault.List
		l.Add("deed", "fault.form.option", fault.Args{"text": string(t.Deed)})
		return l.Err()
	}
	if t.Deed == support.Declined || t.Reason != "" {
		if err := support.CheckText("reason", t.Reason); err != nil {
			return err
		}
	}
	_, err = v.Act(ctx, s, key, func(tx Tx) (ledger.Entry, error) {
		w, err := tx.Support(t.Number, may(s))
		if err == nil && w.Rev != t.Rev {
			err = fault.New(fault.Conflict, "fault.support.moved", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		deed, to, err := w.Move(w.SideOf(s.Org), s.Org, t.Deed)
		if err != nil {
			return ledger.Entry{}, err
		}
		by := saying{tx, s, v.Entropy}
		e, err := by.said(deed, t.Reason)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.SupportMoved, s, w, []string{string(deed), string(to), t.Reason}), by.write(w, to, e, message.Notice)
	})
	return err
}
