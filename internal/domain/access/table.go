package access

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed policy.tsv
var policy string

// Policy is the text of the permission table, as lawyers read it.
func Policy() string { return policy }

// Objects lists every kind of record that has a row, by name.
func Objects() []Object { return named(func(p Permission) Object { return p.Object }) }

// Actions lists every action that has a row, by name.
func Actions() []Action { return named(func(p Permission) Action { return p.Action }) }

func named[T ~string](of func(Permission) T) []T {
	seen := map[T]bool{}
	for p := range table {
		seen[of(p)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// Relation is one of the two ways in which a record is visible.
type Relation uint8

// The relations; a set of them is their sum.
const (
	Own       Relation = 1 << iota // of one's organisation, at or below one's unit
	Addressed                      // addressed to one's office
)

// Table is a permission table, ready to decide: the rows of each permission.
type Table map[Permission][]grant

// grant is one row: for whom, in which relation and with which facts it counts.
type grant struct {
	role     Role
	relation Relation
	states   []State // nil: every state
	marking  int     // the highest strictness
	bound    uint8   // the restrictions, a bit each
}

func (g grant) covers(f Facts) bool {
	m := f.Marking.Strictness()
	return m != unknownMarking && m <= g.marking && g.bound&f.Restriction.bit() != 0 && (g.states == nil || slices.Contains(g.states, f.State))
}

// of reports whether the row is for one of the roles.
func (g grant) of(roles []Role) bool {
	for _, r := range roles {
		if r != "" && (r == g.role || g.role == everybody) {
			return true
		}
	}
	return false
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
	for _, g := range t[p] {
		if g.relation&r != 0 && g.of(roles) && g.covers(f) {
			return true
		}
	}
	return false
}

// Permissions lists what the roles of a hat allow in some state at least, in the order of object and action.
func Permissions(roles []Role) (list []Permission) {
	for p, rows := range table {
		if slices.ContainsFunc(rows, func(g grant) bool { return g.of(roles) }) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b Permission) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(a.Action, b.Action))
	})
	return list
}

// Way is how far one relation opens records: not at all, in every state, or in some.
type Way struct {
	Open   bool
	States []State // nil: every state
}

// ways says the same as Allows for records as they are stored today, unmarked and unrestricted, as a predicate.
func (t Table) ways(roles []Role, p Permission, r Relation) (w Way) {
	every := false
	for _, g := range t[p] {
		if g.relation&r == 0 || !g.of(roles) || g.marking < strictest || g.bound&Unrestricted.bit() == 0 {
			continue
		}
		w.Open, every = true, every || g.states == nil
		w.States = append(w.States, g.states...)
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
		if r := Role(f[2]); r != everybody && !slices.Contains(Roles(), r) {
			return nil, fmt.Errorf("access: policy.tsv: unknown role %q: %s", r, line)
		}
		g, err := parseGrant(Object(f[0]), f[3:7])
		if err != nil {
			return nil, fmt.Errorf("access: policy.tsv: %w: %s", err, line)
		}
		p := Permission{Action(f[1]), Object(f[0])}
		g.role = Role(f[2])
		t[p] = append(t[p], g)
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
	if f[3] == "*" {
		f[3] = strings.Join([]string{string(Unrestricted), string(NoForeign), string(WorkingGroup), string(Named)}, " ")
	}
	for r := range strings.FieldsSeq(f[3]) {
		if Restriction(r).bit() == 0 {
			return g, fmt.Errorf("unknown restriction %q", r)
		}
		g.bound |= Restriction(r).bit()
	}
	return g, nil
}
