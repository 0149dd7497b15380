package archtest

import (
	"slices"
	"strings"
	"testing"
)

// TestWalls holds the whole tree against every check.
func TestWalls(t *testing.T) {
	t.Parallel()
	whole := readTree(t, "../..")
	if len(whole.sources) < 10 {
		t.Fatalf("only %d source files found: is this the repository?", len(whole.sources))
	}
	for name, check := range checks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := check(whole)
			slices.SortFunc(found, func(a, b finding) int { return strings.Compare(a.String(), b.String()) })
			for _, f := range slices.Compact(found) {
				t.Error(f)
			}
		})
	}
}

// TestRules: each row of the table is reachable and written once.
func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range rules {
		if seen[r.dir] {
			t.Errorf("two rules for %s", r.dir)
		}
		seen[r.dir] = true
		dir := strings.Replace(r.dir, "/*", "/anything", 1)
		if got, _, ok := ruleFor(dir); !ok || got.dir != r.dir {
			t.Errorf("%s is ruled by %q", dir, got.dir)
		}
	}
}
