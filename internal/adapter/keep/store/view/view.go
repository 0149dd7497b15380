// Package view keeps saved views of lists (保存した条件), each sealed with its organisation's key.
package view

import (
	"slices"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
)

// Shelf are the rows of a transaction about saved views.
type Shelf struct{ *row.Q }

func place(s view.Saved) seal.Place {
	return seal.Place{Org: s.Org, Table: "saved_view", ID: string(s.ID), Rev: s.Rev}
}

// there is a predicate: the views that are there for the scope, as view.Saved.For.
func (q Shelf) there(a *row.Args) string {
	org, unit, person := a.Add(q.Scope.Org), a.Add(q.Scope.Unit), a.Add(q.Scope.Person)
	return `v.org = ` + org + ` AND v.state = 'active' AND (v.share = 'org' OR v.share = 'unit' AND v.unit = ` + unit + ` OR v.share = 'mine' AND v.person = ` + person + ` AND v.person <> '')`
}

func (q Shelf) list(where string, a *row.Args) (list []view.Saved, err error) {
	var bodies [][]byte
	org, person := a.Add(q.Scope.Org), a.Add(q.Scope.Person)
	err = q.Each(`SELECT v.id, v.org, v.unit, v.person, v.list, v.share, v.rev, v.at, v.body,
		CASE WHEN EXISTS (SELECT 1 FROM saved_view_first p WHERE p.org = `+org+` AND p.person = `+person+` AND p.list = v.list AND p.view = v.id) THEN 1 ELSE 0 END, `+row.Evidence("saved_view", "v")+`
		FROM saved_view v WHERE `+where+` ORDER BY v.id LIMIT `+a.Add(view.Most), a.List, func(scan func(...any) error) error {
		var s view.Saved
		var body []byte
		var evidence string
		first := 0
		err := scan(&s.ID, &s.Org, &s.Unit, &s.Person, &s.List, &s.Share, &s.Rev, &s.At, &body, &first, &evidence)
		s.First = first == 1
		if q.Proved("saved_view", evidence) { // what no act wrote is not there: nobody shares another's conditions by a line of SQL
			list, bodies = append(list, s), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
		}
	}
	return slices.DeleteFunc(list, func(s view.Saved) bool { return !s.For(q.Scope) }), err
}

// Views lists the views of a list that are there for the scope, the oldest first.
func (q Shelf) Views(of view.List) ([]view.Saved, error) {
	var a row.Args
	where := q.there(&a)
	return q.list(where+` AND v.list = `+a.Add(of), &a)
}

// View is one view that is there for the scope. Absent and somebody else's are one answer.
func (q Shelf) View(id ident.Object) (view.Saved, error) {
	var a row.Args
	where := q.there(&a)
	list, err := q.list(where+` AND v.id = `+a.Add(id), &a)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return view.Saved{}, err
	}
	return list[0], nil
}

// AddView keeps a new view of the scope's.
func (q Shelf) AddView(s view.Saved) error {
	s.Org, s.Unit, s.Person, s.Rev = q.Scope.Org, q.Scope.Unit, q.Scope.Person, 1
	body, err := q.Seal(place(s), s.Words)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO saved_view (id, org, unit, person, list, share, state, rev, at, body) VALUES ($1, $2, $3, $4, $5, $6, 'active', 1, $7, $8)`,
		s.ID, s.Org, s.Unit, s.Person, s.List, s.Share, q.Scope.At, body)
}

// ChangeView writes name, conditions and sharing over the revision that s names; somebody else's in between is a Conflict.
func (q Shelf) ChangeView(s view.Saved) error {
	seen := s.Rev
	s.Rev++
	body, err := q.Seal(place(s), s.Words)
	if err != nil {
		return err
	}
	return moved(q.Exec(`UPDATE saved_view SET share = $1, rev = $2, at = $3, body = $4 WHERE id = $5 AND org = $6 AND rev = $7 AND state = 'active'`,
		s.Share, s.Rev, q.Scope.At, body, s.ID, q.Scope.Org, seen))
}

// EndView ends a view: it is there for nobody any more.
func (q Shelf) EndView(s view.Saved) error {
	return moved(q.Exec(`UPDATE saved_view SET state = 'ended', at = $1 WHERE id = $2 AND org = $3 AND rev = $4 AND state = 'active'`, q.Scope.At, s.ID, q.Scope.Org, s.Rev))
}

func moved(n int64, err error) error {
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.view.moved", nil)
	}
	return err
}

// PreferView lets a list open with a view for the scope's person; an empty id takes it back.
func (q Shelf) PreferView(of view.List, id ident.Object) error {
	_, err := q.Exec(`INSERT INTO saved_view_first (org, person, list, view, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, person, list) DO UPDATE SET view = excluded.view, at = excluded.at`,
		q.Scope.Org, q.Scope.Person, of, id, q.Scope.At)
	return err
}
