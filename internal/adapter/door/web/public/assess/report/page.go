// Package report is 報告が必要か確かめる: what happened, one question a page with examples beside it, whether it must be reported,
// to whom and by when. It is public and keeps nothing; only 「速報を送る」 opens a draft, for who may write one.
package report

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/flow/submitting"
)

// Path is the page's address.
const Path = "/assess/report"

// Tx is what is read of the draft that was opened.
type Tx interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// Page is filled in by serve.
type Page struct {
	Open submitting.Open
	Save submitting.Save
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/assess/report", source+assess.Parts)

var mayWrite = access.Permission{Action: access.Write, Object: access.Draft}

// Routes returns the pages' routes: public, but for the one that opens a draft.
func (p Page) Routes() []gate.Route {
	routes := assess.Walk{
		Path: Path, Title: "assess.r.title", Lead: "assess.r.lead",
		Expect: []string{"assess.r.expect.urgent", "assess.r.expect.order", "assess.r.expect.examples", "assess.expect.kept"},
		Stages: []string{"assess.r.stage.who", "assess.r.stage.what", "assess.r.stage.signs", "assess.r.stage.when", "assess.result"},
		Begin:  func() inquiry.Inquiry { return inquiry.Inquiry{Event: &event.Facts{}} },
		Steps:  steps, Show: show,
	}.Routes()
	return append(routes, gate.Route{Pattern: "GET " + Path + "/prompt", Needs: mayWrite, Handle: p.carry}, gate.Route{Pattern: "POST " + Path + "/prompt", Needs: mayWrite, Body: 1 << 20, Handle: p.prompt})
}

func show(w http.ResponseWriter, r *gate.Request, o assess.Outcome) error {
	v := view(r, o)
	if r.Scope.Permit(mayWrite) == nil {
		key, err := r.NewKey()
		if err != nil {
			return err
		}
		v.Key = key
	} else {
		v.Begin = elsewhere(r, v.Carry.Facts, !v.Prompt)
	}
	return page.Write(w, o.Frame, v)
}

// prompt opens a draft of a 速報, or of a voluntary report, with what was answered here, and leads to its first question. A second press finds the same draft.
func (p Page) prompt(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	q, _, err := assess.Decode([]byte(f.Get("facts")))
	if err != nil {
		return err
	}
	of := incident.Prompt
	if f.Get("voluntary") != "" {
		of = incident.Voluntary
	}
	key, err := r.Key(sha256.Sum256([]byte(of.ID + f.Get("facts"))))
	if err != nil {
		return err
	}
	id, err := p.Open.Do(r.Context(), r.Scope, key, of.ID)
	if err != nil {
		return err
	}
	var d filing.Draft
	var kept []filing.Entry
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		d, kept, err = tx.DraftByID(id)
		return err
	})
	if err != nil {
		return err
	}
	if answers := carried(q.Event, kept); len(answers) > 0 {
		if _, err := p.Save.Do(r.Context(), r.Scope, ident.Key{}, submitting.SaveOf{Draft: d.Number, Form: of.Form, Answers: answers}); err != nil {
			return err
		}
	}
	return gate.See(w, reporting.DraftAt(of.ID, d.Number, of.Form.Steps[0].ID))
}
