package rule

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Condition is one rule of law over a subject. Each stands in its own file, with its words and its citation.
type Condition[S any] struct {
	law.Cite
	Reads []string           // ids of the facts it reads
	Check func(*S) law.Truth // yes: it fires
}

// Kind of a condition is "rule".
func (*Condition[S]) Kind() string { return "rule" }

// Says gives what the rule decides.
func (c *Condition[S]) Says() text.Both { return c.Name }

// Value is one answer that a fact can have.
type Value struct {
	Code string `json:"code"` // as in the facts' JSON
	text.Both
}

// Fact is one question whose answers are few.
type Fact[S any] struct {
	ID     string
	Name   text.Both
	Values []Value         // the known answers; not known is outside
	Path   func(*S) string // where it stands in the input
	Get    func(*S) int    // index into Values, or -1
	Set    func(*S, int)   // makes it so
}

// Seen is one fact as a rule saw it.
type Seen struct {
	Path  string    `json:"path"`
	Name  text.Both `json:"name"`
	Value text.Both `json:"value"`
}

// Fired is one rule in a trace.
type Fired struct {
	Rule      string          `json:"rule"`
	Name      text.Both       `json:"name"`
	Outcome   law.Truth       `json:"outcome"`
	Provision []law.Provision `json:"provision"`
	Quote     string          `json:"quote,omitempty"`
	Status    law.Status      `json:"status"`
	Certainty law.Certainty   `json:"certainty"`
	Effect    string          `json:"effect"` // "decides", or "asks" below confirmed: such a rule never refuses
	Facts     []Seen          `json:"facts"`
}

// Nearly is a rule that would have fired had one fact been otherwise.
type Nearly struct {
	Rule string    `json:"rule"`
	Name text.Both `json:"name"`
	Path string    `json:"path"`
	Fact text.Both `json:"fact"`
	From text.Both `json:"from"`
	To   text.Both `json:"to"`
}

// Explain writes a condition with the outcome and the facts that it saw.
func Explain[S any](c *Condition[S], outcome law.Truth, s *S, facts []Fact[S]) Fired {
	f := Fired{
		Rule: c.ID, Name: c.Name, Outcome: outcome, Provision: law.Provisions(c.Provision...), Quote: c.Quote,
		Status: c.Status, Certainty: c.Certainty, Effect: Effect(c.Certainty), Facts: make([]Seen, 0, len(c.Reads)),
	}
	for _, id := range c.Reads {
		for i := range facts {
			if facts[i].ID == id {
				f.Facts = append(f.Facts, see(&facts[i], s))
			}
		}
	}
	return f
}

// Effect says what a rule of a certainty may do: decide, or only ask.
func Effect(c law.Certainty) string {
	if c.Refuses() {
		return "decides"
	}
	return "asks"
}

func see[S any](f *Fact[S], s *S) Seen { return Seen{f.Path(s), f.Name, f.word(f.Get(s))} }

// word returns the answer of an index in words.
func (f *Fact[S]) word(i int) text.Both {
	if i < 0 {
		return law.Maybe.Label()
	}
	return f.Values[i].Both
}

// Whether makes a yes–no fact out of a place in the subject that holds a Truth.
func Whether[S any](id string, name text.Both, path func(*S) string, at func(*S) *law.Truth) Fact[S] {
	return Fact[S]{
		ID: id, Name: name, Path: path,
		Values: []Value{{"yes", law.Yes.Label()}, {"no", law.No.Label()}},
		Get: func(s *S) int {
			switch *at(s) {
			case law.Yes:
				return 0
			case law.No:
				return 1
			case law.Maybe, law.NotAsked:
			}
			return -1
		},
		Set: func(s *S, i int) { *at(s) = [...]law.Truth{law.Yes, law.No}[i] },
	}
}

// Choice makes a fact out of a place in the subject that holds one of several codes.
func Choice[S any, T ~string](id string, name text.Both, path func(*S) string, at func(*S) *T, values ...Value) Fact[S] {
	return Fact[S]{
		ID: id, Name: name, Path: path, Values: values,
		Get: func(s *S) int {
			for i := range values {
				if values[i].Code == string(*at(s)) {
					return i
				}
			}
			return -1
		},
		Set: func(s *S, i int) { *at(s) = T(values[i].Code) },
	}
}
