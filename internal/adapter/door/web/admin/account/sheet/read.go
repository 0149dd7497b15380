package sheet

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"kanmin/internal/adapter/format/formsheet"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/text"
)

// fileLimit bounds an upload here; the sheet itself is bounded by register.IntakeRows, and a file by what the child reads.
const fileLimit = 4 << 20

// intake is the table of organisations as the kit of sheets looks for it.
var intake = form.Field{ID: "organisations", Kind: form.Table, Label: text.Both{Ja: pageName, En: "Organisations"}, Columns: register.IntakeFields(), Limit: register.IntakeRows}

// needed are the columns without which no table is one of organisations.
var needed = []string{"kind", "name"}

// found is a table of organisations as it was found in a file or in what was pasted, with what people should know of the file.
type found struct {
	grid     register.Grid
	strange  []tabular.Heading // columns that are not read
	hidden   []string          // sheets that are not read
	formulas int               // cells of which the value that was calculated last is read
	merged   int               // ranges; the value stands in the first cell
}

// read finds the table of organisations in an Excel book, a CSV file or cells that were pasted. The child reads it; columns may
// stand in any order, and the sheet may have lost its styles and names.
func (p Pages) read(ctx context.Context, data []byte) (f found, err error) {
	if len(data) > fileLimit {
		return f, table.Over("fault.sheet.bytes", fileLimit>>20).Refused()
	}
	book, err := p.Parse(ctx, "", bytes.NewReader(data))
	if err != nil {
		return f, err
	}
	brought, err := formsheet.Bring(book)
	if err != nil {
		return f, err
	}
	g, l, err := tabular.Find(intake, brought.Grids, nil)
	if err != nil || slices.ContainsFunc(l.Missing, func(c form.Field) bool { return slices.Contains(needed, c.ID) }) {
		return f, fault.New(fault.Invalid, "fault.intake.heads", nil)
	}
	delete(l.At, tabular.RowID)
	f = found{grid: gridOf(g, l), hidden: brought.Hidden, formulas: brought.Formulas, merged: brought.Merged}
	for _, h := range l.Extra {
		if !slices.Contains(noteTitles(), h.Text) { // of a marked copy that comes back
			f.strange = append(f.strange, h)
		}
	}
	if len(f.grid.Rows) == 0 {
		return f, fault.New(fault.Invalid, "fault.intake.empty", nil)
	}
	return f, nil
}

// gridOf are the rows below the headings; one without any cell of the table is passed over.
func gridOf(g tabular.Grid, l tabular.Layout) register.Grid {
	out := register.Grid{Sheet: l.Sheet, Columns: map[string]int{}}
	for id, at := range l.At {
		out.Columns[id] = at + 1
	}
	for i, cells := range g.Rows[l.Heading+1:] {
		row := register.GridRow{N: l.Heading + 2 + i, Cells: map[string]string{}}
		for id, at := range l.At {
			if at < len(cells) && strings.TrimSpace(cells[at]) != "" {
				row.Cells[id] = strings.TrimSpace(cells[at])
			}
		}
		if len(row.Cells) > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}
