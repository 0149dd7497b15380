// Package export keeps long lists that are got ready as a task (書き出し), sealed part by part. Whoever ordered one sees it, nobody else.
package export

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Orders are the rows of a transaction about exports.
type Orders struct{ *row.Q }

func place(e export.Export) seal.Place {
	return seal.Place{Org: e.Org, Table: "export", ID: string(e.ID), Rev: 1}
}

// part is where a part is sealed: bound to its export and its place in it.
func part(e export.Export, seq int) seal.Place {
	return seal.Place{Org: e.Org, Table: "export_part", ID: string(e.ID), Rev: seq + 1}
}

// mine is a predicate: what the scope's own person, or program, ordered in the unit for which it acts now.
func (q Orders) mine(a *row.Args) string {
	return `e.org = ` + a.Add(q.Scope.Org) + ` AND e.unit = ` + a.Add(q.Scope.Unit) + ` AND e.person = ` + a.Add(q.Scope.Person) + ` AND e.token = ` + a.Add(q.Scope.Token) + ` AND e.org <> ''`
}

func (q Orders) list(where string, args []any) (list []export.Export, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT e.id, e.org, e.unit, e.person, e.token, e.hat, e.state, e.why, e.at, e.ends_at, e.begun_at, e.begun_n, e.total, e.done, e.parts, e.next_at, e.next_id, e.body FROM export e WHERE `+where, args, func(scan func(...any) error) error {
		var e export.Export
		var body []byte
		err := scan(&e.ID, &e.Org, &e.Unit, &e.Person, &e.Token, &e.Hat, &e.State, &e.Why, &e.At, &e.EndsAt, &e.BegunAt, &e.BegunAtN, &e.Total, &e.Done, &e.Parts, &e.Next.At, &e.Next.ID, &body)
		list, bodies = append(list, e), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// listed bounds how many orders of a person are shown.
const listed = 50

// Exports lists what the scope's own person ordered, the latest first.
func (q Orders) Exports() ([]export.Export, error) {
	var a row.Args
	where := q.mine(&a)
	return q.list(where+` ORDER BY e.at DESC, e.id DESC LIMIT `+a.Add(listed), a.List)
}

// Export is one of them. Absent and somebody else's are one answer.
func (q Orders) Export(id ident.Object) (export.Export, error) {
	var a row.Args
	where := q.mine(&a)
	return q.one(where+` AND e.id = `+a.Add(id), a.List, id)
}

func (q Orders) one(where string, args []any, id ident.Object) (export.Export, error) {
	list, err := q.list(where, args)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return export.Export{}, err
	}
	return list[0], nil
}

// AddExport keeps an order of the scope's person.
func (q Orders) AddExport(e export.Export) error {
	e.Org, e.Unit = q.Scope.Org, q.Scope.Unit
	body, err := q.Seal(place(e), e.Words)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO export (id, org, unit, person, token, hat, state, why, at, ends_at, begun_at, begun_n, total, done, parts, next_at, next_id, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, 0, 0, 0, 0, 0, 0, '', $10)`, e.ID, e.Org, e.Unit, q.Scope.Person, q.Scope.Token, e.Hat, e.State, q.Scope.At, e.EndsAt, body)
}

// StopExport ends an order of the scope's person and throws away what was gathered; one that has ended is a Conflict.
func (q Orders) StopExport(id ident.Object) error {
	var a row.Args
	state := a.Add(export.Stopped)
	where := q.mine(&a)
	n, err := q.Exec(`UPDATE export AS e SET state = `+state+` WHERE `+where+` AND e.id = `+a.Add(id)+` AND e.state IN ('waiting', 'running', 'ready')`, a.List...)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.exports.over", nil)
	}
	if err != nil {
		return err
	}
	_, err = q.Exec(`DELETE FROM export_part WHERE export = $1 AND org = $2`, id, q.Scope.Org)
	return err
}

