// Package opening keeps the acts by which functions are opened and closed (機能の公開).
package opening

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
)

// Acts are the rows of a transaction about functions.
type Acts struct{ *row.Q }

func place(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "opening", ID: string(id), Rev: 1}
}

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Opening}
	mayWrite = access.Permission{Action: access.Write, Object: access.Opening}
)

const columns = `p.id, p.function, p.audience, p.audience_of, p.state, p.from_at, COALESCE(p.until_at, 0), p.at, p.org, p.by_actor, COALESCE(p.ended_at, 0), COALESCE(p.ended_by, ''), p.body`

// limit bounds how many acts may speak at once, and how many a page lists.
const limit = 500

// OpeningsFor lists the acts that speak to the scope now or later: to its organisation, its kind, the operators of a ministry
// among which it is, everybody. Nobody in particular is told of all, for a page before signing in; the words alone say
// nothing of who is meant.
func (o Acts) OpeningsFor() ([]opening.Act, error) {
	var a row.Args
	where := `p.ended_at IS NULL AND (p.until_at IS NULL OR p.until_at > ` + a.Add(o.Scope.At) + `)`
	if o.Scope.Org != "" {
		org, kind, today := a.Add(o.Scope.Org), a.Add(o.Scope.Kind), a.Add(law.DayOf(o.Scope.At).String())
		where += ` AND (p.audience = 'everybody' OR (p.audience = 'kind' AND p.audience_of = ` + kind + `) OR (p.audience = 'org' AND p.audience_of = ` + org + `)
			OR (p.audience = 'ministry' AND EXISTS (SELECT 1 FROM jurisdiction j WHERE j.org = p.audience_of AND j.operator = ` + org + `
				AND j.from_on <= ` + today + ` AND (j.until_on IS NULL OR j.until_on > ` + today + `))))`
	}
	return o.acts(where+` ORDER BY p.at DESC, p.id DESC LIMIT `+a.Add(limit), a.List)
}

// Openings lists the acts that are open to the scope to manage, the latest first, those that were ended too.
func (o Acts) Openings() ([]opening.Act, error) {
	var a row.Args
	return o.acts(o.Visible("p", mayRead, &a)+` ORDER BY p.at DESC, p.id DESC LIMIT `+a.Add(limit), a.List)
}

// Opening returns one of them.
func (o Acts) Opening(id ident.Object) (opening.Act, error) {
	var a row.Args
	at := a.Add(id)
	list, err := o.acts(`p.id = `+at+` AND `+o.Visible("p", mayRead, &a), a.List)
	if err == nil && len(list) != 1 {
		err = o.Miss(string(id))
	}
	if err != nil {
		return opening.Act{}, err
	}
	return list[0], nil
}

// Closing returns by whom a function was closed, as an alarm that is not raised yet; background work alone may ask.
func (o Acts) Closing(id ident.Object) (a access.Alarm, err error) {
	if o.Scope.Org != "" {
		return a, o.Miss(string(id))
	}
	a.Kind, a.Count = access.AlarmClosed, 1
	return a, o.One(`SELECT org, unit, by_actor FROM opening WHERE id = $1 AND state <> 'open'`, []any{id}, &a.Org, &a.Unit, &a.Actor)
}

func (o Acts) acts(where string, args []any) (list []opening.Act, err error) {
	var bodies [][]byte
	err = o.Each(`SELECT `+columns+` FROM opening p WHERE `+where, args, func(scan func(...any) error) error {
		var one opening.Act
		var state string
		var body []byte
		err := scan(&one.ID, &one.Function, &one.Audience.Reach, &one.Audience.Of, &state, &one.FromAt, &one.UntilAt, &one.At, &one.Org, &one.By, &one.EndedAt, &one.EndedBy, &body)
		one.Open = state == "open"
		list, bodies = append(list, one), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = o.Open(place(list[i].ID), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// AddOpening writes an act; the administrators of the platform may read and end it.
func (o Acts) AddOpening(one opening.Act, platform []ident.Unit) error {
	body, err := o.Seal(place(one.ID), one.Words)
	if err != nil {
		return err
	}
	state := "closed"
	if one.Open {
		state = "open"
	}
	var until any
	if one.UntilAt != 0 {
		until = one.UntilAt
	}
	if _, err := o.Exec(`INSERT INTO opening (id, org, unit, function, audience, audience_of, state, from_at, until_at, at, by_actor, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		one.ID, o.Scope.Org, o.Scope.Unit, one.Function, one.Audience.Reach, one.Audience.Of, state, one.FromAt, until, one.At, one.By, body); err != nil {
		return err
	}
	for _, u := range platform {
		if _, err := o.Exec(`INSERT INTO reader (object, audience, kind, at) VALUES ($1, $2, 'opening', $3)`, one.ID, u, one.At); err != nil {
			return err
		}
	}
	return nil
}

// EndOpening takes an act back. One that is not open to the scope is Absent, one that is over a Conflict.
func (o Acts) EndOpening(id ident.Object) (opening.Act, error) {
	one, err := o.Opening(id)
	if err != nil {
		return one, err
	}
	var a row.Args
	at, by, which := a.Add(o.Scope.At), a.Add(o.Scope.ID()), a.Add(id)
	n, err := o.Exec(`UPDATE opening SET ended_at = `+at+`, ended_by = `+by+` WHERE id = `+which+` AND ended_at IS NULL AND (until_at IS NULL OR until_at > `+at+`) AND `+o.Visible("opening", mayWrite, &a), a.List...)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.opening.over", nil)
	}
	return one, err
}

// OpeningOrgs lists the organisations of which the scope may enter an act, by reading: for a ministry the operators for whom it
// is competent and itself, for the platform all that are in use.
func (o Acts) OpeningOrgs() (list []party.Org, err error) {
	var a row.Args
	where := `g.closed_at IS NULL`
	if o.Scope.Kind != party.Platform {
		org, today := a.Add(o.Scope.Org), a.Add(law.DayOf(o.Scope.At).String())
		where += ` AND (g.id = ` + org + ` OR EXISTS (SELECT 1 FROM jurisdiction j JOIN unit_above u ON u.unit = j.unit WHERE u.above = ` + a.Add(o.Scope.Unit) + ` AND j.operator = g.id
			AND j.from_on <= ` + today + ` AND (j.until_on IS NULL OR j.until_on > ` + today + `)))`
	}
	var bodies []row.Body
	if own, addressed := o.Scope.Relations(mayWrite); !own && !addressed {
		return nil, nil
	}
	err = o.Each(`SELECT g.id, g.kind, g.rev, g.body FROM org g WHERE `+where+` ORDER BY g.id LIMIT `+a.Add(most), a.List, func(scan func(...any) error) error {
		var one party.Org
		var b row.Body
		err := scan(&one.ID, &one.Kind, &b.Rev, &b.Sealed)
		list, bodies = append(list, one), append(bodies, b)
		return err
	})
	for i := range list {
		if err == nil {
			id, kind := list[i].ID, list[i].Kind
			err = o.Open(row.OrgPlace(id, bodies[i].Rev), bodies[i].Sealed, &list[i])
			list[i].ID, list[i].Kind = id, kind
		}
	}
	slices.SortFunc(list, func(a, b party.Org) int { return cmp.Or(cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.Name, b.Name)) })
	return list, err
}

// most bounds how many organisations a page offers.
const most = 2000
