package today_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

const canary = "OUTLINE-CANARY"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(today.Page{Read: store.Read[today.Tx](s.DB)}.Routes(), reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})
}

// later moves the world's clock.
func later(d *desktest.Desk, by time.Duration) { d.Clock.Set(d.Clock.Now().Add(by)) }

func TestANewReportStandsFirstForItsAddresseesAlone(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	later(d, 12*time.Minute)
	for _, who := range []string{"ministry-officer", "ministry-supervisor", "cabinet-analyst"} {
		a := d.Get(t, who, "/ministry/today")
		if got := a.Text("#unopened li"); a.Status != http.StatusOK || !strings.Contains(got, string(f.Number)) || !strings.Contains(got, "あおぞら送配電株式会社") || !strings.Contains(got, "到達から12分") {
			t.Errorf("%s: %d %q", who, a.Status, got)
		}
		if strings.Contains(a.Body, canary) || strings.Contains(a.Body, "給電指令所の監視端末") {
			t.Errorf("%s: content stands in the list", who)
		}
		for _, word := range []string{"遅", "期限"} { // R35: a 速報 is never late
			if strings.Contains(a.Text("main"), word) {
				t.Errorf("%s: %s in the list", who, word)
			}
		}
	}
	for _, who := range []string{"other-ministry-officer", "regional-officer", "nco-analyst"} {
		if a := d.Get(t, who, "/ministry/today"); a.Status != http.StatusOK || strings.Contains(a.Body, string(f.Number)) || a.Find(".empty").Length() != 1 {
			t.Errorf("%s: %d, sees it or no empty state", who, a.Status)
		}
	}
	absent := d.Get(t, "operator-filer", "/nowhere")
	for _, who := range []string{"operator-filer", "platform-admin", "supplier", "friend"} {
		if a := d.Get(t, who, "/ministry/today"); a.Status != http.StatusNotFound || a.Text("h1") != absent.Text("h1") {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
}

func TestOpeningTakesItAwayAndAnAnswerBringsItBack(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	at := "/ministry/reports/" + f.Number.ASCII()
	later(d, time.Minute)
	d.Get(t, "ministry-officer", at)
	if a := d.Get(t, "ministry-supervisor", "/ministry/today"); a.Find("#unopened").Length() != 0 || a.Text("#recent .tag") != "開封済み" {
		t.Errorf("opened by a colleague, it still stands as unopened: %s", a.Text("main"))
	}
	if a := d.Get(t, "cabinet-analyst", "/ministry/today"); a.Find("#unopened li").Length() != 1 {
		t.Error("opened by another office, it is gone from this one")
	}
	q := d.AskAbout(t, "ministry-officer", f, "QUESTION-CANARY")
	if a := d.Get(t, "ministry-officer", "/ministry/today"); !strings.Contains(a.Text("#waiting li"), string(q.Number)) || strings.Contains(a.Body, "QUESTION-CANARY") {
		t.Errorf("waiting: %s", a.Text("main"))
	}
	if a := d.Get(t, "cabinet-analyst", "/ministry/today"); strings.Contains(a.Body, string(q.Number)) {
		t.Error("another office sees the question")
	}
	later(d, time.Minute)
	d.Reply(t, "operator-filer", f, q, "REPLY-CANARY")
	a := d.Get(t, "ministry-officer", "/ministry/today")
	if to, _ := a.Find("#unread a").Attr("href"); to != at+"#"+q.Number.ASCII() || a.Find("#waiting").Length() != 0 || strings.Contains(a.Body, "REPLY-CANARY") {
		t.Errorf("answered: %q %s", to, a.Text("main"))
	}
	later(d, time.Minute)
	d.Get(t, "ministry-officer", at)
	if a := d.Get(t, "ministry-officer", "/ministry/today"); a.Find("#unread").Length() != 0 || a.Find(".empty").Length() != 1 {
		t.Errorf("read: %s", a.Text("main"))
	}
}

func TestTheListAsksForNewsAndSaysNothingWhenThereIsNone(t *testing.T) {
	t.Parallel()
	d := desk(t)
	first := d.Get(t, "ministry-officer", "/ministry/today")
	poll, _ := first.Find("#desk").Attr("hx-get")
	if every, _ := first.Find("#desk").Attr("hx-trigger"); every != "every 3s" {
		t.Errorf("refreshes %q: a new 速報 must be found within 5 s", every)
	}
	if a := d.Get(t, "ministry-officer", poll, "HX-Request", "true"); a.Status != http.StatusNoContent || a.Body != "" {
		t.Errorf("no news: %d %q", a.Status, a.Body)
	}
	f := d.File(t, "operator-filer", canary)
	a := d.Get(t, "ministry-officer", poll, "HX-Request", "true")
	if a.Status != http.StatusOK || !strings.Contains(a.Text("#unopened li"), string(f.Number)) || a.Find("header").Length() != 0 {
		t.Errorf("news: %d %s", a.Status, a.Body)
	}
	poll, _ = a.Find("#desk").Attr("hx-get")
	if poll == "" {
		poll, _ = d.Get(t, "ministry-officer", "/ministry/today").Find("#desk").Attr("hx-get")
	}
	if a := d.Get(t, "ministry-officer", poll, "HX-Request", "true"); a.Status != http.StatusNoContent {
		t.Errorf("no news of a list that is not empty: %d", a.Status)
	}
	if reload, _ := first.Find(`#desk a[href="/ministry/today"]`).Attr("href"); reload == "" {
		t.Error("no link to refresh without JavaScript")
	}
}

func TestOlderReportsByCursor(t *testing.T) {
	t.Parallel()
	d := desk(t)
	want := map[string]bool{}
	for range 25 {
		later(d, time.Second)
		want[string(d.File(t, "operator-filer", canary).Number)] = true
	}
	first := d.Get(t, "ministry-officer", "/ministry/today")
	if n := first.Find("#recent tbody tr").Length(); n != 20 {
		t.Fatalf("%d lines on the first page", n)
	}
	if !strings.Contains(first.Text("#unopened"), "ほかに未開封が5件") || !strings.Contains(first.Text("#desk-status"), "未開封 25件") {
		t.Errorf("what is not shown is not counted: %s", first.Text("#unopened p"))
	}
	older, _ := first.Find("nav.pages a").Attr("href")
	second := d.Get(t, "ministry-officer", older)
	if n := second.Find("#recent tbody tr").Length(); n != 5 || second.Find("nav.pages").Length() != 0 || second.Find("#unopened").Length() != 0 {
		t.Fatalf("%d lines on the second page", n)
	}
	for _, page := range []desktest.Answer{first, second} {
		for n := range want {
			if strings.Contains(page.Text("#recent"), n) {
				delete(want, n)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("on no page: %v", want)
	}
	for _, bad := range []string{"x", "1", "zz.%00", "-1.a", "1.A", strings.Repeat("9", 300)} {
		if a := d.Get(t, "ministry-officer", "/ministry/today?before="+bad); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, a.Status)
		}
	}
}

func TestANightDeskAndAQuietMorning(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if got := d.Get(t, "ministry-officer", "/ministry/today").Text(".empty-title"); got != "今すぐの対応はありません" {
		t.Errorf("morning: %q", got)
	}
	d.Clock.Set(time.Date(2026, 11, 24, 3, 10, 0, 0, ident.JST))
	if got := d.Get(t, "regional-officer", "/ministry/today").Text(".empty-title"); got != "夜間です。今すぐの対応はありません" {
		t.Errorf("night: %q", got)
	}
	if got := d.Get(t, "ministry-officer", "/ministry/today", "Cookie", "__Host-kanmin_lang=en").Text(".empty-title"); got != "Night: nothing needs you now" {
		t.Errorf("English: %q", got)
	}
}

func TestTheDeskTakesFewStatements(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for range 3 {
		later(d, time.Second)
		f := d.File(t, "operator-filer", canary)
		d.AskAbout(t, "ministry-officer", f, "q")
	}
	d.Get(t, "ministry-officer", "/ministry/today") // keys are loaded once in the life of a node
	n := 0
	r := httptest.NewRequestWithContext(store.Noting(t.Context(), func(string, []any) { n++ }), http.MethodGet, "/ministry/today", nil)
	if a := d.Do(t, "ministry-officer", r); a.Status != http.StatusOK || n == 0 || n > 9 {
		t.Errorf("%d: %d statements, at most 9 are allowed", a.Status, n)
	}
}
