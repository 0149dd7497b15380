package harness

import (
	"crypto/rand"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/appointing"
)

// mailbox adds a shared address of an organisation.
func (m *maker) mailbox(by *principal) error {
	_, err := m.box(by)
	return err
}

func (m *maker) box(by *principal) (string, error) {
	m.later()
	name := strings.ToLower(m.bird())
	address := name + "@example.jp"
	m.letters(address)
	add := appointing.AddMailbox{Act: store.Act[appointing.AddMailboxTx](m.db), Entropy: rand.Reader}
	if err := add.Do(m.ctx, m.scope(by), m.key(by), message.Mailbox{Unit: by.Unit, Address: address, Takes: message.Usual()}); err != nil {
		return "", err
	}
	type tx interface {
		Mailboxes() ([]message.Mailbox, error)
	}
	return address, store.Read[tx](m.db)(m.ctx, m.scope(by), func(tx tx) error {
		list, err := tx.Mailboxes()
		for _, b := range list {
			if b.Address == address {
				o := m.add(&object{kind: "mailbox", id: b.ID, names: []string{b.ID}, org: by.Org, unit: by.Unit})
				m.tells(o, "its address", address, func(q *principal) bool {
					return m.policy.permits(access.Permission{Action: access.Read, Object: access.People}, q, o)
				})
			}
		}
		return err
	})
}

// letters notes an address, of no principal of the scene, to which letters go.
func (m *maker) letters(address string) {
	if m.shared == nil {
		m.shared = map[string]bool{}
	}
	m.shared[address] = true
}

// refusal adds a shared address, and notes that it refused a message, as the worker does that sends.
func (m *maker) refusal(by *principal) error {
	address, err := m.box(by)
	if err != nil {
		return err
	}
	m.later()
	type note interface {
		AddRefusal(r message.Refusal, item string) error
	}
	r := message.Refusal{Org: by.Org, Unit: by.Unit, How: message.ByRelay, Address: address}
	if err := store.Housekeep[note](m.db)(m.ctx, access.System("harness", ident.At(m.clock.Now())), func(tx note) error { return tx.AddRefusal(r, string(newID[ident.Object](m))) }); err != nil {
		return err
	}
	type tx interface {
		Refused() ([]message.Refusal, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(by), func(tx tx) error {
		list, err := tx.Refused()
		for _, one := range list {
			if one.Address == address {
				m.add(&object{kind: "refusal", id: one.ID, names: []string{one.ID}, org: by.Org, unit: by.Unit})
			}
		}
		return err
	})
}
