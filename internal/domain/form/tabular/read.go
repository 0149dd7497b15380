package tabular

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

// Line is one row that was read. Its cells are tidied; what could not be read stands as it was written, and among
// the faults.
type Line struct {
	Row   int // in the sheet, from 1
	ID    string
	Cells form.Values
}

// Fault is what is wrong with one cell, and what would mend it.
type Fault struct {
	Cell
	Column form.Field
	Text   string // as it stands in the cell
	Code   string // catalogue key
	Args   fault.Args
	Fix    Fix // none where Kind is empty
}

// Reading is a table as one sheet has it.
type Reading struct {
	Layout
	Lines  []Line
	Faults []Fault
}

// Read reads every row below the headings; rows without any cell of the table are passed over. The cells are
// judged as the form judges them.
func Read(table form.Field, g Grid, l Layout) Reading {
	r := Reading{Layout: l}
	for i := l.Heading + 1; i < len(g.Rows); i++ {
		line, faults := readRow(table, g, l, i)
		if len(line.Cells) == 0 && len(faults) == 0 {
			continue
		}
		r.Lines, r.Faults = append(r.Lines, line), append(r.Faults, faults...)
	}
	return r
}

func readRow(table form.Field, g Grid, l Layout, i int) (Line, []Fault) {
	line := Line{Row: i + 1, Cells: form.Values{}}
	if at, ok := l.At[RowID]; ok && at < len(g.Rows[i]) {
		line.ID = narrow(g.Rows[i][at])
	}
	var faults []Fault
	for _, c := range table.Columns {
		at, ok := l.At[c.ID]
		if !ok || at >= len(g.Rows[i]) || text.Blank(g.Rows[i][at]) {
			continue
		}
		cell := g.Rows[i][at]
		value, bad := readCell(c, cell)
		if !value.Empty() {
			line.Cells[c.ID] = value
		}
		if bad.Code != "" {
			faults = append(faults, Fault{Cell: Cell{l.Sheet, i + 1, Letter(at)}, Column: c, Text: cell, Code: bad.Code, Args: bad.Args, Fix: g.fixOf(c, cell)})
		}
	}
	if len(line.Cells) == 0 {
		return line, faults
	}
	return line, append(faults, lacking(table, g, l, line)...)
}

// lacking are the cells that must not be empty, given the others of the row.
func lacking(table form.Field, g Grid, l Layout, line Line) []Fault {
	var faults []Fault
	for _, c := range table.Columns {
		at, ok := l.At[c.ID]
		if !c.When.Holds(line.Cells) {
			continue
		}
		need := c.Needed || c.NeededWhen.Field != "" && c.NeededWhen.Holds(line.Cells)
		if !need || !line.Cells[c.ID].Empty() || ok && at < len(g.Rows[line.Row-1]) && !text.Blank(g.Rows[line.Row-1][at]) {
			continue
		}
		col := ""
		if ok {
			col = Letter(at)
		}
		faults = append(faults, Fault{Cell: Cell{l.Sheet, line.Row, col}, Column: c, Code: "fault.form.needed"})
	}
	return faults
}

// unknowns are the words for 未把握 that people write into a cell.
var unknowns = []string{"未把握", "不明", "未確認", "unknown", "not known", "not known yet"}

// calculated are what Excel shows where a formula came to nothing.
var calculated = []string{"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}

// Unknown reports whether a cell says 未把握 in one of the words that people use.
func Unknown(cell string) bool { return slices.Contains(unknowns, strings.ToLower(narrow(cell))) }

// readCell reads one cell as its column wants it.
func readCell(c form.Field, cell string) (form.Value, fault.Field) {
	if spelling.Judge(cell) != spelling.Sound {
		return form.Value{Texts: []string{cell}}, fault.Field{Code: "sheet.mojibake", Args: fault.Args{"text": short(cell)}}
	}
	if slices.Contains(calculated, strings.TrimSpace(cell)) {
		return form.Value{}, fault.Field{Code: "sheet.cell.error", Args: fault.Args{"text": strings.TrimSpace(cell)}}
	}
	value := form.Value{Texts: []string{cell}}
	switch {
	case c.Unknowable && Unknown(cell):
		value = form.Value{Unknown: true}
	case c.Kind == form.Choice || c.Kind == form.Choices:
		ids, bad := readOptions(c, cell)
		if bad != "" {
			return form.Value{}, fault.Field{Code: "fault.form.option", Args: fault.Args{"text": short(bad)}}
		}
		value = form.Value{Texts: ids}
	}
	var l fault.List
	value = c.Tidy(&l, value)
	switch {
	case len(l.Fields) == 0:
		return value, fault.Field{}
	case c.Kind == form.Moment && clockAlone.MatchString(narrow(cell)):
		return value, fault.Field{Code: "sheet.clock.alone", Args: fault.Args{"text": short(cell)}}
	}
	return value, l.Fields[0]
}

// clockAlone is a time of day without its day, as Excel shows a cell in which nothing else was typed.
var clockAlone = regexp.MustCompile(`^\d{1,2}(:\d{2}(:\d{2})?|時(\d{1,2}分)?)( ?[AaPp][Mm])?$`)

// readOptions reads the labels or letters of options, several parted by commas and the like.
func readOptions(c form.Field, cell string) (ids []string, unread string) {
	if id := optionOf(c, cell); id != "" {
		return []string{id}, ""
	}
	if c.Kind == form.Choice {
		return nil, cell
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、,,・/／;;・&＆+＋", r) || unicode.IsSpace(r) })
	for _, p := range parts {
		id := optionOf(c, p)
		if id == "" {
			return nil, p
		}
		ids = append(ids, id)
	}
	return ids, ""
}

func optionOf(c form.Field, s string) string {
	key := headingKey(s)
	for _, o := range c.Options {
		if key == headingKey(o.ID) || key == headingKey(o.Label.Ja) || key == headingKey(o.Label.En) {
			return o.ID
		}
	}
	return ""
}

func short(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
