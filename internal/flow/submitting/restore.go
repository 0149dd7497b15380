package submitting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Restore brings an earlier answer of a draft back (履歴から戻す).
type Restore struct{ Act Act[SaveTx] }

// Earlier names the answer, and the one that was on screen as the present one.
type Earlier struct {
	Draft ident.Number
	Field string
	Seq   int
	Base  int
}

// Do brings it back by a new entry. Who may call: roles that may write drafts. A field that a colleague has written since the page was
// shown is a Conflict, and so is an answer that the draft never had.
func (v Restore) Do(ctx context.Context, s access.Scope, key ident.Key, in Earlier) (err error) {
	defer fault.Wrap(&err, "submitting.Restore")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SaveTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeFields(in.Draft, []string{in.Field})
		if err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		next := filing.Entry{Draft: d.ID, Field: in.Field, At: tx.Now(), By: s.Person, Name: name}
		changed, found := filing.Restore(entries, in.Seq, next)
		if now := filing.Answers(entries)[in.Field].Current.Seq; !found || now != in.Base {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.draft.chosen", nil)
		}
		if len(changed) == 0 {
			return ledger.Entry{}, nil
		}
		return draftEntry(ledger.DraftRestored, s, d, changed), tx.SaveEntries(d, changed)
	})
	return err
}
