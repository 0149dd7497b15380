// Package telephone is 電話連絡表 (R6) of one report: whom to call, with which number, who was called when, and one press that records
// what became of a call. It prints on one sheet.
package telephone

import (
	"context"
	_ "embed"
	"iter"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	contacts "kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/calling"
)

// Tx is what the page reads.
type Tx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Procedure(ref string) (procedure.Procedure, error)
	CallList() (oncall.List, error)
	CallListOf(ident.Filing) (oncall.List, error)
	CallsOf(ident.Filing) ([]oncall.Call, error)
	Intake(ident.Filing) (intake.Intake, error)
	DutyTurns(from, until ident.Instant) ([]oncall.Turn, error)
	DutyTurnsOf(ident.Filing) ([]oncall.Turn, error)
	DutyConfirmedOf(ident.Filing, ident.Unit) (ident.Instant, error)
}

// Page is filled in by serve.
type Page struct {
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Record calling.Record
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	desk := access.Permission{Action: access.Read, Object: access.Desk}
	const at = "/ministry/reports/{number}/telephone"
	return []gate.Route{
		{Pattern: "GET " + at, Needs: desk, Handle: p.show},
		{Pattern: "POST " + at, Needs: desk, Body: 8 << 10, Handle: p.record},
	}
}

// View is what the page shows.
type View struct {
	Number, Here, Key string
	Report            string // address of the report
	Arrived           ident.Instant
	Callback          string
	Phoned            *reporting.Telephone // 電話での受付
	Reached           look.Notice
	Notices           []look.Notice
	Problems          look.Problems
	Own, Theirs       *look.Table
	OwnDuty, OnDuty   string // who is on duty now
	Unconfirmed       *look.Tag
	Set               *look.Link // where contacts are set, when there are none
	Who, Kind         look.Field
	Calls             *look.Table
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/telephone", source)

// opened is what was read.
type opened struct {
	filing.Filing
	callback    string
	came        intake.Intake
	own, theirs oncall.List
	ownDuty     []oncall.Turn
	theirDuty   []oncall.Turn
	confirmed   ident.Instant // theirs
	calls       []oncall.Call
}

func (p Page) open(r *gate.Request) (o opened, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return o, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		var c filing.Content
		if o.Filing, c, err = tx.Filing(n, calling.MayRecord); err != nil {
			return nil, err
		}
		if o.callback, err = callback(tx, o.Filing, c); err != nil {
			return nil, err
		}
		if o.own, err = tx.CallList(); err != nil {
			return nil, err
		}
		if o.ownDuty, err = tx.DutyTurns(r.Now, r.Now+1); err != nil {
			return nil, err
		}
		if o.callback != "" { // to whom the contact was not released, nobody of theirs is named
			if err := o.readTheirs(tx); err != nil {
				return nil, err
			}
		}
		if o.came, err = tx.Intake(o.ID); err != nil {
			return nil, err
		}
		o.calls, err = tx.CallsOf(o.ID)
		return []ident.Object{ident.Object(o.ID)}, err
	})
	return o, err
}

// readTheirs reads whom the operator has called.
func (o *opened) readTheirs(tx Tx) (err error) {
	if o.theirs, err = tx.CallListOf(o.ID); err != nil {
		return err
	}
	if o.theirDuty, err = tx.DutyTurnsOf(o.ID); err != nil || o.theirs.Rev == 0 {
		return err
	}
	o.confirmed, err = tx.DutyConfirmedOf(o.ID, o.theirs.Unit)
	return err
}

// callback is where to call back, as far as it was released to this office.
func callback(tx Tx, f filing.Filing, c filing.Content) (string, error) {
	released, err := tx.Released([]ident.Filing{f.ID})
	if err != nil {
		return "", err
	}
	of, err := tx.Procedure(string(f.Kind))
	if err != nil {
		return "", err
	}
	c, err = c.Cut(of, released[f.ID])
	return c.Filer.Contact, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	return p.write(w, r, o, nil)
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, o opened, bad error) (err error) {
	report := "/ministry/reports/" + o.Number.ASCII()
	v := View{Number: string(o.Number), Here: report + "/telephone", Report: report, Arrived: o.ArrivedAt, Callback: o.callback, Phoned: reporting.TelephoneOf(r, o.came.Cut(r.Scope.Org, false)), Reached: reached(r, o.calls), Notices: admin.Says(r, bad)}
	if r.URL.Query().Get("done") == "recorded" && bad == nil {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("oncall.recorded")})
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if len(o.own.Contacts) > 0 {
		t := contacts.Table(r, o.own)
		v.Own = &t
	} else {
		v.Set = &look.Link{To: contacts.Path, Text: r.T("oncall.set")}
	}
	if len(o.theirs.Contacts) > 0 {
		t := contacts.Table(r, o.theirs)
		t.Caption = r.T("oncall.theirs")
		v.Theirs = &t
		if !(oncall.State{Contacts: 1, ConfirmedAt: o.confirmed}).Confirmed(r.Now) {
			v.Unconfirmed = &look.Tag{Text: r.T("roster.unconfirmed"), Tone: look.Warn}
		}
	}
	v.OwnDuty, v.OnDuty = duty(o.ownDuty, r.Now), duty(o.theirDuty, r.Now)
	v.form(r, o, admin.Why(r, bad))
	if len(o.calls) > 0 {
		v.Calls = calls(r, o.calls)
	}
	frame := r.Frame("oncall.sheet").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: report, Text: v.Number}, look.Link{Text: r.T("oncall.sheet")})
	return page.WriteStatus(w, admin.Status(bad), frame, v)
}

