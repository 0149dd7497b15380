// Package member keeps who acts for an organisation: the hats as its administrators see them, offers that were not
// taken up yet, successions (引継ぎ, 代理, 離任の申出) and contacts.
package member

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Members are the rows of a transaction about who acts for an organisation.
type Members struct{ *row.Q }

// readPeople is what a list of people is cut to: those at or below the unit of an administrator.
var readPeople = access.Permission{Action: access.Read, Object: access.People}

// Limit bounds how many hats of one organisation a list holds.
const Limit = 5000

// one turns the number of changed rows into the one answer for "none" and "not yours".
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Absent()
	}
	return err
}

// orNull is an instant, or nothing where none is set.
func orNull(at ident.Instant) any {
	if at == 0 {
		return nil
	}
	return at
}

// Granter returns the acting hat as it stands in this transaction, and holds it until the end: a grant and the end of
// the granter's own role cannot pass each other. A hat that has ended is Absent.
func (m Members) Granter() (party.Hat, error) {
	h := party.Hat{ID: m.Scope.Hat}
	err := one(m.Exec(`UPDATE hat SET from_at = from_at WHERE id = $1 AND org = $2 AND from_at <= $3 AND (until_at IS NULL OR until_at > $3)`,
		m.Scope.Hat, m.Scope.Org, m.Scope.At))
	if err != nil {
		return h, err
	}
	var roles, evidence, person string
	err = m.One(`SELECT h.person, h.org, h.unit, h.roles, h.from_at, COALESCE(h.until_at, 0), `+row.Evidence("hat", "h")+`, `+row.Evidence("person", "p")+` FROM hat h JOIN person p ON p.id = h.person WHERE h.id = $1 AND p.state = 'active'`,
		[]any{m.Scope.Hat}, &h.Person, &h.Org, &h.Unit, &roles, &h.From, &h.Until, &evidence, &person)
	h.Roles = strings.Fields(roles)
	if err == nil && !(m.Proved("hat", evidence) && m.Proved("person", person)) {
		err = fault.Absent()
	}
	return h, err
}

// Colleagues lists the hats at or below the scope's unit, with those that have ended, the oldest first.
func (m Members) Colleagues() ([]party.Colleague, error) { return m.list("", nil) }

// Colleague returns one hat at or below the scope's unit.
func (m Members) Colleague(id ident.Hat) (party.Colleague, error) {
	list, err := m.list("h.id = ", id)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return party.Colleague{}, err
	}
	return list[0], nil
}

// own is the scope's join over a table of accounts, on which no row-level security stands: its organisation and its units
// whatever else holds, and what the permission table says.
func (m Members) own(alias string, a *row.Args) string {
	return alias + `.org = ` + a.Add(m.Scope.Org) + ` AND ` + alias + `.unit IN (SELECT ub.unit FROM unit_above ub WHERE ub.above = ` + a.Add(m.Scope.Unit) + `) AND ` +
		m.Visible(alias, readPeople, a)
}

