package store

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/party"
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
