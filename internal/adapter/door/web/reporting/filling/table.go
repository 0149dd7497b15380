package filling

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// Bounds of the page of a table.
const (
	rowsAPage = 20
	newRows   = 5 // empty ones below the last
	rowsFirst = 5 // on the page of the step
	tableBody = 1 << 20
)

// tableCard is a table on the page of its step: its first rows, and the ways to fill it in.
type tableCard struct {
	ID, Label, Hint, Count, Error string
	Need                          bool
	Rows                          *look.Table
	To, Excel                     string
}

// tableView is the page on which a table is filled in, row by row.
type tableView struct {
	Heading, Number, Label, Hint, Count string
	Action, Key, Seed, Page, Back       string
	Heads                               []columnView
	Rows                                []rowView
	Pages                               look.Pages
	Problems                            look.Problems
	Clashes                             []clash
	Saved, Then, Excel                  string
}

type columnView struct {
	Label string
	Need  bool
}

// rowView is one row with its inputs.
type rowView struct {
	ID, Base, Name string
	N              int
	New            bool
	Cells          []cellView
	Error          string
	Completes      bool // its maker and product are completed
	Asked          bool // completions were asked for with the button
	Picks          []look.Pick
}

// cellView is one input of a row.
type cellView struct {
	ID, Name, Label, Value, Error string
	Kind                          look.Kind
	Options                       []look.Option
	Mode                          string
	Part                          string          // maker or product of a row that is completed
	Completes                     *look.Completes // of the product
}

//go:embed table.tmpl
var tableSource string

var tablePage = look.Parse[tableView]("reporting/prompt/table", tableSource)

func tableOf(r *gate.Request, d work) (form.Step, form.Field, error) {
	_, s, err := d.step(r.PathValue("step"))
	if err != nil {
		return s, form.Field{}, err
	}
	for _, f := range d.shown(s) {
		if f.ID == r.PathValue("table") && f.Kind == form.Table {
			return s, f, nil
		}
	}
	return s, form.Field{}, fault.Absent()
}

// table shows a page of the rows.
func (p Pages) table(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	s, f, err := tableOf(r, d)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	v, err := tableFrom(r, d, s, f, number(r.URL.Query().Get("page")))
	if err != nil {
		return err
	}
	if r.URL.Query().Get("then") == check {
		v.Then = check
	}
	if err := p.complete(r, &v, f); err != nil {
		return err
	}
	return tablePage.Write(w, frame(r, d, v.Label), v)
}

func tableFrom(r *gate.Request, d work, s form.Step, f form.Field, at int) (tableView, error) {
	rows := d.values[f.ID].Rows
	last := max(1, (len(rows)+rowsAPage-1)/rowsAPage)
	at = min(max(1, at), last)
	v := tableView{
		Heading: d.title(r), Number: string(d.Number), Label: reporting.Label(r.Lang, f), Hint: f.Help.In(string(r.Lang)),
		Count: r.T("rows.of", "n", look.Number(len(rows)), "limit", look.Number(f.Limit)), Action: d.at(s.ID + "/" + f.ID), Page: strconv.Itoa(at), Back: d.at(s.ID),
		Pages: look.Pages{Now: at, Last: last, Of: d.at(s.ID+"/"+f.ID) + "?page=", Total: len(rows)}, Saved: d.savedAt(), Excel: d.at("excel"),
	}
	for _, c := range f.Columns {
		v.Heads = append(v.Heads, columnView{reporting.Label(r.Lang, c), c.Needed})
	}
	from := (at - 1) * rowsAPage
	wrong := faultsOf(f, rows)
	for i := from; i < min(from+rowsAPage, len(rows)); i++ {
		row := rowOf(r, f, rows[i], i+1, wrong)
		row.Base = strconv.Itoa(d.answers[filing.RowField(f.ID, rows[i].ID)].Current.Seq)
		v.Rows = append(v.Rows, row)
	}
	for _, row := range v.Rows {
		if row.Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: row.ID + "." + f.Columns[0].ID, Label: r.T("rows.row", "n", row.N), Text: row.Error})
		}
		for _, c := range row.Cells {
			if c.Error != "" {
				v.Problems = append(v.Problems, look.Problem{ID: c.ID, Label: r.T("rows.row", "n", row.N) + " " + c.Label, Text: c.Error})
			}
		}
	}
	seed, err := r.NewKey()
	if err != nil {
		return v, err
	}
	v.Seed = seed
	if at == last {
		mint := form.RowIDs(r.Now, seed)
		for i := range min(newRows, f.Limit-len(rows)) {
			row := rowOf(r, f, form.Row{ID: mint(i)}, len(rows)+i+1, nil)
			row.New = true
			v.Rows = append(v.Rows, row)
		}
	}
	v.Clashes, err = rowClashes(r, d, f)
	return v, err
}

