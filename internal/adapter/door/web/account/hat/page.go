// Package hat is the page 立場の切替: under which organisation and role the person acts from now on (R34).
package hat

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// ReadTx is what the page shows.
type ReadTx interface {
	HatsOf(ident.Person) ([]enrolling.Hat, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Switch enrolling.Switch
	// Cookie is login.Door.Cookie.
	Cookie func(secret string) *http.Cookie
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + gate.SwitchPath, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show},
		{Pattern: "POST " + gate.SwitchPath, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 4 << 10, Handle: p.change},
	}
}

// View is what the page shows.
type View struct {
	Return string
	Hats   []Choice
}

// Choice is one hat.
type Choice struct {
	ID    ident.Hat
	Words string
	Now   bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/hat", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	v := View{Return: gate.SafeReturn(r.URL.Query().Get("return"))}
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) error {
		hats, err := tx.HatsOf(r.Scope.Person)
		for _, h := range hats {
			v.Hats = append(v.Hats, Choice{h.ID, account.HatWords(r, h), h.ID == r.Scope.Hat})
		}
		return err
	})
	if err != nil {
		return err
	}
	return page.Write(w, r.Frame("account.hat.title"), v)
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	to := ident.Hat(form.Get("hat"))
	if to != r.Scope.Hat {
		o, err := p.Switch.Do(r.Context(), r.Scope, to)
		if err != nil {
			return err
		}
		http.SetCookie(w, p.Cookie(o.Secret))
	}
	return gate.See(w, gate.SafeReturn(form.Get("return")))
}