// duty names who is on duty at an instant, the first to be called first.
func duty(turns []oncall.Turn, at ident.Instant) string {
	var names []string
	for _, t := range oncall.OnDuty(turns, at) {
		names = append(names, contacts.Named(t.Who)+" "+t.Who.Phone)
	}
	return strings.Join(names, ", ")
}

// form is one press: whom, and what became of it.
func (v *View) form(r *gate.Request, o opened, why map[string]string) {
	v.Who = look.Field{Kind: look.Select, ID: "who", Label: r.T("oncall.who"), Free: true, Width: look.Mid, Options: []look.Option{{Value: "", Label: r.T("oncall.who.none")}}}
	for id, c := range o.callees() {
		v.Who.Options = append(v.Who.Options, look.Option{Value: id, Label: contacts.Named(c) + " " + c.Phone})
	}
	v.Kind = look.Field{Kind: look.Radio, ID: "kind", Label: r.T("oncall.became"), Need: true, Error: why["kind"]}
	for _, k := range oncall.Records {
		v.Kind.Options = append(v.Kind.Options, look.Option{Value: string(k), Label: r.T("oncall.kind." + string(k)), Note: r.T("oncall.kind." + string(k) + ".note")})
	}
	v.Problems = look.ProblemsOf([]look.Field{v.Kind})
}

// reached says whether somebody of the office has it.
func reached(r *gate.Request, list []oncall.Call) look.Notice {
	n := look.Notice{Tone: look.Info, Title: r.T("oncall.state.none")}
	for _, c := range list {
		switch {
		case c.Kind.Reached():
			return look.Notice{Tone: look.Good, Title: r.T("oncall.state.reached", "at", look.Moment(r.Lang, c.At))}
		case c.Kind == oncall.Step:
			n = look.Notice{Tone: look.Warn, Title: r.T("oncall.state.calling", "n", c.Step, "at", look.Moment(r.Lang, c.At))}
		}
	}
	return n
}

func calls(r *gate.Request, list []oncall.Call) *look.Table {
	t := look.Table{Caption: r.T("oncall.calls"), Hide: true, Heads: []look.Head{{Text: r.T("oncall.at")}, {Text: r.T("oncall.became")}, {Text: r.T("oncall.who")}, {Text: r.T("oncall.phone")}, {Text: r.T("oncall.by")}}}
	for _, c := range list {
		by := c.By
		if c.Kind == oncall.Step {
			by = r.T("oncall.by.platform")
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: look.Moment(r.Lang, c.At)}, {Text: r.T("oncall.kind." + string(c.Kind))}, {Text: contacts.Named(c.Who)}, {Text: c.Who.Phone}, {Text: by}})
	}
	return &t
}

// callees are all who can be called, in the order of the page, by what the form calls them.
func (o opened) callees() iter.Seq2[string, oncall.Contact] {
	return func(yield func(string, oncall.Contact) bool) {
		for _, l := range []struct {
			name string
			oncall.List
		}{{"own-duty-", onDuty(o.ownDuty)}, {"own-", o.own}, {"theirs-duty-", onDuty(o.theirDuty)}, {"theirs-", o.theirs}} {
			for i, c := range l.Contacts {
				if !yield(l.name+strconv.Itoa(i+1), c) {
					return
				}
			}
		}
	}
}

// onDuty are those of turns as a list.
func onDuty(turns []oncall.Turn) (l oncall.List) {
	for _, t := range turns {
		if !t.Away {
			l.Contacts = append(l.Contacts, t.Who)
		}
	}
	return l
}

// chosen is whom the form names; nobody where it names none of those shown.
func (o opened) chosen(value string) oncall.Contact {
	for id, c := range o.callees() {
		if id == value {
			return c
		}
	}
	return oncall.Contact{}
}

func (p Page) record(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.open(r)
	if err != nil {
		return err
	}
	c := oncall.Call{Kind: oncall.Kind(posted.Get("kind")), Said: oncall.Said{Who: o.chosen(posted.Get("who"))}}
	key, err := r.Key(organisation.Digest(o.Number, c.Kind, posted.Get("who")))
	if err != nil {
		return err
	}
	err = p.Record.Do(r.Context(), r.Scope, key, o.Number, c)
	if admin.Mine(err) {
		return p.write(w, r, o, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, "/ministry/reports/"+o.Number.ASCII()+"/telephone?done=recorded")
}
