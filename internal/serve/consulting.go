package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/web/consult"
	"kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/consulting"
)

// consults are the pages of 相談窓口 of one side.
func (d *doors) consults(office bool) consult.Pages {
	db, v := d.h.DB, d.consulting()
	return consult.Pages{Office: office, Look: store.Look[consult.Tx](db), Read: store.Read[consult.Tx](db), Ask: v.Ask, Say: v.Say, Send: v.Send, Mark: v.Mark}
}

// common are the pages of よくある相談.
func (d *doors) common() faq.Pages {
	db, v := d.h.DB, d.publishing()
	return faq.Pages{Look: store.Look[faq.Tx](db), Read: store.Read[faq.Tx](db), Propose: v.Propose, Decide: v.Decide, Revise: v.Revise, Withdraw: v.Withdraw}
}

// publishing are the flows of よくある相談.
func (d *doors) publishing() api.Publishing {
	db, entropy := d.h.DB, d.h.Entropy
	return api.Publishing{
		Read: store.Read[api.FAQTx](db), Propose: consulting.Propose{Act: store.Act[consulting.ProposeTx](db), Entropy: entropy}, Decide: consulting.Decide{Act: store.Act[consulting.DecideTx](db)},
		Revise: consulting.Revise{Act: store.Act[consulting.ReviseTx](db), Entropy: entropy}, Withdraw: consulting.Withdraw{Act: store.Act[consulting.WithdrawTx](db)},
	}
}

// consulting are the flows of 相談窓口.
func (d *doors) consulting() api.Consulting {
	db, entropy := d.h.DB, d.h.Entropy
	return api.Consulting{
		Look: store.Look[api.ConsultTx](db), Read: store.Read[api.ConsultTx](db), Ask: consulting.Ask{Act: store.Act[consulting.AskTx](db), Entropy: entropy}, Say: consulting.Say{Act: store.Act[consulting.Tx](db), Entropy: entropy},
		Send: consulting.Send{Act: store.Act[consulting.SendTx](db), Entropy: entropy}, Mark: consulting.Mark{Act: store.Act[consulting.MarkTx](db), Entropy: entropy},
	}
}
