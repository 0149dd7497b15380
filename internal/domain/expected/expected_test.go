package expected_test

import (
	"slices"
	"testing"

	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

var today = law.MustDay("2027-04-01")

// By when the first 届出 is to be filed is what the book says of what was there (law.md §12, T9, T13).
func TestTheFirstNotificationIsDueAsTheBookSays(t *testing.T) {
	t.Parallel()
	for on, want := range map[string]string{"2026-10-01": "2027-03-31", "2024-04-01": "2027-03-31", "2026-12-01": "2027-06-01"} {
		due, ok := expected.FirstDue(party.Designation{Sector: law.Electricity, On: law.MustDay(on)}, today)
		if !ok || due.Due != law.MustDay(want) || len(due.Provision) == 0 {
			t.Errorf("designated on %s: %s, %v, want %s", on, due.Due, ok, want)
		}
	}
}

func TestWhereSomebodyStands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  filing.Kind
		asked bool
		want  expected.State
	}{
		{"", false, expected.Missing}, {"", true, expected.Missing}, {"asset.new", false, expected.Filed}, {"asset.change", false, expected.Filed},
		{"asset.stocktake", false, expected.Filed}, {"asset.none", false, expected.None}, {"asset.none", true, expected.Fix}, {"asset.new", true, expected.Fix},
	} {
		if got := expected.OfNotification(c.kind, c.asked); got != c.want {
			t.Errorf("%s, asked %v: %s, want %s", c.kind, c.asked, got, c.want)
		}
	}
	for _, c := range []struct {
		state duty.State
		asked bool
		want  expected.State
		shown bool
	}{
		{duty.Open, false, expected.Missing, true}, {duty.Open, true, expected.Missing, true}, {duty.Stayed, false, expected.None, true},
		{duty.Discharged, false, expected.Filed, true}, {duty.Discharged, true, expected.Fix, true}, {duty.Lifted, false, expected.Filed, false},
	} {
		if got, shown := expected.OfDuty(c.state, c.asked); shown != c.shown || shown && got != c.want {
			t.Errorf("%s, asked %v: %s %v", c.state, c.asked, got, shown)
		}
	}
}

func line(name, due string, s expected.State) expected.Line {
	l := expected.Line{Of: expected.Notification, Operator: party.Org{Kana: name}, Sectors: []law.Sector{law.Water}, State: s}
	if due != "" {
		l.Due.Due = law.MustDay(due)
	}
	return l
}

func TestOrderAndCounts(t *testing.T) {
	t.Parallel()
	list := []expected.Line{line("う", "", expected.Missing), line("い", "2027-03-31", expected.Missing), line("え", "2027-03-31", expected.Filed), line("あ", "2027-04-01", expected.Missing)}
	names := func() (s string) {
		for _, l := range list {
			s += l.Operator.Kana
		}
		return s
	}
	for want, by := range map[string]func(a, b expected.Line) int{"いえあう": expected.ByDate, "あいうえ": expected.ByName, "いあうえ": expected.ByState} {
		slices.SortFunc(list, by)
		if names() != want {
			t.Errorf("%s, want %s", names(), want)
		}
	}
	c := expected.Count(list, today)
	if c.All != 4 || c.By[expected.Missing] != 3 || c.By[expected.Filed] != 1 || c.Overdue != 1 {
		t.Errorf("%+v", c)
	}
	asking := line("か", "2027-03-31", expected.Asking)
	if !asking.Overdue(today) || expected.Count([]expected.Line{asking}, today).By[expected.Asking] != 1 || line("か", "2027-03-31", expected.None).Overdue(today) {
		t.Error("a consultation moves no date")
	}
	if a, b := (expected.Contact{At: 1}), (expected.Contact{At: 2}); a.Later(b) != b || b.Later(a) != b {
		t.Error("the later contact counts")
	}
}
