package against

import (
	"flag"
	"fmt"
	"testing"
)

// pairs are so few that the tests of every day stay quick; make proof asks a million.
var pairs = flag.Int("pairs", 40_000, "questions to ask")

// The matcher and the oracle say the same of every question, and there are questions of every class.
func TestTheMatcherSaysWhatTheOracleSays(t *testing.T) {
	t.Parallel()
	r := Ask(*pairs, 1, false)
	for _, f := range r.First {
		t.Error(f)
	}
	if r.Differences > 0 {
		t.Errorf("%d of %d differ", r.Differences, r.Asked)
	}
	for _, class := range Classes {
		if r.Classes[class] < r.Asked/200 {
			t.Errorf("only %d of %d questions are of class %s", r.Classes[class], r.Asked, class)
		}
		t.Logf("%8d %s", r.Classes[class], class)
	}
	fmt.Printf("proof: matching-questions %d\nproof: matching-differences %d\n", r.Asked, r.Differences)
}