// BeginExport begins, or goes on with, an order; one that has ended is Absent. For the worker.
func (q Orders) BeginExport(id ident.Object) (export.Export, error) {
	n, err := q.Exec(`UPDATE export SET state = 'running', begun_at = $1, begun_n = done WHERE id = $2 AND state IN ('waiting', 'running')`, q.Scope.At, id)
	if err == nil && n != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return export.Export{}, err
	}
	return q.one(`e.id = $1`, []any{id}, id)
}

// AddExportPart keeps the next part of an order, and where the one after it begins: what was stopped meanwhile is a Conflict. For the worker.
func (q Orders) AddExportPart(e export.Export, p export.Part) error {
	n, err := q.Exec(`UPDATE export SET total = $1, done = done + $2, parts = parts + 1, next_at = $3, next_id = $4 WHERE id = $5 AND state = 'running' AND parts = $6`,
		e.Total, len(p.Lines), e.Next.At, e.Next.ID, e.ID, e.Parts)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.exports.over", nil)
	}
	if err != nil {
		return err
	}
	body, err := q.Seal(part(e, e.Parts), p)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO export_part (export, seq, org, body) VALUES ($1, $2, $3, $4)`, e.ID, e.Parts, e.Org, body)
}

// EndExport says how an order ended; of one that was stopped it says nothing more. What is not to be taken is thrown away. For the worker.
func (q Orders) EndExport(id ident.Object, s export.State, why string) error {
	from := `('waiting', 'running')`
	if s == export.Gone {
		from = `('waiting', 'running', 'ready')`
	}
	if _, err := q.Exec(`UPDATE export SET state = $1, why = $2 WHERE id = $3 AND state IN `+from, s, why, id); err != nil || s == export.Ready {
		return err
	}
	_, err := q.Exec(`DELETE FROM export_part WHERE export = $1`, id)
	return err
}

// ExportPart opens a part of an order of the scope's person, without what is not open to the scope any more. A part that is not there
// is Absent, and so is every part of somebody else's.
func (q Orders) ExportPart(id ident.Object, seq int) (p export.Part, seen []ident.Object, err error) {
	e, err := q.Export(id)
	if err != nil || e.State != export.Ready || e.EndsAt <= q.Scope.At {
		return p, nil, q.absent(err, id)
	}
	var body []byte
	if err := q.One(`SELECT body FROM export_part WHERE export = $1 AND seq = $2 AND org = $3`, []any{id, seq, q.Scope.Org}, &body); err != nil {
		return p, nil, err
	}
	if err := q.Open(part(e, seq), body, &p); err != nil {
		return p, nil, err
	}
	there, err := q.open(p)
	kept := p.Lines[:0]
	for _, l := range p.Lines {
		if there[l.Filing.ID] {
			kept, seen = append(kept, l), append(seen, ident.Object(l.Filing.ID))
		}
	}
	p.Lines = kept
	return p, seen, err
}

func (q Orders) absent(err error, id ident.Object) error {
	if err != nil {
		return err
	}
	return q.Miss(string(id))
}

// open says which filings of a part are open to the scope now.
func (q Orders) open(p export.Part) (map[ident.Filing]bool, error) {
	there := map[ident.Filing]bool{}
	if len(p.Lines) == 0 {
		return there, nil
	}
	ids := make([]ident.Filing, len(p.Lines))
	for i, l := range p.Lines {
		ids[i] = l.Filing.ID
	}
	var a row.Args
	read := access.Permission{Action: access.Read, Object: access.Report}
	in := row.In(&a, ids)
	sight, visible := q.Sight("f", read, &a), q.Visible("f", read, &a)
	err := q.Each(`SELECT f.id, `+sight+` FROM filing f WHERE f.id IN `+in+` AND `+visible, a.List, func(scan func(...any) error) error {
		var id ident.Filing
		var evidence string
		err := scan(&id, &evidence)
		there[id] = q.Sees(evidence)
		return err
	})
	return there, err
}
