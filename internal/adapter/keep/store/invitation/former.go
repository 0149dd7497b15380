package invitation

import (
	"bytes"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Invitations to accounts that stood already were once rows of a table of their own. What was sent under the rules of its day
// stays good under them: nobody else's word is asked for it.

// Former are the rows of the former shape, for the house itself.
type Former struct{ Offers }

// Open counts what is still open.
func (m Former) Open() (n int, err error) {
	err = m.One(`SELECT COUNT(*) FROM invitation WHERE used_at IS NULL AND until_at > $1`, []any{m.Scope.At}, &n)
	return n, err
}

// former is a row of the former shape with its hat.
type former struct {
	party.Invitation
	roles        string
	lookup, code []byte
}

// Gather brings what is open into the present one and returns the ids: link and code stay good, and a mail
// that has not left yet leaves. A row without proof was written behind the product's back and is left behind.
func (m Former) Gather() (ids []string, err error) {
	var list []former
	err = m.Each(`SELECT i.id, i.lookup, i.code, i.created_at, i.until_at, COALESCE(i.number, ''), COALESCE(i.printed_at, 0), COALESCE(i.prints, 0), h.id, h.org, h.unit, h.roles, h.from_at, COALESCE(h.until_at, 0), `+
		row.Evidence("invitation", "i")+`, `+row.Evidence("hat", "h")+` FROM invitation i JOIN hat h ON h.id = i.hat WHERE i.used_at IS NULL AND i.until_at > $1 ORDER BY i.id`, []any{m.Scope.At}, func(scan func(...any) error) error {
		var f former
		var own, hat string
		err := scan(&f.ID, &f.lookup, &f.code, &f.CreatedAt, &f.ExpiresAt, &f.Number, &f.PrintedAt, &f.Prints, &f.Hat.ID, &f.Hat.Org, &f.Hat.Unit, &f.roles, &f.Hat.From, &f.Hat.Until, &own, &hat)
		if m.Proved("invitation", own) && m.Proved("hat", hat) {
			f.Hat.Roles = strings.Fields(f.roles)
			list = append(list, f)
		}
		return err
	})
	for _, f := range list {
		if err != nil {
			break
		}
		ids = append(ids, f.ID)
		err = m.gather(f)
	}
	if err == nil {
		_, err = m.Exec(`UPDATE invitation SET used_at = $1 WHERE used_at IS NULL`, m.Scope.At)
	}
	return slices.Clip(ids), err
}

func (m Former) gather(f former) error {
	sealed, err := m.Seal(place(f.Hat.Org, f.ID), body{})
	if err != nil {
		return err
	}
	if err := m.Add(`INSERT INTO offer (id, org, unit, hat, roles, from_at, until_at, state, lookup, code, by_person, created_at, expires_at, number, printed_at, prints, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, 1, $16)`,
		f.ID, f.Hat.Org, f.Hat.Unit, f.Hat.ID, f.roles, f.Hat.From, orNull(f.Hat.Until), party.InvitationOpen, f.lookup, f.code, f.CreatedAt, f.ExpiresAt,
		orNull(f.Number), orNull(f.PrintedAt), orNull(f.Prints), sealed); err != nil || f.Number == "" {
		return err
	}
	return m.post(f)
}

// post lets a mail that waits carry its link, which was computed from the id in its day.
func (m Former) post(f former) error {
	n, err := m.Exec(`UPDATE outbox SET channel = 'offer' WHERE object = $1 AND channel = 'invitation' AND state = 'waiting'`, f.ID)
	if err != nil || n == 0 {
		return err
	}
	link, err := ident.NewSecret(bytes.NewReader(m.Keys.Digest("mailed-link", f.ID)))
	if err != nil {
		return err
	}
	i, err := m.single(`f.id = $1`, []any{f.ID})
	if err != nil {
		return err
	}
	return m.carry(f.ID, message.Letter{To: i.Mail, Path: PathOf(link)})
}
