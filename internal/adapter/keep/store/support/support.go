// Package support keeps wishes for help (対処支援), what was said of each, and which report was shown to which helper.
package support

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
)

// Supports are the rows of a transaction about wishes for help.
type Supports struct{ *row.Q }

var (
	mayRead   = access.Permission{Action: access.Read, Object: access.Support}
	mayReport = access.Permission{Action: access.Read, Object: access.Report}
	mayDraft  = access.Permission{Action: access.Read, Object: access.Draft}
)

// The kinds of reader rows: of an office, of a helper, and of a report that was shown to a helper, which only reads it.
const (
	ofOffice = "support"
	ofHelper = "helper"
	ofReport = "shared"
)

func place(s support.Support) seal.Place {
	return seal.Place{Org: s.Org, Table: "support", ID: string(s.ID), Rev: 1}
}

func saidPlace(e support.Said) seal.Place {
	return seal.Place{Org: e.Org, Table: "support_said", ID: string(e.ID), Rev: 1}
}

// SupportAbout is the report or draft of a number that is the own organisation's, with its unit. Absent and foreign are one answer.
func (q Supports) SupportAbout(n ident.Number) (id ident.Object, unit ident.Unit, err error) {
	var a row.Args
	number, org := a.Add(n), a.Add(q.Scope.Org)
	err = q.One(`SELECT f.id, f.unit FROM filing f WHERE f.number = `+number+` AND f.org = `+org+` AND `+q.Visible("f", mayReport, &a)+
		` UNION ALL SELECT d.id, d.unit FROM draft d WHERE d.number = `+number+` AND d.org = `+org+` AND d.state <> 'discarded' AND `+q.Visible("d", mayDraft, &a), a.List, &id, &unit)
	return id, unit, err
}

