package tabular

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

// The sheet of a form's answers has one item a row: what is asked, and the answer.
const itemColumn, answerColumn = "item", "answer"

// AnswersSheet is its name.
const AnswersSheet = "回答"

// ItemHeading is the heading of what is asked.
const ItemHeading = "項目"

// AnswerHeading is the heading of the answers.
const AnswerHeading = "回答"

// answersTable is the sheet of answers as Find looks for it.
var answersTable = form.Field{ID: "answers", Label: text.Both{Ja: AnswersSheet, En: "Answers"}, Kind: form.Table, Columns: []form.Field{
	{ID: itemColumn, Label: text.Both{Ja: ItemHeading, En: "Item"}, Kind: form.Line, Names: []string{"質問"}},
	{ID: answerColumn, Label: text.Both{Ja: AnswerHeading, En: "Answer"}, Kind: form.Area, Names: []string{"答え", "記入欄"}},
}}

// Answers are the answers of a form as a sheet has them.
type Answers struct {
	Layout
	Values  form.Values     // of the items that the sheet answers; an empty cell says nothing
	Cells   map[string]Cell // where each stands
	Faults  []Fault
	Strange []Cell // rows whose item the form does not ask
	Names   []string
}

// FindAnswers recognises the sheet of answers by its two headings.
func FindAnswers(grids []Grid) (Grid, Layout, error) { return Find(answersTable, grids, nil) }

// ReadAnswers reads the answer to every item that the form asks; each is known by its label.
func ReadAnswers(f form.Form, g Grid, l Layout) Answers {
	a := Answers{Layout: l, Values: form.Values{}, Cells: map[string]Cell{}}
	at := l.At[answerColumn]
	seen := map[string]int{}
	for i := l.Heading + 1; i < len(g.Rows); i++ {
		row := g.Rows[i]
		item := l.At[itemColumn]
		if item >= len(row) || text.Blank(row[item]) {
			continue
		}
		field, ok := fieldCalled(f, row[item])
		if !ok {
			a.Strange, a.Names = append(a.Strange, Cell{l.Sheet, i + 1, Letter(item)}), append(a.Names, strings.TrimSpace(row[item]))
			continue
		}
		if at >= len(row) || text.Blank(row[at]) {
			continue
		}
		cell := Cell{l.Sheet, i + 1, Letter(at)}
		l.At[field.ID] = at // so that Mend finds the cell
		if first := seen[field.ID]; first > 0 {
			a.Faults = append(a.Faults, Fault{Cell: cell, Column: field, Text: row[at], Code: "sheet.item.twice", Args: fault.Args{"first": Cell{l.Sheet, first, Letter(at)}.String()}})
			continue
		}
		seen[field.ID] = i + 1
		value, bad := readCell(field, row[at])
		if !value.Empty() {
			a.Values[field.ID], a.Cells[field.ID] = value, cell
		}
		if bad.Code != "" {
			a.Faults = append(a.Faults, Fault{Cell: cell, Column: field, Text: row[at], Code: bad.Code, Args: bad.Args, Fix: g.fixOf(field, row[at])})
		}
	}
	return a
}

// fieldCalled is the field that a row of the sheet of answers names.
func fieldCalled(f form.Form, name string) (form.Field, bool) {
	key := headingKey(name)
	for _, field := range f.Fields() {
		if field.Kind == form.Table {
			continue
		}
		for _, n := range []string{field.Label.Ja, field.Label.En, field.ID} {
			if headingKey(n) == key {
				return field, true
			}
		}
	}
	return form.Field{}, false
}
