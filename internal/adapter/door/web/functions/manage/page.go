// Package manage is where functions are opened and closed, and go back: by the platform's administrators for everybody, by a
// ministry's supervisors for those for whom it is competent. What was done stays as a history.
package manage

import (
	"context"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/functions"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/phasing"
)

// Path is the page's address.
const Path = functions.ManagePath

// What the pages need.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.Opening}
	MayWrite = access.Permission{Action: access.Write, Object: access.Opening}
)

// Tx is what the pages read.
type Tx interface {
	Openings() ([]opening.Act, error)
	Opening(ident.Object) (opening.Act, error)
	OpeningOrgs() ([]party.Org, error)
	Person(ident.Person) (party.Person, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Enter phasing.Enter
	End   phasing.End
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/new", Needs: MayWrite, Handle: p.form},
		{Pattern: "POST " + Path + "/new", Needs: MayWrite, Body: admin.BodyLimit, Handle: p.posted},
		{Pattern: "GET " + Path + "/{opening}", Needs: MayRead, Handle: p.show},
		{Pattern: "POST " + Path + "/{opening}/end", Needs: MayWrite, Body: admin.BodyLimit, Handle: p.end},
	}
}

// At is the address of an act.
func At(id ident.Object, part ...string) string {
	return strings.Join(append([]string{Path, string(id)}, part...), "/")
}

// ListView is what the list shows.
type ListView struct {
	Notices []look.Notice
	Acts    look.Table
	Empty   *look.Empty
}

// View is what the page of one act shows.
type View struct {
	Notices []look.Notice
	Title   string
	State   look.Tag
	Answers []look.Answer
	Events  []look.Event
	End     string // address of taking it back; empty when it is over
	Key     string
}

//go:embed list.tmpl
var listSource string

//go:embed page.tmpl
var source string

var (
	listPage = look.Parse[ListView]("functions/manage/list", listSource)
	page     = look.Parse[View]("functions/manage", source)
)

func place(r *gate.Request, title string) look.Frame {
	crumbs := []look.Link{{To: functions.Path, Text: r.T("opening.title")}}
	if title != "" {
		crumbs = append(crumbs, look.Link{To: Path, Text: r.T("opening.manage")}, look.Link{Text: title})
	} else {
		crumbs = append(crumbs, look.Link{Text: r.T("opening.manage")})
	}
	f := r.Frame("opening.manage").With(crumbs...)
	if title != "" {
		f.Title = title
	}
	return f
}

// names are the organisations that acts speak of.
type names map[string]string

func (p Pages) load(r *gate.Request, read func(Tx) error) (names, error) {
	n := names{}
	return n, p.Read(r.Context(), r.Scope, func(tx Tx) error {
		orgs, err := tx.OpeningOrgs()
		for _, o := range orgs {
			n[string(o.ID)] = orgName(r, o)
		}
		if err != nil {
			return err
		}
		return read(tx)
	})
}

func orgName(r *gate.Request, o party.Org) string {
	if r.Lang == look.En && o.NameEn != "" {
		return o.NameEn
	}
	return o.Name
}

// audience words to whom an act speaks.
func audience(r *gate.Request, a opening.Audience, n names) string {
	switch a.Reach {
	case opening.OneKind:
		return register.KindWords(party.Kind(a.Of)).In(string(r.Lang))
	case opening.Ministry:
		return r.T("opening.reach.ministry.of", "name", n[a.Of])
	case opening.OneOrg:
		return n[a.Of]
	case opening.Everybody:
	}
	return r.T("opening.reach.everybody")
}

func way(r *gate.Request, open bool) string {
	if open {
		return r.T("opening.way.open")
	}
	return r.T("opening.way.close")
}

func state(r *gate.Request, a opening.Act) look.Tag {
	switch {
	case a.EndedAt != 0:
		return look.Tag{Text: r.T("opening.act.ended"), Tone: look.Plain}
	case a.UntilAt != 0 && a.UntilAt <= r.Now:
		return look.Tag{Text: r.T("opening.act.past"), Tone: look.Plain}
	case a.FromAt > r.Now:
		return look.Tag{Text: r.T("opening.act.ahead"), Tone: look.Info}
	}
	return look.Tag{Text: r.T("opening.act.now"), Tone: look.Good}
}

