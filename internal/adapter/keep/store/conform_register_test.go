package store_test

import (
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/instituting"
)

// registers is what the platform's administrators enter: organisations, units, what two decide, and a transfer.
func (c *script) registers() {
	office := party.Unit{ID: "u-min2", Org: "o-min", Parent: "u-min", Name: "地方局"}
	day := law.MustDay("2027-04-01")
	c.act(at(c, admin), func(call callTx) {
		call("AddOrg", party.Org{ID: "o-new", Kind: party.Operator, Name: "﨑山ガス", CorporateNumber: "8000012050001"})
		call("AddUnit", party.Unit{ID: "u-new", Org: "o-new", Name: "﨑山ガス"})
		call("AddUnit", office)
		call("OrgNumbered", party.Operator, "8000012050001")
		call("OrgNumbered", party.Supplier, "8000012050001")
		o, _ := call("OrgRecord", "o-new")[0].(register.Org)
		o.Name = "﨑山瓦斯"
		call("ChangeOrg", o)
		call("ChangeOrg", o)
		call("FormerOrgs", "o-new")
		call("SetOrgClosed", "o-new", true)
		call("SetOrgClosed", "o-new", true)
		call("SetOrgClosed", "o-new", false)
		call("EndHatsOf", "o-new")
	})
	c.act(at(c, admin), func(call callTx) {
		tree, _ := call("TreeOf", "o-op")[0].(register.Tree)
		u, _ := tree.At("u-site")
		u.Name = "支社"
		call("ChangeUnit", u)
		call("SetUnitClosed", "u-site", true)
		call("SetUnitClosed", "u-site", false)
	})
	c.decided(day)
}

// decided is what two administrators decide: a transfer, with what it ends and begins.
func (c *script) decided(day law.Day) {
	plan := register.Plan{
		Transfer:        &register.TransferRow{ID: "t-1", Old: "u-min", New: "u-min2", On: day},
		AddDesignations: []register.Designated{{Designation: party.Designation{ID: "d-2", Operator: "o-new", Sector: law.Gas, Ministers: []law.Minister{"meti"}, On: day}, Business: "ガス導管事業", Origin: register.ByDesignation}},
		EndDesignations: []register.DesignationEnd{{ID: "d-1", Until: day, How: register.EndedByLifting}}, EndJurisdictions: []register.JurisdictionEnd{{ID: "j-1", Until: day}},
		AddJurisdictions: []party.Jurisdiction{{ID: "j-2", Operator: "o-op", Sector: law.Electricity, OfficeOrg: "o-min", Office: "u-min2", Act: party.ActReport, Title: "大臣", Channel: "here", Sections: []string{"outline"}, From: day}},
	}
	matter := register.Matter{Transfer: &register.Transfer{Old: "u-min", New: "u-min2", Title: "大臣", On: day}}
	c.act(at(c, admin), func(call callTx) {
		call("AddProposal", register.Proposal{ID: "t-1", Kind: register.KindTransfer, State: register.ToConfirm, FromOn: day, EnteredAt: 1, EnteredBy: "p-admin", Matter: matter})
		call("WaitingProposals")
		call("RowsOf", matter)
		call("RowsOf", register.Matter{Designation: &register.DesignationChange{Operator: "o-op", Offices: []register.Charged{{Unit: "u-min"}, {Unit: "nothing"}}, Successors: nil}})
		call("Apply", plan)
		call("EndProposal", register.Proposal{ID: "t-1", State: register.Confirmed, EndedAt: 2, EndedBy: "p-other"})
		call("EndProposal", register.Proposal{ID: "t-1", State: register.Confirmed, EndedAt: 2, EndedBy: "p-other"})
		call("AddTask", instituting.HandOverQueue, instituting.HandOverQueue+"/t-1", ident.At(c.clock.Now()))
	})
	for _, who := range []access.Scope{admin, filer, officer} {
		c.read(at(c, who), func(call callTx) {
			call("Directory")
			call("OrgRecord", "o-op")
			call("FormerOrgs", "o-new")
			call("TreeOf", "o-op")
			call("PeopleOf", "o-op")
			call("OrgUse", "o-op")
			call("UnitUse", "u-op")
			call("Standing", "o-op")
			call("CompetentFor", "u-min")
			call("OfficeRecord", "u-min2")
			call("AuthorityUnits")
			call("UnitsBelow", "u-op")
			call("Proposals", 10)
			call("Proposal", "t-1")
		})
	}
	c.act(at(c, system), func(call callTx) {
		call("TransferOf", "t-1")
		call("HandOver", *plan.Transfer, "o-op")
	})
	c.inherits(day)
	ctx := c.t.Context()
	l, _ := c.on("TakeQueue", ctx, instituting.HandOverQueue, "worker")[0].(store.Lease)
	over, _ := c.on("HandsOver", at(c, system))[0].(store.Handler)
	c.on("DoTask", ctx, l, instituting.HandOverQueue, over)
	c.takesIn()
}

