// Package member is the page of one colleague: hat, roles, dates, sign-ins, what was changed, and the two things that an
// administrator does: give other roles or another unit, and end the hat.
package member

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/members"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Tx is what the pages read.
type Tx interface {
	Colleague(ident.Hat) (party.Colleague, error)
	History(ident.Hat) ([]party.Chapter, error)
	OwnUnits() ([]party.Unit, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Change appointing.Change
	End    appointing.End
}

const at = members.Path + "/{hat}"

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + at, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "GET " + at + "/change", Needs: organisation.MayWrite, Handle: p.changing},
		{Pattern: "POST " + at + "/change", Needs: organisation.MayWrite, Body: 16 << 10, Handle: p.changing},
		{Pattern: "POST " + at + "/change/send", Needs: organisation.MayWrite, Body: 16 << 10, Handle: p.change},
		{Pattern: "GET " + at + "/end", Needs: organisation.MayWrite, Handle: p.ending},
		{Pattern: "POST " + at + "/end", Needs: organisation.MayWrite, Body: 16 << 10, Handle: p.ending},
		{Pattern: "POST " + at + "/end/send", Needs: organisation.MayWrite, Body: 16 << 10, Handle: p.end},
	}
}

// View is what the page shows.
type View struct {
	Name    string
	Tag     look.Tag
	Facts   []look.Answer
	History []look.Event
	Here    string
	Hat     ident.Hat
	Past    bool
	Leaving string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/members/member", source)

type loaded struct {
	party.Colleague
	history []party.Chapter
	units   []party.Unit
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.Colleague, err = tx.Colleague(ident.Hat(r.PathValue("hat"))); err != nil {
			return err
		}
		if l.history, err = tx.History(l.ID); err != nil {
			return err
		}
		l.units, err = tx.OwnUnits()
		return err
	})
	return l, err
}

func (l loaded) here() string { return members.Path + "/" + string(l.ID) }

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Name: l.Name, Tag: members.State(r, l.Colleague), Here: l.here(), Hat: l.ID, Past: l.StandingAt(r.Now) == party.Past}
	if l.LeavingAt != 0 && !v.Past {
		v.Leaving = r.T("people.leaving.text", "at", look.Moment(r.Lang, l.LeavingAt))
	}
	v.Facts = []look.Answer{
		{Question: r.T("people.kana"), Text: l.Kana}, {Question: r.T("people.unit"), Text: l.UnitName}, {Question: r.T("people.roles"), Text: organisation.Roles(r, l.Roles)},
		{Question: r.T("people.term.head"), Text: organisation.Term(r, l.From, l.Until)}, {Question: r.T("people.mail"), Text: l.Mail}, {Question: r.T("people.phone"), Text: l.Phone},
		{Question: r.T("people.seen"), Text: members.Seen(r, l.Colleague)}, {Question: r.T("people.tokens"), Text: r.T("people.tokens.n", "n", look.Number(l.Tokens))},
	}
	for _, c := range l.history {
		v.History = append(v.History, look.Event{At: c.At, What: ledger.Kind(c.Kind).Label().In(string(r.Lang))})
	}
	return page.Write(w, r.Frame("people.one").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: members.Path, Text: r.T("people.title")}, look.Link{Text: l.Name}), v)
}

// typed is the form, or what the hat is today where nothing was typed yet.
func typed(r *gate.Request, today url.Values) (url.Values, error) {
	if r.Method == http.MethodPost {
		return r.Fields()
	}
	key, err := r.NewKey()
	today.Set("key", key)
	return today, err
}

func write(w http.ResponseWriter, r *gate.Request, status int, l loaded, v organisation.Sheet) error {
	v.Back = look.Link{To: l.here(), Text: r.T("people.stay")}
	return v.Write(w, r, status, look.Link{To: members.Path, Text: r.T("people.title")}, look.Link{To: l.here(), Text: l.Name})
}

func changeSheet(r *gate.Request, l loaded, form url.Values) organisation.Sheet {
	return organisation.Sheet{
		Key: "people.change", Lead: organisation.Full(r, l.Colleague), Here: l.here() + "/change", Next: r.T("people.next"), Do: r.T("people.change.do"),
		Fields: []look.Field{organisation.KeyField(form.Get("key")), organisation.UnitField(r, l.units, ident.Unit(form.Get("unit"))), organisation.Boxes(r, access.Offices(r.Scope.Kind), form["roles"])},
	}
}

