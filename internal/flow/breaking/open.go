package breaking

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// OpenTx is what opening needs.
type OpenTx interface {
	Now() ident.Instant
	// Boxed returns what was approved with the report behind its number; a box without a filing where one of the two has no role
	// any more, or nothing has the number.
	Boxed(ident.Object) (emergency.Box, error)
	// OpenGlass writes the box, or that there is none.
	OpenGlass(emergency.Box) error
	AddAlarm(a access.Alarm, day string) (bool, error)
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Open is the house's part: it lets the one who asked read that one report until the box closes, and in the same act tells its
// owner and raises an alarm.
type Open struct {
	Act     Act[OpenTx]
	Entropy io.Reader
}

// Do opens what was approved, once. Who may call: the house itself.
func (o Open) Do(ctx context.Context, s access.Scope, id ident.Object) (err error) {
	defer fault.Wrap(&err, "breaking.Open")
	if _, system := s.IsSystem(); !system {
		return fault.Absent()
	}
	_, err = o.Act(ctx, s, ident.Key{}, func(tx OpenTx) (ledger.Entry, error) {
		b, err := tx.Boxed(id)
		now := tx.Now()
		if err != nil || b.Now(now) != emergency.Approved {
			return ledger.Entry{}, err // withdrawn meanwhile, or done already
		}
		if b.Filing == "" {
			b.State = emergency.Void
			return entry(ledger.GlassVoid, s, b.Glass), tx.OpenGlass(b)
		}
		if err := o.box(&b, now); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.OpenGlass(b); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.GlassOpened, s, b.Glass), o.tell(tx, b, now)
	})
	return err
}

func (o Open) box(b *emergency.Box, now ident.Instant) (err error) {
	b.State, b.OpenedAt, b.UntilAt = emergency.Open, now, b.Until(now)
	if b.Hat, err = ident.NewID[ident.Hat](now, o.Entropy); err != nil {
		return err
	}
	b.Room = party.Unit{Org: b.Org, Parent: b.Unit, Name: "緊急閲覧 " + string(b.Number), NameEn: "Emergency reading " + b.Number.ASCII()}
	b.Room.ID, err = ident.NewID[ident.Unit](now, o.Entropy)
	return err
}

// tell tells the owner and raises the alarm.
func (o Open) tell(tx OpenTx, b emergency.Box, now ident.Instant) error {
	a := access.Alarm{Org: b.Org, Unit: b.Unit, Kind: access.AlarmGlass, Actor: string(b.AskedBy), At: now, Count: b.Hours}
	var err error
	if a.ID, err = ident.NewID[ident.Object](now, o.Entropy); err != nil {
		return err
	}
	if a.Number, err = ident.NewNumber(ident.NumberNotice, now, o.Entropy); err != nil {
		return err
	}
	if _, err := tx.AddAlarm(a, string(b.ID)); err != nil {
		return err
	}
	return tx.Notify([]ident.Unit{b.At}, b.ID, b.Number, "urgent")
}
