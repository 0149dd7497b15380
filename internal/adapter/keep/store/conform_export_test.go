package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// exports are long lists that are got ready as a task: one is gathered and taken, one is stopped, one is refused.
func (c *script) exports() {
	var line filing.Line
	c.read(at(c, officer), func(call callTx) {
		list, _ := call("SearchLines", filing.Filter{}, filing.Place{}, 10)[0].([]filing.Line)
		if len(list) == 0 {
			c.t.Fatal("nothing is addressed to the office")
		}
		line = list[0]
	})
	who := at(c, officer)
	one := func(id string) export.Export {
		return export.Export{ID: ident.Object(id), Org: who.Org, Hat: who.Hat, State: export.Waiting, EndsAt: who.At.Add(export.Kept), Words: export.Words{Query: "state=arrived"}}
	}
	c.act(who, func(call callTx) {
		for _, id := range []string{"export-1", "export-2", "export-3"} {
			call("AddExport", one(id))
		}
	})
	part := export.Part{Kinds: map[filing.Kind]text.Both{line.Filing.Kind: {Ja: "速報", En: "Prompt report"}}, Lines: []filing.Line{line, {Filing: filing.Filing{ID: "not-theirs"}}}}
	c.act(at(c, system), func(call callTx) {
		call("ActorOf", filer.Hat)
		call("ActorOf", ident.Hat("nobody's"))
		list := call("BeginExport", ident.Object("export-1"))
		e, _ := list[0].(export.Export)
		e.Total = 2
		call("AddExportPart", e, part)
		call("EndExport", ident.Object("export-1"), export.Ready, "")
		call("BeginExport", ident.Object("export-2"))
		call("EndExport", ident.Object("export-3"), export.Refused, "fault.exports.most")
		call("BeginExport", ident.Object("export-3"))
	})
	look := func() {
		for _, who := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("Exports")
				for _, id := range []ident.Object{"export-1", "export-2", "nothing"} {
					call("Export", id)
					call("ExportPart", id, 0)
				}
			})
		}
	}
	look()
	c.act(at(c, officer), func(call callTx) { call("StopExport", ident.Object("export-2")) })
	c.back(at(c, officer), func(call callTx) { call("StopExport", ident.Object("export-2")) })
	c.back(at(c, filer), func(call callTx) { call("StopExport", ident.Object("export-1")) })
	e := one("export-2")
	c.back(at(c, system), func(call callTx) { call("AddExportPart", e, part) }) // it was stopped meanwhile
	c.act(at(c, system), func(call callTx) { call("EndExport", ident.Object("export-1"), export.Gone, "") })
	look()
}
