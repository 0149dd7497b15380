// Package functions is 機能の公開 for everybody: which functions are there for the visitor, from when the others will be, and
// what to do until then (R43).
package functions

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/opening"
)

// Path is the address of the overview; each function lies below it.
const Path = gate.FunctionsPath

// ManagePath is where functions are opened.
const ManagePath = Path + "/manage"

var mayManage = access.Permission{Action: access.Read, Object: access.Opening}

// Routes returns the pages' routes.
func Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + Path, Handle: list}, {Pattern: "GET " + Path + "/{function}", Handle: show}}
}

// View is what the overview shows.
type View struct {
	There  look.Table
	Later  look.Table
	Manage string // for those who may
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("functions", source)

func list(w http.ResponseWriter, r *gate.Request) error {
	head := []look.Head{{Text: r.T("opening.function")}, {Text: r.T("opening.state")}}
	v := View{There: look.Table{Caption: r.T("opening.there"), Hide: true, Heads: head}, Later: look.Table{Caption: r.T("opening.rest"), Hide: true, Heads: head}}
	for _, k := range opening.All() {
		s, err := r.State(k.ID)
		if err != nil {
			return err
		}
		tag := gate.WhenTag(r.Lang, k, s)
		row := []look.Cell{{Text: k.Name.In(string(r.Lang)), To: Path + "/" + string(k.ID)}, {Tag: &tag}}
		if s.Open {
			row[0].To = ""
			v.There.Rows = append(v.There.Rows, row)
		} else {
			v.Later.Rows = append(v.Later.Rows, row)
		}
	}
	if r.Visitor.Known() && r.Scope.Permit(mayManage) == nil {
		v.Manage = ManagePath
	}
	return page.Write(w, r.Frame("opening.title"), v)
}

func show(w http.ResponseWriter, r *gate.Request) error {
	k, ok := opening.Find(opening.Function(r.PathValue("function")))
	if !ok {
		return fault.Absent()
	}
	s, err := r.State(k.ID)
	if err != nil {
		return err
	}
	v := r.Closed(k, s)
	if s.Open {
		v.Lead, v.Until, v.Kept = r.T("opening.open.lead"), nil, ""
	}
	f := r.Frame("opening.title").With(look.Link{To: Path, Text: r.T("opening.title")}, look.Link{Text: v.Name})
	return gate.WriteClosed(w, http.StatusOK, f, v)
}
