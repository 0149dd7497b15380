package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/declaring"
)

// declares are the verbs by which offices make procedures.
type declares struct {
	begin   declaring.Begin
	write   declaring.Write
	propose declaring.Propose
	decide  declaring.Decide
	close   declaring.Close
}

func (h *House) declares() declares {
	write := store.Act[declaring.WriteTx](h.DB)
	return declares{
		begin: declaring.Begin{Act: store.Act[declaring.BeginTx](h.DB), Entropy: h.Entropy}, write: declaring.Write{Act: write},
		propose: declaring.Propose{Act: write}, decide: declaring.Decide{Act: write}, close: declaring.Close{Act: store.Act[declaring.CloseTx](h.DB)},
	}
}

func (d declares) api(db *store.DB) api.Declaring {
	return api.Declaring{Read: store.Read[api.DeclaringTx](db), Begin: d.begin, Write: d.write, Propose: d.propose, Decide: d.decide, Close: d.close}
}
