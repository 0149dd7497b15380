package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

var (
	readMandate    = access.Permission{Action: access.Read, Object: access.Mandate}
	confirmMandate = access.Permission{Action: access.Confirm, Object: access.Mandate}
	maintaining    = access.For(access.Actor{Person: "p-officer", Hat: "h-maintain", Org: "o-maintain", Unit: "u-maintain", Kind: party.Maintainer, Roles: []access.Role{access.MaintainerAdmin, access.MaintainerFiler}}, 0)
)

var waterworks = access.For(access.Actor{Person: "p-filer", Hat: "h-water", Org: "o-water", Unit: "u-water", Kind: party.Operator, Roles: []access.Role{access.OperatorAdmin, access.OperatorFiler}}, 0)

// mandates are 委任 from the proposal to the work under one.
func (c *script) mandates() {
	c.act(system, func(call callTx) {
		call("AddOrg", party.Org{ID: "o-maintain", Kind: party.Maintainer, Name: "髙城水処理", CorporateNumber: "7000012050002"})
		call("AddOrg", party.Org{ID: "o-water", Kind: party.Operator, Name: "𠮷見沢市水道局", CorporateNumber: "1000012010003"})
		call("AddUnit", party.Unit{ID: "u-maintain", Org: "o-maintain", Name: "本社"})
		call("AddUnit", party.Unit{ID: "u-water", Org: "o-water", Name: "本局"})
		call("AddDesignation", party.Designation{ID: "d-water", Operator: "o-water", Sector: law.Water, Ministers: []law.Minister{"mlit"}, On: law.MustDay("2026-10-01")})
	})
	m := mandate.Mandate{
		ID: "mandate-1", Number: "委-R8-2222-2222-2", Operator: "o-water", OperatorUnit: "u-water", Maintainer: "o-maintain", MaintainerUnit: "u-maintain", By: mandate.Maintainer, State: mandate.Proposed, Rev: 1,
		Terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft, mandate.File}, Sectors: []law.Sector{law.Water}, From: law.MustDay("2026-11-01"), Until: law.MustDay("2027-03-31")},
		Words: mandate.Words{OperatorIs: "𠮷見沢市水道局", MaintainerIs: "髙城水処理", Facilities: "北部浄水場"},
	}
	working := func() access.Scope {
		a, _ := m.Actor(maintaining.Actor, law.MustDay("2026-11-23"))
		return at(c, access.For(a, 0))
	}
	look := func() {
		for _, who := range []access.Scope{filer, officer, admin, maintaining, waterworks, system, working()} {
			c.read(at(c, who), func(call callTx) {
				call("MandateList", 10)
				call("MandateNumbered", m.Number, readMandate)
				call("MandateNumbered", m.Number, confirmMandate)
				call("MandateNumbered", ident.Number("委-R8-3333-3333-3"), readMandate)
				call("MandateByID", m.ID)
				call("MandateInUse")
				call("MandatesOfWork", ident.Number("稿-R8-MMMM-MMMM-M"))
				call("PlaceOfMandate", m)
				call("WaitingMandate", ident.Org("o-water"))
				call("WaitingMandate", ident.Org("o-maintain"))
				call("OppositeOfMandate", "7000012050002")
				call("OppositeOfMandate", "1000012010003")
				call("OppositeOfMandate", "nobody")
				call("DraftOfMandatePart", "a part of a file")
				call("WorkOfMandate", 10)
				call("PapersOfMandate", m)
				call("PaperOfMandate", m, ident.Object("paper-1"))
			})
		}
	}
	look()
	c.act(at(c, maintaining), func(call callTx) {
		m.At, _ = call("Now")[0].(ident.Instant)
		m.Moved = m.At
		call("AddMandate", m)
	})
	look()
	c.act(at(c, waterworks), func(call callTx) {
		call("AddUnit", party.Unit{ID: "u-mandate", Org: "o-water", Parent: "u-water", Name: "髙城水処理(委任)"})
		m.State, m.Unit = mandate.InForce, "u-mandate"
		call("SaveMandate", m)
		call("SaveMandate", m) // over a revision that is gone
		m.Rev++
	})
	look()
	c.worked(&m, working, look)
}

// worked is what is done under a mandate, a paper beside it, and its end.
func (c *script) worked(m *mandate.Mandate, working func() access.Scope, look func()) {
	c.act(working(), func(call callTx) {
		call("AddMandateWork", ident.Number("稿-R8-MMMM-MMMM-M"), "draft", "asset.new")
		call("AddMandatePart", "a part of a file", ident.Number("稿-R8-MMMM-MMMM-M"))
	})
	look()
	c.act(at(c, waterworks), func(call callTx) {
		call("AddMandatePaper", *m, mandate.Paper{ID: "paper-1", Size: 9, Name: "委任状.pdf", Digest: "1f", By: "𠮷見沢市水道局"}, []byte("%PDF-1.7 "))
	})
	look()
	c.act(at(c, waterworks), func(call callTx) {
		m.State = mandate.Revoked
		call("SaveMandate", *m)
		m.Rev++
	})
	look()
}
