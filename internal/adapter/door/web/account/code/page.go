// Package code is the page 確認コードの登録: a passphrase and a device that shows codes, for somebody who is signed in.
package code

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/signin/registration"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// ReadTx is what the page shows.
type ReadTx interface {
	Person(ident.Person) (party.Person, error)
}

// Door registers passphrase and device (adapter/door/login).
type Door interface {
	BeginDevice(ctx context.Context, s access.Scope, name, mail string) (enrolling.Device, error)
	Device(ctx context.Context, s access.Scope, ceremony string) (enrolling.Device, error)
	AddCode(ctx context.Context, s access.Scope, ceremony string, n enrolling.NewCode) error
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door Door
}

// Path is the page's address.
const Path = "/account/code"

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Fresh: true, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 16 << 10, Handle: p.add},
	}
}

// View is what the page shows.
type View struct{ Form registration.Form }

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/code", registration.DeviceTemplate+source)

// show begins a ceremony; nothing is registered before the first code is given.
func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var person party.Person
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		person, err = tx.Person(r.Scope.Person)
		return err
	})
	if err != nil {
		return err
	}
	d, err := p.Door.BeginDevice(r.Context(), r.Scope, person.Name, person.Email)
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, View{registration.CodeForm(r, Path, d, enrolling.NewCode{}, nil)})
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	f := r.Frame("account.code.title").With(look.Link{To: account.Path, Text: r.T("account.title")}, look.Link{Text: r.T("account.code.title")})
	return page.WriteStatus(w, status, f, v)
}

func (p Page) add(w http.ResponseWriter, r *gate.Request) error {
	ceremony, n, err := registration.Typed(r)
	if err != nil {
		return err
	}
	err = p.Door.AddCode(r.Context(), r.Scope, ceremony, n)
	if err == nil {
		return gate.See(w, account.Path)
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code == "fault.account.recent" {
		return gate.See(w, gate.SignInPath+"?again=1&return="+Path)
	}
	if !registration.Mine(err) {
		return err
	}
	d, again := p.Door.Device(r.Context(), r.Scope, ceremony)
	if again != nil {
		return again
	}
	return p.render(w, r, gate.Status(err), View{registration.CodeForm(r, Path, d, n, err)})
}
