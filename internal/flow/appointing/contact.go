package appointing

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// NameTx is what naming a contact needs.
type NameTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Contacts() ([]party.Contact, error)
	EndContact(id string, at ident.Instant) error
	AddContact(party.Contact) error
}

// Name says who can be reached for a unit (連絡担当, その代理). They confirm it themselves.
type Name struct {
	Act     Act[NameTx]
	Entropy io.Reader
}

// Do names somebody for the unit of their hat, in the place of whoever was it. Who may call: an administrator to whom
// the hat is open.
func (v Name) Do(ctx context.Context, s access.Scope, key ident.Key, kind party.ContactKind, hat ident.Hat) (err error) {
	defer fault.Wrap(&err, "appointing.Name")
	if kind != party.ContactPerson && kind != party.ContactDeputy {
		return fault.Absent()
	}
	_, err = v.Act(ctx, s, key, func(tx NameTx) (ledger.Entry, error) {
		if _, err := warrant(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		k, err := tx.Colleague(hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		if k.StandingAt(tx.Now()) == party.Past {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.past", nil)
		}
		list, err := tx.Contacts()
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, c := range list {
			if c.Unit != k.Unit {
				continue
			}
			if c.Kind != kind && c.Hat == hat {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.contact.both", nil)
			}
			if c.Kind == kind {
				if err := tx.EndContact(c.ID, tx.Now()); err != nil {
					return ledger.Entry{}, err
				}
			}
		}
		n := party.Contact{Org: k.Org, Unit: k.Unit, Kind: kind, Hat: hat, From: max(tx.Now(), k.From)}
		if n.ID, err = ident.NewID[string](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ContactNamed, s, hat, n, map[string]string{"kind": string(kind)}), tx.AddContact(n)
	})
	return err
}

// ConfirmTx is what confirming a contact needs.
type ConfirmTx interface {
	Granter() (party.Hat, error)
	Contacts() ([]party.Contact, error)
	ConfirmContact(id string) error
}

// Confirm is somebody saying that they can be reached, and that name and telephone are right.
type Confirm struct{ Act Act[ConfirmTx] }

// Do confirms it. Who may call: whoever wears the hat that is the contact; anybody else finds nothing.
func (v Confirm) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.Confirm")
	_, err = v.Act(ctx, s, key, func(tx ConfirmTx) (ledger.Entry, error) {
		h, err := tx.Granter()
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Contacts()
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(list, func(c party.Contact) bool { return c.ID == id && c.Hat == h.ID })
		if i < 0 {
			return ledger.Entry{}, fault.Absent()
		}
		if list[i].ConfirmedAt != 0 {
			return ledger.Entry{}, nil
		}
		return entry(ledger.ContactConfirmed, s, h.ID, id, nil), tx.ConfirmContact(id)
	})
	return err
}
