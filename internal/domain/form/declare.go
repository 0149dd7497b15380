package form

import (
	"regexp"
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/text"
)

// Bounds of a declaration that was not written in Go.
const (
	DeclarationBytes  = 512 << 10
	declarationLevels = 12
	stepsMost         = 40
	fieldsMost        = 200
	columnsMost       = 60
	optionsMost       = 200
	labelMost         = 200
	helpMost          = 1000
	textMost          = 20_000
	pastedMost        = 1_000_000 // of a list of indicators: 10,000 hashes with remarks
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Parse reads a stored declaration strictly and checks it as Declared does.
func Parse(data []byte) (Form, error) {
	var f Form
	if err := Strict(data, DeclarationBytes, declarationLevels, &f); err != nil {
		return f, err
	}
	return f, f.Declared()
}

// Declared checks that the declaration can be asked, stored, released and shown: an Invalid fault names each
// place as "steps[0].fields[2].label.ja". Built-in forms are checked by a test, stored ones when they are saved.
func (f Form) Declared() error {
	d := declaring{form: f, fields: map[string]Field{}}
	d.both("title", f.Title, labelMost, true)
	d.both("lead", f.Lead, helpMost, false)
	d.count("steps", len(f.Steps), stepsMost)
	d.count("fields", len(f.Fields()), fieldsMost)
	steps := map[string]bool{}
	for i, s := range f.Steps {
		at := "steps[" + strconv.Itoa(i) + "]"
		d.id(at+".id", s.ID, steps)
		d.both(at+".title", s.Title, labelMost, true)
		d.both(at+".short", s.Short, labelMost, false)
		d.both(at+".lead", s.Lead, helpMost, false)
		d.condition(at+".when", s.When)
		for j, field := range s.Fields {
			d.field(at+".fields["+strconv.Itoa(j)+"]", field, false)
		}
	}
	d.parts(f)
	return d.faults.Err()
}

// parts must name every section that a field stands in, where any is named.
func (d *declaring) parts(f Form) {
	if len(f.Parts) == 0 {
		return
	}
	seen := map[string]bool{}
	for i, p := range f.Parts {
		at := "parts[" + strconv.Itoa(i) + "]"
		d.id(at+".id", p.ID, seen)
		d.both(at+".name", p.Name, labelMost, true)
	}
	for i, s := range f.Steps {
		for j, field := range s.Fields {
			if field.Section != "" && !seen[field.Section] {
				d.add("steps["+strconv.Itoa(i)+"].fields["+strconv.Itoa(j)+"].section", "fault.declare.section")
			}
		}
	}
}

type declaring struct {
	form   Form
	fields map[string]Field // declared so far
	ids    map[string]bool
	faults fault.List
}

func (d *declaring) field(at string, f Field, column bool) {
	if d.ids == nil {
		d.ids = map[string]bool{}
	}
	d.id(at+".id", f.ID, d.ids)
	d.both(at+".label", f.Label, labelMost, true)
	d.both(at+".help", f.Help, helpMost, false)
	d.both(at+".example", f.Example, helpMost, false)
	d.condition(at+".when", f.When)
	d.condition(at+".needed_when", f.NeededWhen)
	if f.Section == "" && !column {
		d.add(at+".section", "fault.declare.section")
	}
	d.kind(at, f, column)
	d.example(at, f)
	d.fields[f.ID] = f
}

func (d *declaring) kind(at string, f Field, column bool) {
	switch f.Kind {
	case Choice, Choices:
		d.options(at+".options", f.Options)
	case Line, Area:
		most := textMost
		if f.Reads == indicator.Indicators {
			most = pastedMost
		}
		d.count(at+".limit", f.Limit, most)
	case Count:
		if f.Max != 0 && f.Max < f.Min {
			d.add(at+".max", "fault.declare.bounds")
		}
	case Moment, Day:
	case Table:
		if column {
			d.add(at+".kind", "fault.declare.kind")
			return
		}
		d.table(at, f)
	default:
		d.add(at+".kind", "fault.declare.kind")
	}
}

func (d *declaring) table(at string, f Field) {
	d.count(at+".limit", f.Limit, RowLimit)
	d.count(at+".columns", len(f.Columns), columnsMost)
	own := declaring{form: d.form, fields: map[string]Field{}}
	for i, c := range f.Columns {
		own.field(at+".columns["+strconv.Itoa(i)+"]", c, true)
	}
	for _, k := range f.Key {
		if _, ok := f.Column(k); !ok {
			own.add(at+".key", "fault.declare.refers")
		}
	}
	if _, ok := f.Column(f.Number); !ok && f.Number != "" {
		own.add(at+".number", "fault.declare.refers")
	}
	d.faults.Fields = append(d.faults.Fields, own.faults.Fields...)
}

func (d *declaring) options(at string, options []Option) {
	d.count(at, len(options), optionsMost)
	seen := map[string]bool{}
	for i, o := range options {
		d.id(at+"["+strconv.Itoa(i)+"].id", o.ID, seen)
		d.both(at+"["+strconv.Itoa(i)+"].label", o.Label, labelMost, true)
		d.both(at+"["+strconv.Itoa(i)+"].help", o.Help, helpMost, false)
	}
}

// condition must look back: at a field that was asked before, at options that it has.
func (d *declaring) condition(at string, c Condition) {
	if c.Field == "" {
		if len(c.In) > 0 || c.Unknown {
			d.add(at, "fault.declare.refers")
		}
		return
	}
	f, ok := d.fields[c.Field]
	if !ok || f.Kind != Choice && f.Kind != Choices || len(c.In) == 0 && !c.Unknown || c.Unknown && !f.Unknowable {
		d.add(at, "fault.declare.refers")
		return
	}
	for _, id := range c.In {
		if _, ok := f.Option(id); !ok {
			d.add(at, "fault.declare.refers")
		}
	}
}

// example must be an answer that the field itself takes.
func (d *declaring) example(at string, f Field) {
	if f.Example.Ja == "" || f.Kind == Choice || f.Kind == Choices || f.Kind == Table {
		return
	}
	var l fault.List
	f.Tidy(&l, Value{Texts: []string{f.Example.Ja}})
	if len(l.Fields) > 0 {
		d.add(at+".example.ja", l.Fields[0].Code)
	}
}

func (d *declaring) id(at, id string, seen map[string]bool) {
	switch {
	case !idPattern.MatchString(id):
		d.add(at, "fault.declare.id")
	case seen[id]:
		d.add(at, "fault.declare.twice")
	}
	seen[id] = true
}

func (d *declaring) both(at string, b text.Both, limit int, needed bool) {
	text.Check(&d.faults, at+".ja", b.Ja, limit)
	text.Check(&d.faults, at+".en", b.En, limit)
	if needed && (text.Blank(b.Ja) || text.Blank(b.En)) {
		d.add(at, "fault.form.needed")
	}
}

func (d *declaring) count(at string, n, most int) {
	if n < 1 || n > most {
		d.faults.Add(at, "fault.declare.count", fault.Args{"count": strconv.Itoa(n), "min": "1", "max": strconv.Itoa(most)})
	}
}

func (d *declaring) add(at, code string) { d.faults.Add(at, code, nil) }

// Sections lists the release sections of the form, in order.
func (f Form) Sections() []string {
	var list []string
	for _, field := range f.Fields() {
		if !slices.Contains(list, field.Section) {
			list = append(list, field.Section)
		}
	}
	return list
}
