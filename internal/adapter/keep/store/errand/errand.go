// Package errand keeps what is handed in at an authority itself (様式を出力して提出, R1), and the records of having done so. They are the
// own organisation's, at or below the unit of whoever looks: no office is told.
package errand

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/window"
)

// Errands are the rows of a transaction about what is handed in elsewhere.
type Errands struct{ *row.Q }

func place(org ident.Org, id ident.Object, rev int) seal.Place {
	return seal.Place{Org: org, Table: "errand_record", ID: string(id), Rev: rev}
}

// AddErrands freezes what an arrival leaves to be handed in elsewhere, and moves what stands of its case.
func (q Errands) AddErrands(added, moved []window.Errand) error {
	for _, e := range added {
		if err := q.Add(`INSERT INTO errand (id, filing, subject, org, unit, authority, clock, needed, due_on, state, rev, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)`,
			e.ID, e.Filing, e.Case, e.Org, e.Unit, e.Authority, e.Clock, e.Needed.String(), day(e.DueOn), e.State, e.At); err != nil {
			return err
		}
	}
	for _, e := range moved {
		if err := q.Add(`UPDATE errand SET due_on = $1, needed = $2 WHERE id = $3 AND org = $4 AND state = 'open'`, day(e.DueOn), e.Needed.String(), e.ID, q.Scope.Org); err != nil {
			return err
		}
	}
	return nil
}

func day(d law.Day) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// ErrandsOf lists what was left to be handed in elsewhere of a case, with its records.
func (q Errands) ErrandsOf(c ident.Case) ([]window.Errand, error) {
	return q.list(`e.subject = $3 ORDER BY e.at, e.id`, c)
}

// OpenErrands lists what waits to be handed in by its date, without records; what has no date comes last, and what nothing makes needed is
// not among it.
func (q Errands) OpenErrands(limit int) ([]window.Errand, error) {
	return q.list(`e.state = 'open' AND e.needed <> 'no' ORDER BY COALESCE(e.due_on, '9999'), e.at, e.id LIMIT $3`, limit)
}

func (q Errands) list(where string, arg any) (list []window.Errand, err error) {
	at := map[ident.Object]int{}
	err = q.Each(`SELECT e.id, e.filing, f.number, e.subject, e.org, e.unit, e.authority, e.clock, e.needed, COALESCE(e.due_on, ''), e.state, e.rev, e.at FROM errand e JOIN filing f ON f.id = e.filing
		WHERE e.org = $1 AND EXISTS (SELECT 1 FROM unit_above u WHERE u.unit = e.unit AND u.above = $2) AND `+where, []any{q.Scope.Org, q.Scope.Unit, arg}, func(scan func(...any) error) error {
		var e window.Errand
		var needed, on string
		err := scan(&e.ID, &e.Filing, &e.Number, &e.Case, &e.Org, &e.Unit, &e.Authority, &e.Clock, &needed, &on, &e.State, &e.Rev, &e.At)
		if err == nil {
			err = e.Needed.UnmarshalText([]byte(needed))
		}
		if err == nil && on != "" {
			e.DueOn, err = law.ParseDay(on)
		}
		at[e.ID] = len(list)
		list = append(list, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	var recorded []ident.Object
	for _, e := range list {
		if e.Rev > 0 {
			recorded = append(recorded, e.ID)
		}
	}
	return list, q.records(recorded, func(id ident.Object, r window.Record) {
		list[at[id]].Records = append(list[at[id]].Records, r)
	})
}

func (q Errands) records(of []ident.Object, tell func(ident.Object, window.Record)) error {
	if len(of) == 0 {
		return nil
	}
	type kept struct {
		id     ident.Object
		org    ident.Org
		record window.Record
		body   []byte
	}
	var list []kept
	var a row.Args
	err := q.Each(`SELECT errand, rev, org, state, at, body FROM errand_record WHERE errand IN `+row.In(&a, of)+` ORDER BY errand, rev`, a.List, func(scan func(...any) error) error {
		var k kept
		err := scan(&k.id, &k.record.Rev, &k.org, &k.record.State, &k.record.At, &k.body)
		list = append(list, k)
		return err
	})
	for _, k := range list {
		if err == nil {
			err = q.Open(place(k.org, k.id, k.record.Rev), k.body, &k.record.RecordWords)
		}
		if err == nil {
			tell(k.id, k.record)
		}
	}
	return err
}

// RecordErrand adds a record of an errand that was loaded in this scope; somebody who was quicker makes it a Conflict.
func (q Errands) RecordErrand(e window.Errand, r window.Record) error {
	r.Rev = e.Rev + 1
	n, err := q.Exec(`UPDATE errand SET state = $1, rev = $2 WHERE id = $3 AND org = $4 AND rev = $5 AND EXISTS (SELECT 1 FROM unit_above u WHERE u.unit = errand.unit AND u.above = $6)`,
		r.State, r.Rev, e.ID, q.Scope.Org, e.Rev, q.Scope.Unit)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.errand.moved", nil)
	}
	if err != nil {
		return err
	}
	body, err := q.Seal(place(q.Scope.Org, e.ID, r.Rev), r.RecordWords)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO errand_record (errand, rev, org, unit, state, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.ID, r.Rev, q.Scope.Org, q.Scope.Unit, r.State, q.Scope.At, body)
}

// PassErrands makes what an operator was to hand in elsewhere before the day the successor's (承継); what was recorded stays sealed as it
// was. Background work alone may. It returns how many passed.
func (q Errands) PassErrands(i register.Inheritance, unit ident.Unit) (int64, error) {
	if q.Scope.Org != "" {
		return 0, nil
	}
	return q.Exec(`UPDATE errand SET org = $1, unit = $2 WHERE org = $3 AND at < $4`, i.New, unit, i.Old, i.On.Start())
}
