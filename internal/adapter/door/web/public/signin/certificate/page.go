// Package certificate is クライアント証明書: a page on which somebody signs in with the certificate that their browser shows,
// takes up an invitation with it, or registers it. It lives where browsers are asked for one, an address of its own.
package certificate

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// The page's three addresses.
const (
	Path        = "/signin/certificate"
	AcceptPath  = "/signin/registration/certificate"
	AccountPath = "/account/certificate"
)

// Door knows certificates (adapter/door/login).
type Door interface {
	Presented(r *http.Request) enrolling.Presented
	ByCertificate(ctx context.Context, r *http.Request) (enrolling.Opened, error)
	AddCertificate(ctx context.Context, s access.Scope, r *http.Request, label string) error
	AcceptCertificate(ctx context.Context, r *http.Request, accepting, label string) (enrolling.Opened, error)
	Half(r *http.Request) string
	HalfCookie(secret string) *http.Cookie
}

// Page is filled in by serve.
type Page struct {
	Door Door
	In   signin.Page
	// At is where browsers are asked for a certificate, where that is another address than Base; Base is the platform's.
	At, Base string
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	const body = 4 << 10
	read, write := access.Permission{Action: access.Read, Object: access.Account}, access.Permission{Action: access.Write, Object: access.Account}
	return []gate.Route{
		{Pattern: "GET " + Path, Handle: p.show(Path)}, {Pattern: "POST " + Path, Body: body, Handle: p.enter},
		{Pattern: "GET " + AcceptPath, Handle: p.show(AcceptPath)}, {Pattern: "POST " + AcceptPath, Body: body, Handle: p.accept},
		{Pattern: "GET " + AccountPath, Needs: read, Fresh: true, Handle: p.show(AccountPath)}, {Pattern: "POST " + AccountPath, Needs: write, Fresh: true, Body: body, Handle: p.add},
	}
}

// View is what the page shows.
type View struct {
	Notice look.Notice
	Shown  enrolling.Presented
	To     string // where browsers are asked for one; empty where this is it
	Action string
	Return string
	Label  *look.Field
	Lead   string
	Button string
	Others string // another way
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/signin/certificate", source)

func (p Page) show(path string) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error { return p.render(w, r, path, nil) }
}

// render shows what the browser showed, and what is done with it.
func (p Page) render(w http.ResponseWriter, r *gate.Request, path string, problem error) error {
	v := View{Shown: p.Door.Presented(r.Request), Action: path, Return: gate.SafeReturn(r.URL.Query().Get("return")), Others: gate.SignInPath}
	switch path {
	case Path:
		v.Lead, v.Button = r.T("certificate.enter.lead"), r.T("certificate.enter")
	case AcceptPath:
		v.Lead, v.Button = r.T("certificate.accept.lead"), r.T("certificate.accept")
	default:
		v.Lead, v.Button = r.T("certificate.add.lead"), r.T("certificate.add")
	}
	if path != Path {
		v.Label = &look.Field{Kind: look.Line, ID: "label", Label: r.T("signin.label"), Hint: r.T("signin.label.hint"), Value: r.T("certificate.label"), Need: true, Width: look.Mid}
		v.Others = map[string]string{AcceptPath: "/signin/registration", AccountPath: "/account"}[path]
	}
	if at, err := url.Parse(p.At); v.Shown.None && p.At != "" && err == nil && r.Host != at.Host {
		v.To = p.At + path
		if v.Return != "/" {
			v.To += "?return=" + url.QueryEscape(v.Return)
		}
	}
	p.leadsBack(w, r)
	status := http.StatusOK
	if e, ok := errors.AsType[*fault.Error](problem); ok {
		status = gate.Status(problem)
		v.Notice = look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}
		if len(e.Fields) > 0 {
			v.Label.Error = r.Why(e.Fields[0])
			v.Notice.Title = v.Label.Error
		}
	}
	return page.WriteStatus(w, status, r.Frame("certificate.title"), v)
}

// leadsBack lets the page's forms end at the platform's own address: browsers hold where a form leads to against the policy,
// redirects included, and where they are asked for a certificate is another origin.
func (p Page) leadsBack(w http.ResponseWriter, r *gate.Request) {
	const csp, self = "Content-Security-Policy", "form-action 'self'"
	if base, err := url.Parse(p.Base); err == nil && r.Host != base.Host {
		w.Header().Set(csp, strings.Replace(w.Header().Get(csp), self, self+" "+base.Scheme+"://"+base.Host, 1))
	}
}

// mine reports whether a fault is about what was shown, so that the page is shown again.
func mine(err error) bool {
	e, ok := errors.AsType[*fault.Error](err)
	return ok && (e.Kind == fault.Invalid || e.Kind == fault.Exceeded || e.Kind == fault.Conflict || e.Kind == fault.Denied && strings.HasPrefix(e.Code, "fault.account."))
}

// back leads to the platform's own address.
func (p Page) back(w http.ResponseWriter, path string) error {
	return gate.See(w, strings.TrimSuffix(p.Base, "/")+path)
}

func (p Page) enter(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.Door.ByCertificate(r.Context(), r.Request)
	if mine(err) {
		return p.render(w, r, Path, err)
	}
	if err != nil {
		return err
	}
	return p.back(w, p.In.Enter(w, r, o, form.Get("return")))
}

func (p Page) accept(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.Door.AcceptCertificate(r.Context(), r.Request, p.Door.Half(r.Request), form.Get("label"))
	if mine(err) {
		return p.render(w, r, AcceptPath, err)
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, p.Door.HalfCookie(""))
	if o.Waits() {
		return p.back(w, "/signin/registration?state=waiting")
	}
	return p.back(w, p.In.Enter(w, r, o, "/account"))
}

func (p Page) add(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	err = p.Door.AddCertificate(r.Context(), r.Scope, r.Request, form.Get("label"))
	if mine(err) {
		return p.render(w, r, AccountPath, err)
	}
	if err != nil {
		return err
	}
	return p.back(w, "/account")
}
