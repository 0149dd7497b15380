package statistic_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
)

// crowd are one report of a kind by each of some operators, named by their sector: "e1" is one of electricity.
func crowd(t *testing.T, kind string, orgs ...string) (facts []*statistic.Fact) {
	t.Helper()
	like := filed(t, incident.Prompt, "0 c", "2026-11-20 12:00", form.Values{"what_kind": text(kind), "aware_at": aware("2026-11-20 10:00")})
	for i, o := range orgs {
		f := *like
		f.ID, f.Case, f.Org = ident.Filing(fmt.Sprint("f", i)), ident.Case(fmt.Sprint("c", i)), ident.Org(o)
		facts = append(facts, &f)
	}
	return facts
}

func bySector(o ident.Org, _ law.Day) []law.Sector {
	switch o[0] {
	case 'e':
		return []law.Sector{law.Electricity}
	case 'w':
		return []law.Sector{law.Water}
	case 'b': // two businesses: it counts under one
		return []law.Sector{law.Electricity, law.Water}
	}
	return nil
}

var now = at("2026-11-29 09:00")

// told is how many others an operator is told of, -1 for nothing.
func told(facts []*statistic.Fact, asks string, kind string) int {
	for _, s := range statistic.SimilarTo(facts, bySector, statistic.Asking{By: ident.Org(asks), Kinds: []string{kind}}, now) {
		if s.Figure == statistic.Kind {
			return s.Operators
		}
	}
	return -1
}

func TestHowManyOthersAreTold(t *testing.T) {
	t.Parallel()
	enough := []string{"e1", "e2", "e3", "e4", "w1", "w2"}
	for name, c := range map[string]struct {
		orgs []string
		want int
	}{
		"five others of two sectors": {enough, 5},
		"four others":                {enough[1:], -1},
		"one sector":                 {[]string{"e1", "e2", "e3", "e4", "e5", "e6", "e7"}, -1},
		"one sector without the one of the other":         {[]string{"e1", "e2", "e3", "e4", "e5", "e6", "w1"}, -1},
		"one that files many times":                       {[]string{"e1", "e1", "e1", "e1", "e1", "e2", "w1", "w2"}, -1},
		"one that is designated for two counts under one": {[]string{"e1", "e2", "e3", "e4", "e5", "b1", "b2"}, -1},
		"of no sector": {[]string{"e1", "e2", "e3", "e4", "x1", "x2", "x3"}, -1},
	} {
		for _, asks := range c.orgs { // everybody of that kind is told the same
			if got := told(crowd(t, "malware", c.orgs...), asks, "malware"); got != c.want {
				t.Errorf("%s: %s is told %d, want %d", name, asks, got, c.want)
			}
		}
	}
	facts := crowd(t, "malware", enough...)
	if got := told(facts, "e1", "access"); got != -1 {
		t.Errorf("of another kind: %d", got)
	}
	if got := told(crowd(t, "unclear", enough...), "e1", "unclear"); got != -1 {
		t.Errorf("alike in nothing that is known: %d", got)
	}
	for name, change := range map[string]func(f *statistic.Fact){
		"withdrawn": func(f *statistic.Fact) { f.Withdrawn = true }, "withheld in part": func(f *statistic.Fact) { f.Held = true },
		"thirty-one days ago": func(f *statistic.Fact) { f.At = at("2026-10-30 23:59") }, "not yet": func(f *statistic.Fact) { f.At = at("2026-11-30 09:00") },
	} {
		facts := crowd(t, "malware", enough...)
		change(facts[3])
		if got := told(facts, "e1", "malware"); got != -1 {
			t.Errorf("%s: %d", name, got)
		}
	}
	not := filed(t, incident.Outside, "9 c3", "2026-11-21 12:00", form.Values{"ground": text("none"), "found_on": text("2026-11-21"), "reason": text("点検"), "evidence": text("ログ")})
	if got := told(append(facts, not), "e1", "malware"); got != -1 {
		t.Errorf("not reportable: %d", got)
	}
	if got := told(facts[1:], "e1", "malware"); got != 5 { // its own report has not been followed yet
		t.Errorf("before its own report was counted: %d", got)
	}
}

// Property: one more report of an operator that reported changes nobody's answer; one operator more or less changes it by one, and never
// between few and something.
func TestNobodyLearnsOfOne(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // a test that is the same each time
	names := []string{"e1", "e2", "e3", "e4", "e5", "w1", "w2", "w3", "b1", "x1"}
	shown := 0
	for range 300 {
		n := 1 + random.IntN(len(names))
		random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		orgs := names[:n:n]
		want := told(crowd(t, "access", orgs...), orgs[0], "access")
		for _, o := range orgs {
			if got := told(crowd(t, "access", append(orgs, o)...), orgs[0], "access"); got != want {
				t.Fatalf("%v: %s once more: %d, was %d", orgs, o, got, want)
			}
			if got := told(crowd(t, "access", orgs...), o, "access"); got != want {
				t.Fatalf("%v: %s is told %d, another %d", orgs, o, got, want)
			}
		}
		if want >= 0 {
			shown++
			if want != n-1 || want < statistic.SimilarOperators {
				t.Fatalf("%v: %d", orgs, want)
			}
		}
	}
	if shown == 0 {
		t.Error("nothing was ever told")
	}
}

// A technique is told where the rest of the kind is nobody or many: the difference of the two numbers is never few.
func TestATechniqueIsToldWithoutTellingTheRest(t *testing.T) {
	t.Parallel()
	with := func(n, of int) []*statistic.Fact {
		var orgs []string
		for i := range of {
			orgs = append(orgs, string("ew"[i%2])+fmt.Sprint(i))
		}
		facts := crowd(t, "obstruction", orgs...)
		for i := range n {
			facts[i].Said = append(facts[i].Said, statistic.Said{Section: "computer", Field: "techniques", Values: []string{"T1498"}})
		}
		return facts
	}
	ask := func(n, of int) []statistic.Similar {
		return statistic.SimilarTo(with(n, of), bySector, statistic.Asking{By: "e0", Kinds: []string{"obstruction"}, Techniques: []string{"T1498"}}, now)
	}
	kind := func(n int) statistic.Similar {
		return statistic.Similar{Figure: statistic.Kind, Kind: "obstruction", Operators: n}
	}
	technique := func(n int) statistic.Similar {
		return statistic.Similar{Figure: statistic.Technique, Kind: "obstruction", Technique: "T1498", Operators: n}
	}
	for _, c := range []struct {
		n, of int
		want  []statistic.Similar
	}{
		{8, 8, []statistic.Similar{kind(7), technique(7)}}, {7, 8, []statistic.Similar{kind(7)}}, {8, 12, []statistic.Similar{kind(11)}},
		{8, 13, []statistic.Similar{kind(12), technique(7)}}, {3, 13, []statistic.Similar{kind(12)}},
	} {
		if d := cmp.Diff(c.want, ask(c.n, c.of)); d != "" {
			t.Errorf("%d of %d: %s", c.n, c.of, d)
		}
	}
}
