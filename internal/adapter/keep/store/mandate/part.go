package mandate

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/mandate"
)

// markOf is a mark as it is kept: nobody learns from it which rows a draft was made of.
func (q Mandates) markOf(mark string) []byte { return q.Keys.Digest("mandate-part", mark) }

// DraftOfMandatePart is the number of the draft that was made of a part of a file in the unit of the mandate under which the scope acts; empty: none was.
func (q Mandates) DraftOfMandatePart(mark string) (n ident.Number, err error) {
	err = q.Each(`SELECT number FROM mandate_part WHERE unit = $1 AND mark = $2 AND org = $3`, []any{q.Scope.Unit, q.markOf(mark), q.Scope.Org}, func(scan func(...any) error) error {
		return scan(&n)
	})
	return n, err
}

// AddMandatePart notes of which part of a file a draft was made, in the unit of the mandate under which the scope acts.
func (q Mandates) AddMandatePart(mark string, n ident.Number) error {
	return q.Add(`INSERT INTO mandate_part (unit, mark, org, number, at) VALUES ($1, $2, $3, $4, $5)`, q.Scope.Unit, q.markOf(mark), q.Scope.Org, n, q.Scope.At)
}

// WorkOfMandate lists what was begun and filed in the unit of the mandate under which the scope acts, the latest first.
func (q Mandates) WorkOfMandate(limit int) (list []mandate.Work, err error) {
	var a row.Args
	err = q.Each(`SELECT number, kind, form, at FROM mandate_work WHERE unit = `+a.Add(q.Scope.Unit)+` AND org = `+a.Add(q.Scope.Org)+` ORDER BY at DESC, number LIMIT `+a.Add(limit), a.List, func(scan func(...any) error) error {
		var w mandate.Work
		err := scan(&w.Number, &w.Kind, &w.Form, &w.At)
		list = append(list, w)
		return err
	})
	return list, err
}
