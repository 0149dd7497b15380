package phasing

import (
	"context"
	"crypto/sha256"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Queue is the queue of closings that are to be told; a task's key is the queue and the id of the act.
const Queue = "closing"

// TellTx is what telling needs.
type TellTx interface {
	Now() ident.Instant
	// Closing returns who closed a function, as an alarm without its number.
	Closing(ident.Object) (access.Alarm, error)
	AddAlarm(a access.Alarm, day string) (bool, error)
	PlatformUnits() ([]ident.Unit, error)
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Tell tells the administrators that one of them closed a function: closing needs no second person, so that it can be done at
// night, and somebody else looks into it afterwards.
type Tell struct {
	Act     Act[TellTx]
	Entropy io.Reader
}

// Do tells it once. Who may call: the house itself.
func (d Tell) Do(ctx context.Context, s access.Scope, id ident.Object) (err error) {
	defer fault.Wrap(&err, "phasing.Tell")
	if _, system := s.IsSystem(); !system {
		return fault.Absent()
	}
	_, err = d.Act(ctx, s, ident.Key{}, func(tx TellTx) (ledger.Entry, error) {
		a, err := tx.Closing(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		a.At = tx.Now()
		if a.ID, err = ident.NewID[ident.Object](a.At, d.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if a.Number, err = ident.NewNumber(ident.NumberNotice, a.At, d.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		fresh, err := tx.AddAlarm(a, string(id))
		if err != nil || !fresh {
			return ledger.Entry{}, err
		}
		units, err := tx.PlatformUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{
			Kind: ledger.AlarmRaised, Object: a.ID, Number: a.Number, Org: a.Org, Unit: a.Unit, Actor: a.Actor,
			Digest: sha256.Sum256([]byte(string(a.Kind) + " " + string(id))), Facts: map[string]string{"alarm": string(a.Kind), "count": "1"},
		}, tx.Notify(units, a.ID, a.Number, "urgent")
	})
	return err
}
