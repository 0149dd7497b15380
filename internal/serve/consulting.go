package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/web/consult"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/consulting"
)

// consults are the pages of 相談窓口 of one side.
func (d *doors) consults(office bool) consult.Pages {
	db, v := d.h.DB, d.consulting()
	return consult.Pages{Office: office, Look: store.Look[consult.Tx](db), Read: store.Read[consult.Tx](db), Ask: v.Ask, Say: v.Say, Send: v.Send, Mark: v.Mark}
}

// consulting are the flows of 相談窓口.
func (d *doors) consulting() api.Consulting {
	db, entropy := d.h.DB, d.h.Entropy
	return api.Consulting{
		Look: store.Look[api.ConsultTx](db), Read: store.Read[api.ConsultTx](db), Ask: consulting.Ask{Act: store.Act[consulting.AskTx](db), Entropy: entropy}, Say: consulting.Say{Act: store.Act[consulting.Tx](db), Entropy: entropy},
		Send: consulting.Send{Act: store.Act[consulting.SendTx](db), Entropy: entropy}, Mark: consulting.Mark{Act: store.Act[consulting.MarkTx](db), Entropy: entropy},
	}
}
