package tabular

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

// Compared is what the sheets of a file say of a form, beside the answers that are there. Nothing of it was taken over.
type Compared struct {
	Book
	Merges []Merge // of the tables of Book, in order
	form   form.Form
	values form.Values
}

// Compare reads the sheets and tells what taking them over would change. wrong says whether a maker and a product stand in one
// another's column; nil: nobody can tell. An Invalid fault is that of ReadBook.
func Compare(f form.Form, grids []Grid, learnt Learnt, values form.Values, wrong func(maker, product string) bool) (c Compared, err error) {
	c = Compared{form: f, values: values}
	if c.Book, err = ReadBook(f, grids, learnt); err != nil {
		return c, err
	}
	for i := range c.Tables {
		t := &c.Tables[i]
		if wrong != nil {
			Swapped(&t.Reading, t.Table, Pair{Left: "maker", Right: "product"}, wrong)
		}
		c.Merges = append(c.Merges, Match(t.Table, t.Reading, tidyRows(t.Table, values[t.Table.ID].Rows)))
	}
	return c, nil
}

// tidyRows are the rows of a draft as a sheet would say them.
func tidyRows(f form.Field, rows []form.Row) []form.Row {
	var l fault.List
	return f.Tidy(&l, form.Value{Rows: rows}).Rows
}

// Lacks reports whether a fault is only that something is not answered yet: it may come later.
func (f Fault) Lacks() bool { return f.Code == "fault.form.needed" }

// Blocking counts the places that must be put right before anything is taken over.
func (c Compared) Blocking() (n int) {
	for _, f := range c.Faults() {
		if !f.Lacks() {
			n++
		}
	}
	return n
}

// Changed are the answers that differ from those that are there, in the order of the form; both are compared as they are kept.
func (c Compared) Changed() (list []form.Change) {
	if c.Answers == nil {
		return nil
	}
	for _, f := range c.form.Fields() {
		v, ok := c.Answers.Values[f.ID]
		if !ok {
			continue
		}
		var l fault.List
		if _, differs := f.Differs(f.Tidy(&l, c.values[f.ID]), f.Tidy(&l, v)); differs {
			list = append(list, form.Change{Field: f, Before: c.values[f.ID], After: v})
		}
	}
	return list
}

// There is how many rows a table of the draft has.
func (c Compared) There(table string) int { return len(c.values[table].Rows) }

// Choice is what a person decides who has seen a comparison.
type Choice struct {
	Seen   string   // digest of how the draft stood (filing.Seen)
	Gone   []string // tables of which the rows go that the sheet no longer has
	Unsure []string // tables of which the rows are taken for new that could be several
}

// Rows are the rows of a table that are written: what is new and what changed, and what the person chose of the rest. mint gives
// new rows their ids.
func (c Compared) Rows(table int, mint func(int) string, choice Choice) (list []form.Row) {
	m, id := c.Merges[table], c.Tables[table].Table.ID
	for _, met := range m.Changed {
		list = append(list, met.After())
	}
	fresh := m.New
	if slices.Contains(choice.Unsure, id) {
		fresh = append(slices.Clone(fresh), m.Unsure...)
	}
	slices.SortStableFunc(fresh, func(a, b Met) int { return a.Line.Row - b.Line.Row })
	for i, met := range fresh {
		row := met.After()
		row.ID = mint(i)
		list = append(list, row)
	}
	if slices.Contains(choice.Gone, id) {
		for _, row := range m.Gone {
			list = append(list, form.Row{ID: row.ID, Gone: true})
		}
	}
	return list
}
