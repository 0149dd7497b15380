// Package entrance is the first page (入口): what this place is, how to sign in, whom to call.
package entrance

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
)

// View is what the page shows.
type View struct {
	SignIn bool
	Desk   look.Desk
	Can    []Can
	Ask    []look.Link // assessments and rule book
}

// Can is one line of what the platform does for whom.
type Can struct{ Who, Text string }

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/entrance", source)

// Routes returns the page's routes.
func Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET /{$}", Handle: show}}
}

// show answers with the entrance, or sends those who are signed in to their first page.
func show(w http.ResponseWriter, r *gate.Request) error {
	f := r.Frame("public.title")
	if f.HomeTo != "" {
		return gate.See(w, f.HomeTo)
	}
	v := View{SignIn: f.SignIn != "", Desk: f.Desk, Can: []Can{
		{r.T("public.who.operator"), r.T("public.who.operator.text")},
		{r.T("public.who.ministry"), r.T("public.who.ministry.text")},
		{r.T("public.who.supplier"), r.T("public.who.supplier.text")},
	}}
	v.Ask = f.FootLinks
	return page.Write(w, f, v)
}
