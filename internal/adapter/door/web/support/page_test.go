package support_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/door/web/operator/home"
	"kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/keep/store"
	kinds "kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
	"kanmin/internal/world/stagetest"
)

const (
	operator = "operator-filer"
	officer  = "ministry-officer"
)

// door is a desk of one test.
type door struct {
	*desktest.Desk
	t *testing.T
}

func desk(t *testing.T) door {
	t.Helper()
	return door{desktest.New(t, func(s *stagetest.Stage) (routes []gate.Route) {
		for _, office := range []bool{false, true} {
			routes = append(routes, support.Pages{
				Office: office, Look: store.Look[support.Tx](s.DB), Ask: supporting.Ask{Act: store.Act[supporting.AskTx](s.DB), Entropy: s.Entropy}, Write: supporting.Write{Act: store.Act[supporting.Tx](s.DB), Entropy: s.Entropy},
				Move: supporting.Move{Act: store.Act[supporting.Tx](s.DB), Entropy: s.Entropy}, Hand: supporting.Hand{Act: store.Act[supporting.HandTx](s.DB), Entropy: s.Entropy},
				Share: supporting.Share{Act: store.Act[supporting.ShareTx](s.DB), Entropy: s.Entropy}, Unshare: supporting.Unshare{Act: store.Act[supporting.UnshareTx](s.DB), Entropy: s.Entropy},
			}.Routes()...)
		}
		routes = append(routes, home.Page{Look: store.Look[home.Tx](s.DB)}.Routes()...)
		routes = append(routes, today.Page{Read: store.Read[today.Tx](s.DB)}.Routes()...)
		routes = append(routes, reports.Received{Look: store.Look[listing.Tx](s.DB)}.Routes()...)
		return append(routes, reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	}), t}
}

// press sends what a form of a page carries, with what was typed over it.
func (d door) press(who string, a desktest.Answer, form string, pairs ...string) desktest.Answer {
	t := d.t
	t.Helper()
	f := a.Find(form).First()
	if f.Length() == 0 {
		t.Fatalf("%s is not on the page (%d): %s", form, a.Status, a.Text("main"))
	}
	v := url.Values{}
	f.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		v.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	to := f.AttrOr("action", "")
	if b, ok := f.Find("button[formaction]").Attr("formaction"); ok {
		to = b
	}
	return d.Post(t, who, to, v)
}

// followed is the page to which an answer leads.
func followed(t *testing.T, d door, who string, a desktest.Answer) desktest.Answer {
	t.Helper()
	to, _, _ := strings.Cut(a.Header.Get("Location"), "#")
	if a.Status != http.StatusSeeOther || to == "" {
		t.Fatalf("%d: %s", a.Status, a.Text("main"))
	}
	return d.Get(t, who, to)
}

// asked goes from the button of the first page to the conversation.
func asked(t *testing.T, d door, about string) (own desktest.Answer, number string) {
	t.Helper()
	at, ok := d.Get(t, operator, "/operator/home").Find(".page-head a.button").Attr("href")
	if !ok {
		t.Fatal("no button on the first page")
	}
	if about != "" {
		at += "?about=" + about
	}
	form := d.Get(t, operator, at)
	contact := form.Find("#contact").AttrOr("value", "")
	if contact == "" {
		t.Error("the contact is not filled in")
	}
	check := d.press(operator, form, "main form", "kinds", "advice", "kinds", "on-site", "urgency", "now", "contact", contact, "text", "画面が暗号化されています。", "about", about, "do", "check")
	if said := check.Text(".answers"); check.Status != http.StatusOK || !strings.Contains(said, "助言、現地支援") || !strings.Contains(said, "今すぐ") {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	if to, found := check.Find("main form button").First().Attr("formaction"); found {
		t.Errorf("the first button sends: %s", to)
	}
	own = followed(t, d, operator, d.press(operator, check, "main form"))
	if !strings.Contains(own.Text(".notice"), "送りました") {
		t.Errorf("after sending: %s", own.Text("main"))
	}
	return own, own.Text(".page-meta .ref")
}

func TestFromTheButtonToTheEnd(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, operator, "線が切れた")
	_, number := asked(t, d, f.Number.ASCII())
	tile := d.Get(t, officer, "/ministry/today").Find("#support li")
	if said := tile.Text(); tile.Length() != 1 || !strings.Contains(said, number) || !strings.Contains(said, "今すぐ") {
		t.Fatalf("本日の対応: %s", said)
	}
	if said := d.Get(t, officer, "/ministry/reports/"+f.Number.ASCII()).Text("section[aria-labelledby=support-h]"); !strings.Contains(said, number) {
		t.Errorf("the report's page: %s", said)
	}
	at := tile.Find("a").AttrOr("href", "")
	office := d.Get(t, officer, at)
	if said := office.Text("main"); !strings.Contains(said, "画面が暗号化されています。") || !strings.Contains(said, "引受けを待っています") || !strings.Contains(said, string(f.Number)) {
		t.Fatalf("the office reads: %s", said)
	}
	office = followed(t, d, officer, d.press(officer, office, `form:has(input[value="arranging"])`))
	if said := office.Text(".page-meta"); !strings.Contains(said, "調整中") || !strings.Contains(said, "髙木 真理子が担当") {
		t.Errorf("taken up: %s", said)
	}
	followed(t, d, officer, d.press(officer, office, `form:has(input[value="working"])`))
	second := d.press("ministry-supervisor", office, `form:has(input[value="working"])`)
	if second.Status != http.StatusConflict || !strings.Contains(second.Text(".notice"), "ほかの人が先に") {
		t.Errorf("two officers at once: %d %s", second.Status, second.Text(".notice"))
	}
	office = d.Get(t, officer, at)
	empty := d.press(officer, office, `form[action$="/write"]`, "text", " ")
	if empty.Status != http.StatusUnprocessableEntity || empty.Find(`#problems a[href="#text"]`).Length() != 1 {
		t.Errorf("an empty message: %d %s", empty.Status, empty.Text("main"))
	}
	followed(t, d, officer, d.press(officer, office, `form[action$="/write"]`, "text", "すぐに伺います"))
	own := d.Get(t, operator, "/reporting/support/"+strings.Replace(number, "援", "S", 1))
	if said := own.Text("#said"); !strings.Contains(said, "すぐに伺います") || strings.Contains(said, "髙木") {
		t.Errorf("the operator reads: %s", said)
	}
	no := d.press(officer, office, `form:has(input[value="declined"])`, "reason", "")
	if no.Status != http.StatusUnprocessableEntity || no.Find(`#problems a[href="#reason"]`).Length() != 1 || no.Find("details[open] #reason").Length() != 1 {
		t.Errorf("cannot help, without a reason: %d %s", no.Status, no.Text("main"))
	}
	own = followed(t, d, operator, d.press(operator, own, `form:has(input[value="ended"])`))
	if own.Find("#text").Length() != 0 || !strings.Contains(own.Text(".page-meta"), "終了") {
		t.Errorf("after the end: %s", own.Text("main"))
	}
	if a := d.press(officer, office, `form[action$="/write"]`, "text", "もう一つ"); a.Status != http.StatusConflict {
		t.Errorf("a message after the end: %d", a.Status)
	}
	if own = followed(t, d, operator, d.press(operator, own, `form:has(input[value="reopened"])`)); !strings.Contains(own.Text(".page-meta"), "受付") {
		t.Errorf("opened again: %s", own.Text(".page-meta"))
	}
}

func TestAHelperIsShownTheReport(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, operator, "OUTLINE-CANARY")
	own, number := asked(t, d, f.Number.ASCII())
	ascii := strings.Replace(number, "援", "S", 1)
	report, at := "/ministry/reports/"+f.Number.ASCII(), "/ministry/support/"+ascii
	nothing := d.Get(t, "helper", "/ministry/support/S-R8-2222-2222-2")
	for _, to := range []string{report, at} {
		if a := d.Get(t, "helper", to); a.Status != http.StatusNotFound || a.Body != nothing.Body {
			t.Errorf("before: %s %d", to, a.Status)
		}
	}
	form := d.Get(t, operator, own.Find(`a[href$="/share"]`).AttrOr("href", ""))
	org := form.Find(`label:contains("あさひ") input`).AttrOr("value", "")
	bad := d.press(operator, form, "main form", "helper", "x", "do", "check")
	if bad.Status != http.StatusUnprocessableEntity || bad.Find(`#problems a[href="#helper"]`).Length() != 1 || bad.Find(`#problems a[href="#sections"]`).Length() != 1 {
		t.Errorf("nobody and nothing: %d %s", bad.Status, bad.Text("main"))
	}
	check := d.press(operator, form, "main form", "helper", org, "sections", "computer", "do", "check")
	if said := check.Text(".answers"); !strings.Contains(said, "あさひ情報処理支援機構") || strings.Count(said, "見えません") != 2 {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	own = followed(t, d, operator, d.press(operator, check, "main form"))
	if said := own.Text("section[aria-labelledby=helpers]"); !strings.Contains(said, "あさひ情報処理支援機構") {
		t.Errorf("the operator reads: %s", said)
	}
	seen := d.Get(t, "helper", report)
	if seen.Status != http.StatusOK || strings.Contains(seen.Body, "OUTLINE-CANARY") || strings.Contains(seen.Body, "03-0000-2002") || !strings.Contains(seen.Body, "監視端末 3台") || seen.Find(`a[href*="/ask"]`).Length() != 0 {
		t.Errorf("the helper's copy: %d %s", seen.Status, seen.Text("main"))
	}
	if said := d.Get(t, "helper", at).Text("main"); !strings.Contains(said, "画面が暗号化されています。") || strings.Contains(said, "状況を変える") {
		t.Errorf("the helper reads: %s", said)
	}
	if list := d.Get(t, "helper", "/ministry/reports"); strings.Contains(list.Body, f.Number.ASCII()) {
		t.Error("it stands in a list of reports that were received")
	}
	followed(t, d, operator, d.press(operator, own, `form[action$="/unshare"]`))
	for _, to := range []string{report, at} {
		if a := d.Get(t, "helper", to); a.Status != http.StatusNotFound || a.Body != nothing.Body {
			t.Errorf("afterwards: %s %d", to, a.Status)
		}
	}
}

// Two worlds: in one of them somebody else asked for help. What government reads of who did not ask is the same, byte by byte, and where nobody
// asked there is not even the word.
func TestNotAskingIsNeverTold(t *testing.T) {
	t.Parallel()
	pages := func(another bool) (said []string, all string) {
		d := desk(t)
		f := d.File(t, operator, "線が切れた")
		if another {
			if _, err := (supporting.Ask{Act: store.Act[supporting.AskTx](d.DB), Entropy: d.Entropy}).Do(t.Context(), d.Scope("other-operator-filer"), d.Key("other-operator-filer", "help"), supporting.Wish{Kinds: []kinds.Kind{kinds.Advice}, Urgency: "now", Contact: "中島"}); err != nil {
				t.Fatal(err)
			}
		}
		for _, who := range []string{officer, "ministry-supervisor", "cabinet-analyst"} {
			for _, to := range []string{"/ministry/reports/" + f.Number.ASCII(), "/ministry/reports", "/ministry/today"} {
				a := d.Get(t, who, to)
				all += a.Text("main")
				a.Find("#support").Remove() // who asked stands there
				said = append(said, strings.ReplaceAll(a.Text("main"), string(f.Number), "N"))
			}
		}
		return said, all
	}
	one, quiet := pages(false)
	two, _ := pages(true)
	for i := range one {
		if one[i] != two[i] || one[i] == "" {
			t.Errorf("page %d differs:\n%s\n%s", i, one[i], two[i])
		}
	}
	if strings.Contains(quiet, "支援") {
		t.Error("where nobody asked there is a word about it")
	}
}

func TestOnlyThoseWhoHaveIt(t *testing.T) {
	t.Parallel()
	d := desk(t)
	_, number := asked(t, d, "")
	ascii := strings.Replace(number, "援", "S", 1)
	for _, who := range []string{"other-operator-filer", "operator-site-filer", "cabinet-analyst", "nco-analyst", "other-ministry-officer", "helper", "platform-admin", operator, officer} {
		for _, base := range []string{"/reporting/support/", "/ministry/support/"} {
			if who == operator && base == "/reporting/support/" || who == officer && base == "/ministry/support/" {
				continue
			}
			const nothing = "S-R8-2222-2222-2" // one side's pages are closed to the other, whatever the number; a guess is answered as what does not exist
			want := d.Get(t, who, base+nothing)
			if a := d.Get(t, who, base+ascii); a.Status == http.StatusOK || a.Status != want.Status || a.Body != want.Body {
				t.Errorf("%s: %s %d", who, base, a.Status)
			}
			for _, to := range []string{"/write", "/move"} {
				v := url.Values{"key": {"k"}, "text": {"x"}, "deed": {"ended"}, "rev": {"1"}}
				want := d.Post(t, who, base+nothing+to, v)
				if a := d.Post(t, who, base+ascii+to, v); a.Status < 400 || a.Status != want.Status {
					t.Errorf("%s: %s %d", who, base+to, a.Status)
				}
			}
		}
	}
}
