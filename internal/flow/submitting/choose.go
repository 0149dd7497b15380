package submitting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// ChooseTx is what choosing between two answers needs.
type ChooseTx interface {
	TakeFields(n ident.Number, fields []string) (filing.Draft, []filing.Entry, error)
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Choose settles a field that two people wrote at once; the other text stays in the history.
type Choose struct{ Act Act[ChooseTx] }

// Do makes entry seq of field the answer. A seq that no longer stands is a Conflict.
func (c Choose) Do(ctx context.Context, s access.Scope, key ident.Key, pick Pick) (err error) {
	defer fault.Wrap(&err, "submitting.Choose")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx ChooseTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeFields(pick.Draft, []string{pick.Field})
		if err != nil {
			return ledger.Entry{}, err
		}
		changed, found := filing.Choose(ofField(entries, pick.Field), pick.Seq)
		if !found {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.draft.chosen", nil)
		}
		if len(changed) == 0 {
			return ledger.Entry{}, nil
		}
		return draftEntry(ledger.DraftResolved, s, d, changed), tx.SaveEntries(d, changed)
	})
	return err
}

// Pick names one of the answers that stand side by side.
type Pick struct {
	Draft ident.Number
	Field string
	Seq   int
}

func checkTyped(l *fault.List, field form.Field, v form.Value) {
	text.Check(l, field.ID, v.Text(), 200)
}
