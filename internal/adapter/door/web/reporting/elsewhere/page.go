// Package elsewhere is ほかの機関への提出: what of a report is handed in at an authority itself, by when, and the records of having done so
// (R1). The platform keeps what it is told; without a record no authority is said to have the report.
package elsewhere

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/template"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/submitting"
)

// Tx is what the page reads.
type Tx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	ErrandsOf(ident.Case) ([]window.Errand, error)
	Procedure(ref string) (procedure.Procedure, error)
	reporting.FormsTx
}

// Page is filled in by serve.
type Page struct {
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
	Record submitting.Elsewhere
}

const (
	path      = reporting.ReportsPath + "/{number}/elsewhere"
	bodyLimit = 4 << 20 // notes as long as somebody may paste, which are then refused in their place
)

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + path, Needs: mayRead, Handle: p.show},
		{Pattern: "POST " + path, Needs: submitting.MayRecord, Body: bodyLimit, Handle: p.record},
	}
}

// view is what the page shows.
type view struct {
	Number, Summary string
	Back            string
	Notice          *look.Notice
	Problems        look.Problems
	Lines           []line
	Empty           *look.Empty
	Action, Key     string // empty for who may not record
	Exports         []look.Link
}

// line is one errand with its records.
type line struct {
	ID, Name, What, Lead, Law string
	Tag                       look.Tag
	Until                     string
	Records                   []look.Event
	Open                      bool // its form stands open
	Do                        string
	Fields                    []look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("reporting/elsewhere", source)

// loaded is what was read.
type loaded struct {
	filing.Filing
	filing.Content
	of    procedure.Procedure
	list  []window.Errand
	forms []template.Template
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return l, fault.Absent()
	}
	return l, p.Look(r.Context(), r.Scope, "open", func(tx Tx) (_ []ident.Object, err error) {
		if l.Filing, l.Content, err = tx.Filing(n, mayRead); err != nil {
			return nil, err
		}
		if !l.BelongsTo(r.Scope.Org) {
			return nil, fault.Absent()
		}
		if l.of, err = tx.Procedure(string(l.Kind)); err != nil {
			return nil, err
		}
		if l.forms, err = reporting.FormsOf(tx, l.of, l.Filing); err != nil {
			return nil, err
		}
		l.list, err = tx.ErrandsOf(l.Case)
		slices.SortStableFunc(l.list, window.Sooner)
		return []ident.Object{ident.Object(l.ID)}, err
	})
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return l.write(w, r, url.Values{"errand": {r.URL.Query().Get("errand")}}, nil)
}

// record keeps what was typed of one errand, beside what was recorded before.
func (p Page) record(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	h := submitting.Handing{
		Of: l.Number, Errand: ident.Object(fields.Get("errand")), State: window.ErrandState(fields.Get("state")), Number: strings.TrimSpace(fields.Get("number")),
		Note: strings.TrimSpace(strings.ReplaceAll(fields.Get("note"), "\r\n", "\n")),
	}
	wrong := map[string]string{}
	if typed := fields.Get("on"); strings.TrimSpace(typed) != "" && h.State == window.HandedIn {
		day, sentence := r.Day(typed)
		if h.On = day; sentence != "" {
			wrong["on"] = sentence
			return l.write(w, r, fields, wrong)
		}
	}
	key, err := r.Key(sha256.Sum256([]byte(strings.Join([]string{"elsewhere", string(l.Number), fields.Encode()}, "\x00"))))
	if err != nil {
		return err
	}
	err = p.Record.Do(r.Context(), r.Scope, key, h)
	if e, ok := errors.AsType[*fault.Error](err); ok && (e.Kind == fault.Invalid || e.Kind == fault.Conflict || e.Kind == fault.Exceeded) {
		for _, f := range e.Fields {
			wrong[f.Path] = r.Why(f)
		}
		if len(wrong) == 0 {
			wrong["state"] = look.SayArgs(r.Lang, e.Code, e.Args)
		}
		return l.write(w, r, fields, wrong)
	}
	if err != nil {
		return err
	}
	return gate.See(w, reporting.ReportAt(l.Number, "elsewhere")+"?done="+url.QueryEscape(string(h.State)))
}

