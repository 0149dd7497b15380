package listing_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
)

type fruit struct {
	name, kind, day string
	n               int
}

func fruits() (list []fruit) {
	for i := range 120 {
		list = append(list, fruit{name: fmt.Sprintf("ﾘﾝｺﾞ %03d", i), kind: []string{"red", "green"}[i%2], day: fmt.Sprintf("2026-11-%02d", 1+i%30), n: -i})
	}
	return list
}

func roll() listing.Roll[fruit] {
	return listing.Roll[fruit]{
		Path: "/fruits", At: "list", Search: "名前", Texts: func(f fruit) []string { return []string{f.name} }, Days: func(f fruit) string { return f.day },
		Choices: []listing.Choice[fruit]{{ID: "kind", Label: "色", Options: []look.Option{{Value: "red", Label: "赤"}, {Value: "green", Label: "緑"}}, Fits: func(f fruit, said string) bool { return f.kind == said }}},
		Orders:  []listing.Order[fruit]{{ID: "came", Label: "来た順"}, {ID: "n", Label: "数", Compare: func(a, b fruit) int { return cmp.Compare(a.n, b.n) }}},
		None:    look.Empty{Title: "まだありません"},
	}
}

func cut(t *testing.T, query string, list []fruit) listing.Cut[fruit] {
	t.Helper()
	r := &gate.Request{Request: httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/fruits?"+query, nil), Lang: look.Ja}
	return roll().Cut(r, list)
}

// Whatever the address asks: the pages together hold what is counted, once each, and every one of them fits.
func TestARollIsCutAsTheAddressSays(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]struct {
		n     int
		first string
		count string
	}{
		"":                                 {120, "ﾘﾝｺﾞ 000", "120件"},
		"q=リンゴ":                            {120, "ﾘﾝｺﾞ 000", "条件に合うもの 120件"},
		"q=リンゴ+１１":                         {11, "ﾘﾝｺﾞ 011", "条件に合うもの 11件"},
		"kind=green":                       {60, "ﾘﾝｺﾞ 001", "条件に合うもの 60件"},
		"order=n":                          {120, "ﾘﾝｺﾞ 119", "120件"},
		"kind=red&order=n&q=0":             {56, "ﾘﾝｺﾞ 110", "条件に合うもの 56件"},
		"from=R8.11.30":                    {4, "ﾘﾝｺﾞ 029", "条件に合うもの 4件"},
		"from=2026-11-10&until=11/12/2026": {84, "ﾘﾝｺﾞ 009", "条件に合うもの 84件"}, // the second cannot be read and narrows nothing
		"q=無い":                             {0, "", "条件に合うもの 0件"},
		"page=999":                         {120, "ﾘﾝｺﾞ 000", "120件"},
		"kind=blue":                        {120, "ﾘﾝｺﾞ 000", "条件に合うもの 120件"},
	} {
		seen := map[string]bool{}
		for page := 1; ; page++ {
			c := cut(t, fmt.Sprintf("%s&page=%d", strings.Replace(query, "page=999", "", 1), page), fruits())
			for _, f := range c.Rows {
				if seen[f.name] {
					t.Fatalf("%s: %s stands twice", query, f.name)
				}
				seen[f.name] = true
			}
			if page == 1 && (len(c.All) != want.n || c.View.Count != want.count || c.View.Pages.Total != want.n || want.n > 0 && c.Rows[0].name != want.first || (c.View.Empty != nil) != (want.n == 0)) {
				t.Errorf("%s: %d, %q, %+v", query, len(c.All), c.View.Count, c.Rows[:min(1, len(c.Rows))])
			}
			if page >= c.View.Pages.Last {
				break
			}
		}
		if len(seen) != want.n {
			t.Errorf("%s: the pages hold %d, counted are %d", query, len(seen), want.n)
		}
	}
	if c := cut(t, "page=999", fruits()); c.View.Pages.Now != 3 || len(c.Rows) != 20 {
		t.Errorf("beyond the last page: %+v", c.View.Pages)
	}
}

func TestARollTellsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{"kind=blue": "kind", "order=best": "order", "from=R9.2.30": "from", "until=x": "until"} {
		c := cut(t, query, fruits())
		if c.Status() != http.StatusUnprocessableEntity || len(c.View.Problems) != 1 || c.View.Problems[0].ID != want || c.View.Clear != "/fruits#list" {
			t.Errorf("%s: %d %+v", query, c.Status(), c.View.Problems)
		}
	}
	if c := cut(t, "", nil); c.Status() != http.StatusOK || c.View.Empty.Title != "まだありません" || c.View.Clear != "" {
		t.Errorf("nothing at all: %+v", c.View.Empty)
	}
	long := cut(t, "q="+strings.Repeat("a", 5000), fruits())
	if len(long.Said.Get("q")) != 200 {
		t.Errorf("a search of %d characters", len(long.Said.Get("q")))
	}
	if c := cut(t, "kind=red&page=2", fruits()); c.View.Pages.Of != "/fruits?kind=red&page=" || c.View.Pages.After != "#list" || len(c.Rows) != 10 {
		t.Errorf("%+v", c.View.Pages)
	}
}
