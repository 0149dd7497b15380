package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

func (c *script) collections() {
	head := filing.Draft{ID: "head-1", Org: "o-op", Unit: "u-op", Number: "稿-R8-2222-2222-5", Form: "report.prompt", State: filing.DraftOpen, By: "p-filer", CreatedAt: ident.At(c.clock.Now()), UpdatedAt: ident.At(c.clock.Now())}
	asked := collection.Collection{ID: "collection-1", Org: "o-op", Unit: "u-op", Draft: head.ID, At: head.CreatedAt, Settled: collection.Settled{Number: head.Number, Of: head.Form}}
	part := func(id, number string) collection.Part {
		return collection.Part{ID: ident.Object(id), Collection: asked.ID, Org: "o-op", Unit: "u-op", Draft: ident.Draft(id), Of: "report.prompt", State: collection.Asked, DueOn: law.MustDay("2026-12-01"), At: head.CreatedAt, Moved: head.CreatedAt,
			Body: collection.Body{Number: ident.Number(number), Ref: "report.prompt", Name: "𠮷見工場", From: "本社", Steps: []string{"which"}, Note: "昨年と同じ"}}
	}
	one := part("part-1", "稿-R8-2222-2223-7")
	c.act(at(c, filer), func(call callTx) {
		call("AddDraft", head)
		call("AddParts", asked, head, []collection.Part{one})
	})
	asked.Rev, one.Rev = 1, 1
	c.act(at(c, filer), func(call callTx) {
		asked.Choice = map[string]string{"a": "b"}
		call("SaveCollection", asked)
		one.State, one.TakenAt, one.Taken = collection.Done, ident.At(c.clock.Now()), map[string]collection.Took{"which": {Seq: 1}}
		call("SaveEntries", filing.Draft{ID: one.Draft, Org: "o-op"}, []filing.Entry{{Draft: one.Draft, Field: "which", Seq: 1, State: filing.Current, At: ident.At(c.clock.Now()), By: "p-filer", Name: "𠮷田", From: "𠮷見工場", Value: form.Value{Texts: []string{"一台"}}}})
		call("SavePart", one)
		call("TellUnit", one, "action")
	})
	c.back(at(c, filer), func(call callTx) { call("SavePart", one) })
	c.back(at(c, filer), func(call callTx) { call("SaveCollection", asked) })
	next := head
	next.ID, next.Number = "head-2", "稿-R8-2222-2224-9"
	again := asked
	again.ID, again.Draft, again.Rev = "collection-2", next.ID, 0
	two := part("part-2", "稿-R8-2222-2225-B")
	two.Collection = again.ID
	c.act(at(c, filer), func(call callTx) {
		call("AddDraft", next)
		call("AddCollection", again)
		call("AddDraft", filing.Draft{ID: two.Draft, Org: "o-op", Unit: "u-op", Number: two.Number, Form: "report.prompt", State: filing.DraftOpen, By: "p-filer", CreatedAt: next.CreatedAt, UpdatedAt: next.CreatedAt, Root: next.ID})
		call("AddPart", two)
	})
	read := access.Permission{Action: access.Read, Object: access.Collection}
	for _, who := range []access.Scope{filer, officer, admin} {
		c.read(at(c, who), func(call callTx) {
			call("DraftHead", head.Number)
			call("CollectionOf", head.ID)
			call("Collections", 10)
			call("Parts", asked.ID)
			call("PartOf", one.Number, read)
			call("PartFor", head.ID, one.Number)
			call("PartFor", next.ID, one.Number)
			call("AskedOf", 10)
			call("LastTaken", two)
			call("Before", two)
			call("EntriesOf", one.Draft)
			call("Gathered", head.Number, false)
			call("GatheredFrom", head.Number)
		})
	}
	c.act(at(c, filer), func(call callTx) {
		call("Asking", two.Number)
		call("Gathered", head.Number, true)
		call("CloseDraft", head.ID, filing.DraftSent, ident.Filing(""))
	})
	c.read(at(c, filer), func(call callTx) { call("PartOf", one.Number, read) })
}
