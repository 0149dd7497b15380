// Package party keeps organisations, units, people, hats, designations and jurisdictions.
package party

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Parties are the rows of a transaction about who takes part.
type Parties struct{ *row.Q }

func personPlace(id ident.Person) seal.Place {
	return seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: 1}
}

// AddHouse makes the key under which the platform's own rows are sealed, once.
func (p Parties) AddHouse() error { return p.addKey(seal.House) }

func (p Parties) addKey(org ident.Org) error {
	wrapped, err := p.Keys.NewKey(org, p.Entropy)
	if err != nil {
		return err
	}
	_, err = p.Exec(`INSERT INTO org_key (org, wrapped) VALUES ($1, $2)`, org, []byte(wrapped))
	return err
}

// AddOrg adds an organisation with a key of its own.
func (p Parties) AddOrg(o party.Org) error {
	if err := p.addKey(o.ID); err != nil {
		return err
	}
	body, err := p.Seal(row.OrgPlace(o.ID, 1), o)
	if err != nil {
		return err
	}
	_, err = p.Exec(`INSERT INTO org (id, kind, created_at, rev, body, lookup) VALUES ($1, $2, $3, 1, $4, $5)`, o.ID, o.Kind, p.Scope.At, body, p.OrgLookup(o.Kind, o.CorporateNumber))
	return err
}

// AddUnit adds a unit below its parent, with its own audience.
func (p Parties) AddUnit(u party.Unit) error {
	body, err := p.Seal(row.UnitPlace(u.Org, u.ID, 1), u)
	if err != nil {
		return err
	}
	var parent any
	if u.Parent != "" {
		parent = u.Parent
	}
	if _, err := p.Exec(`INSERT INTO unit (id, org, parent, rev, body) VALUES ($1, $2, $3, 1, $4)`, u.ID, u.Org, parent, body); err != nil {
		return err
	}
	if _, err := p.Exec(`INSERT INTO unit_above (unit, above) VALUES ($1, $1)`, u.ID); err != nil {
		return err
	}
	above, err := p.above(u)
	if err != nil {
		return err
	}
	for _, id := range above {
		if _, err := p.Exec(`INSERT INTO unit_above (unit, above) VALUES ($1, $2)`, u.ID, id); err != nil {
			return err
		}
	}
	_, err = p.Exec(`INSERT INTO audience_member (audience, unit, from_at) VALUES ($1, $2, 0)`, u.ID, u.ID)
	return err
}

// maxDepth bounds how far up a unit is followed (register.Levels is far below).
const maxDepth = 16

// above lists the units above a new one, the nearest first. It goes by the units' own parents, which are under proof, not by
// unit_above as it was found: what somebody wrote there behind the product's back must not spread to new units.
func (p Parties) above(u party.Unit) (list []ident.Unit, err error) {
	for at := u.Parent; at != ""; {
		var org ident.Org
		var next ident.Unit
		var evidence string
		if err := p.One(`SELECT u.org, COALESCE(u.parent, ''), `+row.Evidence("unit", "u")+` FROM unit u WHERE u.id = $1`, []any{at}, &org, &next, &evidence); err != nil {
			return nil, err
		}
		if org != u.Org || len(list) == maxDepth || !p.Proved("unit", evidence) {
			return nil, fault.Absent()
		}
		list, at = append(list, at), next
	}
	return list, nil
}

// AddPerson adds a person without any way to sign in.
func (p Parties) AddPerson(person party.Person) error {
	body, err := p.Seal(personPlace(person.ID), person)
	if err != nil {
		return err
	}
	_, err = p.Exec(`INSERT INTO person (id, state, created_at, rev, body) VALUES ($1, 'active', $2, 1, $3)`, person.ID, p.Scope.At, body)
	return err
}

