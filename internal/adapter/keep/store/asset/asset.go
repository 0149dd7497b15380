// Package asset keeps 機器台帳 (社内台帳). All of it is the organisation's own and sealed with its key; no other way leads to a row.
package asset

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Inventory are the rows of a transaction about 機器台帳.
type Inventory struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.Asset}

func placeOf(p asset.Place) seal.Place {
	return seal.Place{Org: p.Org, Table: "asset_place", ID: string(p.ID), Rev: p.Rev}
}

func itemPlace(i asset.Item) seal.Place {
	return seal.Place{Org: i.Org, Table: "asset_item", ID: string(i.ID), Rev: i.Rev}
}

// InventoryRev is how often the 機器台帳 of the scope's organisation was written; 0 before the first time.
func (q Inventory) InventoryRev() (rev int, err error) {
	err = q.Each(`SELECT b.rev FROM asset_book b WHERE b.org = $1`, []any{q.Scope.Org}, func(scan func(...any) error) error { return scan(&rev) })
	return rev, err
}

// HoldInventory makes every other act on the 機器台帳 of the organisation wait for the end of this one, and returns its revision as it was before.
func (q Inventory) HoldInventory() (was int, err error) {
	if _, err = q.Exec(`INSERT INTO asset_book (org, unit, rev, at) VALUES ($1, $2, 1, $3) ON CONFLICT (org) DO UPDATE SET rev = asset_book.rev + 1, at = excluded.at`, q.Scope.Org, q.Scope.Unit, q.Scope.At); err != nil {
		return 0, err
	}
	rev, err := q.InventoryRev()
	return rev - 1, err
}

// Places lists the facilities that are open to the scope, the oldest first.
func (q Inventory) Places() (list []asset.Place, err error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	var bodies [][]byte
	visible := q.Visible("p", mayRead, &a)
	err = q.Each(`SELECT p.id, p.org, p.unit, p.rev, p.changed_at, p.body FROM asset_place p WHERE p.org = `+a.Add(q.Scope.Org)+` AND `+visible+` ORDER BY p.id LIMIT `+a.Add(asset.MostFacilities+1), a.List, func(scan func(...any) error) error {
		var p asset.Place
		var body []byte
		err := scan(&p.ID, &p.Org, &p.Unit, &p.Rev, &p.ChangedAt, &body)
		list, bodies = append(list, p), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(placeOf(list[i]), bodies[i], &list[i].Asked)
		}
	}
	return list, err
}

// PutPlace writes a facility of the scope's own unit, or of the unit that it names: one that Places gave. A Rev of 0 adds it; if somebody else changed it
// meanwhile it is a Conflict.
func (q Inventory) PutPlace(p asset.Place) error {
	was := p.Rev
	p.Org, p.Rev = q.Scope.Org, was+1
	if was == 0 {
		p.Unit = q.Scope.Unit
	}
	body, err := q.Seal(placeOf(p), p.Asked)
	if err != nil {
		return err
	}
	if was == 0 {
		return q.Add(`INSERT INTO asset_place (id, org, unit, at, changed_at, rev, body) VALUES ($1, $2, $3, $4, $4, 1, $5)`, p.ID, p.Org, p.Unit, q.Scope.At, body)
	}
	n, err := q.Exec(`UPDATE asset_place SET changed_at = $1, rev = $2, body = $3 WHERE id = $4 AND org = $5 AND rev = $6`, q.Scope.At, p.Rev, body, p.ID, p.Org, was)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.asset.moved", nil)
	}
	return err
}

const itemColumns = `id, i.org, i.unit, i.place, i.state, i.rev, i.changed_at, i.body`

// items reads rows of itemColumns.
func (q Inventory) items(query string, args []any) (list []asset.Item, err error) {
	var bodies [][]byte
	err = q.Each(query, args, func(scan func(...any) error) error {
		var i asset.Item
		var body []byte
		err := scan(&i.ID, &i.Org, &i.Unit, &i.Facility, &i.State, &i.Rev, &i.ChangedAt, &body)
		list, bodies = append(list, i), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(itemPlace(list[i]), bodies[i], &list[i].Kept)
		}
	}
	return list, err
}

// Items lists the rows that are open to the scope and not taken out, the oldest first.
func (q Inventory) Items() ([]asset.Item, error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	visible := q.Visible("i", mayRead, &a)
	return q.items(`SELECT i.`+itemColumns+` FROM asset_item i WHERE i.org = `+a.Add(q.Scope.Org)+` AND i.state <> '`+asset.Gone+`' AND `+visible+` ORDER BY i.id LIMIT `+a.Add(asset.Most+1), a.List)
}

// Item is one row that is open to the scope; one that was taken out is told with its state. Absent and foreign are one answer.
func (q Inventory) Item(id ident.Object) (i asset.Item, err error) {
	var list []asset.Item
	if q.Scope.Permit(mayRead) == nil {
		var a row.Args
		at := a.Add(id)
		list, err = q.items(`SELECT i.`+itemColumns+` FROM asset_item i WHERE i.id = `+at+` AND `+q.Visible("i", mayRead, &a), a.List)
	}
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return i, err
	}
	return list[0], nil
}

// ItemPast is how a row that is open to the scope stood before, the latest first.
func (q Inventory) ItemPast(of asset.Item) ([]asset.Item, error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	at := a.Add(of.ID)
	return q.items(`SELECT i.item, i.org, i.unit, i.place, i.state, i.rev, i.changed_at, i.body FROM asset_past i WHERE i.item = `+at+` AND `+q.Visible("i", mayRead, &a)+` ORDER BY i.rev DESC LIMIT 100`, a.List)
}

// PutItem writes a row of the scope's own unit, or of the unit that it names: one that Items gave. A Rev of 0 adds it. HoldInventory comes first: nothing
// changes in between. How it stood stays readable.
func (q Inventory) PutItem(i asset.Item) error {
	was := i.Rev
	i.Org, i.Rev = q.Scope.Org, was+1
	if was == 0 {
		i.Unit = q.Scope.Unit
	}
	body, err := q.Seal(itemPlace(i), i.Kept)
	if err != nil {
		return err
	}
	if was == 0 {
		return q.Add(`INSERT INTO asset_item (id, org, unit, place, state, at, changed_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $6, 1, $7)`, i.ID, i.Org, i.Unit, i.Facility, i.State, q.Scope.At, body)
	}
	if err := q.Add(`INSERT INTO asset_past (item, rev, org, unit, place, state, changed_at, body) SELECT id, rev, org, unit, place, state, changed_at, body FROM asset_item WHERE id = $1 AND org = $2`, i.ID, i.Org); err != nil {
		return err
	}
	return q.Add(`UPDATE asset_item SET place = $1, state = $2, changed_at = $3, rev = $4, body = $5 WHERE id = $6 AND org = $7 AND rev = $8`, i.Facility, i.State, q.Scope.At, i.Rev, body, i.ID, i.Org, was)
}
