package notices_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/notices"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/world/stagetest"
)

func page(s *stagetest.Stage) notices.Page {
	return notices.Page{Read: store.Read[notices.Tx](s.DB), Tally: store.Read[notices.CountTx](s.DB), Own: "/reporting/reports/"}
}

func TestWhatWaitsForWhomAndHowMany(t *testing.T) {
	t.Parallel()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(page(s).Routes(), reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})
	p := page(d.Stage)
	count := func(who string, want int) {
		t.Helper()
		n, err := p.Count(t.Context(), d.Scope(who))
		if err != nil || n != want {
			t.Errorf("%s: %d, want %d (%v)", who, n, want, err)
		}
		if a := d.Get(t, who, "/notices"); a.Status != http.StatusOK || a.Find(".todo > li").Length() != want || (a.Find(".empty").Length() == 1) != (want == 0) {
			t.Errorf("%s: the page shows %d, want %d", who, a.Find(".todo > li").Length(), want)
		}
	}
	everybody := []string{"operator-filer", "operator-viewer", "ministry-officer", "cabinet-analyst", "other-operator-filer", "other-ministry-officer", "platform-admin", "supplier", "friend", "foreign-authority"}
	for _, who := range everybody {
		count(who, 0)
	}
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	q := d.AskAbout(t, "ministry-officer", f, "QUESTION-CANARY")
	d.Clock.Set(d.Clock.Now().Add(time.Minute)) // the oldest stands first
	d.AskAbout(t, "cabinet-analyst", f, "QUESTION-CANARY")
	count("operator-filer", 2)
	for _, who := range []string{"ministry-officer", "other-operator-filer", "other-ministry-officer", "platform-admin", "operator-site-filer"} {
		count(who, 0)
	}
	a := d.Get(t, "operator-filer", "/notices")
	if to, _ := a.Find(".todo a").First().Attr("href"); to != "/reporting/reports/"+f.Number.ASCII()+"#"+q.Number.ASCII() || strings.Contains(a.Body, "CANARY") {
		t.Errorf("leads to %s", to)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	d.Reply(t, "operator-filer", f, q, "REPLY-CANARY")
	count("operator-filer", 1)
	count("ministry-officer", 1)
	count("ministry-supervisor", 1)
	count("cabinet-analyst", 0)
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	d.Get(t, "ministry-supervisor", "/ministry/reports/"+f.Number.ASCII())
	count("ministry-officer", 0) // a colleague has read it
	if a := d.Get(t, "", "/notices"); a.Status != http.StatusUnauthorized {
		t.Errorf("signed out: %d", a.Status)
	}
}

// More than a page waits: every question is found, by page, by number and by who asked, and the count of the header is that of the list.
func TestWhatWaitsIsSearchedAndPaged(t *testing.T) {
	t.Parallel()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route { return page(s).Routes() })
	f := d.File(t, "operator-filer", "one")
	for range 51 {
		d.AskAbout(t, "ministry-officer", f, "何台ですか")
	}
	d.AskAbout(t, "cabinet-analyst", f, "いつですか")
	refs := func(query string, want int, count string) (list []string) {
		t.Helper()
		a := d.Get(t, "operator-filer", "/notices"+query)
		for _, n := range a.Find(".todo > li .ref").EachIter() {
			list = append(list, n.Text())
		}
		if a.Status != http.StatusOK || a.Find(".todo > li").Length() != want || !strings.Contains(a.Text("[role=status]"), count) {
			t.Errorf("%s: %d, %d rows, %q", query, a.Status, a.Find(".todo > li").Length(), a.Text("[role=status]"))
		}
		return list
	}
	first, second := refs("", 50, "52件"), refs("?page=2", 2, "52件")
	if slices.Contains(first, second[0]) {
		t.Error("the second page repeats the first")
	}
	refs("?q="+url.QueryEscape(second[1]), 1, "1件")
	refs("?q="+f.Number.ASCII(), 50, "52件")
	refs("?kind=enquiry&order=wished", 50, "52件")
	refs("?kind=fix", 0, "0件")
	if a := d.Get(t, "operator-filer", "/notices?kind=other"); a.Status != http.StatusUnprocessableEntity || a.Find(".field-error").Length() != 1 {
		t.Errorf("a kind that there is not: %d", a.Status)
	}
	if n, err := page(d.Stage).Count(t.Context(), d.Scope("operator-filer")); err != nil || n != 52 {
		t.Errorf("the header counts %d (%v)", n, err)
	}
}
