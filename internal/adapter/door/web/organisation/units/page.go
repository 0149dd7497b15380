// Package units is 事業所と部署: the tree of an organisation's units, up to four levels below the whole, as its own
// administrators keep it. Who acts for a unit sees what lies below it; nobody sees or changes what lies beside their own.
package units

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/unit"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
)

// Path is the page's address.
const Path = organisation.Path + "/units"

// Tx is what the page reads.
type Tx interface {
	OrgRecord(ident.Org) (register.Org, error)
	TreeOf(ident.Org) (register.Tree, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Flows unit.Flows
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return append([]gate.Route{{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show}}, p.walk().Routes()...)
}

func (p Page) walk() unit.Pages {
	return unit.Pages{
		Path: Path, Read: organisation.MayRead, Write: organisation.MayWrite, Load: p.load, Flows: p.Flows,
		Back: func(unit.Loaded) string { return Path },
		Place: func(r *gate.Request, _ unit.Loaded, title string) look.Frame {
			f := r.Frame("units.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: Path, Text: r.T("units.title")}, look.Link{Text: title})
			f.Title = title
			return f
		},
	}
}

func (p Page) load(r *gate.Request) (l unit.Loaded, err error) {
	l.Org, l.From = r.Scope.Org, r.Scope.Unit
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		o, err := tx.OrgRecord(l.Org)
		if err != nil {
			return err
		}
		l.Name, l.Closed = o.Name, o.ClosedAt != 0
		l.Tree, err = tx.TreeOf(l.Org)
		return err
	})
	return l, err
}

// View is what the page shows.
type View struct {
	Notices []look.Notice
	Lines   []unit.Line
	Empty   *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/units", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Notices: admin.Done(r, "unit-added", "unit-changed", "unit-closed", "unit-reopened"), Lines: p.walk().Lines(r, l)}
	if len(v.Lines) == 1 {
		v.Empty = &look.Empty{Title: r.T("units.none"), Text: []string{r.T("units.none.text")}}
	}
	return page.Write(w, r.Frame("units.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("units.title")}), v)
}
