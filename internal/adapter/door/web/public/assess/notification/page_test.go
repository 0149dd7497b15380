package notification_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/assess/assesstest"
	"kanmin/internal/adapter/door/web/public/assess/notification"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(*stagetest.Stage) []gate.Route { return notification.Routes(nil) })
}

const m1 = "businesses[0].facilities[0].machines[0]."

// vpn is C1 and T1: a VPN device with a global address, introduced on 2026-11-24.
func vpn() map[string]assesstest.Answer {
	return map[string]assesstest.Answer{
		"operator.designated": {"a": {"yes"}}, "operator.designated_on": {"a": {"R6.1.1"}}, "businesses[0].sector": {"a": {"electricity"}},
		"businesses[0].facilities[0].name": {"a": {"需給制御"}}, "businesses[0].facilities[0].in_place_on_commencement": {"a": {"yes"}},
		"businesses[0].facilities[0].internet": {"a": {"connected"}}, "businesses[0].facilities[0].cloud": {"a": {"none"}},
		"businesses[0].facilities[0].segments": {"a": {"facility", "other"}},
		m1 + "name":                            {"a": {"VPN装置"}, "b": {"３"}}, m1 + "segment": {"a": {"s2"}}, m1 + "used": {"a": {"use"}}, m1 + "is_facility": {"a": {"no"}},
		m1 + "global_address": {"a": {"yes"}}, m1 + "authenticates": {"a": {"no"}}, m1 + "controls_access": {"a": {"no"}}, m1 + "stores_important_data": {"a": {"no"}},
		m1 + "kind": {"a": {"appliance"}}, m1 + "appliance": {"a": {"Fortinet"}, "b": {"FortiGate"}}, m1 + "bespoke": {"a": {"no"}},
		m1 + "introduced_on": {"a": {"令和８年１１月２４日"}}, m1 + "integrated_with_existing_facility": {"a": {"no"}}, m1 + "changed_on": {},
		"businesses[0].facilities[0].machines+": {"a": {"no"}}, "businesses[0].facilities+": {"a": {"no"}}, "businesses+": {"a": {"no"}},
	}
}

func TestAWalkEndsInTheRuleBooksAnswer(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, lang := range []string{"ja", "en"} {
		w := assesstest.Begin(t, d, notification.Path, lang)
		w.Walk(vpn())
		if len(w.Asked) != len(vpn()) {
			t.Errorf("%s: %d questions asked, %d answered", lang, len(w.Asked), len(vpn()))
		}
		article := w.Page.Text("article")
		for _, want := range map[string][]string{
			"ja": {"VPN装置", "届出が必要", "Fortinet FortiGate", "令和9年3月24日(水)", "類型A", "政府案", "グローバルIPアドレスがありますか: はい"},
			"en": {"VPN装置", "notify", "Fortinet FortiGate", "Wed 2027-03-24", "type A", "Government draft"},
		}[lang] {
			if !strings.Contains(article, want) {
				t.Errorf("%s: the result lacks %q: %s", lang, want, article)
			}
		}
		for _, h := range []string{"facilities-h", "machines-h", "rows-h", "given-h"} {
			if w.Page.Find("#"+h).Length() != 1 {
				t.Errorf("%s: no %s", lang, h)
			}
		}
		// The page's answer is that of the command line on the same facts.
		answer, err := inquiry.Assess([]byte(w.Facts()), law.MustDay("2026-11-23"))
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Save("answer"); got.Body != string(answer) || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: saved answer %d %.200s", lang, got.Status, got.Body)
		}
		saved := w.Save("facts")
		again := assesstest.Upload(t, d, notification.Path, []byte(saved.Body))
		if again.Status != http.StatusOK || !strings.Contains(again.Text("article"), "令和9年3月24日(水)") {
			t.Errorf("%s: uploaded again: %d %.300s", lang, again.Status, again.Text("main"))
		}
	}
}

// 分からない everywhere: nothing is refused, and what remains possible is shown.
func TestNotKnownIsAnAnswerToEverything(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, notification.Path, "ja")
	w.Unknown(40)
	if !w.AtResult() || len(w.Asked) < 18 {
		t.Fatalf("after %d questions: %s", len(w.Asked), w.Page.Text("h1"))
	}
	if text := w.Page.Text("main"); !strings.Contains(text, "まだ決まりません") || !strings.Contains(text, "可能性: 類型A・B・C・D・E・F") || !strings.Contains(text, "事業の区分が分からないため") {
		t.Errorf("result: %.600s", text)
	}
	if w.Page.Find("h4:contains('まだ分からないこと')").Length() == 0 {
		t.Error("what the open answers would give is not shown")
	}
	saved := w.Save("facts")
	if again := assesstest.Upload(t, d, notification.Path, []byte(saved.Body)); again.Status != http.StatusOK {
		t.Errorf("facts without a sector cannot be read again: %d %s", again.Status, again.Text(".problems"))
	}
}

