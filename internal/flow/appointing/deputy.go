package appointing

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// DeputeTx is what naming a deputy needs.
type DeputeTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Follow(s party.Succession, heir party.Hat) error
}

// Depute lets somebody act for another from one day to another (代理). It is said wherever the name stands.
type Depute struct {
	Act     Act[DeputeTx]
	Entropy io.Reader
}

// Deputising is one deputy.
type Deputising struct {
	For, Deputy ident.Hat
	From, Until law.Day // both included
	Roles       []string
}

// Do names the deputy. Who may call: an administrator to whom both hats are open. The administrator's role is not
// deputised: whoever is to have it is given it.
func (v Depute) Do(ctx context.Context, s access.Scope, key ident.Key, d Deputising) (err error) {
	defer fault.Wrap(&err, "appointing.Depute")
	_, err = v.Act(ctx, s, key, func(tx DeputeTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		of, err := tx.Colleague(d.For)
		if err != nil {
			return ledger.Entry{}, err
		}
		deputy, err := tx.Colleague(d.Deputy)
		if err != nil {
			return ledger.Entry{}, err
		}
		now := tx.Now()
		if err := d.check(of, deputy, now); err != nil {
			return ledger.Entry{}, err
		}
		n := party.Succession{Kind: party.Deputy, Hat: of.Hat, At: max(now, d.From.Start()), Until: d.Until.End(), By: by.Person, CreatedAt: now}
		h := party.Hat{Person: deputy.Person, Org: of.Org, Unit: of.Unit, Roles: append(slices.Clone(d.Roles), string(access.Acting)), From: n.At, Until: n.Until}
		if n.ID, err = ident.NewID[string](now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if h.ID, err = ident.NewID[ident.Hat](now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		n.Heir = h.ID
		return entry(ledger.DeputyNamed, s, d.For, d, map[string]string{"from": d.From.String(), "until": d.Until.String()}), tx.Follow(n, h)
	})
	return err
}

func (d Deputising) check(of, deputy party.Colleague, now ident.Instant) error {
	var l fault.List
	today := law.DayOf(now)
	switch {
	case d.From.IsZero() || d.From.Before(today) || d.From.Since(today) > FarDays:
		l.Add("from", "fault.people.from", nil)
	case d.Until.IsZero() || d.Until.Before(d.From) || d.Until.Since(d.From) > FarDays:
		l.Add("until", "fault.people.until", nil)
	case of.Until != 0 && of.Until <= d.From.Start():
		l.Add("for", "fault.handover.ended", fault.Args{"name": of.Name, "day": lastDay(of.Hat)})
	case deputy.StandingAt(now) == party.Past || deputy.Until != 0 && deputy.Until < d.Until.End():
		l.Add("deputy", "fault.handover.gone", fault.Args{"name": deputy.Name, "day": lastDay(deputy.Hat)})
	}
	if of.Person == deputy.Person {
		l.Add("deputy", "fault.handover.same", nil)
	}
	if len(d.Roles) == 0 {
		l.Add("roles", "fault.people.roles", nil)
	}
	for _, r := range d.Roles {
		if !slices.Contains(of.Roles, r) || access.Administers(of.Kind, []string{r}) {
			l.Add("roles", "fault.handover.roles", nil)
			break
		}
	}
	return l.Err()
}
