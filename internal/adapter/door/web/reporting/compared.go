package reporting

import (
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// Compared is what differs between two revisions in one section, as a page shows it.
type Compared struct {
	Name  string
	Table look.Table
	More  int // lines that were left out
}

// ComparedShown bounds how many lines of a section a page shows unasked.
const ComparedShown = 200

// Comparison is what differs between two revisions, section by section, with the files last. No more than most lines of each are given;
// 0 gives all.
func Comparison(l look.Lang, c filing.Comparison, most int) (list []Compared) {
	heads := []look.Head{{Text: look.Say(l, "changes.item")}, {Text: look.Say(l, "compare.kind")}, {Text: RevisionName(l, c.Before.Rev)}, {Text: RevisionName(l, c.After.Rev)}}
	add := func(name string, rows [][]look.Cell) {
		one := Compared{Name: name, Table: look.Table{Caption: name, Hide: true, Heads: heads, Rows: rows}}
		if most > 0 && len(rows) > most {
			one.Table.Rows, one.More = rows[:most], len(rows)-most
		}
		list = append(list, one)
	}
	for _, s := range c.Sections {
		name := s.Part.Name.In(string(l))
		if name == "" {
			name = look.Say(l, "compare.content")
		}
		var rows [][]look.Cell
		for _, change := range s.Changes {
			for _, row := range Changes(l, []form.Change{change}, "").Rows {
				rows = append(rows, marked(l, change.Kind, row))
			}
		}
		add(name, rows)
	}
	if len(c.Files) > 0 {
		var rows [][]look.Cell
		for i, row := range FileChanges(l, c.Before.Attachments(), c.After.Attachments()) {
			rows = append(rows, marked(l, filing.FileChange(c.Files[i]), row))
		}
		add(look.Say(l, "attached.title"), rows)
	}
	return list
}

// RevisionName is 第2版.
func RevisionName(l look.Lang, rev int) string { return look.Say(l, "changes.rev", "rev", rev) }

// marked is a line of changes with its kind behind the item.
func marked(l look.Lang, k form.ChangeKind, row []look.Cell) []look.Cell {
	tag := look.Tag{Text: look.Say(l, "compare.kind."+string(k))}
	switch k {
	case form.Added:
		tag.Tone = look.Good
	case form.Removed:
		tag.Tone = look.Warn
	case form.Changed:
		tag.Tone = look.Info
	}
	return append([]look.Cell{row[0], {Tag: &tag}}, row[1:]...)
}
