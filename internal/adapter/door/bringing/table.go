package bringing

import (
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/law"
)

// Table is rows of 機器台帳 as the sheet that comes in again: with the id of each row.
func (s Stock) Table(lang look.Lang, on law.Day, items []asset.Item) listsheet.Table {
	t := listsheet.Table{File: "inventory-" + on.String(), Title: look.Say(lang, "inventory.title"), List: "inventory"}
	for _, c := range asset.Table.Columns {
		t.Columns = append(t.Columns, listsheet.Column{Key: c.ID, Title: c.Label.In(string(lang))})
	}
	t.Columns = append(t.Columns, listsheet.Column{Key: "id", Title: tabular.RowID})
	for _, i := range items {
		values := i.Shown(s.Places)
		var cells []any
		for _, c := range asset.Table.Columns {
			cells = append(cells, cell(lang, c, values[c.ID]))
		}
		t.Rows = append(t.Rows, append(cells, string(i.ID)))
	}
	return t
}

// cell is an answer as it can be read again: days and texts as they are kept, choices in words.
func cell(lang look.Lang, c form.Field, v form.Value) string {
	switch {
	case v.Unknown:
		return look.Say(lang, "field.unknown")
	case len(c.Options) == 0:
		return v.Text()
	}
	var said []string
	for _, id := range v.Texts {
		o, _ := c.Option(id)
		said = append(said, o.Label.In(string(lang)))
	}
	return strings.Join(said, "、")
}
