package access

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed policy.tsv
var policy string

// Policy is the text of the permission table, as lawyers read it.
func Policy() string { return policy }

// Relation is one of the two ways in which a record is visible.
type Relation uint8

// The relations; a set of them is their sum.
const (
	Own       Relation = 1 << iota // of one's organisation, at or below one's unit
	Addressed                      // addressed to one's office
)

// Table is a permission table, ready to decide.
type Table map[cell][]grant

type cell struct {
	Permission
	role Role
}

// grant is one row: in which relation and with which facts it counts.
type grant struct {
	relation Relation
	states   []State // nil: every state
	marking  int     // the highest strictness
	bound    []Restriction
}

func (g grant) covers(f Facts) bool {
	m := f.Marking.Strictness()
	if f.Restriction == "" {
		f.Restriction = Unrestricted
	}
	return m != unknownMarking && m <= g.marking && (g.states == nil || slices.Contains(g.states, f.State)) && slices.Contains(g.bound, f.Restriction)
}

var table = must(Parse(policy))

func must(t Table, err error) Table {
	if err != nil {
		panic(err)
	}
	return t
}

// everybody is the role of the rows that count for whoever has any role.
const everybody Role = "*"

// Allows decides: whether one of the roles may do it to a record in a relation, given its facts. No row, no permission.
func (t Table) Allows(roles []Role, p Permission, r Relation, f Facts) bool {
	for _, role := range roles {
		for _, c := range [2]cell{{p, role}, {p, everybody}} {
			for _, g := range t[c] {
				if g.relation&r != 0 && g.covers(f) {
					return true
				}
			}
		}
	}
	return false
}

// Way is how far one relation opens records: not at all, in every state, or in some.
type Way struct {
	Open   bool
	States []State // nil: every state
}

// ways says the same as Allows for records as they are stored today, unmarked and unrestricted, as a predicate.
func (t Table) ways(roles []Role, p Permission, r Relation) (w Way) {
	every := false
	for _, role := range roles {
		for _, c := range [2]cell{{p, role}, {p, everybody}} {
			for _, g := range t[c] {
				if g.relation&r == 0 || g.marking < strictest || !slices.Contains(g.bound, Unrestricted) {
					continue
				}
				w.Open, every = true, every || g.states == nil
				w.States = append(w.States, g.states...)
			}
		}
	}
	slices.Sort(w.States)
	if w.States = slices.Compact(w.States); every {
		w.States = nil
	}
	return w
}

const columns = 8

// Parse reads a permission table. What it does not know is an error: a row that is misspelt must not be one that is missing.
func Parse(tsv string) (Table, error) {
	t := Table{}
	for line := range strings.Lines(tsv) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns || slices.Contains(f, "") {
			return nil, fmt.Errorf("access: policy.tsv: not eight columns (object action role relation state marking restriction ground): %s", line)
		}
		g, err := parseGrant(Object(f[0]), f[3:7])
		if err != nil {
			return nil, fmt.Errorf("access: policy.tsv: %w: %s", err, line)
		}
		c := cell{Permission{Action(f[1]), Object(f[0])}, Role(f[2])}
		t[c] = append(t[c], g)
	}
	return t, nil
}

func parseGrant(o Object, f []string) (g grant, err error) {
	switch f[0] {
	case "own":
		g.relation = Own
	case "addressed":
		g.relation = Addressed
	default:
		return g, fmt.Errorf("unknown relation %q", f[0])
	}
	if f[1] != "*" {
		for s := range strings.FieldsSeq(f[1]) {
			if !slices.Contains(states[o], State(s)) {
				return g, fmt.Errorf("unknown state %q", s)
			}
			g.states = append(g.states, State(s))
		}
	}
	if g.marking = strictest; f[2] != anyMarkingColumn {
		g.marking = Marking(f[2]).Strictness()
	}
	if g.marking == unknownMarking {
		return g, fmt.Errorf("unknown marking %q", f[2])
	}
	if g.bound = Restrictions(); f[3] != "*" {
		g.bound = nil
		for r := range strings.FieldsSeq(f[3]) {
			if !slices.Contains(Restrictions(), Restriction(r)) {
				return g, fmt.Errorf("unknown restriction %q", r)
			}
			g.bound = append(g.bound, Restriction(r))
		}
	}
	return g, nil
}
