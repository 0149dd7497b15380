package signin

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// Abroad is the part of the door that knows other houses' sign-ins (adapter/door/login).
type Abroad interface {
	Abroad() []enrolling.Issuer
	Depart(ctx context.Context, s access.Scope, v enrolling.Departure) (to, secret string, err error)
	Arrive(ctx context.Context, s access.Scope, key, held string, q url.Values) (enrolling.Arrival, error)
	AwayCookie(secret string) *http.Cookie
	Away(r *http.Request) string
	Half(r *http.Request) string
	HalfCookie(secret string) *http.Cookie
}

// Issuers are the buttons that lead to other houses' sign-ins.
type Issuers struct {
	For, Return string
	List        []Issuer
}

// Issuer is one button.
type Issuer struct{ Key, Name, Host string }

// IssuersTemplate defines "issuers", whose argument is an Issuers: registration and 自分の登録 show the same.
//
//go:embed issuers.tmpl
var IssuersTemplate string

// IssuersOf are the buttons for a purpose.
func IssuersOf(r *gate.Request, list []enrolling.Issuer, purpose, back string) Issuers {
	out := Issuers{For: purpose, Return: back}
	for _, i := range list {
		out.List = append(out.List, Issuer{i.Key, i.Name.In(string(r.Lang)), i.Host})
	}
	return out
}

// AwayView is the page on the way to another house: a form may not lead there (Content-Security-Policy), a link may.
type AwayView struct{ Name, Host, To string }

//go:embed away.tmpl
var awaySource string

var awayPage = look.Parse[AwayView]("public/signin/away", awaySource)

// depart begins a sign-in at another house.
func (p Page) depart(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	v := enrolling.Departure{Key: r.PathValue("provider"), For: form.Get("for"), Return: gate.SafeReturn(form.Get("return")), Again: r.Visitor.Known()}
	if v.For == enrolling.ForAccept {
		v.Half = p.Door.Half(r.Request)
	}
	to, secret, err := p.Door.Depart(r.Context(), r.Scope, v)
	if err != nil {
		return p.refused(w, r, v.For, v.Return, err)
	}
	http.SetCookie(w, p.Door.AwayCookie(secret))
	view := AwayView{To: to}
	for _, i := range p.Door.Abroad() {
		if i.Key == v.Key {
			view.Name, view.Host = i.Name.In(string(r.Lang)), i.Host
		}
	}
	w.Header().Set("Refresh", "0; url="+to)
	return awayPage.Write(w, r.Frame("signin.away"), view)
}

// arrive is where the other house sends the browser back to. It spends what was begun in this browser and nothing else.
func (p Page) arrive(w http.ResponseWriter, r *gate.Request) error {
	a, err := p.Door.Arrive(r.Context(), r.Scope, r.PathValue("provider"), p.Door.Away(r.Request), r.URL.Query())
	if fault.Is(err, fault.Hidden) {
		return err
	}
	http.SetCookie(w, p.Door.AwayCookie(""))
	if err != nil {
		return p.refused(w, r, a.For, a.Return, err)
	}
	switch a.For {
	case enrolling.ForAdd:
		return gate.See(w, "/account")
	case enrolling.ForAccept:
		http.SetCookie(w, p.Door.HalfCookie(""))
		if a.Opened.Waits() {
			return gate.See(w, "/signin/registration?state=waiting")
		}
		http.SetCookie(w, p.Door.Cookie(a.Opened.Secret))
		return gate.See(w, "/account")
	}
	return gate.See(w, p.Enter(w, r, a.Opened, a.Return))
}

// refused shows the sign-in page with what was wrong.
func (p Page) refused(w http.ResponseWriter, r *gate.Request, purpose, back string, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Denied && e.Kind != fault.Unavailable && e.Kind != fault.Conflict || e.Code == "" {
		return err
	}
	if purpose != enrolling.ForSignIn {
		back = "/"
	}
	v := p.view(r, back, "")
	v.Problems = look.Problems{{ID: "issuers", Text: why(r, err)}}
	return page.WriteStatus(w, gate.Status(err), r.Frame("signin.title"), v)
}
