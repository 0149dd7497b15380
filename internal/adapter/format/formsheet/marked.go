package formsheet

import (
	"io"
	"strconv"
	"strings"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
)

// Reader is how faults are said to whoever reads the marked copy.
type Reader struct {
	Note  string // heading of the column of notes
	Label func(form.Field) string
	Why   func(fault.Field) string
}

// Marked writes the sheets that were read, with what to mend beside each row: the rows keep their places. It holds every fault.
func Marked(w io.Writer, grids []tabular.Grid, b tabular.Book, r Reader) error {
	notes := map[string]map[int][]string{}
	for _, f := range b.Faults() {
		if notes[f.Sheet] == nil {
			notes[f.Sheet] = map[int][]string{}
		}
		note := f.String() + " " + r.Label(f.Column) + ": " + r.Why(fault.Field{Code: f.Code, Args: f.Args}) + " " + Mending(f)
		notes[f.Sheet][f.Row] = append(notes[f.Sheet][f.Row], strings.TrimSpace(note))
	}
	heading := map[string]int{}
	if b.Answers != nil {
		heading[b.Answers.Sheet] = b.Answers.Heading
	}
	for _, t := range b.Tables {
		heading[t.Reading.Sheet] = t.Reading.Heading
	}
	var pages []sheet.Page
	for _, g := range grids {
		if at, ok := heading[g.Sheet]; ok {
			pages = append(pages, markedPage(g, at, notes[g.Sheet], r.Note))
		}
	}
	return sheet.Write(w, pages...)
}

func markedPage(g tabular.Grid, at int, notes map[int][]string, note string) sheet.Page {
	p := sheet.Page{Name: tabular.SheetName(g.Sheet), Since1904: g.Since1904}
	if p.Name == "" {
		p.Name = "Sheet1" // a CSV has no name
	}
	for _, row := range g.Rows[:at] {
		p.Lead = append(p.Lead, strings.Join(row, " "))
	}
	width := 0
	for _, title := range g.Rows[at] {
		if title == note {
			break // the notes of the round before give way to those of this one
		}
		p.Columns = append(p.Columns, sheet.Head{Title: title, Width: 18, Hidden: title == tabular.RowID})
		width++
	}
	p.Columns = append(p.Columns, sheet.Head{Title: note, Width: 80})
	p.Rows = func(yield func([]string) bool) {
		for i := at + 1; i < len(g.Rows); i++ {
			cells := make([]string, width+1)
			copy(cells, g.Rows[i][:min(width, len(g.Rows[i]))])
			cells[width] = strings.Join(notes[i+1], "\n")
			if !yield(cells) {
				return
			}
		}
	}
	return p
}

// Placed is where a fault is, as people say it: 『製品一覧』シート C17.
func Placed(f tabular.Fault) string {
	if f.Col == "" { // the sheet has no such column
		return strings.TrimSpace(sheet.Place(f.Sheet, 0, 0) + " " + strconv.Itoa(f.Row))
	}
	return strings.TrimSpace(sheet.Place(f.Sheet, 0, 0) + " " + f.String())
}

// Mending is what a cell would say.
func Mending(f tabular.Fault) string {
	switch f.Fix.Kind {
	case "":
		return ""
	case tabular.Swap:
		return "⇄ " + Brief(f.Fix.To)
	case tabular.Serial, tabular.Digits, tabular.Option, tabular.Mojibake:
	}
	return "→ " + Brief(f.Fix.To)
}

// Brief is a cell's text where there is little room.
func Brief(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
