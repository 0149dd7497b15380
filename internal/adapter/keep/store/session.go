package store

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
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

// Answer keeps what somebody registered for an invitation until they are identified or, where they are, opens the account.
func (t *Tx) Answer(id string, c enrolling.Credential, identified bool) (party.Hat, error) {
	if !identified {
		return party.Hat{}, t.HoldAnswer(id, c)
	}
	return t.openAccount(id, c)
}

// OpenHeld opens the account for which an answer waits, since whoever gave it is identified. They learn of it by mail: nobody
// of them is here.
func (t *Tx) OpenHeld(id string) error {
	c, err := t.Held(id)
	if err != nil {
		return err
	}
	h, err := t.openAccount(id, c)
	if err != nil {
		return err
	}
	return t.Tell(message.AccountOpen, h.Unit, ident.Object(id))
}

// openAccount takes an invitation up: the account is made where there is none, gets the hat and its first way in, and is found
// by its address from now on; who agreed with an account of their own gets the hat alone. One that was taken or is too old is Absent; an address that is somebody's is a Conflict fault,
// since who has an account joins with it.
func (t *Tx) openAccount(id string, c enrolling.Credential) (party.Hat, error) {
	i, err := t.TakeInvitation(id)
	if err != nil {
		return i.Hat, err
	}
	if c.Kind == enrolling.Joining {
		i.Hat.Person = c.Person
		return i.Hat, t.AddHat(i.Hat)
	}
	if i.Hat.Person == "" {
		who := party.Person{Name: i.Name, Kana: i.Kana, Phone: i.Phone, Email: i.Mail}
		if who.ID, err = ident.NewID[ident.Person](t.q.Scope.At, t.q.Entropy); err != nil {
			return i.Hat, err
		}
		i.Hat.Person = who.ID
		if err := t.Enrol(who, i.Hat); err != nil {
			return i.Hat, err
		}
	}
	c.Person = i.Hat.Person
	return i.Hat, t.AddCredential(c)
}
