package expected_test

import (
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

func TestAFilterIsWrittenInOneWay(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"": "", "order=due&late=&of=notification": "", "sector=water&state=missing&page=2": "state=missing&sector=water", "of=detailed&q=+髙+": "of=detailed&q=%E9%AB%99", "late=yes&order=contact": "late=yes&order=contact",
	} {
		q, err := url.ParseQuery(raw)
		if err != nil {
			t.Fatal(err)
		}
		f, err := expected.ReadFilter(q.Get)
		if err != nil || f.Query() != want {
			t.Errorf("%q: %q %v, want %q", raw, f.Query(), err, want)
		}
	}
	for _, bad := range []string{"of=x", "state=gone", "sector=moon", "late=no", "order=up", "q=" + strings.Repeat("x", expected.SearchMost+1), "q=%00"} {
		q, err := url.ParseQuery(bad)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := expected.ReadFilter(q.Get); fault.KindOf(err) != fault.Invalid || f.Query() != "" {
			t.Errorf("%q: %q %v", bad, f.Query(), err)
		}
	}
}

func TestWhatAFilterLeaves(t *testing.T) {
	t.Parallel()
	l := line("あおぞら", "2027-03-31", expected.Missing)
	l.Operator = party.Org{Name: "あおぞら送配電株式会社", CorporateNumber: "1000012050001"}
	for query, want := range map[string]bool{
		"": true, "q=ｱｵｿﾞﾗ": true, "q=あおぞら 1000012050001": true, "q=夜空": false, "state=missing": true, "state=filed": false, "sector=water": true, "sector=gas": false, "late=yes": true, "of=detailed": false,
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := expected.ReadFilter(q.Get)
		if err != nil || f.Leaves(l, today) != want {
			t.Errorf("%q leaves it: %v %v", query, !want, err)
		}
	}
	if f := (expected.Filter{Late: true}); f.Leaves(l, law.MustDay("2027-03-31")) {
		t.Error("on the day itself nobody is late")
	}
}

// FuzzAFilter: whatever an address says, what is read of it is read again from what is written.
func FuzzAFilter(f *testing.F) {
	f.Add("of=detailed&q=%E9%AB%99&state=missing")
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		one, _ := expected.ReadFilter(q.Get)
		again, err := url.ParseQuery(one.Query())
		if err != nil {
			t.Fatal(err)
		}
		if two, err := expected.ReadFilter(again.Get); err != nil || two.Query() != one.Query() {
			t.Errorf("%q becomes %q: %v", one.Query(), two.Query(), err)
		}
	})
}
