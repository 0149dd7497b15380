package harness

import (
	"os"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
)

// relation is how somebody stands to an object.
type relation string

// The relations of the permission table.
const (
	own       relation = "own"
	addressed relation = "addressed"
)

// policy is the permission table as read here, apart from the product: what a role may do, in which relations.
type policy map[[3]string][]relation // object, action, role

func readPolicy() (policy, error) {
	data, err := os.ReadFile("../domain/access/policy.tsv")
	p := policy{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		p[[3]string{f[0], f[1], f[2]}] = append(p[[3]string{f[0], f[1], f[2]}], relation(f[3]))
	}
	return p, err
}

// relations are those in which one of the roles may do something.
func (p policy) relations(do access.Permission, roles []access.Role) (list []relation) {
	for _, r := range append(slices.Clone(roles), "*") {
		list = append(list, p[[3]string{string(do.Object), string(do.Action), string(r)}]...)
	}
	return list
}

// permits says whether somebody may do something to an object to which they stand in some relations.
func (p policy) permits(do access.Permission, who *principal, o *object) bool {
	if o == nil {
		return len(p.relations(do, who.Roles)) > 0
	}
	return slices.ContainsFunc(p.relations(do, who.Roles), func(r relation) bool { return who.stands(r, o) })
}
