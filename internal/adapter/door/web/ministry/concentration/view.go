package concentration

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/law"
)

// lines are the products with a line of their own, and the line of everything else where there is something.
func lines(c holding.Concentration) []holding.Line {
	if c.Rest.Rows == 0 {
		return c.Lines
	}
	return append(slices.Clip(c.Lines), c.Rest)
}

// named is a product as people read it: with its maker, where that is not in the name already.
func named(r *gate.Request, p holding.Product) string {
	maker, name := p.Maker.In(string(r.Lang)), p.Name.In(string(r.Lang))
	if maker == "" || strings.HasPrefix(strings.ToLower(name), strings.ToLower(maker)) {
		return name
	}
	return name + "(" + maker + ")"
}

func lineName(r *gate.Request, l holding.Line) string {
	if l.Key == holding.Other {
		return r.T("concentration.other", "n", look.Number(l.Products))
	}
	return named(r, l.Product)
}

func sectorName(r *gate.Request, s law.Sector) string {
	return look.Capital(holding.SectorName(s).In(string(r.Lang)))
}

// rowsAt is the address of the rows behind a cell.
func rowsAt(q holding.Query, product string, s law.Sector) string {
	return figures.At(Path+"/rows", q, "product", product, "in", string(s))
}

func grid(r *gate.Request, c holding.Concentration) look.Grid {
	g := look.Grid{ID: "grid", Title: r.T("concentration.grid"), Text: r.T("concentration.grid.text")}
	for _, s := range c.Sectors {
		g.Columns = append(g.Columns, sectorName(r, s))
	}
	for _, l := range lines(c) {
		row := look.GridRow{Name: l.Name.In(string(r.Lang))}
		if l.Key == holding.Other {
			row.Name = lineName(r, l)
		}
		for i, cell := range l.Cells {
			row.Cells = append(row.Cells, look.GridCell{
				N: cell.Rows, To: rowsAt(c.Query, l.Key, c.Sectors[i]),
				Say: r.T("concentration.cell", "product", row.Name, "sector", g.Columns[i], "rows", look.Number(cell.Rows), "operators", look.Number(cell.Operators)),
			})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// table says the same in words, each number with its rows behind it.
func table(r *gate.Request, c holding.Concentration) look.Table {
	t := look.Table{Caption: r.T("concentration.products"), Hide: true, Heads: []look.Head{
		{Text: r.T("concentration.product")}, {Text: r.T("concentration.operators"), Right: true}, {Text: r.T("concentration.rows"), Right: true}, {Text: r.T("concentration.types")}, {Text: r.T("concentration.sectors")},
	}}
	for _, l := range lines(c) {
		first := look.Cell{Text: lineName(r, l)}
		if l.Key != holding.Other {
			first.To = figures.At(Path+"/concerned", c.Query, "product", l.Key)
		}
		in := look.Cell{}
		for i, cell := range l.Cells {
			if cell.Rows > 0 {
				in.Links = append(in.Links, look.Link{To: rowsAt(c.Query, l.Key, c.Sectors[i]), Text: sectorName(r, c.Sectors[i]) + " " + look.Number(cell.Rows)})
			}
		}
		t.Rows = append(t.Rows, []look.Cell{first, {Text: look.Number(l.Operators)}, {Text: look.Number(l.Rows), To: rowsAt(c.Query, l.Key, "")}, {Text: strings.Join(l.Types.List(), " ")}, in})
	}
	return t
}
