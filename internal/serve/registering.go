package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/registering"
)

// registered is 機器台帳.
func (d *doors) registered() []gate.Route {
	r := d.registering()
	return inventory.Pages{Read: store.Read[inventory.Tx](d.h.DB), Stocktake: d.owing().Stocktake, SetPlace: r.SetPlace, SetItems: r.SetItems, Draft: registering.Draft{Act: store.Act[registering.DraftTx](d.h.DB), Entropy: d.h.Entropy}, Parse: d.h.Files.Parse, Names: d.h.Names}.Routes()
}

func (d *doors) registering() api.Registering {
	db := d.h.DB
	return api.Registering{
		Read: store.Read[api.InventoryTx](db), SetPlace: registering.SetPlace{Act: store.Act[registering.PlaceTx](db), Entropy: d.h.Entropy}, SetItems: registering.SetItems{Act: store.Act[registering.ItemsTx](db), Entropy: d.h.Entropy},
	}
}
