package serve

import (
	"strings"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/operator/calendar"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/roster"
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
	return calendar.Page{
		Calendar: p.Calendar, Days: p.Days, Host: d.h.Base.Hostname(), Base: strings.TrimSuffix(d.h.Base.String(), "/"), Own: store.Read[organisation.FeedTx](db),
		MakeFeed: registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](db), Entropy: d.h.Entropy}, EndFeed: registering.EndFeed{Act: store.Act[registering.EndFeedTx](db)}, Fetch: d.feeds().Fetch,
	}.Routes()
}

// feeds are the addresses at which programs fetch what a person sees.
func (d *doors) feeds() owing.Feeds {
	db := d.h.DB
	return owing.Feeds{
		Read: store.Read[owing.FeedTx](db), Keep: store.Housekeep[owing.FetchTx](db), Calendar: owing.Unrecorded(store.Read[owing.CalendarTx](db)).Calendar,
		Now: d.h.Now, Knock: d.login.Knock, Welcome: d.login.Welcome,
	}
}

// rosterFeed is 当番表 in calendars of people.
func (d *doors) rosterFeed() roster.Feed {
	db := d.h.DB
	return roster.Feed{
		Host: d.h.Base.Hostname(), Base: strings.TrimSuffix(d.h.Base.String(), "/"), Own: store.Read[organisation.FeedTx](db),
		Make: registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](db), Entropy: d.h.Entropy}, End: registering.EndFeed{Act: store.Act[registering.EndFeedTx](db)},
		Standing: d.feeds().Standing, Turns: store.Read[roster.TurnsTx](db),
	}
}

func (d *doors) planning() api.Planning {
	return api.Planning{Calendar: d.owing().Calendar, Days: registering.SetDays{Act: store.Act[registering.DaysTx](d.h.DB)}}
}
