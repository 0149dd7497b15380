package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
)

// rolesIn are the roles that a policy of PostgreSQL names in a pattern over hats: (^| )(a|b)( |$).
func rolesIn(sql string) (lists [][]string) {
	for _, m := range regexp.MustCompile(`roles ~ '\(\^\| \)\(([^)]*)\)\( \|\$\)'`).FindAllStringSubmatch(sql, -1) {
		list := strings.Split(m[1], "|")
		slices.Sort(list)
		lists = append(lists, list)
	}
	return lists
}

// Row-level security counts administrators by the roles that the table of roles calls so: a new kind of organisation with an
// administrator of its own needs a migration, and this says so.
func TestTheSecondWallKnowsEveryAdministrator(t *testing.T) {
	t.Parallel()
	var want []string
	for _, r := range access.Administrators() {
		want = append(want, string(r))
	}
	paths, err := filepath.Glob("migrations/*.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	latest, named := "", [][]string(nil)
	for _, path := range paths { // by number: the last one that names them counts
		text, err := os.ReadFile(path) //nolint:gosec // of the tree
		if err != nil {
			t.Fatal(err)
		}
		if lists := rolesIn(string(text)); len(lists) > 0 {
			latest, named = path, lists
		}
	}
	if latest == "" {
		t.Error("no policy names administrators: the pattern of this test is blind")
	}
	for _, got := range named {
		if !slices.Equal(got, want) {
			t.Errorf("%s counts %v as administrators, access.Administrators says %v: replace the policy in a new migration", latest, got, want)
		}
	}
	if got := rolesIn(`x.roles ~ '(^| )(operator-admin|supervisor)( |$)'`); len(got) != 1 || slices.Equal(got[0], want) {
		t.Errorf("the control: %v", got)
	}
}
