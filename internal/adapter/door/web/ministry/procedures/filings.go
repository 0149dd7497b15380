package procedures

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/assign"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/view"
)

// FilingsTx is what the list of what arrived reads.
type FilingsTx interface {
	listing.Tx
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
}

// exportMost bounds an export of answers.
const exportMost = 2000

// arrived is what was sent under a procedure, cut to what the office received.
type arrived struct {
	version procedure.Version // the latest
	forms   map[string]form.Form
	of      map[string]procedure.Procedure
	lines   []filing.Line
	more    bool
}

// load reads the procedure and, by lines, what arrived; looking at it is recorded.
func (p Pages) load(r *gate.Request, purpose string, lines func(tx FilingsTx, a *arrived) error) (a arrived, err error) {
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
		a.version, a.forms, a.of = list[0], map[string]form.Form{}, map[string]procedure.Procedure{}
		for _, v := range list {
			one := v.Procedure()
			a.forms[one.Ref()], a.of[one.Ref()] = one.Form, one
		}
		if err := lines(tx, &a); err != nil {
			return nil, err
		}
		return a.cut(tx)
	})
	return a, err
}

// cut leaves of each line what the office received of it, and lists what was seen.
func (a *arrived) cut(tx FilingsTx) (seen []ident.Object, err error) {
	var ids []ident.Filing
	for _, l := range a.lines {
		ids, seen = append(ids, l.Filing.ID), append(seen, ident.Object(l.Filing.ID))
	}
	sections, err := tx.Released(ids)
	for i, l := range a.lines {
		if err != nil {
			break
		}
		a.lines[i].Content, err = l.Content.Cut(a.of[string(l.Kind)], sections[l.Filing.ID])
	}
	return seen, err
}

// filingsView is the list of what arrived.
type filingsView struct {
	Name    string
	Listing look.Listing
	Whole   []look.Link // exports of the answers
}

//go:embed filings.tmpl
var filingsSource string

var filingsPage = look.Parse[filingsView]("ministry/procedures/filings", filingsSource)

// list is the list of what arrived under a procedure.
func list(r *gate.Request, n ident.Number) listing.List {
	return listing.List{
		Of: view.Filings, Kind: filing.Kind(n.ASCII()), Path: At(n, "filings"), Out: "/ministry/export/", Plot: true, Table: filingsTable, Bulk: assign.Bulk,
		Empty: look.Empty{Title: r.T("procedures.filings.none"), Text: []string{r.T("procedures.filings.none.text")}},
	}
}

func (p Pages) filings(w http.ResponseWriter, r *gate.Request) error {
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	a, err := p.load(r, access.LookList, func(tx FilingsTx, a *arrived) error {
		_, err := list(r, a.version.Number).Load(r, s, tx)
		a.lines = s.Lines // cut where they stand
		return err
	})
	if err != nil {
		return err
	}
	v := filingsView{Name: named(r, a.version)}
	if v.Listing, err = list(r, a.version.Number).View(r, s); err != nil {
		return err
	}
	if len(a.lines) > 0 {
		v.Whole = a.exports(r, s.Query())
	}
	return filingsPage.WriteStatus(w, s.Status(), trail(r, a.version, r.T("procedures.filings")), v)
}

// exports lead to the answers of what the filter leaves, in each format.
func (a arrived) exports(r *gate.Request, query string) (list []look.Link) {
	at := func(format, more string) string {
		q := strings.Trim(query+"&"+more, "&")
		if q != "" {
			q = "?" + q
		}
		return At(a.version.Number, "filings", format) + q
	}
	for _, f := range []string{"xlsx", "csv", "json"} {
		list = append(list, look.Link{To: at(f, ""), Text: r.T("procedures.export", "format", map[string]string{"xlsx": "Excel", "csv": "CSV", "json": "JSON"}[f])})
	}
	for _, f := range a.tables() {
		list = append(list, look.Link{To: at("csv", "table="+url.QueryEscape(f.ID)), Text: r.T("export.csv", "name", reporting.Label(r.Lang, f))})
	}
	return list
}

func filingsTable(r *gate.Request, s *listing.Shown) look.Table {
	t := look.Table{Caption: r.T("procedures.filings"), Hide: true, Heads: []look.Head{
		{Text: r.T("receipt.number")}, {Text: r.T("desk.filer")}, {Text: r.T("procedures.col.summary")}, {Text: r.T("procedures.col.state")}, {Text: r.T("charge.filter")}, {Text: r.T("receipt.arrived")},
	}}
	for _, l := range s.Lines {
		state, holder := reporting.Tag(r.Lang, l.State), look.Cell{Text: l.Charge.Name}
		if l.Charge.Person == "" {
			holder.Text = r.T("charge.nobody.is")
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: "/ministry/reports/" + l.Number.ASCII(), Ref: true, Pick: l.Number.ASCII(), PickText: r.T("charge.pick", "number", l.Number)},
			{Text: listing.FilerName(r, l)}, {Text: l.Summary}, {Tag: &state}, holder, {Text: look.Second(r.Lang, l.ArrivedAt), When: true},
		})
	}
	return t
}