func (p Page) changing(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	form, err := typed(r, url.Values{"unit": {string(l.Unit)}, "roles": l.Roles})
	if err != nil {
		return err
	}
	v := changeSheet(r, l, form)
	if form.Get("do") == "check" {
		if len(form["roles"]) == 0 {
			v.Tell(r, &fault.Error{Kind: fault.Invalid, Fields: []fault.Field{{Path: "roles", Code: "fault.people.roles"}}})
			return write(w, r, http.StatusUnprocessableEntity, l, v)
		}
		unit := ""
		for _, u := range l.units {
			if string(u.ID) == form.Get("unit") {
				unit = u.Name
			}
		}
		v.Answers = []look.Answer{
			{Question: r.T("people.unit"), Text: unit, Note: r.T("people.was", "was", l.UnitName)},
			{Question: r.T("people.roles"), Text: organisation.Roles(r, form["roles"]), Note: r.T("people.was", "was", organisation.Roles(r, l.Roles))},
		}
		v.Told, v.Hidden = []string{r.T("people.change.told")}, organisation.Keep(form, "unit", "roles")
	}
	return write(w, r, http.StatusOK, l, v)
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	form, err := r.Fields()
	if err != nil {
		return err
	}
	a := appointing.Assignment{Hat: l.ID, Unit: ident.Unit(form.Get("unit")), Roles: form["roles"]}
	key, err := r.Key(organisation.Digest(a))
	if err != nil {
		return err
	}
	err = p.Change.Do(r.Context(), r.Scope, key, a)
	if e, mine := organisation.Mine(err); mine {
		v := changeSheet(r, l, form)
		v.Tell(r, e)
		return write(w, r, gate.Status(e), l, v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, members.Path+"?done=changed")
}

func endSheet(r *gate.Request, l loaded, form url.Values) organisation.Sheet {
	return organisation.Sheet{
		Key: "people.end", Lead: organisation.Full(r, l.Colleague), Here: l.here() + "/end", Next: r.T("people.next"), Do: r.T("people.end.do"), Danger: true,
		Fields: []look.Field{
			organisation.KeyField(form.Get("key")),
			{Kind: look.Line, ID: "on", Label: r.T("people.end.on"), Hint: r.T("people.end.on.hint"), Value: form.Get("on"), Free: true, Width: look.Mid},
		},
	}
}

func (p Page) ending(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	form, err := typed(r, url.Values{})
	if err != nil {
		return err
	}
	v := endSheet(r, l, form)
	if form.Get("do") == "check" {
		var bad fault.List
		on := organisation.Day(r, &bad, "on", form.Get("on"))
		if e, mine := organisation.Mine(bad.Err()); mine {
			v.Tell(r, e)
			return write(w, r, http.StatusUnprocessableEntity, l, v)
		}
		when := r.T("people.end.now")
		if !on.IsZero() {
			when = r.T("people.end.day", "day", look.Day(r.Lang, on))
		}
		v.Answers = []look.Answer{{Question: r.T("people.end.on"), Text: when}}
		v.Told, v.Hidden = []string{r.T("people.end.told")}, organisation.Keep(form, "on")
	}
	return write(w, r, http.StatusOK, l, v)
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	form, err := r.Fields()
	if err != nil {
		return err
	}
	var bad fault.List
	on := organisation.Day(r, &bad, "on", form.Get("on"))
	if err = bad.Err(); err == nil {
		err = p.finish(r, l.ID, on)
	}
	if e, mine := organisation.Mine(err); mine {
		v := endSheet(r, l, form)
		v.Tell(r, e)
		return write(w, r, gate.Status(e), l, v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, members.Path+"?done=ended")
}

func (p Page) finish(r *gate.Request, hat ident.Hat, on law.Day) error {
	key, err := r.Key(organisation.Digest(hat, on))
	if err != nil {
		return err
	}
	return p.End.Do(r.Context(), r.Scope, key, hat, on)
}
