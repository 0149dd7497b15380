package serve

import (
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/units"
	"kanmin/internal/adapter/door/web/unit"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/instituting"
)

// unitsEntry leads to 事業所と部署.
var unitsEntry = organisation.Entry{Title: "units.title", About: "units.about", To: units.Path, Needs: organisation.MayRead}

func (d *doors) unitsPage() units.Page {
	return units.Page{Read: store.Read[units.Tx](d.h.DB), Flows: d.unitFlows()}
}

// unitFlows are the verbs of a tree of units.
func (d *doors) unitFlows() unit.Flows {
	db := d.h.DB
	return unit.Flows{
		Add:    instituting.AddUnit{Act: store.Act[instituting.AddUnitTx](db), Entropy: d.h.Entropy},
		Change: instituting.ChangeUnit{Act: store.Act[instituting.ChangeUnitTx](db)}, Close: instituting.CloseUnit{Act: store.Act[instituting.CloseUnitTx](db)},
	}
}
