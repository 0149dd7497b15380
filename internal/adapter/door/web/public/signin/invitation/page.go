// Package invitation is the page 招待の受取: the link brings here, the activation code from the letter opens it. Looking at
// the page changes nothing, however often and by whomever it is fetched (R15).
package invitation

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
)

// Door compares both halves of an invitation (adapter/door/login).
type Door interface {
	Admit(ctx context.Context, link, code string) (accepting string, err error)
	HalfCookie(accepting string) *http.Cookie
}

// Page is filled in by serve.
type Page struct{ Door Door }

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET /signin/invitation/{link}", Handle: p.show},
		{Pattern: "POST /signin/invitation/{link}", Body: 4 << 10, Handle: p.open},
	}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Code     look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/signin/invitation", source)

func view(r *gate.Request) View {
	return View{Code: look.Field{
		Kind: look.Line, ID: "code", Label: r.T("signin.activation"), Hint: r.T("signin.activation.hint"), Example: "7K4M-2QXD-W9HT", Need: true, Width: look.Mid,
	}}
}

// show is the same for every address, issued or not.
func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return page.Write(w, r.Frame("signin.invitation"), view(r))
}

func (p Page) open(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	accepting, err := p.Door.Admit(r.Context(), r.PathValue("link"), form.Get("code"))
	if e, ok := errors.AsType[*fault.Error](err); ok && (e.Kind == fault.Invalid || e.Kind == fault.Exceeded) {
		v := view(r)
		v.Problems = look.Problems{{ID: "code", Text: look.SayArgs(r.Lang, e.Code, e.Args)}}
		return page.WriteStatus(w, gate.Status(err), r.Frame("signin.invitation"), v)
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, p.Door.HalfCookie(accepting))
	return gate.See(w, "/signin/registration")
}
