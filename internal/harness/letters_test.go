package harness

import (
	"crypto/rand"
	"slices"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/letter"
	"kanmin/internal/flow/reminding"
)

var readsLetters = access.Permission{Action: access.Read, Object: access.Letter}

// letterKinds are 事務連絡, as the office has it and as each of those has it to whom it was sent.
func letterKinds() []kind {
	return []kind{
		{name: "letter", policy: access.Letter, mint: minted, makers: []string{"ministry-officer", "cabinet-analyst"}, make: (*maker).letter},
		{name: "letter copy", policy: access.Letter, mint: numbered(ident.NumberLetter)},
	}
}

// letter writes to the operators of the scene of whom an office expects a 届出.
func (m *maker) letter(p *principal) error {
	m.later()
	s := m.scope(p)
	type tx interface {
		ExpectedLines(expected.Of) ([]expected.Line, error)
		OfficeLetter(ident.Object) (letter.Letter, []letter.Copy, error)
	}
	d := letter.Draft{Of: expected.Notification, Title: m.bird(), Text: m.bird() + " {事業者名}"}
	filers := []*principal{m.as("operator-filer"), m.as("other-operator-filer")}
	read := store.Read[tx](m.db)
	if err := read(m.ctx, s, func(tx tx) error {
		list, err := tx.ExpectedLines(d.Of)
		for _, l := range list {
			if slices.ContainsFunc(filers, func(f *principal) bool { return f.Org == l.Operator.ID }) {
				d.Seen = append(d.Seen, letter.Seen{ID: l.ID, State: l.State})
			}
		}
		return err
	}); err != nil {
		return err
	}
	id, err := reminding.Send{Act: store.Act[reminding.SendTx](m.db), Entropy: rand.Reader}.Do(m.ctx, s, m.key(p), d)
	if err != nil {
		return err
	}
	var copies []letter.Copy
	if err := read(m.ctx, s, func(tx tx) (err error) {
		_, copies, err = tx.OfficeLetter(id)
		return err
	}); err != nil {
		return err
	}
	var all []*object
	o := m.add(&object{kind: "letter", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit})
	for _, c := range copies {
		told := func(q *principal) bool { return m.policy.permits(readsLetters, q, o) }
		copied := m.add(&object{kind: "letter copy", id: c.Number.ASCII(), org: c.Org, unit: c.Unit, told: told})
		for _, n := range []string{string(c.Number), c.Number.ASCII(), string(c.ID)} {
			m.named(copied, n, func(q *principal) bool { return told(q) || m.policy.shows(q, copied) })
		}
		all = append(all, copied)
	}
	for what, bird := range map[string]string{"its title": d.Title, "its text": d.Text[:len(d.Text)-len(" {事業者名}")]} {
		m.tells(o, what, bird, func(q *principal) bool {
			return m.policy.permits(readsLetters, q, o) || slices.ContainsFunc(all, func(c *object) bool { return m.policy.permits(readsLetters, q, c) })
		})
	}
	return nil
}

// letterBindings are the routes of 提出状況 and 事務連絡. What is expected moves with whatever the scene files, and no office is competent for every
// operator: a whole press is tried in the tests of the pages and of the API.
var letterBindings = map[string]binding{
	"GET /ministry/expected":                          {query: "q=8000012050001&state=missing&sector=electricity&late=yes&order=state q={bird}"},
	"GET /ministry/expected/export/{format}":          {query: "state=missing"},
	"GET /ministry/expected/detailed":                 {query: "q=R-R8&state=missing&sector=electricity&late=yes&order=contact q={bird}"},
	"GET /ministry/expected/detailed/export/{format}": {query: "order=name"},
	"POST /ministry/letters":                          {body: "of=notification&n=nothing:missing&all=&query=&standard=missing&title={bird}&text={bird}", refuses: 409, why: "what is expected moves with the scene"},
	"POST /ministry/letters/send":                     {body: "of=notification&n=nothing:missing&title={bird}&text={bird}&key={key}", refuses: 409, why: "what is expected moves with the scene"},
	"GET /api/v1/ministry/expected":                   {query: "of=detailed of=notification"},
	"POST /api/v1/letters/check":                      {body: `{"of":"notification","rows":[{"id":"nothing","state":"missing"}],"title":"{bird}","text":"{bird}"}`, keeps: "it judges what was typed"},
	"POST /api/v1/letters":                            {body: `{"of":"notification","rows":[{"id":"nothing","state":"missing"}],"title":"{bird}","text":"{bird}"}`, refuses: 409, why: "what is expected moves with the scene"},
}
