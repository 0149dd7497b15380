// Package invite offers a hat to somebody (招待): the form, a page to check it, and the code that the administrator passes
// on another way than the mail. The answer is the same whether or not the address belongs to somebody already.
package invite

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/members/invite"

// Tx is what the page reads.
type Tx interface {
	OwnUnits() ([]party.Unit, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Invite appointing.Invite
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayWrite, Handle: p.show},
		{Pattern: "POST " + Path, Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.check},
		{Pattern: "POST " + Path + "/send", Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.send},
	}
}

func (p Page) units(r *gate.Request) (units []party.Unit, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		units, err = tx.OwnUnits()
		return err
	})
	return units, err
}

// newcomer reads the form.
func newcomer(r *gate.Request, form url.Values) (appointing.Newcomer, error) {
	var l fault.List
	n := appointing.Newcomer{
		Name: strings.TrimSpace(form.Get("name")), Kana: strings.TrimSpace(form.Get("kana")), Mail: strings.TrimSpace(form.Get("mail")), Phone: strings.TrimSpace(form.Get("phone")),
		Unit: ident.Unit(form.Get("unit")), Roles: form["roles"],
		From: organisation.Day(r, &l, "from", form.Get("from")), Until: organisation.Day(r, &l, "until", form.Get("until")),
	}
	for path, v := range map[string]string{"name": n.Name, "mail": n.Mail} {
		if v == "" {
			l.Add(path, "fault.required", nil)
		}
	}
	if len(n.Roles) == 0 {
		l.Add("roles", "fault.people.roles", nil)
	}
	return n, l.Err()
}

func sheet(r *gate.Request, units []party.Unit, form url.Values) organisation.Sheet {
	chosen := ident.Unit(form.Get("unit"))
	if chosen == "" {
		chosen = r.Scope.Unit
	}
	return organisation.Sheet{
		Key: "people.invite", Lead: r.T("people.invite.lead"), Here: Path, Back: look.Link{To: organisation.Path + "/members", Text: r.T("people.back")}, Next: r.T("people.invite.next"), Do: r.T("people.invite.do"),
		Fields: []look.Field{
			organisation.KeyField(form.Get("key")),
			{Kind: look.Line, ID: "name", Label: r.T("people.name"), Value: form.Get("name"), Need: true, Width: look.Mid},
			{Kind: look.Line, ID: "kana", Label: r.T("people.kana"), Value: form.Get("kana"), Free: true, Width: look.Mid},
			{Kind: look.Line, ID: "mail", Label: r.T("people.mail"), Hint: r.T("people.mail.hint"), Value: form.Get("mail"), Need: true, Mode: "email"},
			{Kind: look.Line, ID: "phone", Label: r.T("people.phone"), Value: form.Get("phone"), Free: true, Mode: "tel", Width: look.Mid},
			organisation.UnitField(r, units, chosen),
			organisation.Boxes(r, access.Offices(r.Scope.Kind), form["roles"]),
			{Kind: look.Line, ID: "from", Label: r.T("people.from"), Hint: r.T("people.from.hint"), Value: form.Get("from"), Free: true, Width: look.Mid},
			{Kind: look.Line, ID: "until", Label: r.T("people.until"), Hint: r.T("people.until.hint"), Value: form.Get("until"), Free: true, Width: look.Mid},
		},
	}
}

func write(w http.ResponseWriter, r *gate.Request, status int, v organisation.Sheet) error {
	return v.Write(w, r, status, look.Link{To: organisation.Path + "/members", Text: r.T("people.title")})
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	units, err := p.units(r)
	if err != nil {
		return err
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	return write(w, r, http.StatusOK, sheet(r, units, url.Values{"key": {key}}))
}

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	units, err := p.units(r)
	if err != nil {
		return err
	}
	v := sheet(r, units, form)
	n, err := newcomer(r, form)
	if e, mine := organisation.Mine(err); mine && form.Get("do") != "change" {
		v.Tell(r, e)
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	if form.Get("do") != "change" {
		v.Answers = answers(r, n, units)
		v.Told = []string{r.T("people.invite.told")}
		v.Hidden = organisation.Keep(form, "name", "kana", "mail", "phone", "unit", "roles", "from", "until")
	}
	return write(w, r, http.StatusOK, v)
}

func answers(r *gate.Request, n appointing.Newcomer, units []party.Unit) []look.Answer {
	unit := ""
	for _, u := range units {
		if u.ID == n.Unit {
			unit = u.Name
		}
	}
	day := func(d law.Day, or string) string {
		if d.IsZero() {
			return r.T(or)
		}
		return look.DayBoth(r.Lang, d)
	}
	return []look.Answer{
		{Question: r.T("people.name"), Text: n.Name}, {Question: r.T("people.kana"), Text: n.Kana}, {Question: r.T("people.mail"), Text: n.Mail}, {Question: r.T("people.phone"), Text: n.Phone},
		{Question: r.T("people.unit"), Text: unit}, {Question: r.T("people.roles"), Text: organisation.Roles(r, n.Roles)},
		{Question: r.T("people.from"), Text: day(n.From, "people.from.taken")}, {Question: r.T("people.until"), Text: day(n.Until, "people.until.open")},
	}
}

func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := newcomer(r, form)
	var c appointing.Code
	if err == nil {
		key, bad := r.Key(organisation.Digest(n))
		if bad != nil {
			return bad
		}
		c, err = p.Invite.Do(r.Context(), r.Scope, key, n)
	}
	if e, mine := organisation.Mine(err); mine {
		units, err := p.units(r)
		if err != nil {
			return err
		}
		v := sheet(r, units, form)
		v.Tell(r, e)
		return write(w, r, gate.Status(e), v)
	}
	if err != nil {
		return err
	}
	return Sent(w, r, n.Name, c)
}

// View is what is shown once: the code. It stands nowhere else.
type View struct {
	Name string
	Code string
	Life string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/members/invite", source)

// Sent shows the code of an invitation, this once.
func Sent(w http.ResponseWriter, r *gate.Request, name string, c appointing.Code) error {
	return page.Write(w, r.Frame("people.sent").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: organisation.Path + "/members", Text: r.T("people.title")}, look.Link{Text: r.T("people.sent")}),
		View{Name: name, Code: c.Code, Life: look.Moment(r.Lang, c.UntilAt)})
}
