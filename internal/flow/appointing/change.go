package appointing

import (
	"context"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// ChangeTx is what changing roles and unit needs.
type ChangeTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	OwnUnits() ([]party.Unit, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	ChangeHat(party.Hat) error
}

// Change gives a hat other roles or another unit (役割・部署の変更). It takes effect with the next request.
type Change struct{ Act Act[ChangeTx] }

// Assignment is what a hat is to be from now on.
type Assignment struct {
	Hat   ident.Hat
	Unit  ident.Unit
	Roles []string
}

// Do changes it. Who may call: an administrator, for hats and units at or below their own. The last administrator of
// a unit cannot stop being it: a Conflict fault.
func (v Change) Do(ctx context.Context, s access.Scope, key ident.Key, a Assignment) (err error) {
	defer fault.Wrap(&err, "appointing.Change")
	_, err = v.Act(ctx, s, key, func(tx ChangeTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		k, err := tx.Colleague(a.Hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		if k.StandingAt(tx.Now()) == party.Past {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.past", nil)
		}
		units, err := tx.OwnUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		var l fault.List
		checkUnit(&l, units, a.Unit)
		checkRoles(&l, s.Kind, by, a.Roles)
		if err := l.Err(); err != nil {
			return ledger.Entry{}, err
		}
		if k.Deputises != "" { // it is for the days and roles that were said
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.deputy", nil)
		}
		if a.Unit == k.Unit && same(a.Roles, k.Roles) {
			return ledger.Entry{}, nil
		}
		if a.Unit != k.Unit || !access.Administers(k.Kind, a.Roles) {
			if err := notTheLast(tx, k, tx.Now()); err != nil {
				return ledger.Entry{}, err
			}
		}
		h := k.Hat
		h.Unit, h.Roles = a.Unit, a.Roles
		return entry(ledger.MemberChanged, s, a.Hat, a, map[string]string{"before": strings.Join(k.Roles, " "), "roles": strings.Join(a.Roles, " ")}), tx.ChangeHat(h)
	})
	return err
}

func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
