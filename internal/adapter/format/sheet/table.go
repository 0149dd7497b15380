package sheet

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Want is a column that a reader of a table looks for by its visible heading.
type Want struct {
	ID     string   // of the field
	Titles []string // the heading and what people write instead
	Need   bool
}

// Table is a table that was found in a sheet by its headings: hidden ids, styles and the order of columns may be gone,
// as after 無害化 or a copy into an older book.
type Table struct {
	Sheet   string
	Hidden  bool // the sheet is: its rows are named, not taken silently
	Head    int  // row of the headings
	Columns map[string]int
	Strange []string // headings that nobody asked for: named, not read
	Missing []string // ids of needed columns that are not there
	Twice   []string // ids whose heading stands twice: the left one counts
	Rows    []Row    // below the headings
}

// Text is the text of a field in a row, without spaces around it.
func (t Table) Text(r Row, id string) string { return strings.TrimSpace(t.Cell(r, id).Text) }

// Cell is a field's cell in a row; its address is kept also when it is empty.
func (t Table) Cell(r Row, id string) Cell {
	col, ok := t.Columns[id]
	if !ok {
		return Cell{}
	}
	return r.Cell(col)
}

// Place names a field's cell: 『製品一覧』シート C17.
func (t Table) Place(r Row, id string) string { return Place(t.Sheet, t.Columns[id], r.N) }

// headRows is how far down headings are looked for: titles and notes come before.
const headRows = 30

// Find finds the table with the most of the wanted headings. A hidden sheet counts only where none that is shown will do.
// ok is false when not even half of the needed headings stand in one row.
func Find(b Book, want []Want) (best Table, ok bool) {
	needed := 0
	for _, w := range want {
		if w.Need {
			needed++
		}
	}
	for _, hidden := range []bool{false, true} {
		for _, s := range b.Sheets {
			if t := s.find(want); s.Hidden == hidden && len(t.Columns) > len(best.Columns) {
				best = t
			}
		}
		if len(best.Columns) > 0 && 2*len(best.Missing) <= needed {
			return best, true
		}
	}
	return best, false
}

// find finds the row of a sheet that has the most of the wanted headings.
func (s Sheet) find(want []Want) (best Table) {
	for i, r := range s.Rows {
		if r.N > headRows {
			break
		}
		if t := headed(r, want); len(t.Columns) > len(best.Columns) {
			best = t
			best.Sheet, best.Hidden, best.Rows = s.Name, s.Hidden, s.Rows[i+1:]
		}
	}
	return best
}

// headed reads a row as headings.
func headed(r Row, want []Want) Table {
	t := Table{Head: r.N, Columns: map[string]int{}}
	for _, c := range r.Cells {
		title := plain(c.Text)
		if title == "" {
			continue
		}
		i := slices.IndexFunc(want, func(w Want) bool {
			return slices.ContainsFunc(w.Titles, func(s string) bool { return plain(s) == title })
		})
		switch {
		case i < 0:
			t.Strange = append(t.Strange, c.Text)
		case t.Columns[want[i].ID] != 0:
			t.Twice = append(t.Twice, want[i].ID)
		default:
			t.Columns[want[i].ID] = c.Col
		}
	}
	for _, w := range want {
		if w.Need && t.Columns[w.ID] == 0 {
			t.Missing = append(t.Missing, w.ID)
		}
	}
	return t
}

// plain folds a heading: width, case, spaces and line ends, and what says that it must be filled in.
func plain(s string) string {
	s = norm.NFKC.String(s)
	for _, mark := range []string{"(必須)", "(任意)", "【必須】", "【任意】", "※", "*"} {
		s = strings.ReplaceAll(s, mark, "")
	}
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}
