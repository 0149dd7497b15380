package reporting

import (
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/indicator"
)

// Revision is one revision after the first, with what changed in it.
type Revision struct {
	Rev     int
	At      string
	By      string // for the own organisation only
	Receipt string // address of its final receipt; empty where it is not offered
	Table   look.Table
}

// Revisions are the further revisions of what was sent, the latest first, each with what differs from the one before. The contents
// are as the reader may see them: an office is shown those that were cut to what it received.
func Revisions(l look.Lang, f form.Form, all []filing.Revision) (list []Revision, err error) {
	var before form.Values
	var had []filing.Attachment
	for i, r := range all {
		values, err := f.Decode(r.Values)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			changes := f.Diff(before, values)
			table := Changes(l, changes, strconv.Itoa(r.Rev))
			table.Rows = append(table.Rows, FileChanges(l, had, r.Attachments())...)
			list = append([]Revision{{Rev: r.Rev, At: look.Second(l, r.At), By: Sender(l, r.Content), Table: table}}, list...)
		}
		before, had = values, r.Attachments()
	}
	return list, nil
}

// Changes are what differs between two revisions, before and after.
func Changes(l look.Lang, changes []form.Change, rev string) look.Table {
	t := look.Table{Caption: look.Say(l, "changes.caption", "rev", rev), Heads: []look.Head{{Text: look.Say(l, "changes.item")}, {Text: look.Say(l, "changes.before")}, {Text: look.Say(l, "changes.after")}}}
	for _, c := range changes {
		if c.Row != "" {
			t.Rows = append(t.Rows, rowChanges(l, c)...)
			continue
		}
		before, after := shown(l, c.Field, c.Before), shown(l, c.Field, c.After)
		if c.Field.Reads == indicator.Indicators {
			before, after = apart(l, c.Before.Text(), c.After.Text()), apart(l, c.After.Text(), c.Before.Text())
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: Label(l, c.Field)}, {Text: before}, {Text: after}})
	}
	return t
}

// apart are the indicators of one list that the other has not, beside how many there are.
func apart(l look.Lang, list, other string) string {
	if list == "" {
		return look.Say(l, "answers.none")
	}
	mine, theirs := map[string]bool{}, map[string]bool{}
	before, _ := indicator.Read(other)
	for _, i := range before {
		theirs[i.Text] = true
	}
	lines := []string{Counted(l, list)}
	now, _ := indicator.Read(list)
	for _, i := range now {
		if !theirs[i.Text] && !mine[i.Text] {
			mine[i.Text] = true
			lines = append(lines, i.Defanged())
		}
	}
	return head(l, strings.Join(lines, "\n"))
}

func shown(l look.Lang, f form.Field, v form.Value) string {
	switch {
	case v.Unknown:
		return look.Say(l, "field.unknown")
	case v.Empty():
		return look.Say(l, "answers.none")
	}
	return Said(l, f, v)
}

// rowChanges are what differs in one row of a table: the row as it came or went, or each cell that differs.
func rowChanges(l look.Lang, c form.Change) (list [][]look.Cell) {
	row := func(v form.Value) form.Row {
		if len(v.Rows) == 0 {
			return form.Row{}
		}
		return v.Rows[0]
	}
	before, after := row(c.Before), row(c.After)
	name := Label(l, c.Field) + " ― " + c.Field.RowName(before)
	none := look.Say(l, "answers.none")
	switch c.Kind {
	case form.Added:
		return [][]look.Cell{{{Text: Label(l, c.Field) + " ― " + c.Field.RowName(after)}, {Text: none}, {Text: RowInWords(l, c.Field, after)}}}
	case form.Removed:
		return [][]look.Cell{{{Text: name}, {Text: RowInWords(l, c.Field, before)}, {Text: none}}}
	case form.Changed:
	}
	for _, cell := range c.Cells {
		list = append(list, []look.Cell{{Text: name + " ― " + Label(l, cell.Field)}, {Text: shown(l, cell.Field, cell.Before)}, {Text: shown(l, cell.Field, cell.After)}})
	}
	return list
}

// RowInWords is a whole row in one cell: メーカー: 富士通 / 製品名: PRIMERGY.
func RowInWords(l look.Lang, f form.Field, r form.Row) string {
	var parts []string
	for _, c := range f.Columns {
		if v := r.Cells[c.ID]; !v.Empty() {
			parts = append(parts, Label(l, c)+": "+Cell(l, c, v))
		}
	}
	return strings.Join(parts, " / ")
}
