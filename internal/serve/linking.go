package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/campaigns"
	"kanmin/internal/adapter/door/web/ministry/indicators"
	"kanmin/internal/adapter/keep/store"
	campaign "kanmin/internal/flow/linking"
)

// linked are 関連付け(キャンペーン) and 侵害指標の表.
func (d *doors) linked() []gate.Route {
	db := d.h.DB
	l := d.linking()
	routes := campaigns.Page{
		Look: store.Look[campaigns.Tx](db), Read: store.Read[campaigns.Tx](db), Start: l.Start, Link: l.Link,
		Change: campaign.Change{Act: store.Act[campaign.ChangeTx](db)}, Merge: campaign.Merge{Act: store.Act[campaign.MergeTx](db)}, Share: campaign.Share{Act: store.Act[campaign.ShareTx](db)},
	}.Routes()
	return append(routes, indicators.Page{Read: store.Read[indicators.Tx](db), Table: l.Table, Each: d.h.Files.Each}.Routes()...)
}

func (d *doors) linking() api.Linking {
	db := d.h.DB
	return api.Linking{
		Read: store.Read[api.CampaignsTx](db), Look: store.Look[api.CampaignsTx](db), Start: campaign.Start{Act: store.Act[campaign.StartTx](db), Entropy: d.h.Entropy}, Link: campaign.Link{Act: store.Act[campaign.LinkTx](db)},
		Table: campaign.Table{Look: store.Look[campaign.TableTx](db)},
	}
}
