package procedures

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// FilingsTx is what the list of what arrived reads.
type FilingsTx interface {
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	FilingsUnder(procedure string, before access.Cursor, limit int) ([]filing.Line, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
}

// filingsMost bounds a page of the list, and exportMost an export.
const (
	filingsMost = 50
	exportMost  = 2000
)

// arrived is what was sent under a procedure, cut to what the office received.
type arrived struct {
	version procedure.Version // the latest
	forms   map[string]form.Form
	lines   []filing.Line
	more    bool
}

// load reads what arrived; looking at it is recorded.
func (p Pages) load(r *gate.Request, purpose string, limit int) (a arrived, err error) {
	n, err := ident.ParseNumber(r.PathValue("procedure"))
	if err != nil {
		return a, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, purpose, func(tx FilingsTx) (seen []ident.Object, err error) {
		list, err := tx.Versions(n, mayRead, listed)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, fault.Absent()
		}
		newest(list)
		a.version, a.forms = list[0], map[string]form.Form{}
		of := map[string]procedure.Procedure{}
		for _, v := range list {
			one := v.Procedure()
			a.forms[one.Ref()], of[one.Ref()] = one.Form, one
		}
		if a.lines, err = tx.FilingsUnder(n.ASCII(), access.Cursor{}, limit+1); err != nil {
			return nil, err
		}
		if a.more = len(a.lines) > limit; a.more {
			a.lines = a.lines[:limit]
		}
		var ids []ident.Filing
		for _, l := range a.lines {
			ids, seen = append(ids, l.Filing.ID), append(seen, ident.Object(l.Filing.ID))
		}
		sections, err := tx.Released(ids)
		if err != nil {
			return nil, err
		}
		for i, l := range a.lines {
			if a.lines[i].Content, err = l.Content.Cut(of[string(l.Kind)], sections[l.Filing.ID]); err != nil {
				return nil, err
			}
		}
		return seen, nil
	})
	return a, err
}

// filingsView is the list of what arrived.
type filingsView struct {
	Name    string
	Count   string
	Table   look.Table
	Empty   *look.Empty
	Exports []look.Link
	Filter  string // the list of all that arrived, narrowed to this procedure
}

//go:embed filings.tmpl
var filingsSource string

var filingsPage = look.Parse[filingsView]("ministry/procedures/filings", filingsSource)

func (p Pages) filings(w http.ResponseWriter, r *gate.Request) error {
	a, err := p.load(r, "list", filingsMost)
	if err != nil {
		return err
	}
	v := filingsView{Filter: "/ministry/reports?kind=" + a.version.Number.ASCII(), Name: named(r, a.version), Count: r.T("procedures.filings.count", "n", len(a.lines))}
	if a.more {
		v.Count = r.T("procedures.filings.more", "n", len(a.lines))
	}
	for _, f := range []string{"xlsx", "csv", "json"} {
		v.Exports = append(v.Exports, look.Link{To: At(a.version.Number, "filings", f), Text: r.T("procedures.export", "format", map[string]string{"xlsx": "Excel", "csv": "CSV", "json": "JSON"}[f])})
	}
	v.Table = look.Table{Caption: r.T("procedures.filings"), Hide: true, Heads: []look.Head{
		{Text: r.T("receipt.number")}, {Text: r.T("desk.filer")}, {Text: r.T("procedures.col.summary")}, {Text: r.T("procedures.col.state")}, {Text: r.T("receipt.arrived")},
	}}
	for _, l := range a.lines {
		state := reporting.Tag(r.Lang, l.State)
		v.Table.Rows = append(v.Table.Rows, []look.Cell{
			{Text: string(l.Number), To: "/ministry/reports/" + l.Number.ASCII(), Ref: true}, {Text: l.Filer.Name}, {Text: l.Summary}, {Tag: &state}, {Text: look.Second(r.Lang, l.ArrivedAt)},
		})
	}
	if len(a.lines) == 0 {
		v.Empty, v.Exports = &look.Empty{Title: r.T("procedures.filings.none"), Text: []string{r.T("procedures.filings.none.text")}}, nil
	}
	return filingsPage.Write(w, trail(r, a.version, r.T("procedures.filings")), v)
}

