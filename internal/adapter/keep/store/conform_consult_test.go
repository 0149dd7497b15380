package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

var (
	readConsult   = access.Permission{Action: access.Read, Object: access.Consult}
	askConsult    = access.Permission{Action: access.Write, Object: access.Consult}
	answerConsult = access.Permission{Action: access.Answer, Object: access.Consult}
	readFAQ       = access.Permission{Action: access.Read, Object: access.FAQ}
)

// consults are a consultation with a 範囲整理表, from asking to the answer, and a further version.
func (c *script) consults() {
	one := consult.Consultation{ID: "consult-1", Number: "談-R8-0001", Org: filer.Org, Unit: filer.Unit, Business: "d-1", Sector: law.Electricity, State: consult.Received, AskedAt: at(c, filer).At,
		Words: consult.Words{Subject: "監視端末", Question: "対象ですか", Filer: "髙﨑電力", Name: "山﨑"}, Rev: 1}
	line := consult.Line{ID: "line-1", Level: consult.Machine, Facility: "給電", Product: "SampleOS", Types: []law.Letter{law.E}, File: law.Yes}
	sheet := consult.Sheet{ID: "sheet-1", Consult: one.ID, Org: filer.Org, Unit: filer.Unit, Business: one.Business, Version: 1, SentAt: at(c, filer).At, Rev: 1, Agreed: consult.Agreed{Lines: []consult.Line{line}, Book: "本"}}
	ground := consult.Ground{Business: party.Designation{ID: one.Business}, To: []filing.Addressee{{Org: officer.Org, Unit: officer.Unit, Channel: filing.Here}}}
	look := func() {
		for _, who := range []access.Scope{filer, officer, chief, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("ConsultList", 10)
				call("ConsultSheets", one.Business, 10)
			})
			c.back(at(c, who), func(call callTx) { call("Consult", one.Number, readConsult) })
			c.back(at(c, who), func(call callTx) { call("ConsultGround", one.Business) })
		}
		c.read(at(c, system), func(call callTx) {
			call("MayStillRead", filer.Unit, one.ID)
			call("MayStillRead", officer.Unit, one.ID)
		})
	}
	c.act(at(c, filer), func(call callTx) { call("BeginConsult", one, &sheet, ground, "action") })
	other := one
	other.ID, other.Number = "consult-2", "談-R8-0002"
	c.act(at(c, filer), func(call callTx) { call("AddConsult", other, []string{string(officer.Unit)}) })
	look()
	said := func(id ident.Object, who access.Scope, d consult.Deed) consult.Said {
		return consult.Said{ID: id, Org: who.Org, Unit: who.Unit, Deed: d, At: at(c, who).At, SaidWords: consult.SaidWords{Text: "本文", Body: "省", Name: "髙木"}}
	}
	mark := func(id ident.Object, good bool) consult.Mark {
		return consult.Mark{ID: id, Line: line.ID, Confirmed: good, Org: officer.Org, Unit: officer.Unit, At: at(c, officer).At, MarkWords: consult.MarkWords{Comment: "直してください", Office: "課", Name: "髙木"}}
	}
	told := consult.Told{Units: []ident.Unit{filer.Unit}, Urgency: "action"}
	c.act(at(c, officer), func(call callTx) {
		call("Consult", one.Number, answerConsult)
		call("AddConsultMarks", sheet, []consult.Mark{mark("mark-1", false)}, ident.Instant(0))
		call("TellConsult", one, consult.Checking, said("csaid-1", officer, consult.Marked), (*consult.Sheet)(nil), told)
	})
	c.back(at(c, officer), func(call callTx) { // somebody was quicker
		call("AddConsultMarks", sheet, []consult.Mark{mark("mark-2", true)}, at(c, officer).At)
	})
	c.back(at(c, officer), func(call callTx) {
		call("AddConsultSaid", one, consult.Checking, said("csaid-2", officer, consult.Checks))
	})
	one.Rev, one.State = 2, consult.Checking
	next := sheet
	next.ID, next.Version = "sheet-2", 2
	c.act(at(c, filer), func(call callTx) {
		call("Consult", one.Number, askConsult)
		call("TellConsult", one, one.State, said("csaid-3", filer, consult.Sent), &next, consult.Told{})
	})
	one.Rev = 3
	third := sheet
	third.ID, third.Version = "sheet-3", 3
	c.act(at(c, filer), func(call callTx) { call("AddConsultSheet", third) })
	c.act(at(c, officer), func(call callTx) {
		call("AddConsultMarks", third, []consult.Mark{mark("mark-3", true)}, at(c, officer).At)
		call("AddConsultSaid", one, consult.Done, said("csaid-4", officer, consult.Answered))
	})
	look()
	c.commonQuestions(one.ID)
}

// commonQuestions are よくある相談 out of a consultation: one that is published and withdrawn, and a revision that waits.
func (c *script) commonQuestions(source ident.Object) {
	e := faq.Entry{ID: "faq-1", Number: "答-R8-0001", Version: 1, Org: officer.Org, Unit: officer.Unit, Rev: 1, Record: faq.Record{
		State: faq.Proposed, Office: "課", Words: faq.Words{Question: "対象ですか", Answer: "対象です", Topics: []string{"is_facility"}, Basis: "法4条1項"}, Proposer: faq.Signature{By: officer.Person, Name: "髙木"}}}
	look := func() {
		for _, who := range []access.Scope{filer, officer, chief, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("FAQList", 10)
				call("FAQFrom", source)
				call("FAQSource", e)
			})
			c.back(at(c, who), func(call callTx) { call("FAQ", e.Number, readFAQ) })
			c.back(at(c, who), func(call callTx) { call("FAQOrigin", e) })
		}
	}
	c.act(at(c, officer), func(call callTx) { call("AddFAQ", e, source) })
	look()
	e.State, e.PublishedAt = faq.Published, at(c, chief).At
	c.act(at(c, officer), func(call callTx) {
		call("SaveFAQ", e)
		call("ShowFAQ", e)
	})
	c.back(at(c, officer), func(call callTx) { call("SaveFAQ", e) }) // somebody was quicker
	next := e
	next.ID, next.Version, next.State = "faq-2", 2, faq.Proposed
	c.act(at(c, officer), func(call callTx) { call("AddFAQ", next, ident.Object("")) })
	look()
}