// inherits is a 承継 with which what was filed passes, one that is taken back, and what the house does about them.
func (c *script) inherits(day law.Day) {
	pass := register.Inheritance{ID: "i-1", Old: "o-op", New: "o-new", On: day}
	again := pass
	again.ID = "i-2"
	c.act(at(c, admin), func(call callTx) {
		call("Apply", register.Plan{Inheritance: &register.Inheritance{ID: "i-1", Old: "o-op", New: "o-new", On: day}})
		call("Apply", register.Plan{Inheritance: &register.Inheritance{ID: "i-2", Old: "o-op", New: "o-new", On: day}})
		call("Apply", register.Plan{UndoInheritance: "i-2", ReopenDesignations: []string{"d-1"}, ReopenJurisdictions: []string{"j-1"}})
		call("RowsOf", register.Matter{Undo: &register.Undo{Of: "t-1", On: day}})
		call("InheritanceOf", "i-1")
	})
	c.act(at(c, officer), func(call callTx) {
		call("AddRequest", request.Request{ID: "request-9", Number: "照-R8-0009", Kind: request.Enquiry, Filing: "filing-1", Org: "o-min", Unit: "u-min", AskedOrg: "o-op", AskedUnit: "u-op", State: request.Waiting, AskedAt: ident.At(c.clock.Now())})
	})
	c.act(at(c, system), func(call callTx) {
		call("InheritanceOf", "i-1")
		call("InheritanceOf", "i-2")
		call("PassFilings", pass)
		call("PassRequests", pass, "u-new")
		call("PassDuties", pass, "u-new")
		call("PassDrafts", pass, "u-new")
		call("Inherit", again, "u-new")
		call("AddTask", instituting.InheritQueue, instituting.InheritQueue+"/i-1", ident.At(c.clock.Now()))
	})
	ctx := c.t.Context()
	l, _ := c.on("TakeQueue", ctx, instituting.InheritQueue, "worker")[0].(store.Lease)
	over, _ := c.on("Inherits", at(c, system))[0].(store.Handler)
	c.on("DoTask", ctx, l, instituting.InheritQueue, over)
}

// takesIn is a sheet that comes in, with the letters of those invited.
func (c *script) takesIn() {
	line := register.Line{N: 2, Org: party.Org{Kind: party.Operator, Name: "﨑山瓦斯", CorporateNumber: "8000012050001"}, Admin: party.Person{Name: "髙木", Email: "Officer@example.jp"}}
	none := register.Line{N: 3, Org: party.Org{Kind: party.Ministry, Name: "省"}}
	invited := func(id, mail string) *register.Invited {
		who, now := party.Person{ID: ident.Person("p-" + id), Name: "新任", Email: mail}, ident.At(c.clock.Now())
		return &register.Invited{Person: who, Invitation: party.Invitation{
			ID: id, Number: ident.Number("知-R8-0001-" + id), Name: who.Name, Mail: mail, By: "p-admin", CreatedAt: now, ExpiresAt: now.Add(24 * time.Hour),
			Hat: party.Hat{ID: ident.Hat("h-" + id), Person: who.ID, Org: "o-in", Unit: "u-in", Roles: []string{"operator-admin"}},
		}}
	}
	c.act(at(c, admin), func(call callTx) {
		call("KnownOf", []register.Line{line, none})
		o, _ := call("OrgRecord", "o-new")[0].(register.Org)
		changed := o.Org
		changed.Address = "架空1"
		call("TakeIn", []register.Arrival{
			{Change: register.ToAdd, Org: party.Org{ID: "o-in", Kind: party.Operator, Name: "来た"}, Root: party.Unit{ID: "u-in", Org: "o-in", Name: "来た"}, Invited: invited("letter-1", "one@example.jp")},
			{Change: register.ToChange, Org: changed, Have: o, Invited: invited("letter-2", "two@example.jp")},
		})
		call("PrintCode", "letter-1", "p-admin", "7K4M-2QXD-W9HT")
		call("PrintCode", "nothing", "p-admin", "7K4M-2QXD-W9HT")
		call("Enrol", party.Person{ID: "p-letter-3", Name: "三", Email: "three@example.jp"}, party.Hat{ID: "h-letter-3", Person: "p-letter-3", Org: "o-in", Unit: "u-in", Roles: []string{"operator-admin"}})
		call("InviteByMail", invited("letter-3", "three@example.jp").Invitation)
	})
	for _, who := range []access.Scope{admin, filer} {
		c.read(at(c, who), func(call callTx) {
			call("KnownOf", []register.Line{line, none})
			call("Letters", 0, 10)
			call("Letter", "letter-1")
		})
	}
}
