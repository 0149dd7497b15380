package filing_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// apply does to a list of entries what the store does.
func apply(entries, changed []filing.Entry) []filing.Entry {
	for _, c := range changed {
		found := false
		for i := range entries {
			if entries[i].Seq == c.Seq {
				entries[i], found = c, true
			}
		}
		if !found {
			entries = append(entries, c)
		}
	}
	return entries
}

func save(entries []filing.Entry, by ident.Person, text string, base int) []filing.Entry {
	next := filing.Entry{Field: "f", By: by, Value: form.Value{Texts: []string{text}}}
	return apply(entries, filing.Weave(entries, next, base))
}

func TestWeave(t *testing.T) {
	t.Parallel()
	var e []filing.Entry
	e = save(e, "a", "one", 0)
	e = save(e, "a", "two", 1) // a goes on
	e = save(e, "b", "three", 1)
	a := filing.Answers(e)["f"]
	if a.Current.Value.Text() != "two" || len(a.Beside) != 1 || a.Beside[0].Value.Text() != "three" {
		t.Fatalf("b had not seen two: %+v", a)
	}
	if got := save(e, "b", "three", 1); len(got) != len(e) {
		t.Error("the same text was kept twice beside")
	}
	e = save(e, "b", "four", 2) // b has seen two
	if a := filing.Answers(e)["f"]; a.Current.Value.Text() != "four" || len(a.Beside) != 1 {
		t.Fatalf("%+v", a)
	}
	changed, found := filing.Choose(e, 3)
	e = apply(e, changed)
	if a := filing.Answers(e)["f"]; !found || a.Current.Value.Text() != "three" || len(a.Beside) != 0 {
		t.Fatalf("chosen: %+v", a)
	}
	if _, found := filing.Choose(e, 1); found {
		t.Error("a text of the past was chosen")
	}
}

// Whatever the interleaving of two writers and a chooser: every text that was ever saved is still there, exactly one
// stands as current, and nobody's unseen text is replaced without standing beside.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var e []filing.Entry
		typed := map[string]bool{}
		seen := map[ident.Person]int{}
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			by := rapid.SampledFrom([]ident.Person{"a", "b", "c"}).Draw(t, "by")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0: // looks at the page
				seen[by] = filing.Answers(e)["f"].Current.Seq
			case 1: // chooses among what stands
				if len(e) > 0 {
					changed, _ := filing.Choose(e, rapid.IntRange(1, len(e)).Draw(t, "seq"))
					e = apply(e, changed)
				}
			default:
				text := fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "text"), i)
				before := filing.Answers(e)["f"].Current
				e = save(e, by, text, seen[by])
				typed[text] = true
				after := filing.Answers(e)["f"]
				if before.Seq != 0 && before.By != by && seen[by] != before.Seq && after.Current.Seq != before.Seq {
					t.Fatalf("%s replaced the unseen text of %s", by, before.By)
				}
			}
		}
		kept, current := map[string]bool{}, 0
		for _, x := range e {
			kept[x.Value.Text()] = true
			if x.State == filing.Current {
				current++
			}
		}
		for text := range typed {
			if !kept[text] {
				t.Fatalf("%q was lost", text)
			}
		}
		if len(typed) > 0 && current != 1 {
			t.Fatalf("%d texts stand as current", current)
		}
	})
}

func TestTwoTokensAreNotOnePerson(t *testing.T) {
	t.Parallel()
	var e []filing.Entry
	e = save(e, "", "one", 0)
	e = save(e, "", "two", 1)
	e = save(e, "", "stale", 1)
	if a := filing.Answers(e)["f"]; a.Current.Value.Text() != "two" || len(a.Beside) != 1 {
		t.Errorf("a stale save by a token replaced a colleague's: %+v", a)
	}
}

func TestNoStateUndoesArrival(t *testing.T) {
	t.Parallel()
	for _, tr := range filing.Transitions {
		if tr.To == filing.Arrived {
			t.Errorf("%s goes back to arrived", tr.From)
		}
	}
	if err := filing.Move(filing.Withdrawn, filing.Checked, filing.Office); err == nil {
		t.Error("a withdrawn filing was checked")
	}
}
