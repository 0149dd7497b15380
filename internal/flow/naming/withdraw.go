package naming

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product/memory"
)

// WithdrawTx is what taking a decision back needs.
type WithdrawTx interface {
	who
	Name(ident.Number, access.Permission) (memory.Known, error)
	EndName(memory.Known) error
}

// Withdraw takes a decision of one's organisation back. An earlier one about the same pair counts again.
type Withdraw struct{ Act Act[WithdrawTx] }

// Do takes the decision of a number back. Who may call: roles that may write names, for decisions of their unit and those
// below; any other is absent. A second time is a Conflict.
func (w Withdraw) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "naming.Withdraw")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Name}); err != nil {
		return err
	}
	_, err = w.Act(ctx, s, key, func(tx WithdrawTx) (ledger.Entry, error) {
		k, err := tx.Name(n, access.Permission{Action: access.Read, Object: access.Name})
		if err != nil {
			return ledger.Entry{}, err
		}
		_, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := k.Withdraw(tx.Now(), s.ID(), person.Name, tx.LeafID()); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.EndName(k); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NameWithdrawn, s, k.ID, k.Number, k.ID)
	})
	return err
}
