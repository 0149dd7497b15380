// Package sessions is the page サインインの状況: who of the organisation is signed in, and the end of it.
package sessions

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
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
	Key    string
	Notice look.Notice
	Own    []Person // whoever looks, who ends their own on another page
	Title  string   // of the others: how many there are, whatever the filter leaves
	List   look.Listing
	Others []Person
}

// Person is somebody who is signed in, with the sessions, which end together.
type Person struct {
	ID       ident.Person
	Name     string
	Sessions []Session // the newest first
}

// Session is one of them.
type Session struct {
	Method      string
	How         enrolling.Method
	Since, Seen ident.Instant
	Here        bool
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
	var others []Person
	for _, s := range list {
		part := &others
		if s.Person == r.Scope.Person {
			part = &v.Own
		}
		i := slices.IndexFunc(*part, func(p Person) bool { return p.ID == s.Person })
		if i < 0 {
			i, *part = len(*part), append(*part, Person{ID: s.Person, Name: s.Name})
		}
		one := Session{Method: r.T("method." + string(s.Method)), How: s.Method, Since: s.CreatedAt, Seen: s.SeenAt, Here: s.ID == r.Scope.Session}
		(*part)[i].Sessions = append((*part)[i].Sessions, one)
	}
	c := roll(r, others, len(list)).Cut(r, others)
	v.List, v.Others, v.Title = c.View, c.Rows, r.T("sessions.others", "n", len(others))
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return page.WriteStatus(w, c.Status(), r.Frame("sessions.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("sessions.title")}), v)
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(form.Get("person")))
	if err != nil {
		return err
	}
	if err := p.Expel.Do(r.Context(), r.Scope, key, ident.Person(form.Get("person"))); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=1")
}
