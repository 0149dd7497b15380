package harness

import (
	"crypto/rand"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/consulting"
)

// faqKinds are よくある相談: one that waits for a second officer, one that was published, and one that was withdrawn.
func faqKinds() []kind {
	return []kind{{
		name: "faq", policy: access.FAQ, mint: numbered(ident.NumberFAQ), make: (*maker).faq, makers: []string{"ministry-officer", "ministry-officer", "ministry-officer"},
		open: "what was published is everybody's",
	}}
}

// faqTx is what an entry is found by.
type faqTx interface {
	FAQList(limit int) ([]faq.Entry, error)
}

// faq proposes an entry out of an answered consultation; a second officer publishes it, and withdraws it.
func (m *maker) faq(p *principal) error {
	m.later()
	nth := len(m.objects["faq"])
	n, err := ident.ParseNumber(m.objects["consult"][nth].id)
	if err != nil {
		return err
	}
	words := []string{m.bird(), m.bird(), m.bird()}
	propose := consulting.Propose{Act: store.Act[consulting.ProposeTx](m.db), Entropy: rand.Reader}
	id, err := propose.Do(m.ctx, m.scope(p), m.key(p), consulting.Proposal{Consult: n, Words: faq.Words{Question: words[0], Answer: words[1], Basis: words[2], Topics: []string{"cloud", "type-A"}}})
	if err != nil {
		return err
	}
	var e faq.Entry
	if err := store.Read[faqTx](m.db)(m.ctx, m.scope(p), func(tx faqTx) error {
		list, err := tx.FAQList(100)
		for _, one := range list {
			if one.ID == id {
				e = one
			}
		}
		return err
	}); err != nil {
		return err
	}
	o := &object{kind: "faq", id: e.Number.ASCII(), names: []string{e.Number.ASCII(), string(e.Number), string(e.ID)}, org: e.Org, unit: e.Unit, by: p.Person, state: string(faq.Proposed)}
	if nth > 0 {
		o.state = string(faq.Published)
		for _, q := range m.people { // everybody whose role may read
			o.to = append(o.to, office{q.Org, q.Unit, nil})
		}
		if err := m.publish(e); err != nil {
			return err
		}
	}
	if nth > 1 {
		reason := m.bird()
		words, o.state = append(words, reason), string(faq.Withdrawn)
		if err := m.withdraw(e, reason); err != nil {
			return err
		}
	}
	m.tellsAll(m.add(o), nil, words...)
	return nil
}

// publish is what the second officer does.
func (m *maker) publish(e faq.Entry) error {
	m.later()
	second := m.as("ministry-supervisor")
	decide := consulting.Decide{Act: store.Act[consulting.DecideTx](m.db)}
	return decide.Do(m.ctx, m.scope(second), m.key(second), consulting.Decision{Number: e.Number, Version: 1, Rev: 1, Publish: true})
}

func (m *maker) withdraw(e faq.Entry, reason string) error {
	m.later()
	second := m.as("ministry-supervisor")
	withdraw := consulting.Withdraw{Act: store.Act[consulting.WithdrawTx](m.db)}
	return withdraw.Do(m.ctx, m.scope(second), m.key(second), consulting.Withdrawal{Number: e.Number, Version: 1, Rev: 2, Reason: reason})
}

// publishes is whether a word is the name of a section of the ministry that published よくある相談: whoever reads that is told who answers.
func (s *scene) publishes(p *principal, c *said) bool {
	return c.org == s.as("ministry-officer").Org && strings.HasPrefix(c.what, "unit ") && (strings.HasSuffix(c.what, " Name") || strings.HasSuffix(c.what, " NameEn")) && s.policy.permits(consulting.MayReadFAQ, p, nil)
}

// faqBindings are the routes of よくある相談.
var faqBindings = map[string]binding{
	"GET /faq":                                          {query: "q={bird}&topic=cloud&state=published&order=topic q={bird}"},
	"GET /faq/{faq}/revise":                             {},
	"POST /faq/{faq}/publish":                           {body: "version=1&rev=-1&looked=yes&key={key}", refuses: 409, why: noRevision},
	"POST /faq/{faq}/return":                            {body: "version=1&rev=-1&note={bird}&key={key}", refuses: 409, why: noRevision},
	"POST /faq/{faq}/withdraw":                          {body: "version=1&rev=-1&reason={bird}&key={key}", refuses: 409, why: noRevision},
	"POST /faq/{faq}/revise":                            {body: "version=1&rev=-1&question={bird}&answer={bird}&basis={bird}&topics=cloud&looked=yes&key={key}", refuses: 409, why: noRevision},
	"GET /ministry/consult/{consult}/faq":               {does: "consult answer"},
	"POST /ministry/consult/{consult}/faq":              {does: "consult answer", also: []string{"faq write"}, body: "question={bird}&answer={bird}&basis={bird}&topics=cloud&looked=yes&key={key}"},
	"POST /api/v1/ministry/consultations/{consult}/faq": {does: "consult answer", also: []string{"faq write"}, body: `{"question":"{bird}","answer":"{bird}","basis":"{bird}","topics":["cloud"],"looked":true}`, refuses: 403, why: "a program proposes nothing"},
	"POST /api/v1/faq/{faq}/revise":                     {body: `{"version":1,"rev":1,"question":"{bird}","answer":"{bird}","basis":"{bird}","topics":["cloud"],"looked":true}`, refuses: 403, why: "a program proposes nothing"},
	"POST /api/v1/faq/{faq}/publish":                    {body: `{"version":1,"rev":1,"looked":true}`, refuses: 403, why: "a program publishes nothing"},
	"POST /api/v1/faq/{faq}/return":                     {body: `{"version":1,"rev":-1,"note":"{bird}"}`, refuses: 409, why: noRevision},
	"POST /api/v1/faq/{faq}/withdraw":                   {body: `{"version":1,"rev":-1,"reason":"{bird}"}`, refuses: 409, why: noRevision},
}
