package store

import (
	"kanmin/internal/domain/register"
)

// TakeIn writes what a confirmed sheet becomes: organisations with their roots, changed registrations, and, for each first
// administrator, an account that is not open yet with its invitation and the mail that brings the link.
func (t *Tx) TakeIn(list []register.Arrival) error {
	for _, a := range list {
		unit := a.Root.ID
		switch a.Change {
		case register.ToAdd:
			if err := t.AddOrg(a.Org); err != nil {
				return err
			}
			if err := t.AddUnit(a.Root); err != nil {
				return err
			}
		case register.ToChange:
			next := a.Have
			next.Org = a.Org
			if err := t.ChangeOrg(next); err != nil {
				return err
			}
		case register.Same:
		}
		if a.Invited == nil {
			continue
		}
		if unit == "" {
			tree, err := t.TreeOf(a.Org.ID)
			if err != nil {
				return err
			}
			unit = tree.Root().ID
		}
		i := *a.Invited
		i.Hat.Org, i.Hat.Unit = a.Org.ID, unit
		if err := t.Enrol(i.Person, i.Hat); err != nil {
			return err
		}
		if err := t.InviteByMail(i.Invitation); err != nil {
			return err
		}
	}
	return nil
}
