// Package ask puts a question about a report to its operator (照会, 補正のお願い): the form, a page to check it, and
// sending on an address of its own. What was typed is kept until it is sent; sent twice it is one question.
package ask

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// Tx is what the pages read.
type Tx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Ask  asking.Ask
}

const bodyLimit = 256 << 10 // a text that is too long still comes back, with its place named

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	desk := access.Permission{Action: access.Read, Object: access.Desk}
	const at = "/ministry/reports/{number}/ask"
	return []gate.Route{
		{Pattern: "GET " + at, Needs: desk, Handle: p.show},
		{Pattern: "POST " + at, Needs: desk, Body: bodyLimit, Handle: p.check},
		{Pattern: "POST " + at + "/send", Needs: desk, Body: bodyLimit, Handle: p.send},
	}
}

var mayAsk = access.Permission{Action: access.Ask, Object: access.Report}

// about is the report that a question is about, as far as this office received it.
type about struct {
	filing.Filing
	filing.Content
	form form.Form // the fields that were released
	asks []request.Request
}

func (p Page) open(r *gate.Request) (a about, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return a, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, "act", func(tx Tx) ([]ident.Object, error) {
		if a.Filing, a.Content, err = tx.Filing(n, mayAsk); err != nil {
			return nil, err
		}
		released, err := tx.Released([]ident.Filing{a.ID})
		if err != nil {
			return nil, err
		}
		of, err := tx.Procedure(string(a.Kind))
		if err != nil {
			return nil, err
		}
		if a.Content, err = a.Content.Cut(of, released[a.ID]); err != nil {
			return nil, err
		}
		a.form = filing.CutForm(of.Form, released[a.ID])
		a.asks, err = tx.RequestsOf(a.ID)
		return []ident.Object{ident.Object(a.ID)}, err
	})
	return a, err
}

// typed is what the form holds, as it was typed.
type typed struct {
	Kind   string
	About  []string
	Text   string
	Wished string
	Key    string
}

func read(form url.Values) typed {
	return typed{
		Kind: form.Get("kind"), About: form["about"], Wished: form.Get("wished"), Key: form.Get("key"),
		Text: strings.ReplaceAll(form.Get("text"), "\r\n", "\n"),
	}
}

// question judges what was typed; the faults name the fields of the page.
func (t typed) question(r *gate.Request, a about) (asking.Question, look.Problems) {
	q := asking.Question{Filing: a.Number, Kind: request.Kind(t.Kind), Text: strings.TrimSpace(t.Text)}
	var bad look.Problems
	say := func(id, label, text string) { bad = append(bad, look.Problem{ID: id, Label: r.T(label), Text: text}) }
	if e, ok := errors.AsType[*fault.Error]((request.Question{Text: q.Text}).Check(q.Kind)); ok {
		for _, f := range e.Fields {
			label := "officer.ask.text"
			if f.Path == "kind" {
				label = "officer.ask.kind"
			}
			say(f.Path, label, r.Why(f))
		}
	}
	if a.unfixable(t) {
		say("kind", "officer.ask.kind", r.T("fault.withdrawal.fix"))
	}
	for _, id := range t.About {
		if _, ok := a.form.Field(id); ok && !slices.Contains(q.Fields, id) {
			q.Fields = append(q.Fields, id)
		}
	}
	if strings.TrimSpace(t.Wished) != "" {
		day, why := r.Day(t.Wished)
		switch {
		case why != "":
			say("wished", "officer.ask.wished", why)
		case day.Before(law.DayOf(r.Now)):
			say("wished", "officer.ask.wished", r.T("officer.ask.wished.past", "day", look.Day(r.Lang, day)))
		default:
			q.AnswerBy = day
		}
	}
	return q, bad
}

// unfixable reports whether a correction is asked of what was withdrawn.
func (a about) unfixable(t typed) bool {
	return t.Kind == string(request.Fix) && a.State == filing.Withdrawn
}

// digest is of what is asked: the same key with the same question is the same act.
func digest(q asking.Question) ([32]byte, error) {
	b, err := json.Marshal([]any{q.Filing, q.Kind, q.AnswerBy, q.Text, q.Fields})
	return sha256.Sum256(b), err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	a, err := p.open(r)
	if err != nil {
		return err
	}
	t := typed{Kind: r.URL.Query().Get("kind")}
	if t.Kind != string(request.Fix) {
		t.Kind = string(request.Enquiry)
	}
	if t.Key, err = r.NewKey(); err != nil {
		return err
	}
	var bad look.Problems
	if a.unfixable(t) {
		bad = look.Problems{{ID: "kind", Label: r.T("officer.ask.kind"), Text: r.T("fault.withdrawal.fix")}}
	}
	return write(w, r, http.StatusOK, formView(r, a, t, bad))
}

// check shows the question as it will be sent, or the form again: with what could not be read, or because it is to be changed.
func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := p.open(r)
	if err != nil {
		return err
	}
	t := read(fields)
	if fields.Get("do") == "change" {
		return write(w, r, http.StatusOK, formView(r, a, t, nil))
	}
	q, bad := t.question(r, a)
	if len(bad) > 0 {
		return write(w, r, http.StatusUnprocessableEntity, formView(r, a, t, bad))
	}
	return write(w, r, http.StatusOK, checkView(r, a, t, q))
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
	t := read(fields)
	q, bad := t.question(r, a)
	if len(bad) > 0 {
		return write(w, r, http.StatusUnprocessableEntity, formView(r, a, t, bad))
	}
	sum, err := digest(q)
	if err != nil {
		return err
	}
	key, err := r.Key(sum)
	if err != nil {
		return err
	}
	id, err := p.Ask.Do(r.Context(), r.Scope, key, q)
	e, refused := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		return p.done(w, r, id)
	case refused && e.Code == "fault.key.reused": // changed after it was sent: that is another question, and it is asked whether it is meant
		if t.Key, err = r.NewKey(); err != nil {
			return err
		}
		v := formView(r, a, t, nil)
		v.Notice = &look.Notice{Tone: look.Warn, Title: r.T("officer.ask.again"), Text: []string{r.T("officer.ask.again.text")}, Assert: true}
		return write(w, r, http.StatusConflict, v)
	}
	return err
}

// done leads back to the report, where the question now stands.
func (p Page) done(w http.ResponseWriter, r *gate.Request, id ident.Request) error {
	a, err := p.open(r)
	if err != nil {
		return err
	}
	to := "/ministry/reports/" + a.Number.ASCII()
	if i := slices.IndexFunc(a.asks, func(q request.Request) bool { return q.ID == id }); i >= 0 {
		to += "?asked=" + a.asks[i].Number.ASCII()
	}
	return gate.See(w, to)
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/ask", source)

func write(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	f := r.Frame(v.titleKey).With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: v.Report, Text: v.Number}, look.Link{Text: r.T(v.titleKey)}).About(v.Number)
	return page.WriteStatus(w, status, f, v)
}
