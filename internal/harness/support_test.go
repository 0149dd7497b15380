package harness

import (
	"crypto/rand"
	"slices"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// shown are the sections of a report that a helper (支援機関) is shown; the other sections and the files in them are not its.
var shown = []string{"outline"}

// support asks for help about a further report of one's own and shows it to a helper, in part; the office writes back.
func (m *maker) support(p *principal) error {
	helper := m.as("helper")
	what := m.prompt(p)
	what.to = append(slices.Clone(what.to), office{helper.Org, helper.Unit, shown})
	if err := m.send(p, what); err != nil {
		return err
	}
	m.later()
	list := m.objects["report"]
	about := list[len(list)-1]
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
	m.later()
	share := supporting.Share{Act: store.Act[supporting.ShareTx](m.db), Entropy: rand.Reader}
	if err := share.Do(m.ctx, m.scope(p), m.key(p), supporting.Showing{Number: s.Number, Helper: helper.Org, Sections: shown}); err != nil {
		return err
	}
	officer := m.as("ministry-officer")
	to := []office{{org: helper.Org, unit: helper.Unit}}
	for _, f := range m.offices(p.Org, party.ActReport) {
		if m.orgs[f.org].Kind == party.Ministry {
			to = append(to, f)
		}
	}
	o := m.add(&object{
		kind: "support", id: s.Number.ASCII(), names: []string{s.Number.ASCII(), string(s.ID)}, org: about.org, unit: about.unit, to: to, parent: about,
		with: map[string]string{"helper": string(helper.Org), "other": string(m.as("nco-analyst").Org)},
	})
	m.later()
	write := supporting.Write{Act: store.Act[supporting.Tx](m.db), Entropy: rand.Reader}
	if err := write.Do(m.ctx, m.scope(officer), m.key(officer), s.Number, words[2]); err != nil {
		return err
	}
	m.tellsAll(o, nil, words...)
	return nil
}