func span(r *gate.Request, a opening.Act) (from, until string) {
	from, until = look.Day(r.Lang, law.DayOf(a.FromAt)), r.T("register.until.none")
	if a.UntilAt != 0 {
		until = look.Day(r.Lang, law.DayOf(a.UntilAt-1))
	}
	return from, until
}

func nameOf(r *gate.Request, f opening.Function) string {
	k, _ := opening.Find(f)
	return k.Name.In(string(r.Lang))
}

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var acts []opening.Act
	n, err := p.load(r, func(tx Tx) (err error) {
		acts, err = tx.Openings()
		return err
	})
	if err != nil {
		return err
	}
	v := ListView{Acts: look.Table{Caption: r.T("opening.history"), Hide: true, Heads: []look.Head{
		{Text: r.T("opening.function")}, {Text: r.T("opening.way")}, {Text: r.T("opening.audience")}, {Text: r.T("people.from")}, {Text: r.T("people.until")}, {Text: r.T("opening.entered")}, {Text: r.T("opening.state")},
	}}}
	for _, a := range acts {
		tag := state(r, a)
		from, until := span(r, a)
		v.Acts.Rows = append(v.Acts.Rows, []look.Cell{
			{Text: nameOf(r, a.Function), To: At(a.ID)}, {Text: way(r, a.Open)}, {Text: audience(r, a.Audience, n)}, {Text: from}, {Text: until}, {Text: n[string(a.Org)] + "\n" + look.Moment(r.Lang, a.At)}, {Tag: &tag},
		})
	}
	if len(acts) == 0 {
		v.Empty = &look.Empty{Title: r.T("opening.none"), Text: []string{r.T("opening.none.text")}}
	}
	return listPage.Write(w, place(r, ""), v)
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Pages) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	var a opening.Act
	who := map[string]string{}
	n, err := p.load(r, func(tx Tx) (err error) {
		if a, err = tx.Opening(ident.Object(r.PathValue("opening"))); err != nil {
			return err
		}
		for _, id := range []string{a.By, a.EndedBy} {
			if id == "" {
				continue
			}
			one, err := tx.Person(ident.Person(id))
			if err != nil && !fault.Is(err, fault.Hidden) {
				return err
			}
			who[id] = one.Name
		}
		return nil
	})
	if err != nil {
		return err
	}
	v := View{Notices: admin.Says(r, problem), Title: nameOf(r, a.Function) + " ― " + way(r, a.Open), State: state(r, a), Answers: words(r, a, n)}
	if r.URL.Query().Get("done") == "entered" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("opening.done")})
	}
	v.Events = []look.Event{{At: a.At, What: r.T("opening.entered"), By: who[a.By], Done: true}}
	if a.EndedAt != 0 {
		v.Events = append(v.Events, look.Event{At: a.EndedAt, What: r.T("opening.act.ended"), By: who[a.EndedBy], Done: true})
	} else if a.UntilAt == 0 || a.UntilAt > r.Now {
		v.End = At(a.ID, "end")
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	return page.WriteStatus(w, admin.Status(problem), place(r, v.Title), v)
}

// words lists what an act says.
func words(r *gate.Request, a opening.Act, n names) []look.Answer {
	from, until := span(r, a)
	list := []look.Answer{
		{Question: r.T("opening.function"), Text: nameOf(r, a.Function)}, {Question: r.T("opening.way"), Text: way(r, a.Open)}, {Question: r.T("opening.audience"), Text: audience(r, a.Audience, n)},
		{Question: r.T("people.from"), Text: from}, {Question: r.T("people.until"), Text: until}, {Question: r.T("matter.ground"), Text: a.Words.Ground},
	}
	for _, more := range []look.Answer{{Question: r.T("opening.when"), Text: a.Words.When}, {Question: r.T("opening.until.form"), Text: a.Words.Form}, {Question: r.T("opening.until.address"), Text: a.Words.Address}} {
		if more.Text != "" {
			list = append(list, more)
		}
	}
	return list
}

func (p Pages) end(w http.ResponseWriter, r *gate.Request) error {
	do := func(key ident.Key, id ident.Object) error { return p.End.Do(r.Context(), r.Scope, key, id) }
	return admin.Button{Name: "opening", At: At, Do: do, Again: p.write}.Press(w, r)
}
