package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

// consultKinds are 相談窓口: a question with a 範囲整理表, as its operator and the competent office have it.
func consultKinds() []kind {
	return []kind{{name: "consult", policy: access.Consult, mint: numbered(ident.NumberConsult), make: (*maker).consult, makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer", "operator-filer"}}}
}

// consultFacts are the facts of an assessment: a facility with a product on a machine.
func consultFacts(sector law.Sector, facility, product string) *scope.Facts {
	machine := scope.Machine{ID: "m", Used: law.Yes, IsFacility: law.Yes, Make: "general", Software: []scope.Software{{Layer: "os", Maker: "架空", Product: product}}}
	return &scope.Facts{Operator: scope.Operator{Designated: law.Yes}, Businesses: []scope.Business{{ID: "b", Sector: sector, Facilities: []scope.Facility{{ID: "f", Name: facility, Machines: []scope.Machine{machine}}}}}}
}

// consultTx is what a consultation is found by.
type consultTx interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
}

// consult asks about a business with the facts of an assessment; the office answers, and asks about a line.
func (m *maker) consult(p *principal) error {
	m.later()
	read := store.Read[consultTx](m.db)
	var of party.Designation
	if err := read(m.ctx, m.scope(p), func(tx consultTx) error {
		list, err := tx.Sectors(p.Org, law.DayOf(m.scope(p).At))
		of = append(list, of)[0]
		return err
	}); err != nil {
		return err
	}
	words := []string{m.bird(), m.bird(), m.bird(), m.bird(), m.bird(), m.bird()}
	ask := consulting.Ask{Act: store.Act[consulting.AskTx](m.db), Entropy: rand.Reader}
	id, err := ask.Do(m.ctx, m.scope(p), m.key(p), consulting.Question{Business: of.ID, Subject: words[0], Question: words[1], Facts: consultFacts(of.Sector, words[2], words[3])})
	if err != nil {
		return err
	}
	var c consult.Consultation
	find := func() error {
		return read(m.ctx, m.scope(p), func(tx consultTx) error {
			list, err := tx.ConsultList(100)
			for _, one := range list {
				if one.ID == id {
					c = one
				}
			}
			if err == nil {
				c, err = tx.Consult(c.Number, consulting.MayRead)
			}
			return err
		})
	}
	if err := find(); err != nil {
		return err
	}
	officer := m.as("ministry-officer")
	var to []office
	for _, f := range m.offices(p.Org, party.ActNotification) {
		if m.orgs[f.org].Kind == party.Ministry {
			to = append(to, f)
		}
	}
	o := m.add(&object{kind: "consult", id: c.Number.ASCII(), names: []string{c.Number.ASCII(), string(c.ID)}, org: c.Org, unit: c.Unit, to: to})
	m.later()
	h := c.Sheets[0]
	mark := consulting.Mark{Act: store.Act[consulting.MarkTx](m.db), Entropy: rand.Reader}
	if err := mark.Do(m.ctx, m.scope(officer), m.key(officer), consulting.Marking{Number: c.Number, Version: h.Version, Rev: h.Rev, Verdicts: []consult.Verdict{{Line: h.Lines[0].ID, Comment: words[4]}}}); err != nil {
		return err
	}
	if err := find(); err != nil {
		return err
	}
	m.later()
	say := consulting.Say{Act: store.Act[consulting.Tx](m.db), Entropy: rand.Reader}
	if err := say.Do(m.ctx, m.scope(officer), m.key(officer), consulting.Step{Number: c.Number, Rev: c.Rev, Deed: consult.Answered, Text: words[5]}); err != nil {
		return err
	}
	m.tellsAll(o, nil, words...)
	return nil
}

const noRevision = "no revision is less than none"

// consultBindings are the routes of 相談窓口.
var consultBindings = map[string]binding{
	"GET /operator/consult":                               {query: "q={bird}&state=answered&order=asked q={bird}"},
	"GET /operator/consult/{consult}":                     {does: "consult read"},
	"GET /operator/consult/{consult}/sheets/{version}":    {does: "consult read"},
	"GET /operator/consult/new":                           {query: "business={bird}&facility={bird}"},
	"POST /operator/consult/new":                          {body: "business=&subject={bird}&question={bird}&facts=&with=nothing&facility={bird}&do=change", keeps: "it judges what was typed"},
	"POST /operator/consult/new/send":                     {body: "business={bird}&subject={bird}&question={bird}&facts=&with=nothing&facility={bird}&rev=0&key={key}", refuses: 422, why: "nothing has this id"},
	"POST /operator/consult/{consult}/say":                {body: "rev=-1&deed=wrote&text={bird}&key={key}", refuses: 409, why: noRevision},
	"POST /operator/consult/{consult}/send":               {body: "rev=-1&seen=0&text={bird}&key={key}", refuses: 409, why: noRevision},
	"GET /operator/scope":                                 {query: "business={bird}"},
	"GET /ministry/consult":                               {query: "q={bird}&state=answered&order=asked q={bird}"},
	"POST /ministry/consult/{consult}/say":                {body: "rev=-1&deed=answered&text={bird}&key={key}", refuses: 409, why: noRevision},
	"POST /ministry/consult/{consult}/marks":              {body: "version=1&rev=-1&line={bird}&mark=yes&comment={bird}&do=save&key={key}", refuses: 409, why: noRevision},
	"POST /api/v1/consultations":                          {body: `{"business":"{bird}","subject":"{bird}","question":"{bird}","facts":{"operator":{"name":"{bird}"},"businesses":[]},"facilities":["{bird}"]}`, refuses: 422, why: "nothing has this id"},
	"POST /api/v1/consultations/{consult}/steps":          {body: `{"deed":"wrote","rev":-1,"text":"{bird}"}`, refuses: 409, why: noRevision},
	"POST /api/v1/consultations/{consult}/sheets":         {body: `{"rev":-1,"text":"{bird}"}`, refuses: 409, why: noRevision},
	"POST /api/v1/ministry/consultations/{consult}/steps": {body: `{"deed":"answered","rev":-1,"text":"{bird}"}`, refuses: 409, why: noRevision},
	"POST /api/v1/ministry/consultations/{consult}/marks": {body: `{"version":1,"rev":-1,"rest":true,"lines":[{"line":"{bird}","confirmed":true,"comment":"{bird}"}]}`, refuses: 409, why: noRevision},
}
