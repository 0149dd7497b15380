// Package mandate keeps 委任: rows that both sides see and nobody else, sealed with the operator's key, and the numbers of what was written under one.
package mandate

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

// Mandates are the rows of a transaction about mandates.
type Mandates struct{ *row.Q }

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Mandate}
	mayWrite = access.Permission{Action: access.Write, Object: access.Mandate}
)

func place(m mandate.Mandate) seal.Place {
	return seal.Place{Org: m.Operator, Table: "mandate", ID: string(m.ID), Rev: m.Rev}
}

func words[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = string(s)
	}
	return strings.Join(texts, " ")
}

func split[T ~string](s string) (list []T) {
	for w := range strings.FieldsSeq(s) {
		list = append(list, T(w))
	}
	return list
}

// AddMandate keeps a proposal.
func (q Mandates) AddMandate(m mandate.Mandate) error {
	m.Rev = 1
	body, err := q.Seal(place(m), m.Words)
	if err != nil {
		return err
	}
	_, err = q.Exec(`INSERT INTO mandate (id, number, operator, operator_unit, maintainer, maintainer_unit, unit, by_side, state, acts, sectors, from_on, until_on, at, moved_at, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		m.ID, m.Number, m.Operator, m.OperatorUnit, m.Maintainer, m.MaintainerUnit, m.Unit, m.By, m.State, words(m.Acts), words(m.Sectors), m.From.String(), m.Until.String(), m.At, m.Moved, m.Rev, body)
	return err
}

// SaveMandate writes a step over the revision that was read; somebody else's in between is a Conflict.
func (q Mandates) SaveMandate(m mandate.Mandate) error {
	seen := m.Rev
	m.Rev++
	body, err := q.Seal(place(m), m.Words)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE mandate SET state = $1, unit = $2, moved_at = $3, rev = $4, body = $5 WHERE id = $6 AND rev = $7`, m.State, m.Unit, m.Moved, m.Rev, body, m.ID, seen)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.mandate.moved", nil)
	}
	return err
}

// sides are the two ways to a mandate: it is the operator's own, and addressed to the maintainer, at or below the scope's unit.
func (q Mandates) sides(p access.Permission, a *row.Args) string {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return "TRUE"
	}
	own, addressed := q.Scope.Relations(p)
	side := func(open bool, org, unit string) string {
		if !open {
			return "FALSE"
		}
		return `m.` + org + ` = ` + a.Add(q.Scope.Org) + ` AND EXISTS (SELECT 1 FROM unit_above o WHERE o.unit = m.` + unit + ` AND o.above = ` + a.Add(q.Scope.Unit) + `)`
	}
	return `(` + side(own, "operator", "operator_unit") + ` OR ` + side(addressed, "maintainer", "maintainer_unit") + `)`
}

