package appointing

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// EndTx is what ending a hat needs.
type EndTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	EndHat(id ident.Hat, at ident.Instant) error
	Tell(what message.Personal, unit ident.Unit, object ident.Object) error
}

// End ends a hat (立場の終了): at once, or with the end of a day. Names stay in history, credentials are the person's.
type End struct{ Act Act[EndTx] }

// Do ends it; a zero day is at once, from the next request on, for sessions and tokens alike. Who may call: an
// administrator of the hat's unit, for another person: leaving needs both sides, whoever asks and whoever settles, and who is
// shut out learns of it by mail. One's own hat, and that of the last administrator of a unit, are a Conflict.
func (v End) Do(ctx context.Context, s access.Scope, key ident.Key, hat ident.Hat, on law.Day) (err error) {
	defer fault.Wrap(&err, "appointing.End")
	_, err = v.Act(ctx, s, key, func(tx EndTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		k, err := tx.Colleague(hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		at := tx.Now()
		if k.StandingAt(at) == party.Past {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.past", nil)
		}
		facts := map[string]string{}
		if !on.IsZero() {
			if at = on.End(); on.Before(law.DayOf(tx.Now())) || on.Since(law.DayOf(tx.Now())) > FarDays {
				var l fault.List
				l.Add("on", "fault.people.from", nil)
				return ledger.Entry{}, l.Err()
			}
			facts["on"] = on.String()
		}
		if err := notTheLast(tx, k, at); err != nil {
			return ledger.Entry{}, err
		}
		if k.Person == by.Person {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.own", nil)
		}
		if err := tx.EndHat(hat, at); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MemberEnded, s, hat, []any{hat, at}, facts), tx.Tell(message.HatEnded, k.Unit, ident.Object(hat))
	})
	return err
}

// LeavingTx is what asking to leave needs.
type LeavingTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	AddSuccession(party.Succession) error
}

// Ask is a person asking to leave (離任の申出): leaving needs both sides, so that nothing is left without somebody.
type Ask struct {
	Act     Act[LeavingTx]
	Entropy io.Reader
}

// Do notes it for the administrators. Who may call: a person in a browser, for the hat that they wear.
func (v Ask) Do(ctx context.Context, s access.Scope, key ident.Key) (err error) {
	defer fault.Wrap(&err, "appointing.Ask")
	if s.Person == "" || s.Session == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	_, err = v.Act(ctx, s, key, func(tx LeavingTx) (ledger.Entry, error) {
		h, err := tx.Granter()
		if err != nil {
			return ledger.Entry{}, err
		}
		n := party.Succession{Kind: party.Leaving, Hat: h, At: tx.Now(), By: s.Person, CreatedAt: tx.Now()}
		if n.ID, err = ident.NewID[string](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MemberLeaving, s, h.ID, h.ID, nil), tx.AddSuccession(n)
	})
	return err
}
