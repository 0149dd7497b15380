package reporting

import (
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/form"
)

// RowsTable is an answer that is rows, as people read it; nil for any other.
func RowsTable(l look.Lang, f form.Field, v form.Value) *look.Table {
	if len(v.Rows) == 0 {
		return nil
	}
	t := look.Table{Caption: Label(l, f), Hide: true}
	for _, c := range f.Columns {
		t.Heads = append(t.Heads, look.Head{Text: Label(l, c), Right: c.Kind == form.Count})
	}
	for _, r := range v.Rows {
		cells := make([]look.Cell, 0, len(f.Columns))
		for _, c := range f.Columns {
			cells = append(cells, look.Cell{Text: Cell(l, c, r.Cells[c.ID])})
		}
		t.Rows = append(t.Rows, cells)
	}
	return &t
}

// Cell is a cell of a row as people read it; empty where nothing was answered.
func Cell(l look.Lang, c form.Field, v form.Value) string {
	if v.Unknown {
		return look.Say(l, "field.unknown")
	}
	return strings.ReplaceAll(Said(l, c, v), "\n", "、")
}

// rowsBrief is how many rows a page shows that is only about to send them.
const rowsBrief = 50

// Brief cuts tables to their first rows and says how many more there are: the table has a page of its own.
func Brief(l look.Lang, list []look.Answer) []look.Answer {
	for i, a := range list {
		if a.Table != nil && len(a.Table.Rows) > rowsBrief {
			t := *a.Table
			t.Rows = t.Rows[:rowsBrief]
			list[i].Table, list[i].Note = &t, look.Say(l, "rows.more", "n", look.Number(len(a.Table.Rows)-rowsBrief))
		}
	}
	return list
}
