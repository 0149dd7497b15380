// Package accesstest reads the permission table a second time, for tests: written apart from the product, on words alone,
// in another way, so that a mistake must be made twice to be missed. It may not import internal/domain/access (archtest).
package accesstest

import (
	"slices"
	"strings"
)

// Question is one cell: may a role, in a relation to a record of a kind with these facts, do this? All words are those of
// the table; an empty Marking is a record without one, an empty Restriction is none.
type Question struct {
	Role, Relation, Object, State, Marking, Restriction, Action string
}

// Book is the table as its rows stand.
type Book []Row

// Row is a sentence; its words are found by the names of the columns.
type Row struct{ Role, Relation, Object, State, Marking, Restriction, Action string }

// Read takes the text of the table. The last comment line names the columns. What it cannot read it leaves out: less is
// allowed then.
func Read(text string) Book {
	var names []string
	var b Book
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n") {
		words := strings.Split(line, "\t")
		if comment, ok := strings.CutPrefix(words[0], "#"); ok {
			words[0] = strings.TrimSpace(comment)
			names = words
			continue
		}
		if len(words) != len(names) {
			continue
		}
		said := map[string]string{}
		for i, n := range names {
			said[n] = words[i]
		}
		b = append(b, Row{said["role"], said["relation"], said["object"], said["state"], said["marking"], said["restriction"], said["action"]})
	}
	return b
}

// ladder names the markings from the freest to the strictest; those of one step are alike.
var ladder = [][]string{{"CLEAR", "機密性1"}, {"GREEN"}, {"AMBER"}, {"AMBER+STRICT", "機密性2"}, {"RED", "機密性3", ""}}

func step(marking string) (at int, known bool) {
	for i, alike := range ladder {
		if slices.Contains(alike, marking) {
			return i, true
		}
	}
	return 0, false
}

// May answers from the first row that says so; no row, no.
func (b Book) May(q Question) bool {
	if q.Restriction == "" {
		q.Restriction = "none"
	}
	at, known := step(q.Marking)
	if q.Role == "" || !known || !isOneOf(q.Restriction, "none no-foreign working-group named") {
		return false
	}
	for _, r := range b {
		if r.Object != q.Object || r.Action != q.Action || r.Relation != q.Relation {
			continue
		}
		if r.Role != "*" && r.Role != q.Role {
			continue
		}
		if r.State != "*" && !isOneOf(q.State, r.State) {
			continue
		}
		if r.Marking != "*" {
			top, ok := step(r.Marking)
			if !ok || r.Marking == "" || at > top {
				continue
			}
		}
		if r.Restriction != "*" && !isOneOf(q.Restriction, r.Restriction) {
			continue
		}
		return true
	}
	return false
}

func isOneOf(word, list string) bool {
	return word != "" && strings.Contains(" "+list+" ", " "+word+" ")
}
