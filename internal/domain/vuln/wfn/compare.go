package wfn

import "strings"

// Relation is how the set of products that a source means stands to that of a target (NIST IR 7696, 6.1).
type Relation uint8

// The relations.
const (
	Undefined Relation = iota // the standard gives no answer: the target has a wildcard
	Disjoint
	Equal
	Subset
	Superset
)

var relations = [...]string{"undefined", "disjoint", "equal", "subset", "superset"}

// String is the word of the standard.
func (r Relation) String() string { return relations[r] }

// Compare compares two values of one attribute (NIST IR 7696, table 6-2).
func Compare(source, target Value) Relation {
	switch {
	case target.Wild():
		return Undefined
	case source == target:
		return Equal
	case source == Any:
		return Superset
	case target == Any:
		return Subset
	case source == NA || target == NA:
		return Disjoint
	case source.Wild() && covers(source, target):
		return Superset
	}
	return Disjoint
}

// covers matches a literal value against one with wildcards at its ends: * is any number of characters, each ? at most one.
func covers(source, target Value) bool {
	s := string(source)
	before, s := leading(s)
	after, s := trailing(s)
	core, t := []rune(Value(s).Text()), []rune(target.Text())
	for at := 0; at+len(core) <= len(t); at++ {
		if before >= 0 && at > before {
			return false
		}
		if rest := len(t) - at - len(core); (after < 0 || rest <= after) && string(t[at:at+len(core)]) == string(core) {
			return true
		}
	}
	return false
}

// leading cuts the wildcards off the beginning and says how many characters they stand for at most: -1 is any number.
func leading(s string) (most int, rest string) {
	if strings.HasPrefix(s, "*") {
		return -1, s[1:]
	}
	rest = strings.TrimLeft(s, "?")
	return len(s) - len(rest), rest
}

func trailing(s string) (most int, rest string) {
	for s != "" && (s[len(s)-1] == '*' || s[len(s)-1] == '?') && !escapedAt(s, len(s)-1) {
		if s[len(s)-1] == '*' {
			return -1, s[:len(s)-1]
		}
		most, s = most+1, s[:len(s)-1]
	}
	return most, s
}

// Match compares two names (NIST IR 7696, table 6-4): disjoint when one attribute is; else equal, subset or superset when every
// attribute is that or equal; else undefined.
func Match(source, target Name) Relation {
	got := Equal
	s, t := source.Attributes(), target.Attributes()
	mixed := false
	for i := range s {
		switch r := Compare(s[i], t[i]); {
		case r == Disjoint:
			return Disjoint
		case r == Equal || mixed:
		case r == Undefined || got != Equal && got != r:
			mixed = true
		default:
			got = r
		}
	}
	if mixed {
		return Undefined
	}
	return got
}
