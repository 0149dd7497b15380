package form_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/form"
)

func TestRowsThatComeWithoutIDsGetThem(t *testing.T) {
	t.Parallel()
	row := func(id, maker string) form.Row {
		return form.Row{ID: id, Cells: form.Values{"maker": {Texts: []string{maker}}}}
	}
	given := form.Values{"kind": {Texts: []string{"small"}}, "products": {Rows: []form.Row{row("", "a"), row("x", "b"), row("x", "c"), row("", "d")}}}
	got, err := form.Identified(given, 5, strings.NewReader(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for i, r := range got["products"].Rows {
		if r.ID == "" || ids[r.ID] {
			t.Errorf("row %d has %q", i, r.ID)
		}
		ids[r.ID] = true
	}
	if !ids["x"] || given["products"].Rows[0].ID != "" || got["kind"].Text() != "small" {
		t.Errorf("%v from %v", got, given)
	}
	if first, second := form.RowIDs(5, "seed"), form.RowIDs(6, "a"); first(0) >= first(1) || first(99) >= second(0) {
		t.Error("ids do not sort in the order in which rows were made")
	}
}

func TestARowIsNamedByWhatTellsItFromOthers(t *testing.T) {
	t.Parallel()
	table, _ := sample.Field("products")
	cells := form.Values{"maker": {Texts: []string{"富士通"}}, "product": {Texts: []string{"PRIMERGY"}}, "quantity": {Texts: []string{"3"}}}
	if got := table.RowName(form.Row{Cells: cells}); got != "富士通 PRIMERGY" {
		t.Error(got)
	}
	table.Number = "quantity"
	if got := table.RowName(form.Row{Cells: cells}); got != "3" {
		t.Error(got)
	}
	table.Key = nil
	delete(cells, "quantity")
	if got := table.RowName(form.Row{Cells: cells}); got != "富士通 PRIMERGY" {
		t.Error(got)
	}
}
