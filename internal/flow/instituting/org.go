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

// AddOrgTx is what adding an organisation needs.
type AddOrgTx interface {
	Now() ident.Instant
	OrgNumbered(party.Kind, string) (ident.Org, error)
	AddOrg(party.Org) error
	AddUnit(party.Unit) error
}

// AddOrg registers an organisation, with the unit that stands for the whole of it.
type AddOrg struct {
	Act     Act[AddOrgTx]
	Entropy io.Reader
}

// Do returns the organisation's id. Who may call: platform administrators. What cannot be read is Invalid with every
// place; a 法人番号 that an organisation of the kind has is Invalid too.
func (a AddOrg) Do(ctx context.Context, s access.Scope, key ident.Key, values form.Values) (id ident.Org, err error) {
	defer fault.Wrap(&err, "instituting.AddOrg")
	if err := s.Permit(mayWrite); err != nil {
		return "", err
	}
	o, err := register.ReadOrg(values)
	if err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AddOrgTx) (ledger.Entry, error) {
		if err := free(tx, o); err != nil {
			return ledger.Entry{}, err
		}
		unit := party.Unit{Name: o.Name, NameEn: o.NameEn, Phone: o.Phone}
		var err error
		if o.ID, err = ident.NewID[ident.Org](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if unit.ID, err = ident.NewID[ident.Unit](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		unit.Org = o.ID
		if err := tx.AddOrg(o); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.OrgAdded, s, ident.Object(o.ID), o), tx.AddUnit(unit)
	})
	return ident.Org(leaf.Object), err
}

type numbered interface {
	OrgNumbered(party.Kind, string) (ident.Org, error)
}

// free refuses a 法人番号 that another organisation of the kind has.
func free(tx numbered, o party.Org) error {
	var l fault.List
	other, err := tx.OrgNumbered(o.Kind, o.CorporateNumber)
	if err != nil {
		return err
	}
	if other != "" && other != o.ID {
		l.Add("corporate_number", "fault.register.known", fault.Args{"text": o.CorporateNumber})
	}
	return l.Err()
}

// Edit is a registration as it was typed over a revision.
type Edit struct {
	Org    ident.Org
	Rev    int
	Values form.Values
}

// ChangeOrgTx is what changing a registration needs.
type ChangeOrgTx interface {
	OrgRecord(ident.Org) (register.Org, error)
	OrgNumbered(party.Kind, string) (ident.Org, error)
	ChangeOrg(register.Org) error
}

// ChangeOrg changes a registration: name, address, representative, telephone (R18). What was filed before keeps its own
// 届出者欄; what stood here before stays in the history.
type ChangeOrg struct{ Act Act[ChangeOrgTx] }

// Do changes what was read as revision edit.Rev. Who may call: platform administrators. Somebody else's change in between is
// a Conflict; nothing different is nothing done. The kind cannot change.
func (c ChangeOrg) Do(ctx context.Context, s access.Scope, key ident.Key, edit Edit) (err error) {
	defer fault.Wrap(&err, "instituting.ChangeOrg")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	id := edit.Org
	o, err := register.ReadOrg(edit.Values)
	if err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx ChangeOrgTx) (ledger.Entry, error) {
		have, err := tx.OrgRecord(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if have.Rev != edit.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.moved", nil)
		}
		if have.Kind != o.Kind {
			return ledger.Entry{}, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "kind", Code: "fault.register.kind"}}}
		}
		next := have
		next.Org = o
		next.ID, next.Helpdesk = id, have.Helpdesk
		if next.Org == have.Org {
			return ledger.Entry{}, nil
		}
		if err := free(tx, next.Org); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.OrgChanged, s, ident.Object(id), next.Org), tx.ChangeOrg(next)
	})
	return err
}

// CloseOrgTx is what closing an organisation, or opening it again, needs.
type CloseOrgTx interface {
	OrgRecord(ident.Org) (register.Org, error)
	OrgUse(ident.Org) (register.Use, error)
	SetOrgClosed(ident.Org, bool) error
	EndHatsOf(ident.Org) error
}

// CloseOrg closes an organisation (廃止), or opens it again. What it filed stays.
type CloseOrg struct{ Act Act[CloseOrgTx] }

// Do closes: every role of its people ends with the act. Opened again, the organisation has no people until
// somebody is invited. Who may call: platform administrators. One that is designated or has jurisdiction is a Conflict:
// that ends first.
func (c CloseOrg) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Org, closed bool) (err error) {
	defer fault.Wrap(&err, "instituting.CloseOrg")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx CloseOrgTx) (ledger.Entry, error) {
		o, err := tx.OrgRecord(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if o.Kind == party.Platform {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.house", nil)
		}
		if err := tx.SetOrgClosed(id, closed); err != nil || !closed {
			return entry(ledger.OrgReopened, s, ident.Object(id), id), err
		}
		use, err := tx.OrgUse(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if use.Designations+use.Jurisdictions > 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.register.used", nil)
		}
		return entry(ledger.OrgClosed, s, ident.Object(id), id), tx.EndHatsOf(id)
	})
	return err
}
