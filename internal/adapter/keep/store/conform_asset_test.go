package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/scope"
)

// assets are an operator's own list of machines: written by who files, read by nobody outside.
func (c *script) assets() {
	place := asset.Place{ID: "place-1", Org: filer.Org, Unit: filer.Unit, Asked: asset.Asked{Name: "給電制御システム", Internet: "separated", Segments: []scope.Segment{{ID: "制御", Name: "制御", Role: "facility"}}, By: "髙木"}}
	item := func(rev int, state, product string) asset.Item {
		return asset.Item{ID: "item-1", Org: filer.Org, Unit: filer.Unit, Facility: place.ID, State: state, Rev: rev, Kept: asset.Kept{Cells: form.Values{asset.Machine: {Texts: []string{"監視1"}}, asset.Product: {Texts: []string{product}}}, By: "髙木"}}
	}
	look := func() {
		for _, s := range []access.Scope{filer, officer, chief, admin, system} {
			c.read(at(c, s), func(call callTx) {
				call("InventoryRev")
				call("ApprovalDays")
				call("Places")
				call("Items")
				call("Item", ident.Object("item-1"))
				call("Item", ident.Object("nothing"))
				call("ItemPast", item(1, asset.InUse, ""))
			})
		}
	}
	look()
	c.act(at(c, filer), func(call callTx) {
		call("HoldInventory")
		call("PutPlace", place)
		call("PutItem", item(0, asset.InUse, "SampleOS"))
		call("SetApprovalDays", 15)
	})
	look()
	place.Rev = 1
	c.act(at(c, filer), func(call callTx) {
		call("HoldInventory")
		call("PutPlace", place)
		call("PutItem", item(1, asset.Spare, "SampleOS 2"))
	})
	c.back(at(c, filer), func(call callTx) { call("PutPlace", place) }) // somebody was quicker
	look()
	c.act(at(c, filer), func(call callTx) {
		call("HoldInventory")
		call("PutItem", item(2, asset.Gone, "SampleOS 2"))
	})
	look()
}
