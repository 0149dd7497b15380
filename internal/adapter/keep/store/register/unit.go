package register

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
)

// TreeOf lists the units of an organisation, in the order in which they were added.
func (r Register) TreeOf(org ident.Org) (tree register.Tree, err error) {
	if r.foreign(org) {
		return nil, nil
	}
	var bodies [][]byte
	err = r.Each(`SELECT u.id, COALESCE(u.parent, ''), u.rev, COALESCE(u.closed_at, 0), u.body, `+row.Evidence("unit", "u")+` FROM unit u WHERE u.org = $1 ORDER BY u.id LIMIT 5000`, []any{org}, func(scan func(...any) error) error {
		var u register.Unit
		var body []byte
		var evidence string
		err := scan(&u.ID, &u.Parent, &u.Rev, &u.ClosedAt, &body, &evidence)
		if err == nil && !r.Proved("unit", evidence) {
			return nil // nobody entered it
		}
		tree, bodies = append(tree, u), append(bodies, body)
		return err
	})
	for i := range tree {
		if err != nil {
			break
		}
		id, parent := tree[i].ID, tree[i].Parent
		err = r.Open(row.UnitPlace(org, id, tree[i].Rev), bodies[i], &tree[i].Unit)
		tree[i].ID, tree[i].Org, tree[i].Parent = id, org, parent // the columns are what everything else goes by
	}
	return tree, err
}

// ChangeUnit writes a unit over the revision that was read. When its parent is another one, whoever acts for a unit above
// the new place sees it and what lies below from now on, and those above the old place no longer do.
func (r Register) ChangeUnit(u register.Unit) error {
	if err := r.keepFormer("unit", string(u.ID), u.Org, u.Rev); err != nil {
		return err
	}
	body, err := r.Seal(row.UnitPlace(u.Org, u.ID, u.Rev+1), u.Unit)
	if err != nil {
		return err
	}
	var before ident.Unit
	if err := r.One(`SELECT COALESCE(parent, '') FROM unit WHERE id = $1`, []any{u.ID}, &before); err != nil {
		return err
	}
	var parent any
	if u.Parent != "" {
		parent = u.Parent
	}
	if err := r.moved(r.Exec(`UPDATE unit SET rev = rev + 1, parent = $1, body = $2 WHERE id = $3 AND rev = $4`, parent, body, u.ID, u.Rev)); err != nil || before == u.Parent {
		return err
	}
	tree, err := r.TreeOf(u.Org)
	if err != nil {
		return err
	}
	return r.moveBelow(tree, u.ID)
}

// moveBelow keeps the closure right: the whole branch leaves what stood above it and stands below the new parent. It is
// computed from the units' own parents, which are under proof, not from the closure as it was found.
func (r Register) moveBelow(tree register.Tree, id ident.Unit) error {
	if _, err := r.Exec(`DELETE FROM unit_above WHERE unit IN (SELECT s.unit FROM unit_above s WHERE s.above = $1)
		AND above IN (SELECT p.above FROM unit_above p WHERE p.unit = $1 AND p.above <> $1)`, id); err != nil {
		return err
	}
	moved, _ := tree.At(id)
	var a row.Args
	var pairs []string
	for _, below := range tree {
		if !tree.Above(id, below.ID) {
			continue
		}
		for _, above := range tree {
			if tree.Above(above.ID, moved.Parent) {
				pairs = append(pairs, row.In(&a, []any{below.ID, above.ID}))
			}
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	_, err := r.Exec(`INSERT INTO unit_above (unit, above) VALUES `+strings.Join(pairs, ", ")+` ON CONFLICT (unit, above) DO NOTHING`, a.List...)
	return err
}

// SetUnitClosed closes a unit at the instant of the act, or opens it again. What it has stays its own.
func (r Register) SetUnitClosed(id ident.Unit, closed bool) error {
	if closed {
		return r.moved(r.Exec(`UPDATE unit SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL`, r.Scope.At, id))
	}
	return r.moved(r.Exec(`UPDATE unit SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL`, id))
}

// UnitUse counts what hangs on a unit.
func (r Register) UnitUse(id ident.Unit) (u register.Use, err error) {
	var org ident.Org
	if err := r.One(`SELECT org FROM unit WHERE id = $1`, []any{id}, &org); err != nil || r.foreign(org) {
		if fault.Is(err, fault.Hidden) {
			err = nil
		}
		return u, err
	}
	err = r.One(`SELECT (SELECT COUNT(*) FROM jurisdiction WHERE unit = $1 AND (until_on IS NULL OR until_on > $2)),
		(SELECT COUNT(*) FROM hat WHERE unit = $1 AND (until_at IS NULL OR until_at > $3))`,
		[]any{id, r.today(), r.Scope.At}, &u.Jurisdictions, &u.People)
	return u, err
}

// UnitsBelow lists the units that whoever acts for a unit acts for too: itself and all below it.
func (r Register) UnitsBelow(id ident.Unit) (list []ident.Unit, err error) {
	if r.hidden() {
		return nil, nil
	}
	err = r.Each(`SELECT unit FROM unit_above WHERE above = $1 ORDER BY unit LIMIT 5000`, []any{id}, func(scan func(...any) error) error {
		var u ident.Unit
		err := scan(&u)
		list = append(list, u)
		return err
	})
	return list, err
}
