package sheet

import (
	"bytes"
	"context"
	"strings"

	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/register"
)

// fileLimit bounds an upload here; the sheet itself is bounded by register.IntakeRows, and a file by what the child reads.
const fileLimit = 4 << 20

// noteField is the column of the marked copy that says what to mend; it is passed over when it comes back.
const noteField = "note"

// found is a table of organisations as it was found in a file or in what was pasted.
type found struct {
	grid    register.Grid
	strange []string // headings that nobody asked for
	twice   []string // fields whose heading stands twice: the left one counts
	hidden  bool     // the sheet is
}

// read finds the table of organisations in an Excel book, a CSV file or cells that were pasted. The child reads it; columns may
// stand in any order, and the sheet may have lost its styles and names.
func (p Pages) read(ctx context.Context, data []byte) (f found, err error) {
	if len(data) > fileLimit {
		return f, fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": "4194304"})
	}
	book, err := p.Parse(ctx, "", bytes.NewReader(data))
	if err != nil {
		return f, err
	}
	t, ok := table.Find(book, wants())
	if !ok || len(t.Missing) > 0 {
		return f, fault.New(fault.Invalid, "fault.intake.heads", nil)
	}
	f = found{grid: register.Grid{Sheet: t.Sheet, Columns: t.Columns}, strange: t.Strange, twice: t.Twice, hidden: t.Hidden}
	for _, r := range t.Rows {
		row := register.GridRow{N: r.N, Cells: map[string]string{}}
		for id := range t.Columns {
			if s := cell(t, r, id); s != "" && id != noteField {
				row.Cells[id] = s
			}
		}
		if len(row.Cells) > 0 {
			f.grid.Rows = append(f.grid.Rows, row)
		}
	}
	delete(f.grid.Columns, noteField)
	if len(f.grid.Rows) == 0 {
		return f, fault.New(fault.Invalid, "fault.intake.empty", nil)
	}
	return f, nil
}

// cell is what was meant: Excel shows a number of 13 digits as 8.00001E+12 and keeps the number behind it.
func cell(t table.Table, r table.Row, id string) string {
	c := t.Cell(r, id)
	if id == "corporate_number" && c.Raw != "" && strings.Trim(c.Raw, "0123456789") == "" {
		return c.Raw
	}
	return strings.TrimSpace(c.Text)
}

// wants are the columns by their headings in either language, or by id.
func wants() (list []table.Want) {
	for _, f := range register.IntakeFields() {
		list = append(list, table.Want{ID: f.ID, Titles: []string{f.Label.Ja, f.Label.En, f.ID}, Need: f.ID == "name" || f.ID == "kind"})
	}
	return append(list, table.Want{ID: noteField, Titles: noteTitles})
}
