package report_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/assess/assesstest"
	"kanmin/internal/adapter/door/web/public/assess/report"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return report.Page{
			Open: submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: s.DB.Entropy},
			Save: submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}, Read: store.Read[report.Tx](s.DB),
		}.Routes()
	})
}

// ransomware is T16: known on 2026-11-24, with personal data, on a machine of type E.
func ransomware() map[string]assesstest.Answer {
	yes, no := assesstest.Answer{"a": {"yes"}}, assesstest.Answer{"a": {"no"}}
	return map[string]assesstest.Answer{
		"operator.designated": yes, "operator.designated_on": {"a": {"2024-01-01"}}, "operator.sector": {"a": {"electricity"}},
		"machine.name": {"a": {"監視端末"}}, "machine.specified": yes, "machine.types": {"a": {"E"}}, "machine.model": {"a": {"own"}},
		"happened.malware_executable": yes, "happened.unauthorised_access": no, "happened.interference": no, "happened.harm": yes, "kind": {"a": {"ransomware"}},
		"happened.malware_trace": yes, "happened.access_trace": no, "happened.interference_trace": no,
		"happened.malware_received": yes, "happened.bypass_attempted": no, "happened.credentials_stolen": no, "happened.false_command_received": no,
		"when.operator_aware": {"a": {"令和8年11月24日 10:15"}}, "when.occurred": {"a": {"2026-11-24"}}, "when.contractor_noticed": {},
		"personal_data.leak": yes, "personal_data.sensitive": {"a": {"unknown"}}, "personal_data.financial_harm": {"a": {"unknown"}},
		"personal_data.improper_purpose": yes, "personal_data.over_1000": {"a": {"unknown"}},
	}
}

func TestAWalkShowsEveryClock(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, report.Path, "ja")
	w.Walk(ransomware())
	if len(w.Asked) != len(ransomware()) {
		t.Errorf("%d questions asked, %d answered: %v", len(w.Asked), len(ransomware()), w.Asked)
	}
	text := w.Page.Text("main")
	for _, want := range []string{
		"報告が必要です", "令和8年12月24日(木)", "令和9年1月22日", "個人情報保護委員会", "経済産業大臣", "内閣総理大臣(内閣府)", "速やかに",
		"様式2", "この基盤からの送信では完了しません", "認知の日", "2027-01-25",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the result lacks %q", want)
		}
	}
	if w.Page.Find("#clocks-h ~ table tbody tr").Length() < 4 {
		t.Error("the clocks do not stand side by side")
	}
	answer, err := inquiry.Assess([]byte(w.Facts()), law.MustDay("2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Save("answer"); got.Body != string(answer) {
		t.Errorf("saved answer: %.300s", got.Body)
	}
	if strings.Contains(text, "提出済み") {
		t.Error("something is called filed")
	}
}

// R40: two examples that are reportable and two that are not, beside each question of the events.
func TestExamplesStandBesideTheQuestions(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, report.Path, "ja")
	seen := 0
	for range 40 {
		if w.AtResult() {
			break
		}
		if strings.HasPrefix(w.At(), "happened.") && w.At() != "happened.harm" && w.At() != "happened.only_scan_or_refused" {
			seen++
			yes, no := w.Page.Find("#examples-h ~ ul .tone-warn").Length(), w.Page.Find("#examples-h ~ ul .tone-plain").Length()
			if yes < 2 || no < 2 || !strings.Contains(w.Page.Text("#examples-h ~ ul"), "ATT&CK T") {
				t.Errorf("%s: %d reportable, %d not", w.At(), yes, no)
			}
		}
		w.Answer(map[bool]assesstest.Answer{true: {"a": {"unknown"}}, false: nil}[w.Page.Find("input[value=unknown]").Length() > 0])
	}
	if !w.AtResult() || seen < 9 {
		t.Errorf("%d questions with examples, at %s", seen, w.At())
	}
	if text := w.Page.Text("main"); !strings.Contains(text, "報告が必要かもしれません") || !strings.Contains(text, "まだ分からないこと") {
		t.Errorf("%.400s", text)
	}
}

