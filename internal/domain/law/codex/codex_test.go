package codex_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/codex"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/scope"
)

func day(s string) law.Day { return law.MustDay(s) }

var today = day("2026-11-24")

func TestEntriesHaveUniqueIDsAndKnownKinds(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	entries := codex.Entries(law.At(today))
	if len(entries) < 150 {
		t.Fatalf("only %d entries: is this the book?", len(entries))
	}
	for _, e := range entries {
		if seen[e.ID] {
			t.Errorf("%s stands twice", e.ID)
		}
		seen[e.ID] = true
		if len(e.Provision) == 0 || e.Name.Ja == "" || e.Name.En == "" {
			t.Errorf("%s is not cited or named", e.ID)
		}
		if (e.Certainty == law.Drafted) != (e.Status == law.Proposed) {
			t.Errorf("%s: certainty %s and status %s disagree", e.ID, e.Certainty, e.Status)
		}
	}
	if len(codex.Entries(law.At(day("2020-01-01")))) != 0 {
		t.Error("there was a book in 2020")
	}
}

// What is not confirmed may not be the reason of a refusal: each such entry asks.
func TestNothingBelowConfirmedRefuses(t *testing.T) {
	t.Parallel()
	asks := 0
	for _, e := range codex.Entries(law.At(today)) {
		if e.Certainty.Refuses() != (e.Certainty == law.Confirmed) {
			t.Errorf("%s (%s) would refuse", e.ID, e.Certainty)
		}
		if !e.Certainty.Refuses() {
			asks++
		}
	}
	if asks == 0 {
		t.Error("every value is confirmed: the walk sees nothing")
	}
}

func TestSearchReadsAnyWidthAndLanguage(t *testing.T) {
	t.Parallel()
	all := codex.Entries(law.At(today))
	for query, want := range map[string]string{
		"詳報": "incident.detailed", "ＷＩＮＤＯＷＳ server": "designated.windows-server", "四月以内": "asset.new", "civil": "", "order.suppl": "", "二次情報 指定": "scope.clock.designated",
		"medical": "sector.medical", "まるうぇあ": "event.act.malware", "法82条": "secrecy.penalty",
	} {
		found := codex.Search(all, query)
		if want == "" {
			continue
		}
		has := false
		for _, e := range found {
			has = has || e.ID == want
		}
		if !has || len(found) == len(all) {
			t.Errorf("%q finds %d entries, %s among them: %v", query, len(found), want, has)
		}
	}
	if len(codex.Search(all, "")) != len(all) || len(codex.Search(all, "存在しない語句")) != 0 {
		t.Error("the empty query keeps all, an unknown word none")
	}
}

func TestDifferencesBetweenTwoDays(t *testing.T) {
	t.Parallel()
	before, after := law.At(day("2026-09-30")), law.At(day("2026-10-01"))
	added := map[string]bool{}
	for _, d := range codex.Differences(before, after) {
		if d.Change != "added" || d.After == nil || d.Before != nil {
			t.Errorf("%s was %s", d.ID, d.Change)
		}
		added[d.ID] = true
	}
	if !added["asset.new"] || !added["form.3"] || !added["scope.type.a"] || added["form.1"] {
		t.Error("what came into force is not what the difference says")
	}
	for _, d := range codex.Differences(after, before) {
		if d.Change != "removed" {
			t.Errorf("backwards %s was %s", d.ID, d.Change)
		}
	}
	if len(codex.Differences(after, law.At(today))) != 0 {
		t.Error("two days of one edition differ")
	}
}

