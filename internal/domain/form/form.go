// Package form owns declarations of what people fill in. From one declaration come the pages, the
// draft on the server, the JSON body of the API with its schema, the summary before sending
// and the canonical bytes that a receipt proves.
//
// A Form is a value: built-in forms are declared in Go, those of other ministries are stored.
package form

import (
	"slices"

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
)

// Form is one procedure's declaration.
type Form struct {
	ID    string // "report.prompt"
	Title text.Both
	Lead  text.Both
	Steps []Step
}

// Step is one page when there is no JavaScript: one question.
type Step struct {
	ID     string
	Title  text.Both
	Lead   text.Both
	Fields []Field
}

// Field is one answer. Its ID is the same on the page, in the API, in Excel and in the canonical
// bytes.
type Field struct {
	ID      string
	Label   text.Both
	Help    text.Both
	Example text.Both
	Kind    Kind
	Options []Option
	Limit   int  // characters, for Line and Area
	Needed  bool // an answer (未把握 counts) is needed before sending
	// Unknowable offers 未把握 as an answer of its own.
	Unknowable bool
	// AskFuture asks for confirmation when a moment lies after the present.
	AskFuture bool
	// Section is the release section: which addressee receives the field is decided by section.
	Section string
}

// Option is one choice.
type Option struct {
	ID    string
	Label text.Both
	Help  text.Both
}

// Value is one answer: texts (option ids, one text, one moment), or 未把握.
type Value struct {
	Texts   []string
	Unknown bool
}

// Text returns the first text, or "".
func (v Value) Text() string {
	if len(v.Texts) == 0 {
		return ""
	}
	return v.Texts[0]
}

// Empty reports whether nothing was answered; 未把握 is an answer.
func (v Value) Empty() bool { return !v.Unknown && (len(v.Texts) == 0 || v.Text() == "") }

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
