package harness

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

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

// policy is the permission table as its second reader has it, apart from the product. In which state a record is, is not
// asked here: what its state forbids is answered as a conflict.
type policy struct {
	accesstest.Book
	answered *sync.Map // of relations
}

func readPolicy() (policy, error) {
	data, err := os.ReadFile("../domain/access/policy.tsv")
	return policy{accesstest.Read(string(data)), &sync.Map{}}, err
}

// relations are those in which one of the roles may do something in some state.
func (p policy) relations(do access.Permission, roles []access.Role) []relation {
	key := fmt.Sprint(do, roles)
	if list, ok := p.answered.Load(key); ok {
		return list.([]relation) //nolint:forcetypeassert // stored below
	}
	list := p.related(do, roles)
	p.answered.Store(key, list)
	return list
}

func (p policy) related(do access.Permission, roles []access.Role) (list []relation) {
	states := []string{"any"}
	for _, row := range p.Book {
		if row["object"] == string(do.Object) {
			states = append(states, strings.Fields(row["state"])...)
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
	list := p.relations(do, who.Roles)
	if o == nil {
		return len(list) > 0
	}
	return slices.ContainsFunc(list, func(r relation) bool { return who.stands(r, o) })
}
