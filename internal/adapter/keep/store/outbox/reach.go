package outbox

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

const recipients = 100 // of one unit

// reached is somebody who acts for a unit, or for one above it, today.
type reached struct {
	hat    ident.Hat
	person ident.Person
	unit   ident.Unit
	roles  []access.Role
	takes  []message.Urgency
	body   []byte
}

// Addresses lists where the people are reached who act for a unit today in a role that may read such records and take
// such mails, in a fixed order: those of the unit itself, or, if it has none, of the nearest unit above. Background work alone
// is told.
func (o Outbox) Addresses(unit ident.Unit, about access.Object, urgency message.Urgency) ([]string, error) {
	return o.addresses(unit, urgency, true, func(h reached) bool {
		own, addressed := access.For(access.Actor{Roles: h.roles}, 0).Relations(access.Permission{Action: access.Read, Object: about})
		return own || addressed
	})
}

// Approvers lists where those are reached who are told of a round of approval as it stands: for whom it waits, themselves or acting for
// somebody (代理), or who asked. Background work alone is told.
func (o Outbox) Approvers(r approval.Round, urgency message.Urgency) ([]string, error) {
	acting, err := o.acting(r.Org)
	if err != nil {
		return nil, err
	}
	return o.addresses(r.Unit, urgency, !r.ToOne(), func(h reached) bool {
		return r.Tells(approval.Decider{Person: h.person, For: acting[h.hat], Roles: h.roles})
	})
}

// acting are the people for whom somebody acts now, by the hat of who acts.
func (o Outbox) acting(org ident.Org) (map[ident.Hat][]ident.Person, error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	by := map[ident.Hat][]ident.Person{}
	err := o.Each(`SELECT s.heir, h.person, `+row.Evidence("succession", "s")+` FROM succession s JOIN hat h ON h.id = s.hat WHERE s.org = $1 AND s.kind = 'deputy' AND s.undone_at IS NULL AND s.at <= $2
		AND (s.until_at IS NULL OR s.until_at > $2)`, []any{org, o.Scope.At}, func(scan func(...any) error) error {
		var heir ident.Hat
		var of ident.Person
		var proof string
		err := scan(&heir, &of, &proof)
		if o.Proved("succession", proof) {
			by[heir] = append(by[heir], of)
		}
		return err
	})
	return by, err
}

// addresses are those of the people who are wanted and take such mails: near leaves those of the nearest unit alone.
func (o Outbox) addresses(unit ident.Unit, urgency message.Urgency, near bool, wanted func(reached) bool) ([]string, error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	hats, err := o.people(unit, near, func(h reached) bool { return wanted(h) && slices.Contains(h.takes, urgency) })
	if err != nil {
		return nil, err
	}
	return o.addressesOf(hats)
}

// people are those who act for a unit today and are wanted: near leaves those of the nearest unit alone.
func (o Outbox) people(unit ident.Unit, near bool, wanted func(reached) bool) (hats []reached, err error) {
	err = o.Each(`SELECT h.id, p.id, p.body, h.unit, h.roles, COALESCE((SELECT c.takes FROM mail_choice c WHERE c.org = h.org AND c.person = h.person), $4), `+row.Evidence("hat", "h")+`, `+row.Evidence("person", "p")+` FROM hat h JOIN person p ON p.id = h.person JOIN unit_above a ON a.above = h.unit
		WHERE a.unit = $1 AND p.state = 'active' AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2)
		ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = h.unit) DESC, p.id LIMIT $3`, []any{unit, o.Scope.At, recipients, message.Words(message.Usual())}, func(scan func(...any) error) error {
		var h reached
		var roles, takes, evidence, person string
		err := scan(&h.hat, &h.person, &h.body, &h.unit, &roles, &takes, &evidence, &person)
		for r := range strings.FieldsSeq(roles) {
			h.roles = append(h.roles, access.Role(r))
		}
		h.takes = message.ReadTakes(takes)
		if wanted(h) && o.Proved("hat", evidence) && o.Proved("person", person) && (!near || len(hats) == 0 || hats[0].unit == h.unit) {
			hats = append(hats, h)
		}
		return err
	})
	return hats, err
}

// addressesOf are the addresses of people, each once.
func (o Outbox) addressesOf(hats []reached) (list []string, err error) {
	for _, h := range hats {
		var p party.Person
		if err := o.Open(seal.Place{Org: seal.House, Table: "person", ID: string(h.person), Rev: 1}, h.body, &p); err != nil {
			return nil, err
		}
		if p.Email != "" && !slices.Contains(list, p.Email) {
			list = append(list, p.Email)
		}
	}
	return list, nil
}
