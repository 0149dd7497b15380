// Package deputy names somebody who acts for another from one day to another (代理, R12): the form, a page to check it, and
// the naming.
package deputy

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/deputy"

// Tx is what the page reads.
type Tx interface {
	Colleagues() ([]party.Colleague, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Depute appointing.Depute
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayWrite, Handle: p.fill},
		{Pattern: "POST " + Path, Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.fill},
		{Pattern: "POST " + Path + "/send", Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.send},
	}
}

func (p Page) people(r *gate.Request) (people []party.Colleague, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		people, err = tx.Colleagues()
		return err
	})
	organisation.Sort(people)
	return people, err
}

func deputising(r *gate.Request, form url.Values) (appointing.Deputising, error) {
	var l fault.List
	d := appointing.Deputising{
		For: ident.Hat(form.Get("for")), Deputy: ident.Hat(form.Get("deputy")), Roles: form["roles"],
		From: organisation.Day(r, &l, "from", form.Get("from")), Until: organisation.Day(r, &l, "until", form.Get("until")),
	}
	for _, path := range []string{"for", "deputy", "from", "until"} {
		if form.Get(path) == "" {
			l.Add(path, "fault.required", nil)
		}
	}
	if len(d.Roles) == 0 {
		l.Add("roles", "fault.people.roles", nil)
	}
	return d, l.Err()
}

func sheet(r *gate.Request, people []party.Colleague, form url.Values) organisation.Sheet {
	acts := slices.DeleteFunc(access.Offices(r.Scope.Kind), func(role access.Role) bool { return access.Administers(r.Scope.Kind, []string{string(role)}) })
	return organisation.Sheet{
		Key: "deputy.new", Lead: r.T("deputy.lead"), Here: Path, Back: look.Link{To: organisation.Path + "/handover", Text: r.T("people.stay")}, Next: r.T("people.next"), Do: r.T("deputy.do"),
		Fields: []look.Field{
			organisation.KeyField(form.Get("key")),
			organisation.Pick(r, "for", "deputy.for", people, ident.Hat(form.Get("for"))),
			organisation.Pick(r, "deputy", "deputy.who", people, ident.Hat(form.Get("deputy"))),
			{Kind: look.Line, ID: "from", Label: r.T("deputy.from"), Value: form.Get("from"), Need: true, Width: look.Mid, Example: r.T("handover.on.example")},
			{Kind: look.Line, ID: "until", Label: r.T("deputy.until"), Hint: r.T("deputy.until.hint"), Value: form.Get("until"), Need: true, Width: look.Mid},
			organisation.Boxes(r, acts, form["roles"]),
		},
	}
}

func write(w http.ResponseWriter, r *gate.Request, status int, v organisation.Sheet) error {
	return v.Write(w, r, status, look.Link{To: organisation.Path + "/handover", Text: r.T("handover.title")})
}

func (p Page) fill(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Typed()
	if err != nil {
		return err
	}
	people, err := p.people(r)
	if err != nil {
		return err
	}
	v := sheet(r, people, form)
	if form.Get("do") != "check" {
		return write(w, r, http.StatusOK, v)
	}
	d, err := deputising(r, form)
	if e, mine := organisation.Mine(err); mine {
		v.Tell(r, e)
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	of := slices.IndexFunc(people, func(k party.Colleague) bool { return k.ID == d.For })
	deputy := slices.IndexFunc(people, func(k party.Colleague) bool { return k.ID == d.Deputy })
	if of < 0 || deputy < 0 { // nobody whom the form offers
		return fault.Absent()
	}
	v.Answers = []look.Answer{
		{Question: r.T("deputy.for"), Text: organisation.Full(r, people[of])}, {Question: r.T("deputy.who"), Text: organisation.Full(r, people[deputy])},
		{Question: r.T("deputy.from"), Text: look.DayBoth(r.Lang, d.From)}, {Question: r.T("deputy.until"), Text: look.DayBoth(r.Lang, d.Until)}, {Question: r.T("people.roles"), Text: organisation.Roles(r, d.Roles)},
	}
	v.Told, v.Hidden = []string{r.T("deputy.told")}, organisation.Keep(form, "for", "deputy", "from", "until", "roles")
	return write(w, r, http.StatusOK, v)
}

func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	d, err := deputising(r, form)
	if err == nil {
		key, bad := r.Key(organisation.Digest(d))
		if bad != nil {
			return bad
		}
		err = p.Depute.Do(r.Context(), r.Scope, key, d)
	}
	if e, mine := organisation.Mine(err); mine {
		people, err := p.people(r)
		if err != nil {
			return err
		}
		v := sheet(r, people, form)
		v.Tell(r, e)
		return write(w, r, gate.Status(e), v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, organisation.Path+"/handover?done=deputy")
}
