package naming

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product/memory"
)

// TakeOffTx is what taking a question back needs.
type TakeOffTx interface {
	Now() ident.Instant
	NameAsk(ident.Number, access.Permission) (memory.Ask, error)
	TakeOffNameAsk(memory.Ask) error
}

// TakeOff takes a question to the steward back before it is answered; the steward no longer sees it.
type TakeOff struct{ Act Act[TakeOffTx] }

// Do takes the question of a number back. Who may call: roles that may ask, for questions of their unit and those below; any other is
// absent. One that was answered or taken back is a Conflict.
func (t TakeOff) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "naming.TakeOff")
	if err := s.Permit(access.Permission{Action: access.Ask, Object: access.Name}); err != nil {
		return err
	}
	_, err = t.Act(ctx, s, key, func(tx TakeOffTx) (ledger.Entry, error) {
		q, err := tx.NameAsk(n, access.Permission{Action: access.Read, Object: access.Name})
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := q.TakeOff(tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.TakeOffNameAsk(q); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NameAskWithdrawn, s, q.ID, q.Number, q.ID)
	})
	return err
}