// amended is a law in which four months became three, Red Hat Enterprise Linux was designated, and the window for new operators is one month.
func amended() law.Law {
	t := law.Current()
	for i := range t.Deadlines {
		if t.Deadlines[i].ID == "asset.new" {
			t.Deadlines[i].Length.N = 3
		}
		if t.Deadlines[i].ID == "asset.existing" {
			t.Deadlines[i].Certainty, t.Deadlines[i].Status = law.Confirmed, law.InForce
		}
	}
	for i := range t.Windows {
		if t.Windows[i].ID == "incident.waiver" {
			t.Windows[i].Until = day("2026-12-31") // withdrawn from 2027
		}
	}
	linux := t.Designated[0]
	linux.ID, linux.Maker, linux.Product, linux.Names = "designated.rhel", "Red Hat", "Enterprise Linux", []string{"Red Hat Enterprise Linux"}
	t.Designated = append(t.Designated, linux)
	return law.Compile(t)
}

func TestDifferencesBetweenTwoReleases(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, d := range codex.Differences(law.At(today), amended().At(today)) {
		got[d.ID] = d.Change + " " + strings.Join(d.Fields, " ")
	}
	for id, want := range map[string]string{"asset.new": "changed says", "asset.existing": "changed status certainty", "designated.rhel": "added ", "incident.waiver": "changed until"} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	if len(got) != 4 {
		t.Errorf("%v", got)
	}
}

// R42: each operator sees which of its own answers and dates change, before and after.
func TestAmendShowsWhatChangesForOneOperator(t *testing.T) {
	t.Parallel()
	facts := scope.Facts{Operator: scope.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01")}, Businesses: []scope.Business{{ID: "b", Sector: law.Gas, Facilities: []scope.Facility{{
		ID: "f", InPlace: law.Yes, Internet: "connected", Media: "none", Cloud: "none", Segments: []scope.Segment{{ID: "s", Role: "facility"}},
		Machines: []scope.Machine{
			{ID: "db", Segment: "s", Make: "general", InPlace: law.No, Integrated: law.No, IntroducedOn: today, Software: []scope.Software{{Layer: "os", Maker: "Red Hat", Product: "Red Hat Enterprise Linux"}}},
			{ID: "plc", Segment: "s", Make: "appliance", InPlace: law.Yes, Appliance: &scope.Product{Maker: "M", Product: "P"}},
		},
	}}}}}
	incident := event.Facts{Operator: event.Operator{Designated: law.Yes, DesignatedOn: day("2026-10-01")}, Machine: event.Machine{Types: []law.Letter{law.E}},
		Happened: event.Happened{Access: law.Yes}, When: event.When{Occurred: event.On(day("2027-01-10")), Aware: event.On(day("2027-01-10"))}}
	effects := codex.Amend(law.Release(), amended(), today, codex.Held{
		Dues: []codex.HeldDue{
			{Key: "届-1", Rule: "asset.new", Question: law.Question{On: today}}, {Key: "報-1", Rule: "incident.detailed", Question: law.Question{On: today}},
			{Key: "届-2", Rule: "asset.existing", Question: law.Question{On: law.Commencement}},
		},
		Notification: &facts, Events: []codex.HeldEvent{{Key: "事-1", Facts: incident}},
	})
	got := map[string]string{}
	for _, e := range effects {
		got[e.Key+" "+e.What] = e.Before + " → " + e.After
	}
	const db = "businesses[0].facilities[0].machines[0] "
	for key, want := range map[string]string{
		"届-1 due": "2027-03-24 → 2027-02-24", "届-2 certainty": "draft → confirmed", db + "file": "yes → no",
		db + "lines": "Red Hat Red Hat Enterprise Linux: yes → Red Hat Red Hat Enterprise Linux: no", "事-1 required": "no → yes",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if _, ok := got["報-1 due"]; ok {
		t.Error("a date that did not change is listed")
	}
	if again := codex.Amend(law.Release(), law.Release(), today, codex.Held{Notification: &facts, Events: []codex.HeldEvent{{Key: "x", Facts: incident}}}); len(again) != 0 {
		t.Errorf("the same law changes something: %v", again)
	}
}

func BenchmarkEntries(b *testing.B) {
	for b.Loop() {
		codex.Search(codex.Entries(law.At(today)), "届出 期限")
	}
}
