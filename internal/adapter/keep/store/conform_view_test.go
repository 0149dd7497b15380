package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
)

// views are what people keep lists narrowed to: their own, their unit's, their organisation's.
func (c *script) views() {
	mate, site := filer, filer
	mate.Person, mate.Hat = "p-mate", "h-mate"
	site.Person, site.Hat, site.Unit = "p-site", "h-site", "u-site"
	one := func(id string, share view.Share) view.Saved {
		return view.Saved{ID: ident.Object(id), List: view.History, Share: share, Words: view.Words{Name: "髙圧の" + id, Query: "state=fix-asked", By: "𠮷田"}}
	}
	c.act(at(c, filer), func(call callTx) {
		call("AddView", one("view-1", view.Mine))
		call("AddView", one("view-2", view.Unit))
		call("AddView", one("view-3", view.Org))
		call("PreferView", view.History, ident.Object("view-1"))
		call("PreferView", view.History, ident.Object("view-2"))
	})
	look := func() {
		for _, who := range []access.Scope{filer, mate, site, officer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("Views", view.History)
				call("Views", view.Received)
				call("Tiles")
				for _, id := range []string{"view-1", "view-2", "view-3", "nothing"} {
					call("View", ident.Object(id))
				}
			})
		}
	}
	c.pins()
	look()
	c.act(at(c, filer), func(call callTx) {
		list, _ := call("Views", view.History)[0].([]view.Saved)
		for _, s := range list {
			s.Name, s.Share = s.Name+"(改)", view.Org
			call("ChangeView", s)
		}
		call("PreferView", view.History, ident.Object(""))
	})
	c.back(at(c, filer), func(call callTx) { call("ChangeView", one("view-1", view.Org)) }) // a revision that has passed
	c.back(at(c, officer), func(call callTx) {
		s := one("view-1", view.Org)
		s.Org, s.Rev = "o-op", 2
		call("EndView", s)
	})
	look()
	c.act(at(c, filer), func(call callTx) {
		s := one("view-3", view.Org)
		s.Rev = 2
		call("EndView", s)
	})
	look()
}

// pins are tiles: of an office, of one of its people, taken down, of what somebody else has.
func (c *script) pins() {
	mate := officer
	mate.Person, mate.Hat = "p-desk-mate", "h-desk-mate"
	tile := func(id string, of view.List, share view.Share, query string) view.Saved {
		return view.Saved{ID: ident.Object(id), List: of, Share: share, Words: view.Words{Name: "髙圧の" + id, Query: query, By: "𠮷田"}}
	}
	c.act(at(c, officer), func(call callTx) {
		call("AddView", tile("tile-1", view.Received, view.Unit, "state=arrived"))
		call("AddView", tile("tile-2", view.Expected, view.Mine, "late=yes"))
		call("SetPin", view.Pin{View: "tile-1", Office: true, Place: 2, On: true})
		call("SetPin", view.Pin{View: "tile-2", Place: 1, On: true})
		call("SetPin", view.Pin{View: "tile-1", Place: 2, On: true})
		call("SetPin", view.Pin{View: "tile-1", Place: 3})
		call("SetPin", view.Pin{View: "view-1", Place: 9, On: true})
	})
	for _, who := range []access.Scope{officer, mate, filer, admin} {
		c.read(at(c, who), func(call callTx) {
			call("Tiles")
			call("CountEach", []filing.Filter{{}, {State: filing.Arrived, Flag: filing.WithFlag}, {Kind: "asset.", Oldest: true}}, 10)
			call("CountEach", []filing.Filter(nil), 10)
			call("ExpectedRows", expected.Notification)
			call("ExpectedRows", expected.Detailed)
		})
	}
}
