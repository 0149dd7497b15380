package calling

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// ConfirmTx is what confirming needs.
type ConfirmTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	DutyState() (oncall.State, error)
	ConfirmDuty(id ident.Object, by string) error
}

// Confirm says that contacts and roster are right: each quarter, and after each hand-over (R6).
type Confirm struct {
	Act     Act[ConfirmTx]
	Entropy io.Reader
}

// Do keeps the press with its time. Where there is nothing to confirm it is a Conflict. Who may call: administrators of the organisation.
func (v Confirm) Do(ctx context.Context, s access.Scope, key ident.Key) (err error) {
	defer fault.Wrap(&err, "calling.Confirm")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ConfirmTx) (ledger.Entry, error) {
		state, err := tx.DutyState()
		if err == nil && state.Contacts+state.Turns == 0 {
			err = fault.New(fault.Conflict, "fault.turn.nothing", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		id, err := ident.NewID[ident.Object](tx.Now(), v.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DutyConfirmed, s, id, by), tx.ConfirmDuty(id, by)
	})
	return err
}
