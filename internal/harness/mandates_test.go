package harness

import (
	"crypto/rand"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
)

// mandateKinds are 委任, as the maintainer proposed them: each is an operator's, and addressed to the maintainer.
func mandateKinds() []kind {
	return []kind{
		{name: "mandate", policy: access.Mandate, mint: numbered(ident.NumberMandate), makers: []string{"maintainer", "maintainer"}, make: (*maker).mandate},
		{name: "mandate paper", policy: access.Mandate, mint: minted}, // a copy of a 委任状, reached through its mandate
	}
}

// mandate proposes to an operator to which nothing was proposed yet. Texts of the scene stand where a 法人番号 would, by which the flow finds an
// operator: what it would write is written here.
func (m *maker) mandate(p *principal) error {
	m.later()
	to := m.as("operator-admin")
	if len(m.objects["mandate"]) > 0 {
		to = m.as("other-operator-filer")
	}
	type tx interface {
		AddMandate(mandate.Mandate) error
		AddMandatePaper(mandate.Mandate, mandate.Paper, []byte) error
	}
	words := []string{m.bird(), m.bird()}
	at := ident.At(m.clock.Now())
	today := law.DayOf(at)
	made := mandate.Mandate{
		Operator: to.Org, OperatorUnit: to.Unit, Maintainer: p.Org, MaintainerUnit: p.Unit, By: mandate.Maintainer, State: mandate.Proposed, At: at, Moved: at,
		Terms: mandate.Terms{Acts: mandate.Acts(), From: today, Until: mandate.YearEnd(today)}, Words: mandate.Words{Facilities: words[0], Successor: words[1]},
	}
	var err error
	if made.ID, err = ident.NewID[ident.Object](at, rand.Reader); err != nil {
		return err
	}
	if made.Number, err = ident.NewNumber(ident.NumberMandate, at, rand.Reader); err != nil {
		return err
	}
	paper := mandate.Paper{At: at, Name: "委任状 " + m.bird() + ".pdf", Digest: "1f", By: "x"}
	bytes := m.bird()
	if paper.ID, err = ident.NewID[ident.Object](at, rand.Reader); err != nil {
		return err
	}
	if _, err := store.Act[tx](m.db)(m.ctx, m.scope(p), m.key(p), func(tx tx) (ledger.Entry, error) {
		if err := tx.AddMandate(made); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.MandateProposed, Object: made.ID, Number: made.Number, Org: p.Org, Unit: p.Unit, Actor: p.ID()}, tx.AddMandatePaper(made, paper, []byte("%PDF-1.7 "+bytes))
	}); err != nil {
		return err
	}
	one := m.add(&object{
		kind: "mandate", id: made.Number.ASCII(), names: []string{string(made.Number), made.Number.ASCII(), string(made.ID)}, org: made.Operator, unit: made.OperatorUnit, to: []office{{org: p.Org, unit: p.Unit}},
	})
	sealed := m.add(&object{kind: "mandate paper", id: string(paper.ID), names: []string{string(paper.ID)}, org: one.org, unit: one.unit, to: one.to, parent: one})
	m.tellsAll(one, nil, append(words, strings.Fields(strings.TrimSuffix(paper.Name, ".pdf"))[1])...)
	m.tellsAll(sealed, nil, bytes)
	return nil
}

const proposing = "sheet={bird}&acts=draft&acts=file&from=2026-11-23&until=2027-03-31&facilities={bird}&successor={bird}&key={key}"

// mandateBindings are the routes of 委任. A proposal needs the 法人番号 of somebody to whom nothing waits: a whole one is tried in the tests of the flow.
var mandateBindings = map[string]binding{
	"POST /mandates/{mandate}/papers":             {does: "mandate write", body: "file={bird}&key={key}", refuses: 422, why: "it wants a body of several parts"},
	"POST /api/v1/mandates/{mandate}/papers":      {does: "mandate write", body: `{}`, refuses: 422, why: "it wants a name"},
	"POST /maintainer/batch":                      {body: "file={bird}&text={bird}&rows=&do=go&key={key}", refuses: 422, why: "it must be a table"},
	"POST /maintainer/batch/filing":               {body: "n=&do=go&key={key}", refuses: 404, why: "it must be the number of a draft under a mandate"},
	"POST /api/v1/mandates/batch":                 {body: "{bird}", query: "dry_run=false", refuses: 422, why: "it must be a table"},
	"POST /api/v1/mandates/filing":                {body: `{"drafts":[{"number":"{bird}","confirmed":[]}]}`, refuses: 404, why: "it must be the number of a draft under a mandate"},
	"GET /api/v1/mandates/history":                {query: "q={bird}&act=draft&from=2026-11-01&until=2026-12-31"},
	"GET /maintainer/history":                     {query: "q={bird}&act=draft&from=2026-11-01&until=2026-12-31"},
	"GET /maintainer/home/receipts":               {keeps: "nothing was filed under a mandate of the scene"},
	"POST /mandates/new":                          {body: proposing, refuses: 422, why: "a row must be a 法人番号"},
	"POST /mandates/new/send":                     {body: proposing, refuses: 422, why: "a row must be a 法人番号"},
	"POST /mandates/{mandate}/countersign":        {does: "mandate confirm", only: own, body: "key={key}"},
	"POST /mandates/{mandate}/decline":            {does: "mandate confirm", only: own, body: "reason={bird}&key={key}"},
	"POST /mandates/{mandate}/withdraw":           {does: "mandate write", only: addressed, body: "key={key}"},
	"POST /mandates/{mandate}/revoke":             {does: "mandate end", body: "reason={bird}&key={key}", refuses: 409, why: "it waits, and was not countersigned"},
	"POST /api/v1/mandates":                       {body: `{"number":"{bird}","acts":["draft"],"sectors":["water"],"from":"2026-11-23","until":"2027-03-31","facilities":"{bird}","successor":"{bird}"}`, refuses: 422, why: "it must be a 法人番号"},
	"POST /api/v1/mandates/{mandate}/countersign": {does: "mandate confirm", only: own, body: `{}`},
	"POST /api/v1/mandates/{mandate}/decline":     {does: "mandate confirm", only: own, body: `{"reason":"{bird}"}`},
	"POST /api/v1/mandates/{mandate}/withdraw":    {does: "mandate write", only: addressed, body: `{}`},
	"POST /api/v1/mandates/{mandate}/revoke":      {does: "mandate end", body: `{"reason":"{bird}"}`, refuses: 409, why: "it waits, and was not countersigned"},
	"POST /api/v1/mandates/{mandate}/draft":       {does: "mandate write", body: `{"procedure":"asset.new"}`, refuses: 409, why: "it waits, and was not countersigned"},
	"POST /mandates/{mandate}/draft":              {does: "mandate write", body: "procedure=asset.new&key={key}", refuses: 409, why: "it waits, and was not countersigned"},
}
