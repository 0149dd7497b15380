// Package consult keeps consultations (相談窓口), what was said of each, and the 範囲整理表 that were sent with them.
package consult

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Consults are the rows of a transaction about consultations.
type Consults struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.Consult}

// ofOffice is the kind of the reader rows by which offices have one.
const ofOffice = "consult"

func place(c consult.Consultation) seal.Place {
	return seal.Place{Org: c.Org, Table: "consult", ID: string(c.ID), Rev: 1}
}

func saidPlace(e consult.Said) seal.Place {
	return seal.Place{Org: e.Org, Table: "consult_said", ID: string(e.ID), Rev: 1}
}

// AddConsult writes a consultation of the own organisation with the rows by which audiences of offices have it.
func (q Consults) AddConsult(c consult.Consultation, audiences []string) error {
	body, err := q.Seal(place(c), c.Words)
	if err != nil {
		return err
	}
	if err := q.Add(`INSERT INTO consult (id, number, org, unit, business, sector, state, asked_at, moved_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1, $9)`,
		c.ID, c.Number, c.Org, c.Unit, c.Business, c.Sector, c.State, c.AskedAt, body); err != nil {
		return err
	}
	var a row.Args
	var rows []string
	for _, audience := range audiences {
		rows = append(rows, q.ReaderRow(&a, string(c.ID), audience, ofOffice, q.Scope.At))
	}
	return q.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT (object, audience) DO NOTHING`, a.List...)
}

// AddConsultSaid writes what was said or done in a consultation that was loaded in this scope, with the state to which it led. If somebody else moved it
// meanwhile it is a Conflict.
func (q Consults) AddConsultSaid(c consult.Consultation, to consult.State, e consult.Said) error {
	body, err := q.Seal(saidPlace(e), e.SaidWords)
	if err != nil {
		return err
	}
	since := c.MovedAt
	if to != c.State {
		since = q.Scope.At
	}
	n, err := q.Exec(`UPDATE consult SET state = $1, moved_at = $2, rev = rev + 1 WHERE id = $3 AND rev = $4`, to, since, c.ID, c.Rev)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.consult.moved", nil)
	}
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO consult_said (id, consult, org, unit, deed, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.ID, c.ID, e.Org, e.Unit, e.Deed, e.At, body)
}

const columns = `c.id, c.number, c.org, c.unit, c.business, c.sector, c.state, c.asked_at, c.moved_at, c.rev, c.body`

// list opens the consultations of a condition that the scope may do something to.
func (q Consults) list(where, order string, p access.Permission, a *row.Args) (list []consult.Consultation, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT `+columns+`, `+q.Sight("c", p, a)+` FROM consult c WHERE `+where+` AND `+q.Visible("c", p, a)+` `+order, a.List, func(scan func(...any) error) error {
		var c consult.Consultation
		var body []byte
		var sight string
		err := scan(&c.ID, &c.Number, &c.Org, &c.Unit, &c.Business, &c.Sector, &c.State, &c.AskedAt, &c.MovedAt, &c.Rev, &body, &sight)
		if q.Sees(sight) {
			list, bodies = append(list, c), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
			list[i] = list[i].Cut(q.Scope.Org)
		}
	}
	return list, err
}

// ConsultList lists the consultations that are open to the scope: those that wait for an answer first, the oldest first; then those that are over, the latest
// first. They are without what was said.
func (q Consults) ConsultList(limit int) ([]consult.Consultation, error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	where, order := `c.number <> ''`, `ORDER BY CASE WHEN c.state IN ('received', 'checking') THEN 0 ELSE 1 END, CASE WHEN c.state IN ('received', 'checking') THEN c.moved_at ELSE -c.moved_at END, c.id`
	return q.list(where, order+` LIMIT `+a.Add(limit), mayRead, &a)
}

// Consult is one consultation with all that belongs to it. Absent and foreign are one answer.
func (q Consults) Consult(n ident.Number, p access.Permission) (c consult.Consultation, err error) {
	var a row.Args
	list, err := q.list(`c.number = `+a.Add(n), ``, p, &a)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(n))
	}
	if err != nil {
		return c, err
	}
	c = list[0]
	if c.Said, err = q.said(c.ID); err != nil {
		return c, err
	}
	var b row.Args
	if c.Sheets, err = q.sheets(`h.consult = `+b.Add(c.ID), `ORDER BY h.version, h.id LIMIT 100`, &b); err != nil {
		return c, err
	}
	c.Offices, err = q.offices(c.ID)
	return c.Cut(q.Scope.Org), err
}

// said lists what was said, oldest first.
func (q Consults) said(id ident.Object) (list []consult.Said, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT e.id, e.org, e.unit, e.deed, e.at, e.body FROM consult_said e WHERE e.consult = $1 ORDER BY e.at, e.id LIMIT 1000`, []any{id}, func(scan func(...any) error) error {
		var e consult.Said
		var body []byte
		err := scan(&e.ID, &e.Org, &e.Unit, &e.Deed, &e.At, &body)
		list, bodies = append(list, e), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(saidPlace(list[i]), bodies[i], &list[i].SaidWords)
		}
	}
	return list, err
}

// offices lists those that have a consultation now, by the rows that give them sight of it.
func (q Consults) offices(id ident.Object) (list []consult.Office, err error) {
	holders, err := q.Holders(id, ofOffice)
	for _, h := range holders {
		var u party.Unit
		if err == nil {
			err = q.Open(h.Place(), h.Sealed, &u)
		}
		list = append(list, consult.Office{Org: h.Org, Unit: h.Unit, Name: u.Name, NameEn: u.NameEn, Phone: u.Phone})
	}
	return list, err
}
