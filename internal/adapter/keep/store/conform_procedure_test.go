package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

var readProcedures = access.Permission{Action: access.Read, Object: access.Procedure}

// openedVersion is a version as its office keeps it, open from the day of the script to operators of a sector.
func openedVersion(id ident.Object, n ident.Number, version int) procedure.Version {
	return procedure.Version{ID: id, Org: "o-min", Unit: "u-min", Number: n, Version: version, Rev: 1, Record: procedure.Record{
		State: procedure.Published, Declaration: procedure.Started(text.Both{Ja: "ヒヤリハット", En: "Near miss"}),
		Opening: procedure.Opening{From: law.MustDay("2026-11-01"), Sectors: []law.Sector{law.Electricity}}, Writer: procedure.Signature{By: "p-officer", Name: "髙木"},
	}}
}

func (c *script) procedures() {
	const n = "様-R8-2222-2222-C"
	first, second := openedVersion("procedure-1", n, 1), openedVersion("procedure-2", n, 2)
	second.State = procedure.Written
	c.act(at(c, officer), func(call callTx) {
		call("AddVersion", first)
		call("AddVersion", second)
	})
	c.back(at(c, officer), func(call callTx) { call("AddVersion", first) })
	c.act(at(c, officer), func(call callTx) {
		second.Note = "直してください"
		call("SaveVersion", second)
	})
	c.back(at(c, officer), func(call callTx) { call("SaveVersion", second) }) // somebody was first
	sent := report("9", ident.At(c.clock.Now()), nil)
	sent.Kind, sent.Case = "P-R8-2222-2222-C@1", ""
	content := filing.Content{Values: []byte(`{}`), Digest: "00", Summary: "停止"}
	to := []filing.Addressee{{Org: "o-min", Unit: "u-min", Title: "大臣", Channel: filing.Here, Sections: []string{"outline"}}}
	c.act(at(c, filer), func(call callTx) {
		sent.Leaf, _ = call("LeafID")[0].(ident.Leaf)
		call("AddFiling", sent, content, to)
	})
	c.act(at(c, filer), func(call callTx) {
		sent.Leaf, _ = call("LeafID")[0].(ident.Leaf)
		call("AddRevision", filing.Revising{Filing: sent, Before: content, Next: content})
		sent.Rev = 2
		call("SaveRevision", sent, filing.Arrived, content)
	})
	c.back(at(c, filer), func(call callTx) { call("SaveRevision", sent, filing.Arrived, content) })
	for _, who := range []access.Scope{officer, filer, admin} {
		c.read(at(c, who), func(call callTx) {
			call("Versions", ident.Number(""), readProcedures, 10)
			call("Versions", ident.Number(n), readProcedures, 10)
			call("Version", n, 1, readProcedures)
			call("Version", n, 3, readProcedures)
			if who.Kind != admin.Kind { // nothing asks as them, and PostgreSQL's second wall would say nothing (0069)
				call("OpenedVersions")
				call("VersionsOf", n, 0)
				call("VersionsOf", n, 1)
			}
			call("OpenProcedures")
			call("FilingsUnder", "P-R8-2222-2222-C", access.Cursor{}, 10)
			call("FilingsUnder", "P-R8-2222-2222", access.Cursor{}, 10)
			call("Revisions", filing.Filing{ID: "filing-9"})
			if who.Kind == admin.Kind {
				return
			}
			for _, ref := range []string{ident.Number(n).ASCII(), ident.Number(n).ASCII() + "@1", ident.Number(n).ASCII() + "@2"} {
				call("Procedure", ref)
			}
		})
	}
}