// AddHat lets a person act for a unit from h.From (now, when it is zero) until h.Until.
func (p Parties) AddHat(h party.Hat) error {
	if h.From == 0 {
		h.From = p.Scope.At
	}
	var until any
	if h.Until != 0 {
		until = h.Until
	}
	_, err := p.Exec(`INSERT INTO hat (id, person, org, unit, roles, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		h.ID, h.Person, h.Org, h.Unit, strings.Join(h.Roles, " "), h.From, until)
	return err
}

// AddDesignation records a 指定.
func (p Parties) AddDesignation(d party.Designation) error {
	ministers, err := json.Marshal(d.Ministers)
	if err != nil {
		return err
	}
	_, err = p.Exec(`INSERT INTO designation (id, operator, sector, ministers, from_on, until_on) VALUES ($1, $2, $3, $4, $5, $6)`,
		d.ID, d.Operator, d.Sector, string(ministers), d.On.String(), dayOrNull(d.Until))
	return err
}

func dayOrNull(d law.Day) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// AddJurisdiction records which office is an addressee of an operator's act.
func (p Parties) AddJurisdiction(j party.Jurisdiction) error {
	var operator any
	if j.Operator != "" {
		operator = j.Operator
	}
	_, err := p.Exec(`INSERT INTO jurisdiction (id, operator, sector, org, unit, act, title, channel, sections, from_on, until_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		j.ID, operator, j.Sector, j.OfficeOrg, j.Office, j.Act, j.Title, j.Channel, strings.Join(j.Sections, " "), j.From.String(), dayOrNull(j.Until))
	return err
}

// foreign reports whether somebody asks for what is registered of another organisation. Background work and whoever
// signs in, whose organisation nobody knows yet, may.
func (p Parties) foreign(org ident.Org) bool { return p.Scope.Org != "" && p.Scope.Org != org }

// Org returns the registration of the scope's organisation.
func (p Parties) Org(id ident.Org) (party.Org, error) {
	var o party.Org
	var body []byte
	var rev int
	if p.foreign(id) {
		return o, fault.Absent()
	}
	if err := p.One(`SELECT rev, body FROM org WHERE id = $1`, []any{id}, &rev, &body); err != nil {
		return o, err
	}
	return o, p.Open(row.OrgPlace(id, rev), body, &o)
}

// Unit returns the registration of a unit of the scope's organisation.
func (p Parties) Unit(id ident.Unit) (party.Unit, error) {
	var u party.Unit
	var org ident.Org
	var body []byte
	var rev int
	if err := p.One(`SELECT org, rev, body FROM unit WHERE id = $1`, []any{id}, &org, &rev, &body); err != nil {
		return u, err
	}
	if p.foreign(org) {
		return u, fault.Absent()
	}
	return u, p.Open(row.UnitPlace(org, id, rev), body, &u)
}

// Person returns the registration of a person who has, or had, a hat of the scope's organisation or of a maintainer that acts, or
// acted, for it under a mandate, or who acts in it.
func (p Parties) Person(id ident.Person) (party.Person, error) {
	var person party.Person
	var body []byte
	if err := p.One(`SELECT body FROM person WHERE id = $1 AND ($2 = '' OR id = $3 OR EXISTS (SELECT 1 FROM hat h WHERE h.person = person.id AND (h.org = $2 OR EXISTS (SELECT 1 FROM mandate m WHERE m.maintainer = h.org AND m.operator = $2 AND m.unit <> ''))))`,
		[]any{id, p.Scope.Org, p.Scope.Person}, &body); err != nil {
		return person, err
	}
	return person, p.Open(personPlace(id), body, &person)
}

// Registered returns organisation, unit and person of the scope as registered today, in one statement; the person is zero
// for a token.
func (p Parties) Registered() (o party.Org, u party.Unit, person party.Person, err error) {
	s := p.Scope
	var org, unit, who []byte
	var orgRev, unitRev int
	err = p.One(`SELECT o.rev, o.body, u.rev, u.body, COALESCE((SELECT body FROM person WHERE id = $3), o.body) FROM org o JOIN unit u ON u.org = o.id WHERE o.id = $1 AND u.id = $2`,
		[]any{s.Org, s.Unit, s.Person}, &orgRev, &org, &unitRev, &unit, &who)
	if err == nil {
		err = p.Open(row.OrgPlace(s.Org, orgRev), org, &o)
	}
	if err == nil {
		err = p.Open(row.UnitPlace(s.Org, s.Unit, unitRev), unit, &u)
	}
	if err == nil && s.Person != "" {
		err = p.Open(personPlace(s.Person), who, &person)
	}
	return o, u, person, err
}

// Offices lists the addressees of an operator's act on a day, competent ministers first: rows for the
// operator, then rows for every operator. Nobody is told those of another operator.
func (p Parties) Offices(operator ident.Org, act party.Act, on law.Day) ([]filing.Addressee, error) {
	var list []filing.Addressee
	var bodies []row.Body
	if p.foreign(operator) {
		return nil, nil
	}
	err := p.Each(`SELECT j.org, j.unit, j.title, j.channel, j.sections, COALESCE(j.sector, ''), `+row.Evidence("jurisdiction", "j")+`, COALESCE(y.transfer, ''), COALESCE(`+row.Evidence("passing", "y")+`, ''), o.kind, u.rev, u.body
		FROM jurisdiction j JOIN unit u ON u.id = j.unit JOIN org o ON o.id = j.org LEFT JOIN passing y ON y.jurisdiction = j.id
		WHERE (j.operator = $1 OR j.operator IS NULL) AND j.act = $2 AND j.from_on <= $3 AND (j.until_on IS NULL OR j.until_on > $3)
		ORDER BY CASE WHEN j.operator IS NULL THEN 1 ELSE 0 END, j.id`,
		[]any{operator, act, on.String()}, func(scan func(...any) error) error {
			var a filing.Addressee
			var sections, evidence, passes string
			var body row.Body
			err := scan(&a.Org, &a.Unit, &a.Title, &a.Channel, &sections, &a.Sector, &evidence, &a.Transfer, &passes, &a.Kind, &body.Rev, &body.Sealed)
			if a.Transfer != "" && !p.Proved("passing", passes) {
				a.Transfer = ""
			}
			if a.Sections = strings.Fields(sections); p.Proved("jurisdiction", evidence) {
				list, bodies = append(list, a), append(bodies, body)
			}
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		var u party.Unit
		err = p.Open(row.UnitPlace(list[i].Org, list[i].Unit, bodies[i].Rev), bodies[i].Sealed, &u)
		list[i].Office, list[i].OfficeEn, list[i].Phone = u.Name, u.NameEn, u.Phone
	}
	return list, err
}

// NamedOffices completes offices that a procedure names with what is registered of them today. Nobody is told those of
// another operator.
func (p Parties) NamedOffices(operator ident.Org, named []procedure.Office) ([]filing.Addressee, error) {
	if p.foreign(operator) {
		return nil, nil
	}
	list := make([]filing.Addressee, len(named))
	for i, o := range named {
		var body row.Body
		if err := p.One(`SELECT rev, body FROM unit WHERE id = $1 AND org = $2`, []any{o.Unit, o.Org}, &body.Rev, &body.Sealed); err != nil {
			return nil, err
		}
		var u party.Unit
		if err := p.Open(row.UnitPlace(o.Org, o.Unit, body.Rev), body.Sealed, &u); err != nil {
			return nil, err
		}
		list[i] = filing.Addressee{
			Org: o.Org, Unit: o.Unit, Title: o.Title, Office: u.Name, OfficeEn: u.NameEn, Phone: u.Phone, Channel: filing.Here, Sections: o.Sections,
		}
	}
	return list, nil
}

// Sectors lists the businesses for which an operator is designated on a day. Nobody is told those of another operator.
func (p Parties) Sectors(operator ident.Org, on law.Day) ([]party.Designation, error) {
	var list []party.Designation
	if p.foreign(operator) {
		return nil, nil
	}
	err := p.Each(`SELECT d.id, d.sector, d.ministers, d.from_on, `+row.Evidence("designation", "d")+` FROM designation d WHERE d.operator = $1 AND d.from_on <= $2 AND (d.until_on IS NULL OR d.until_on > $2) ORDER BY d.id`,
		[]any{operator, on.String()}, func(scan func(...any) error) error {
			d := party.Designation{Operator: operator}
			var ministers, from, evidence string
			err := scan(&d.ID, &d.Sector, &ministers, &from, &evidence)
			if err == nil && !p.Proved("designation", evidence) {
				return nil
			}
			if err == nil {
				err = json.Unmarshal([]byte(ministers), &d.Ministers)
			}
			if err == nil {
				d.On, err = law.ParseDay(from)
			}
			list = append(list, d)
			return err
		})
	return list, err
}

// Designated lists every designation there was, for the index of statistics; nobody else is told any.
func (p Parties) Designated() (list []party.Designation, err error) {
	if _, system := p.Scope.IsSystem(); !system {
		return nil, nil
	}
	err = p.Each(`SELECT d.id, d.operator, d.sector, d.from_on, COALESCE(d.until_on, ''), `+row.Evidence("designation", "d")+` FROM designation d ORDER BY d.id`, nil, func(scan func(...any) error) error {
		var d party.Designation
		var from, until, evidence string
		err := scan(&d.ID, &d.Operator, &d.Sector, &from, &until, &evidence)
		if err == nil && !p.Proved("designation", evidence) {
			return nil
		}
		if err == nil {
			d.On, err = law.ParseDay(from)
		}
		if err == nil && until != "" {
			d.Until, err = law.ParseDay(until)
		}
		list = append(list, d)
		return err
	})
	return list, err
}
