package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/window"
)

// errands are routing rows, and what is handed in elsewhere with its records.
func (c *script) errands() {
	day := law.MustDay("2026-12-01")
	row := party.Routing{ID: "route-1", Authority: "recipient.ppc", Channel: law.Here, Office: officer.Unit, OfficeOrg: officer.Org, Title: "委員会", Cited: "申合せ", Certainty: law.Reported, From: day}
	c.act(at(c, system), func(call callTx) { call("AddRouting", row) })
	c.act(at(c, admin), func(call callTx) {
		call("Apply", register.Plan{EndRoutings: []register.JurisdictionEnd{{ID: "route-1", Until: day.Add(30)}}, AddRoutings: []party.Routing{{ID: "route-2", Authority: "recipient.police", Channel: law.Outside, From: day}}})
	})
	c.back(at(c, admin), func(call callTx) {
		call("Apply", register.Plan{EndRoutings: []register.JurisdictionEnd{{ID: "route-1", Until: day}}})
	}) // it has an end
	c.read(at(c, filer), func(call callTx) { call("Routings") })
	f := filing.Filing{ID: "filing-1", Org: filer.Org, Unit: filer.Unit}
	one := window.Errand{ID: "errand-1", Filing: f.ID, Case: "case-1", Org: filer.Org, Unit: filer.Unit, Authority: "recipient.ppc", Clock: "ppc.prompt", Needed: law.Maybe, DueOn: day, State: window.ToHandIn, At: 1}
	two := one
	two.ID, two.Clock, two.DueOn = "errand-2", "", law.Day{}
	look := func() {
		c.read(at(c, filer), func(call callTx) {
			call("ErrandsOf", ident.Case("case-1"))
			call("OpenErrands", 10)
		})
		c.read(at(c, officer), func(call callTx) { call("ErrandsOf", ident.Case("case-1")) })
	}
	c.act(at(c, filer), func(call callTx) { call("AddErrands", []window.Errand{one, two}, []window.Errand(nil)) })
	look()
	later := one
	later.DueOn, later.Needed = day.Add(1), law.Yes
	c.act(at(c, filer), func(call callTx) { call("AddErrands", []window.Errand(nil), []window.Errand{later}) })
	record := window.Record{State: window.HandedIn, RecordWords: window.RecordWords{On: day, Number: "個-1", Note: "控え", Name: "山﨑"}}
	c.act(at(c, filer), func(call callTx) { call("RecordErrand", later, record) })
	c.back(at(c, filer), func(call callTx) { call("RecordErrand", later, record) }) // somebody was quicker
	c.back(at(c, officer), func(call callTx) { call("RecordErrand", two, record) }) // not theirs
	look()
	c.act(at(c, system), func(call callTx) {
		call("PassErrands", register.Inheritance{ID: "i-errand", Old: filer.Org, New: "o-new", On: law.MustDay("1971-01-01")}, ident.Unit("u-new"))
	})
	look()
}

// consents are planned of a draft, given and withdrawn of what was sent.
func (c *script) consents() {
	f := filing.Filing{ID: "filing-1", Number: "報-R8-0001", Kind: "report.prompt", Org: filer.Org, Unit: filer.Unit, Case: "case-1"}
	d := filing.Draft{ID: "draft-consent", Org: filer.Org, Unit: filer.Unit}
	one := filing.Consent{ID: "consent-1", Object: "draft-consent", Office: officer.Unit, OfficeOrg: officer.Org, Title: "統括室", Org: filer.Org, Unit: filer.Unit, State: filing.ConsentPlanned, At: 1, Rev: 1, ConsentWords: filing.ConsentWords{By: "山﨑"}}
	look := func() {
		for _, s := range []access.Scope{filer, officer, system} {
			c.read(at(c, s), func(call callTx) { call("Consents", []ident.Object{"draft-consent", ident.Object(f.ID)}) })
		}
		c.read(at(c, filer), func(call callTx) {
			call("Sharing", f)
			call("Addressees", f)
		})
	}
	c.act(at(c, filer), func(call callTx) { call("SetConsent", d, []filing.Consent{one}) })
	look()
	given := one
	given.ID, given.Object, given.State, given.Sections = "consent-2", ident.Object(f.ID), filing.ConsentGiven, []string{"outline"}
	c.act(at(c, filer), func(call callTx) { call("AddConsent", f, given) })
	look()
	given.EndedBy = "高橋"
	c.act(at(c, filer), func(call callTx) { call("Unshare", given) })
	c.back(at(c, filer), func(call callTx) { call("Unshare", given) }) // it does not stand any more
	look()
	given.ID, given.EndedBy = "consent-3", ""
	c.act(at(c, filer), func(call callTx) { call("Share", f, given) })
	look()
}
