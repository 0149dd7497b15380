package support_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
)

// Every state × side × deed: what is not in this table is a Conflict, and the state stays.
func TestTheTableOfWhatMayFollow(t *testing.T) {
	t.Parallel()
	open := []support.State{support.Received, support.Arranging, support.Working}
	want := map[string]support.State{}
	put := func(from []support.State, by support.Side, d support.Deed, to support.State) {
		for _, f := range from {
			want[string(f)+" "+string(by)+" "+string(d)] = to
		}
	}
	put([]support.State{support.Received, support.Working}, support.Competent, support.TakenUp, support.Arranging)
	put([]support.State{support.Received, support.Arranging}, support.Competent, support.Helps, support.Working)
	put(open, support.Competent, support.Passed, support.Received)
	for _, side := range []support.Side{support.Competent, support.Operator} {
		put(open, side, support.Closed, support.Ended)
		put([]support.State{support.Ended}, side, support.Reopened, support.Received)
	}
	put(open, support.Competent, support.Declined, support.Ended)
	may := 0
	for _, from := range support.States {
		for _, by := range []support.Side{support.Operator, support.Competent, support.Helper, "", "x"} {
			for _, d := range []support.Deed{support.TakenUp, support.Helps, support.Closed, support.Declined, support.Passed, support.Reopened, support.Wrote, support.Handed, support.Shared, support.Unshared, "x"} {
				to, err := support.Next(from, by, d)
				w, ok := want[string(from)+" "+string(by)+" "+string(d)]
				if ok {
					may++
				} else {
					w = from
				}
				if to != w || ok != (err == nil) || !ok && !fault.Is(err, fault.Conflict) {
					t.Errorf("%s %s %s: %s %v, want %s", from, by, d, to, err, w)
				}
			}
		}
	}
	if may != len(want) || may != 18 {
		t.Errorf("%d steps are open, of %d", may, len(want))
	}
}

// The diagram in docs/adr/0034-support.md is what the table says.
func TestTheDiagramIsDrawnFromTheTable(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../docs/adr/0034-support.md")
	if err != nil || !strings.Contains(string(b), support.Diagram()) {
		t.Errorf("docs/adr/0034-support.md does not hold this diagram (%v):\n%s", err, support.Diagram())
	}
}

func TestAnOfficeThatCannotHelpLeavesItToTheOthers(t *testing.T) {
	t.Parallel()
	said := func(org ident.Org, d support.Deed) support.Said { return support.Said{Org: org, Deed: d} }
	two := []support.Office{{Org: "a", Unit: "a1"}, {Org: "b", Unit: "b1"}}
	for name, c := range map[string]struct {
		state support.State
		said  []support.Said
		by    ident.Org
		deed  support.Deed
		to    support.State
	}{
		"the first of two":            {support.Received, nil, "a", support.Passed, support.Received},
		"the holder of two":           {support.Working, []support.Said{said("a", support.Helps)}, "a", support.Passed, support.Received},
		"while the other has it":      {support.Working, []support.Said{said("b", support.Helps)}, "a", support.Passed, support.Working},
		"the last":                    {support.Received, []support.Said{said("b", support.Passed)}, "a", support.Declined, support.Ended},
		"after it was opened again":   {support.Received, []support.Said{said("b", support.Passed), said("a", support.Declined), said("o", support.Reopened)}, "a", support.Passed, support.Received},
		"the other took it after all": {support.Arranging, []support.Said{said("b", support.Passed), said("b", support.TakenUp)}, "a", support.Passed, support.Arranging},
	} {
		s := support.Support{Org: "o", State: c.state, Said: c.said, Offices: two}
		if d, to, err := s.Move(support.Competent, c.by, support.Declined); d != c.deed || to != c.to || err != nil {
			t.Errorf("%s: %s %s %v", name, d, to, err)
		}
	}
	alone := support.Support{Org: "o", State: support.Received, Offices: two[:1]}
	if d, to, err := alone.Move(support.Competent, "a", support.Declined); d != support.Declined || to != support.Ended || err != nil {
		t.Errorf("the only one: %s %s %v", d, to, err)
	}
	if _, _, err := alone.Move(support.Operator, "o", support.Declined); !fault.Is(err, fault.Conflict) {
		t.Errorf("an operator says that it cannot help: %v", err)
	}
}

func TestWhoHasItInHand(t *testing.T) {
	t.Parallel()
	s := support.Support{}
	for _, c := range []struct {
		org  ident.Org
		deed support.Deed
		want string
	}{
		{"a", support.Wrote, ""}, {"a", support.TakenUp, "a髙木"}, {"a", support.Handed, "a石﨑"}, {"a", support.Helps, "a石﨑"}, {"b", support.Passed, "a石﨑"}, {"b", support.TakenUp, "b髙木"}, {"b", support.Closed, ""}, {"o", support.Reopened, ""},
	} {
		s.Said = append(s.Said, support.Said{Org: c.org, Deed: c.deed, SaidWords: support.SaidWords{Name: "髙木", To: "石﨑"}})
		if h := s.Holder(); string(h.Org)+h.Name != c.want {
			t.Errorf("after %s of %s: %+v, want %s", c.deed, c.org, h, c.want)
		}
	}
	if cut := s.Cut("a"); cut.Said[1].Name != "髙木" || cut.Said[2].To != "石﨑" || cut.Said[5].Name != "" {
		t.Errorf("people's names stay with their own organisation: %+v", cut.Said)
	}
}

func TestWhatIsAskedForIsJudged(t *testing.T) {
	t.Parallel()
	good := support.Words{Kinds: []support.Kind{support.Advice, support.Analysis}, Contact: "山﨑 03-0000-2002"}
	for name, c := range map[string]struct {
		change func(*support.Words)
		urgent support.Urgency
		want   []string
	}{
		"good":           {func(*support.Words) {}, support.Now, nil},
		"no kind":        {func(w *support.Words) { w.Kinds = nil }, support.Now, []string{"kinds fault.form.needed"}},
		"unknown kind":   {func(w *support.Words) { w.Kinds = []support.Kind{"money"} }, support.Now, []string{"kinds fault.form.option"}},
		"twice":          {func(w *support.Words) { w.Kinds = []support.Kind{support.Advice, support.Advice} }, support.Now, []string{"kinds fault.support.twice"}},
		"no urgency":     {func(*support.Words) {}, "", []string{"urgency fault.form.needed"}},
		"empty contact":  {func(w *support.Words) { w.Contact = " \u3000" }, support.Now, []string{"contact fault.form.needed"}},
		"a long contact": {func(w *support.Words) { w.Contact = strings.Repeat("あ", 201) }, support.Now, []string{"contact fault.text.long"}},
		"everything":     {func(w *support.Words) { *w = support.Words{Text: strings.Repeat("あ", 4001)} }, "x", []string{"kinds fault.form.needed", "urgency fault.form.option", "contact fault.form.needed", "text fault.text.long"}},
	} {
		w := good
		w.Kinds = slices.Clone(good.Kinds)
		c.change(&w)
		var got []string
		if e, ok := errors.AsType[*fault.Error](w.Check(c.urgent)); ok {
			for _, f := range e.Fields {
				got = append(got, f.Path+" "+f.Code)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
