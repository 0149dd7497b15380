package look_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/look"
)

// A cell stands under its column and in its row, the darker the higher, and nothing is drawn for nought.
func TestAGridPlacesItsCells(t *testing.T) {
	t.Parallel()
	g := look.Grid{Columns: []string{"a", "b", "c"}, Rows: []look.GridRow{
		{Name: strings.Repeat("長", 40), Cells: []look.GridCell{{N: 1, To: "/x"}, {}, {N: 1200, To: "/y"}}}, {Name: "q", Cells: []look.GridCell{{}, {N: 600}, {}}},
	}}
	d := g.Draw()
	if len(d.Cells) != 3 || len(d.Words) != 5 || d.Cells[1].Text != "1,200" || d.Cells[1].To != "/y" {
		t.Fatalf("%+v", d)
	}
	for i, shade := range []string{"shade-1", "shade-5", "shade-3"} {
		if d.Cells[i].Shape.Class != shade {
			t.Errorf("cell %d is %s, not %s", i, d.Cells[i].Shape.Class, shade)
		}
	}
	if a, b, c := size(t, d.Cells[0].Shape.X), size(t, d.Cells[2].Shape.X), size(t, d.Cells[1].Shape.X); a >= b || b >= c || c+size(t, d.Cells[1].W) > 100 {
		t.Errorf("columns at %v, %v, %v", a, b, c)
	}
	if size(t, d.Cells[2].Shape.Y) <= size(t, d.Cells[0].Shape.Y) || size(t, d.High) < size(t, d.Cells[2].Shape.Y)+size(t, d.Cells[2].H) {
		t.Error("rows stand in one another")
	}
	if n := len([]rune(d.Words[3].Text)); n != 20 {
		t.Errorf("a name of %d characters", n)
	}
	if d := (look.Grid{}).Draw(); len(d.Cells) != 0 {
		t.Errorf("nothing is drawn as %+v", d)
	}
}
