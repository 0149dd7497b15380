// Package form owns declarations of what people fill in. From one declaration come the pages, the
// draft on the server, the JSON body of the API with its schema, the summary before sending
// and the canonical bytes that a receipt proves.
//
// A Form is a value: built-in forms are declared in Go, those of other ministries are stored.
package form

import (
	"slices"
	"strings"

	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/text"
)

// Kind is how a field is filled in.
type Kind string

// The kinds of field.
const (
	Choice  Kind = "choice"  // one of Options
	Choices Kind = "choices" // any of Options, at least one unless unknown
	Line    Kind = "line"    // one line of text
	Area    Kind = "area"    // text of several lines
	Moment  Kind = "moment"  // a point in time, to the minute, JST unless a zone is written
	Day     Kind = "day"     // a calendar day in Japan
	Count   Kind = "count"   // a whole number from Min to Max
	Table   Kind = "table"   // rows of Columns, at most Limit of them
)

// Form is one procedure's declaration.
type Form struct {
	ID    string    `json:"id"` // "report.prompt"
	Title text.Both `json:"title"`
	Lead  text.Both `json:"lead,omitzero"`
	Steps []Step    `json:"steps"`
	// Parts name the release sections, in the order in which they are told.
	Parts []Part `json:"parts,omitempty"`
}

// Part is a release section: what an office receives, or does not.
type Part struct {
	ID   string    `json:"id"`
	Name text.Both `json:"name"`
}

// Step is one page when there is no JavaScript: one question.
type Step struct {
	ID     string    `json:"id"`
	Title  text.Both `json:"title"`
	Short  text.Both `json:"short,omitzero"` // in the row of steps; the title where it is empty
	Lead   text.Both `json:"lead,omitzero"`
	Fields []Field   `json:"fields"`
	When   Condition `json:"when,omitzero"` // the step is asked only then
}

// Has reports whether a field is asked in the step.
func (s Step) Has(id string) bool {
	return slices.ContainsFunc(s.Fields, func(f Field) bool { return f.ID == id })
}

// Field is one answer. Its ID is the same on the page, in the API, in Excel and in the canonical
// bytes.
type Field struct {
	ID      string    `json:"id"`
	Label   text.Both `json:"label"`
	Help    text.Both `json:"help,omitzero"`
	Example text.Both `json:"example,omitzero"`
	Kind    Kind      `json:"kind"`
	Options []Option  `json:"options,omitempty"`
	Limit   int       `json:"limit,omitempty"`  // characters, for Line and Area; rows, for Table
	Min     int       `json:"min,omitempty"`    // of a Count
	Max     int       `json:"max,omitempty"`    // of a Count
	Needed  bool      `json:"needed,omitempty"` // an answer (未把握 counts) is needed before sending
	// NeededWhen makes the answer needed only then.
	NeededWhen Condition `json:"needed_when,omitzero"`
	// Ground is the provision that asks for the answer, in Japanese; told with the fault when it lacks.
	Ground string `json:"ground,omitempty"`
	// When: the field is asked only then. A field that is not asked is never sent.
	When Condition `json:"when,omitzero"`
	// Unknowable offers 未把握 as an answer of its own.
	Unknowable bool `json:"unknowable,omitempty"`
	// AskFuture asks for confirmation when a moment or day lies after the present.
	AskFuture bool `json:"ask_future,omitempty"`
	// AskBefore asks for confirmation when a moment lies before that of the field of this id.
	AskBefore string `json:"-"`
	// Reads is how the lines of an Area, or a Line, are read; what cannot be read so is kept in a draft and not sent.
	Reads indicator.Reading `json:"-"`
	// Section is the release section: which addressee receives the field is decided by section.
	Section string `json:"section,omitempty"`
	// Columns of a Table, in order; they are not tables themselves. Number names the column of the organisation's
	// own number (管理番号). Key names the columns that together tell one row from another where no number
	// does (the natural key).
	Columns []Field  `json:"columns,omitempty"`
	Number  string   `json:"number,omitempty"`
	Key     []string `json:"key,omitempty"`
	// Names are other headings under which people bring a column (its label is always one).
	Names []string `json:"names,omitempty"`
}

