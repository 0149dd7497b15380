package instituting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// AddUnitTx is what adding a unit needs.
type AddUnitTx interface {
	Now() ident.Instant
	OrgRecord(ident.Org) (register.Org, error)
	TreeOf(ident.Org) (register.Tree, error)
	AddUnit(party.Unit) error
}

// AddUnit adds a unit below another: a 事業所 or 部署 of an operator, an office of an authority.
type AddUnit struct {
	Act     Act[AddUnitTx]
	Entropy io.Reader
}

// Do returns the unit's id. Who may call: platform administrators; an organisation's own for units below theirs. At most register.Levels levels stand below the root.
func (a AddUnit) Do(ctx context.Context, s access.Scope, key ident.Key, p Placed) (id ident.Unit, err error) {
	defer fault.Wrap(&err, "instituting.AddUnit")
	if err := mayShape(s, p.Org); err != nil {
		return "", err
	}
	u, err := register.ReadUnit(p.Values)
	if err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AddUnitTx) (ledger.Entry, error) {
		if err := open(tx, p.Org); err != nil {
			return ledger.Entry{}, err
		}
		tree, err := tx.TreeOf(p.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := within(s, tree, p.Parent); err != nil {
			return ledger.Entry{}, err
		}
		if err := tree.MayAdd(p.Parent); err != nil {
			return ledger.Entry{}, err
		}
		if u.ID, err = ident.NewID[ident.Unit](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		u.Org, u.Parent = p.Org, p.Parent
		return entry(ledger.UnitAdded, s, ident.Object(u.ID), u), tx.AddUnit(u)
	})
	return ident.Unit(leaf.Object), err
}

// Placed is a unit as it was entered: whose it is, below which unit it stands, and what is registered of it.
type Placed struct {
	Org    ident.Org
	Unit   ident.Unit // empty for a new one
	Rev    int
	Parent ident.Unit // empty for the root
	Values form.Values
}

// mayShape reports whether somebody may change the units of an organisation: the platform's administrators those of any, an
// organisation's own administrators theirs.
func mayShape(s access.Scope, org ident.Org) error {
	if s.Permit(mayWrite) == nil {
		return nil
	}
	if err := s.Permit(mayAppoint); err != nil {
		return err
	}
	if org != s.Org {
		return fault.Absent()
	}
	return nil
}

// within keeps an organisation's own administrators at or below the unit for which they act.
func within(s access.Scope, tree register.Tree, units ...ident.Unit) error {
	if s.Permit(mayWrite) == nil {
		return nil
	}
	for _, u := range units {
		if _, ok := tree.At(u); ok && !tree.Above(s.Unit, u) {
			return fault.Absent()
		}
	}
	return nil
}

// open refuses what is done to an organisation that was closed.
func open(tx interface {
	OrgRecord(ident.Org) (register.Org, error)
}, id ident.Org,
) error {
	o, err := tx.OrgRecord(id)
	if err == nil && o.ClosedAt != 0 {
		err = fault.New(fault.Conflict, "fault.register.closed", nil)
	}
	return err
}

// ChangeUnitTx is what changing or moving a unit needs.
type ChangeUnitTx interface {
	OrgRecord(ident.Org) (register.Org, error)
	TreeOf(ident.Org) (register.Tree, error)
	ChangeUnit(register.Unit) error
}

// ChangeUnit renames a unit, changes its telephone, or moves it with all below it. Who acts for a unit above
// sees what lies below it, so a move changes who sees what from the next request on.
type ChangeUnit struct{ Act Act[ChangeUnitTx] }

// Do changes what was read as revision p.Rev. Who may call: platform administrators; an organisation's own at or below their unit.
func (c ChangeUnit) Do(ctx context.Context, s access.Scope, key ident.Key, p Placed) (err error) {
	defer fault.Wrap(&err, "instituting.ChangeUnit")
	if err := mayShape(s, p.Org); err != nil {
		return err
	}
	u, err := register.ReadUnit(p.Values)
	if err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx ChangeUnitTx) (ledger.Entry, error) {
		if err := open(tx, p.Org); err != nil {
			return ledger.Entry{}, err
		}
		tree, err := tx.TreeOf(p.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		have, ok := tree.At(p.Unit)
		switch {
		case !ok || within(s, tree, have.ID) != nil:
			return ledger.Entry{}, fault.Absent()
		case have.Parent != p.Parent && within(s, tree, have.Parent, p.Parent) != nil:
			return ledger.Entry{}, fault.Absent()
		case have.Rev != p.Rev:
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.moved", nil)
		case have.Parent != p.Parent:
			if err := tree.MayMove(p.Unit, p.Parent); err != nil {
				return ledger.Entry{}, err
			}
		}
		kind, next := ledger.UnitChanged, have
		next.Name, next.NameEn, next.Phone, next.Parent = u.Name, u.NameEn, u.Phone, p.Parent
		if next == have {
			return ledger.Entry{}, nil
		}
		if next.Parent != have.Parent {
			kind = ledger.UnitMoved
		}
		return entry(kind, s, ident.Object(next.ID), next.Unit), tx.ChangeUnit(next)
	})
	return err
}

// CloseUnitTx is what closing a unit, or opening it again, needs.
type CloseUnitTx interface {
	TreeOf(ident.Org) (register.Tree, error)
	UnitUse(ident.Unit) (register.Use, error)
	SetUnitClosed(ident.Unit, bool) error
}

// CloseUnit closes a unit, or opens it again.
type CloseUnit struct{ Act Act[CloseUnitTx] }

// Do closes. Who may call: platform administrators; an organisation's own at or below their unit. While somebody acts for the unit, it is competent for
// somebody, or units in use stand below it, it is a Conflict.
func (c CloseUnit) Do(ctx context.Context, s access.Scope, key ident.Key, p Placed, closed bool) (err error) {
	defer fault.Wrap(&err, "instituting.CloseUnit")
	if err := mayShape(s, p.Org); err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx CloseUnitTx) (ledger.Entry, error) {
		tree, err := tx.TreeOf(p.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		u, ok := tree.At(p.Unit)
		if !ok || within(s, tree, u.ID) != nil {
			return ledger.Entry{}, fault.Absent()
		}
		if !closed {
			if above, ok := tree.At(u.Parent); ok && above.ClosedAt != 0 {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.above", nil)
			}
			return entry(ledger.UnitReopened, s, ident.Object(u.ID), u.ID), tx.SetUnitClosed(u.ID, false)
		}
		if err := tree.MayClose(u.ID); err != nil {
			return ledger.Entry{}, err
		}
		use, err := tx.UnitUse(u.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		if use.People+use.Jurisdictions > 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.unit.used", nil)
		}
		return entry(ledger.UnitClosed, s, ident.Object(u.ID), u.ID), tx.SetUnitClosed(u.ID, true)
	})
	return err
}
