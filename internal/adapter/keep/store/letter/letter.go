// Package letter keeps 事務連絡: what an office wrote by one press is sealed with its key, the copy of each recipient with the recipient's.
package letter

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
)

// Written are the rows of a transaction about 事務連絡.
type Written struct{ *row.Q }

var (
	mayRead = access.Permission{Action: access.Read, Object: access.Letter}
	mayFile = access.Permission{Action: access.File, Object: access.Report}
)

func place(l letter.Letter) seal.Place {
	return seal.Place{Org: l.Org, Table: "letter", ID: string(l.ID), Rev: 1}
}

func copyPlace(c letter.Copy) seal.Place {
	return seal.Place{Org: c.Org, Table: "letter_copy", ID: string(c.ID), Rev: 1}
}

// AddOfficeLetter keeps a letter of the scope's office with its copies.
func (q Written) AddOfficeLetter(l letter.Letter, copies []letter.Copy) error {
	body, err := q.Seal(place(l), l.Words)
	if err != nil {
		return err
	}
	if err := q.Add(`INSERT INTO letter (id, org, unit, topic, n, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`, l.ID, l.Org, l.Unit, l.Of, l.N, l.At, body); err != nil {
		return err
	}
	for _, c := range copies {
		body, err := q.Seal(copyPlace(c), c.Content)
		if err == nil {
			err = q.Add(`INSERT INTO letter_copy (id, number, letter, org, unit, office_org, office, topic, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
				c.ID, c.Number, c.Letter, c.Org, c.Unit, c.OfficeOrg, c.Office, c.Of, c.At, body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hatsMost bounds how many hats of the recipients of one letter are read.
const hatsMost = 20_000

// competent is that the scope's office, or one below it, is competent for the operator in a column today, for some act.
func (q Written) competent(operator string, a *row.Args) string {
	on := a.Add(law.DayOf(q.Scope.At).String())
	return `EXISTS (SELECT 1 FROM jurisdiction j JOIN unit_above ja ON ja.unit = j.unit AND ja.above = ` + a.Add(q.Scope.Unit) + ` WHERE (j.operator = ` + operator + ` OR j.operator IS NULL)
		AND j.from_on <= ` + on + ` AND (j.until_on IS NULL OR j.until_on > ` + on + `))`
}

// UnitsToWrite are the units to which is written: of each operator the highest in which somebody may file, so that somebody is told who can see to it; its
// first unit where there is none. Nobody but an office that is competent for an operator is told any.
func (q Written) UnitsToWrite(orgs []ident.Org) (map[ident.Org]ident.Unit, error) {
	units := map[ident.Org]ident.Unit{}
	if len(orgs) == 0 || q.Scope.Permit(access.Permission{Action: access.Write, Object: access.Letter}) != nil {
		return units, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	in, at, most := row.In(&a, orgs), a.Add(q.Scope.At), a.Add(hatsMost)
	err := q.Each(`SELECT h.org, h.unit, h.roles, `+row.Evidence("hat", "h")+` FROM hat h JOIN unit u ON u.id = h.unit AND u.closed_at IS NULL JOIN person p ON p.id = h.person AND p.state = 'active'
		WHERE h.org IN `+in+` AND `+q.competent("h.org", &a)+` AND h.from_at <= `+at+` AND (h.until_at IS NULL OR h.until_at > `+at+`) ORDER BY h.org, (SELECT COUNT(*) FROM unit_above d WHERE d.unit = h.unit), h.unit LIMIT `+most, a.List,
		func(scan func(...any) error) error {
			var org ident.Org
			var unit ident.Unit
			var roles, evidence string
			err := scan(&org, &unit, &roles, &evidence)
			var actor access.Actor
			for r := range strings.FieldsSeq(roles) {
				actor.Roles = append(actor.Roles, access.Role(r))
			}
			if own, _ := access.For(actor, 0).Relations(mayFile); own && units[org] == "" && q.Proved("hat", evidence) {
				units[org] = unit
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	var b row.Args
	err = q.Each(`SELECT u.org, u.id FROM unit u WHERE u.org IN `+row.In(&b, orgs)+` AND u.parent IS NULL AND `+q.competent("u.org", &b)+` ORDER BY u.org, u.id`, b.List, func(scan func(...any) error) error {
		var org ident.Org
		var unit ident.Unit
		err := scan(&org, &unit)
		if units[org] == "" {
			units[org] = unit
		}
		return err
	})
	return units, err
}

// OfficeLetters lists what the scope's office, or one below it, sent, the latest first.
func (q Written) OfficeLetters(limit int) ([]letter.Letter, error) {
	var a row.Args
	return q.letters(q.Visible("l", mayRead, &a)+` ORDER BY l.at DESC, l.id DESC LIMIT `+a.Add(limit), a.List)
}

// OfficeLetter is one of them with its copies: by recipient, with when it was opened there first. Absent and another office's are one answer.
func (q Written) OfficeLetter(id ident.Object) (l letter.Letter, copies []letter.Copy, err error) {
	var a row.Args
	list, err := q.letters(`l.id = `+a.Add(id)+` AND `+q.Visible("l", mayRead, &a), a.List)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return l, nil, err
	}
	var b row.Args
	copies, err = q.copies(`c.letter = `+b.Add(id)+` ORDER BY c.number LIMIT `+b.Add(letter.Most), b.List)
	return list[0], copies, err
}

func (q Written) letters(where string, args []any) (list []letter.Letter, err error) {
	if q.Scope.Org == "" || q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	err = q.Each(`SELECT l.id, l.org, l.unit, l.topic, l.n, l.at, l.body FROM letter l WHERE `+where, args, func(scan func(...any) error) error {
		var l letter.Letter
		var body []byte
		err := scan(&l.ID, &l.Org, &l.Unit, &l.Of, &l.N, &l.At, &body)
		list, bodies = append(list, l), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// copies opens the copies of a condition, with the names of their recipients.
func (q Written) copies(where string, args []any) (list []letter.Copy, err error) {
	if q.Scope.Org == "" || q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	var orgs []row.Body
	err = q.Each(`SELECT c.id, c.number, c.letter, c.org, c.unit, c.office_org, c.office, c.topic, c.at, c.body, o.rev, o.body,
			COALESCE((SELECT MIN(k.at) FROM look k WHERE k.object = c.id AND k.org = c.org AND k.purpose = '`+access.LookOpen+`'), 0)
		FROM letter_copy c JOIN org o ON o.id = c.org WHERE `+where, args, func(scan func(...any) error) error {
		var c letter.Copy
		var body []byte
		var org row.Body
		err := scan(&c.ID, &c.Number, &c.Letter, &c.Org, &c.Unit, &c.OfficeOrg, &c.Office, &c.Of, &c.At, &body, &org.Rev, &org.Sealed, &c.OpenedAt)
		list, bodies, orgs = append(list, c), append(bodies, body), append(orgs, org)
		return err
	})
	for i := range list {
		c := &list[i]
		var o party.Org
		if err == nil {
			err = q.Open(copyPlace(*c), bodies[i], &c.Content)
		}
		if err == nil {
			err = q.Open(row.OrgPlace(c.Org, orgs[i].Rev), orgs[i].Sealed, &o)
		}
		c.Name, c.NameEn = o.Name, o.NameEn
	}
	return list, err
}

// LettersReceived lists what was written to the scope's organisation, at or below the scope's unit, the latest first.
func (q Written) LettersReceived(limit int) ([]letter.Copy, error) {
	var a row.Args
	return q.copies(q.Visible("c", mayRead, &a)+` ORDER BY c.at DESC, c.id DESC LIMIT `+a.Add(limit), a.List)
}

// LetterReceived is one of them. Absent and another organisation's are one answer.
func (q Written) LetterReceived(n ident.Number) (c letter.Copy, err error) {
	var a row.Args
	list, err := q.copies(`c.number = `+a.Add(n)+` AND `+q.Visible("c", mayRead, &a), a.List)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(n))
	}
	if err != nil {
		return c, err
	}
	return list[0], nil
}

// LetterNumbered is the letter, of the scope's office, of which a copy has a number. Absent and another office's are one answer.
func (q Written) LetterNumbered(n ident.Number) (id ident.Object, err error) {
	if q.Scope.Org == "" || q.Scope.Permit(mayRead) != nil {
		return "", fault.Absent()
	}
	var a row.Args
	err = q.One(`SELECT l.id FROM letter_copy c JOIN letter l ON l.id = c.letter WHERE c.number = `+a.Add(n)+` AND `+q.Visible("l", mayRead, &a), a.List, &id)
	return id, err
}
