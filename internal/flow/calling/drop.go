package calling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Drop takes a turn back: the roster shows the gap that it leaves.
type Drop struct{ Act Act[SwapTx] }

// Do takes it back. A turn that has passed is a Conflict. Who may call: administrators of the organisation.
func (v Drop) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "calling.Drop")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SwapTx) (ledger.Entry, error) {
		t, err := ahead(tx, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DutyTurnEnded, s, t.ID, t), tx.EndDutyTurn(t.ID)
	})
	return err
}
