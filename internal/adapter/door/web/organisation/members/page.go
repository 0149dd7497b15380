// Package members is the page 担当者と役割: who acts for the organisation, in which roles, from when until when, and who
// is invited.
package members

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Path is the page's address.
const Path = organisation.Path + "/members"

// Tx is what the page reads.
type Tx interface {
	Colleagues() ([]party.Colleague, error)
	Invitations() ([]party.Invitation, error)
	OwnUnits() ([]party.Unit, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "GET " + exportPath + "{format}", Needs: organisation.MayRead, Fresh: true, Handle: p.export},
	}
}

// View is what the page shows.
type View struct {
	Notice  look.Notice
	Filter  []look.Field
	Count   int
	People  look.Table
	Pages   look.Pages
	Empty   *look.Empty
	Invited *look.Notice // who is invited, and who waits
	Exports []look.Link
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/members", source)

// filter is what the list is cut to.
type filter struct{ q, unit, role, state string }

func filterOf(q url.Values) filter {
	f := filter{q: q.Get("q"), unit: q.Get("unit"), role: q.Get("role"), state: q.Get("state")}
	if f.state == "" {
		f.state = "here"
	}
	return f
}

func (f filter) query() string {
	return url.Values{"q": {f.q}, "unit": {f.unit}, "role": {f.role}, "state": {f.state}}.Encode()
}

// fits reports whether the list shows somebody. What people type finds names, readings, addresses and units in any width.
func (f filter) fits(k party.Colleague, r *gate.Request) bool {
	standing := k.StandingAt(r.Now)
	switch f.state {
	case "here":
		if standing == party.Past {
			return false
		}
	case "past":
		if standing != party.Past {
			return false
		}
	}
	return (f.unit == "" || f.unit == string(k.Unit)) && (f.role == "" || slices.Contains(k.Roles, f.role)) && found(f.q, k.Name, k.Kana, k.Mail, k.UnitName)
}

func found(q string, in ...string) bool {
	for word := range strings.FieldsSeq(text.Key(q)) {
		if !strings.Contains(text.Key(strings.Join(in, " ")), word) {
			return false
		}
	}
	return true
}

type loaded struct {
	people []party.Colleague
	offers []party.Invitation
	units  []party.Unit
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.people, err = tx.Colleagues(); err != nil {
			return err
		}
		if l.offers, err = tx.Invitations(); err != nil {
			return err
		}
		l.units, err = tx.OwnUnits()
		return err
	})
	organisation.Sort(l.people)
	return l, err
}

const perPage = 50

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	f := filterOf(r.URL.Query())
	v := View{Filter: f.fields(r, l), Exports: organisation.Exports(r, exportPath, f.query()), People: look.Table{
		Caption: r.T("people.title"), Hide: true,
		Heads: []look.Head{{Text: r.T("people.name")}, {Text: r.T("people.unit")}, {Text: r.T("people.roles")}, {Text: r.T("people.term.head")}, {Text: r.T("people.seen")}, {Text: r.T("people.state")}},
	}}
	list := slices.DeleteFunc(slices.Clone(l.people), func(k party.Colleague) bool { return !f.fits(k, r) })
	v.Count = len(list)
	v.Pages = look.Pages{Now: 1, Last: (len(list) + perPage - 1) / perPage, Of: Path + "?" + f.query() + "&page=", Total: len(list)}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 && n <= v.Pages.Last {
		v.Pages.Now = n
	}
	from := (v.Pages.Now - 1) * perPage
	for _, k := range list[from:min(from+perPage, len(list))] {
		v.People.Rows = append(v.People.Rows, row(r, k))
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("people.none"), Text: []string{r.T("people.none.text")}, Links: []look.Link{{To: Path, Text: r.T("people.all")}}}
	}
	v.Invited = invited(r, l.offers)
	if key := r.URL.Query().Get("done"); key == "changed" || key == "ended" {
		v.Notice = look.Notice{Tone: look.Good, Title: r.T("people.done." + key)}
	}
	return page.Write(w, r.Frame("people.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("people.title")}), v)
}

func (f filter) fields(r *gate.Request, l loaded) []look.Field {
	units := organisation.UnitField(r, l.units, "")
	units.Need = false
	units.Options = append([]look.Option{{Label: r.T("people.any")}}, units.Options...)
	for i := range units.Options {
		units.Options[i].Chosen = units.Options[i].Value == f.unit
	}
	roles := look.Field{Kind: look.Select, ID: "role", Label: r.T("people.role"), Options: []look.Option{{Label: r.T("people.any")}}}
	for _, role := range access.Offices(r.Scope.Kind) {
		roles.Options = append(roles.Options, look.Option{Value: string(role), Label: r.T("role." + string(role)), Chosen: string(role) == f.role})
	}
	states := look.Field{Kind: look.Select, ID: "state", Label: r.T("people.state")}
	for _, s := range []string{"here", "past", "all"} {
		states.Options = append(states.Options, look.Option{Value: s, Label: r.T("people.state." + s), Chosen: s == f.state})
	}
	return []look.Field{{Kind: look.Line, ID: "q", Label: r.T("people.search"), Value: f.q}, units, roles, states}
}

// State is where a hat stands, in one word.
func State(r *gate.Request, k party.Colleague) look.Tag {
	switch standing := k.StandingAt(r.Now); {
	case standing == party.Past:
		return look.Tag{Text: r.T("people.standing.past"), Tone: look.Plain}
	case k.LeavingAt != 0:
		return look.Tag{Text: r.T("people.standing.leaving"), Tone: look.Warn}
	case standing == party.Ahead:
		return look.Tag{Text: r.T("people.standing.ahead"), Tone: look.Info}
	}
	return look.Tag{Text: r.T("people.standing.current"), Tone: look.Good}
}

// Seen says when a hat was last worn, and how its wearer signed in.
func Seen(r *gate.Request, k party.Colleague) string {
	if k.SeenAt == 0 {
		return r.T("people.seen.never")
	}
	return look.Moment(r.Lang, k.SeenAt) + " " + r.T("people.method."+k.Method)
}

func row(r *gate.Request, k party.Colleague) []look.Cell {
	roles := organisation.Roles(r, k.Roles)
	tag := State(r, k)
	return []look.Cell{{Text: k.Name, To: Path + "/" + string(k.ID)}, {Text: k.UnitName}, {Text: roles}, {Text: organisation.Term(r, k.From, k.Until)}, {Text: Seen(r, k)}, {Tag: &tag}}
}

// invited says how many invitations are open, and how many wait for an administrator.
func invited(r *gate.Request, list []party.Invitation) *look.Notice {
	live, waiting := 0, 0
	for _, i := range list {
		if i.Live(r.Now) {
			live++
			if i.State == party.InvitationWaiting {
				waiting++
			}
		}
	}
	n := look.Notice{Tone: look.Info, Title: r.T("invited.notice", "n", live), Link: look.Link{To: Path + "/invitations", Text: r.T("invited.title")}}
	switch {
	case live == 0:
		return nil
	case waiting > 0:
		n.Tone, n.Title = look.Warn, r.T("invited.notice.waiting", "n", waiting)
	}
	return &n
}
