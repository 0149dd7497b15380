package enrolling

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// SwitchTx is what changing the hat needs.
type SwitchTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	EndSession(ident.Session) error
	HatOf(ident.Hat) (Hat, error)
	HatsOf(ident.Person) ([]Hat, error)
	AddSession(s Session, secret string) error
}

// Switch changes the hat (立場の切替): the session ends and another begins, so that no secret ever stood
// for two organisations.
type Switch struct {
	Act     Act[SwitchTx]
	Entropy io.Reader
}

// Do opens the session of another hat of the same person, with the life that the first had left.
// Who may call: a person in a browser. A hat of somebody else is Absent; one whose organisation has switched the session's
// way in off, or to which it does not lead, is Denied: it wants a sign-in of its own.
func (v Switch) Do(ctx context.Context, s access.Scope, to ident.Hat) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.Switch")
	if err := signedIn(s); err != nil {
		return o, err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx SwitchTx) (ledger.Entry, error) {
		now := tx.Now()
		before, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		hat, err := tx.HatOf(to)
		if err != nil {
			return ledger.Entry{}, err
		}
		if hat.Hat.Person != s.Person {
			return ledger.Entry{}, fault.Absent()
		}
		if !hat.Methods.Allows(before.Method) || before.Bound != "" && before.Bound != hat.Hat.Org {
			return ledger.Entry{}, fault.New(fault.Denied, "fault.account.method", nil)
		}
		hats, err := tx.HatsOf(s.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.EndSession(before.ID); err != nil {
			return ledger.Entry{}, err
		}
		if o, err = open(now, hat, before.Method, 0, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		o.Hats, o.Session.CreatedAt, o.Session.UntilAt = len(hats), before.CreatedAt, before.UntilAt
		o.Session.Bound = before.Bound
		e := opened(ledger.SessionSwitched, o, hat)
		e.Org, e.Unit = s.Org, s.Unit // the act is of the hat that was worn
		return e, tx.AddSession(o.Session, o.Secret)
	})
	return o, err
}
