// Package register keeps what the platform's administrators enter: registrations and their history, the tree of units,
// proposals, transfers of jurisdiction. It tells nobody else anything.
package register

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// Register are the rows of a transaction about who takes part, for administrators.
type Register struct{ *row.Q }

// directoryLimit bounds how many organisations one platform lists.
const directoryLimit = 20000

// hidden reports whether the scope is neither an administrator of the platform nor background work.
func (r Register) hidden() bool {
	return r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Organisation}) != nil
}

// foreign reports whether an organisation is neither the scope's own, of which it says who acts for it, nor open to it as to
// an administrator of the platform.
func (r Register) foreign(org ident.Org) bool {
	own := org == r.Scope.Org && r.Scope.Permit(access.Permission{Action: access.Read, Object: access.People}) == nil
	return r.hidden() && !own
}

// today is the day in Japan in which the transaction runs.
func (r Register) today() string { return law.DayOf(r.Scope.At).String() }

// Directory lists every organisation, in no order. Names are opened one by one: nothing of them stands in an index.
func (r Register) Directory() ([]register.Entry, error) {
	if r.hidden() {
		return nil, nil
	}
	var list []register.Entry
	var bodies []row.Body
	var keys [][]byte
	err := r.Each(`SELECT o.id, o.kind, COALESCE(o.closed_at, 0), o.rev, o.body, k.wrapped, COALESCE(h.people, 0), COALESCE(h.active, 0), COALESCE(d.n, 0)
		FROM org o JOIN org_key k ON k.org = o.id
		LEFT JOIN (SELECT w.org, COUNT(DISTINCT w.person) AS people, COUNT(DISTINCT c.person) AS active FROM hat w LEFT JOIN credential c ON c.person = w.person AND c.ended_at IS NULL
			WHERE w.from_at <= $1 AND (w.until_at IS NULL OR w.until_at > $1) GROUP BY w.org) h ON h.org = o.id
		LEFT JOIN (SELECT operator, COUNT(*) AS n FROM designation WHERE from_on <= $2 AND (until_on IS NULL OR until_on > $2) GROUP BY operator) d ON d.operator = o.id ORDER BY o.id
		LIMIT $3`, []any{r.Scope.At, r.today(), directoryLimit}, func(scan func(...any) error) error {
		var e register.Entry
		var body row.Body
		var key []byte
		err := scan(&e.ID, &e.Kind, &e.ClosedAt, &body.Rev, &body.Sealed, &key, &e.People, &e.Active, &e.Designated)
		list, bodies, keys = append(list, e), append(bodies, body), append(keys, key)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		if !r.Keys.Has(list[i].ID) {
			if err = r.Keys.Unwrap(list[i].ID, keys[i]); err != nil {
				break
			}
		}
		var o party.Org
		if err = r.Open(row.OrgPlace(list[i].ID, bodies[i].Rev), bodies[i].Sealed, &o); err == nil {
			list[i].Name, list[i].NameEn, list[i].Kana, list[i].CorporateNumber = o.Name, o.NameEn, o.Kana, o.CorporateNumber
		}
	}
	return list, err
}

// OrgRecord returns an organisation's registration.
func (r Register) OrgRecord(id ident.Org) (o register.Org, err error) {
	var body []byte
	if r.foreign(id) {
		return o, fault.Absent()
	}
	if err := r.One(`SELECT rev, created_at, COALESCE(closed_at, 0), body FROM org WHERE id = $1`, []any{id}, &o.Rev, &o.CreatedAt, &o.ClosedAt, &body); err != nil {
		return o, err
	}
	return o, r.Open(row.OrgPlace(id, o.Rev), body, &o.Org)
}

// OrgNumbered finds the organisation of a kind that has a 法人番号; "" when there is none.
func (r Register) OrgNumbered(kind party.Kind, number string) (id ident.Org, err error) {
	lookup := r.OrgLookup(kind, number)
	if r.hidden() || lookup == nil {
		return "", nil
	}
	err = r.Each(`SELECT id FROM org WHERE lookup = $1`, []any{lookup}, func(scan func(...any) error) error { return scan(&id) })
	return id, err
}

// ChangeOrg writes a registration over the revision that was read; somebody else's change in between is a Conflict.
// What stood before is kept.
func (r Register) ChangeOrg(o register.Org) error {
	if err := r.keepFormer("org", string(o.ID), o.ID, o.Rev); err != nil {
		return err
	}
	body, err := r.Seal(row.OrgPlace(o.ID, o.Rev+1), o.Org)
	if err != nil {
		return err
	}
	return r.moved(r.Exec(`UPDATE org SET rev = rev + 1, body = $1, lookup = $2 WHERE id = $3 AND rev = $4`,
		body, r.OrgLookup(o.Kind, o.CorporateNumber), o.ID, o.Rev))
}

func (r Register) keepFormer(table, id string, org ident.Org, rev int) error {
	return r.moved(r.Exec(`INSERT INTO former (object, rev, org, actor, at, body) SELECT id, rev, $1, $2, $3, body FROM `+table+` WHERE id = $4 AND rev = $5`,
		org, r.Scope.ID(), r.Scope.At, id, rev))
}

func (r Register) moved(n int64, err error) error {
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "fault.register.moved", nil)
	}
	return err
}

