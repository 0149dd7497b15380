// Package delay is 閲覧の表示を遅らせる措置: for an investigation, the looks of one office at one report are shown to its owner later
// (R45). One officer asks, a supervisor approves, a day ends it; afterwards the owner is shown the looks, and that they were late.
package delay

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/auditing"
)

// Path is the page's address.
const Path = "/ministry/delay"

// MayRead is what the page needs.
var MayRead = access.Permission{Action: access.Read, Object: access.Delays}

var (
	mayAsk    = access.Permission{Action: access.Ask, Object: access.Delays}
	mayDecide = access.Permission{Action: access.Decide, Object: access.Delays}
)

// Tx is what the pages read.
type Tx interface {
	Delay(ident.Object) (access.Delay, error)
	Delays(limit int) ([]access.Delay, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Ask     auditing.AskDelay
	Approve auditing.ApproveDelay
	End     auditing.EndDelay
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/new", Needs: mayAsk, Handle: p.form},
		{Pattern: "POST " + Path + "/new", Needs: mayAsk, Body: admin.BodyLimit, Handle: p.posted},
		{Pattern: "GET " + Path + "/{delay}", Needs: MayRead, Handle: p.show},
		{Pattern: "POST " + Path + "/{delay}/approve", Needs: mayDecide, Body: admin.BodyLimit, Handle: p.approve},
		{Pattern: "POST " + Path + "/{delay}/end", Needs: access.Permission{Action: access.End, Object: access.Delays}, Body: admin.BodyLimit, Handle: p.end},
	}
}

// At is the address of one.
func At(id ident.Object, part ...string) string {
	return strings.Join(append([]string{Path, string(id)}, part...), "/")
}

// ListView is what the list shows.
type ListView struct {
	List  look.Table
	Empty *look.Empty
}

// FormView is the page on which one is asked for.
type FormView struct {
	Problems look.Problems
	Fields   []look.Field
}

// View is what the page of one shows.
type View struct {
	Notices []look.Notice
	Title   string
	State   look.Tag
	Answers []look.Answer
	Events  []look.Event
	Approve string
	End     string
	Key     string
}

//go:embed list.tmpl
var listSource string

//go:embed form.tmpl
var formSource string

//go:embed page.tmpl
var source string

var (
	listPage = look.Parse[ListView]("ministry/delay/list", listSource)
	formPage = look.Parse[FormView]("ministry/delay/form", formSource)
	page     = look.Parse[View]("ministry/delay", source)
)

const most = 200

func place(r *gate.Request, title string) look.Frame {
	crumbs := []look.Link{{To: organisation.Path, Text: r.T("organisation.title")}, {To: Path, Text: r.T("delay.title")}}
	if title == "" {
		crumbs[1].To = ""
		return r.Frame("delay.title").With(crumbs...)
	}
	f := r.Frame("delay.title").With(append(crumbs, look.Link{Text: title})...)
	f.Title = title
	return f
}

func tag(r *gate.Request, d access.Delay) look.Tag {
	switch {
	case d.State == access.DelayWithdrawn:
		return look.Tag{Text: r.T("delay.state.withdrawn"), Tone: look.Plain}
	case d.UntilAt <= r.Now:
		return look.Tag{Text: r.T("delay.state.over"), Tone: look.Plain}
	case d.State == access.DelayApproved:
		return look.Tag{Text: r.T("delay.state.approved"), Tone: look.Info}
	}
	return look.Tag{Text: r.T("delay.state.asked"), Tone: look.Warn}
}

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var all []access.Delay
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.Delays(most)
		return err
	}); err != nil {
		return err
	}
	v := ListView{List: look.Table{Caption: r.T("delay.title"), Hide: true, Heads: []look.Head{{Text: r.T("emergency.about")}, {Text: r.T("matter.ground")}, {Text: r.T("people.until")}, {Text: r.T("opening.state")}}}}
	for _, d := range all {
		state := tag(r, d)
		v.List.Rows = append(v.List.Rows, []look.Cell{{Text: string(d.About), To: At(d.ID), Ref: true}, {Text: d.Ground}, {Text: look.Moment(r.Lang, d.UntilAt)}, {Tag: &state}})
	}
	if len(all) == 0 {
		v.Empty = &look.Empty{Title: r.T("delay.none"), Text: []string{r.T("delay.none.text")}}
	}
	return listPage.Write(w, place(r, ""), v)
}

func (p Pages) form(w http.ResponseWriter, r *gate.Request) error {
	return p.formWrite(w, r, url.Values{"number": {r.URL.Query().Get("number")}}, nil)
}