func (l loaded) write(w http.ResponseWriter, r *gate.Request, typed url.Values, wrong map[string]string) (err error) {
	v := view{Number: string(l.Number), Summary: l.Summary, Back: reporting.ReportAt(l.Number)}
	if r.Scope.Permit(submitting.MayRecord) == nil && l.HeldBy(r.Scope.Org) {
		v.Action = reporting.ReportAt(l.Number, "elsewhere")
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	for _, e := range l.list {
		one := l.line(r, e, typed, wrong)
		v.Lines = append(v.Lines, one)
		v.Problems = append(v.Problems, look.ProblemsOf(one.Fields)...)
	}
	if len(v.Lines) == 0 {
		v.Empty = &look.Empty{Title: r.T("elsewhere.empty"), Text: []string{r.T("elsewhere.empty.text")}, Links: []look.Link{{To: v.Back, Text: r.T("elsewhere.back")}}}
	}
	values, err := l.of.Form.Decode(l.Values)
	if err != nil {
		return err
	}
	v.Exports = reporting.Exports(r.Lang, v.Back, formsheet.Shown(l.of.Form, values), reporting.HasForm(l.forms, l.Filing, values))
	switch done := r.URL.Query().Get("done"); window.ErrandState(done) {
	case window.HandedIn, window.NotOwed:
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("elsewhere.done." + done)}
	case window.ToHandIn:
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	f := r.Frame("elsewhere.title").About(string(l.Number))
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.ReportsPath, Text: r.T("reports.title")}, {To: v.Back, Text: string(l.Number)}, {Text: f.Title}}
	f.Marking = r.T("reports.marking")
	return page.WriteStatus(w, status, f, v)
}

func (l loaded) line(r *gate.Request, e window.Errand, typed url.Values, wrong map[string]string) line {
	v := line{ID: string(e.ID), Name: look.Capital(e.Name().In(string(r.Lang))), What: look.Capital(e.What().In(string(r.Lang))), Tag: reporting.ErrandTag(r, e), Until: reporting.ErrandUntil(r, e)}
	v.Lead = r.T("matrix.elsewhere", "name", e.Name().In(string(r.Lang)))
	if of, ok := law.RecipientOf(e.Authority); ok {
		v.Law = reporting.Provisions(r.Lang, of.Provision)
	}
	if v.Do = r.T("elsewhere.record"); len(e.Records) > 0 {
		v.Do = r.T("elsewhere.again")
	}
	for _, k := range e.Records {
		v.Records = append(v.Records, event(r, k))
	}
	mine := typed.Get("errand") == v.ID
	v.Open = mine
	of := func(name string) (value, why string) {
		if mine {
			return typed.Get(name), wrong[name]
		}
		return "", ""
	}
	state, why := of("state")
	if state == "" {
		state = string(window.HandedIn)
	}
	named := look.Field{Kind: look.Radio, ID: "state-" + v.ID, Name: "state", Label: r.T("elsewhere.state"), Need: true, Error: why}
	for _, s := range []window.ErrandState{window.HandedIn, window.NotOwed} {
		named.Options = append(named.Options, look.Option{Value: string(s), Label: r.T("elsewhere.state." + string(s)), Chosen: state == string(s)})
	}
	on, whyOn := of("on")
	number, whyNumber := of("number")
	note, whyNote := of("note")
	v.Fields = []look.Field{
		named,
		{Kind: look.DayLine, ID: "on-" + v.ID, Name: "on", Label: r.T("elsewhere.on"), Hint: r.T("elsewhere.on.hint"), Example: "令和8年11月27日", Value: on, Width: look.Mid, Error: whyOn},
		{Kind: look.Line, ID: "number-" + v.ID, Name: "number", Label: r.T("elsewhere.number"), Hint: r.T("elsewhere.number.hint"), Free: true, Value: number, Width: look.Mid, Error: whyNumber},
		{Kind: look.Area, ID: "note-" + v.ID, Name: "note", Label: r.T("elsewhere.note"), Hint: r.T("elsewhere.note.hint"), Free: true, Value: clipped(note), Limit: window.RecordNoteMost, Error: whyNote},
	}
	return v
}

func event(r *gate.Request, k window.Record) look.Event {
	v := look.Event{At: k.At, Done: true, What: r.T("elsewhere.state." + string(k.State)), By: k.Name}
	var said []string
	if !k.On.IsZero() {
		said = append(said, look.DayBoth(r.Lang, k.On))
	}
	if k.Number != "" {
		said = append(said, r.T("elsewhere.numbered", "number", k.Number))
	}
	if k.Note != "" {
		said = append(said, k.Note)
	}
	v.Text = strings.Join(said, r.T("reports.comma"))
	return v
}

// clipped is what is given back of a text that is far too long.
func clipped(s string) string {
	if r := []rune(s); len(r) > 20*window.RecordNoteMost {
		return string(r[:20*window.RecordNoteMost])
	}
	return s
}
