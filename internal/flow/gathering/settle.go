package gathering

import (
	"context"
	"maps"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// SettleTx is what choosing needs.
type SettleTx interface {
	Gathered(n ident.Number, lock bool) (collection.Whole, error)
	SaveCollection(collection.Collection) error
}

// Settle keeps which of the answers and rows that were said twice is chosen. Nothing is written in the draft: taking over does that.
type Settle struct{ Act Act[SettleTx] }

// settledMost bounds what one collection remembers.
const settledMost = 20_000

// Do keeps choices: by the key of a double the ref of one of its answers, or nothing to leave it open again. Who may call: roles that may
// write collections. What nobody is asked about any more is forgotten by whoever merges.
func (v Settle) Do(ctx context.Context, s access.Scope, key ident.Key, draft ident.Number, choice map[string]string) (err error) {
	defer fault.Wrap(&err, "gathering.Settle")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SettleTx) (ledger.Entry, error) {
		w, err := tx.Gathered(draft, true)
		if err != nil {
			return ledger.Entry{}, err
		}
		if w.ID == "" || len(choice)+len(w.Choice) > settledMost {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.moved", nil)
		}
		next := w.Collection
		next.Choice = maps.Clone(w.Choice)
		if next.Choice == nil {
			next.Choice = map[string]string{}
		}
		for k, ref := range choice {
			if next.Choice[k] = ref; ref == "" {
				delete(next.Choice, k)
			}
		}
		return entry(ledger.CollectionSettled, s, w.ID, next.Settled), tx.SaveCollection(next)
	})
	return err
}
