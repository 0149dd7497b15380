package ask_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/reports/ask"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) (*desktest.Desk, filing.Filing, string) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		p := ask.Page{Look: store.Look[ask.Tx](s.DB), Ask: asking.Ask{Act: store.Act[asking.AskTx](s.DB), Entropy: rand.Reader}}
		return append(p.Routes(), reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	return d, f, "/ministry/reports/" + f.Number.ASCII() + "/ask"
}

// typed is a form as somebody filled it in, over what the page carries.
func typed(t *testing.T, a desktest.Answer, pairs ...string) url.Values {
	t.Helper()
	v := url.Values{}
	key, ok := a.Find(`input[name=key]`).Attr("value")
	if !ok || key == "" {
		t.Fatal("the form carries no key")
	}
	v.Set("key", key)
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// carried is what the check page sends on.
func carried(a desktest.Answer) url.Values {
	v := url.Values{}
	a.Find("form[method=post] input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		value, _ := s.Attr("value")
		v.Add(name, value)
	})
	return v
}

// questions of the report, as its office lists them.
func questions(t *testing.T, d *desktest.Desk, f filing.Filing) []string {
	t.Helper()
	var list []string
	d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII()).Find("#questions .said-text").Each(func(_ int, s *goquery.Selection) { list = append(list, s.Text()) })
	return list
}

func TestAQuestionIsCheckedThenSentOnce(t *testing.T) {
	t.Parallel()
	d, f, at := desk(t)
	form := d.Get(t, "ministry-officer", at+"?kind=fix")
	if got, _ := form.Find("input[name=kind][checked]").Attr("value"); got != string(request.Fix) {
		t.Errorf("the kind asked for is not chosen: %q", got)
	}
	in := typed(t, form, "kind", "fix", "text", "認知した日時を\r\n確かめてください。", "about", "aware_at", "wished", "R8.12.1", "do", "check")
	check := d.Post(t, "ministry-officer", at, in)
	if got := check.Text(".answers"); check.Status != http.StatusOK || !strings.Contains(got, "令和8年12月1日(火)") || !strings.Contains(got, "認知した日時") {
		t.Fatalf("check: %d %q", check.Status, got)
	}
	if len(questions(t, d, f)) != 0 {
		t.Fatal("checking sent it")
	}
	if first, _ := check.Find("main form[method=post] button").First().Attr("formaction"); first != "" {
		t.Error("the first button of the form sends (R16)")
	}
	send := carried(check)
	first, second := d.Post(t, "ministry-officer", at+"/send", send), d.Post(t, "ministry-officer", at+"/send", send)
	if first.Status != http.StatusSeeOther || second.Status != http.StatusSeeOther || first.Header.Get("Location") != second.Header.Get("Location") {
		t.Errorf("pressed twice: %d %s, %d %s", first.Status, first.Header.Get("Location"), second.Status, second.Header.Get("Location"))
	}
	again := d.Post(t, "ministry-officer", at, in) // "back", and the same once more
	if a := d.Post(t, "ministry-officer", at+"/send", carried(again)); a.Status != http.StatusSeeOther {
		t.Errorf("sent again after going back: %d", a.Status)
	}
	if q := questions(t, d, f); len(q) != 1 || q[0] != "認知した日時を\n確かめてください。" {
		t.Errorf("questions: %q", q)
	}
	if a := d.Get(t, "ministry-officer", first.Header.Get("Location")); !strings.Contains(a.Text(".page-meta"), "補正のお願い") || !strings.Contains(a.Text(".notice"), "送りました") {
		t.Errorf("after sending: %s", a.Text("main"))
	}
}

func TestChangedAfterSendingIsAnotherQuestionAndKept(t *testing.T) {
	t.Parallel()
	d, f, at := desk(t)
	form := d.Get(t, "ministry-officer", at)
	in := typed(t, form, "kind", "enquiry", "text", "一つ目")
	d.Post(t, "ministry-officer", at+"/send", in)
	in.Set("text", "二つ目")
	a := d.Post(t, "ministry-officer", at+"/send", in)
	if a.Status != http.StatusConflict || a.Text("textarea") != "二つ目" || !strings.Contains(a.Text(".notice"), "もう送られています") {
		t.Fatalf("changed: %d %q", a.Status, a.Text("main"))
	}
	if key, _ := a.Find("input[name=key]").Attr("value"); key == in.Get("key") {
		t.Error("the old key is given out again")
	}
	if q := questions(t, d, f); len(q) != 1 || q[0] != "一つ目" {
		t.Errorf("questions: %q", q)
	}
}

func TestWhatCannotBeReadComesBackAsTyped(t *testing.T) {
	t.Parallel()
	d, f, at := desk(t)
	form := d.Get(t, "ministry-officer", at)
	for name, c := range map[string]struct {
		pairs []string
		field string
	}{
		"no text":      {[]string{"kind", "enquiry", "text", " \n"}, "text"},
		"no such day":  {[]string{"kind", "enquiry", "text", "本文", "wished", "R9.2.30"}, "wished"},
		"a day passed": {[]string{"kind", "enquiry", "text", "本文", "wished", "2026-11-22"}, "wished"},
		"not a day":    {[]string{"kind", "enquiry", "text", "本文", "wished", "<b>来週</b>"}, "wished"},
		"no kind":      {[]string{"text", "本文", "kind", "order"}, "kind"},
		"too long":     {[]string{"kind", "enquiry", "text", strings.Repeat("長", 4001)}, "text"},
		"bidi":         {[]string{"kind", "enquiry", "text", "本\u202e文"}, "text"},
		"NUL":          {[]string{"kind", "enquiry", "text", "本\x00文"}, "text"},
	} {
		for _, to := range []string{at, at + "/send"} {
			a := d.Post(t, "ministry-officer", to, typed(t, form, c.pairs...))
			if a.Status != http.StatusUnprocessableEntity || a.Find(`.problems a[href="#`+c.field+`"]`).Length() != 1 {
				t.Errorf("%s: %d %q", name, a.Status, a.Text(".problems"))
			}
			if want := typed(t, form, c.pairs...).Get("text"); a.Find("textarea").Text() != strings.TrimPrefix(strings.ReplaceAll(want, "\x00", "\ufffd"), "\n") {
				t.Errorf("%s: what was typed is lost: %q", name, a.Find("textarea").Text())
			}
		}
	}
	if a := d.Post(t, "ministry-officer", at, url.Values{"text": {strings.Repeat("a", 1<<20)}}); a.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("1 MB: %d", a.Status)
	}
	if a := d.Post(t, "ministry-officer", at+"/send", url.Values{"kind": {"enquiry"}, "text": {"本文"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a key: %d", a.Status)
	}
	if q := questions(t, d, f); len(q) != 0 {
		t.Errorf("sent: %q", q)
	}
}

func TestOnlyAnAddresseeMayAsk(t *testing.T) {
	t.Parallel()
	d, _, at := desk(t)
	for _, who := range []string{"other-ministry-officer", "nco-analyst", "other-operator-filer", "operator-filer", "platform-admin"} {
		want := d.Get(t, who, "/ministry/reports/R-R8-2222-2222-2/ask")
		if a := d.Get(t, who, at); a.Status != http.StatusNotFound || a.Body != want.Body {
			t.Errorf("%s: form %d", who, a.Status)
		}
		for _, to := range []string{at, at + "/send"} {
			if a := d.Post(t, who, to, url.Values{"key": {"k"}, "kind": {"enquiry"}, "text": {"x"}}); a.Status != http.StatusNotFound {
				t.Errorf("%s: %s %d", who, to, a.Status)
			}
		}
	}
}
