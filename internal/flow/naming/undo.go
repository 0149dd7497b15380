package naming

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product/memory"
)

// UndoTx is what undoing a decision for all needs.
type UndoTx interface {
	who
	NameRule(ident.Number, access.Permission) (memory.Rule, error)
	EndNameRule(memory.Rule) error
	ReopenNameAsks(ident.Object) (int, error)
}

// Undo takes a decision for all back: it no longer counts for anybody, and the questions that it answered wait again.
type Undo struct{ Act Act[UndoTx] }

// Do undoes the decision of a number. Who may call: stewards of the office that decided; for anybody else it is absent. A second time is a
// Conflict.
func (u Undo) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "naming.Undo")
	if err := s.Permit(mayDecide); err != nil {
		return err
	}
	_, err = u.Act(ctx, s, key, func(tx UndoTx) (ledger.Entry, error) {
		r, err := tx.NameRule(n, mayRead)
		if err != nil {
			return ledger.Entry{}, err
		}
		_, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := r.Undo(tx.Now(), s.ID(), person.Name, tx.LeafID()); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.EndNameRule(r); err != nil {
			return ledger.Entry{}, err
		}
		if _, err := tx.ReopenNameAsks(r.ID); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NamingUndone, s, r.ID, r.Number, r.ID)
	})
	return err
}
