package filing_test

import (
	"os"
	"strings"
	"testing"

	"kanmin/internal/domain/filing"
)

func TestStateFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stored                     filing.State
		waiting, answered, checked bool
		want                       filing.State
	}{
		{filing.Arrived, false, false, false, filing.Arrived},
		{filing.FixAsked, false, false, false, filing.Arrived}, // another office asked
		{filing.Fixed, false, false, false, filing.Arrived},    // and was answered
		{filing.FixAsked, true, false, false, filing.FixAsked},
		{filing.FixAsked, true, true, false, filing.FixAsked},
		{filing.Fixed, true, true, false, filing.FixAsked}, // the first of two was answered
		{filing.FixAsked, false, true, false, filing.Fixed},
		{filing.Fixed, false, true, false, filing.Fixed},
		{filing.Withdrawn, true, true, true, filing.Withdrawn},
		{filing.Withdrawn, false, false, false, filing.Withdrawn},
		{filing.Arrived, false, false, true, filing.Checked},
		{filing.FixAsked, false, false, true, filing.Checked}, // another office asked
		{filing.FixAsked, true, false, true, filing.FixAsked}, // asked after it was checked
		{filing.Fixed, false, true, true, filing.Checked},
	} {
		if got := filing.StateFor(c.stored, c.waiting, c.answered, c.checked); got != c.want {
			t.Errorf("%s, waiting %v, answered %v, checked %v: %s, want %s", c.stored, c.waiting, c.answered, c.checked, got, c.want)
		}
	}
}

// Every pair of states and every side: what the table does not say is a Conflict.
func TestEveryMoveIsInTheTable(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{}
	for word := range strings.FieldsSeq(`arrived>fix-asked:office checked>fix-asked:office fixed>fix-asked:office fix-asked>fix-asked:office fix-asked>fixed:filer arrived>checked:office fixed>checked:office
		checked>arrived:office checked>fixed:office checked>arrived:filer checked>fixed:filer arrived>withdrawn:filer checked>withdrawn:filer fixed>withdrawn:filer fix-asked>withdrawn:filer`) {
		allowed[word] = true
	}
	n := 0
	for _, from := range filing.States {
		for _, to := range filing.States {
			for _, by := range []filing.Side{filing.Filer, filing.Office} {
				word := string(from) + ">" + string(to) + ":" + string(by)
				err := filing.Move(from, to, by)
				if (err == nil) != allowed[word] || filing.May(from, to, by) != allowed[word] {
					t.Errorf("%s: %v", word, err)
				}
				if err == nil {
					n++
				}
			}
		}
	}
	if n != len(filing.Transitions) || n != len(allowed) {
		t.Errorf("%d moves, %d in the table", n, len(filing.Transitions))
	}
}

func TestTheDiagramIsDrawnFromTheTable(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../docs/adr/0042-formal-check.md")
	if err != nil || !strings.Contains(string(b), filing.Diagram()) {
		t.Errorf("docs/adr/0042-formal-check.md does not hold this diagram (%v):\n%s", err, filing.Diagram())
	}
}
