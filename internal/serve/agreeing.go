package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/attaching"
)

// agrees are the verbs by which an organisation agrees to what it sends.
type agrees struct {
	set      approving.SetRoute
	ask      approving.Ask
	decide   approving.Decide
	withdraw approving.Withdraw
	enclose  attaching.Enclose
}

func (h *House) agrees() agrees {
	decide := store.Act[approving.DecideTx](h.DB)
	return agrees{
		set: approving.SetRoute{Act: store.Act[approving.RouteTx](h.DB), Entropy: h.Entropy}, ask: approving.Ask{Act: store.Act[approving.AskTx](h.DB), Entropy: h.Entropy},
		decide: approving.Decide{Act: decide}, withdraw: approving.Withdraw{Act: decide},
		enclose: attaching.Enclose{Keep: store.Housekeep[attaching.PaperInTx](h.DB), Act: store.Act[attaching.PaperTx](h.DB), Entropy: h.Entropy},
	}
}

func (v agrees) api(db *store.DB) api.Approving {
	return api.Approving{Read: store.Read[api.ApprovalTx](db), Ask: v.ask, Decide: v.decide, Withdraw: v.withdraw, Set: v.set, Enclose: v.enclose}
}
