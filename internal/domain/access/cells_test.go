package access_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/access/accesstest"
)

// The words of every dimension. Those after the bar exist in no table: what is not known is refused.
var (
	roles        = append(access.Roles(), "", "nobody")
	relations    = map[string]access.Relation{"own": access.Own, "addressed": access.Addressed, "": 0}
	markings     = append(access.Markings(), "PURPLE")
	restrictions = append(access.Restrictions(), "", "by-post")
)

func statesOf(o access.Object) []access.State { return append(access.States(o), "", "lost") }

// cells walks role × relation × object × state × marking × restriction × action; some narrows it to what a row can touch.
func cells(some func(access.Role, access.Permission) bool) iter.Seq2[cell, accesstest.Question] {
	return func(yield func(cell, accesstest.Question) bool) {
		for _, o := range append(access.Objects(), "moon") {
			for _, a := range append(access.Actions(), "fly") {
				for _, r := range roles {
					p := access.Permission{Action: a, Object: o}
					if !some(r, p) {
						continue
					}
					if !facts(r, p, yield) {
						return
					}
				}
			}
		}
	}
}

type cell struct {
	role     access.Role
	p        access.Permission
	relation access.Relation
	facts    access.Facts
}

func facts(r access.Role, p access.Permission, yield func(cell, accesstest.Question) bool) bool {
	for word, relation := range relations {
		for _, s := range statesOf(p.Object) {
			for _, m := range markings {
				for _, b := range restrictions {
					c := cell{r, p, relation, access.Facts{State: s, Marking: m, Restriction: b}}
					q := accesstest.Question{
						Role: string(r), Relation: word, Object: string(p.Object), State: string(s), Marking: string(m), Restriction: string(b), Action: string(p.Action),
					}
					if !yield(c, q) {
						return false
					}
				}
			}
		}
	}
	return true
}

func every(access.Role, access.Permission) bool { return true }

func (c cell) allowed(t access.Table) bool {
	return t.Allows([]access.Role{c.role}, c.p, c.relation, c.facts)
}

// Every cell is decided alike by the product and by the second reading of the table.
func TestTwoReadingsOfTheTableAgreeOnEveryCell(t *testing.T) {
	t.Parallel()
	table, err := access.Parse(access.Policy())
	if err != nil {
		t.Fatal(err)
	}
	book := accesstest.Read(access.Policy())
	n, open := 0, 0
	for c, q := range cells(every) {
		n++
		got, want := c.allowed(table), book.May(q)
		if got != want {
			t.Fatalf("%+v: the product says %v, the second reading %v", q, got, want)
		}
		if got {
			open++
		}
	}
	if open == 0 || open == n {
		t.Errorf("%d of %d cells are open", open, n)
	}
	fmt.Printf("proof: policy-cells %d\nproof: policy-cells-open %d\n", n, open)
}

// differs reports whether the two readings disagree where a row can matter.
func differs(text string, book accesstest.Book, some func(access.Role, access.Permission) bool) bool {
	table, err := access.Parse(text)
	if err != nil {
		return true // refused at the start
	}
	for c, q := range cells(some) {
		if c.allowed(table) != book.May(q) {
			return true
		}
	}
	return false
}

