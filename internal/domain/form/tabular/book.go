package tabular

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

// Book is what the sheets of a file say about a form.
type Book struct {
	Answers *Answers // nil where no sheet has them
	Tables  []Found
	Unread  []string // names of sheets that hold nothing of the form
}

// Found is a table of the form as one sheet has it.
type Found struct {
	Table   form.Field
	Sheet   int // index among the grids
	Reading Reading
}

// Learnt are headings that people mapped before, by table: the folded heading and the column that it is.
type Learnt map[string]map[string]string

// learntMost bounds the headings that are remembered of one table, and headingMost the characters of one.
const learntMost, headingMost = 200, 200

// With adds further headings to those that are known, and reports whether any is new; the later word about a heading counts. It
// takes no more than it can hold.
func (l Learnt) With(more Learnt) (next Learnt, changed bool) {
	next = Learnt{}
	for table, headings := range l {
		next[table] = maps.Clone(headings)
	}
	for table, headings := range more {
		for heading, column := range headings {
			if next[table][heading] == column || len(heading) > headingMost || next[table][heading] == "" && len(next[table]) >= learntMost {
				continue
			}
			if next[table] == nil {
				next[table] = map[string]string{}
			}
			next[table][heading], changed = column, true
		}
	}
	return next, changed
}

// Note notes that a heading of a table is a column of it.
func (l Learnt) Note(table, heading, column string) {
	if l[table] == nil {
		l[table] = map[string]string{}
	}
	l[table][text.Key(heading)] = column
}

// ReadBook reads all that the sheets hold of a form: its answers and its tables, each known by its visible headings. An Invalid fault
// names the headings that were looked for when nothing is found, and the limit of a table that has too many rows.
func ReadBook(f form.Form, grids []Grid, learnt Learnt) (b Book, err error) {
	used := map[int]bool{}
	var first error
	for _, t := range f.Fields() {
		if t.Kind != form.Table {
			continue
		}
		_, l, err := Find(t, offered(f, t.Label.Ja, grids, used), learnt[t.ID])
		if err != nil {
			first = cmpErr(first, err)
			continue
		}
		at := slices.IndexFunc(grids, func(g Grid) bool { return g.Sheet == l.Sheet })
		used[at] = true
		r := Read(t, grids[at], l)
		if len(r.Lines) > t.Limit {
			return b, fault.New(fault.Invalid, "fault.form.rows", fault.Args{"limit": strconv.Itoa(t.Limit), "count": strconv.Itoa(len(r.Lines))})
		}
		b.Tables = append(b.Tables, Found{Table: t, Sheet: at, Reading: r})
	}
	if _, l, err := FindAnswers(offered(f, AnswersSheet, grids, used)); err == nil {
		at := slices.IndexFunc(grids, func(g Grid) bool { return g.Sheet == l.Sheet })
		used[at] = true
		a := ReadAnswers(f, grids[at], l)
		b.Answers = &a
	} else {
		first = cmpErr(first, err)
	}
	if b.Answers == nil && len(b.Tables) == 0 {
		return b, first
	}
	for i, g := range grids {
		if !used[i] && len(g.Rows) > 0 {
			b.Unread = append(b.Unread, g.Sheet)
		}
	}
	return b, nil
}

func cmpErr(first, err error) error {
	if first == nil {
		return err
	}
	return first
}

// offered are the sheets in which a table is looked for: the one that bears its name, else those that nothing else was found in and
// that bear no other's name.
func offered(f form.Form, name string, grids []Grid, used map[int]bool) (list []Grid) {
	taken := []string{AnswersSheet}
	for _, t := range f.Fields() {
		if t.Kind == form.Table {
			taken = append(taken, SheetName(t.Label.Ja))
		}
	}
	for i, g := range grids {
		if g.Sheet == SheetName(name) && !used[i] {
			return []Grid{g}
		}
		if !used[i] && !slices.Contains(taken, g.Sheet) {
			list = append(list, g)
		}
	}
	return list
}

// SheetName is a label as the name of a sheet: at most 31 characters, none that Excel refuses.
func SheetName(label string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' {
			return '_'
		}
		return r
	}, label)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	return name
}

// Faults are all places that could not be read, the answers first.
func (b Book) Faults() (list []Fault) {
	if b.Answers != nil {
		list = append(list, b.Answers.Faults...)
	}
	for _, t := range b.Tables {
		list = append(list, t.Reading.Faults...)
	}
	return list
}

// Mended are the sheets with every fix of one kind applied, and how many there were.
func (b Book) Mended(grids []Grid, kind FixKind) ([]Grid, int) {
	next, all := slices.Clone(grids), 0
	mend := func(at int, l Layout, faults []Fault) {
		var n int
		next[at], n = Mend(next[at], l, faults, kind)
		all += n
	}
	if b.Answers != nil {
		at := slices.IndexFunc(grids, func(g Grid) bool { return g.Sheet == b.Answers.Sheet })
		mend(at, b.Answers.Layout, b.Answers.Faults)
	}
	for _, t := range b.Tables {
		mend(t.Sheet, t.Reading.Layout, t.Reading.Faults)
	}
	return next, all
}
