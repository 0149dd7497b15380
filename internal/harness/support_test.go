package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// support asks for help about a report of one's own; the office writes back. What a helper is shown is tried in internal/flow/supporting.
func (m *maker) support(p *principal) error {
	m.later()
	about := m.own("report", p)[0]
	n, err := ident.ParseNumber(about.id)
	if err != nil {
		return err
	}
	words := []string{m.bird(), m.bird(), m.bird()}
	ask := supporting.Ask{Act: store.Act[supporting.AskTx](m.db), Entropy: rand.Reader}
	id, err := ask.Do(m.ctx, m.scope(p), m.key(p), supporting.Wish{About: n, Kinds: []support.Kind{support.Advice}, Urgency: support.Now, Contact: words[0], Text: words[1]})
	if err != nil {
		return err
	}
	var s support.Support
	type tx interface {
		SupportList(over bool, limit int) ([]support.Support, error)
	}
	if err := store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.SupportList(false, 100)
		for _, one := range list {
			if one.ID == id {
				s = one
			}
		}
		return err
	}); err != nil {
		return err
	}
	officer := m.as("ministry-officer")
	var to []office
	for _, f := range m.offices(p.Org, party.ActReport) {
		if m.orgs[f.org].Kind == party.Ministry {
			to = append(to, f)
		}
	}
	o := m.add(&object{
		kind: "support", id: s.Number.ASCII(), names: []string{s.Number.ASCII(), string(s.ID)}, org: about.org, unit: about.unit, to: to, parent: about,
	})
	m.later()
	write := supporting.Write{Act: store.Act[supporting.Tx](m.db), Entropy: rand.Reader}
	if err := write.Do(m.ctx, m.scope(officer), m.key(officer), s.Number, words[2]); err != nil {
		return err
	}
	m.tellsAll(o, nil, words...)
	return nil
}
