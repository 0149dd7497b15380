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

// Whatever the interleaving of three writers who also choose: every text that was ever saved is still there, exactly one
// stands as current, and nobody's unseen text is replaced without standing beside.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	for range 10 { // 1,000 interleavings
		rapid.Check(t, threeInAField)
	}
}

func threeInAField(t *rapid.T) {
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
		if tr.To == filing.Arrived && tr.From != filing.Checked { // that its form was checked is taken back; that it arrived is not
			t.Errorf("%s goes back to arrived", tr.From)
		}
	}
	if err := filing.Move(filing.Withdrawn, filing.Checked, filing.Office); err == nil {
		t.Error("a withdrawn filing was checked")
	}
}

func cells(pairs ...string) form.Values {
	v := form.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v[pairs[i]] = form.Value{Texts: []string{pairs[i+1]}}
	}
	return v
}

func saveRow(entries []filing.Entry, by ident.Person, base int, written form.Values) []filing.Entry {
	next := filing.Entry{Field: filing.RowField("products", "r1"), By: by, Value: form.Value{Rows: []form.Row{{ID: "r1", Cells: written}}}}
	return apply(entries, filing.Weave(entries, next, base))
}

func TestTwoPeopleInOneRow(t *testing.T) {
	t.Parallel()
	var e []filing.Entry
	e = saveRow(e, "a", 0, cells("maker", "A", "product", "x"))
	e = saveRow(e, "a", 1, cells("product", "y"))
	e = saveRow(e, "b", 1, cells("site", "north")) // b had not seen y, but wrote elsewhere
	a := filing.Answers(e)[filing.RowField("products", "r1")]
	if d := a.Current.Value.Rows[0].Changed(form.Row{Cells: cells("maker", "A", "product", "y", "site", "north")}); len(d) != 0 || len(a.Beside) != 0 {
		t.Fatalf("cells apart: %+v", a)
	}
	e = saveRow(e, "c", 1, cells("product", "z")) // c had seen x, not y
	a = filing.Answers(e)[filing.RowField("products", "r1")]
	if len(a.Beside) != 1 || a.Beside[0].Value.Rows[0].Cells["product"].Text() != "z" || a.Beside[0].Value.Rows[0].Cells["site"].Text() != "north" {
		t.Fatalf("the same cell: %+v", a)
	}
	changed, _ := filing.Choose(e, a.Beside[0].Seq)
	e = apply(e, changed)
	gone := filing.Entry{Field: filing.RowField("products", "r1"), By: "a", Value: form.Value{Rows: []form.Row{{ID: "r1", Gone: true}}}}
	e = apply(e, filing.Weave(e, gone, 2)) // a takes the row out without having seen z
	a = filing.Answers(e)[filing.RowField("products", "r1")]
	if len(a.Beside) != 1 || a.Current.Value.Rows[0].Gone {
		t.Fatalf("a row that somebody changed meanwhile was taken out: %+v", a)
	}
	changed, _ = filing.Choose(e, a.Beside[0].Seq)
	if v := filing.Values(apply(e, changed)); len(v["products"].Rows) != 0 {
		t.Errorf("%v", v)
	}
}

// Whatever three people do to one row: every text of a cell that was ever saved is in some entry, one entry is
// current, and no unseen text of a colleague leaves the current row unless somebody chose.
func TestNothingTypedInARowIsLost(t *testing.T) {
	t.Parallel()
	for range 10 { // 1,000 interleavings
		rapid.Check(t, threeInARow)
	}
}

func threeInARow(t *rapid.T) {
	var e []filing.Entry
	typed, seen := map[string]bool{}, map[ident.Person]filing.Entry{}
	for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
		by := rapid.SampledFrom([]ident.Person{"a", "b", "c"}).Draw(t, "by")
		current := filing.Answers(e)[filing.RowField("products", "r1")].Current
		if rapid.Bool().Draw(t, "looks") {
			seen[by] = current
			continue
		}
		column, text := rapid.SampledFrom([]string{"maker", "product"}).Draw(t, "column"), fmt.Sprint("t", i)
		e = saveRow(e, by, seen[by].Seq, cells(column, text))
		typed[text] = true
		after := filing.Answers(e)[filing.RowField("products", "r1")].Current
		if current.Seq == 0 || current.By == by {
			continue
		}
		old, was := current.Value.Rows[0].Cells[column].Text(), ""
		if len(seen[by].Value.Rows) == 1 {
			was = seen[by].Value.Rows[0].Cells[column].Text()
		}
		if old != "" && old != was && after.Value.Rows[0].Cells[column].Text() != old {
			t.Fatalf("%s replaced %q of %s unseen", by, old, current.By)
		}
	}
	kept, n := map[string]bool{}, 0
	for _, x := range e {
		for _, v := range x.Value.Rows[0].Cells {
			kept[v.Text()] = true
		}
		if x.State == filing.Current {
			n++
		}
	}
	for text := range typed {
		if !kept[text] {
			t.Fatalf("%q was lost", text)
		}
	}
	if len(typed) > 0 && n != 1 {
		t.Fatalf("%d entries stand as current", n)
	}
}

// What is brought back is a new entry: the history keeps all that was written, in its order.
func TestRestore(t *testing.T) {
	t.Parallel()
	said := func(seq int, state filing.EntryState, text string) filing.Entry {
		return filing.Entry{Field: "which", Seq: seq, State: state, Value: form.Value{Texts: []string{text}}}
	}
	existing := []filing.Entry{said(1, filing.Past, "一台"), said(2, filing.Current, "二台"), said(3, filing.Beside, "三台")}
	for name, c := range map[string]struct {
		seq     int
		found   bool
		changed int
	}{"an earlier one": {1, true, 3}, "one that stands beside": {3, true, 3}, "the present one": {2, true, 0}, "one that never was": {9, false, 0}} {
		changed, found := filing.Restore(existing, c.seq, filing.Entry{Field: "which", Name: "髙木"})
		if found != c.found || len(changed) != c.changed {
			t.Errorf("%s: %v, %+v", name, found, changed)
			continue
		}
		if c.changed == 0 {
			continue
		}
		last := changed[len(changed)-1]
		if last.Seq != 4 || last.State != filing.Current || last.Name != "髙木" || !last.Value.Same(existing[c.seq-1].Value) || changed[0].State != filing.Past || changed[1].State != filing.Past {
			t.Errorf("%s: %+v", name, changed)
		}
	}
}
