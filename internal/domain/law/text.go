package law

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
	"strconv"

	"kanmin/internal/domain/text"
)

// Text is everything that the law says, of all days. Current returns the one of this release; a
// person who prepares a change alters a copy, compiles it and compares the books.
type Text struct {
	Stages     []Stage
	Deadlines  []Deadline
	Windows    []Window
	Sectors    []SectorRow
	Joints     []Joint
	Categories []Category
	Designated []Designated
	Items      []Item
	Forms      []Form
	Fields     []Field
	Recipients []Recipient
	Examples   []Example
	Statements []Statement
}

// Current returns a copy of the text of this release.
func Current() Text {
	return Text{
		Stages: clone(stages), Deadlines: clone(deadlines), Windows: clone(windows),
		Sectors: clone(sectorRows), Joints: clone(joints),
		Categories: clone(categories), Designated: clone(designatedProducts), Items: clone(items), Forms: clone(forms), Fields: clone(formFields),
		Recipients: clone(recipients), Examples: clone(examples), Statements: clone(statements),
	}
}

func clone[T any](s []T) []T { return append([]T(nil), s...) }

// Value is one thing that the book says: its citation, what kind of thing, and its content in words.
type Value interface {
	Cited() *Cite
	Kind() string
	Says() text.Both
}

// Cited returns the citation itself, so that everything that embeds one is citable.
func (c *Cite) Cited() *Cite { return c }

// Values returns pointers into t, every value once, in the order of the book.
func (t *Text) Values() []Value {
	var all []Value
	all = into(all, t.Stages)
	all = into(all, t.Deadlines)
	all = into(all, t.Windows)
	all = into(all, t.Sectors)
	all = into(all, t.Joints)
	all = into(all, t.Categories)
	all = into(all, t.Designated)
	all = into(all, t.Items)
	all = into(all, t.Forms)
	all = into(all, t.Fields)
	all = into(all, t.Recipients)
	all = into(all, t.Examples)
	all = into(all, t.Statements)
	return all
}

func into[T any, P interface {
	*T
	Value
}](all []Value, add []T) []Value {
	for i := range add {
		all = append(all, P(&add[i]))
	}
	return all
}

// on keeps what stands on day.
func (t *Text) on(day Day) Text {
	return Text{
		Stages: standing(t.Stages, day), Deadlines: standing(t.Deadlines, day), Windows: standing(t.Windows, day),
		Sectors: standing(t.Sectors, day), Joints: standing(t.Joints, day),
		Categories: standing(t.Categories, day), Designated: standing(t.Designated, day), Items: standing(t.Items, day),
		Forms: standing(t.Forms, day), Fields: standing(t.Fields, day), Recipients: standing(t.Recipients, day),
		Examples: standing(t.Examples, day), Statements: standing(t.Statements, day),
	}
}

func standing[T any, P interface {
	*T
	Cited() *Cite
}](all []T, day Day) []T {
	var out []T
	for i := range all {
		if P(&all[i]).Cited().Stands(day) {
			out = append(out, all[i])
		}
	}
	return out
}

// digest names the content of a text in eight hexadecimal digits.
func (t *Text) digest() string {
	h := sha256.New()
	for _, v := range t.Values() {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err) // values are plain data; a test marshals every one
		}
		h.Write(append(b, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// changes lists the days on which the text changes, ascending.
func (t *Text) changes() []Day {
	seen := map[Day]bool{}
	for _, v := range t.Values() {
		c := v.Cited()
		seen[c.From] = true
		if !c.Until.IsZero() {
			seen[c.Until.Add(1)] = true
		}
	}
	days := make([]Day, 0, len(seen))
	for d := range seen {
		days = append(days, d)
	}
	sort.Slice(days, func(i, j int) bool { return days[i].Before(days[j]) })
	return days
}

func itoa(n int) string { return strconv.Itoa(n) }
