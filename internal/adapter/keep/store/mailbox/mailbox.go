// Package mailbox keeps where mail goes apart from accounts: shared addresses, what a person wants at their own, whether a
// mail may say whom it concerns, and which addresses refused.
package mailbox

import (
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Post are the rows of a transaction about where mail goes.
type Post struct{ *row.Q }

// read is what a list is cut to: what is at or below the unit of an administrator.
var read = access.Permission{Action: access.Read, Object: access.People}

// body is the sealed part of an address.
type body struct{ Address string }

func place(table string, org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: table, ID: id, Rev: 1}
}

func one(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Absent()
	}
	return err
}

// AddMailbox keeps a shared address.
func (m Post) AddMailbox(b message.Mailbox) error {
	sealed, err := m.Seal(place("mailbox", b.Org, b.ID), body{b.Address})
	if err != nil {
		return err
	}
	return m.Add(`INSERT INTO mailbox (id, org, unit, takes, state, at, rev, body) VALUES ($1, $2, $3, $4, 'active', $5, 1, $6)`,
		b.ID, b.Org, b.Unit, message.Words(b.Takes), b.At, sealed)
}

// ChangeMailbox changes what an address of the scope's organisation takes.
func (m Post) ChangeMailbox(id string, takes []message.Urgency) error {
	return one(m.Exec(`UPDATE mailbox SET takes = $1 WHERE id = $2 AND org = $3 AND state = 'active'`, message.Words(takes), id, m.Scope.Org))
}

// EndMailbox ends one.
func (m Post) EndMailbox(id string) error {
	return one(m.Exec(`UPDATE mailbox SET state = 'ended', ended_at = $1 WHERE id = $2 AND org = $3 AND state = 'active'`, m.Scope.At, id, m.Scope.Org))
}

// TryMailbox queues one mail to one address, and to no other.
func (m Post) TryMailbox(b message.Mailbox) error {
	id, err := ident.NewID[string](m.Scope.At, m.Entropy)
	if err != nil {
		return err
	}
	return m.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'trial', $3, '', $4, 'waiting', $5, $5, 0)`,
		id, b.Unit, b.ID, message.Notice, m.Scope.At)
}

// Mailboxes lists the shared addresses at or below the scope's unit, the oldest first.
func (m Post) Mailboxes() ([]message.Mailbox, error) {
	var a row.Args
	where := m.own("b", &a)
	return m.list(where, a.List)
}

// MailboxesOf lists the shared addresses of a unit and of those above it. Background work alone is told.
func (m Post) MailboxesOf(unit ident.Unit) ([]message.Mailbox, error) {
	if m.Scope.Org != "" {
		return nil, nil
	}
	return m.list(`EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = $1 AND a.above = b.unit)`, []any{unit})
}

func (m Post) own(alias string, a *row.Args) string {
	return alias + `.org = ` + a.Add(m.Scope.Org) + ` AND ` + m.Visible(alias, read, a)
}

func (m Post) list(where string, args []any) (list []message.Mailbox, err error) {
	var sealed, units [][]byte
	var revs []int
	err = m.Each(`SELECT b.id, b.org, b.unit, b.takes, b.at, b.body, u.rev, u.body FROM mailbox b JOIN unit u ON u.id = b.unit
		WHERE b.state = 'active' AND `+where+` ORDER BY b.at, b.id LIMIT `+strconv.Itoa(message.MaxMailboxes), args, func(scan func(...any) error) error {
		var b message.Mailbox
		var takes string
		var s, u []byte
		var rev int
		err := scan(&b.ID, &b.Org, &b.Unit, &takes, &b.At, &s, &rev, &u)
		b.Takes = message.ReadTakes(takes)
		list, sealed, units, revs = append(list, b), append(sealed, s), append(units, u), append(revs, rev)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var c body
		var unit party.Unit
		if err = m.Open(place("mailbox", list[i].Org, list[i].ID), sealed[i], &c); err == nil {
			err = m.Open(row.UnitPlace(list[i].Org, list[i].Unit, revs[i]), units[i], &unit)
		}
		list[i].Address, list[i].UnitName = c.Address, unit.Name
	}
	return list, err
}

// MailboxOf returns the address of a trial: one that has ended is Absent. Background work alone is told.
func (m Post) MailboxOf(id string) (message.Mailbox, error) {
	if m.Scope.Org != "" {
		return message.Mailbox{}, fault.Absent()
	}
	list, err := m.list(`b.id = $1`, []any{id})
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return message.Mailbox{}, err
	}
	return list[0], nil
}

// MailChoice says what the scope's person takes at their own address while they act for the scope's organisation.
func (m Post) MailChoice() ([]message.Urgency, error) {
	var takes string
	err := m.One(`SELECT takes FROM mail_choice WHERE org = $1 AND person = $2`, []any{m.Scope.Org, m.Scope.Person}, &takes)
	if fault.Is(err, fault.Hidden) {
		return message.Usual(), nil
	}
	return message.ReadTakes(takes), err
}

// ChooseMail keeps it.
func (m Post) ChooseMail(takes []message.Urgency) error {
	_, err := m.Exec(`INSERT INTO mail_choice (org, person, takes, at) VALUES ($1, $2, $3, $4) ON CONFLICT (org, person) DO UPDATE SET takes = excluded.takes, at = excluded.at`,
		m.Scope.Org, m.Scope.Person, message.Words(takes), m.Scope.At)
	return err
}

// MailNames reports whether mails to the scope's organisation may say which organisation and unit they concern.
func (m Post) MailNames() (bool, error) { return m.MailNamesOf(m.Scope.Org) }

// MailNamesOf is MailNames of an organisation.
func (m Post) MailNamesOf(org ident.Org) (bool, error) {
	n := 0
	err := m.One(`SELECT named FROM mail_rule WHERE org = $1`, []any{org}, &n)
	if fault.Is(err, fault.Hidden) {
		return false, nil
	}
	return n == 1, err
}

// SetMailNames changes it.
func (m Post) SetMailNames(named bool) error {
	_, err := m.Exec(`INSERT INTO mail_rule (org, unit, named, at) VALUES ($1, $2, $3, $4) ON CONFLICT (org) DO UPDATE SET named = excluded.named, at = excluded.at`,
		m.Scope.Org, m.Scope.Unit, map[bool]int{true: 1}[named], m.Scope.At)
	return err
}
