package serve

import (
	"context"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/public/entrance"
	"kanmin/internal/domain/access"
)

// pages are the routes of the web door, in the order of the navigation.
func (d *doors) pages() []gate.Route {
	var routes []gate.Route
	routes = append(routes, entrance.Routes()...)
	return routes
}

// notices counts what waits for the actor, for the header of every page.
func (d *doors) notices(context.Context, access.Scope) (int, error) { return 0, nil }
