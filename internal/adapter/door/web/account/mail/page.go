// Package mail is 受け取るメール: what a person takes at their own address while they act for an organisation (R15).
package mail

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/mail"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = "/account/mail"

// Tx is what the page reads.
type Tx interface {
	MailChoice() ([]message.Urgency, error)
	Person(ident.Person) (party.Person, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Choose appointing.ChooseMail
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 4 << 10, Handle: p.choose},
	}
}

// View is what the page shows.
type View struct {
	Notices      []look.Notice
	Who, Address string
	Takes        look.Field
	Key          string
	Office       bool
	Owes         bool // an operator's: reminders of dates come in any case
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/mail", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var takes []message.Urgency
	var who party.Person
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if takes, err = tx.MailChoice(); err != nil {
			return err
		}
		who, err = tx.Person(r.Scope.Person)
		return err
	})
	if err != nil {
		return err
	}
	f := r.Frame("mailchoice.title").With(look.Link{To: "/account", Text: r.T("account.title")}, look.Link{Text: r.T("mailchoice.title")})
	v := View{Who: f.Who, Address: who.Email, Takes: mail.Boxes(r, takes), Office: r.Scope.Kind.Authority(), Owes: r.Scope.Kind == party.Operator}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if r.URL.Query().Get("done") != "" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("mailchoice.done"), Text: []string{mail.Takes(r, takes)}})
	}
	if len(takes) == 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("mailchoice.none"), Text: []string{r.T("mailchoice.none.text")}})
	}
	return page.Write(w, f, v)
}

func (p Page) choose(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	takes := mail.Typed(form["takes"])
	key, err := r.Key(organisation.Digest(takes))
	if err != nil {
		return err
	}
	if err := p.Choose.Do(r.Context(), r.Scope, key, takes); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=1")
}
