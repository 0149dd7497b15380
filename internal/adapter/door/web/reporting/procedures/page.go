// Package procedures is その他の手続: what an operator may fill in besides the 速報, as offices have opened it.
package procedures

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/procedure"
)

// Tx is what the page reads.
type Tx interface {
	filling.Names
	OpenProcedures() ([]procedure.Version, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + reporting.ProceduresPath, Needs: access.Permission{Action: access.Write, Object: access.Draft}, Handle: p.list}}
}

// view is the list of procedures that are open today, and of their drafts.
type view struct {
	Open   []one
	Drafts []look.Todo
	Empty  *look.Empty
}

type one struct {
	Number, Name, Lead, Until string
	To, Sent                  look.Link
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("reporting/procedures", source)

// draftsShown bounds the list of open drafts.
const draftsShown = 20

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	var v view
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.OpenProcedures()
		if err != nil {
			return err
		}
		for _, o := range list {
			v.Open = append(v.Open, line(r, o))
		}
		drafts, err := tx.OpenDrafts(draftsShown)
		if err != nil {
			return err
		}
		v.Drafts, err = filling.Todos(r, tx, drafts)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Open) == 0 {
		v.Empty = &look.Empty{Title: r.T("procedures.none"), Text: []string{r.T("procedures.none.text")}}
	}
	f := r.Frame("procedures.other").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("procedures.other")})
	return page.Write(w, f, v)
}

func line(r *gate.Request, o procedure.Version) one {
	l := string(r.Lang)
	v := one{Number: string(o.Number), Name: o.Declaration.Name.In(l), Lead: o.Declaration.Form.Lead.In(l), To: look.Link{To: reporting.StartAt(o.Number.ASCII()), Text: o.Declaration.Form.Title.In(l)}, Sent: look.Link{To: reporting.StartAt(o.Number.ASCII()) + "/filings", Text: r.T("procedures.sent")}}
	if !o.Opening.Until.IsZero() {
		v.Until = r.T("procedures.open.until", "day", look.Day(r.Lang, o.Opening.Until.Add(-1)))
	}
	return v
}