// C7: SaaS, awareness is the provider's notice. T15: the waiver, which is under amendment and does not refuse.
func TestAwarenessAndWaiver(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := assesstest.Upload(t, d, report.Path, []byte(`{"event":{"operator":{"designated":"yes","designated_on":"2024-01-01","sector":"finance"},"machine":{"specified":"yes","types":["B"],"model":"saas"},
		"happened":{"unauthorised_access":"yes","harm":"yes"},"when":{"occurred":"2026-11-01","provider_notified":"2026-11-05"}}}`))
	if text := a.Text("main"); a.Status != 200 || !strings.Contains(text, "令和8年12月7日(月)") || !strings.Contains(a.Text("#aware-h ~ .due-date"), "令和8年11月5日") {
		t.Errorf("SaaS: %d %.600s", a.Status, text)
	}
	a = assesstest.Upload(t, d, report.Path, []byte(`{"event":{"operator":{"designated":"yes","designated_on":"2026-07-01","sector":"gas"},"machine":{"specified":"yes","types":["E"]},
		"happened":{"malware_executable":"yes","harm":"yes"},"when":{"occurred":"2026-11-20","operator_aware":"2026-11-20"}}}`))
	if text := a.Text("main"); !strings.Contains(text, "令和9年1月1日") || !strings.Contains(text, "改正案") {
		t.Errorf("waiver: %.600s", text)
	}
}

func TestContradictionsNameBothPlaces(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := assesstest.Upload(t, d, report.Path, []byte(`{"event":{"machine":{"model":"own","specified":"no","types":["A"]},"happened":{"only_scan_or_refused":"yes","malware_executable":"yes","line_impaired":"yes","interference":"no"},
		"when":{"occurred":"2026-11-20","operator_aware":"2026-11-10","provider_notified":"2026-11-21"}}}`))
	for _, at := range []string{"when.operator_aware", "when.occurred", "machine.model", "when.provider_notified", "machine.specified", "machine.types", "happened.only_scan_or_refused", "happened.line_impaired", "happened.interference"} {
		if a.Find(`.tone-warn button[value="at:`+at+`"]`).Length() == 0 {
			t.Errorf("no way to %s", at)
		}
	}
}

