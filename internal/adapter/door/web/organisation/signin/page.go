// Package signin is the page サインインの方法: which ways in an organisation has chosen, and what its administrators issue to
// its people: printed lists (R13).
package signin

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = "/organisation/signin"

// ReadTx is what the page shows.
type ReadTx interface {
	MethodsOf(ident.Org) (enrolling.Methods, error)
	Roster() ([]enrolling.Member, error)
	Org(ident.Org) (party.Org, error)
}

// Door prints a list (adapter/door/login).
type Door interface {
	Print(ctx context.Context, s access.Scope, key ident.Key, person ident.Person, withNumber bool) (enrolling.Sheet, string, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door   Door
	Choose enrolling.SetMethods
	// Offered are the methods that this installation has: OIDC where an issuer is set, certificates where an authority is.
	Offered enrolling.Methods
}

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.SignIn}
	mayWrite = access.Permission{Action: access.Write, Object: access.SignIn}
)

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: mayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: mayWrite, Body: 4 << 10, Handle: p.choose},
		{Pattern: "POST " + Path + "/print", Needs: mayWrite, Body: 4 << 10, Handle: p.print},
	}
}

// View is what the page shows.
type View struct {
	Notice  look.Notice
	Methods look.Field
	Key     string
	People  []Row
	Printed bool // lists may be printed
	// Certificate is set where client certificates may be used: the page of their authorities exists.
	Certificate bool
}

// Row is one person with what can be issued.
type Row struct {
	Person ident.Person
	Name   string
	Roles  string
	Ways   []string
	None   bool // no way in is open
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/signin", source)

// loaded is everything the page shows.
type loaded struct {
	methods enrolling.Methods
	roster  []enrolling.Member
	org     party.Org
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		if l.methods, err = tx.MethodsOf(r.Scope.Org); err != nil {
			return err
		}
		if l.org, err = tx.Org(r.Scope.Org); err != nil {
			return err
		}
		l.roster, err = tx.Roster()
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	n := look.Notice{}
	if r.URL.Query().Get("done") != "" {
		n = look.Notice{Tone: look.Good, Title: r.T("settings.signin.done")}
	}
	return p.render(w, r, http.StatusOK, n)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, n look.Notice) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Notice: n, Printed: l.methods.Allows(enrolling.Printed), Certificate: slices.Contains(p.Offered, enrolling.Certificate), Methods: look.Field{Kind: look.Boxes, ID: "methods", Label: r.T("settings.signin.methods"), Hint: r.T("settings.signin.methods.hint")}}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for _, m := range enrolling.Choosable() {
		if slices.Contains(p.Offered, m) || slices.Contains(l.methods, m) {
			v.Methods.Options = append(v.Methods.Options, look.Option{
				Value: string(m), Label: r.T("method." + string(m)), Note: r.T("method.note." + string(m)), Chosen: slices.Contains(l.methods, m),
			})
		}
	}
	for _, m := range l.roster {
		v.People = append(v.People, row(r, m, l.methods))
	}
	return page.WriteStatus(w, status, r.Frame("settings.signin.title"), v)
}

func row(r *gate.Request, m enrolling.Member, chosen enrolling.Methods) Row {
	out := Row{Person: m.Person, Name: m.Name, None: true}
	for i, role := range m.Roles {
		if i > 0 {
			out.Roles += r.T("settings.sep")
		}
		out.Roles += r.T("role." + string(role))
	}
	for _, way := range slices.Compact(m.Ways) {
		words := r.T("method." + string(way))
		if !chosen.Allows(way) {
			words = r.T("settings.signin.off", "method", words)
		} else {
			out.None = false
		}
		out.Ways = append(out.Ways, words)
	}
	return out
}

// refused shows the page again with what stood in the way; a sign-in that is too old leads to another.
func (p Page) refused(w http.ResponseWriter, r *gate.Request, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if ok && (e.Kind == fault.Conflict || e.Kind == fault.Denied && e.Code != "fault.denied") {
		return p.render(w, r, gate.Status(err), look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true})
	}
	return err
}

func (p Page) choose(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	var want enrolling.Methods
	for _, m := range form["methods"] {
		want = append(want, enrolling.Method(m))
	}
	if err := p.Choose.Do(r.Context(), r.Scope, want); err != nil {
		return p.refused(w, r, err)
	}
	return gate.See(w, Path+"?done=1")
}