// Each question stands once, and from every page one can go back, see the result so far, and change the language.
func TestBackResultAndLanguageKeepTheAnswers(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, notification.Path, "ja")
	w.Answer(assesstest.Answer{"a": {"yes"}})
	w.Press("back", nil)
	if w.At() != "operator.designated" || w.Page.Find("input[value=yes][checked]").Length() != 1 {
		t.Errorf("back: at %s", w.At())
	}
	w.Press("next", assesstest.Answer{"a": {"no"}})
	if w.At() != "businesses[0].sector" {
		t.Errorf("an operator that is not designated is asked %s", w.At())
	}
	w.Press("speak", assesstest.Answer{"a": {"medical"}})
	if w.At() != "businesses[0].sector" || w.Page.Find("input[value=medical][checked]").Length() != 1 {
		t.Errorf("language: at %s", w.At())
	}
	w.Press("next", assesstest.Answer{"a": {"medical"}})
	w.Press("result", nil)
	if text := w.Page.Text("main"); !w.AtResult() || !strings.Contains(text, "令和9年12月16日") {
		t.Errorf("medical is not explained: %.500s", text)
	}
	w.Press("at:businesses[0].sector", nil)
	w.Press("next", assesstest.Answer{"a": {"gas"}})
	if !w.AtResult() || !strings.Contains(w.Facts(), `"gas"`) {
		t.Errorf("a changed answer does not lead back to the result: %s", w.At())
	}
}

func TestMoreMachinesAndFewer(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, notification.Path, "ja")
	answers := vpn()
	answers[m1+"stores_important_data"] = assesstest.Answer{"a": {"unknown"}}
	delete(answers, "businesses[0].facilities[0].machines+")
	w.Until("businesses[0].facilities[0].machines+", answers)
	w.Press("next", assesstest.Answer{"a": {"yes"}})
	if w.At() != "businesses[0].facilities[0].machines[1].name" {
		t.Fatalf("at %s", w.At())
	}
	w.Answer(assesstest.Answer{"a": {"認証サーバ"}})
	w.Until("businesses[0].facilities[0].machines+", nil)
	w.Press("next", assesstest.Answer{"a": {"no"}})
	if w.At() != m1+"stores_about" {
		t.Fatalf("whose data the first keeps is not asked: %s", w.At())
	}
	w.Answer(assesstest.Answer{"a": {"m2"}})
	w.Press("back", nil)
	w.Press("back", nil)
	if w.At() != "businesses[0].facilities[0].machines+" {
		t.Fatalf("at %s", w.At())
	}
	w.Press("drop:businesses[0].facilities[0].machines[1]", nil)
	if f := w.Facts(); strings.Contains(f, "認証サーバ") || strings.Contains(f, "stores_about") || !strings.Contains(f, "VPN装置") {
		t.Errorf("after removal: %s", f)
	}
}

func TestContradictionsNameBothPlaces(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := assesstest.Upload(t, d, notification.Path, []byte(`{"notification":{"operator":{"designated":"no","designated_on":"2026-11-01"},"businesses":[{"id":"b","sector":"gas","facilities":[
		{"id":"f","internet":"separated","cloud":"all","segments":[{"id":"s","role":"facility"}],"machines":[{"id":"m","segment":"s","global_address":"yes","in_place_on_commencement":"yes","introduced_on":"R9.1.5"}]}]}]}}`))
	if a.Status != http.StatusOK {
		t.Fatal(a.Status, a.Text(".problems"))
	}
	for _, pair := range [][2]string{{"operator.designated", "operator.designated_on"}, {"businesses[0].facilities[0].internet", "businesses[0].facilities[0].cloud"},
		{"businesses[0].facilities[0].internet", m1 + "global_address"}, {m1 + "in_place_on_commencement", m1 + "introduced_on"}} {
		for _, at := range pair {
			if a.Find(`.tone-warn button[value="at:`+at+`"]`).Length() == 0 {
				t.Errorf("no way to %s: %s", at, a.Text(".tone-warn"))
			}
		}
	}
	if !strings.Contains(a.Text("main"), "2027-01-05") {
		t.Error("how R9.1.5 was read is not said")
	}
}

func TestBadInputIsNamedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for typed, want := range map[string]string{
		"2027/2/30": "その日付はありません(2027/2/30)", "きのう": "日付として読み取れませんでした(きのう)", "令和0年1月1日": "令和", "2100-01-01": "2098-12-31", "\x00": "日付として",
		"2026-11-24\u202e": "日付として", strings.Repeat("9", 5000): "日付として",
	} {
		w := assesstest.Begin(t, d, notification.Path, "ja")
		w.Answer(assesstest.Answer{"a": {"yes"}})
		w.Press("next", assesstest.Answer{"a": {typed}})
		if w.Page.Status != http.StatusUnprocessableEntity || w.At() != "operator.designated_on" || !strings.Contains(w.Page.Text(".problems"), want) {
			t.Errorf("%.20q: %d at %s: %s", typed, w.Page.Status, w.At(), w.Page.Text(".problems"))
		}
	}
	w := assesstest.Begin(t, d, notification.Path, "ja")
	w.Press("next", nil)
	if w.Page.Status != 422 || !strings.Contains(w.Page.Text(".problems"), "一つ選んでください") {
		t.Errorf("no answer: %d %s", w.Page.Status, w.Page.Text(".problems"))
	}
	w.Press("next", assesstest.Answer{"a": {"perhaps"}})
	if w.Page.Status != 422 {
		t.Errorf("another answer: %d", w.Page.Status)
	}
}

// What comes back from a page is a stranger's: never a 500, never a panic.
func TestTamperedFactsAreNamed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	good := `{"notification":{"operator":{},"businesses":[{"id":"b","facilities":[{"id":"f","machines":[{"id":"m"}]}]}]}}`
	many := strings.Repeat(`{"id":"x"},`, 250)
	for name, c := range map[string]struct {
		facts, at, do string
		status        int
	}{
		"nothing":            {"", "", "next", 422},
		"not JSON":           {"{", "", "next", 422},
		"unknown fact":       {strings.Replace(good, `"operator"`, `"operators"`, 1), "", "next", 422},
		"the other one":      {`{"event":{}}`, "", "next", 422},
		"both":               {strings.TrimSuffix(good, "}") + `,"event":{}}`, "", "result", 422},
		"no business":        {`{"notification":{"businesses":[]}}`, "", "next", 422},
		"no machine":         {`{"notification":{"businesses":[{"id":"b"}]}}`, "", "result", 200},
		"a bad reference":    {strings.Replace(good, `{"id":"m"}`, `{"id":"m","segment":"zz"}`, 1), "", "next", 422},
		"an unknown place":   {good, "businesses[7].sector", "next", 200},
		"an unknown verb":    {good, "operator.designated", "explode", 200},
		"a place of nothing": {good, "", "at:nowhere", 200},
		"drop nothing":       {good, "", "drop:businesses[9]", 200},
		"250 machines":       {strings.Replace(good, `{"id":"m"}`, strings.TrimSuffix(many, ","), 1), "", "result", 422},
		"too long":           {`{"notification":{"operator":{"name":"` + strings.Repeat("x", 400<<10) + `"}}}`, "", "next", 422},
		"bidi":               {strings.Replace(good, `"operator":{}`, `"operator":{"name":"\u202e"}`, 1), "", "next", 422},
	} {
		a := d.Post(t, "", notification.Path, url.Values{"facts": {c.facts}, "at": {c.at}, "do": {c.do}})
		if a.Status != c.status || c.status == 422 && a.Find(".problems li").Length() == 0 {
			t.Errorf("%s: %d %s", name, a.Status, a.Text(".problems"))
		}
	}
	if a := d.Post(t, "", notification.Path, url.Values{"facts": {strings.Repeat("x", 3<<20)}}); a.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("3 MB: %d", a.Status)
	}
	for name, file := range map[string]string{"empty": "", "a picture": "\x89PNG\r\n", "a list": "[]", "another": `{"event":{}}`, "2027/2/30": `{"notification":{"operator":{"designated_on":"2027/2/30"},"businesses":[{"id":"b","sector":"gas","facilities":[]}]}}`} {
		a := assesstest.Upload(t, d, notification.Path, []byte(file))
		if a.Status != 422 || a.Find(".problems li").Length() != 1 {
			t.Errorf("upload of %s: %d %s", name, a.Status, a.Text(".problems"))
		}
		if name == "2027/2/30" && !strings.Contains(a.Text(".problems"), "notification.operator.designated_on") {
			t.Errorf("the place is not named: %s", a.Text(".problems"))
		}
	}
}

// Facts of the command line's own examples are read, and the page says the same as the command line.
func TestFilesOfTheCommandLineAreRead(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := assesstest.Upload(t, d, notification.Path, assesstest.File(t, "vpn.json"))
	if a.Status != http.StatusOK || a.Find("article").Length() != 2 || !strings.Contains(a.Text("article"), "Windows Server 2022") {
		t.Errorf("%d %s", a.Status, a.Text("article"))
	}
	facts, _ := a.Find(`#walk input[name=facts]`).Attr("value")
	if !json.Valid([]byte(facts)) {
		t.Errorf("facts: %s", facts)
	}
}
