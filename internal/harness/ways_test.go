package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/door/login/certtest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/enrolling"
)

// authority takes the client certificates of somebody who signs them, with a canary in its name. The whole organisation's
// administrators see it.
func (m *maker) authority(by *principal) error {
	m.later()
	at := m.clock.Now()
	name := m.bird()
	signer := certtest.New(name, at)
	a := enrolling.Authority{ID: newID[enrolling.AuthorityID](m), Org: by.Org, CreatedAt: ident.At(at), Rev: 1, Name: signer.Cert.Subject.String(), Until: ident.At(signer.Cert.NotAfter), DER: signer.Cert.Raw}
	type tx interface {
		AddAuthority(enrolling.Authority) error
	}
	_, err := store.Act[tx](m.db)(m.ctx, m.scope(by), m.key(by), func(tx tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AuthorityAdded, Object: ident.Object(a.ID), Org: by.Org, Unit: by.Unit}, tx.AddAuthority(a)
	})
	o := m.add(&object{
		kind: "authority", id: string(a.ID), names: []string{string(a.ID)}, org: by.Org, unit: by.Unit, open: []ident.Org{by.Org},
		with: map[string]string{"list": string(signer.Revoke(at))},
	})
	m.tellsAll(o, nil, name)
	return err
}

// sleeper is somebody of an organisation who never comes in.
func (m *maker) sleeper(by *principal) error {
	_, err := m.asleep(by, "sleeper")
	return err
}

// locked is one whose hat an administrator locked (長く使われていないアカウントの停止).
func (m *maker) locked(by *principal) error {
	hat, err := m.asleep(by, "locked")
	if err != nil {
		return err
	}
	m.later()
	lock := appointing.Lock{Act: store.Act[appointing.LockTx](m.db), Entropy: rand.Reader}
	return lock.Do(m.ctx, m.scope(by), m.key(by), hat)
}

func (m *maker) asleep(by *principal, kind string) (ident.Hat, error) {
	m.later()
	at := ident.At(m.clock.Now())
	who := party.Person{ID: newID[ident.Person](m), Name: m.bird(), Kana: m.bird(), Email: m.bird() + "@example.jp", Phone: m.bird()}
	hat := party.Hat{ID: newID[ident.Hat](m), Person: who.ID, Org: by.Org, Unit: by.Unit, Roles: []string{string(access.Offices(by.Kind)[len(access.Offices(by.Kind))-1])}}
	type tx interface {
		AddPerson(party.Person) error
		AddHat(party.Hat) error
	}
	_, err := store.Act[tx](m.db)(m.ctx, access.System("harness", at), ident.Key{}, func(tx tx) (ledger.Entry, error) {
		if err := tx.AddPerson(who); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: ident.Object(hat.ID), Org: by.Org}, tx.AddHat(hat)
	})
	known := func(q *principal) bool { return q.Org == by.Org || keeps(q) } // colleagues give them reports, and read who is there
	o := m.add(&object{kind: kind, id: string(hat.ID), org: by.Org, unit: by.Unit, told: known})
	m.named(o, string(hat.ID), func(q *principal) bool { return m.policy.shows(q, o) })
	for _, word := range []string{who.Name, who.Kana, who.Phone} {
		m.tells(o, "who it is", word, known)
	}
	m.tells(o, "its address", who.Email, known)
	if kind == "sleeper" { // letters go to them as to everybody, and to nobody who is locked
		m.letters(who.Email)
	}
	return hat.ID, err
}
