// Package history is 提出の履歴 of a maintainer: what was begun and filed under the mandates in force, with both names, as a list and as a file.
package history

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/procedure"
)

// Path is the page's address.
const Path = "/maintainer/history"

// Page is filled in by serve.
type Page struct{ batching.Doors }

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: batching.MayDo, Handle: p.show},
		{Pattern: "GET " + Path + "/{format}", Needs: batching.MayDo, Handle: p.export},
	}
}

// shown bounds the rows of the page; the file has all.
const shown = 300

// view is what the page shows.
type view struct {
	Fields   []look.Field
	Problems look.Problems
	Count    string
	Table    look.Table
	Files    []look.Link
	More     bool
	Empty    *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("maintainer/history", source)

// kinds are what was done, in the order in which people choose.
var kinds = []string{mandate.Begun, mandate.Filed}

// filter is what the address narrows the list to; what cannot be read narrows nothing, and is told at its field.
func filter(q url.Values) (f batching.Filter, wrong map[string]fault.Field) {
	wrong = map[string]fault.Field{}
	f.Words = strings.TrimSpace(q.Get("q"))
	for _, k := range kinds {
		if q.Get("act") == k {
			f.Kind = k
		}
	}
	for id, into := range map[string]*law.Day{"from": &f.From, "until": &f.Until} {
		if strings.TrimSpace(q.Get(id)) == "" {
			continue
		}
		read, err := law.ReadDay(q.Get(id))
		if e, bad := errors.AsType[*fault.Error](err); bad {
			wrong[id] = fault.Field{Path: id, Code: e.Code, Args: e.Args}
		}
		*into = read.Day
	}
	return f, wrong
}

func fields(r *gate.Request, q url.Values, wrong map[string]fault.Field) []look.Field {
	act := look.Field{Kind: look.Select, ID: "act", Label: r.T("batch.act"), Free: true, Options: []look.Option{{Label: r.T("batch.act.all")}}}
	for _, k := range kinds {
		act.Options = append(act.Options, look.Option{Value: k, Label: r.T("batch.act." + k), Chosen: q.Get("act") == k})
	}
	list := []look.Field{
		{Kind: look.Line, ID: "q", Label: r.T("batch.words"), Value: q.Get("q"), Free: true, Width: look.Mid}, act,
		{Kind: look.DayLine, ID: "from", Label: r.T("batch.from"), Value: q.Get("from"), Free: true, Width: look.Mid}, {Kind: look.DayLine, ID: "until", Label: r.T("batch.until"), Value: q.Get("until"), Free: true, Width: look.Mid},
	}
	for i := range list {
		if f, bad := wrong[list[i].ID]; bad {
			list[i].Error = r.Why(f)
		}
	}
	return list
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	f, wrong := filter(q)
	list, err := p.Acts(r.Context(), r.Scope, f)
	if err != nil {
		return err
	}
	v := view{Fields: fields(r, q, wrong), Count: r.T("batch.count", "n", look.Number(len(list))), More: len(list) > shown}
	v.Problems = look.ProblemsOf(v.Fields)
	v.Files = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return Path + "/" + format + "?" + q.Encode() })
	v.Table = look.Table{Caption: r.T("nav.history"), Hide: true, Heads: []look.Head{{Text: r.T("mandate.operator")}, {Text: r.T("batch.act")}, {Text: r.T("mandate.work.what")}, {Text: r.T("receipt.number")}, {Text: r.T("batch.at")}, {Text: r.T("batch.agent")}}}
	for _, a := range list[:min(len(list), shown)] {
		v.Table.Rows = append(v.Table.Rows, []look.Cell{
			{Text: a.Of.OperatorIs}, {Text: r.T("batch.act." + a.Kind)}, {Text: a.Name.In(string(r.Lang))}, {Text: string(a.Number), To: at(a), Ref: true}, {Text: look.Moment(r.Lang, a.At), When: true},
			{Text: r.T("mandate.agent.by", "name", a.Of.MaintainerIs, "number", a.Of.Number)},
		})
	}
	if len(list) == 0 {
		v.Files, v.Empty = nil, &look.Empty{Title: r.T("batch.history.none"), Text: []string{r.T("batch.history.none.text")}, Links: []look.Link{{To: mandates.Path, Text: r.T("nav.mandate")}}}
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return page.WriteStatus(w, status, r.Frame("nav.history").With(look.Link{Text: r.T("nav.history")}), v)
}

// at is where the thing that was begun or filed stands.
func at(a batching.Act) string {
	if a.Kind == mandate.Filed {
		return reporting.ReportAt(a.Number)
	}
	id, _ := procedure.SplitRef(a.Form)
	return reporting.DraftAt(id, a.Number, "")
}

// export hands out all that the filter leaves, in any format.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	if _, err := listsheet.Media(r.PathValue("format")); err != nil {
		return err
	}
	f, _ := filter(r.URL.Query())
	list, err := p.Acts(r.Context(), r.Scope, f)
	if err != nil {
		return err
	}
	return Table(r.Lang, r.Now.Japan().Format("20060102"), list).Send(w, r.PathValue("format"))
}

// Table is the list as a file.
func Table(lang look.Lang, day string, list []batching.Act) listsheet.Table {
	t := listsheet.Table{File: "mandate-history-" + day, Title: look.Say(lang, "nav.history"), List: "acts"}
	for key, title := range []string{"mandate.operator", "mandate.corporate", "batch.act", "mandate.work.what", "receipt.number", "batch.at", "mandate.maintainer", "batch.mandate"} {
		t.Columns = append(t.Columns, listsheet.Column{Key: columns[key], Title: look.Say(lang, title)})
	}
	for _, a := range list {
		t.Rows = append(t.Rows, []any{a.Of.OperatorIs, a.Of.OperatorNo, look.Say(lang, "batch.act."+a.Kind), a.Name.In(string(lang)), string(a.Number), look.Second(lang, a.At), a.Of.MaintainerIs, string(a.Of.Number)})
	}
	return t
}

// columns name the columns to programs.
var columns = []string{"operator", "operator_number", "act", "procedure", "number", "at", "maintainer", "mandate"}
