package harness

import (
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/enrolling"
)

// another gives somebody one more session, token and credential. Who sees how a member signs in may see that.
func (m *maker) another(p *principal) error {
	m.later()
	at := ident.At(m.clock.Now())
	session := enrolling.Session{ID: newID[ident.Session](m), Person: p.Person, Hat: p.Hat, Method: enrolling.Passkey, CreatedAt: at, SeenAt: at, UntilAt: at.Add(200 * time.Hour)}
	token, secret, err := enrolling.NewToken(at, p.Hat, enrolling.TokenOrder{Label: m.bird(), Until: law.DayOf(at.Add(200 * time.Hour))}, rand.Reader)
	if err != nil {
		return err
	}
	key := enrolling.Credential{
		ID: newID[enrolling.CredentialID](m), Person: p.Person, Kind: enrolling.Passkey, Label: m.bird(), Rev: 1, CreatedAt: at, Handle: []byte(m.bird()), Key: []byte(`{}`),
	}
	_, err = store.Act[*store.Tx](m.db)(m.ctx, access.System("harness", at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountActivated, Object: "people"}, errors.Join(
			tx.AddSession(session, m.bird()), tx.AddToken(token, secret), tx.AddCredential(key))
	})
	m.add(&object{kind: "session", id: string(session.ID), org: p.Org, unit: p.Unit, person: p.Person})
	m.add(&object{kind: "member", id: string(p.Person), org: p.Org, unit: p.Unit, about: p.Person})
	return err
}

// invite offers a hat to somebody new.
func (m *maker) invite(p *principal) error {
	m.later()
	flow := appointing.Invite{Act: store.Act[appointing.InviteTx](m.db), Entropy: rand.Reader, Path: func(secret string) string { return "/signin/invitation/" + secret }}
	_, err := flow.Do(m.ctx, m.scope(p), m.key(p), appointing.Newcomer{
		Name: m.bird(), Kana: "しんじん", Mail: m.bird() + "@example.jp", Unit: p.Unit, Roles: []string{string(access.OperatorViewer)},
	})
	m.add(&object{kind: "colleague", org: p.Org, unit: p.Unit})
	return err
}

// handOver plans that a colleague follows another; both are told.
func (m *maker) handOver(p *principal) error {
	m.later()
	var two []*principal
	for _, q := range m.people {
		if q.Org == p.Org && q.Unit == p.Unit && q.Person != p.Person && !slices.ContainsFunc(two, func(t *principal) bool { return t.Person == q.Person }) {
			two = append(two, q)
		}
	}
	if len(two) < 2 {
		return errors.New("nobody to follow anybody")
	}
	flow := appointing.HandOver{Act: store.Act[appointing.HandOverTx](m.db), Entropy: rand.Reader}
	err := flow.Do(m.ctx, m.scope(p), m.key(p), []appointing.Order{{Leaver: two[0].Hat, Heir: two[1].Hat, On: law.MustDay("2027-04-01"), Note: m.bird()}})
	for _, q := range two[:2] {
		m.add(&object{kind: "colleague", org: q.Org, unit: q.Unit, about: q.Person})
	}
	return err
}
