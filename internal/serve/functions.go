package serve

import (
	"context"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/emergency"
	"kanmin/internal/adapter/door/web/functions"
	"kanmin/internal/adapter/door/web/functions/manage"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/phasing"
)

func (h *House) enter() phasing.Enter {
	return phasing.Enter{Act: store.Act[phasing.EnterTx](h.DB), Entropy: h.Entropy}
}

func (h *House) endOpening() phasing.End { return phasing.End{Act: store.Act[phasing.EndTx](h.DB)} }

// functions are the pages 機能の公開.
func (d *doors) functions() []gate.Route {
	return append(functions.Routes(), manage.Pages{Read: store.Read[manage.Tx](d.h.DB), Enter: d.h.enter(), End: d.h.endOpening()}.Routes()...)
}

// emergency are the pages 緊急閲覧.
func (d *doors) emergency() []gate.Route {
	db, w := d.h.DB, d.watching()
	return emergency.Pages{
		Read: store.Read[emergency.Tx](db), Look: store.Look[emergency.Tx](db), Ask: w.AskGlass, Approve: w.ApproveGlass, End: w.EndGlass,
	}.Routes()
}

// openings are the acts that speak to whoever asks, for the gate: read anew for every request, on every node.
func (d *doors) openings() func(context.Context, access.Scope) ([]opening.Act, error) {
	type tx interface {
		OpeningsFor() ([]opening.Act, error)
	}
	read := store.Read[tx](d.h.DB)
	return func(ctx context.Context, s access.Scope) (list []opening.Act, err error) {
		err = read(ctx, s, func(tx tx) (err error) {
			list, err = tx.OpeningsFor()
			return err
		})
		return list, err
	}
}
