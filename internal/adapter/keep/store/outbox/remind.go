package outbox

import (
	"slices"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/reminder"
)

var (
	mayFile         = access.Permission{Action: access.File, Object: access.Report}
	mayReadCalendar = access.Permission{Action: access.Read, Object: access.Calendar}
)

// filers are the people who may file for a unit today: those of the unit itself, or, if it has none, of the nearest unit above.
func (o Outbox) filers(unit ident.Unit) ([]reached, error) {
	return o.people(unit, true, func(h reached) bool {
		own, _ := access.For(access.Actor{Roles: h.roles}, 0).Relations(mayFile)
		return own
	})
}

// Filers lists where the people are reached who may file for a unit today, whatever mails they take: those who want one mail a day of all dates are apart. Background
// work alone is told.
func (o Outbox) Filers(unit ident.Unit) (single, together []string, err error) {
	if o.Scope.Org != "" {
		return nil, nil, nil
	}
	hats, err := o.filers(unit)
	if err != nil {
		return nil, nil, err
	}
	daily := func(h reached) bool { return slices.Contains(h.takes, message.Dates) }
	if together, err = o.addressesOf(slices.DeleteFunc(slices.Clone(hats), func(h reached) bool { return !daily(h) })); err == nil {
		single, err = o.addressesOf(slices.DeleteFunc(hats, daily))
	}
	return single, together, err
}

// ReminderReach is how many would be reminded of what those of the units owe that are at or below the scope's: people who may file and have an address, and shared
// addresses, as far as they are those of units at or below the scope's.
func (o Outbox) ReminderReach(units []ident.Unit) (list []reminder.Reach, err error) {
	if len(units) == 0 || o.Scope.Permit(mayReadCalendar) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	var ids []any
	for _, u := range units {
		ids = append(ids, u)
	}
	var revs []int
	var bodies [][]byte
	if err := o.Each(`SELECT u.id, u.rev, u.body FROM unit u JOIN unit_above x ON x.unit = u.id AND x.above = `+a.Add(o.Scope.Unit)+` WHERE u.org = `+a.Add(o.Scope.Org)+` AND u.id IN `+row.In(&a, ids)+` ORDER BY u.id`, a.List, func(scan func(...any) error) error {
		var r reminder.Reach
		var rev int
		var body []byte
		err := scan(&r.Unit, &rev, &body)
		list, revs, bodies = append(list, r), append(revs, rev), append(bodies, body)
		return err
	}); err != nil {
		return nil, err
	}
	for i := range list {
		var u party.Unit
		if err := o.Open(row.UnitPlace(o.Scope.Org, list[i].Unit, revs[i]), bodies[i], &u); err != nil {
			return nil, err
		}
		list[i].Name, list[i].NameEn = u.Name, u.NameEn
		if err := o.reach(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// reach counts.
func (o Outbox) reach(r *reminder.Reach) error {
	hats, err := o.filers(r.Unit)
	if err != nil {
		return err
	}
	people, err := o.addressesOf(hats)
	if err != nil {
		return err
	}
	r.People = len(people)
	return o.Each(`SELECT b.takes FROM mailbox b JOIN unit_above a ON a.unit = $1 AND a.above = b.unit JOIN unit_above x ON x.unit = b.unit AND x.above = $2 WHERE b.org = $3 AND b.state = 'active'`,
		[]any{r.Unit, o.Scope.Unit, o.Scope.Org}, func(scan func(...any) error) error {
			takes := ""
			err := scan(&takes)
			if slices.ContainsFunc(message.ReadTakes(takes), func(u message.Urgency) bool { return u != message.Notice }) {
				r.Boxes++
			}
			return err
		})
}
