package submitting

import (
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// wholeTable makes a table what was sent: rows with their ids are changed, rows without are added, rows that are not there are
// taken out. Each stays in its history.
func wholeTable(entries []filing.Entry, table form.Field, next filing.Entry) (changed []filing.Entry) {
	mint, sent := form.RowIDs(next.At, string(next.Draft)), map[string]bool{}
	for i, r := range next.Value.Rows {
		if r.ID == "" {
			r.ID = mint(len(entries) + i)
		}
		sent[r.ID] = true
		for _, c := range table.Columns { // what a row does not say is no longer so
			if _, ok := r.Cells[c.ID]; !ok {
				r.Cells[c.ID] = form.Value{}
			}
		}
		changed = append(changed, current(entries, table, next, r)...)
	}
	for _, r := range filing.Values(entries)[table.ID].Rows {
		if !sent[r.ID] {
			changed = append(changed, current(entries, table, next, form.Row{ID: r.ID, Gone: true})...)
		}
	}
	return changed
}

// current weaves a row whose writer has seen how it stands now.
func current(entries []filing.Entry, table form.Field, next filing.Entry, r form.Row) []filing.Entry {
	next.Field, next.Value = filing.RowField(table.ID, r.ID), form.Value{Rows: []form.Row{r}}
	return weaveSeen(ofField(entries, next.Field), next)
}

// weaveSeen weaves an answer whose writer has seen how the field stands now.
func weaveSeen(existing []filing.Entry, next filing.Entry) []filing.Entry {
	return filing.Weave(existing, next, filing.Answers(existing)[next.Field].Current.Seq)
}
