package supporting

import (
	"context"
	"fmt"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/support"
)

// ShareTx is what showing a report to a helper needs.
type ShareTx interface {
	Tx
	// Showable is what of a report may be shown, and to whom.
	Showable(ident.Filing) (procedure.Procedure, []support.Candidate, error)
	AddShare(support.Support, support.Share) error
}

// Share shows the report that a wish is about to one helper (支援機関): the sections that the operator chooses and nothing else. Until then the
// helper is told neither of the report nor of the wish.
type Share struct {
	Act     Act[ShareTx]
	Entropy io.Reader
}

// Showing is to whom what is shown.
type Showing struct {
	Number   ident.Number
	Helper   ident.Org
	Sections []string
}

// Do shows it. Who may call: the operator's roles that may ask. An organisation that does not help, or has the report, is Invalid at helper; no
// section, or one that the form does not have, at sections. Without a report that was sent, and after the end, it is a Conflict.
func (v Share) Do(ctx context.Context, s access.Scope, key ident.Key, t Showing) (err error) {
	defer fault.Wrap(&err, "supporting.Share")
	if err := s.Permit(MayAsk); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ShareTx) (ledger.Entry, error) {
		w, err := tx.Support(t.Number, MayAsk)
		switch {
		case err != nil:
		case w.State == support.Ended:
			err = fault.New(fault.Conflict, "fault.support.over", nil)
		case w.Report == "":
			err = fault.New(fault.Conflict, "fault.support.unsent", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		to, err := t.judge(tx, w)
		if err != nil {
			return ledger.Entry{}, err
		}
		by := saying{tx, s, v.Entropy}
		e, err := by.said(support.Shared, to.Name)
		if err != nil {
			return ledger.Entry{}, err
		}
		h := support.Share{Filing: w.Report, HelperOrg: to.Org, Helper: to.Unit, Sections: t.Sections, At: tx.Now(), ShareWords: support.ShareWords{Name: to.Name, NameEn: to.NameEn, By: e.Name}}
		if h.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddShare(w, h); err != nil {
			return ledger.Entry{}, err
		}
		w.Shares = append(w.Shares, h)
		return entry(ledger.SupportShared, s, w, []any{h.Filing, h.Helper, h.Sections}), by.write(w, w.State, e, urgencies[w.Urgency])
	})
	return err
}

// judge finds the helper and judges the sections.
func (t Showing) judge(tx ShareTx, w support.Support) (to support.Candidate, err error) {
	p, list, err := tx.Showable(w.Report)
	if err != nil {
		return to, err
	}
	var l fault.List
	i := slices.IndexFunc(list, func(c support.Candidate) bool { return c.Org == t.Helper })
	if i < 0 {
		l.Add("helper", "fault.support.helper", nil)
	} else {
		to = list[i]
	}
	if len(t.Sections) == 0 {
		l.Add("sections", "fault.form.needed", nil)
	}
	for j, section := range t.Sections {
		if section == "" || !filing.HasPart(p.Form, section) || slices.Contains(t.Sections[:j], section) {
			l.Add(fmt.Sprintf("sections[%d]", j), "fault.release.section", nil)
		}
	}
	return to, l.Err()
}

// UnshareTx is what ending that needs.
type UnshareTx interface {
	Tx
	EndShare(support.Share) error
}

// Unshare ends what Share began.
type Unshare struct {
	Act     Act[UnshareTx]
	Entropy io.Reader
}

// Do ends it: from now on the helper sees neither the report nor the wish. Who may call: the operator's roles that may ask. A helper to which it is
// not shown is Absent.
func (v Unshare) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, helper ident.Org) (err error) {
	defer fault.Wrap(&err, "supporting.Unshare")
	if err := s.Permit(MayAsk); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx UnshareTx) (ledger.Entry, error) {
		w, err := tx.Support(n, MayAsk)
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(w.Shares, func(h support.Share) bool { return h.HelperOrg == helper && h.EndedAt == 0 })
		if i < 0 {
			return ledger.Entry{}, fault.Absent()
		}
		h := w.Shares[i]
		if err := tx.EndShare(h); err != nil {
			return ledger.Entry{}, err
		}
		w.Shares = slices.Delete(slices.Clone(w.Shares), i, i+1) // it is not told
		by := saying{tx, s, v.Entropy}
		e, err := by.said(support.Unshared, h.Name)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.SupportUnshared, s, w, []any{h.Filing, h.Helper}), by.write(w, w.State, e, message.Notice)
	})
	return err
}
