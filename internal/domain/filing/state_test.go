package filing_test

import (
	"testing"

	"kanmin/internal/domain/filing"
)

func TestStateFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stored            filing.State
		waiting, answered bool
		want              filing.State
	}{
		{filing.Arrived, false, false, filing.Arrived},
		{filing.FixAsked, false, false, filing.Arrived}, // another office asked
		{filing.Fixed, false, false, filing.Arrived},    // and was answered
		{filing.FixAsked, true, false, filing.FixAsked},
		{filing.FixAsked, true, true, filing.FixAsked},
		{filing.Fixed, true, true, filing.FixAsked}, // the first of two was answered
		{filing.FixAsked, false, true, filing.Fixed},
		{filing.Fixed, false, true, filing.Fixed},
		{filing.Withdrawn, true, true, filing.Withdrawn},
		{filing.Withdrawn, false, false, filing.Withdrawn},
		{filing.Checked, false, false, filing.Checked},
	} {
		if got := filing.StateFor(c.stored, c.waiting, c.answered); got != c.want {
			t.Errorf("%s, waiting %v, answered %v: %s, want %s", c.stored, c.waiting, c.answered, got, c.want)
		}
	}
}
