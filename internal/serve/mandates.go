package serve

import (
	"context"

	"kanmin/internal/adapter/door/gate"
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
		Read: store.Read[mandates.Tx](db), Work: work, Propose: d.propose(), Step: d.mandateStep(), Open: d.open,
	}.Routes()
	return append(routes, home.Page{Read: store.Read[home.Tx](db), Work: work, Receipts: db}.Routes()...)
}

func (d *doors) propose() mandating.Propose {
	return mandating.Propose{Act: store.Act[mandating.ProposeTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) mandateStep() mandating.Step {
	return mandating.Step{Act: store.Act[mandating.StepTx](d.h.DB), Entropy: d.h.Entropy}
}
