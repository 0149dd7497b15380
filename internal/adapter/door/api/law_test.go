package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
)

// The API's answers are the bytes that the command line prints.
func TestLawDueIsTheCommandLinesAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, rule := range law.DueRules() {
		for _, on := range []string{"2026-10-31", "2026-11-30", "2027-02-28", "2027-08-29", "令和9年1月5日"} {
			day, err := law.ReadDay(on)
			if err != nil {
				t.Fatal(err)
			}
			q := law.Question{On: day.Day, Designated: law.MustDay("2026-10-20")}
			body := `{"rule":"` + rule + `","on":"` + on + `","designated":"2026-10-20"}`
			due, err := law.DueFor(rule, q)
			r := h.do("", "POST", "law/due", body)
			if err != nil {
				if r.status != 422 {
					t.Errorf("%s: %d %s", body, r.status, r.body)
				}
				continue
			}
			want, err := law.Encode(due)
			if err != nil {
				t.Fatal(err)
			}
			if r.status != 200 || r.body != string(want) || r.header.Get("Content-Type") != "application/json" {
				t.Errorf("%s: %d\n%s\nwant\n%s", body, r.status, r.body, want)
			}
		}
	}
}

// The command line prints inquiry.Assess as it is; its golden files hold that end.
func TestLawAssessIsTheCommandLinesAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, name := range []string{"vpn.json", "ransomware.json"} {
		file := filepath.Join("..", "..", "..", "cli", "testdata", "law", name)
		facts, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := h.do("", "POST", "law/assess", string(facts))
		want, err := inquiry.Assess(facts, law.DayOf(ident.At(h.Clock.Now())))
		if err != nil || r.status != 200 || r.body != string(want) {
			t.Errorf("%s: %v %d\n%.400s\nwant\n%.400s", name, err, r.status, r.body, want)
		}
	}
}

func TestLawRefusalsNameThePlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ path, body, field, says string }{
		{"law/due", `{"rule":"asset.newer","on":"2026-11-30"}`, "rule", "asset.new asset.existing"},
		{"law/due", `{"on":"2026-11-30"}`, "rule", "asset.new asset.existing"},
		{"law/due", `{"rule":"asset.new"}`, "on", "asset.new"},
		{"law/due", `{"rule":"asset.new","on":"2027/2/30"}`, "on", "2027/2/30"},
		{"law/due", `{"rule":"asset.new","on":"昨日"}`, "on", "昨日"},
		{"law/due", `{"rule":"asset.new","on":"2100-01-01"}`, "on", "2100-01-01"},
		{"law/due", `{"rule":"asset.new","on":"2024-01-01"}`, "on", "2026-10-01"},
		{"law/due", `{"rule":"asset.new","on":"2026-11-30","sector":"space"}`, "sector", "electricity"},
		{"law/due", `{"rule":"ppc.final","on":"2026-11-30","proper":"perhaps"}`, "proper", "perhaps"},
		{"law/due", `{"rule":"asset.new","when":"2026-11-30"}`, "when", ""},
		{"law/due", `[]`, "", ""}, {"law/due", ``, "", ""},
		{"law/assess", `{"event":{"when":{"operator_aware":"2027/2/30"}}}`, "event.when.operator_aware", "28"},
		{"law/assess", `{"event":{"kind":"virus"}}`, "event.kind", "virus"},
		{"law/assess", `{"event":`, "", "JSON"}, {"law/assess", ``, "", "JSON"},
		{"law/assess", `{}`, "notification", ""},
		{"law/assess", `{"notification":{"businesses":[{"id":"b"}]}}`, "notification.businesses[0].sector", "electricity"},
		{"law/assess", strings.Repeat("[", 100_000), "", ""},
	} {
		r := h.do("", "POST", c.path, c.body)
		var p struct {
			Fields []struct{ Path, Code, Detail string } `json:"errors"`
		}
		_ = json.Unmarshal([]byte(r.body), &p)
		if r.status != 422 || !strings.Contains(r.body, `"`+c.field+`"`) || !strings.Contains(r.body, c.says) || strings.Contains(r.body, "{") && strings.Contains(r.body, "{rule") {
			t.Errorf("%s %.80s: %d %s", c.path, c.body, r.status, r.body)
		}
	}
	if r := h.do("", "POST", "law/assess", `{"event":{"machine":{"name":"`+strings.Repeat("x", 5<<20)+`"}}}`); r.status != 413 {
		t.Errorf("5 MB: %d", r.status)
	}
}

func TestLawBookIsTheWholeBookOfADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	type book struct {
		Book    string `json:"book"`
		Entries []struct{ ID, Certainty string }
		Diff    []struct{ ID, Change string } `json:"differences"`
	}
	get := func(query string) (b book) {
		t.Helper()
		r := h.do("", "GET", "law/book"+query, "")
		if r.status != 200 || strings.Contains(r.body, "null") {
			t.Fatalf("%s: %d %.300s", query, r.status, r.body)
		}
		if err := json.Unmarshal([]byte(r.body), &b); err != nil {
			t.Fatal(err)
		}
		return b
	}
	now, before, none := get(""), get("?on=R7.12.1"), get("?on=2020-01-01")
	if now.Book != law.At(law.MustDay("2026-11-23")).ID || len(now.Entries) < 100 || len(before.Entries) >= len(now.Entries) || none.Book != "none" || len(none.Entries) != 0 {
		t.Errorf("%s %d, %d, %s %d", now.Book, len(now.Entries), len(before.Entries), none.Book, len(none.Entries))
	}
	found := get("?q=Windows")
	if len(found.Entries) == 0 || len(found.Entries) > 20 {
		t.Errorf("Windows: %d entries", len(found.Entries))
	}
	since := get("?since=2026-09-30")
	if !slices.ContainsFunc(since.Diff, func(d struct{ ID, Change string }) bool { return d.ID == "asset.new" && d.Change == "added" }) {
		t.Errorf("asset.new is not among the %d differences", len(since.Diff))
	}
	for _, bad := range []string{"?on=2027/2/30", "?on=2100-01-01", "?since=x", "?q=" + strings.Repeat("a", 201)} {
		if r := h.do("", "GET", "law/book"+bad, ""); r.status != 422 {
			t.Errorf("%.40s: %d", bad, r.status)
		}
	}
}
