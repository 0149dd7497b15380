package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
)

// campaign begins a campaign of an office with a report of its own; the office's second one is shown to the Cabinet Office.
func (m *maker) campaign(p *principal) error {
	m.later()
	nth := 0
	for _, o := range m.objects["campaign"] {
		if o.org == p.Org {
			nth++
		}
	}
	var reports []ident.Number
	for _, r := range m.objects["report"] {
		if n, err := ident.ParseNumber(r.id); err == nil && p.stands(addressed, r) && len(reports) == 0 {
			reports = append(reports, n)
		}
	}
	words := campaign.Words{Name: m.bird(), Note: m.bird()}
	start := linking.Start{Act: store.Act[linking.StartTx](m.db), Entropy: rand.Reader}
	id, err := start.Do(m.ctx, m.scope(p), m.key(p), linking.Beginning{Words: words, Reports: reports, Why: "同じ通信先"})
	if err != nil {
		return err
	}
	o := &object{kind: "campaign", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit}
	if to := m.as("cabinet-analyst"); nth == 1 && to.Org != p.Org {
		o.to = []office{{to.Org, to.Unit, nil}}
		share := linking.Share{Act: store.Act[linking.ShareTx](m.db)}
		if err := share.Do(m.ctx, m.scope(p), m.key(p), id, to.Unit); err != nil {
			return err
		}
	}
	m.add(o)
	for _, text := range []string{words.Name, words.Note} {
		m.tells(o, "what is said of it", text, func(q *principal) bool {
			return m.policy.permits(access.Permission{Action: access.Read, Object: access.Campaign}, q, o)
		})
	}
	return nil
}

// campaignBindings are the routes of 関連付け(キャンペーン) and of 侵害指標の表.
var campaignBindings = map[string]binding{
	"GET /ministry/campaigns":                  {query: "q={bird}&state=open&holder=me&order=name"},
	"GET /ministry/campaigns/link":             {query: "n=R-R8-2222-2222-2 all=1&query=&to=-"},
	"POST /ministry/campaigns/link":            {body: "campaign=&name={bird}&reports=&why={bird}&key={key}"},
	"GET /ministry/campaigns/{campaign}":       {},
	"GET /ministry/campaigns/{campaign}/edit":  {does: "campaign write"},
	"POST /ministry/campaigns/{campaign}/edit": {does: "campaign write", body: "name={bird}&note={bird}&assessment={bird}&state=open&holder=&rev=99&key={key}", refuses: 409, why: "nobody saw such a revision"},
	"POST /ministry/campaigns/{campaign}/out":  {does: "campaign link", body: "n=R-R8-2222-2222-2&to=-&why={bird}&key={key}", refuses: 422, why: "no number has this check character"},
	"POST /ministry/campaigns/{campaign}/back": {does: "campaign link", body: "n=R-R8-2222-2222-2&to=-&why={bird}&key={key}", refuses: 422, why: "no number has this check character"},
	"POST /ministry/campaigns/{campaign}/merge": {
		does: "campaign write", body: "into={campaign}&why={bird}&key={key}", refuses: 409, why: "none is merged into itself",
	},
	"POST /ministry/campaigns/{campaign}/share": {does: "campaign write", body: "office={bird}&key={key}", refuses: 422, why: "no office has this id"},
	"GET /ministry/indicators":                  {query: "of=filter%3Astate%3Darrived&q={bird}&type=domain&many=2&order=value&page=2 all=1&query=&n=&to=- from=2026-11-01&until=2026-11-30&campaign="},
	"GET /ministry/indicators/export/{format}":  {query: "of=filter%3A"},
	"GET /ministry/indicators/compare":          {query: "of=filter%3A"},
	"POST /ministry/indicators/compare":         {body: "of=filter:&text={bird}&file=", keeps: "a list is compared and forgotten"},
	"GET /api/v1/campaigns":                     {},
	"POST /api/v1/campaigns":                    {body: `{"name":"{bird}","note":"{bird}","assessment":"{bird}","reports":[],"why":"{bird}"}`},
	"GET /api/v1/campaigns/{id}":                {},
	"POST /api/v1/campaigns/{id}/links":         {does: "campaign link", body: `{"in":true,"reports":["R-R8-2222-2222-2"],"why":"{bird}"}`, refuses: 422, why: "no number has this check character"},
	"GET /api/v1/indicators":                    {query: "of=filter%3Astate%3Darrived"},
}
