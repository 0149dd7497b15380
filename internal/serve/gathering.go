package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/web/reporting/collections"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/gathering"
	"kanmin/internal/flow/submitting"
)

// collections are the pages on which units are asked for their part of a draft, with their flows.
func (h *House) collections() collections.Pages {
	g := h.gatheringAPI()
	return collections.Pages{Read: store.Read[collections.Tx](h.DB), Ask: g.Ask, Answer: g.Answer, Move: g.Move, Settle: g.Settle, Take: g.Take, Untake: g.Untake}
}

// gatheringAPI is the same for programs.
func (h *House) gatheringAPI() api.Gathering {
	take := store.Act[gathering.TakeTx](h.DB)
	return api.Gathering{
		Read: store.Read[api.GatheringTx](h.DB), Ask: gathering.Ask{Act: store.Act[gathering.AskTx](h.DB), Entropy: h.Entropy}, Answer: gathering.Answer{Act: store.Act[gathering.AnswerTx](h.DB)},
		Move: gathering.Move{Act: store.Act[gathering.MoveTx](h.DB)}, Settle: gathering.Settle{Act: store.Act[gathering.SettleTx](h.DB)}, Take: gathering.Take{Act: take}, Untake: gathering.Untake{Act: take},
	}
}

// bring takes the indicators of a 気付き連絡 over into a draft.
func (d *doors) bring() submitting.Bring {
	return submitting.Bring{Act: store.Act[submitting.BringTx](d.h.DB)}
}

// earlier brings back what a field of a draft said before.
func (d *doors) earlier() submitting.Restore {
	return submitting.Restore{Act: store.Act[submitting.SaveTx](d.h.DB)}
}