// export hands out what arrived as a table: one line a filing, the items of the latest version first, then those of older ones.
func (p Pages) export(w http.ResponseWriter, r *gate.Request) error {
	format := r.PathValue("format")
	types := map[string]string{"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8", "json": "application/json"}
	if types[format] == "" {
		return fault.Absent()
	}
	a, err := p.load(r, "export", exportMost)
	if err != nil {
		return err
	}
	if a.more {
		return fault.New(fault.Exceeded, "fault.procedure.export", fault.Args{"limit": strconv.Itoa(exportMost)})
	}
	var out bytes.Buffer
	if format == "json" {
		err = a.json(&out)
	} else {
		var page sheet.Page
		if page, err = a.page(r); err == nil && format == "xlsx" {
			err = sheet.Write(&out, page)
		} else if err == nil {
			err = sheet.WriteCSV(&out, sheet.UTF8, page)
		}
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", types[format])
	h.Set("Content-Disposition", `attachment; filename="`+a.version.Number.ASCII()+"."+format+`"`)
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Cache-Control", "private, no-store")
	_, _ = io.Copy(w, &out) // the client went away: nobody to tell
	return nil
}

// fields are the items of every version under which something arrived, those of the latest first.
func (a arrived) fields() (list []form.Field) {
	seen := map[string]bool{}
	add := func(f form.Form) {
		for _, one := range f.Fields() {
			if !seen[one.ID] {
				seen[one.ID] = true
				list = append(list, one)
			}
		}
	}
	add(a.version.Declaration.Form)
	for _, l := range a.lines {
		add(a.forms[string(l.Kind)])
	}
	return list
}

func (a arrived) page(r *gate.Request) (sheet.Page, error) {
	fields := a.fields()
	p := sheet.Page{Name: r.T("procedures.filings")}
	for _, t := range []string{r.T("receipt.number"), r.T("receipt.arrived"), r.T("desk.filer"), r.T("procedures.col.state"), r.T("procedures.col.version")} {
		p.Columns = append(p.Columns, sheet.Head{Title: t})
	}
	for _, f := range fields {
		p.Columns = append(p.Columns, sheet.Head{Title: reporting.Label(r.Lang, f), Width: 24})
	}
	var rows [][]string
	for _, l := range a.lines {
		values, err := a.forms[string(l.Kind)].Decode(l.Values)
		if err != nil {
			return p, err
		}
		row := []string{string(l.Number), look.Second(r.Lang, l.ArrivedAt), l.Filer.Name, reporting.Tag(r.Lang, l.State).Text, strconv.Itoa(l.Rev)}
		for _, f := range fields {
			if of, ok := a.forms[string(l.Kind)].Field(f.ID); ok {
				f = of
			}
			said := reporting.Said(r.Lang, f, values[f.ID])
			if values[f.ID].Unknown {
				said = r.T("field.unknown")
			}
			row = append(row, said)
		}
		rows = append(rows, row)
	}
	p.Rows = slices.Values(rows)
	return p, nil
}

// exported is one filing in an export as JSON: its answers are the bytes that were hashed, cut to what the office received.
type exported struct {
	Number    string          `json:"number"`
	Procedure string          `json:"procedure"`
	State     string          `json:"state"`
	Rev       int             `json:"rev"`
	ArrivedAt string          `json:"arrived_at"`
	Filer     string          `json:"filer"`
	Answers   json.RawMessage `json:"answers"`
}

func (a arrived) json(w io.Writer) error {
	list := []exported{}
	for _, l := range a.lines {
		list = append(list, exported{
			Number: string(l.Number), Procedure: string(l.Kind), State: string(l.State), Rev: l.Rev, ArrivedAt: l.ArrivedAt.Japan().Format(time.RFC3339), Filer: l.Filer.Name, Answers: l.Values,
		})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"filings": list})
}
