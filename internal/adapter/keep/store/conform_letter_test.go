package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
)

// letters are what an office expects of whom, and what it wrote to them.
func (c *script) letters() {
	l := letter.Letter{ID: "letter-1", Org: "o-min", Unit: "u-min", Of: expected.Notification, N: 1, Words: letter.Words{Title: "件名", Text: "{事業者名} 御中", By: "髙木"}}
	k := letter.Copy{ID: "letter-copy-1", Number: "務-R8-2222-2222-2", Letter: l.ID, Org: "o-op", Unit: "u-op", OfficeOrg: "o-min", Office: "u-min", Of: l.Of, Content: letter.Content{Title: "件名", Text: "𠮷野 御中", OfficeIs: "担当室"}}
	look := func() {
		for _, who := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				for _, of := range expected.All() {
					call("ExpectedLines", of)
					call("ExpectedRows", of)
				}
				call("UnitsToWrite", []ident.Org{"o-op", "nobody"})
				call("OfficeLetters", 10)
				call("OfficeLetter", l.ID)
				call("OfficeLetter", ident.Object("nothing"))
				call("LettersReceived", 10)
				call("LetterReceived", k.Number)
				call("LetterNumbered", k.Number)
			})
		}
	}
	look()
	c.act(at(c, system), func(call callTx) {
		day := law.MustDay("2026-10-01")
		call("AddDesignation", party.Designation{ID: "d-letter", Operator: "o-op", Sector: law.Electricity, Ministers: []law.Minister{"meti"}, On: day})
		call("AddJurisdiction", party.Jurisdiction{ID: "j-letter", Operator: "o-op", Sector: law.Electricity, OfficeOrg: "o-min", Office: "u-min", Act: party.ActNotification, Title: "大臣", Channel: "here", Sections: []string{"outline"}, From: day})
	})
	look()
	c.act(at(c, officer), func(call callTx) {
		l.At, _ = call("Now")[0].(ident.Instant)
		k.At = l.At
		call("AddOfficeLetter", l, []letter.Copy{k})
	})
	look()
}
