// Package requests is what either side does about a question that waits: the operator asks for more time, the office gives
// it or not, or asks once more. A form, a page to check it, and sending on an address of its own.
package requests

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// Tx is what the pages read.
type Tx interface {
	Asked(f, r ident.Number, p access.Permission) (filing.Filing, request.Request, error)
}

// Page is filled in by serve, once for each side.
type Page struct {
	Office bool // the side that asked
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Step   asking.Step
}

const bodyLimit = 64 << 10 // a reason that is too long still comes back, with its place named

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	at, needs := "/reporting/reports/{number}/requests/{request}/extension", asking.MayStep(request.ExtensionAsked)
	if p.Office {
		at, needs = "/ministry/reports/{number}/requests/{request}", access.Permission{Action: access.Read, Object: access.Desk}
	}
	return []gate.Route{
		{Pattern: "GET " + at, Needs: needs, Handle: p.show},
		{Pattern: "POST " + at, Needs: needs, Body: bodyLimit, Handle: p.check},
		{Pattern: "POST " + at + "/send", Needs: needs, Body: bodyLimit, Handle: p.send},
	}
}

// asked is the question of the address, with the number of the filing that it is about.
type asked struct {
	request.Request
	of ident.Number
}

func (p Page) open(r *gate.Request) (a asked, err error) {
	of, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return a, fault.Absent()
	}
	n, err := ident.ParseNumber(r.PathValue("request"))
	if err != nil {
		return a, fault.Absent()
	}
	may := asking.MayStep(request.ExtensionAsked)
	if p.Office {
		may = asking.MayStep(request.Chased)
	}
	err = p.Look(r.Context(), r.Scope, "act", func(tx Tx) ([]ident.Object, error) {
		f, q, err := tx.Asked(of, n, may)
		if err == nil && (p.Office && q.Org != r.Scope.Org || !p.Office && q.AskedOrg != r.Scope.Org) {
			err = fault.Absent()
		}
		a = asked{q, of}
		return []ident.Object{ident.Object(f.ID)}, err
	})
	return a, err
}

// typed is what the form holds, as it was typed.
type typed struct{ Kind, By, Reason, Key string }

func (p Page) read(form url.Values) typed {
	t := typed{Kind: form.Get("kind"), By: strings.TrimSpace(form.Get("by")), Key: form.Get("key"), Reason: strings.TrimSpace(strings.ReplaceAll(form.Get("reason"), "\r\n", "\n"))}
	if !p.Office {
		t.Kind = string(request.ExtensionAsked)
	}
	return t
}

// told judges what was typed; the problems name the fields of the page.
func (t typed) told(r *gate.Request, a asked) (asking.Told, look.Problems) {
	told := asking.Told{Filing: a.of, Request: a.Number, Kind: request.StepKind(t.Kind), Reason: t.Reason}
	if t.By != "" && told.Kind != request.Chased && told.Kind != request.NotExtended {
		day, why := r.Day(t.By)
		if why != "" {
			return told, look.Problems{{ID: "by", Label: r.T("step.by"), Text: why}}
		}
		told.By = day
	}
	err := a.Next(request.Step{Kind: told.Kind, By: told.By, Said: request.Said{Reason: told.Reason}}, law.DayOf(r.Now))
	return told, problems(r, err)
}

// problems are the places of a fault, or its own sentence where it has none.
func problems(r *gate.Request, err error) (list look.Problems) {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
	case !ok: // Next and Step give faults of ours alone here
	case e.Kind == fault.Conflict:
		list = look.Problems{{Text: r.Why(fault.Field{Code: e.Code, Args: e.Args})}}
	default:
		for _, f := range e.Fields {
			list = append(list, look.Problem{ID: f.Path, Label: r.T("step." + f.Path), Text: r.Why(f)})
		}
	}
	return list
}

// status tells a step that does not fit from what was typed amiss.
func status(bad look.Problems) int {
	if bad[0].ID == "" {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	a, err := p.open(r)
	if err != nil {
		return err
	}
	t := p.read(url.Values{"kind": {r.URL.Query().Get("kind")}})
	if was := a.Pending(); was != nil && p.Office {
		t.By = was.By.String()
	}
	return p.write(w, r, http.StatusOK, a, p.form(r, a, t, nil))
}

// check shows what will be sent, or the form again: with what could not be read, or because it is to be changed.
func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := p.open(r)
	if err != nil {
		return err
	}
	t := p.read(fields)
	if fields.Get("do") == "change" {
		return p.write(w, r, http.StatusOK, a, p.form(r, a, t, nil))
	}
	told, bad := t.told(r, a)
	if len(bad) > 0 {
		return p.write(w, r, status(bad), a, p.form(r, a, t, bad))
	}
	if t.Key, err = r.NewKey(); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, a, p.summary(r, a, t, told))
}

func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := p.open(r)
	if err != nil {
		return err
	}
	t := p.read(fields)
	b, err := json.Marshal([]any{a.of, a.Number, t.Kind, t.By, t.Reason})
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256(b))
	if err != nil {
		return err
	}
	told := asking.Told{Filing: a.of, Request: a.Number, Kind: request.StepKind(t.Kind), Reason: t.Reason}
	if d, err := law.ReadDay(t.By); err == nil {
		told.By = d.Day
	}
	_, err = p.Step.Do(r.Context(), r.Scope, key, told)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		status := http.StatusUnprocessableEntity
		if fault.Is(err, fault.Conflict) {
			status = http.StatusConflict
		}
		return p.write(w, r, status, a, p.form(r, a, t, problems(r, err)))
	}
	if err != nil {
		return err
	}
	return gate.See(w, p.report(a)+"?from=step&stepped=1#"+a.Number.ASCII())
}

// report is the address of the report as this side reads it.
func (p Page) report(a asked) string {
	if p.Office {
		return "/ministry/reports/" + a.of.ASCII()
	}
	return "/reporting/reports/" + a.of.ASCII()
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("requests", source)

func (p Page) write(w http.ResponseWriter, r *gate.Request, status int, a asked, v View) error {
	home := look.Link{To: "/operator/home", Text: r.T("nav.home")}
	if p.Office {
		home = look.Link{To: "/ministry/today", Text: r.T("nav.today")}
	}
	f := r.Frame(v.titleKey).With(home, look.Link{To: p.report(a), Text: string(a.of)}, look.Link{Text: r.T(v.titleKey)}).About(string(a.Number))
	return page.WriteStatus(w, status, f, v)
}
