package harness

import (
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
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

// handOver plans that a colleague follows another; both are told. Each leaves once: whom an earlier one names is passed over.
func (m *maker) handOver(p *principal) error {
	m.later()
	var two []*principal
	for _, q := range slices.Backward(m.people) {
		if q.Org == p.Org && q.Unit == p.Unit && q.Person != p.Person && !slices.ContainsFunc(two, func(t *principal) bool { return t.Person == q.Person }) {
			two = append(two, q)
		}
	}
	flow := appointing.HandOver{Act: store.Act[appointing.HandOverTx](m.db), Entropy: rand.Reader}
	for i, leaver := range two {
		heir := two[(i+1)%len(two)]
		err := flow.Do(m.ctx, m.scope(p), m.key(p), []appointing.Order{{Leaver: leaver.Hat, Heir: heir.Hat, On: law.MustDay("2027-04-01"), Note: m.bird()}})
		if _, refused := errors.AsType[*fault.Error](err); refused {
			continue
		}
		if err != nil {
			return err
		}
		return m.overFrom(p, leaver, heir)
	}
	return errors.New("nobody to follow anybody")
}

// overFrom adds the newest hand-over.
func (m *maker) overFrom(p, leaver, heir *principal) error {
	type tx interface {
		Successions() ([]party.Succession, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Successions()
		if err == nil {
			told := func(q *principal) bool { return q.Person == leaver.Person || q.Person == heir.Person }
			m.add(&object{kind: "hand-over", id: list[0].ID, names: []string{list[0].ID}, org: p.Org, unit: p.Unit, told: told})
		}
		return err
	})
}
