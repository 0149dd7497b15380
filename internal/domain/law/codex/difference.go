package codex

import (
	"reflect"

	"kanmin/internal/domain/law"
)

// Difference is one entry that is not the same in two books.
type Difference struct {
	ID     string   `json:"id"`
	Change string   `json:"change"` // added, removed, changed
	Before *Entry   `json:"before,omitempty"`
	After  *Entry   `json:"after,omitempty"`
	Fields []string `json:"fields"` // JSON names of what changed
}

// Differences compares two books entry by entry, in the order of the later one, what was removed last. Entries of one id for
// different sectors or operators are different entries.
func Differences(before, after law.Book) []Difference {
	out := []Difference{}
	old := map[string]Entry{}
	for _, e := range Entries(before) {
		old[e.key()] = e
	}
	for _, e := range Entries(after) {
		was, ok := old[e.key()]
		delete(old, e.key())
		switch {
		case !ok:
			out = append(out, Difference{ID: e.ID, Change: "added", After: &e, Fields: []string{}})
		default:
			if fields := changed(&was, &e); len(fields) > 0 {
				out = append(out, Difference{ID: e.ID, Change: "changed", Before: &was, After: &e, Fields: fields})
			}
		}
	}
	for _, e := range Entries(before) {
		if _, gone := old[e.key()]; gone {
			out = append(out, Difference{ID: e.ID, Change: "removed", Before: &e, Fields: []string{}})
		}
	}
	return out
}

func (e *Entry) key() string { return e.ID + "|" + string(e.Sector) + "|" + e.Operator }

// changed names the fields that differ.
func changed(a, b *Entry) []string {
	var out []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"name", a.Name == b.Name}, {"says", a.Says == b.Says}, {"provision", reflect.DeepEqual(a.Provision, b.Provision)}, {"quote", a.Quote == b.Quote},
		{"source", reflect.DeepEqual(a.Source, b.Source)}, {"status", a.Status == b.Status}, {"certainty", a.Certainty == b.Certainty},
		{"from", a.From == b.From}, {"until", a.Until == b.Until}, {"note", a.Note == b.Note},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	return out
}
