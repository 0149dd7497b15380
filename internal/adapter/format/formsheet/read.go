// Package formsheet is a form as a book of sheets, and what a book that comes back says: the same for people and for programs.
package formsheet

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
)

// Brought is a file as people see it, without the sheets that are hidden.
type Brought struct {
	Grids    []tabular.Grid
	Formulas int      `json:",omitempty"` // cells of which the value that was calculated last is read
	Merged   int      `json:",omitempty"` // ranges; the value stands in the first cell
	Hidden   []string `json:",omitempty"` // sheets that are not read
}

// Bring takes a book that was read. A row so far down that only an oversight can have filled it is refused.
func Bring(book sheet.Book) (b Brought, err error) {
	for _, s := range book.Sheets {
		if s.Hidden && s.Name == sheet.ListName { // of our own template
			continue
		}
		if s.Hidden {
			b.Hidden = append(b.Hidden, s.Name)
			continue
		}
		b.Merged += len(s.Merged)
		g := tabular.Grid{Sheet: s.Name, Since1904: book.Since1904}
		for _, row := range s.Rows {
			if row.N > 2*sheet.MaxRows { // an empty sheet whose last row holds one space
				return b, sheet.Over("fault.sheet.rows", sheet.MaxRows).Refused()
			}
			for len(g.Rows) < row.N {
				g.Rows = append(g.Rows, nil)
			}
			cells := []string{}
			for _, c := range row.Cells {
				for len(cells) < c.Col {
					cells = append(cells, "")
				}
				cells[c.Col-1] = meant(book.Kind, c)
				if c.Formula {
					b.Formulas++
				}
			}
			g.Rows[row.N-1] = cells
		}
		b.Grids = append(b.Grids, g)
	}
	return b, nil
}

// Unread names the sheets of which nothing was read: those without anything of the form, and those that are hidden. What our own template
// has beside its tables is not told: nobody wrote into it.
func (b Brought) Unread(book tabular.Book) []string {
	names := slices.DeleteFunc(slices.Clone(book.Unread), func(s string) bool { return s == HelpSheet })
	return append(names, b.Hidden...)
}

// meant is what a cell means: a day rather than its format, digits rather than 8.00001E+12. What guarded a text of a CSV is off already: it
// is taken off once.
func meant(kind sheet.Kind, c sheet.Cell) string {
	switch {
	case kind == sheet.CSV:
		return c.Text
	case c.On != "":
		return c.On
	case c.Raw != "" && strings.ContainsAny(c.Text, "Ee") && form.Digits(c.Raw):
		return c.Raw
	}
	return c.Text
}

// Sound reports whether grids that came from elsewhere than Bring are within its bounds.
func Sound(grids []tabular.Grid) bool {
	rows := 0
	for _, g := range grids {
		rows += len(g.Rows)
		for _, row := range g.Rows {
			if len(row) > sheet.MaxColumns {
				return false
			}
		}
	}
	return len(grids) <= sheet.MaxSheets && rows <= 2*sheet.MaxRows*len(grids)
}
