package member

import (
	"crypto/subtle"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// offerBody is the sealed part of an offer.
type offerBody struct{ Name, Kana, Mail, Phone string }

func offerPlace(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "offer", ID: id, Rev: 1}
}

func mailPlace(id string) seal.Place {
	return seal.Place{Org: seal.House, Table: "offer_mail", ID: id, Rev: 1}
}

// AddOffer keeps an offer that its link finds and its code opens, and queues the mail that carries its path.
func (m Members) AddOffer(o party.Offer, link, code, path string) error {
	body, err := m.Seal(offerPlace(o.Hat.Org, o.ID), offerBody{o.Name, o.Kana, o.Mail, o.Phone})
	if err != nil {
		return err
	}
	err = m.Add(`INSERT INTO offer (id, org, unit, hat, roles, from_at, until_at, state, lookup, code, by_person, created_at, expires_at, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14)`,
		o.ID, o.Hat.Org, o.Hat.Unit, o.Hat.ID, strings.Join(o.Hat.Roles, " "), o.Hat.From, orNull(o.Hat.Until), party.OfferOpen,
		m.Keys.Digest("invitation", link), m.Keys.Digest("code", link+"\x00"+code), o.By, o.CreatedAt, o.ExpiresAt, body)
	if err != nil || path == "" {
		return err
	}
	letter, err := m.Seal(mailPlace(o.ID), message.Letter{To: o.Mail, Path: path})
	if err != nil {
		return err
	}
	if err := m.Add(`INSERT INTO offer_mail (offer, body) VALUES ($1, $2)`, o.ID, letter); err != nil {
		return err
	}
	id, err := ident.NewID[ident.Object](m.Scope.At, m.Entropy)
	if err != nil {
		return err
	}
	return m.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'offer', $3, '', 'action', 'waiting', $4, $4, 0)`,
		id, o.Hat.Unit, o.ID, m.Scope.At)
}

var offerColumns = `SELECT f.id, f.org, f.unit, f.hat, f.roles, f.from_at, COALESCE(f.until_at, 0), f.state, f.by_person, f.created_at, f.expires_at, f.body, ` + row.Evidence("offer", "f") + ` FROM offer f WHERE `

// Offers lists the offers at or below the scope's unit that are open, the newest first.
func (m Members) Offers() ([]party.Offer, error) {
	var a row.Args
	where := m.Visible("f", readPeople, &a)
	return m.offers(where+` AND f.state = 'open' ORDER BY f.created_at DESC, f.id DESC LIMIT `+a.Add(Limit), a.List)
}

// Offer returns one offer at or below the scope's unit, whatever its state.
func (m Members) Offer(id string) (party.Offer, error) {
	var a row.Args
	where := m.Visible("f", readPeople, &a)
	return m.offer(where+` AND f.id = `+a.Add(id), a.List)
}

func (m Members) offer(where string, args []any) (party.Offer, error) {
	list, err := m.offers(where, args)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return party.Offer{}, err
	}
	return list[0], nil
}

func (m Members) offers(where string, args []any) (list []party.Offer, err error) {
	var bodies [][]byte
	err = m.Each(offerColumns+where, args, func(scan func(...any) error) error {
		var o party.Offer
		var roles string
		var body []byte
		var proof string
		err := scan(&o.ID, &o.Hat.Org, &o.Hat.Unit, &o.Hat.ID, &roles, &o.Hat.From, &o.Hat.Until, &o.State, &o.By, &o.CreatedAt, &o.ExpiresAt, &body, &proof)
		o.Hat.Roles = strings.Fields(roles)
		if m.Proved("offer", proof) { // else nobody offered it
			list, bodies = append(list, o), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var b offerBody
		err = m.Open(offerPlace(list[i].Hat.Org, list[i].ID), bodies[i], &b)
		list[i].Name, list[i].Kana, list[i].Mail, list[i].Phone = b.Name, b.Kana, b.Mail, b.Phone
	}
	return list, err
}

// OfferBy finds an offer that can still be taken up, by both of its halves. It changes nothing.
func (m Members) OfferBy(link, code string) (party.Offer, error) {
	var id string
	var want []byte
	err := m.One(`SELECT id, code FROM offer WHERE lookup = $1 AND state = 'open' AND expires_at > $2`, []any{m.Keys.Digest("invitation", link), m.Scope.At}, &id, &want)
	if err != nil {
		return party.Offer{}, err
	}
	if subtle.ConstantTimeCompare(want, m.Keys.Digest("code", link+"\x00"+code)) != 1 {
		return party.Offer{}, fault.Absent()
	}
	return m.offer(`f.id = $1`, []any{id})
}

// TakeOffer spends an offer and returns it; one that is no longer open is Absent.
func (m Members) TakeOffer(id string) (party.Offer, error) {
	if err := one(m.Exec(`UPDATE offer SET state = 'taken', ended_at = $1 WHERE id = $2 AND state = 'open' AND expires_at > $1`, m.Scope.At, id)); err != nil {
		return party.Offer{}, err
	}
	o, err := m.offer(`f.id = $1`, []any{id})
	o.Hat.From = max(o.Hat.From, m.Scope.At)
	return o, err
}

// EndOffer ends an offer that is open, as declined or withdrawn.
func (m Members) EndOffer(id string, state party.OfferState) error {
	return one(m.Exec(`UPDATE offer SET state = $1, ended_at = $2 WHERE id = $3 AND state = 'open'`, state, m.Scope.At, id))
}