// list reads mandates; one that no act of ours wrote is not there.
func (q Mandates) list(where string, args []any) (list []mandate.Mandate, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT m.id, m.number, m.operator, m.operator_unit, m.maintainer, m.maintainer_unit, m.unit, m.by_side, m.state, m.acts, m.sectors, m.from_on, m.until_on, m.at, m.moved_at, m.rev, m.body, `+
		row.Evidence("mandate", "m")+` FROM mandate m WHERE `+where, args, func(scan func(...any) error) error {
		var m mandate.Mandate
		var acts, sectors, from, until, evidence string
		var body []byte
		err := scan(&m.ID, &m.Number, &m.Operator, &m.OperatorUnit, &m.Maintainer, &m.MaintainerUnit, &m.Unit, &m.By, &m.State, &acts, &sectors, &from, &until, &m.At, &m.Moved, &m.Rev, &body, &evidence)
		if err == nil && !q.Proved("mandate", evidence) {
			return nil
		}
		if err == nil {
			m.From, err = law.ParseDay(from)
		}
		if err == nil {
			m.Until, err = law.ParseDay(until)
		}
		m.Acts, m.Sectors = split[mandate.Act](acts), split[law.Sector](sectors)
		list, bodies = append(list, m), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// MandateList lists the mandates of the scope's side, what moved last first.
func (q Mandates) MandateList(limit int) ([]mandate.Mandate, error) {
	var a row.Args
	sides := q.sides(mayRead, &a)
	return q.list(sides+` ORDER BY m.moved_at DESC, m.id DESC LIMIT `+a.Add(limit), a.List)
}

// MandateNumbered is one of them, for an action. Absent and other people's are one answer.
func (q Mandates) MandateNumbered(n ident.Number, p access.Permission) (mandate.Mandate, error) {
	var a row.Args
	at := a.Add(n)
	return q.one(n, `m.number = `+at+` AND `+q.sides(p, &a), a)
}

// MandateByID is MandateNumbered, to read, for an id that an act returned.
func (q Mandates) MandateByID(id ident.Object) (mandate.Mandate, error) {
	var a row.Args
	at := a.Add(id)
	return q.one(ident.Number(id), `m.id = `+at+` AND `+q.sides(mayRead, &a), a)
}

func (q Mandates) one(ref ident.Number, where string, a row.Args) (mandate.Mandate, error) {
	list, err := q.list(where, a.List)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(ref))
	}
	if err != nil {
		return mandate.Mandate{}, err
	}
	return list[0], nil
}

// MandateInUse is the mandate under which the scope acts, as it stands in this transaction.
func (q Mandates) MandateInUse() (mandate.Mandate, error) {
	list, err := q.list(`m.id = $1 AND m.operator = $2 AND m.unit = $3`, []any{q.Scope.Under.Mandate, q.Scope.Org, q.Scope.Unit})
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return mandate.Mandate{}, err
	}
	return list[0], nil
}

// mostBetween bounds how many mandates between the same two are looked at.
const mostBetween = 50

// MandatesOfWork are the mandates, to the scope's maintainer, in whose unit a draft or filing stands, the latest first. None: it is nobody's that the
// scope may know of.
func (q Mandates) MandatesOfWork(n ident.Number) ([]mandate.Mandate, error) {
	var a row.Args
	at, org := a.Add(n), a.Add(q.Scope.Org)
	sides := q.sides(mayRead, &a)
	return q.list(`m.unit <> '' AND m.unit = (SELECT w.unit FROM mandate_work w WHERE w.number = `+at+`) AND m.maintainer = `+org+` AND `+sides+` ORDER BY m.moved_at DESC, m.id DESC LIMIT `+a.Add(mostBetween), a.List)
}

// PlaceOfMandate is the unit in which earlier mandates between the two of m stand; empty where m is the first.
func (q Mandates) PlaceOfMandate(m mandate.Mandate) (unit ident.Unit, err error) {
	var a row.Args
	operator, maintainer, below := a.Add(m.Operator), a.Add(m.Maintainer), a.Add(m.MaintainerUnit)
	list, err := q.list(`m.operator = `+operator+` AND m.maintainer = `+maintainer+` AND m.maintainer_unit = `+below+` AND m.unit <> '' AND `+q.sides(mayRead, &a)+` ORDER BY m.at DESC LIMIT 1`, a.List)
	if len(list) > 0 {
		unit = list[0].Unit
	}
	return unit, err
}

// WaitingMandate is the number of a proposal between an organisation and the scope's that waits for one of them today; empty: none does.
func (q Mandates) WaitingMandate(with ident.Org) (ident.Number, error) {
	var a row.Args
	on, other, org := a.Add(law.DayOf(q.Scope.At).String()), a.Add(with), a.Add(q.Scope.Org)
	list, err := q.list(`m.state = 'proposed' AND m.until_on >= `+on+` AND (m.operator = `+other+` AND m.maintainer = `+org+` OR m.maintainer = `+other+` AND m.operator = `+org+`) AND `+q.sides(mayRead, &a)+` LIMIT 1`, a.List)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].Number, nil
}

// AddMandateWork notes that a draft or filing stands in the unit of the mandate under which the scope acts.
func (q Mandates) AddMandateWork(n ident.Number, kind, form string) error {
	return q.Add(`INSERT INTO mandate_work (number, unit, org, kind, form, at) VALUES ($1, $2, $3, $4, $5, $6)`, n, q.Scope.Unit, q.Scope.Org, kind, form, q.Scope.At)
}

// OppositeOfMandate is who has a 法人番号 on the other side of the scope's: an operator that is designated today for a maintainer, a maintainer for
// an operator, with its first unit. Nobody else is told any.
func (q Mandates) OppositeOfMandate(number string) (o party.Org, unit ident.Unit, err error) {
	side := mandate.SideOf(q.Scope.Kind)
	if q.Scope.Permit(mayWrite) != nil || side == "" || q.Scope.Under.Mandate != "" {
		return o, "", fault.Absent()
	}
	kind, designated := party.Operator, ` AND EXISTS (SELECT 1 FROM designation d WHERE d.operator = o.id AND d.from_on <= $3 AND (d.until_on IS NULL OR d.until_on > $3))`
	if side == mandate.Operator {
		kind, designated = party.Maintainer, ` AND $3 <> ''`
	}
	var body []byte
	var rev int
	err = q.One(`SELECT o.id, o.rev, o.body, u.id FROM org o JOIN unit u ON u.org = o.id AND u.parent IS NULL WHERE o.lookup = $1 AND o.kind = $2`+designated,
		[]any{q.OrgLookup(kind, number), kind, law.DayOf(q.Scope.At).String()}, &o.ID, &rev, &body, &unit)
	if err != nil {
		return o, "", err
	}
	id := o.ID
	err = q.Open(row.OrgPlace(id, rev), body, &o)
	o.ID, o.Kind = id, kind
	return o, unit, err
}
