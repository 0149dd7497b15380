package serve

import (
	"context"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/maintainer/batch"
	"kanmin/internal/adapter/door/web/maintainer/history"
	"kanmin/internal/adapter/door/web/maintainer/home"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/mandating"
)

// mandates lets somebody of a maintainer come to what stands under a mandate.
func (d *doors) mandates() func(context.Context, access.Scope, ident.Number) (gate.Mandated, bool, error) {
	return gate.Mandates(store.Read[gate.MandatesTx](d.h.DB))
}

// mandatePages are 委任, of both sides, and ホーム of a maintainer.
func (d *doors) mandatePages() []gate.Route {
	db := d.h.DB
	work := store.Look[mandates.WorkTx](db)
	routes := mandates.Page{
		Read: store.Read[mandates.Tx](db), Work: work, Propose: d.propose(), Step: d.mandateStep(), Open: d.open, Enclose: d.enclose(),
	}.Routes()
	routes = append(routes, home.Page{Read: store.Read[home.Tx](db), Work: work, Receipts: db}.Routes()...)
	routes = append(routes, batch.Page{Doors: d.batching(), Parse: d.h.Files.Parse}.Routes()...)
	return append(routes, history.Page{Doors: d.batching()}.Routes()...)
}

// batching is まとめて作成・提出 under mandates.
func (d *doors) batching() batching.Doors {
	db := d.h.DB
	return batching.Doors{
		Read: store.Read[batching.Tx](db), Work: store.Read[batching.WorkTx](db), File: d.file,
		Begin: mandating.Begin{Act: store.Act[mandating.BeginTx](db), Entropy: d.h.Entropy},
	}
}

func (d *doors) propose() mandating.Propose {
	return mandating.Propose{Act: store.Act[mandating.ProposeTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) mandateStep() mandating.Step {
	return mandating.Step{Act: store.Act[mandating.StepTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) enclose() mandating.Enclose {
	return mandating.Enclose{Act: store.Act[mandating.EncloseTx](d.h.DB), Entropy: d.h.Entropy}
}
