// Package notice keeps 気付き連絡 (R11) and the contacts who may send one, sealed with the key of the operator whose they are.
package notice

import (
	"encoding/hex"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
)

// Notices are the rows of a transaction about notices of contractors.
type Notices struct{ *row.Q }

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Notice}
	mayWrite = access.Permission{Action: access.Write, Object: access.Notice}
)

func contactPlace(c notice.Contact) seal.Place {
	return seal.Place{Org: c.Org, Table: "notice_contact", ID: string(c.ID), Rev: c.Rev}
}

func (q Notices) lookup(corporate, typed string) []byte {
	return q.Keys.Digest("notice_contact", corporate+"\x00"+typed)
}

const contactColumns = `c.id, c.org, c.unit, c.at, c.until_on, COALESCE(c.coded_at, 0), COALESCE(c.ended_at, 0), c.rev, c.body`

func scanContact(scan func(...any) error, more ...any) (c notice.Contact, body []byte, err error) {
	err = scan(append([]any{&c.ID, &c.Org, &c.Unit, &c.At, &c.Until, &c.CodedAt, &c.EndedAt, &c.Rev, &body}, more...)...)
	return c, body, err
}

// NoticeContacts lists the contacts of the scope's units: the good ones first, the newest first among them.
func (q Notices) NoticeContacts(limit int) (list []notice.Contact, err error) {
	var a row.Args
	own := q.Visible("c", mayRead, &a)
	return q.contacts(`SELECT `+contactColumns+` FROM notice_contact c WHERE `+own+` ORDER BY CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, c.at DESC, c.id LIMIT `+a.Add(limit), a.List)
}

func (q Notices) contacts(query string, args []any) (list []notice.Contact, err error) {
	var bodies [][]byte
	err = q.Each(query, args, func(scan func(...any) error) error {
		c, body, err := scanContact(scan)
		list, bodies = append(list, c), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(contactPlace(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// NoticeContact is one contact of the scope's units. Absent and foreign are one answer.
func (q Notices) NoticeContact(id ident.Object) (notice.Contact, error) {
	var a row.Args
	at := a.Add(id)
	list, err := q.contacts(`SELECT `+contactColumns+` FROM notice_contact c WHERE c.id = `+at+` AND `+q.Visible("c", mayRead, &a), a.List)
	if err == nil && len(list) != 1 {
		return notice.Contact{}, q.Miss(string(id))
	}
	if err != nil {
		return notice.Contact{}, err
	}
	return list[0], nil
}

// AddNoticeContact adds a contact of one of the scope's units, without a code.
func (q Notices) AddNoticeContact(c notice.Contact) error {
	c.Org, c.Words.Unit, c.Rev, c.Lookup = q.Scope.Org, c.Unit, 1, ""
	body, err := q.Seal(contactPlace(c), c.Words)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO notice_contact (id, org, unit, at, until_on, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`, c.ID, c.Org, c.Unit, c.At, dayOrNull(c.Until), c.Rev, body)
}

// SetNoticeContact writes over the revision that c names: what is said of it, or that it has ended. Somebody else's in between is a Conflict.
func (q Notices) SetNoticeContact(c notice.Contact) error { return q.setContact(c, c.Lookup) }

// CodeNoticeContact gives a contact a new code, which ends the one before.
func (q Notices) CodeNoticeContact(c notice.Contact, corporate, code string) error {
	return q.setContact(c, hex.EncodeToString(q.lookup(corporate, code)))
}

func (q Notices) setContact(c notice.Contact, lookup string) error {
	was := c.Rev
	c.Rev++
	c.Words.Unit, c.Lookup = c.Unit, lookup
	body, err := q.Seal(contactPlace(c), c.Words)
	if err != nil {
		return err
	}
	var digest any
	if lookup != "" {
		if digest, err = hex.DecodeString(lookup); err != nil {
			return err
		}
	}
	var a row.Args
	set := `unit = ` + a.Add(c.Unit) + `, until_on = ` + a.Add(dayOrNull(c.Until)) + `, coded_at = ` + a.Add(orNull(c.CodedAt)) + `, ended_at = ` + a.Add(orNull(c.EndedAt)) +
		`, lookup = ` + a.Add(digest) + `, rev = ` + a.Add(c.Rev) + `, body = ` + a.Add(body)
	n, err := q.Exec(`UPDATE notice_contact SET `+set+` WHERE id = `+a.Add(c.ID)+` AND rev = `+a.Add(was)+` AND `+q.Visible("notice_contact", mayWrite, &a), a.List...)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.notice.moved", nil)
	}
	return err
}

// NoticeBy finds what a code stands on. Who asks is nobody yet: the code, with the number of its operator, is the secret. A contact that has
// ended or is past its day, an operator that was closed or whose designations have all ended, and rows that this house did not write are
// Absent like a code that never was.
func (q Notices) NoticeBy(corporate, typed string) (s notice.Standing, err error) {
	digest, today := q.lookup(corporate, typed), law.DayOf(q.Scope.At)
	var body []byte
	var evidence string
	err = q.One(`SELECT `+contactColumns+`, o.kind, `+row.Evidence("org", "o")+` FROM notice_contact c JOIN org o ON o.id = c.org AND o.closed_at IS NULL JOIN unit u ON u.id = c.unit AND u.closed_at IS NULL
		WHERE c.lookup = $1 AND (NOT EXISTS (SELECT 1 FROM designation d WHERE d.operator = c.org)
		OR EXISTS (SELECT 1 FROM designation d WHERE d.operator = c.org AND d.from_on <= $2 AND (d.until_on IS NULL OR d.until_on > $2)))`, []any{digest, today.String()},
		&s.ID, &s.Org, &s.Contact.Unit, &s.At, &s.Until, &s.CodedAt, &s.EndedAt, &s.Rev, &body, &s.Kind, &evidence)
	if err == nil {
		err = q.Open(contactPlace(s.Contact), body, &s.Words)
	}
	if err != nil {
		return notice.Standing{}, err
	}
	if s.Lookup != hex.EncodeToString(digest) || s.Words.Unit != s.Contact.Unit || !s.Good(today) || !q.Proved("org", evidence) {
		return notice.Standing{}, fault.Absent()
	}
	return s, nil
}

func dayOrNull(d law.Day) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

func orNull(at ident.Instant) any {
	if at == 0 {
		return nil
	}
	return at
}
