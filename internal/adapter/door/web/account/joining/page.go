// Package joining is the page on which somebody with an account answers an organisation that invited them (R34): they sign
// in as themselves, see what is offered, and agree or decline. Looking at it changes nothing.
package joining

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = "/account/joining"

// Door knows which invitation is being accepted in this browser (adapter/door/login).
type Door interface {
	Half(*http.Request) string
	HalfCookie(accepting string) *http.Cookie
	Accepting(ctx context.Context, accepting string) (enrolling.Device, error)
}

// Page is filled in by serve.
type Page struct {
	Door Door
	Join enrolling.Join
	// Offered names the organisation and unit of what is offered.
	Offered func(ctx context.Context, h ident.Org, u ident.Unit) (org, unit string, err error)
}

// Routes returns the page's routes. Whoever is not signed in is led to sign in first.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 4 << 10, Handle: p.answer},
	}
}

// View is what the page shows.
type View struct {
	Over   bool
	Joined bool
	Waits  bool // they agreed; the organisation's administrators have not both confirmed
	Facts  []look.Answer
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/joining", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	if done := r.URL.Query().Get("done"); done != "" {
		return page.Write(w, r.Frame("joining.title"), View{Joined: done != "waiting", Waits: done == "waiting"})
	}
	d, err := p.Door.Accepting(r.Context(), p.Door.Half(r.Request))
	if err != nil || !d.Joining {
		return page.WriteStatus(w, http.StatusUnprocessableEntity, r.Frame("joining.title"), View{Over: true})
	}
	org, unit, err := p.Offered(r.Context(), d.Offered.Org, d.Offered.Unit)
	if err != nil {
		return err
	}
	return page.Write(w, r.Frame("joining.title"), View{Facts: []look.Answer{
		{Question: r.T("joining.org"), Text: org}, {Question: r.T("people.unit"), Text: unit}, {Question: r.T("people.roles"), Text: organisation.Roles(r, d.Offered.Roles)},
	}})
}

func (p Page) answer(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	agree := form.Get("do") == "agree"
	if !agree && form.Get("do") != "decline" {
		return gate.See(w, Path)
	}
	hat, err := p.Join.Do(r.Context(), access.For(access.Actor{}, r.Now), p.Door.Half(r.Request), r.Scope.Actor, agree)
	if err != nil {
		return err
	}
	http.SetCookie(w, p.Door.HalfCookie(""))
	switch {
	case !agree:
		return gate.See(w, "/account")
	case hat == "":
		return gate.See(w, Path+"?done=waiting")
	}
	return gate.See(w, Path+"?done=1")
}
