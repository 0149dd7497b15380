package requests_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/requests"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/asking"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		step := asking.Step{Act: store.Act[asking.StepTx](s.DB), Entropy: s.DB.Entropy}
		look := store.Look[requests.Tx](s.DB)
		routes := append(requests.Page{Look: look, Step: step}.Routes(), requests.Page{Office: true, Look: look, Step: step}.Routes()...)
		return append(routes, reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})
}

func post(t *testing.T, d *desktest.Desk, who, to string, pairs ...string) desktest.Answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return d.Post(t, who, to, form)
}

// send posts what a check page carries.
func send(t *testing.T, d *desktest.Desk, who string, checked desktest.Answer) desktest.Answer {
	t.Helper()
	form := checked.Find("main form").Last()
	to, _ := checked.Find("main form button[formaction]").Attr("formaction")
	if to == "" {
		t.Fatalf("%d: no button that sends: %s", checked.Status, checked.Text("main"))
	}
	var pairs []string
	for _, n := range []string{"kind", "by", "reason", "key"} {
		value, _ := form.Find(`input[name="` + n + `"]`).Attr("value")
		pairs = append(pairs, n, value)
	}
	return post(t, d, who, to, pairs...)
}

func TestMoreTimeIsAskedForGivenAndAskedOnceMore(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "線が切れた")
	q := d.AskAbout(t, "ministry-officer", f, "何台ですか")
	at := "/reports/" + f.Number.ASCII() + "/requests/" + q.Number.ASCII()
	wish, office := "/reporting"+at+"/extension", "/ministry"+at

	bad := post(t, d, "operator-filer", wish, "by", "R9.2.30", "reason", "工場が休みです", "do", "check")
	if bad.Status != http.StatusUnprocessableEntity || bad.Find("#by-error").Length() != 1 || bad.Find(`textarea#reason`).Text() != "工場が休みです" {
		t.Fatalf("%d %s", bad.Status, bad.Text("main"))
	}
	checked := post(t, d, "operator-filer", wish, "by", "2027-01-15", "reason", "工場が休みです", "do", "check")
	if !strings.Contains(checked.Text("main .answers"), "令和9年1月15日") {
		t.Fatalf("%d %s", checked.Status, checked.Text("main"))
	}
	if sent := send(t, d, "operator-filer", checked); sent.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", sent.Status, sent.Text("main"))
	}
	if again := post(t, d, "operator-filer", wish, "by", "2027-01-20", "reason", "x", "do", "check"); again.Status != http.StatusConflict || !strings.Contains(again.Text("#problems"), "もう送っています") {
		t.Errorf("a second wish: %d %s", again.Status, again.Text("main"))
	}

	d.Clock.Set(d.Clock.Now().Add(time.Hour))
	seen := d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII())
	if !strings.Contains(seen.Text("#questions"), "延長の申出あり") || strings.Contains(seen.Text("#questions"), "佐藤") {
		t.Errorf("the office sees: %s", seen.Text("#questions"))
	}
	form := d.Get(t, "ministry-officer", office)
	if v, _ := form.Find("input#by").Attr("value"); v != "2027-01-15" || form.Find(`input[value="extended"]`).Length() != 1 {
		t.Errorf("the day that is wished for is not filled in: %q", v)
	}
	if sent := send(t, d, "ministry-officer", post(t, d, "ministry-officer", office, "kind", "extended", "by", "2027-01-15", "reason", "", "do", "check")); sent.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", sent.Status, sent.Text("main"))
	}
	d.Clock.Set(d.Clock.Now().Add(time.Hour))
	if said := d.Get(t, "operator-filer", wish).Text("main"); !strings.Contains(said, "期限を令和9年1月15日(金)に変更") {
		t.Errorf("the operator is told: %s", said)
	}
	chased := send(t, d, "ministry-officer", post(t, d, "ministry-officer", office, "kind", "chased", "by", "", "reason", "お待ちしています", "do", "check"))
	twice := post(t, d, "ministry-officer", office, "kind", "chased", "by", "", "reason", "", "do", "check")
	if chased.Status != http.StatusSeeOther || twice.Status != http.StatusConflict || !strings.Contains(twice.Text("#problems"), "今日もう一度") {
		t.Errorf("asked once more: %d, twice: %d %s", chased.Status, twice.Status, twice.Text("main"))
	}
	d.Clock.Set(d.Clock.Now().Add(60 * 24 * time.Hour))
	if late := d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII()).Text("#questions"); !strings.Contains(late, "希望日を過ぎています") {
		t.Errorf("silence is not seen: %s", late)
	}
}

func TestNobodyElseFindsTheQuestion(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "線が切れた")
	q := d.AskAbout(t, "ministry-officer", f, "何台ですか")
	at := "/reports/" + f.Number.ASCII() + "/requests/" + q.Number.ASCII()
	for who, path := range map[string]string{"other-operator-filer": "/reporting" + at + "/extension", "other-ministry-officer": "/ministry" + at, "cabinet-analyst": "/ministry" + at} {
		if a := d.Get(t, who, path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
}
