package template

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
)

// Shape is what a file is, as far as a map must know it: its sheets, what is merged, where something is calculated.
type Shape struct {
	Sheets []Leaf `json:"sheets"`
}

// Leaf is one sheet.
type Leaf struct {
	Name     string   `json:"name"`
	Merged   []string `json:"merged,omitempty"`   // A1:C1
	Formulas []string `json:"formulas,omitempty"` // cells that are calculated
}

// Trouble is what is wrong with a line of a map; Line names it.
type Trouble struct {
	Line Line
	Code string
	Args fault.Args
}

// optionUnknown is the choice of a mark that stands at 未把握.
const optionUnknown = "unknown"

// Check says what is wrong with a map, line by line: items that the procedure does not have, ways that do not suit them, sheets that the
// file lacks, cells that cannot be written.
func Check(p procedure.Procedure, lines []Line, s Shape) (bad []Trouble) {
	items := Items(p)
	taken := map[string]Line{}
	for _, l := range lines {
		add := func(code string, args fault.Args) { bad = append(bad, Trouble{l, code, args}) }
		item, ok := itemOf(items, l.Item)
		if !ok {
			add("fault.template.item", fault.Args{"item": clip(l.Item)})
			continue
		}
		if code := suits(item, l); code != "" {
			add(code, fault.Args{"item": item.ID, "how": l.How.Label().Ja})
			continue
		}
		if !optionKnown(item.Field, l) {
			add("fault.template.option", fault.Args{"option": clip(l.Option)})
			continue
		}
		if code, args := s.writable(l); code != "" {
			add(code, args)
			continue
		}
		if code, args := twice(taken, l); code != "" {
			add(code, args)
		}
	}
	return bad
}

// suits says why an item cannot be written in a way.
func suits(x Item, l Line) string {
	kind := x.Field.Kind
	choice := kind == form.Choice || kind == form.Choices
	switch l.How {
	case AsText, AsJoined, "":
		if x.Table != "" {
			return "fault.template.column"
		}
		return ""
	case AsLines:
		if x.Table != "" || kind == form.Area || kind == form.Choices {
			return ""
		}
	case AsDay:
		if x.Table == "" && (kind == form.Day || kind == form.Moment) {
			return ""
		}
	case AsTime:
		if x.Table == "" && kind == form.Moment {
			return ""
		}
	case AsNumber:
		if x.Table == "" && kind == form.Count {
			return ""
		}
	case AsCircle, AsTick, AsBox:
		if x.Table == "" && choice {
			return ""
		}
	}
	if x.Table != "" {
		return "fault.template.column"
	}
	return "fault.template.how"
}

// optionKnown: a mark has a choice of its field, and nothing else has one.
func optionKnown(f form.Field, l Line) bool {
	if l.How.mark() == "" {
		return l.Option == ""
	}
	if _, ok := f.Option(l.Option); ok {
		return true
	}
	return l.Option == optionUnknown && f.Unknowable
}

// writable says why the cells of a line cannot be written.
func (s Shape) writable(l Line) (string, fault.Args) {
	i := slices.IndexFunc(s.Sheets, func(x Leaf) bool { return x.Name == l.Sheet })
	if i < 0 {
		return "fault.template.sheet", fault.Args{"sheet": clip(l.Sheet)}
	}
	from, to, ok := span(l.Cell)
	if !ok || from != to && l.How != AsLines {
		return "fault.template.cell", fault.Args{"cell": clip(l.Cell)}
	}
	leaf := s.Sheets[i]
	for at := from; at.Row <= to.Row; at.Row++ {
		if slices.Contains(leaf.Formulas, at.String()) {
			return "fault.template.formula", fault.Args{"cell": at.String()}
		}
	}
	for _, m := range leaf.Merged {
		first, last, _ := strings.Cut(m, ":")
		a, okA := ParsePlace(first)
		b, okB := ParsePlace(last)
		if !okA || !okB || from.Col < a.Col || from.Col > b.Col || to.Row < a.Row || from.Row > b.Row {
			continue
		}
		// only the first cell of what is merged shows what stands in it
		if from.Col != a.Col || from.Row > a.Row || to.Row > a.Row && b.Row > a.Row {
			return "fault.template.merged", fault.Args{"cell": clip(l.Cell), "range": m, "first": a.String()}
		}
	}
	return "", nil
}

// twice finds a cell that another line writes, too; only lines that are joined share one.
func twice(taken map[string]Line, l Line) (string, fault.Args) {
	from, to, _ := span(l.Cell)
	for at := from; at.Row <= to.Row; at.Row++ {
		key := l.Sheet + "!" + at.String()
		if before, ok := taken[key]; ok && (before.How != AsJoined || l.How != AsJoined) {
			return "fault.template.twice", fault.Args{"cell": at.String(), "row": strconv.Itoa(before.Row)}
		}
		taken[key] = l
	}
	return "", nil
}

// clip is what a sentence repeats of what was typed.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
