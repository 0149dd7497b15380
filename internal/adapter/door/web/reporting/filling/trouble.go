package filling

import (
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// rowClashes are the rows that two people wrote at once.
func rowClashes(r *gate.Request, d work, f form.Field) (list []clash, err error) {
	for field, a := range d.answers {
		table, id := filing.SplitField(field)
		if table != f.ID || id == "" || len(a.Beside) == 0 {
			continue
		}
		row := f
		row.ID = field
		c, err := clashOf(r, d, row, a)
		if err != nil {
			return nil, err
		}
		c.ID = "row-" + id
		c.Label = reporting.Label(r.Lang, f) + " ― " + f.RowName(rowIn(a.Current.Value))
		for i, e := range append([]filing.Entry{a.Current}, a.Beside...) {
			c.Texts[i].Text = reporting.RowInWords(r.Lang, f, rowIn(e.Value))
		}
		list = append(list, c)
	}
	return list, nil
}

func rowIn(v form.Value) form.Row {
	if len(v.Rows) == 0 || v.Rows[0].Gone {
		return form.Row{}
	}
	return v.Rows[0]
}

// placeOf names a place in a table to people: 製品一覧 3行目 メーカー.
func placeOf(r *gate.Request, f form.Field, path string) string {
	rest, ok := strings.CutPrefix(path, f.ID+"[")
	if !ok {
		return reporting.Label(r.Lang, f)
	}
	index, rest, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(index)
	if err != nil {
		return reporting.Label(r.Lang, f)
	}
	name := reporting.Label(r.Lang, f) + " " + r.T("rows.row", "n", n+1)
	if c, ok := f.Column(strings.TrimPrefix(rest, ".")); ok {
		name += " " + reporting.Label(r.Lang, c)
	}
	return name
}

// rowBeside reports whether two states of a row stand side by side.
func (w work) rowBeside(f form.Field) bool {
	for field, a := range w.answers {
		if table, row := filing.SplitField(field); f.Kind == form.Table && table == f.ID && row != "" && len(a.Beside) > 0 {
			return true
		}
	}
	return false
}

// problemsMost is how many places of one table are named above the form.
const problemsMost = 20

// rowProblems are what is wrong with the rows of a table, each with the page on which it is put right.
func rowProblems(r *gate.Request, d work, s form.Step, f form.Field, faults []fault.Field) (list []look.Link) {
	more := 0
	for _, x := range faults {
		rest, ok := strings.CutPrefix(x.Path, f.ID+"[")
		if !ok || f.Kind != form.Table {
			continue
		}
		if len(list) == problemsMost {
			more++
			continue
		}
		index, _, _ := strings.Cut(rest, "]")
		n, err := strconv.Atoi(index)
		if err != nil {
			n = 0
		}
		list = append(list, look.Link{To: d.at(s.ID+"/"+f.ID) + "?page=" + strconv.Itoa(n/rowsAPage+1) + "&then=" + check, Text: placeOf(r, f, x.Path) + ": " + r.Why(x)})
	}
	if more > 0 {
		list = append(list, look.Link{To: d.at(s.ID+"/"+f.ID) + "?then=" + check, Text: reporting.Label(r.Lang, f) + ": " + r.T("rows.wrong", "n", look.Number(more))})
	}
	return list
}
