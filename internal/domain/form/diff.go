package form

import (
	"maps"
	"slices"
)

// ChangeKind is what happened to an answer between two revisions.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Change is one answer that differs: a field, or a row of a table with the cells that differ.
type Change struct {
	Kind          ChangeKind
	Field         Field
	Before, After Value
	Row           string   // id of the row; empty for a field that is no table
	Cells         []Change // of a row that changed, in the order of the columns
}

// Diff lists, in the order of the form, what differs from a to b. Rows are compared by their ids, never by
// their place: a table that was only sorted has no difference.
func (f Form) Diff(a, b Values) []Change {
	var list []Change
	for _, field := range f.Fields() {
		if field.Kind == Table {
			list = append(list, field.diffRows(a[field.ID], b[field.ID])...)
		} else if c, differs := field.Differs(a[field.ID], b[field.ID]); differs {
			list = append(list, c)
		}
	}
	return list
}

// Differs says how an answer to the field changed from a to b, if it did.
func (f Field) Differs(a, b Value) (Change, bool) {
	c := Change{Kind: Changed, Field: f, Before: a, After: b}
	switch {
	case a.Empty() && b.Empty(), a.Same(b):
		return c, false
	case a.Empty():
		c.Kind = Added
	case b.Empty():
		c.Kind = Removed
	}
	return c, true
}

func (f Field) diffRows(a, b Value) []Change {
	var list []Change
	if c, differs := f.Differs(Value{Unknown: a.Unknown}, Value{Unknown: b.Unknown}); differs {
		list = append(list, c)
	}
	before := map[string]Row{}
	for _, r := range a.Rows {
		before[r.ID] = r
	}
	for _, r := range b.Rows {
		old, had := before[r.ID]
		delete(before, r.ID)
		c := Change{Kind: Changed, Field: f, Row: r.ID, Before: Value{Rows: []Row{old}}, After: Value{Rows: []Row{r}}}
		if !had {
			c.Kind, c.Before = Added, Value{}
			list = append(list, c)
			continue
		}
		for _, column := range f.Columns {
			if cell, differs := column.Differs(old.Cells[column.ID], r.Cells[column.ID]); differs {
				c.Cells = append(c.Cells, cell)
			}
		}
		if len(c.Cells) > 0 {
			list = append(list, c)
		}
	}
	for _, r := range a.Rows {
		if _, gone := before[r.ID]; gone {
			list = append(list, Change{Kind: Removed, Field: f, Row: r.ID, Before: Value{Rows: []Row{r}}})
		}
	}
	return list
}

// Same reports whether two answers are the same, to the letter.
func (v Value) Same(o Value) bool {
	return v.Unknown == o.Unknown && slices.Equal(v.Texts, o.Texts) &&
		slices.EqualFunc(v.Rows, o.Rows, func(a, b Row) bool { return a.Same(b) })
}

// Same reports whether two rows are the same row and say the same.
func (r Row) Same(o Row) bool {
	return r.ID == o.ID && r.Gone == o.Gone && len(r.Changed(o)) == 0
}

// Changed lists the columns, in no order, whose cells differ between two states of a row.
func (r Row) Changed(o Row) (columns []string) {
	for id, v := range r.Cells {
		if w := o.Cells[id]; !v.Same(w) && !(v.Empty() && w.Empty()) {
			columns = append(columns, id)
		}
	}
	for id, v := range o.Cells {
		if _, ok := r.Cells[id]; !ok && !v.Empty() {
			columns = append(columns, id)
		}
	}
	return columns
}

// With returns the row with some cells replaced; an empty answer takes the cell away.
func (r Row) With(cells Values) Row {
	next := Row{ID: r.ID, Cells: maps.Clone(r.Cells)}
	if next.Cells == nil {
		next.Cells = Values{}
	}
	for id, v := range cells {
		if v.Empty() {
			delete(next.Cells, id)
		} else {
			next.Cells[id] = v
		}
	}
	return next
}
