package harness

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/access/accesstest"
)

// relation is how somebody stands to an object.
type relation string

// The relations of the permission table.
const (
	own       relation = "own"
	addressed relation = "addressed"
)

// policy is the permission table as its second reader has it, apart from the product. Of an object whose state the scene knows, it
// asks about that state; of the others about any: what their state forbids is answered as a conflict. Nothing that is stored
// carries a marking or a restriction (TestNothingStoredIsMarked), so each is asked about as a record without one.
type policy struct {
	accesstest.Book
	answered *sync.Map // of relations
}

func readPolicy() (policy, error) {
	data, err := os.ReadFile("../domain/access/policy.tsv")
	return policy{accesstest.Read(string(data)), &sync.Map{}}, err
}

// relations are those in which one of the roles may do something in a state; empty: in some state.
func (p policy) relations(do access.Permission, roles []access.Role, state string) []relation {
	key := fmt.Sprint(do, roles, state)
	if list, ok := p.answered.Load(key); ok {
		return list.([]relation) //nolint:forcetypeassert // stored below
	}
	list := p.related(do, roles, state)
	p.answered.Store(key, list)
	return list
}

func (p policy) related(do access.Permission, roles []access.Role, state string) (list []relation) {
	states := []string{state}
	if state == "" {
		states[0] = "any"
		for _, row := range p.Book {
			if row.Object == string(do.Object) {
				states = append(states, strings.Fields(row.State)...)
			}
		}
	}
	for _, r := range []relation{own, addressed} {
		for _, role := range roles {
			q := accesstest.Question{Role: string(role), Relation: string(r), Object: string(do.Object), Action: string(do.Action)}
			if slices.ContainsFunc(states, func(s string) bool { q.State = s; return p.May(q) }) {
				list = append(list, r)
			}
		}
	}
	return list
}

// shows says whether somebody may read an object, as whose it is or as an addressee.
func (p policy) shows(who *principal, o *object) bool {
	k := kindOf(o.kind)
	return p.permits(access.Permission{Action: access.Read, Object: k.policy}, who, o) ||
		k.desk != "" && p.permits(access.Permission{Action: access.Read, Object: k.desk}, who, o)
}

// permits says whether somebody may do something to an object to which they stand in some relation; without an object,
// to any.
func (p policy) permits(do access.Permission, who *principal, o *object) bool {
	if o == nil {
		return len(p.relations(do, who.Roles, "")) > 0
	}
	list := p.relations(do, who.Roles, o.state)
	return slices.ContainsFunc(list, func(r relation) bool { return who.stands(r, o) })
}

// narrows is whether some row about a permission counts in some states alone.
func (p policy) narrows(do access.Permission) bool {
	return slices.ContainsFunc(p.Book, func(row accesstest.Row) bool {
		return row.Object == string(do.Object) && row.Action == string(do.Action) && row.State != "*"
	})
}

// Nothing that is stored carries a marking or a restriction: the live oracle asks about every object as one without, which counts as the
// strictest. The day on which a column says otherwise, this says what is missing.
func TestNothingStoredIsMarked(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	marked := func(query string) []string { return h.column(query) }
	const columns = `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND `
	if found := marked(columns + `(c.name LIKE '%marking%' OR c.name LIKE '%restrict%' OR c.name LIKE 'tlp%' OR c.name LIKE '%confidential%')`); len(found) > 0 {
		t.Errorf("%v: give object a marking and a restriction in scene_test.go, and let policy.permits ask with them", found)
	}
	if found := marked(columns + `c.name = 'state'`); len(found) < 10 {
		t.Errorf("the control: only %v have a state", found)
	}
	for _, o := range access.Objects() { // every kind whose states narrow something is tried in more than one of them
		states := map[string]bool{}
		for _, k := range kinds() {
			for _, x := range h.objects[k.name] {
				if k.is(o) && x.state != "" {
					states[x.state] = true
				}
			}
		}
		narrowed := slices.ContainsFunc(h.policy.Book, func(row accesstest.Row) bool { return row.Object == string(o) && row.State != "*" })
		if narrowed && len(states) < 2 {
			t.Errorf("%s: the table tells its states apart, the scene has it in %v alone: let its maker bring one further", o, states)
		}
	}
}