// AddSupport writes a wish for help of the own organisation with the rows by which audiences of offices have it.
func (q Supports) AddSupport(s support.Support, audiences []string) error {
	body, err := q.Seal(place(s), s.Words)
	if err != nil {
		return err
	}
	if err := q.Add(`INSERT INTO support (id, number, org, unit, about, urgency, state, asked_at, moved_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1, $9)`,
		s.ID, s.Number, s.Org, s.Unit, s.About, s.Urgency, s.State, s.AskedAt, body); err != nil {
		return err
	}
	var a row.Args
	var rows []string
	for _, audience := range audiences {
		rows = append(rows, q.ReaderRow(&a, string(s.ID), audience, ofOffice, q.Scope.At))
	}
	return q.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT (object, audience) DO NOTHING`, a.List...)
}

// AddSaid writes what was said or done about a wish that was loaded in this scope, with the state to which it led. If somebody else moved it
// meanwhile, or it is over, it is a Conflict.
func (q Supports) AddSaid(s support.Support, to support.State, e support.Said) error {
	body, err := q.Seal(saidPlace(e), e.SaidWords)
	if err != nil {
		return err
	}
	code, n := "fault.support.moved", int64(0)
	switch e.Deed {
	case support.Unshared:
		n = 1 // whatever its state
	case support.Wrote, support.Shared:
		code = "fault.support.over"
		n, err = q.Exec(`UPDATE support SET rev = rev WHERE id = $1 AND state <> 'ended'`, s.ID)
	case support.TakenUp, support.Helps, support.Closed, support.Declined, support.Passed, support.Reopened, support.Handed:
		since := s.MovedAt
		if to != s.State {
			since = q.Scope.At
		}
		n, err = q.Exec(`UPDATE support SET state = $1, moved_at = $2, rev = rev + 1 WHERE id = $3 AND rev = $4`, to, since, s.ID, s.Rev)
	}
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, code, nil)
	}
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO support_said (id, support, org, unit, deed, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.ID, s.ID, e.Org, e.Unit, e.Deed, e.At, body)
}

const columns = `s.id, s.number, s.org, s.unit, s.about, s.urgency, s.state, s.asked_at, s.moved_at, s.rev, s.body`

// list opens the wishes of a condition that the scope may do something to.
func (q Supports) list(where, order string, p access.Permission, a *row.Args) (list []support.Support, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT `+columns+`, `+q.Sight("s", p, a)+` FROM support s WHERE `+where+` AND `+q.Visible("s", p, a)+` `+order, a.List, func(scan func(...any) error) error {
		var s support.Support
		var body []byte
		var sight string
		err := scan(&s.ID, &s.Number, &s.Org, &s.Unit, &s.About, &s.Urgency, &s.State, &s.AskedAt, &s.MovedAt, &s.Rev, &body, &sight)
		if q.Sees(sight) {
			list, bodies = append(list, s), append(bodies, body)
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

// SupportList lists the wishes that are open to the scope: those that stand, the most urgent and oldest first, or those that are over, the
// latest first. They are without what was said.
func (q Supports) SupportList(over bool, limit int) ([]support.Support, error) {
	var a row.Args
	where, order := `s.state <> 'ended'`, `ORDER BY CASE s.urgency WHEN 'now' THEN 0 WHEN 'today' THEN 1 ELSE 2 END, s.asked_at, s.id`
	if over {
		where, order = `s.state = 'ended'`, `ORDER BY s.moved_at DESC, s.id DESC`
	}
	return q.list(where, order+` LIMIT `+a.Add(limit), mayRead, &a)
}

// SupportsAbout lists those about some reports and drafts, the latest first, without what was said.
func (q Supports) SupportsAbout(objects []ident.Object) ([]support.Support, error) {
	if len(objects) == 0 {
		return nil, nil
	}
	var a row.Args
	return q.list(`s.about IN `+row.In(&a, objects), `ORDER BY s.asked_at DESC, s.id DESC LIMIT 100`, mayRead, &a)
}

// Support is one wish with what was said of it, as far as the scope may read that: a helper from the hour on which the report was shown to
// it. Absent and foreign are one answer.
func (q Supports) Support(n ident.Number, p access.Permission) (s support.Support, err error) {
	var a row.Args
	list, err := q.list(`s.number = `+a.Add(n), ``, p, &a)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(n))
	}
	if err != nil {
		return s, err
	}
	s = list[0]
	if err := q.about(&s); err != nil {
		return s, err
	}
	if s.Shares, err = q.shares(s); err != nil {
		return s, err
	}
	if s.Offices, err = q.offices(s.ID); err != nil {
		return s, err
	}
	var since ident.Instant
	if s.SideOf(q.Scope.Org) == support.Helper {
		since = s.Shares[0].At
	}
	s.Said, err = q.said(s.ID, since)
	return s.Cut(q.Scope.Org), err
}

// about is where the report or draft is read, where the scope may.
func (q Supports) about(s *support.Support) error {
	if s.About == "" {
		return nil
	}
	var a row.Args
	id := a.Add(s.About)
	return q.Each(`SELECT f.id, f.number, `+q.Sight("f", mayReport, &a)+` FROM filing f WHERE f.id = `+id+` AND `+q.Visible("f", mayReport, &a)+
		` UNION ALL SELECT '', d.number, `+q.Sight("d", mayDraft, &a)+` FROM draft d WHERE d.id = `+id+` AND `+q.Visible("d", mayDraft, &a), a.List, func(scan func(...any) error) error {
		var f ident.Filing
		var n ident.Number
		var sight string
		err := scan(&f, &n, &sight)
		if q.Sees(sight) {
			s.Report, s.AboutNumber = f, n
		}
		return err
	})
}

// said lists what was said from an instant on, oldest first.
func (q Supports) said(id ident.Object, since ident.Instant) (list []support.Said, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT e.id, e.org, e.unit, e.deed, e.at, e.body FROM support_said e WHERE e.support = $1 AND e.at >= $2 ORDER BY e.at, e.id`, []any{id, since}, func(scan func(...any) error) error {
		var e support.Said
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

// offices lists those that have a wish now, by the rows that give them sight of it.
func (q Supports) offices(id ident.Object) (list []support.Office, err error) {
	holders, err := q.Holders(id, ofOffice)
	for _, h := range holders {
		one := support.Office{Org: h.Org, Unit: h.Unit}
		if err == nil {
			err = q.name(&one, h.Body)
		}
		list = append(list, one)
	}
	return list, err
}
