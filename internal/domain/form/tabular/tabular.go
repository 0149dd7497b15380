// Package tabular reads a table of a form from a sheet as people keep it, whatever became of the template on its
// way (R14): it is recognised by its visible headings alone, in any order, with other columns beside. It says what
// is wrong cell by cell, offers what would mend it, and tells which row is which without guessing.
package tabular

import (
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

// Grid is a sheet as its cells show it, row by row from the first.
type Grid struct {
	Sheet string
	Rows  [][]string
	// Since1904: a number that stands for a day counts from 1904, not from 1900.
	Since1904 bool `json:",omitempty"`
}

// RowID is the heading of the column that carries the id of a row. It is written into templates, last and
// narrow; a sheet without it is as good.
const RowID = "行ID(変更しないでください)"

// headingRows is how far down the headings are looked for: templates have a title and a lead above them.
const headingRows = 30

// Layout says which column of a sheet is which column of the table.
type Layout struct {
	Sheet   string
	Heading int            // index of the row of headings
	At      map[string]int // column id → index in the row; RowID for the row's id
	Extra   []Heading      // columns that the table does not know: named, never read
	Missing []form.Field   // columns of the table that the sheet lacks
}

// Blame is a fault of a row as a whole at the cell of the column that is to blame: the row alone where the sheet lacks it.
func (l Layout) Blame(column form.Field, row int, text string, f fault.Field) Fault {
	cell := Cell{Sheet: l.Sheet, Row: row}
	if at, has := l.At[column.ID]; has {
		cell.Col = Letter(at)
	}
	return Fault{Cell: cell, Column: column, Text: text, Code: f.Code, Args: f.Args}
}

// Heading is the heading of one column of a sheet.
type Heading struct {
	Column string // its letter: "C"
	Text   string
}

// Find recognises the sheet and row that hold the table: the one whose headings name most of its columns. learnt
// are headings that people mapped before, folded by text.Key. An Invalid fault names the headings that were
// looked for.
func Find(table form.Field, grids []Grid, learnt map[string]string) (Grid, Layout, error) {
	var best Layout
	var from Grid
	for _, g := range grids {
		for i := range min(headingRows, len(g.Rows)) {
			if l := layout(table, g, i, learnt); len(l.At) > len(best.At) {
				best, from = l, g
			}
		}
	}
	if len(best.At) < min(2, len(table.Columns)) {
		var names []string
		for _, c := range table.Columns {
			names = append(names, "「"+c.Label.Ja+"」")
		}
		return from, best, fault.New(fault.Invalid, "sheet.heading.none", fault.Args{"table": table.Label.Ja, "names": strings.Join(names, "")})
	}
	for _, c := range table.Columns {
		if _, ok := best.At[c.ID]; !ok {
			best.Missing = append(best.Missing, c)
		}
	}
	return from, best, nil
}

func layout(table form.Field, g Grid, row int, learnt map[string]string) Layout {
	l := Layout{Sheet: g.Sheet, Heading: row, At: map[string]int{}}
	for i, cell := range g.Rows[row] {
		if text.Blank(cell) {
			continue
		}
		id := columnOf(table, cell, learnt)
		if _, taken := l.At[id]; id == "" || taken {
			l.Extra = append(l.Extra, Heading{Letter(i), strings.TrimSpace(cell)})
			continue
		}
		l.At[id] = i
	}
	return l
}

// columnOf is the column that a heading names. Marks of need and notes in brackets do not count.
func columnOf(table form.Field, heading string, learnt map[string]string) string {
	key := headingKey(heading)
	if key == headingKey(RowID) {
		return RowID
	}
	for _, c := range table.Columns {
		for _, name := range append([]string{c.Label.Ja, c.Label.En, c.ID}, c.Names...) {
			if headingKey(name) == key {
				return c.ID
			}
		}
	}
	if id := learnt[text.Key(heading)]; id != "" {
		if _, ok := table.Column(id); ok {
			return id
		}
	}
	return ""
}

// headingKey folds a heading: case, width, kana, spaces, marks, and what stands in brackets.
func headingKey(s string) string {
	s = text.Key(s)
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" *※:・_-ー", r) {
			return -1
		}
		return r
	}, s)
}

// Letter is the name of a column by its index from 0: A, Z, AA.
func Letter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// Cell is one place in a sheet, as people name it: 「『製品一覧』シート C17」.
type Cell struct {
	Sheet string
	Row   int    // from 1
	Col   string // letter
}

// String is the cell's address: "C17".
func (c Cell) String() string { return c.Col + strconv.Itoa(c.Row) }

// narrow is a cell in the width in which numbers and letters are compared.
func narrow(s string) string { return strings.TrimSpace(width.Narrow.String(s)) }