// faultsOf is what is wrong with the rows, by their place: "products[0].maker".
func faultsOf(f form.Field, rows []form.Row) map[string]fault.Field {
	var l fault.List
	f.Tidy(&l, form.Value{Rows: rows})
	by := map[string]fault.Field{}
	for _, x := range l.Fields {
		if _, told := by[x.Path]; !told {
			by[x.Path] = x
		}
	}
	return by
}

func rowOf(r *gate.Request, f form.Field, row form.Row, n int, wrong map[string]fault.Field) rowView {
	at := f.ID + "[" + strconv.Itoa(n-1) + "]"
	v := rowView{ID: row.ID, N: n, Base: "0", Name: f.RowName(row)}
	if x, ok := wrong[at]; ok {
		v.Error = r.Why(x)
	}
	for _, c := range f.Columns {
		value := row.Cells[c.ID]
		one := cellView{ID: row.ID + "." + c.ID, Name: "c." + row.ID + "." + c.ID, Kind: kinds[c.Kind], Label: reporting.Label(r.Lang, c), Value: cellText(r.Lang, c, value)}
		if x, ok := wrong[at+"."+c.ID]; ok {
			one.Error = r.Why(x)
		}
		switch c.Kind {
		case form.Choice, form.Choices:
			one.Options = cellOptions(r, c, value)
		case form.Count:
			one.Mode = "numeric"
		case form.Line, form.Area, form.Moment, form.Day, form.Table:
		}
		v.Cells = append(v.Cells, one)
	}
	return v
}

func cellOptions(r *gate.Request, c form.Field, value form.Value) (list []look.Option) {
	if c.Kind == form.Choice {
		list = append(list, look.Option{Chosen: value.Empty()})
	}
	for _, o := range c.Options {
		list = append(list, look.Option{Value: o.ID, Label: o.Label.In(string(r.Lang)), Chosen: value.Has(o.ID)})
	}
	if c.Unknowable {
		list = append(list, look.Option{Value: "?", Label: r.T("field.unknown"), Chosen: value.Unknown})
	}
	return list
}

// cellText is a cell as one types it.
func cellText(l look.Lang, c form.Field, v form.Value) string {
	switch {
	case v.Unknown:
		return look.Say(l, "field.unknown")
	case c.Kind == form.Moment:
		return reporting.Typed(l, v)
	}
	return v.Text()
}

// cardOf is a table on the page of its step.
func cardOf(r *gate.Request, d work, s form.Step, f form.Field) tableCard {
	v := d.values[f.ID]
	c := tableCard{
		ID: f.ID, Label: reporting.Label(r.Lang, f), Hint: f.Help.In(string(r.Lang)), Need: f.Needed, To: d.at(s.ID + "/" + f.ID), Excel: d.at("excel"),
		Count: r.T("rows.of", "n", look.Number(len(v.Rows)), "limit", look.Number(f.Limit)),
	}
	if n := len(faultsOf(f, v.Rows)); n > 0 {
		c.Error = r.T("rows.wrong", "n", look.Number(n))
	}
	v.Rows = v.Rows[:min(rowsFirst, len(v.Rows))]
	c.Rows = reporting.RowsTable(r.Lang, f, v)
	return c
}
