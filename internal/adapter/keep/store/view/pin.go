package view

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
)

// tilesMost bounds what is read: the views of the lists of an office, with their pins.
const tilesMost = 4 * view.Most

// Tiles are the views that can be, are or were tiles of 本日の対応 for the scope: each with its own pin and that of its unit, or with none. A view that is
// not there for it any more is none of them.
func (q Shelf) Tiles() (list []view.Tile, err error) {
	var a row.Args
	there := q.there(&a)
	org, unit, person := a.Add(q.Scope.Org), a.Add(q.Scope.Unit), a.Add(q.Scope.Person)
	var bodies [][]byte
	err = q.Each(`SELECT COALESCE(p.unit, ''), COALESCE(p.place, 0), COALESCE(p.state, ''), COALESCE(p.at, 0), v.id, v.org, v.unit, v.person, v.list, v.share, v.rev, v.at, v.body, `+row.Evidence("saved_view", "v")+`
		FROM saved_view v LEFT JOIN view_pin p ON p.view = v.id AND p.org = `+org+` AND (p.unit = `+unit+` AND p.person = '' OR p.unit = '' AND p.person = `+person+` AND p.person <> '')
		WHERE `+there+` AND v.list IN `+row.In(&a, []view.List{view.Received, view.Filings, view.Expected})+` ORDER BY p.state, p.unit, p.place, v.id LIMIT `+a.Add(tilesMost), a.List, func(scan func(...any) error) error {
		var t view.Tile
		var body []byte
		var office ident.Unit
		var state, evidence string
		s := &t.Saved
		err := scan(&office, &t.Place, &state, &t.Pin.At, &s.ID, &s.Org, &s.Unit, &s.Person, &s.List, &s.Share, &s.Rev, &s.At, &body, &evidence)
		if t.Office, t.On = office != "", state == "on"; state != "" {
			t.View = s.ID
		}
		if q.Proved("saved_view", evidence) && s.For(q.Scope) {
			if t.Office && s.Share == view.Mine { // taken back for oneself: no tile of the others
				t.Pin = view.Pin{}
			}
			list, bodies = append(list, t), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i].Saved), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// SetPin writes a pin of the scope's person, or of its unit.
func (q Shelf) SetPin(p view.Pin) error {
	unit, person, state := ident.Unit(""), q.Scope.Person, "off"
	if p.Office {
		unit, person = q.Scope.Unit, ""
	}
	if p.On {
		state = "on"
	}
	_, err := q.Exec(`INSERT INTO view_pin (org, unit, person, view, place, state, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org, unit, person, view) DO UPDATE SET place = excluded.place, state = excluded.state, at = excluded.at`,
		q.Scope.Org, unit, person, p.View, p.Place, state, q.Scope.At)
	return err
}