// FormerOrgs lists what was registered of an organisation before, the latest first.
func (r Register) FormerOrgs(id ident.Org) (list []register.Former, err error) {
	var bodies [][]byte
	if r.hidden() {
		return nil, nil
	}
	err = r.Each(`SELECT rev, at, actor, body FROM former WHERE object = $1 ORDER BY rev DESC LIMIT 100`, []any{id}, func(scan func(...any) error) error {
		var f register.Former
		var body []byte
		err := scan(&f.Rev, &f.At, &f.Actor, &body)
		list, bodies = append(list, f), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = r.Open(row.OrgPlace(id, list[i].Rev), bodies[i], &list[i].Org)
		}
	}
	return list, err
}

// SetOrgClosed closes an organisation at the instant of the act, or opens it again.
func (r Register) SetOrgClosed(id ident.Org, closed bool) error {
	if closed {
		return r.moved(r.Exec(`UPDATE org SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL`, r.Scope.At, id))
	}
	return r.moved(r.Exec(`UPDATE org SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL`, id))
}

// OrgUse counts what hangs on an organisation.
func (r Register) OrgUse(id ident.Org) (u register.Use, err error) {
	if r.hidden() {
		return u, nil
	}
	err = r.One(`SELECT (SELECT COUNT(*) FROM designation WHERE operator = $1 AND (until_on IS NULL OR until_on > $2)),
		(SELECT COUNT(*) FROM jurisdiction WHERE (operator = $1 OR org = $1) AND (until_on IS NULL OR until_on > $2)),
		(SELECT COUNT(*) FROM hat WHERE org = $1 AND (until_at IS NULL OR until_at > $3))`,
		[]any{id, r.today(), r.Scope.At}, &u.Designations, &u.Jurisdictions, &u.People)
	return u, err
}

// PeopleOf lists who may act for an organisation now or later, by unit.
func (r Register) PeopleOf(org ident.Org) (list []register.Member, err error) {
	if r.hidden() {
		return nil, nil
	}
	var people [][]byte
	var units []row.Body
	err = r.Each(`SELECT h.id, h.person, h.unit, h.roles, COALESCE(h.until_at, 0), p.body, u.rev, u.body,
		EXISTS (SELECT 1 FROM credential c WHERE c.person = h.person AND c.ended_at IS NULL),
		COALESCE((SELECT MAX(s.seen_at) FROM session s WHERE s.person = h.person), 0)
		FROM hat h JOIN person p ON p.id = h.person JOIN unit u ON u.id = h.unit
		WHERE h.org = $1 AND (h.until_at IS NULL OR h.until_at > $2) ORDER BY h.unit, h.id LIMIT $3`, []any{org, r.Scope.At, register.MostPeople}, func(scan func(...any) error) error {
		m := register.Member{Hat: party.Hat{Org: org}}
		var roles string
		var body []byte
		var unit row.Body
		err := scan(&m.ID, &m.Person, &m.Unit, &roles, &m.UntilAt, &body, &unit.Rev, &unit.Sealed, &m.Activated, &m.UsedAt)
		m.Roles = strings.Fields(roles)
		list, people, units = append(list, m), append(people, body), append(units, unit)
		return err
	})
	for i := range list {
		var p party.Person
		var u party.Unit
		if err == nil {
			err = r.Open(personPlace(list[i].Person), people[i], &p)
		}
		if err == nil {
			err = r.Open(row.UnitPlace(org, list[i].Unit, units[i].Rev), units[i].Sealed, &u)
		}
		list[i].Name, list[i].Kana, list[i].Mail, list[i].UnitName = p.Name, p.Kana, p.Email, u.Name
	}
	return list, err
}

func personPlace(id ident.Person) seal.Place {
	return seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: 1}
}

// EndHatsOf ends every role of an organisation's people at the instant of the act; what they were invited to is over too.
func (r Register) EndHatsOf(org ident.Org) error {
	if _, err := r.Exec(`UPDATE offer SET state = 'withdrawn', ended_at = $1, held = NULL WHERE org = $2 AND state IN ('open', 'waiting')`, r.Scope.At, org); err != nil {
		return err
	}
	_, err := r.Exec(`UPDATE hat SET until_at = $1 WHERE org = $2 AND (until_at IS NULL OR until_at > $1)`, r.Scope.At, org)
	return err
}
