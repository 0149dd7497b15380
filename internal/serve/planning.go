package serve

import (
	"strings"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/operator/calendar"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/registering"
)

// owing is what an operator owes, read for every door that tells it.
func (d *doors) owing() owing.Door {
	return owing.Door{Stock: store.Look[owing.StocktakeTx](d.h.DB), Dates: store.Look[owing.CalendarTx](d.h.DB)}
}

// planned is 期限カレンダー.
func (d *doors) planned() []gate.Route {
	p, db := d.planning(), d.h.DB
	feeds := owing.Feeds{
		Read: store.Read[owing.FeedTx](db), Keep: store.Housekeep[owing.FetchTx](db), Calendar: owing.Unrecorded(store.Read[owing.CalendarTx](db)).Calendar,
		Now: d.h.Now, Knock: d.login.Knock, Welcome: d.login.Welcome,
	}
	return calendar.Page{
		Calendar: p.Calendar, Days: p.Days, Host: d.h.Base.Hostname(), Base: strings.TrimSuffix(d.h.Base.String(), "/"), Own: store.Read[calendar.FeedTx](db),
		MakeFeed: registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](db), Entropy: d.h.Entropy}, EndFeed: registering.EndFeed{Act: store.Act[registering.EndFeedTx](db)}, Fetch: feeds.Fetch,
	}.Routes()
}

func (d *doors) planning() api.Planning {
	return api.Planning{Calendar: d.owing().Calendar, Days: registering.SetDays{Act: store.Act[registering.DaysTx](d.h.DB)}}
}
