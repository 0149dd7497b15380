package window_test

import (
	"testing"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

func facts(personal string) window.Facts {
	values := form.Values{"aware_at": {Texts: []string{"2026-11-24T10:15+09:00"}}}
	if personal != "" {
		values["personal_data"] = form.Value{Texts: []string{personal}}
	}
	f := window.FactsOf(values, []party.Designation{
		{Sector: law.Electricity, Ministers: []law.Minister{law.METI}}, {Sector: law.Finance, Ministers: []law.Minister{law.PMFSA, law.METI}},
	})
	f.Owed, f.AsOf = true, law.MustDay("2026-11-25")
	return f
}

func find(t *testing.T, list []window.Line, ja string) window.Line {
	t.Helper()
	for _, l := range list {
		if l.Name.Ja == ja {
			return l
		}
	}
	t.Fatalf("%s is not among %d lines", ja, len(list))
	return window.Line{}
}

// T16: the three clocks of ransomware with personal data stand beside one another, with what they differ from the 詳報.
func TestEachAuthorityHasItsOwnClock(t *testing.T) {
	t.Parallel()
	list := window.Lines(facts("yes"))
	minister := find(t, list, "経済産業大臣")
	if !minister.Prompt || len(minister.Clocks) != 1 || minister.Clocks[0].Due.Due.String() != "2026-12-24" || !minister.Clocks[0].Own || minister.Needed != law.Yes {
		t.Errorf("the minister: %+v", minister)
	}
	ppc := find(t, list, "個人情報保護委員会")
	if ppc.Needed != law.Yes || ppc.Channel != law.Elsewhere || len(ppc.Clocks) != 2 {
		t.Fatalf("個人情報保護委員会: %+v", ppc)
	}
	for i, want := range []struct {
		due     string
		differs int
	}{{"2026-11-30", -24}, {"2027-01-22", 29}} {
		if c := ppc.Clocks[i]; c.Due.Due.String() != want.due || c.Differs != want.differs || c.Own {
			t.Errorf("個人情報保護委員会 %d: %s, %d", i, c.Due.Due, c.Differs)
		}
	}
	if n := find(t, list, "国家サイバー統括室(内閣官房)"); n.Channel != law.Voluntary || n.Needed != law.No || len(n.Clocks) != 0 {
		t.Errorf("国家サイバー統括室: %+v", n)
	}
}

// Joint ministers are a line each, once; a business law of another sector is none; without personal data nor the commission is.
func TestWhomTheFactsConcern(t *testing.T) {
	t.Parallel()
	names := map[string]int{}
	for _, l := range window.Lines(facts("no")) {
		names[l.Name.Ja]++
	}
	for name, want := range map[string]int{
		"経済産業大臣": 1, "内閣総理大臣(金融庁)": 1, "内閣総理大臣(内閣府)": 1, "個人情報保護委員会": 0, "都道府県警察": 1,
		"経済産業大臣(電気関係報告規則)": 1, "金融庁(監督指針)": 1, "経済産業大臣(ガス関係報告規則)": 0,
	} {
		if names[name] != want {
			t.Errorf("%s: %d lines", name, names[name])
		}
	}
	if l := find(t, window.Lines(facts("")), "個人情報保護委員会"); l.Needed != law.Maybe || len(l.Clocks) != 2 {
		t.Errorf("nobody said whether personal data leaked: %+v", l)
	}
}

// What was reported voluntarily owes nobody anything by 法5条; without a day of awareness, and before the law, nothing is counted.
func TestWithoutADutyNothingIsCompared(t *testing.T) {
	t.Parallel()
	f := facts("yes")
	f.Owed = false
	list := window.Lines(f)
	if m := find(t, list, "経済産業大臣"); m.Needed != law.No || m.Prompt || len(m.Clocks) != 0 {
		t.Errorf("a voluntary report: %+v", m)
	}
	if p := find(t, list, "個人情報保護委員会"); len(p.Clocks) != 2 || !p.Clocks[0].Own {
		t.Errorf("the other law counts all the same: %+v", p)
	}
	f = facts("yes")
	f.Aware = law.Day{}
	if p := find(t, window.Lines(f), "個人情報保護委員会"); len(p.Clocks) != 0 {
		t.Errorf("counted from no day: %+v", p)
	}
}
