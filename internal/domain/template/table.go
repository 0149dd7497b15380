package template

import (
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Column is a column of a map as people write it. Names are the headings by which it is known, in any case.
type Column struct {
	ID    string
	Label text.Both
	Names []string
}

// Columns of a map, in the order in which a map begins.
func Columns() []Column {
	return []Column{
		{"item", text.Both{Ja: "項目", En: "Item"}, []string{"項目のid"}},
		{"label", text.Both{Ja: "項目名", En: "Name"}, nil},
		{"sheet", text.Both{Ja: "シート", En: "Sheet"}, nil},
		{"cell", text.Both{Ja: "セル", En: "Cell"}, nil},
		{"how", text.Both{Ja: "書き方", En: "How"}, nil},
		{"option", text.Both{Ja: "選択肢", En: "Option"}, []string{"選択肢のid"}},
		{"choice", text.Both{Ja: "選択肢の名前", En: "Choice"}, nil},
	}
}

// RawRow is a row of a table as it came; N is its number as people count.
type RawRow struct {
	N     int
	Cells []string
}

// Read reads a map from a table: its headings stand in one of the first rows, in any order. Rows without a cell say nothing: a map that
// was begun has a row for every item. heads is false where no headings were found.
func Read(rows []RawRow) (lines []Line, bad []Trouble, heads bool) {
	at, first := headings(rows)
	if at == nil {
		return nil, nil, false
	}
	for _, r := range rows[first+1:] {
		get := func(id string) string {
			if i, ok := at[id]; ok && i < len(r.Cells) {
				return strings.TrimSpace(r.Cells[i])
			}
			return ""
		}
		sheet, cell := SplitAddress(get("cell"))
		if sheet == "" {
			sheet = get("sheet")
		}
		l := Line{Row: r.N, Item: get("item"), Sheet: sheet, Cell: strings.ToUpper(strings.ReplaceAll(cell, "$", "")), Option: get("option")}
		if l.Cell == "" {
			continue
		}
		how, ok := ReadHow(get("how"))
		if !ok {
			bad = append(bad, Trouble{l, "fault.template.way", fault.Args{"how": clip(get("how"))}})
			continue
		}
		if l.How = how; how.mark() == "" { // a map that was begun names the choices of every question
			l.Option = ""
		}
		lines = append(lines, l)
	}
	return lines, bad, true
}

// headings finds the row that names the columns.
func headings(rows []RawRow) (at map[string]int, first int) {
	for i, r := range rows[:min(len(rows), 10)] {
		at = map[string]int{}
		for c, cell := range r.Cells {
			name := strings.ToLower(strings.TrimSpace(cell))
			for _, known := range Columns() {
				_, taken := at[known.ID]
				if !taken && (name == strings.ToLower(known.Label.Ja) || name == strings.ToLower(known.Label.En) || slices.Contains(known.Names, name)) {
					at[known.ID] = c
				}
			}
		}
		_, item := at["item"]
		if _, cell := at["cell"]; item && cell {
			return at, i
		}
	}
	return nil, 0
}

// Start is a map as it begins: every item of a procedure with its name, each choice with its id, no cell yet.
func Start(p procedure.Procedure) (rows [][]string) {
	for _, x := range Items(p) {
		how := AsText
		switch {
		case x.Table != "":
			how = AsLines
		case x.Field.Kind == form.Count:
			how = AsNumber
		}
		rows = append(rows, []string{x.ID, x.Label.Ja, "", "", how.Label().Ja, "", ""})
		if x.Table != "" {
			continue
		}
		for _, o := range x.Field.Options {
			rows = append(rows, []string{x.ID, x.Label.Ja, "", "", AsCircle.Label().Ja, o.ID, o.Label.Ja})
		}
		if len(x.Field.Options) > 0 && x.Field.Unknowable {
			rows = append(rows, []string{x.ID, x.Label.Ja, "", "", AsCircle.Label().Ja, optionUnknown, "未把握"})
		}
	}
	return rows
}

// Written is a map as it was entered, in the columns in which it begins.
func Written(p procedure.Procedure, lines []Line) (rows [][]string) {
	items := Items(p)
	for _, l := range lines {
		x, _ := itemOf(items, l.Item)
		o, _ := x.Field.Option(l.Option)
		rows = append(rows, []string{l.Item, x.Label.Ja, l.Sheet, l.Cell, l.How.Label().Ja, l.Option, o.Label.Ja})
	}
	return rows
}
