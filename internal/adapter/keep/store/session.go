package store

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// Housekeeping writes what is no act: a session seen, a try counted, a ceremony begun. It leaves no entry
// in the log, so nothing that anybody may later want proof of belongs here.
type Housekeeping[T any] func(ctx context.Context, s access.Scope, do func(T) error) error

// Housekeep wires the port T of what a door notes for itself.
func Housekeep[T any](db *DB) Housekeeping[T] {
	must[T]()
	return func(ctx context.Context, s access.Scope, do func(T) error) (err error) {
		defer fault.Wrap(&err, "store.Housekeep")
		return db.housework(ctx, s, func(tx *Tx) error { return do(as[T](tx)) })
	}
}

// World says what the database is for: demo, exercise, real; empty before it was founded.
func (t *Tx) World() (string, error) { return t.Setting("world") }

// MarkWorld founds a database for real, once: a second time, or in a demonstration, is a Conflict fault.
func (t *Tx) MarkWorld(name string) error {
	was, err := t.World()
	if err != nil {
		return err
	}
	if was != "" && was != name {
		return fault.New(fault.Conflict, "fault.account.founded", nil)
	}
	if _, err := t.q.Exec(`INSERT INTO setting (name, value) VALUES ('founded', $1)`, name); err != nil {
		return err
	}
	return t.SetSetting("world", name)
}

// FoundHouse makes the house's own key and the platform's organisation.
func (t *Tx) FoundHouse(o party.Org, root party.Unit) error {
	if err := t.AddHouse(); err != nil {
		return err
	}
	if err := t.AddOrg(o); err != nil {
		return err
	}
	return t.AddUnit(root)
}

// Enrol adds a person with a first hat, who can be found by their e-mail address.
func (t *Tx) Enrol(p party.Person, h party.Hat) error {
	if err := t.AddPerson(p); err != nil {
		return err
	}
	if err := t.AddLogin(p.ID, p.Email); err != nil {
		return err
	}
	return t.AddHat(h)
}

// TakeInvitation spends an invitation, or an offer to somebody who has no account yet: they are registered with it, and
// found by its address from now on. One that was spent or is too old is Absent; an address that is somebody's is a
// Conflict fault, since who has an account joins with it.
func (t *Tx) TakeInvitation(id enrolling.InvitationID) (enrolling.Invitation, error) {
	i, err := t.Accounts.TakeInvitation(id)
	if !fault.Is(err, fault.Hidden) {
		return i, err
	}
	o, err := t.TakeOffer(string(id))
	if err != nil {
		return i, err
	}
	who := party.Person{Name: o.Name, Kana: o.Kana, Phone: o.Phone, Email: o.Mail}
	if who.ID, err = ident.NewID[ident.Person](t.q.Scope.At, t.q.Entropy); err != nil {
		return i, err
	}
	o.Hat.Person = who.ID
	return enrolling.Invitation{ID: id, Hat: o.Hat.ID, CreatedAt: o.CreatedAt, UntilAt: o.ExpiresAt}, t.Enrol(who, o.Hat)
}
