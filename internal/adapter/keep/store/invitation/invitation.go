// Package invitation keeps invitations (招待): hats that are offered, what administrators say of whoever answers, letters, and
// answers that wait. The table is called offer.
package invitation

import (
	"crypto/subtle"
	"strings"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Offers are the rows of a transaction about invitations.
type Offers struct{ *row.Q }

// Limit bounds how many invitations a list holds; Kept is how long one that is over is listed.
const (
	Limit = 5000
	Kept  = 90 * 24 * time.Hour
)

// readPeople is what a list is cut to: what is offered at or below the unit of an administrator.
var readPeople = access.Permission{Action: access.Read, Object: access.People}

// body is the sealed part of an invitation.
type body struct{ Name, Kana, Mail, Phone string }

func place(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "offer", ID: id, Rev: 1}
}

func mailPlace(id string) seal.Place {
	return seal.Place{Org: seal.House, Table: "offer_mail", ID: id, Rev: 1}
}

func personPlace(id ident.Person) seal.Place {
	return seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: 1}
}

// one turns the number of changed rows into the one answer for "none" and "not yours".
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Absent()
	}
	return err
}

// orNull is what may be missing.
func orNull[T comparable](v T) any {
	var none T
	if v == none {
		return nil
	}
	return v
}

// AddInvitation keeps an invitation that its link finds and its code opens, and queues the mail that carries the path of its
// link; without a path nothing leaves.
func (m Offers) AddInvitation(i party.Invitation, link, code, path string) error {
	sealed, err := m.Seal(place(i.Hat.Org, i.ID), body{i.Name, i.Kana, i.Mail, i.Phone})
	if err != nil {
		return err
	}
	err = m.Add(`INSERT INTO offer (id, org, unit, hat, roles, from_at, until_at, state, lookup, code, by_person, created_at, expires_at, number, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15)`,
		i.ID, i.Hat.Org, i.Hat.Unit, i.Hat.ID, strings.Join(i.Hat.Roles, " "), i.Hat.From, orNull(i.Hat.Until), party.InvitationOpen,
		m.Keys.Digest("invitation", link), m.Keys.Digest("code", link+"\x00"+code), i.By, i.CreatedAt, i.ExpiresAt, orNull(i.Number), sealed)
	if err != nil || path == "" {
		return err
	}
	id, err := ident.NewID[ident.Object](m.Scope.At, m.Entropy)
	if err != nil {
		return err
	}
	if err := m.carry(i.ID, message.Letter{To: i.Mail, Path: path}); err != nil {
		return err
	}
	return m.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'offer', $3, $4, 'action', 'waiting', $5, $5, 0)`,
		id, i.Hat.Unit, i.ID, i.Number, m.Scope.At)
}

// carry keeps what the mail of an invitation carries until it has left.
func (m Offers) carry(id string, l message.Letter) error {
	sealed, err := m.Seal(mailPlace(id), l)
	if err != nil {
		return err
	}
	return m.Add(`INSERT INTO offer_mail (offer, body) VALUES ($1, $2)`, id, sealed)
}

var columns = `SELECT f.id, f.org, f.unit, f.hat, f.roles, f.from_at, COALESCE(f.until_at, 0), COALESCE(h.person, ''), g.kind, f.state, f.by_person, f.created_at, f.expires_at,
	COALESCE(f.opened_at, 0), COALESCE(f.ended_at, 0), COALESCE(f.number, ''), COALESCE(f.printed_at, 0), COALESCE(f.prints, 0),
	COALESCE((SELECT MAX(x.ended_at) FROM outbox x WHERE x.object = f.id AND x.state = 'sent' AND x.channel <> 'opened'), 0),
	COALESCE((SELECT MAX(CASE x.state WHEN 'sent' THEN x.ended_at ELSE -1 END) FROM outbox x WHERE x.object = f.id AND x.channel = 'opened'), 0), f.body, f.held, p.body, ` + row.Evidence("offer", "f") + `
	FROM offer f JOIN org g ON g.id = f.org LEFT JOIN hat h ON h.id = f.hat LEFT JOIN person p ON p.id = h.person WHERE `

// Invitations lists what is offered at or below the scope's unit and still matters, the newest first: what is open, and what
// was over within Kept.
func (m Offers) Invitations() ([]party.Invitation, error) {
	var a row.Args
	where := m.Visible("f", readPeople, &a)
	return m.list(where+` AND (f.ended_at IS NULL OR f.ended_at > `+a.Add(m.Scope.At.Add(-Kept))+`) ORDER BY f.created_at DESC, f.id DESC LIMIT `+a.Add(Limit), a.List)
}

// Invitation returns one at or below the scope's unit, whatever its state.
func (m Offers) Invitation(id string) (party.Invitation, error) {
	var a row.Args
	where := m.Visible("f", readPeople, &a)
	return m.single(where+` AND f.id = `+a.Add(id), a.List)
}

func (m Offers) single(where string, args []any) (party.Invitation, error) {
	list, err := m.list(where, args)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return party.Invitation{}, err
	}
	return list[0], nil
}

// sealed are the sealed parts of a row.
type sealedRow struct{ body, held, person []byte }

func (m Offers) list(where string, args []any) (list []party.Invitation, err error) {
	var parts []sealedRow
	err = m.Each(columns+where, args, func(scan func(...any) error) error {
		var i party.Invitation
		var s sealedRow
		var roles, proof string
		var told ident.Instant
		err := scan(&i.ID, &i.Hat.Org, &i.Hat.Unit, &i.Hat.ID, &roles, &i.Hat.From, &i.Hat.Until, &i.Hat.Person, &i.Kind, &i.State, &i.By, &i.CreatedAt, &i.ExpiresAt,
			&i.OpenedAt, &i.EndedAt, &i.Number, &i.PrintedAt, &i.Prints, &i.SentAt, &told, &s.body, &s.held, &s.person, &proof)
		i.Hat.Roles = strings.Fields(roles)
		i.Told, i.ToldAt = told != 0, max(told, 0)
		if m.Proved("offer", proof) { // else nobody offered it
			list, parts = append(list, i), append(parts, s)
		}
		return err
	})
	for n := range list {
		if err == nil {
			err = m.open(&list[n], parts[n])
		}
	}
	if err == nil {
		err = m.vouches(list)
	}
	return list, err
}

// open fills in what is sealed. What somebody registered is not told: by what method is.
func (m Offers) open(i *party.Invitation, s sealedRow) error {
	var b body
	if err := m.Open(place(i.Hat.Org, i.ID), s.body, &b); err != nil {
		return err
	}
	i.Name, i.Kana, i.Mail, i.Phone = b.Name, b.Kana, b.Mail, b.Phone
	if i.Name == "" && s.person != nil {
		var p party.Person
		if err := m.Open(personPlace(i.Hat.Person), s.person, &p); err != nil {
			return err
		}
		i.Name, i.Kana, i.Mail, i.Phone = p.Name, p.Kana, p.Email, p.Phone
	}
	if i.State == party.InvitationWaiting {
		held, err := m.held(i.ID, s.held)
		i.Answer = string(held.Kind)
		return err
	}
	return nil
}

// InvitationBy finds an invitation that can still be answered, by both of its halves, and who passed that code on. It changes
// nothing.
func (m Offers) InvitationBy(link, code string) (i party.Invitation, by ident.Person, err error) {
	lookup := m.Keys.Digest("invitation", link)
	var id string
	var want []byte
	err = m.One(`SELECT id, code, by_person FROM offer WHERE lookup = $1 AND state IN ('open', 'waiting') AND expires_at > $2`, []any{lookup, m.Scope.At}, &id, &want, &by)
	if err != nil {
		return i, "", err
	}
	given := m.Keys.Digest("code", link+"\x00"+code)
	found := subtle.ConstantTimeCompare(want, given) == 1
	printed := m.Keys.Digest("code", id+"\x00"+code)
	err = m.Each(`SELECT v.person, v.code, `+row.Evidence("vouch", "v")+` FROM vouch v WHERE v.offer = $1`, []any{id}, func(scan func(...any) error) error {
		var who ident.Person
		var c []byte
		var proof string
		err := scan(&who, &c, &proof)
		if subtle.ConstantTimeCompare(c, printed) == 1 && m.Proved("vouch", proof) {
			by, found = who, true
		}
		return err
	})
	if err == nil && !found {
		err = fault.Absent()
	}
	if err != nil {
		return i, "", err
	}
	i, err = m.single(`f.id = $1`, []any{id})
	return i, by, err
}

// OpenedInvitation notes that both halves were given. It is no act: nobody's word depends on it.
func (m Offers) OpenedInvitation(id string) error {
	_, err := m.Exec(`UPDATE offer SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL`, m.Scope.At, id)
	return err
}

// EndInvitation ends an invitation that was not taken, as declined or withdrawn; what was registered for it is gone.
func (m Offers) EndInvitation(id string, state party.InvitationState) error {
	return one(m.Exec(`UPDATE offer SET state = $1, ended_at = $2, held = NULL WHERE id = $3 AND state IN ('open', 'waiting')`, state, m.Scope.At, id))
}

// EndInvitations ends whatever is open for a hat, before another is issued.
func (m Offers) EndInvitations(hat ident.Hat) error {
	_, err := m.Exec(`UPDATE offer SET state = 'withdrawn', ended_at = $1, held = NULL WHERE hat = $2 AND state IN ('open', 'waiting')`, m.Scope.At, hat)
	return err
}
