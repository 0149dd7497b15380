// Package emergency is 緊急閲覧 (break-glass): one administrator asks, another approves, one report is read for a bounded time, and its
// owner is told. The platform's administrators read nothing otherwise.
package emergency

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/breaking"
)

// Path is the page's address.
const Path = "/emergency"

// What the pages need.
var (
	MayRead = access.Permission{Action: access.Read, Object: access.Glass}
	mayAsk  = access.Permission{Action: access.Ask, Object: access.Glass}
	report  = access.Permission{Action: access.Read, Object: access.Report}
)

// Tx is what the pages read.
type Tx interface {
	Glass(ident.Object) (emergency.Glass, error)
	GlassList(limit int) ([]emergency.Glass, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Look    func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Ask     breaking.Ask
	Approve breaking.Approve
	End     breaking.End
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/new", Needs: mayAsk, Handle: p.form},
		{Pattern: "POST " + Path + "/new", Needs: mayAsk, Body: admin.BodyLimit, Handle: p.posted},
		{Pattern: "GET " + Path + "/{glass}", Needs: MayRead, Handle: p.show},
		{Pattern: "GET " + Path + "/{glass}/read", Needs: MayRead, Handle: p.read},
		{Pattern: "POST " + Path + "/{glass}/approve", Needs: access.Permission{Action: access.Decide, Object: access.Glass}, Body: admin.BodyLimit, Handle: p.approve},
		{Pattern: "POST " + Path + "/{glass}/end", Needs: access.Permission{Action: access.End, Object: access.Glass}, Body: admin.BodyLimit, Handle: p.end},
	}
}

// At is the address of one.
func At(id ident.Object, part ...string) string {
	return strings.Join(append([]string{Path, string(id)}, part...), "/")
}

// ListView is what the list shows.
type ListView struct {
	Lead  string
	New   string
	List  look.Table
	Empty *look.Empty
}

// View is what the page of one shows.
type View struct {
	Notices []look.Notice
	Title   string
	State   look.Tag
	Lead    string
	Answers []look.Answer
	Events  []look.Event
	Approve string
	End     string
	Read    string // address at which the one who asked reads
	Key     string
}

//go:embed list.tmpl
var listSource string

//go:embed page.tmpl
var source string

var (
	listPage = look.Parse[ListView]("emergency/list", listSource)
	page     = look.Parse[View]("emergency", source)
)

const most = 200

func place(r *gate.Request, title string) look.Frame {
	if title == "" {
		return r.Frame("emergency.title")
	}
	f := r.Frame("emergency.title").With(look.Link{To: Path, Text: r.T("emergency.title")}, look.Link{Text: title})
	f.Title = title
	return f
}

var tones = map[emergency.State]look.Tone{emergency.Asked: look.Warn, emergency.Approved: look.Warn, emergency.Open: look.Danger}

// Tag is where one stands now.
func Tag(r *gate.Request, g emergency.Glass) look.Tag {
	t := look.Tag{Text: r.T("emergency.state." + string(g.Now(r.Now))), Tone: tones[g.Now(r.Now)]}
	if t.Tone == "" {
		t.Tone = look.Plain
	}
	return t
}

