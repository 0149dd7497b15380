package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
)

func (d *doors) seeAlarm() auditing.See {
	return auditing.See{Act: store.Act[auditing.SeeTx](d.h.DB)}
}

// watching are the flows of 緊急閲覧 and of the delays of showing, for pages and programs alike.
func (d *doors) watching() api.Watching {
	db := d.h.DB
	return api.Watching{
		Read:     store.Read[api.WatchingTx](db),
		AskGlass: breaking.Ask{Act: store.Act[breaking.AskTx](db), Entropy: d.h.Entropy}, ApproveGlass: breaking.Approve{Act: store.Act[breaking.ApproveTx](db)}, EndGlass: breaking.End{Act: store.Act[breaking.EndTx](db)},
		AskDelay:     auditing.AskDelay{Act: store.Act[auditing.AskDelayTx](db), Entropy: d.h.Entropy},
		ApproveDelay: auditing.ApproveDelay{Act: store.Act[auditing.DelayTx](db)}, EndDelay: auditing.EndDelay{Act: store.Act[auditing.DelayTx](db)},
	}
}