// Option is one choice.
type Option struct {
	ID    string    `json:"id"`
	Label text.Both `json:"label"`
	Help  text.Both `json:"help,omitzero"`
}

// Condition holds when the answer to Field is one of In, or 未把握 where Unknown says so. The zero value
// always holds.
type Condition struct {
	Field   string   `json:"field"`
	In      []string `json:"in,omitempty"`
	Unknown bool     `json:"unknown,omitempty"`
}

// Holds judges the condition on answers.
func (c Condition) Holds(values Values) bool {
	if c.Field == "" {
		return true
	}
	v := values[c.Field]
	return v.Unknown && c.Unknown || slices.ContainsFunc(c.In, v.Has)
}

// Value is one answer: texts (option ids, one text, one moment), rows of a table, or 未把握.
type Value struct {
	Texts   []string
	Unknown bool
	Rows    []Row `json:",omitempty"`
}

// Row is one line of a table. Its ID is minted once and stays through every edit, file and revision.
type Row struct {
	ID    string `json:"id"`
	Cells Values `json:"cells,omitempty"`
	Gone  bool   `json:"gone,omitempty"` // taken out of the draft's table; it stays in the history
}

// Text returns the first text, or "".
func (v Value) Text() string {
	if len(v.Texts) == 0 {
		return ""
	}
	return v.Texts[0]
}

// Empty reports whether nothing was answered; 未把握 is an answer.
func (v Value) Empty() bool {
	return !v.Unknown && len(v.Rows) == 0 && (len(v.Texts) == 0 || v.Text() == "")
}

// Has reports whether option id was chosen.
func (v Value) Has(id string) bool {
	return slices.Contains(v.Texts, id)
}

// Values are the answers by field id.
type Values map[string]Value

// Fields lists every field in order.
func (f Form) Fields() []Field {
	var all []Field
	for _, s := range f.Steps {
		all = append(all, s.Fields...)
	}
	return all
}

// Field returns the field with an id.
func (f Form) Field(id string) (Field, bool) {
	for _, s := range f.Steps {
		for _, field := range s.Fields {
			if field.ID == id {
				return field, true
			}
		}
	}
	return Field{}, false
}

// StepOf returns the index of the step that asks for a field, or -1.
func (f Form) StepOf(id string) int {
	for i, s := range f.Steps {
		for _, field := range s.Fields {
			if field.ID == id {
				return i
			}
		}
	}
	return -1
}

// Option returns the declared option with an id.
func (f Field) Option(id string) (Option, bool) {
	for _, o := range f.Options {
		if o.ID == id {
			return o, true
		}
	}
	return Option{}, false
}

// Asked tells which fields are asked, given the answers: their own condition and their step's hold. An answer
// to a field that is not asked counts for nothing in the conditions of others.
func (f Form) Asked(values Values) map[string]bool {
	asked, live := map[string]bool{}, Values{}
	for _, s := range f.Steps {
		for _, field := range s.Fields {
			if s.When.Holds(live) && field.When.Holds(live) {
				asked[field.ID], live[field.ID] = true, values[field.ID]
			}
		}
	}
	return asked
}

// InWords is an answer in one line, in Japanese: labels of choices, the text as it was written.
func (f Field) InWords(v Value) string {
	if f.Kind != Choice && f.Kind != Choices {
		line, _, _ := strings.Cut(v.Text(), "\n")
		return line
	}
	var labels []string
	for _, id := range v.Texts {
		if o, ok := f.Option(id); ok {
			labels = append(labels, o.Label.Ja)
		}
	}
	return strings.Join(labels, "、")
}

// Column returns the declared column of a table.
func (f Field) Column(id string) (Field, bool) {
	for _, c := range f.Columns {
		if c.ID == id {
			return c, true
		}
	}
	return Field{}, false
}

// needed reports whether an answer is needed, given the others.
func (f Field) needed(values Values) bool {
	return f.Needed || f.NeededWhen.Field != "" && f.NeededWhen.Holds(values)
}
