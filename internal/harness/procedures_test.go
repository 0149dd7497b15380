package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
)

// procedure begins a procedure that is not open to anybody yet, with canaries in what it says.
func (m *maker) procedure(p *principal) error {
	m.later()
	name, asked, lead := m.bird(), m.bird(), m.bird()
	d := procedure.Started(text.Both{Ja: name, En: name})
	d.Title, d.Summary, d.Form.Lead = "大臣", []string{"item_1"}, text.Both{Ja: lead, En: lead}
	d.Form.Steps[0].Fields = []form.Field{{ID: "item_1", Kind: form.Line, Limit: 100, Section: "outline", Label: text.Both{Ja: asked, En: asked}}}
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](m.db), Entropy: rand.Reader}
	id, err := begin.Do(m.ctx, m.scope(p), m.key(p), declaring.New{Declaration: d})
	if err != nil {
		return err
	}
	type tx interface {
		Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 100)
		for _, v := range list {
			if v.ID == id {
				o := m.add(&object{kind: "procedure", id: v.Number.ASCII(), names: []string{v.Number.ASCII(), string(v.Number), string(v.ID)}, org: p.Org, unit: p.Unit})
				m.tellsAll(o, nil, name, asked, lead)
			}
		}
		return err
	})
}
