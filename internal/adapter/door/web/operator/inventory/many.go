package inventory

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/flow/registering"
)

// ManyView is one column changed in many rows: what is to be written, and what each row says before and after.
type ManyView struct {
	Problems look.Problems
	Column   string
	Label    string
	Field    *look.Field
	Picked   []string
	Query    string
	All      bool
	Said     string
	Table    *look.Table // what will change; nil before the check
	Key      string
}

//go:embed many.tmpl
var manySource string

var manyPage = look.Parse[ManyView]("operator/inventory/many", manySource)

// bulk is the bar of the list by which a column of many rows is changed.
func bulk(r *gate.Request, said url.Values) *look.Bulk {
	f := look.Field{Kind: look.Select, ID: "column", Label: r.T("inventory.many.column"), Width: look.Mid, Options: []look.Option{{Label: r.T("inventory.choose"), Chosen: true}}}
	for _, c := range asset.Table.Columns {
		f.Options = append(f.Options, look.Option{Value: c.ID, Label: c.Label.In(string(r.Lang))})
	}
	return &look.Bulk{Action: Path + "/many", Query: said.Encode(), Title: r.T("inventory.many"), All: r.T("inventory.many.all"), Do: r.T("inventory.many.go"), Field: f}
}

// picked are the rows that a form names: those that were chosen, or all that the filter leaves.
func (l loaded) picked(r *gate.Request, fields url.Values) (list []asset.Item) {
	if fields.Get("all") == "" {
		for _, i := range l.Items {
			if slices.Contains(fields["n"], string(i.ID)) {
				list = append(list, i)
			}
		}
		return list
	}
	if _, err := url.ParseQuery(fields.Get("query")); err != nil {
		return nil
	}
	asked := *r.Request
	asked.URL = &url.URL{Path: Path, RawQuery: fields.Get("query")}
	one := *r
	one.Request = &asked
	return l.roll(&one).Cut(&one, l.Items).All
}

// many asks what a column is to say, shows what that changes, and writes it: three presses, of which the last is one act.
func (p Pages) many(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := ManyView{Column: fields.Get("column"), Picked: fields["n"], Query: fields.Get("query"), All: fields.Get("all") != ""}
	list := l.picked(r, fields)
	column, ok := asset.Table.Column(v.Column)
	if !ok || len(list) == 0 || len(list) > asset.MostAtOnce {
		v.Problems = look.Problems{{Text: r.T("inventory.many.none", "n", look.Number(asset.MostAtOnce))}}
		return writeMany(w, r, http.StatusUnprocessableEntity, v)
	}
	value := filling.Posted(column, fields)
	f := filling.Field(r, form.Form{}, column, value)
	if column.ID == asset.Facility {
		f = l.chosen(r, f)
	}
	v.Label, v.Field, v.Said = column.Label.In(string(r.Lang)), &f, r.T("inventory.many.rows", "n", look.Number(len(list)))
	if fields.Get("do") == "" {
		return writeMany(w, r, http.StatusOK, v)
	}
	rows, table := l.changed(r, column, value, list)
	if fields.Get("do") == "go" {
		key, failed := r.Key(organisation.Digest("many", fields.Encode()))
		if failed != nil {
			return failed
		}
		if err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Rows: rows}); err == nil {
			return gate.See(w, Path+"?done=many")
		}
	} else {
		err = l.check(rows)
	}
	if e, mine := organisation.Mine(err); mine {
		v.tell(r, e)
		return writeMany(w, r, gate.Status(err), v)
	}
	if err != nil {
		return err
	}
	v.Table = table
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return writeMany(w, r, http.StatusOK, v)
}

func writeMany(w http.ResponseWriter, r *gate.Request, status int, v ManyView) error {
	return manyPage.WriteStatus(w, status, r.Frame("inventory.many").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("inventory.many")}), v)
}

// changed are the rows as they will be, and a table of it.
func (l loaded) changed(r *gate.Request, column form.Field, value form.Value, list []asset.Item) (rows []registering.Written, _ *look.Table) {
	t := &look.Table{Caption: r.T("inventory.many.what"), Heads: []look.Head{{Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.head.product")}, {Text: r.T("inventory.was")}, {Text: r.T("inventory.is")}}}
	for _, i := range list {
		cells := i.Shown(l.Places)
		was := cells[column.ID]
		if cells[column.ID] = value; value.Empty() {
			delete(cells, column.ID)
		}
		rows = append(rows, registering.Written{ID: i.ID, Rev: i.Rev, Cells: cells})
		if len(t.Rows) < shownRows {
			t.Rows = append(t.Rows, []look.Cell{{Text: i.Text(asset.Machine)}, {Text: i.Text(asset.Product)}, {Text: reporting.Cell(r.Lang, column, was)}, {Text: reporting.Cell(r.Lang, column, value)}})
		}
	}
	return rows, t
}

// check judges rows as the act will.
func (l loaded) check(rows []registering.Written) error {
	var faults fault.List
	for _, w := range rows {
		asset.ReadItem(&faults, "", w.Cells, l.Places)
		if len(faults.Fields) > 0 {
			break
		}
	}
	return faults.Err()
}

// tell puts what is wrong at the field, or names the first row of which another column is wrong by it.
func (v *ManyView) tell(r *gate.Request, e *fault.Error) {
	v.Problems = organisation.Beside(r, []look.Field{*v.Field}, own(e), v.Field.ID)
	if len(v.Problems) > 0 {
		v.Field.Error = v.Problems[0].Text
		v.Problems = v.Problems[:1]
	}
}
