// Package exports is 一覧の書き出し that is got ready as a task: it is ordered on a list, its progress is read here, and it is taken in any
// format for a day. Only who ordered one sees it.
package exports

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/exporting"
)

// Path is the page's address.
const Path = "/exports"

// Tx is what the pages read.
type Tx interface {
	Exports() ([]export.Export, error)
	Export(ident.Object) (export.Export, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Order exporting.Order
	Stop  exporting.Stop
	Take  exporting.Take
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	one := Path + "/{export}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: exporting.MayRead, Handle: p.list},
		{Pattern: "POST " + Path, Needs: exporting.MayRead, Body: 8 << 10, Handle: p.order},
		{Pattern: "GET " + one, Needs: exporting.MayRead, Handle: p.show},
		{Pattern: "POST " + one + "/stop", Needs: exporting.MayRead, Body: 4 << 10, Handle: p.stop},
		{Pattern: "GET " + one + "/{format}", Needs: exporting.MayRead, Fresh: true, Handle: p.take},
	}
}

// List is what the list of orders shows.
type List struct {
	Todos []look.Todo
	Empty *look.Empty
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[List]("exports/list", listSource)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	if err := exporting.Permit(r.Scope); err != nil {
		return err
	}
	var all []export.Export
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.Exports()
		return err
	}); err != nil {
		return err
	}
	var v List
	for _, e := range all {
		tag := state(r, e)
		v.Todos = append(v.Todos, look.Todo{What: r.T("exports.one.at", "at", look.Moment(r.Lang, e.At)), Tag: tag, Until: count(r, e), To: look.Link{To: Path + "/" + string(e.ID), Text: r.T("exports.open")}})
	}
	if len(v.Todos) == 0 {
		v.Empty = &look.Empty{Title: r.T("exports.none"), Text: []string{r.T("exports.none.text")}, Links: []look.Link{of(r, "")}}
	}
	return listPage.Write(w, trail(r, "exports.title"), v)
}

// of leads to the list that an order is of.
func of(r *gate.Request, query string) look.Link {
	l := look.Link{To: "/ministry/reports", Text: r.T("received.title")}
	if own, _ := r.Scope.Relations(exporting.MayRead); own {
		l = look.Link{To: "/reporting/reports", Text: r.T("reports.title")}
	}
	if query != "" {
		l.To += "?" + query
	}
	return l
}

func trail(r *gate.Request, title string) look.Frame {
	crumbs := []look.Link{of(r, "")}
	if title != "exports.title" {
		crumbs = append(crumbs, look.Link{To: Path, Text: r.T("exports.title")})
	}
	return r.Frame(title).With(append(crumbs, look.Link{Text: r.T(title)})...)
}

var tones = map[export.State]look.Tone{export.Running: look.Info, export.Ready: look.Good, export.Refused: look.Warn}

func state(r *gate.Request, e export.Export) look.Tag {
	s := e.State
	if s == export.Ready && e.EndsAt <= r.Now {
		s = export.Gone
	}
	return look.Tag{Text: r.T("exports.state." + string(s)), Tone: tones[s]}
}

func count(r *gate.Request, e export.Export) string {
	switch {
	case e.State == export.Ready:
		return r.T("exports.count", "n", look.Number(e.Done))
	case e.Open() && e.Total > 0:
		return r.T("progress.of", "n", look.Number(e.Done), "of", look.Number(e.Total))
	}
	return ""
}

// One is the page of one order.
type One struct {
	Poll     string // asked again while somebody works on it
	Here     string
	Key      string
	State    look.Tag
	Lead     string
	Notice   *look.Notice
	Progress *look.Progress
	Facts    []look.Answer
	Files    []look.Link
	Stop     string
	Back     look.Link
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[One]("exports/one", oneSource)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) write(w http.ResponseWriter, r *gate.Request, problem *fault.Error) error {
	if err := exporting.Permit(r.Scope); err != nil {
		return err
	}
	var e export.Export
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		e, err = tx.Export(ident.Object(r.PathValue("export")))
		return err
	})
	if err != nil {
		return err
	}
	v, err := view(r, e)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if problem != nil {
		status = gate.Status(problem)
		v.Notice = &look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, problem.Code, problem.Args), Assert: true}
	}
	if r.Header.Get("HX-Request") == "true" && problem == nil {
		return onePage.WriteFragment(w, look.Frame{Lang: r.Lang}, "export", v)
	}
	return onePage.WriteStatus(w, status, trail(r, "exports.one"), v)
}

// soon is below what it makes no sense to tell minutes.
const soon = 90 * time.Second

func view(r *gate.Request, e export.Export) (v One, err error) {
	here := Path + "/" + string(e.ID)
	v = One{Here: here, State: state(r, e), Back: of(r, e.Query), Facts: []look.Answer{{Question: r.T("exports.ordered"), Text: look.Moment(r.Lang, e.At)}}}
	over := e.EndsAt <= r.Now
	v.Lead = r.T("exports.lead." + string(e.State))
	switch {
	case e.Open():
		v.Poll = here
		if e.Total > 0 {
			v.Progress = &look.Progress{Label: r.T("exports.progress"), Done: e.Done, Total: max(e.Total, e.Done)}
		}
		if left, ok := e.Left(r.Now); ok {
			v.Progress.Left = r.T("exports.left.soon")
			if left > soon {
				v.Progress.Left = r.T("exports.left", "n", look.Number(int((left+time.Minute-1)/time.Minute)))
			}
		}
	case e.State == export.Ready && over:
		v.Lead = r.T("exports.lead.gone")
	case e.State == export.Ready:
		v.Files = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return here + "/" + format })
		v.Facts = append(v.Facts, look.Answer{Question: r.T("exports.rows"), Text: r.T("exports.count", "n", look.Number(e.Done))}, look.Answer{Question: r.T("exports.until"), Text: look.Moment(r.Lang, e.EndsAt)})
	case e.State == export.Refused:
		v.Notice = &look.Notice{Tone: look.Warn, Title: r.T(e.Why, "limit", look.Number(export.Most))}
	}
	if e.Open() || e.State == export.Ready && !over {
		v.Stop = here + "/stop"
		v.Key, err = r.NewKey()
	}
	return v, err
}

func (p Page) order(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest("export", form.Get("query")))
	if err != nil {
		return err
	}
	id, err := p.Order.Do(r.Context(), r.Scope, key, form.Get("query"))
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+string(id))
}

func (p Page) stop(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := r.PathValue("export")
	key, err := r.Key(organisation.Digest("stop", id))
	if err != nil {
		return err
	}
	err = p.Stop.Do(r.Context(), r.Scope, key, ident.Object(id))
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Conflict {
		return p.write(w, r, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+id)
}

func (p Page) take(w http.ResponseWriter, r *gate.Request) error {
	if _, err := listsheet.Media(r.PathValue("format")); err != nil {
		return err
	}
	e, err := p.Take.Begin(r.Context(), r.Scope, ident.Object(r.PathValue("export")))
	if err != nil {
		return err
	}
	own, _ := r.Scope.Relations(exporting.MayRead)
	return listing.File(r, r.PathValue("format"), own, listsheet.Parts(func(each func(export.Part) bool) error { return p.Take.Do(r.Context(), r.Scope, e, each) })).Send(w)
}
