// Package leaving is the page 離任の申出: a person asks to leave the hat that they wear. Leaving needs both sides, so that nothing
// is left without somebody: an administrator settles the hand-over and ends the hat.
package leaving

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = "/account/leaving"

// Page is filled in by serve.
type Page struct{ Ask appointing.Ask }

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 4 << 10, Handle: p.ask},
	}
}

// View is what the page shows.
type View struct {
	Who   string
	Key   string
	Asked bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/leaving", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	f := r.Frame("leaving.title")
	return page.Write(w, f, View{Who: f.Who, Key: key, Asked: r.URL.Query().Get("done") != ""})
}

func (p Page) ask(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(r.Scope.Hat))
	if err != nil {
		return err
	}
	if err := p.Ask.Do(r.Context(), r.Scope, key); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=1")
}
