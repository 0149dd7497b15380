package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/noticing"
)

var readsNotices = access.Permission{Action: access.Read, Object: access.Notice}

// contractor registers somebody who may tell an operator what they noticed.
func (m *maker) contractor(by *principal) error {
	_, err := m.contact(by)
	return err
}

func (m *maker) contact(by *principal) (id ident.Object, err error) {
	m.later()
	company := m.bird()
	register := noticing.Register{Act: store.Act[noticing.RegisterTx](m.db), Entropy: rand.Reader}
	if id, err = register.Do(m.ctx, m.scope(by), m.key(by), notice.Contact{Unit: by.Unit, Words: notice.Words{Company: company, Name: "𠮷野", Phone: "03-0000-2002"}}); err != nil {
		return "", err
	}
	o := m.add(&object{kind: "contractor", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit})
	m.tells(o, "its company", company, func(q *principal) bool { return m.policy.permits(readsNotices, q, o) })
	return id, nil
}

// notice tells an operator something by the code of a contact of its own.
func (m *maker) notice(by *principal) error {
	id, err := m.contact(by)
	if err != nil {
		return err
	}
	sheet, err := noticing.Print{Act: store.Act[noticing.PrintTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(by), m.key(by), id)
	if err != nil {
		return err
	}
	type tx interface {
		NoticeBy(corporate, code string) (notice.Standing, error)
		Org(ident.Org) (party.Org, error)
	}
	var st notice.Standing
	var org party.Org
	if err := store.Read[tx](m.db)(m.ctx, m.scope(by), func(tx tx) (err error) {
		org, err = tx.Org(by.Org)
		return err
	}); err != nil {
		return err
	}
	if err := store.Read[tx](m.db)(m.ctx, access.For(access.Actor{}, ident.At(m.clock.Now())), func(tx tx) (err error) {
		st, err = tx.NoticeBy(org.CorporateNumber, sheet.Code)
		return err
	}); err != nil {
		return err
	}
	m.later()
	said := m.bird()
	s := access.For(st.Actor(), ident.At(m.clock.Now()))
	key := m.key(by)
	key.Actor = s.ID()
	n, err := noticing.Send{Act: store.Act[noticing.SendTx](m.db), Entropy: rand.Reader}.Do(m.ctx, s, key, noticing.Telling{By: st, Content: notice.Content{What: said, NoticedAt: s.At.Add(-60_000_000), Caller: "𠮷野", Phone: "03-0000-2002"}})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "notice", id: n.Number.ASCII(), names: []string{string(n.Number), n.Number.ASCII()}, org: by.Org, unit: by.Unit})
	m.tells(o, "what it says", said, func(q *principal) bool { return m.policy.permits(readsNotices, q, o) })
	return nil
}
