// Package sessions is the page サインインの状況: who of the organisation is signed in, and the end of it.
package sessions

import (
	"context"
	_ "embed"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = "/organisation/sessions"

// ReadTx is what the page shows.
type ReadTx interface {
	MemberSessions(since ident.Instant) ([]enrolling.MemberSession, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Expel enrolling.Expel
	Idle  time.Duration // after which a session is over by itself
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.SignIn}, Handle: p.show},
		{Pattern: "POST " + Path + "/end", Needs: access.Permission{Action: access.Write, Object: access.SignIn}, Body: 4 << 10, Handle: p.end},
	}
}

// View is what the page shows.
type View struct {
	Notice look.Notice
	List   []Row
}

// Row is one session; the first of each person has the button that ends them all.
type Row struct {
	Person      ident.Person
	Name        string
	Method      string
	Since, Seen ident.Instant
	Here        bool
	First       bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/sessions", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	n := look.Notice{}
	if r.URL.Query().Get("done") != "" {
		n = look.Notice{Tone: look.Good, Title: r.T("sessions.done")}
	}
	return p.render(w, r, n)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, n look.Notice) error {
	var list []enrolling.MemberSession
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		list, err = tx.MemberSessions(r.Now.Add(-p.Idle))
		return err
	})
	if err != nil {
		return err
	}
	v := View{Notice: n}
	told := map[ident.Person]bool{}
	for _, s := range list {
		v.List = append(v.List, Row{
			Person: s.Person, Name: s.Name, Method: r.T("method." + string(s.Method)), Since: s.CreatedAt, Seen: s.SeenAt,
			Here: s.ID == r.Scope.Session, First: !told[s.Person] && s.Person != r.Scope.Person,
		})
		told[s.Person] = true
	}
	return page.Write(w, r.Frame("sessions.title"), v)
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	if err := p.Expel.Do(r.Context(), r.Scope, ident.Person(form.Get("person"))); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=1")
}
