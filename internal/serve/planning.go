package serve

import (
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
	p := d.planning()
	return calendar.Page{Calendar: p.Calendar, Days: p.Days, Host: d.h.Base.Hostname()}.Routes()
}

func (d *doors) planning() api.Planning {
	return api.Planning{Calendar: d.owing().Calendar, Days: registering.SetDays{Act: store.Act[registering.DaysTx](d.h.DB)}}
}
