package tabular

import (
	"kanmin/internal/domain/form"
)

// How says by what a row was found again.
type How string

// The ways, in the order in which they are tried.
const (
	ByID     How = "id"     // the id that the template carries
	ByNumber How = "number" // 管理番号
	ByKey    How = "key"    // the natural key
	ByNone   How = ""       // a new row
)

// Met is a row of the sheet beside the row that it changes.
type Met struct {
	Line   Line
	Before form.Row // empty for a new row
	How    How
	Cells  []form.Change // what differs
}

// Merge says what taking a sheet over would do.
type Merge struct {
	New, Changed, Same []Met
	Gone               []form.Row // rows that the sheet no longer has: shown, never deleted by themselves
	// Unsure are rows of the sheet that could be several, or of which there are several: they count as new, and
	// a person decides.
	Unsure []Met
}

// Match finds for every row of a sheet the row that it was, by its id, its number, its natural key; each row once.
// What is not told by one of these is new: nothing is guessed. Columns that the sheet lacks are left as they were.
func Match(table form.Field, r Reading, existing []form.Row) Merge {
	m := matching{table: table, found: make([]*form.Row, len(r.Lines)), how: make([]How, len(r.Lines)), taken: map[string]bool{}, unsure: map[int]bool{}}
	m.pass(r, existing, ByID, func(l Line) string { return l.ID }, func(row form.Row) string { return row.ID })
	if table.Number != "" {
		number := func(cells form.Values) string { return narrow(cells[table.Number].Text()) }
		m.pass(r, existing, ByNumber, func(l Line) string { return number(l.Cells) }, func(row form.Row) string { return number(row.Cells) })
	}
	if len(table.Key) > 0 {
		m.pass(r, existing, ByKey, func(l Line) string { return table.NaturalKey(l.Cells) }, func(row form.Row) string { return table.NaturalKey(row.Cells) })
	}
	return m.result(r, existing)
}

type matching struct {
	table  form.Field
	found  []*form.Row
	how    []How
	taken  map[string]bool // ids of rows that were met
	unsure map[int]bool
}

// pass meets what only one row on each side has.
func (m *matching) pass(r Reading, existing []form.Row, how How, ofLine func(Line) string, ofRow func(form.Row) string) {
	lines, rows := map[string][]int{}, map[string][]int{}
	for i, l := range r.Lines {
		if k := ofLine(l); k != "" && m.found[i] == nil {
			lines[k] = append(lines[k], i)
		}
	}
	for i, row := range existing {
		if k := ofRow(row); k != "" && !m.taken[row.ID] {
			rows[k] = append(rows[k], i)
		}
	}
	for k, at := range lines {
		was := rows[k]
		if len(was) == 0 {
			continue
		}
		if len(at) > 1 || len(was) > 1 {
			for _, i := range at {
				m.unsure[i] = true
			}
			continue
		}
		m.found[at[0]], m.how[at[0]] = &existing[was[0]], how
		m.taken[existing[was[0]].ID] = true
	}
}

func (m *matching) result(r Reading, existing []form.Row) Merge {
	var out Merge
	for i, line := range r.Lines {
		met := Met{Line: line, How: m.how[i]}
		if m.found[i] == nil {
			if m.unsure[i] {
				out.Unsure = append(out.Unsure, met)
			} else {
				out.New = append(out.New, met)
			}
			continue
		}
		met.Before = *m.found[i]
		met.Cells = m.changes(r, line, met.Before)
		if len(met.Cells) > 0 {
			out.Changed = append(out.Changed, met)
		} else {
			out.Same = append(out.Same, met)
		}
	}
	for _, row := range existing {
		if !m.taken[row.ID] {
			out.Gone = append(out.Gone, row)
		}
	}
	return out
}

func (m *matching) changes(r Reading, line Line, before form.Row) []form.Change {
	var list []form.Change
	for _, c := range m.table.Columns {
		if _, ok := r.At[c.ID]; !ok {
			continue
		}
		if change, differs := c.Differs(before.Cells[c.ID], line.Cells[c.ID]); differs {
			list = append(list, change)
		}
	}
	return list
}

// After is the row as it is once the sheet was taken over.
func (m Met) After() form.Row {
	if m.How == ByNone {
		return form.Row{Cells: m.Line.Cells}
	}
	cells := form.Values{}
	for _, c := range m.Cells {
		cells[c.Field.ID] = c.After
	}
	return m.Before.With(cells)
}
