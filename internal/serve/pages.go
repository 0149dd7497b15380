package serve

import (
	"context"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/reports/ask"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/door/web/public/entrance"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
)

// pages are the routes of the web door, in the order of the navigation.
func (d *doors) pages() []gate.Route {
	var routes []gate.Route
	routes = append(routes, entrance.Routes()...)
	routes = append(routes, d.ministry()...)
	return routes
}

// notices counts what waits for the actor, for the header of every page.
func (d *doors) notices(context.Context, access.Scope) (int, error) { return 0, nil }

// ministry are the pages of offices.
func (d *doors) ministry() []gate.Route {
	db := d.h.DB
	routes := today.Page{Read: store.Read[today.Tx](db)}.Routes()
	routes = append(routes, reports.Page{Look: store.Look[reports.Tx](db)}.Routes()...)
	return append(routes, ask.Page{Look: store.Look[ask.Tx](db), Ask: d.ask}.Routes()...)
}
