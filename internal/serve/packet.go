package serve

import (
	"strings"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/packets"
	"kanmin/internal/adapter/door/web/organisation/card"
	"kanmin/internal/adapter/door/web/public/packet"
	"kanmin/internal/adapter/door/web/reporting/offline"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/carding"
)

// packetDoor takes in what was written without a network. Its key is derived from the key file, as the spool's is: it outlives restarts,
// and every node has the same.
func (d *doors) packetDoor() (packets.Door, error) {
	key, err := envelope.KeyOf(d.h.Keys.Digest("packet", ""))
	return packets.Door{
		Key: key, Read: store.Read[packets.Tx](d.h.DB), Openings: d.openings(), File: d.file, Now: d.h.Now, Knock: d.login.Knock, Welcome: d.login.Welcome,
	}, err
}

// carding are the flows about 当直カード, for pages and programs alike.
func (d *doors) carding() api.Carding {
	return api.Carding{
		Read: store.Read[api.DutyCardTx](d.h.DB), Issue: carding.Issue{Act: store.Act[carding.IssueTx](d.h.DB), Entropy: d.h.Entropy}, End: carding.End{Act: store.Act[carding.EndTx](d.h.DB)},
		Take: d.packets.Take,
	}
}

// offline are the pages for when the network is gone: card, form, and where anybody brings what was written.
func (d *doors) offline() []gate.Route {
	db, c, base := d.h.DB, d.carding(), strings.TrimSuffix(d.h.Base.String(), "/")
	routes := card.Page{Read: store.Read[card.Tx](db), Issue: c.Issue, End: c.End, Base: base, Offline: offline.Path, Upload: packet.Path}.Routes()
	routes = append(routes, offline.Page{Read: store.Read[offline.Tx](db), Key: d.packets.Key.PublicKey(), Base: base, Card: card.Path, Upload: packet.Path}.Routes()...)
	return append(routes, packet.Page{Take: d.packets.Take}.Routes()...)
}
