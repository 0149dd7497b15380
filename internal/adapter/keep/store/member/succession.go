package member

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// successionBody is the sealed part of a succession.
type successionBody struct{ Note string }

func successionPlace(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "succession", ID: id, Rev: 1}
}

// AddSuccession records that one hat follows, or deputises for, another.
func (m Members) AddSuccession(s party.Succession) error {
	body, err := m.Seal(successionPlace(s.Hat.Org, s.ID), successionBody{s.Note})
	if err != nil {
		return err
	}
	var heir any
	if s.Heir != "" {
		heir = s.Heir
	}
	return m.Add(`INSERT INTO succession (id, org, unit, kind, hat, heir, at, until_at, until_before, by_person, created_at, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)`,
		s.ID, s.Hat.Org, s.Hat.Unit, s.Kind, s.Hat.ID, heir, s.At, orNull(s.Until), orNull(s.Before), s.By, s.CreatedAt, body)
}

// Successions lists what follows what at or below the scope's unit and was not undone, the newest first.
func (m Members) Successions() ([]party.Succession, error) {
	return m.successions(`'handover', 'deputy', 'leaving'`)
}

// successions are those of some kinds. What undoing puts back is read from them: a row that no act wrote is none.
func (m Members) successions(kinds string) (list []party.Succession, err error) {
	var a row.Args
	where := m.Visible("s", readPeople, &a)
	var bodies [][]byte
	err = m.Each(`SELECT s.id, s.kind, s.org, s.unit, s.hat, COALESCE(s.heir, ''), s.at, COALESCE(s.until_at, 0), COALESCE(s.until_before, 0), s.by_person, s.created_at, s.body,
			h.roles, h.person, `+row.Evidence("succession", "s")+` FROM succession s JOIN hat h ON h.id = s.hat
		WHERE s.undone_at IS NULL AND s.kind IN (`+kinds+`) AND `+where+` ORDER BY s.created_at DESC, s.id DESC LIMIT `+a.Add(Limit), a.List, func(scan func(...any) error) error {
		var s party.Succession
		var body []byte
		var roles, proof string
		err := scan(&s.ID, &s.Kind, &s.Hat.Org, &s.Hat.Unit, &s.Hat.ID, &s.Heir, &s.At, &s.Until, &s.Before, &s.By, &s.CreatedAt, &body, &roles, &s.Hat.Person, &proof)
		s.Hat.Roles = strings.Fields(roles)
		if m.Proved("succession", proof) {
			list, bodies = append(list, s), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var b successionBody
		err = m.Open(successionPlace(list[i].Hat.Org, list[i].ID), bodies[i], &b)
		list[i].Note = b.Note
	}
	return list, err
}

// UndoSuccession takes a succession back; one that was taken back is Absent.
func (m Members) UndoSuccession(id string) error {
	return one(m.Exec(`UPDATE succession SET undone_at = $1 WHERE id = $2 AND undone_at IS NULL`, m.Scope.At, id))
}

// carried is what goes with a hat, one line each: what is counted for the page, and what is written when the hand-over
// is planned. What belongs to unit and role (drafts, questions) needs nothing written: whoever wears the next hat has it.
// Arguments: $1 hat of the leaver, $2 organisation, $3 unit, $4 now.
var carried = []struct{ name, count string }{
	{"draft", `SELECT COUNT(*) FROM draft x JOIN hat h ON h.person = x.by_person WHERE h.id = $1 AND x.org = $2 AND x.unit = $3 AND x.state = 'open' AND x.created_at <= $4`},
	{"question", `SELECT COUNT(*) FROM request x JOIN hat h ON h.id = $1 WHERE x.asked_org = $2 AND x.asked_unit = $3 AND x.state = 'waiting' AND x.asked_at <= $4`},
	{"asked", `SELECT COUNT(*) FROM request x JOIN hat h ON h.id = $1 WHERE x.org = $2 AND x.unit = $3 AND x.state = 'waiting' AND x.asked_at <= $4`},
	{"duty", `SELECT COUNT(*) FROM duty x JOIN hat h ON h.id = $1 WHERE x.org = $2 AND x.unit = $3 AND x.state = 'open' AND x.opened_at <= $4`},
	{"contact", `SELECT COUNT(*) FROM contact x WHERE x.hat = $1 AND x.org = $2 AND x.unit = $3 AND (x.until_at IS NULL OR x.until_at > $4)`},
}

// CarriedBy counts what goes with a hat that is open to the scope.
func (m Members) CarriedBy(id ident.Hat) ([]party.Carried, error) {
	k, err := m.Colleague(id)
	if err != nil {
		return nil, err
	}
	var list []party.Carried
	for _, c := range carried {
		one := party.Carried{Name: c.name}
		if err := m.One(c.count, []any{id, k.Org, k.Unit, m.Scope.At}, &one.Count); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// AddContact says who can be reached for a unit; it waits for their confirmation.
func (m Members) AddContact(c party.Contact) error {
	return m.Add(`INSERT INTO contact (id, org, unit, kind, hat, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, c.Org, c.Unit, c.Kind, c.Hat, c.From, orNull(c.Until))
}

// EndContact ends a contact at an instant; 0 takes its end back.
func (m Members) EndContact(id string, at ident.Instant) error {
	return one(m.Exec(`UPDATE contact SET until_at = $1 WHERE id = $2 AND org = $3`, orNull(at), id, m.Scope.Org))
}

// ConfirmContact says that a contact was confirmed; who may is the flow's to judge.
func (m Members) ConfirmContact(id string) error {
	return one(m.Exec(`UPDATE contact SET confirmed_at = $1 WHERE id = $2 AND org = $3 AND confirmed_at IS NULL`, m.Scope.At, id, m.Scope.Org))
}

// ContactsOf lists as what a hat of the scope's organisation can be reached, today or later.
func (m Members) ContactsOf(hat ident.Hat) (list []party.Contact, err error) {
	err = m.Each(`SELECT id, org, unit, kind, hat, from_at, COALESCE(until_at, 0), COALESCE(confirmed_at, 0) FROM contact
		WHERE hat = $1 AND org = $2 AND (until_at IS NULL OR until_at > $3) ORDER BY id`, []any{hat, m.Scope.Org, m.Scope.At}, func(scan func(...any) error) error {
		var c party.Contact
		err := scan(&c.ID, &c.Org, &c.Unit, &c.Kind, &c.Hat, &c.From, &c.Until, &c.ConfirmedAt)
		list = append(list, c)
		return err
	})
	return list, err
}

// Contacts lists who can be reached for the units at or below the scope's, today or later, by unit and kind.
func (m Members) Contacts() (list []party.Contact, err error) {
	var a row.Args
	at, org, unit := a.Add(m.Scope.At), a.Add(m.Scope.Org), a.Add(m.Scope.Unit)
	var bodies [][]byte
	var people []ident.Person
	err = m.Each(`SELECT c.id, c.org, c.unit, c.kind, c.hat, c.from_at, COALESCE(c.until_at, 0), COALESCE(c.confirmed_at, 0), p.id, p.body
		FROM contact c JOIN hat h ON h.id = c.hat JOIN person p ON p.id = h.person JOIN unit_above ca ON ca.unit = c.unit
		WHERE c.org = `+org+` AND ca.above = `+unit+` AND (c.until_at IS NULL OR c.until_at > `+at+` AND c.until_at > c.from_at) AND (h.until_at IS NULL OR h.until_at > `+at+`)
		ORDER BY c.unit, c.kind, c.from_at, c.id LIMIT `+a.Add(Limit), a.List, func(scan func(...any) error) error {
		var c party.Contact
		var body []byte
		var who ident.Person
		err := scan(&c.ID, &c.Org, &c.Unit, &c.Kind, &c.Hat, &c.From, &c.Until, &c.ConfirmedAt, &who, &body)
		list, bodies, people = append(list, c), append(bodies, body), append(people, who)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var p party.Person
		err = m.Open(seal.Place{Org: seal.House, Table: "person", ID: string(people[i]), Rev: 1}, bodies[i], &p)
		list[i].Name, list[i].Phone = p.Name, p.Phone
	}
	return list, err
}
