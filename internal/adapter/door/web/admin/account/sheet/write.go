package sheet

import (
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/register"
)

const pageName = "組織一覧"

// noteTitles are the heading of what to mend, in either language.
func noteTitles() []string {
	return []string{look.Say(look.Ja, "intake.why"), look.Say(look.En, "intake.why")}
}

// heads are the columns of the sheet to fill in: the kinds can be chosen, the rest has its hint beside the cell.
func heads(l look.Lang) (list []table.Head) {
	for _, f := range register.IntakeFields() {
		h := table.Head{Title: f.Label.In(string(l)), Width: 24, Hint: f.Help.In(string(l))}
		if f.Needed {
			h.Title += "(" + look.Say(l, "field.need") + ")"
		}
		for _, o := range f.Options {
			h.List = append(h.List, o.Label.In(string(l)))
		}
		list = append(list, h)
	}
	return list
}

// example is one row as it may be filled in; it stands on a sheet of its own, so that nobody registers it.
func example(l look.Lang) (row []string) {
	for _, f := range register.IntakeFields() {
		if len(f.Options) > 0 {
			row = append(row, f.Options[0].Label.In(string(l)))
			continue
		}
		row = append(row, f.Example.In(string(l)))
	}
	return row
}

func (p Pages) template(w http.ResponseWriter, r *gate.Request) error {
	if strings.HasSuffix(r.URL.Path, ".csv") {
		download(w, "text/csv; charset=utf-8", "organisations.csv", pageName+".csv")
		return table.WriteCSV(w, table.UTF8, table.Page{Name: pageName, Columns: heads(r.Lang)})
	}
	return book(w, pageName, table.Page{Name: pageName, Columns: heads(r.Lang)},
		table.Page{Name: r.T("intake.example"), Columns: heads(r.Lang), Rows: slices.Values([][]string{example(r.Lang)})})
}

// marked is the sheet as it was read, with what to mend beside each row.
func marked(w http.ResponseWriter, r *gate.Request, g register.Grid, bad []register.Trouble) error {
	notes := map[int][]string{}
	for _, t := range bad {
		note := t.Place + " " + label(r, t.Field) + ": " + r.Why(fault.Field{Code: t.Code, Args: t.Args})
		if t.Suggest != "" {
			note += " → " + t.Suggest
		}
		notes[t.N] = append(notes[t.N], note)
	}
	page := table.Page{Name: pageName, Columns: append(heads(r.Lang), table.Head{Title: r.T("intake.why"), Width: 60}), Rows: rows(g, register.IntakeFields(), notes)}
	return book(w, pageName+r.T("intake.marked.file"), page)
}

func rows(g register.Grid, fields []form.Field, notes map[int][]string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, row := range g.Rows {
			var cells []string
			for _, f := range fields {
				cells = append(cells, row.Cells[f.ID])
			}
			if !yield(append(cells, strings.Join(notes[row.N], "\n"))) {
				return
			}
		}
	}
}

func book(w http.ResponseWriter, name string, pages ...table.Page) error {
	download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "organisations.xlsx", name+".xlsx")
	return table.Write(w, pages...)
}

func download(w http.ResponseWriter, kind, ascii, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+ascii+`"; filename*=UTF-8''`+url.PathEscape(name))
	h.Set("Cache-Control", "no-store")
}