func (m Members) list(which string, id any) (list []party.Colleague, err error) {
	var a row.Args
	at := a.Add(m.Scope.At)
	where := m.own("h", &a)
	if which != "" {
		where += " AND " + which + a.Add(id)
	}
	var bodies [][2][]byte
	var revs []int
	err = m.Each(`SELECT h.id, h.person, h.org, h.unit, h.roles, h.from_at, COALESCE(h.until_at, 0), o.kind, p.body, u.rev, u.body,
			COALESCE((SELECT MAX(s.seen_at) FROM session s WHERE s.person = h.person AND s.hat = h.id), 0),
			COALESCE((SELECT s.method FROM session s WHERE s.person = h.person AND s.hat = h.id ORDER BY s.created_at DESC LIMIT 1), ''),
			(SELECT COUNT(*) FROM token t WHERE t.hat = h.id AND t.ended_at IS NULL AND t.until_at > `+at+`),
			COALESCE((SELECT MAX(d.hat) FROM succession d WHERE d.heir = h.id AND d.kind = 'deputy'), ''),
			COALESCE((SELECT MAX(l.created_at) FROM succession l WHERE l.hat = h.id AND l.kind = 'leaving' AND l.undone_at IS NULL), 0),
			COALESCE((SELECT MAX(t.used_at) FROM token t WHERE t.hat = h.id), 0),
			COALESCE((SELECT MAX(l.created_at) FROM succession l WHERE l.hat = h.id AND l.kind = 'kept'), 0)
		FROM hat h JOIN person p ON p.id = h.person JOIN unit u ON u.id = h.unit JOIN org o ON o.id = h.org
		WHERE (h.until_at IS NULL OR h.until_at > h.from_at) AND `+where+` ORDER BY h.from_at, h.id LIMIT `+a.Add(Limit), a.List, func(scan func(...any) error) error {
		var k party.Colleague
		var roles string
		var body [2][]byte
		var rev int
		err := scan(&k.ID, &k.Person, &k.Org, &k.Unit, &roles, &k.From, &k.Until, &k.Kind, &body[0], &rev, &body[1], &k.SeenAt, &k.Method, &k.Tokens, &k.Deputises, &k.LeavingAt, &k.UsedAt, &k.KeptAt)
		k.Roles = strings.Fields(roles)
		list, bodies, revs = append(list, k), append(bodies, body), append(revs, rev)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		k := &list[i]
		var who party.Person
		var unit party.Unit
		if err = m.Open(seal.Place{Org: seal.House, Table: "person", ID: string(k.Person), Rev: 1}, bodies[i][0], &who); err == nil {
			err = m.Open(row.UnitPlace(k.Org, k.Unit, revs[i]), bodies[i][1], &unit)
		}
		k.Name, k.Kana, k.Mail, k.Phone, k.UnitName = who.Name, who.Kana, who.Email, who.Phone, unit.Name
	}
	return list, err
}

// ChangeHat gives a hat another unit and other roles. It is of the scope's own organisation, and has not ended.
func (m Members) ChangeHat(h party.Hat) error {
	return one(m.Exec(`UPDATE hat SET unit = $1, roles = $2 WHERE id = $3 AND org = $4 AND (until_at IS NULL OR until_at > $5)`,
		h.Unit, strings.Join(h.Roles, " "), h.ID, m.Scope.Org, m.Scope.At))
}

// EndHat ends a hat of the scope's own organisation at an instant; 0 takes its end back. One that has ended is Absent.
func (m Members) EndHat(id ident.Hat, at ident.Instant) error {
	return one(m.Exec(`UPDATE hat SET until_at = $1 WHERE id = $2 AND org = $3 AND (until_at IS NULL OR until_at > $4)`,
		orNull(at), id, m.Scope.Org, m.Scope.At))
}

// Overseers counts who, beside one hat, administers a unit at an instant: proved hats at the unit or above it whose roles
// hold one role. Each is held until the end of the transaction, so that two who end each other do not both succeed.
func (m Members) Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (n int, err error) {
	const which = ` WHERE id <> $1 AND org = $2 AND ' ' || roles || ' ' LIKE $3 AND from_at <= $4 AND (until_at IS NULL OR until_at > $4)
		AND unit IN (SELECT above FROM unit_above WHERE unit = $5) AND person IN (SELECT p.id FROM person p WHERE p.state = 'active')`
	args := []any{but, m.Scope.Org, "% " + string(role) + " %", at, unit}
	if _, err := m.Exec(`UPDATE hat SET from_at = from_at`+which, args...); err != nil {
		return 0, err
	}
	err = m.Each(`SELECT `+row.Evidence("hat", "hat")+` FROM hat`+which, args, func(scan func(...any) error) error {
		var evidence string
		err := scan(&evidence)
		if m.Proved("hat", evidence) {
			n++
		}
		return err
	})
	return n, err
}

// OwnUnits lists the units at or below the scope's, parents before children.
func (m Members) OwnUnits() (list []party.Unit, err error) {
	var bodies [][]byte
	var revs []int
	err = m.Each(`SELECT u.id, u.org, COALESCE(u.parent, ''), u.rev, u.body FROM unit_above a JOIN unit u ON u.id = a.unit
		WHERE a.above = $1 AND u.org = $2 ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = u.id), u.id LIMIT $3`,
		[]any{m.Scope.Unit, m.Scope.Org, Limit}, func(scan func(...any) error) error {
			var u party.Unit
			var body []byte
			var rev int
			err := scan(&u.ID, &u.Org, &u.Parent, &rev, &body)
			list, bodies, revs = append(list, u), append(bodies, body), append(revs, rev)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		kept := list[i]
		err = m.Open(row.UnitPlace(kept.Org, kept.ID, revs[i]), bodies[i], &list[i])
		list[i].ID, list[i].Org, list[i].Parent = kept.ID, kept.Org, kept.Parent
	}
	return list, err
}

// History lists the entries about a hat, the newest first. The hat must be open to the scope.
func (m Members) History(id ident.Hat) (list []party.Chapter, err error) {
	var a row.Args
	object, limit := a.Add(id), a.Add(200)
	err = m.Each(`SELECT l.at, l.kind FROM leaf l WHERE l.object = `+object+` AND l.org = `+a.Add(m.Scope.Org)+` AND l.unit IN (SELECT ua.unit FROM unit_above ua WHERE ua.above = `+a.Add(m.Scope.Unit)+`) AND EXISTS (SELECT 1 FROM hat h WHERE h.id = l.object AND `+m.own("h", &a)+`) ORDER BY l.at DESC LIMIT `+limit,
		a.List, func(scan func(...any) error) error {
			var c party.Chapter
			err := scan(&c.At, &c.Kind)
			list = append(list, c)
			return err
		})
	return list, err
}
