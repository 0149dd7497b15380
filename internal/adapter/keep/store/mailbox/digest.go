package mailbox

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Wisher is who wants the numbers of an office each working morning: a shared address, or somebody under a hat.
type Wisher struct {
	Destination string // id of the mailbox or of the hat
	Org         ident.Org
	Unit        ident.Unit
	Kind        party.Kind
	Address     string
	Roles       []access.Role
}

// officeRoles is what a shared address of an office may be told: what its officers see.
var officeRoles = []access.Role{access.Officer}

var readDesk = access.Permission{Action: access.Read, Object: access.Desk}

// Wishers lists who wants the numbers this morning, offices alone. Background work alone is told.
func (m Post) Wishers() ([]Wisher, error) {
	if m.Scope.Org != "" {
		return nil, nil
	}
	list, err := m.wishingBoxes("")
	if err != nil {
		return nil, err
	}
	people, err := m.wishingHats("")
	return append(list, people...), err
}

// Wishing returns one of them, as of now; who wants them no more is Absent.
func (m Post) Wishing(destination string) (Wisher, error) {
	list, err := m.wishingBoxes(destination)
	if err == nil && len(list) == 0 {
		list, err = m.wishingHats(destination)
	}
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return Wisher{}, err
	}
	return list[0], nil
}

func (m Post) wishingBoxes(id string) (list []Wisher, err error) {
	var sealed [][]byte
	err = m.Each(`SELECT b.id, b.org, b.unit, o.kind, b.takes, b.body FROM mailbox b JOIN org o ON o.id = b.org
		WHERE b.state = 'active' AND o.kind IN ('ministry', 'cabinet', 'nco') AND ($1 = '' OR b.id = $1) ORDER BY b.id`, []any{id}, func(scan func(...any) error) error {
		var w Wisher
		var takes string
		var s []byte
		err := scan(&w.Destination, &w.Org, &w.Unit, &w.Kind, &takes, &s)
		if w.Roles = officeRoles; slices.Contains(message.ReadTakes(takes), message.Morning) {
			list, sealed = append(list, w), append(sealed, s)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var c body
		err = m.Open(place("mailbox", list[i].Org, list[i].Destination), sealed[i], &c)
		list[i].Address = c.Address
	}
	return list, err
}

func (m Post) wishingHats(id string) (list []Wisher, err error) {
	var people []string
	var sealed [][]byte
	err = m.Each(`SELECT h.id, h.org, h.unit, o.kind, h.roles, c.takes, p.id, p.body, `+row.Evidence("hat", "h")+`, `+row.Evidence("person", "p")+` FROM mail_choice c JOIN hat h ON h.org = c.org AND h.person = c.person
			JOIN person p ON p.id = h.person JOIN org o ON o.id = h.org
		WHERE p.state = 'active' AND h.from_at <= $1 AND (h.until_at IS NULL OR h.until_at > $1) AND ($2 = '' OR h.id = $2) ORDER BY h.id`, []any{m.Scope.At, id}, func(scan func(...any) error) error {
		var w Wisher
		var roles, takes, person, evidence, proof string
		var s []byte
		if err := scan(&w.Destination, &w.Org, &w.Unit, &w.Kind, &roles, &takes, &person, &s, &evidence, &proof); err != nil {
			return err
		}
		for r := range strings.FieldsSeq(roles) {
			w.Roles = append(w.Roles, access.Role(r))
		}
		own, _ := access.For(access.Actor{Roles: w.Roles}, 0).Relations(readDesk)
		if own && slices.Contains(message.ReadTakes(takes), message.Morning) && m.Proved("hat", evidence) && m.Proved("person", proof) {
			list, people, sealed = append(list, w), append(people, person), append(sealed, s)
		}
		return nil
	})
	for i := range list {
		if err != nil {
			break
		}
		var who party.Person
		err = m.Open(seal.Place{Org: seal.House, Table: "person", ID: people[i], Rev: 1}, sealed[i], &who)
		list[i].Address = who.Email
	}
	return list, err
}

// AddMorning queues the numbers of a day for one destination, once. Background work alone does.
func (m Post) AddMorning(day law.Day, w Wisher, n message.Numbers) error {
	if m.Scope.Org != "" {
		return nil
	}
	var ids [2]string
	for i := range ids {
		id, err := ident.NewID[string](m.Scope.At, m.Entropy)
		if err != nil {
			return err
		}
		ids[i] = id
	}
	added, err := m.Exec(`INSERT INTO mail_digest (id, on_day, org, unit, destination, now_n, new_n, soon_n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (on_day, destination) DO NOTHING`,
		ids[0], day.String(), w.Org, w.Unit, w.Destination, n.Now, n.Arrived, n.Soon)
	if err != nil || added == 0 {
		return err
	}
	_, err = m.Exec(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'digest', $3, '', $4, 'waiting', $5, $5, 0)`,
		ids[1], w.Unit, ids[0], message.Notice, m.Scope.At)
	return err
}

// MorningOf returns what a digest says, of which day, and to whom.
func (m Post) MorningOf(id string) (day law.Day, destination string, n message.Numbers, err error) {
	err = m.One(`SELECT on_day, destination, now_n, new_n, soon_n FROM mail_digest WHERE id = $1`, []any{id}, &day, &destination, &n.Now, &n.Arrived, &n.Soon)
	return day, destination, n, err
}
