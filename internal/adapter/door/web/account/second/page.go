// Package second is the page 同僚の確認: whoever came in with a printed list asks a colleague to stand by, and colleagues
// answer (R13: step-up acts need a second person).
package second

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
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// ReadTx is what the page shows.
type ReadTx interface {
	Session(ident.Session) (enrolling.Session, error)
	Countersigns() ([]enrolling.Countersign, error)
	Person(ident.Person) (party.Person, error)
}

// Page is filled in by serve.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Ask     enrolling.AskSecond
	StandBy enrolling.StandBy
}

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Account}
	mayWrite = access.Permission{Action: access.Write, Object: access.Account}
)

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + gate.SecondPath, Needs: mayRead, Handle: p.show},
		{Pattern: "POST " + gate.SecondPath, Needs: mayWrite, Body: 4 << 10, Handle: p.ask},
		{Pattern: "POST " + gate.SecondPath + "/answer", Needs: mayWrite, Body: 4 << 10, Fresh: true, Handle: p.answer},
	}
}

// View is what the page shows.
type View struct {
	Notice look.Notice
	Return string
	Poll   string
	Needed bool // this sign-in needs a second person
	Asked  bool
	Until  ident.Instant // while somebody stands by
	List   []Row
}

// Row is one colleague who asks.
type Row struct {
	ID, Name string
	At       ident.Instant
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/second", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.render(w, r, http.StatusOK, gate.SafeReturn(r.URL.Query().Get("return")), look.Notice{})
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, back string, n look.Notice) error {
	v := View{Notice: n, Return: back}
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) error {
		session, err := tx.Session(r.Scope.Session)
		if err != nil {
			return err
		}
		v.Needed = session.Method.Weak()
		if v.Needed && !session.Alone(r.Now) {
			v.Until = session.BackedAt
		}
		list, err := tx.Countersigns()
		for _, c := range list {
			switch {
			case c.Kind != enrolling.CountersignSession:
			case c.Session == r.Scope.Session:
				v.Asked = true
			case c.Person != r.Scope.Person && !v.Needed:
				v.List = append(v.List, Row{c.ID, c.Body.Name, c.AskedAt})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	f := r.Frame("second.title")
	if v.Asked && v.Until == 0 {
		v.Poll = r.URL.RequestURI()
	}
	if r.Header.Get("HX-Request") == "true" && r.Method == http.MethodGet {
		return page.WriteFragment(w, f, "state", v)
	}
	return page.WriteStatus(w, status, f, v)
}

func (p Page) ask(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	var name string
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) error {
		who, err := tx.Person(r.Scope.Person)
		name = who.Name
		return err
	})
	if err != nil {
		return err
	}
	if err := p.Ask.Do(r.Context(), r.Scope, name); err != nil {
		return err
	}
	return gate.See(w, gate.SecondPath+"?return="+url.QueryEscape(gate.SafeReturn(form.Get("return"))))
}

func (p Page) answer(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	err = p.StandBy.Do(r.Context(), r.Scope, form.Get("id"), form.Get("answer") == "yes")
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Denied {
		return p.render(w, r, gate.Status(err), "/", look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true})
	}
	if err != nil {
		return err
	}
	return gate.See(w, gate.SecondPath)
}
