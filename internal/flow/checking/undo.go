package checking

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// UndoTx is what taking a check back needs.
type UndoTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	FormalAct(ident.Object) (formal.Act, error)
	Formal([]ident.Number, []ident.Filing) ([]formal.Line, error)
	EndCheck(formal.Marked, formal.Act) error
	UndoFormalAct(formal.Act) error
}

// Undo takes back an act by which forms were checked.
type Undo struct{ Act Act[UndoTx] }

// Do takes it back for each filing of which it still stands. Who may call: officers of the unit. An act that was taken back already, and
// one of which nothing is left to take back, is a Conflict.
func (v Undo) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "checking.Undo")
	if err := s.Permit(May); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx UndoTx) (ledger.Entry, error) {
		a, err := tx.FormalAct(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if a.UndoneAt != 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.formal.undone", nil)
		}
		var ids []ident.Filing
		for _, m := range a.Lines {
			if m.Why == "" {
				ids = append(ids, m.Filing)
			}
		}
		now, err := tx.Formal(nil, ids)
		if err != nil {
			return ledger.Entry{}, err
		}
		n := 0
		for _, m := range a.Back(now) {
			if m.Why != "" {
				continue
			}
			n++
			if err := tx.EndCheck(m, a); err != nil {
				return ledger.Entry{}, err
			}
		}
		if n == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.formal.past", nil)
		}
		if a.Undo, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.FilingsUnchecked, s, a), tx.UndoFormalAct(a)
	})
	return err
}
