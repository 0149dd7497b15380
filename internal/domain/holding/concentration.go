package holding

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Most is how many products have a line of their own.
const Most = 20

// Other is the key of the line of everything else.
const Other = "other"

// Line is one product across the sectors.
type Line struct {
	Product
	Cells     []Cell // by sector, as Concentration.Sectors
	Rows      int
	Operators int
	Types     Types
	Products  int // of the line of everything else: how many
}

// Cell is one product in one sector.
type Cell struct{ Rows, Operators int }

// Sectors is in how many sectors it stands.
func (l Line) Sectors() (n int) {
	for _, c := range l.Cells {
		if c.Rows > 0 {
			n++
		}
	}
	return n
}

// Concentration is 製品の集中状況: which product stands with how many operators, in which sectors, of which types. Its cells add up to the rows.
type Concentration struct {
	Query
	Sectors   []law.Sector
	Lines     []Line // the products of the most operators, at most Most
	Rest      Line   // the products beyond, and names of one operator alone that the dictionary does not know
	Rows      int
	Operators int
	Products  int
}

// tally counts one product.
type tally struct {
	cells     []Cell
	rows      int
	operators int
	types     Types
	org, in   int // the last operator, and the last operator in a sector, that were counted, from 1
}

// Concentrate counts what stands. A name that the dictionary does not know and one operator alone filed has no line: it is somebody's own
// words, to be read among the rows, which leaves a look.
func Concentrate(standing []Standing, names Names, q Query, today law.Day) Concentration {
	untold := slices.ContainsFunc(standing, func(s Standing) bool { return s.Business == NotTold })
	c := Concentration{Query: q, Sectors: q.sectors(today, untold)}
	all := c.tally(standing, names)
	var found []uint32
	for i := range all {
		if all[i].rows > 0 {
			found = append(found, uint32(i)) //nolint:gosec // an index of a slice
		}
	}
	c.Products = len(found)
	slices.SortFunc(found, func(a, b uint32) int {
		x, y := &all[a], &all[b]
		return cmp.Or(cmp.Compare(y.operators, x.operators), cmp.Compare(y.rows, x.rows), cmp.Compare(names.Products[a].Key, names.Products[b].Key))
	})
	c.Rest = Line{Product: Product{Key: Other}, Cells: make([]Cell, len(c.Sectors))}
	for _, i := range found {
		t, p := &all[i], names.Products[i]
		c.Rows += t.rows
		if len(c.Lines) < Most && (p.Known || t.operators > 1) {
			c.Lines = append(c.Lines, Line{Product: p, Cells: t.cells, Rows: t.rows, Operators: t.operators, Types: t.types})
			continue
		}
		c.Rest.Rows, c.Rest.Types, c.Rest.Products = c.Rest.Rows+t.rows, c.Rest.Types|t.types, c.Rest.Products+1
		for k, cell := range t.cells {
			c.Rest.Cells[k].Rows += cell.Rows
		}
	}
	c.rest(standing, names)
	return c
}

// tally counts each product; what stands comes by organisation and business, so that an operator is counted once.
func (c *Concentration) tally(standing []Standing, names Names) []tally {
	all := make([]tally, len(names.Products))
	orgs, ins := 0, 0
	counted := false
	for n, s := range standing {
		first := n == 0 || s.Org != standing[n-1].Org
		if first {
			orgs, counted = orgs+1, false
		}
		if first || s.Business != standing[n-1].Business {
			ins++
		}
		k := c.column(s.Business)
		if k < 0 {
			continue
		}
		for _, r := range s.Rows {
			if !c.counts(s, r) {
				continue
			}
			if !counted {
				counted = true
				c.Operators++
			}
			all[names.Means[r.Name]].add(r, k, orgs, ins, len(c.Sectors))
		}
	}
	return all
}

func (t *tally) add(r Row, k, org, in, sectors int) {
	if t.cells == nil {
		t.cells = make([]Cell, sectors)
	}
	t.rows, t.types = t.rows+1, t.types|r.Types
	t.cells[k].Rows++
	if t.org != org {
		t.org = org
		t.operators++
	}
	if t.in != in {
		t.in = in
		t.cells[k].Operators++
	}
}

// column is the place of a business among the sectors, -1 for none.
func (c *Concentration) column(s law.Sector) int { return slices.Index(c.Sectors, s) }

// rest counts the operators of the line of everything else, which no sum gives.
func (c *Concentration) rest(standing []Standing, names Names) {
	own := map[string]bool{}
	for _, l := range c.Lines {
		own[l.Key] = true
	}
	other := make([]bool, len(names.Products))
	for i, p := range names.Products {
		other[i] = !own[p.Key]
	}
	orgs := map[ident.Org]bool{}
	in := make([]map[ident.Org]bool, len(c.Sectors))
	for _, s := range standing {
		k := c.column(s.Business)
		if k < 0 || in[k][s.Org] || !slices.ContainsFunc(s.Rows, func(r Row) bool { return other[names.Means[r.Name]] && c.counts(s, r) }) {
			continue
		}
		if in[k] == nil {
			in[k] = map[ident.Org]bool{}
		}
		in[k][s.Org], orgs[s.Org] = true, true
		c.Rest.Cells[k].Operators++
	}
	c.Rest.Operators = len(orgs)
}
