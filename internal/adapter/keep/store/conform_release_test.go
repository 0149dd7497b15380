package store_test

import (
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
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
		c.read(at(c, filer), func(call callTx) { call("Addressees", f); call("AddresseesShared", f) })
		c.read(at(c, officer), func(call callTx) { call("Released", []ident.Filing{f.ID}) })
		for _, who := range []access.Scope{officer, filer, system} {
			c.read(at(c, who), func(call callTx) {
				call("ReleasedSince", law.MustDay("2020-01-01"))
				call("FiledReports", ident.Filing(""), 10)
				call("FiledNotifications", ident.Filing(""), 10)
				call("NotificationsAmong", []ident.Object{ident.Object(f.ID), "filing-none", "nothing"})
				call("NotificationsReleased")
				call("FiledAmong", []ident.Object{ident.Object(f.ID), "nothing"})
				call("Designated")
			})
		}
	}
	c.act(at(c, filer), func(call callTx) { // a 届出, which the other counts leave out
		notified := report("none", ident.At(c.clock.Now()), call("LeafID")[0])
		notified.Kind, notified.Case = "asset.none", ""
		call("AddFiling", notified, filing.Content{Values: []byte(`{}`), Digest: "00", Summary: "なし"}, []filing.Addressee{{Org: "o-min", Unit: "u-min", Title: "大臣", Channel: filing.Here, Sections: []string{"outline"}}})
	})
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
