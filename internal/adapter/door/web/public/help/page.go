// Package help is 使い方・相談窓口: whom to call and when, how to begin, what is recorded, and which connections the platform
// needs. It is public, because whoever cannot sign in needs it most.
package help

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
)

// Page is filled in by serve.
type Page struct {
	Host string // name and port under which people reach the platform
	TLS  bool   // false on a machine of its own
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + gate.HelpPath, Handle: p.show}}
}

// View is what the page shows.
type View struct {
	Desk    look.Desk
	Start   []Guide
	Connect []look.Answer
	SignIn  bool
}

// Guide is how one kind of visitor begins.
type Guide struct {
	ID, Who string
	Steps   []string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/help", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	f := r.Frame("help.title")
	v := View{Desk: f.Desk, SignIn: f.SignIn != "", Start: []Guide{
		{"operator", r.T("help.operator"), []string{r.T("help.operator.1"), r.T("help.operator.2"), r.T("help.operator.3")}},
		{"office", r.T("help.office"), []string{r.T("help.office.1"), r.T("help.office.2"), r.T("help.office.3")}},
	}}
	scheme := r.T("help.connect.local")
	if p.TLS {
		scheme = r.T("help.connect.tls")
	}
	v.Connect = []look.Answer{
		{Question: r.T("help.connect.host"), Text: p.Host}, {Question: r.T("help.connect.how"), Text: scheme},
		{Question: r.T("help.connect.third"), Text: r.T("help.connect.none")}, {Question: r.T("help.connect.mail"), Text: r.T("help.connect.mail.text")},
		{Question: r.T("help.connect.script"), Text: r.T("help.connect.script.text")},
	}
	return page.Write(w, f, v)
}