// 「速報を送る」 opens a draft with what maps, once, for who may write one; nothing is sent.
func TestAnswersAreCarriedIntoADraft(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, report.Path, "ja")
	w.As = "operator-filer"
	w.Walk(ransomware())
	key, ok := w.Page.Find(`form[action="/assess/report/prompt"] input[name=key]`).Attr("value")
	if !ok {
		t.Fatal("who may write a draft is not offered one")
	}
	form := url.Values{"facts": {w.Facts()}, "key": {key}}
	first := d.Post(t, w.As, "/assess/report/prompt", form)
	to := first.Header.Get("Location")
	if first.Status != http.StatusSeeOther || !strings.HasSuffix(to, "/what") {
		t.Fatalf("%d %s", first.Status, to)
	}
	if again := d.Post(t, w.As, "/assess/report/prompt", form); again.Header.Get("Location") != to {
		t.Errorf("a second press: %s", again.Header.Get("Location"))
	}
	n, err := ident.ParseNumber(strings.Split(to, "/")[3])
	if err != nil {
		t.Fatal(err)
	}
	var entries []filing.Entry
	err = store.Read[interface {
		Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	}](d.DB)(t.Context(), d.Scope(w.As), func(tx interface {
		Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	},
	) (err error) {
		_, entries, err = tx.Draft(n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range entries {
		got[e.Field] = strings.Join(e.Value.Texts, " ")
	}
	if got["what_kind"] != "malware trace" || got["aware_at"] != "2026-11-24T10:15+09:00" || got["which"] != "監視端末" || got["callback"] == "" {
		t.Errorf("carried: %v", got)
	}
	for _, who := range []string{"", "ministry-officer"} {
		w := assesstest.Begin(t, d, report.Path, "ja")
		w.As = who
		w.Press("result", nil)
		begins := map[string]string{"": `a[href^="/assess/report/prompt?facts="]`, "ministry-officer": `a[href="/reporting/prompt"]`}[who]
		if w.Page.Find(`form[action="/assess/report/prompt"]`).Length() != 0 || w.Page.Find(begins).Length() != 1 {
			t.Errorf("%q is offered a draft", who)
		}
		if a := d.Post(t, who, "/assess/report/prompt", form); a.Status != http.StatusUnauthorized && a.Status != http.StatusNotFound && a.Status != http.StatusSeeOther || strings.Contains(a.Header.Get("Location"), "/reporting/") {
			t.Errorf("%q: %d %s", who, a.Status, a.Header.Get("Location"))
		}
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, report.Path, "ja")
	w.Until("when.operator_aware", nil)
	for typed, want := range map[string]string{"2027/2/30 10:00": "日時として読み取れませんでした", "さっき": "日時として", "2100-01-01 00:00": "2098-12-31", "2027/2/30": "月の最後の日は"} {
		w.Press("next", assesstest.Answer{"a": {typed}})
		if w.Page.Status != 422 || !strings.Contains(w.Page.Text(".problems"), want) {
			t.Errorf("%s: %d %s", typed, w.Page.Status, w.Page.Text(".problems"))
		}
	}
	w.Press("next", assesstest.Answer{"a": {"Ｒ８．１１．２４　１０：１５"}})
	if w.Page.Status != 200 || !strings.Contains(w.Facts(), "2026-11-24T10:15:00+09:00") {
		t.Errorf("full width: %d %s", w.Page.Status, w.Page.Text(".problems"))
	}
	for _, bad := range []string{"", "{", `{"notification":{"businesses":[{"id":"b"}]}}`, `{"event":{"kind":"virus"}}`, `{"event":null}`, `{"event":{"when":{"operator_aware":"2027/2/30"}}}`} {
		if a := d.Post(t, "operator-filer", "/assess/report/prompt", url.Values{"facts": {bad}, "key": {"k"}}); a.Status >= 500 {
			t.Errorf("prompt with %q: %d", bad, a.Status)
		}
		if a := d.Post(t, "", report.Path, url.Values{"facts": {bad}, "do": {"result"}}); a.Status != 422 {
			t.Errorf("%q: %d", bad, a.Status)
		}
	}
}

// What need not be reported can be told nevertheless: the answers go into a draft of a voluntary report, which has no clock.
func TestAVoluntaryReportTakesTheAnswersAlong(t *testing.T) {
	t.Parallel()
	d := desk(t)
	facts := []byte(`{"event":{"operator":{"designated":"yes","designated_on":"2024-01-01","sector":"gas"},"machine":{"specified":"no","name":"事務端末"},
		"happened":{"only_scan_or_refused":"yes"},"when":{"occurred":"2026-11-20","operator_aware":"2026-11-20"}}}`)
	a := assesstest.Upload(t, d, report.Path, facts)
	text := a.Text("main")
	if !strings.Contains(text, "任意で知らせる") || a.Find(`#voluntary-h ~ p a[href*="voluntary=1"]`).Length() != 1 {
		t.Fatalf("%d %.600s", a.Status, text)
	}
	form := url.Values{"facts": {string(facts)}, "voluntary": {"1"}, "key": {"voluntary-1"}}
	to := d.Post(t, "operator-filer", "/assess/report/prompt", form).Header.Get("Location")
	if !strings.HasPrefix(to, "/reporting/procedures/report.voluntary/") || !strings.HasSuffix(to, "/what") {
		t.Errorf("leads to %s", to)
	}
}

// Who signs in to report takes the answers along in the address, and a GET opens nothing: the button does.
func TestAnswersSurviveTheSignIn(t *testing.T) {
	t.Parallel()
	d := desk(t)
	w := assesstest.Begin(t, d, report.Path, "ja")
	w.Walk(ransomware())
	to, ok := w.Page.Find(`#prompt-h ~ p a.button-danger`).Attr("href")
	if !ok || !strings.HasPrefix(to, "/assess/report/prompt?facts=") || gate.SafeReturn(to) != to {
		t.Fatalf("leads to %q", to)
	}
	if a := d.Get(t, "", to); a.Status == http.StatusOK {
		t.Errorf("nobody sees %d", a.Status)
	}
	if a := d.Get(t, "ministry-officer", to); a.Status != http.StatusNotFound {
		t.Errorf("who may not write: %d", a.Status)
	}
	a := d.Get(t, "operator-filer", to)
	facts, _ := a.Find("input[name=facts]").Attr("value")
	key, _ := a.Find("input[name=key]").Attr("value")
	if facts != w.Facts() {
		t.Errorf("%d: the answers are others: %s", a.Status, facts)
	}
	opened := d.Post(t, "operator-filer", "/assess/report/prompt", url.Values{"facts": {facts}, "voluntary": {""}, "key": {key}})
	if to := opened.Header.Get("Location"); !strings.HasPrefix(to, "/reporting/prompt/") || !strings.HasSuffix(to, "/what") {
		t.Errorf("%d, leads to %s", opened.Status, to)
	}
	if a := d.Get(t, "operator-filer", report.Path+"/prompt"); a.Header.Get("Location") != report.Path {
		t.Errorf("without answers: %d", a.Status)
	}
	for _, bad := range []string{"%", "!!", "AAAA", strings.Repeat("A", 1700), to[strings.Index(to, "facts=")+6 : len(to)-4]} {
		if a := d.Get(t, "operator-filer", report.Path+"/prompt?facts="+url.QueryEscape(bad)); a.Status < 400 || a.Status >= 500 {
			t.Errorf("%.20q: %d", bad, a.Status)
		}
	}
}
