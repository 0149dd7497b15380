package store_test

import (
	"time"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// releases are what is withheld of a draft and of what was sent, and given out.
func (c *script) releases() {
	f := filing.Filing{ID: "filing-1", Number: "報-R8-0001", Org: filer.Org, Unit: filer.Unit}
	d := filing.Draft{ID: "draft-held", Org: filer.Org, Unit: filer.Unit}
	until := at(c, filer).At.Add(time.Hour)
	held := []filing.Withholding{{Office: officer.Unit, Section: "computer", Until: until, WithholdWords: filing.WithholdWords{Reason: "捜査中", Name: "山﨑"}}}
	look := func() {
		for _, s := range []ident.Object{ident.Object(f.ID), "draft-held"} {
			c.read(at(c, filer), func(call callTx) { call("Withheld", []ident.Object{s}) })
			c.read(at(c, officer), func(call callTx) { call("Withheld", []ident.Object{s}) })
			c.read(at(c, system), func(call callTx) { call("Withheld", []ident.Object{s}) })
		}
		c.read(at(c, filer), func(call callTx) { call("Addressees", f) })
		c.read(at(c, officer), func(call callTx) { call("Released", []ident.Filing{f.ID}) })
	}
	c.act(at(c, filer), func(call callTx) {
		call("SetWithheld", d, held)
		call("HoldBack", f, append(held, filing.Withholding{Office: officer.Unit, Section: "contact", Until: until}))
		call("CarryOver", d, []ident.Object{ident.Object(f.ID)})
	})
	look()
	c.act(at(c, filer), func(call callTx) { call("ReleaseSection", f, held[0]) })
	c.back(at(c, filer), func(call callTx) { call("ReleaseSection", f, held[0]) }) // somebody was quicker
	look()
	c.act(at(c, filer), func(call callTx) { call("GiveOut", f, filing.Withholding{Office: officer.Unit, Section: "contact"}) })
	look()
	c.on("GivesOut", at(c, system))
}
