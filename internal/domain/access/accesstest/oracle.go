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

// Book is the table as its rows stand, each a sentence in named columns.
type Book []map[string]string

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
		row := map[string]string{}
		for i, n := range names {
			row[n] = words[i]
		}
		b = append(b, row)
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
	for _, row := range b {
		if row["object"] != q.Object || row["action"] != q.Action || row["relation"] != q.Relation {
			continue
		}
		if row["role"] != "*" && row["role"] != q.Role {
			continue
		}
		if row["state"] != "*" && !isOneOf(q.State, row["state"]) {
			continue
		}
		if row["marking"] != "*" {
			top, ok := step(row["marking"])
			if !ok || row["marking"] == "" || at > top {
				continue
			}
		}
		if row["restriction"] != "*" && !isOneOf(q.Restriction, row["restriction"]) {
			continue
		}
		return true
	}
	return false
}

func isOneOf(word, list string) bool {
	return word != "" && strings.Contains(" "+list+" ", " "+word+" ")
}
