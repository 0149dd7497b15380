package rule_test

import (
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

type size string

// subject is a door: it opens when it is unlocked and small.
type subject struct {
	unlocked law.Truth
	size     size
}

var opens = rule.Condition[subject]{
	Cite:  law.Cite{ID: "door.opens", Name: text.Both{Ja: "開く", En: "it opens"}, Provision: []string{"act.4", "no such"}, Certainty: law.Drafted},
	Reads: []string{"unlocked", "size", "absent"},
	Check: func(s *subject) law.Truth { return law.All(s.unlocked, law.TruthOf(s.size == "small")) },
}

var facts = []rule.Fact[subject]{
	rule.Whether("unlocked", text.Both{Ja: "鍵", En: "unlocked?"}, func(*subject) string { return "door.unlocked" }, func(s *subject) *law.Truth { return &s.unlocked }),
	rule.Choice("size", text.Both{Ja: "大きさ", En: "size"}, func(*subject) string { return "door.size" }, func(s *subject) *size { return &s.size },
		rule.Value{Code: "small", Both: text.Both{Ja: "小", En: "small"}}, rule.Value{Code: "large", Both: text.Both{Ja: "大", En: "large"}}),
}

func judge(s *subject) rule.Verdict[law.Truth] {
	v := rule.Verdict[law.Truth]{Answer: opens.Check(s)}
	if v.Answer == law.Yes {
		v.Fired = 1
	}
	return v
}

func TestExplainShowsWhatTheRuleSaw(t *testing.T) {
	t.Parallel()
	s := subject{law.Yes, "large"}
	f := rule.Explain(&opens, opens.Check(&s), &s, facts)
	if f.Outcome != law.No || f.Effect != "asks" || len(f.Facts) != 2 || f.Facts[0].Value.En != "yes" || f.Facts[1].Path != "door.size" || f.Facts[1].Value.Ja != "大" {
		t.Errorf("%+v", f)
	}
	if len(f.Provision) != 1 || f.Provision[0].ID != "act.4" {
		t.Errorf("provisions %v", f.Provision)
	}
	if rule.Effect(law.Confirmed) != "decides" || rule.Effect(law.Reported) != "asks" || rule.Effect(law.Unknown) != "asks" {
		t.Error("only what is confirmed decides")
	}
	if opens.Kind() != "rule" || opens.Says() != opens.Name {
		t.Error("a condition is a value of the book")
	}
}

func TestExploreNamesTheSmallestChange(t *testing.T) {
	t.Parallel()
	explore := func(s subject) ([]rule.Turn[law.Truth], []rule.Nearly) {
		var turns []rule.Turn[law.Truth]
		nearly := rule.Explore(s, facts, judge, []*rule.Condition[subject]{&opens}, func(t rule.Turn[law.Truth]) { turns = append(turns, t) })
		return turns, nearly
	}
	turns, nearly := explore(subject{law.Yes, "large"})
	if len(turns) != 1 || turns[0].Path != "door.size" || turns[0].After != law.Yes || turns[0].Open || turns[0].From.En != "large" {
		t.Errorf("one change away: %+v", turns)
	}
	if len(nearly) != 1 || nearly[0].Rule != "door.opens" || nearly[0].To.En != "small" {
		t.Errorf("nearly: %+v", nearly)
	}
	if turns, nearly = explore(subject{law.No, "large"}); len(turns)+len(nearly) != 0 {
		t.Errorf("two changes away: %+v %+v", turns, nearly)
	}
	turns, _ = explore(subject{law.Maybe, "small"})
	if len(turns) != 3 || !turns[0].Open || turns[0].After != law.Yes || turns[1].After != law.No || turns[2].Open {
		t.Errorf("an open question: %+v", turns)
	}
}
