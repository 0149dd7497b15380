package harness

import (
	"crypto/rand"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/advising"
)

// advisoryKinds are files of advisories (脆弱性情報の取り込み), which their office alone sees.
func advisoryKinds() []kind {
	return []kind{{name: "file of advisories", policy: access.Advisory, mint: minted, makers: []string{"cabinet-analyst", "cabinet-supervisor", "nco-analyst"}, make: (*maker).advisoryFile}}
}

// advisoryFile is brought, and waits for the worker.
func (m *maker) advisoryFile(p *principal) error {
	m.later()
	name := m.bird() + ".json"
	f, err := advising.Bring{Keep: store.Housekeep[advising.BringKeepTx](m.db), Act: store.Act[advising.BringTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(p), advising.Upload{
		Name: name, By: "分析担当", Body: strings.NewReader("{}"), Key: func([32]byte) (ident.Key, error) { return m.key(p), nil },
	})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "file of advisories", id: string(f.ID), names: []string{string(f.ID)}, org: p.Org, unit: p.Unit})
	m.tells(o, "its name", name, func(q *principal) bool { return m.policy.permits(advising.MayBring, q, o) })
	return nil
}

var advisoryBindings = map[string]binding{
	"POST /cabinet/advisories":                {body: "key={key}&file={bird}", refuses: 422, why: "it wants a file"},
	"POST /cabinet/advisories/{file}/stop":    {body: "key={key}"},
	"POST /api/v1/advisories/files":           {body: `{}`, refuses: 422, why: "it wants a name"},
	"POST /api/v1/advisories/files/{id}/stop": {body: `{}`},
}
