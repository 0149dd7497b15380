// Package sessions is the page on which an administrator of the platform ends every sign-in of one organisation: it was told of
// a break-in there. It shows nothing of who is signed in.
package sessions

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = admin.OrgPath + "/{org}/sessions"

// Tx is what the page reads.
type Tx interface {
	OrgRecord(ident.Org) (register.Org, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	End  enrolling.EndAll
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	may := access.Permission{Action: access.End, Object: access.Platform}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: may, Handle: p.show},
		{Pattern: "POST " + Path, Needs: may, Body: 4 << 10, Handle: p.end},
	}
}

// View is what the page shows.
type View struct {
	Notice look.Notice
	Name   string
	Back   string
	Own    bool // the organisation of whoever looks: they would be out too
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/account/org/sessions", source)

func (p Page) org(r *gate.Request, id ident.Org) (o register.Org, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		o, err = tx.OrgRecord(id)
		return err
	})
	return o, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	id := ident.Org(r.PathValue("org"))
	o, err := p.org(r, id)
	if err != nil {
		return err
	}
	v := View{Name: o.Name, Back: admin.OrgPath + "/" + string(id), Own: id == r.Scope.Org}
	if n, err := strconv.Atoi(r.URL.Query().Get("done")); err == nil && n >= 0 {
		v.Notice = look.Notice{Tone: look.Good, Title: r.T("endall.done", "n", n)}
	}
	return page.Write(w, admin.Place(r, r.Frame("endall.title"), look.Link{To: v.Back, Text: o.Name}, look.Link{Text: r.T("endall.title")}), v)
}

// end asks once more, then does it.
func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id := ident.Org(r.PathValue("org"))
	o, err := p.org(r, id) // whoever is not there has no sign-ins to end
	if err != nil {
		return err
	}
	here := admin.OrgPath + "/" + string(id) + "/sessions"
	if form.Get("do") != "go" {
		c := admin.Check{
			Title: r.T("endall.check"), Lead: r.T("endall.text"), Answers: []look.Answer{{Question: r.T("register.name"), Text: o.Name}},
			Action: here, Do: r.T("endall.go"), Danger: true, Back: look.Link{To: admin.OrgPath + "/" + string(id), Text: r.T("endall.back")},
		}
		if id == r.Scope.Org {
			c.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("endall.own")}}
		}
		return admin.WriteCheck(w, r, admin.Place(r, r.Frame("endall.check"), look.Link{To: admin.OrgPath + "/" + string(id), Text: o.Name}, look.Link{To: here, Text: r.T("endall.title")}, look.Link{Text: c.Title}), c)
	}
	n, err := p.End.Do(r.Context(), r.Scope, id)
	if err != nil {
		return err
	}
	return gate.See(w, here+"?done="+strconv.Itoa(n))
}
