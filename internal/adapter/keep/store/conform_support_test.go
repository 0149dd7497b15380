package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
)

var (
	readSupport   = access.Permission{Action: access.Read, Object: access.Support}
	askSupport    = access.Permission{Action: access.Write, Object: access.Support}
	answerSupport = access.Permission{Action: access.Answer, Object: access.Support}
	helper        = access.For(access.Actor{Person: "p-officer", Hat: "h-helper", Org: "o-help", Unit: "u-help", Kind: party.Helper, Roles: []access.Role{access.SupportHelper}}, 0)
)

// supports are wishes for help, from asking to the end, with a helper that is shown the report for a while.
func (c *script) supports() {
	c.act(system, func(call callTx) {
		call("AddOrg", party.Org{ID: "o-help", Kind: party.Helper, Name: "支援機構"})
		call("AddUnit", party.Unit{ID: "u-help", Org: "o-help", Name: "支援室"})
	})
	s := support.Support{ID: "support-1", Number: "援-R8-0001", Org: filer.Org, Unit: filer.Unit, About: "filing-1", Urgency: support.Now, State: support.Received, AskedAt: at(c, filer).At,
		Words: support.Words{Kinds: []support.Kind{support.Advice}, Contact: "山﨑", Text: "解析を", Filer: "髙﨑電力", Name: "山﨑"}, Rev: 1}
	look := func() {
		for _, who := range []access.Scope{filer, officer, helper, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("SupportList", false, 10)
				call("SupportList", true, 10)
				call("SupportsAbout", []ident.Object{"filing-1"})
				call("Helpers", ident.Filing("filing-1"))
			})
			c.back(at(c, who), func(call callTx) { call("Support", s.Number, readSupport) })
			c.back(at(c, who), func(call callTx) { call("SupportAbout", ident.Number("報-R8-0001")) })
			c.back(at(c, who), func(call callTx) { call("Showable", ident.Filing("filing-1")) })
		}
		c.read(at(c, system), func(call callTx) {
			call("MayStillRead", filer.Unit, s.ID)
			call("MayStillRead", officer.Unit, s.ID)
			call("MayStillRead", helper.Unit, s.ID)
		})
	}
	c.act(at(c, filer), func(call callTx) {
		call("AddWish", s, []filing.Addressee{{Org: officer.Org, Unit: officer.Unit, Channel: filing.Here}})
	})
	other := s
	other.ID, other.Number, other.About = "support-2", "援-R8-0002", ""
	c.act(at(c, filer), func(call callTx) { call("AddSupport", other, []string{string(officer.Unit)}) })
	look()
	said := func(id ident.Object, who access.Scope, d support.Deed) support.Said {
		return support.Said{ID: id, Org: who.Org, Unit: who.Unit, Deed: d, At: at(c, who).At, SaidWords: support.SaidWords{Text: "本文", Body: "省", Name: "髙木"}}
	}
	c.act(at(c, officer), func(call callTx) {
		call("Support", s.Number, answerSupport)
		call("TellSupport", s, support.Arranging, said("said-1", officer, support.TakenUp), []ident.Unit{filer.Unit}, "notice")
	})
	c.back(at(c, officer), func(call callTx) { call("AddSaid", s, support.Working, said("said-2", officer, support.Helps)) }) // somebody was quicker
	s.Rev, s.State = 2, support.Arranging
	share := support.Share{ID: "share-1", Filing: "filing-1", HelperOrg: helper.Org, Helper: helper.Unit, Sections: []string{"outline"}, At: at(c, filer).At, ShareWords: support.ShareWords{Name: "支援機構", By: "山﨑"}}
	c.act(at(c, filer), func(call callTx) {
		call("Support", s.Number, askSupport)
		call("AddSaid", s, s.State, said("said-3", filer, support.Shared))
		call("AddShare", s, share)
	})
	look()
	c.read(at(c, helper), func(call callTx) {
		call("FilingByID", ident.Filing("filing-1"), readReports)
		call("Released", []ident.Filing{"filing-1"})
	})
	c.act(at(c, helper), func(call callTx) { call("AddSaid", s, s.State, said("said-4", helper, support.Wrote)) })
	c.act(at(c, filer), func(call callTx) {
		call("EndShare", share)
		call("AddSaid", s, support.Ended, said("said-5", filer, support.Closed))
	})
	c.back(at(c, filer), func(call callTx) { call("EndShare", share) })
	c.back(at(c, filer), func(call callTx) { call("AddSaid", s, support.Ended, said("said-6", filer, support.Wrote)) })
	look()
}
