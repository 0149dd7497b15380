// Package demo is the demonstration's sign-in: choose a person of the fictional world. It asks for no proof, so
// it is wired by cli/demo alone, and the act behind it refuses every database that is not marked demo.
package demo

import (
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Path is where a person is chosen.
const Path = "/signin/demo"

// Person is one person one can be.
type Person struct {
	Hat  ident.Hat
	Org  string // the heading under which the person stands
	Name string // 氏名(役割)
}

// Page is filled in by cli/demo.
type Page struct {
	People []Person // in the order in which they are shown
	Choose enrolling.Choose
	// Host is the name that people type. A page of another name that leads here (DNS rebinding) must not sign anybody
	// in: there is no credential to stop it.
	Host string
	// Cookie is login.Door.Cookie.
	Cookie func(secret string) *http.Cookie
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Handle: p.show},
		{Pattern: "POST " + Path, Body: 4 << 10, Handle: p.enter},
	}
}

// View is what the page shows.
type View struct {
	Return string
	Groups []Group
}

// Group is the people of one organisation.
type Group struct {
	ID     string
	Org    string
	People []Person
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("login/demo", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	v := View{Return: gate.SafeReturn(r.URL.Query().Get("return"))}
	for _, who := range p.People {
		n := len(v.Groups)
		if n == 0 || v.Groups[n-1].Org != who.Org {
			v.Groups = append(v.Groups, Group{ID: "org-" + string(who.Hat), Org: who.Org})
			n++
		}
		v.Groups[n-1].People = append(v.Groups[n-1].People, who)
	}
	return page.Write(w, r.Frame("signin.demo.title"), v)
}

func (p Page) enter(w http.ResponseWriter, r *gate.Request) error {
	if !strings.EqualFold(r.Host, p.Host) {
		return fault.New(fault.Denied, "fault.host", nil)
	}
	form, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.Choose.Do(r.Context(), access.For(access.Actor{}, r.Now), ident.Hat(form.Get("hat")))
	if err != nil {
		return err
	}
	http.SetCookie(w, p.Cookie(o.Secret))
	return gate.See(w, gate.SafeReturn(form.Get("return")))
}