// all reads everything that a filter leaves, up to a bound.
func all(f filing.Filter, most int) func(tx FilingsTx, a *arrived) error {
	return func(tx FilingsTx, a *arrived) (err error) {
		f.Kind = filing.Kind(a.version.Number.ASCII())
		var next filing.Place
		a.lines, next, err = tx.SearchLines(f, filing.Place{}, most)
		a.more = next.At != 0
		return err
	}
}

// export hands out what the filter leaves of what arrived as a table: one line a filing, the items of the latest version first, then
// those of older ones. A table of the form has a sheet of its own; as CSV it is asked for by its id.
func (p Pages) export(w http.ResponseWriter, r *gate.Request) error {
	format, table := r.PathValue("format"), r.URL.Query().Get("table")
	if !slices.Contains([]string{"xlsx", "csv", "json"}, format) {
		return fault.Absent()
	}
	f, err := filing.ReadFilter(r.URL.Query().Get)
	if err != nil {
		return err
	}
	a, err := p.load(r, access.LookExport, all(f, exportMost))
	if err != nil {
		return err
	}
	if a.more {
		return fault.New(fault.Exceeded, "fault.procedure.export", fault.Args{"limit": strconv.Itoa(exportMost)})
	}
	var out bytes.Buffer
	name := a.version.Number.ASCII() + "." + format
	if table != "" {
		name = a.version.Number.ASCII() + "-" + table + "." + format
	}
	if err := a.write(r, &out, format, table); err != nil {
		return err
	}
	gate.Handout{Name: name, Size: int64(out.Len())}.Write(w)
	_, _ = io.Copy(w, &out) // the client went away: nobody to tell
	return nil
}

func (a arrived) write(r *gate.Request, w io.Writer, format, table string) error {
	if format == "json" {
		return a.json(w)
	}
	pages, err := a.pages(r)
	if err != nil {
		return err
	}
	at := 0
	if table != "" {
		at = 1 + slices.IndexFunc(a.tables(), func(f form.Field) bool { return f.ID == table })
	}
	switch {
	case table != "" && at == 0:
		return fault.Absent()
	case format == "xlsx":
		return sheet.Write(w, pages...)
	}
	return sheet.WriteCSV(w, sheet.UTF8, pages[at])
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

// tables are the items that are tables.
func (a arrived) tables() []form.Field {
	return slices.DeleteFunc(a.fields(), func(f form.Field) bool { return f.Kind != form.Table })
}

// pages are the filings, one a line, and each table with the number and filer before each of its rows.
func (a arrived) pages(r *gate.Request) ([]sheet.Page, error) {
	fields, tables := a.fields(), a.tables()
	main := sheet.Page{Name: r.T("procedures.filings")}
	for _, t := range []string{r.T("receipt.number"), r.T("receipt.arrived"), r.T("desk.filer"), r.T("procedures.col.state"), r.T("procedures.col.version")} {
		main.Columns = append(main.Columns, sheet.Head{Title: t})
	}
	for _, f := range fields {
		main.Columns = append(main.Columns, sheet.Head{Title: reporting.Label(r.Lang, f), Width: 24})
	}
	var rows [][]string
	below := make([][][]string, len(tables))
	for _, l := range a.lines {
		values, err := a.forms[string(l.Kind)].Decode(l.Values)
		if err != nil {
			return nil, err
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
		for i, t := range tables {
			for _, one := range values[t.ID].Rows {
				cells := []string{string(l.Number), l.Filer.Name}
				for _, c := range t.Columns {
					cells = append(cells, reporting.Cell(r.Lang, c, one.Cells[c.ID]))
				}
				below[i] = append(below[i], cells)
			}
		}
	}
	main.Rows = slices.Values(rows)
	pages := []sheet.Page{main}
	for i, t := range tables {
		p := sheet.Page{Name: tabular.SheetName(strconv.Itoa(i+1) + " " + reporting.Label(r.Lang, t)), Rows: slices.Values(below[i]), Columns: []sheet.Head{{Title: r.T("receipt.number")}, {Title: r.T("desk.filer")}}}
		for _, c := range t.Columns {
			p.Columns = append(p.Columns, sheet.Head{Title: reporting.Label(r.Lang, c), Width: 20})
		}
		pages = append(pages, p)
	}
	return pages, nil
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