// Each row dropped, each role swapped, each relation flipped, each state, marking and restriction widened or narrowed,
// each action and object replaced: every change to the table is seen.
func TestEveryMutantOfTheTableIsCaught(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimRight(access.Policy(), "\n"), "\n")
	book, controlled := accesstest.Read(access.Policy()), map[string]bool{}
	if differs(access.Policy(), book, every) {
		t.Fatal("the control: the table as it stands is not seen as itself")
	}
	n, missed, rows := map[string]int{}, 0, 0
	for i, line := range lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		for m := range mutants(line) {
			changed := strings.Join(slices.Replace(slices.Clone(lines), i, i+1, m.line), "\n")
			if n[m.kind]++; !differs(changed, book, m.touches) {
				missed++
				t.Errorf("row %d, %s: nobody notices:\n%s\n%s", i+1, m.kind, line, m.line)
			}
			// The control of each kind, at its first mutant that can be read: both readings of the changed table agree, so what was
			// noticed is the change and not the row.
			if m.kind == "dropped" { // a comment would name the columns
				changed = strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "\n")
			}
			if _, err := access.Parse(changed); err == nil && !controlled[m.kind] {
				controlled[m.kind] = true
				if differs(changed, accesstest.Read(changed), m.touches) {
					t.Errorf("row %d, %s: a table is seen as changed that both readings have", i+1, m.kind)
				}
			}
		}
	}
	total := 0
	for _, kind := range kindsOfMutant {
		if n[kind] == 0 || !controlled[kind] {
			t.Errorf("by %s there are %d mutants, with a control: %v", kind, n[kind], controlled[kind])
		}
		total += n[kind]
		fmt.Printf("proof: policy-mutants-%s %d\n", kind, n[kind])
	}
	// Each row is dropped, has its relation flipped, and is given to every other role and to everybody.
	if n["dropped"] != rows || n["relation"] != rows || n["role"] < rows*(len(access.Roles())-1) {
		t.Errorf("%d rows: %d dropped, %d relations flipped, %d roles swapped", rows, n["dropped"], n["relation"], n["role"])
	}
	fmt.Printf("proof: policy-rows %d\nproof: policy-mutants %d\nproof: policy-mutants-missed %d\n", rows, total, missed)
}

var kindsOfMutant = []string{"dropped", "role", "relation", "state", "marking", "restriction", "action", "object"}

type mutant struct {
	kind, line string
	touches    func(access.Role, access.Permission) bool
}

// mutants changes one word of a row at a time.
func mutants(line string) iter.Seq[mutant] {
	f := strings.Split(line, "\t")
	return func(yield func(mutant) bool) {
		put := func(kind string, column int, words ...string) bool {
			for _, w := range words {
				if w == f[column] || w == "" {
					continue
				}
				g := slices.Clone(f)
				g[column] = w
				if !yield(mutant{kind, strings.Join(g, "\t"), touching(f, g)}) {
					return false
				}
			}
			return true
		}
		flip := map[string]string{"own": "addressed", "addressed": "own"}
		_ = yield(mutant{"dropped", "# " + line, touching(f, f)}) &&
			put("role", 2, append(words(access.Roles()), "*")...) && put("relation", 3, flip[f[3]]) &&
			put("state", 4, append(sets(words(access.States(access.Object(f[0])))), "*")...) &&
			put("marking", 5, lower(f[5])...) && put("restriction", 6, sets(words(access.Restrictions()))...) &&
			put("action", 1, words(access.Actions())...) && put("object", 0, words(access.Objects())...)
	}
}

func words[T ~string](list []T) (w []string) {
	for _, x := range list {
		w = append(w, string(x))
	}
	return w
}

// lower lists one marking of each other strictness than that of a row.
func lower(marking string) (list []string) {
	have := access.Red.Strictness()
	if marking != "*" {
		have = access.Marking(marking).Strictness()
	}
	for _, m := range []access.Marking{access.Red, access.AmberStrict, access.Amber, access.Green, access.Clear} {
		if m.Strictness() != have {
			list = append(list, string(m))
		}
	}
	return list
}

// sets lists every part of a list that is neither nothing nor all.
func sets(list []string) (parts []string) {
	for bits := 1; bits < 1<<len(list)-1; bits++ {
		var part []string
		for i, w := range list {
			if bits>>i&1 == 1 {
				part = append(part, w)
			}
		}
		parts = append(parts, strings.Join(part, " "))
	}
	return parts
}

// touching are the roles and permissions on which a row and its mutant can bear.
func touching(f, g []string) func(access.Role, access.Permission) bool {
	return func(r access.Role, p access.Permission) bool {
		is := func(h []string) bool {
			return (h[2] == "*" || h[2] == string(r)) && h[0] == string(p.Object) && h[1] == string(p.Action)
		}
		return is(f) || is(g)
	}
}