func asks(r *gate.Request) bool { return r.Scope.Permit(mayAsk) == nil }

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var all []emergency.Glass
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.GlassList(most)
		return err
	})
	if err != nil {
		return err
	}
	v := ListView{Lead: r.T("emergency.lead.owner"), List: look.Table{Caption: r.T("emergency.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("emergency.number")}, {Text: r.T("emergency.about")}, {Text: r.T("emergency.at")}, {Text: r.T("emergency.until")}, {Text: r.T("opening.state")},
	}}}
	if asks(r) {
		v.Lead, v.New = r.T("emergency.lead"), Path+"/new"
	}
	for _, g := range all {
		tag := Tag(r, g)
		until := ""
		if g.UntilAt != 0 {
			until = look.Moment(r.Lang, g.UntilAt)
		}
		v.List.Rows = append(v.List.Rows, []look.Cell{{Text: string(g.Number), To: At(g.ID), Ref: true}, {Text: string(g.About), Ref: true}, {Text: look.Moment(r.Lang, g.AskedAt)}, {Text: until}, {Tag: &tag}})
	}
	if len(all) == 0 {
		v.Empty = &look.Empty{Title: r.T("emergency.none"), Text: []string{r.T("emergency.none.text")}}
	}
	return listPage.Write(w, place(r, ""), v)
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Pages) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	var g emergency.Glass
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		g, err = tx.Glass(ident.Object(r.PathValue("glass")))
		return err
	})
	if err != nil {
		return err
	}
	v := View{Notices: admin.Says(r, problem), Title: r.T("emergency.of", "number", string(g.Number)), State: Tag(r, g), Answers: answers(r, g), Events: events(r, g), Lead: r.T("emergency.lead.owner")}
	if asks(r) {
		v.Lead = r.T("emergency.lead")
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
		switch now := g.Now(r.Now); {
		case now == emergency.Asked && g.AskedBy != r.Scope.Person:
			v.Approve, v.End = At(g.ID, "approve"), At(g.ID, "end")
		case now == emergency.Asked, now == emergency.Approved:
			v.End = At(g.ID, "end")
		case now == emergency.Open:
			v.End = At(g.ID, "end")
			if g.AskedBy == r.Scope.Person {
				v.Read = gate.SwitchPath + "?return=" + At(g.ID, "read")
			}
		}
	} else if r.Scope.InGlass() && g.Now(r.Now) == emergency.Open {
		v.Read = At(g.ID, "read")
	}
	return page.WriteStatus(w, admin.Status(problem), place(r, v.Title), v)
}

func answers(r *gate.Request, g emergency.Glass) []look.Answer {
	list := []look.Answer{{Question: r.T("emergency.about"), Text: string(g.About)}, {Question: r.T("emergency.reason"), Text: g.Reason}, {Question: r.T("emergency.hours"), Text: r.T("emergency.hours.n", "n", strconv.Itoa(g.Hours))}}
	if g.UntilAt != 0 {
		end := g.UntilAt
		if g.State == emergency.Ended {
			end = g.EndedAt
		}
		list = append(list, look.Answer{Question: r.T("emergency.span"), Text: look.Moment(r.Lang, g.OpenedAt) + " ― " + look.Moment(r.Lang, end)})
	}
	return list
}

// events name persons to the platform alone: the store leaves the names out for everybody else.
func events(r *gate.Request, g emergency.Glass) []look.Event {
	list := []look.Event{{At: g.AskedAt, What: r.T("emergency.event.asked"), By: g.AskedName, Done: true}}
	if g.DecidedAt != 0 {
		list = append(list, look.Event{At: g.DecidedAt, What: r.T("emergency.event.approved"), By: g.DecidedName, Done: true})
	}
	if g.OpenedAt != 0 {
		list = append(list, look.Event{At: g.OpenedAt, What: r.T("emergency.event.opened"), Done: true})
	}
	if g.EndedAt != 0 {
		list = append(list, look.Event{At: g.EndedAt, What: r.T("emergency.event.ended"), By: g.EndedName, Done: true})
	} else if g.UntilAt != 0 {
		list = append(list, look.Event{At: g.UntilAt, What: r.T("emergency.event.over"), Done: g.UntilAt <= r.Now})
	}
	return list
}

func (p Pages) approve(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(key ident.Key, id ident.Object) error { return p.Approve.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) end(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(key ident.Key, id ident.Object) error { return p.End.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) act(w http.ResponseWriter, r *gate.Request, do func(ident.Key, ident.Object) error) error {
	return admin.Button{Name: "glass", At: At, Do: do, Again: p.write}.Press(w, r)
}