func (p Pages) formWrite(w http.ResponseWriter, r *gate.Request, typed url.Values, problem error) error {
	why := admin.Why(r, problem)
	v := FormView{Fields: []look.Field{
		{Kind: look.Line, ID: "number", Label: r.T("delay.about"), Need: true, Width: look.Mid, Value: typed.Get("number")},
		{Kind: look.Line, ID: "until", Label: r.T("people.until"), Hint: r.T("delay.until.hint"), Need: true, Width: look.Mid, Value: typed.Get("until")},
		{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("delay.ground.hint"), Need: true, Free: true, Value: typed.Get("ground")},
	}}
	for i, f := range v.Fields {
		if v.Fields[i].Error = why[f.ID]; v.Fields[i].Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: f.Label, Text: v.Fields[i].Error})
		}
	}
	return formPage.WriteStatus(w, admin.Status(problem), place(r, r.T("delay.new")), v)
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	d := access.Delay{Ground: strings.ReplaceAll(typed.Get("ground"), "\r\n", "\n")}
	var l fault.List
	if s := strings.TrimSpace(typed.Get("number")); s != "" {
		if d.About, err = ident.ParseNumber(s); err != nil {
			l.Add("number", "fault.emergency.number", nil)
		}
	}
	until := organisation.Day(r, &l, "until", typed.Get("until"))
	if len(l.Fields) == 0 {
		err = d.Check(until, law.DayOf(r.Now))
	} else {
		err = l.Err()
	}
	if typed.Get("do") == "fix" {
		return p.formWrite(w, r, typed, nil)
	}
	if err != nil {
		return p.formWrite(w, r, typed, err)
	}
	if typed.Get("do") != "go" {
		c := admin.Check{
			Title: r.T("delay.check"), Lead: r.T("delay.check.lead"), Answers: answers(r, d), Action: Path + "/new", Do: r.T("emergency.ask"), Fix: true,
			Notices: []look.Notice{{Tone: look.Info, Title: r.T("delay.effect"), Text: []string{r.T("delay.effect.1"), r.T("delay.effect.2")}}},
		}
		for _, id := range []string{"number", "until", "ground"} {
			c.Carry = append(c.Carry, admin.Pair{Name: id, Value: typed.Get(id)})
		}
		return admin.WriteCheck(w, r, place(r, c.Title), c)
	}
	digest, err := admin.Key(r, []any{d.About, d.Ground, until})
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Ask.Do(r.Context(), r.Scope, key, d, until)
	if fault.Is(err, fault.Hidden) { // the number is what was typed, not the address
		err = &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "number", Code: "fault.delay.absent"}}}
	}
	if admin.Mine(err) {
		return p.formWrite(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id))
}

func answers(r *gate.Request, d access.Delay) []look.Answer {
	return []look.Answer{{Question: r.T("delay.about"), Text: string(d.About)}, {Question: r.T("people.until"), Text: look.Moment(r.Lang, d.UntilAt)}, {Question: r.T("matter.ground"), Text: d.Ground}}
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Pages) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	var d access.Delay
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		d, err = tx.Delay(ident.Object(r.PathValue("delay")))
		return err
	})
	if err != nil {
		return err
	}
	v := View{Notices: admin.Says(r, problem), Title: r.T("delay.of", "number", string(d.About)), State: tag(r, d), Answers: answers(r, d)}
	v.Events = []look.Event{{At: d.AskedAt, What: r.T("delay.event.asked"), By: d.AskedName, Done: true}}
	if d.DecidedAt != 0 {
		v.Events = append(v.Events, look.Event{At: d.DecidedAt, What: r.T("emergency.event.approved"), By: d.DecidedName, Done: true})
	}
	v.Events = append(v.Events, look.Event{At: d.UntilAt, What: r.T("delay.event.over"), Done: d.UntilAt <= r.Now})
	if d.State != access.DelayWithdrawn && d.UntilAt > r.Now {
		v.End = At(d.ID, "end")
		if d.State == access.DelayAsked && d.AskedBy != r.Scope.Person && r.Scope.Permit(mayDecide) == nil {
			v.Approve = At(d.ID, "approve")
		}
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	return page.WriteStatus(w, admin.Status(problem), place(r, v.Title), v)
}

func (p Pages) approve(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(key ident.Key, id ident.Object) error { return p.Approve.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) end(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(key ident.Key, id ident.Object) error { return p.End.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) act(w http.ResponseWriter, r *gate.Request, do func(ident.Key, ident.Object) error) error {
	return admin.Button{Name: "delay", At: At, Do: do, Again: p.write}.Press(w, r)
}
