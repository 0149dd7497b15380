package reporting_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestTheWalk(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	start := h.get("/reporting/prompt")
	if !strings.Contains(start.says(".lead"), "分かっていることだけで送れます") || start.has(".todo") {
		t.Errorf("the start: %s", main(start.body))
	}
	at := h.fill()
	check := h.get(at + "/check")
	for _, want := range []string{"マルウェアが実行できる状態に置かれた", "画面に身代金を求める文", "令和8年11月23日(月) 08:15", "未把握", "山﨑 さくら"} {
		if !strings.Contains(check.says(".answers"), want) {
			t.Errorf("the summary does not say %s: %s", want, check.says(".answers"))
		}
	}
	for _, want := range []string{"経済産業大臣", "内閣総理大臣(内閣府)", "03-0000-1101"} {
		if !strings.Contains(check.says(".todo"), want) {
			t.Errorf("the offices do not have %s: %s", want, check.says(".todo"))
		}
	}
	if check.value(".todo a.phone", "href") != "tel:0300001101" {
		t.Error("the number of the office is not dialled")
	}
	if due := check.says("aside"); !strings.Contains(due, "令和8年12月23日(水)") || !strings.Contains(due, "期限の数え方") {
		t.Errorf("the date of the 詳報: %s", due)
	}
	h.goes(h.post(at+"/check", "do", "next"), at+"/send")
	send := h.get(at + "/send")
	if n := send.doc().Find("main button").Length(); n != 1 || send.says("main button") != "送信する" {
		t.Errorf("%d buttons: %s", n, main(send.body))
	}
	key := send.value("input[name=key]", "value")
	first := h.post(at+"/send", "key", key)
	if !strings.HasPrefix(first.to(), "/reporting/reports/R-") {
		t.Fatalf("%d %q %s", first.status, first.to(), main(first.body))
	}
	// A second press, another key, and every way back lead to the one report.
	h.goes(h.post(at+"/send", "key", key), first.to()+"?from=draft")
	h.goes(h.post(at+"/send", "key", "another"), first.to()+"?from=draft")
	for _, back := range []string{"", "/what", "/check", "/send"} {
		h.goes(h.get(at+back), first.to()+"?from=draft")
	}
	if list := h.get("/reporting/reports"); list.doc().Find("tbody tr").Length() != 1 {
		t.Errorf("not one report: %s", main(list.body))
	}
	late := h.post(at+"/which", "base.which", "1", "which", "もう一台ありました", "do", "next")
	if late.status != http.StatusConflict || !strings.Contains(late.says("main"), "もう一台ありました") || late.value("main .button", "href") != first.to() {
		t.Errorf("typing into a draft that was sent: %d %s", late.status, main(late.body))
	}
}

// Sending twice at once gives one report: the second finds the first one's act.
func TestTheSameKeyIsTheSameAct(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	key := h.get("/reporting/prompt").value("main input[name=key]", "value")
	a, b := h.post("/reporting/prompt", "key", key), h.post("/reporting/prompt", "key", key)
	if a.to() != b.to() || a.to() == "" {
		t.Errorf("two presses opened %q and %q", a.to(), b.to())
	}
	if c := h.post("/reporting/prompt"); c.status != http.StatusUnprocessableEntity {
		t.Errorf("a form without a key: %d", c.status)
	}
	if d := h.get("/reporting/prompt"); d.doc().Find("main .todo li").Length() != 1 || !strings.Contains(d.says(".todo"), "担当 あなた") {
		t.Errorf("the open draft is not there to go on with: %s", main(d.body))
	}
	h.as = "operator-approver"
	if d := h.get("/reporting/prompt"); !strings.Contains(d.says(".todo"), "担当 山﨑 さくら") {
		t.Errorf("a colleague's draft does not say whose it is: %s", main(d.body))
	}
}

// R16: in every form of a page with something to type in, the first button saves the draft.
func TestTheFirstButtonSavesTheDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	for _, step := range []string{"/what", "/when", "/which", "/impact", "/callback", "/check"} {
		a := h.get(at + step)
		form := a.doc().Find("main form.form")
		if form.Length() != 1 || form.Find("button").First().AttrOr("value", "") != "save" || strings.TrimSpace(form.Find("button").First().Text()) != "下書きを保存" {
			t.Errorf("%s: %s", step, main(a.body))
		}
	}
	h.goes(h.post(at+"/callback", "do", "save"), at+"/callback")
	a := h.get(at + "/send")
	a.doc().Find("main input").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("type", "") != "hidden" {
			t.Errorf("the last page has something to type in: %s", s.AttrOr("name", ""))
		}
	})
}

func TestBadInputIsKeptAndItsPlaceIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, c := range map[string]struct {
		step, field, typed, want string
		kept                     bool // on the server
	}{
		"not a moment": {"/when", "aware_at", "きのうの夕方", "日時として読み取れませんでした(きのうの夕方)", true},
		"no such day":  {"/when", "aware_at", "R9.2.30 10:00", "読み取れませんでした", true},
		"NUL":          {"/which", "which", "監視\x00端末", "3文字目に、保存できない文字(NUL)", false},
		"bidi":         {"/which", "which", "a\u202eb", "文字の向きを変える", false},
		"not UTF-8":    {"/which", "which", "ab\xed\xa0\x80", "3文字目の文字コード", false},
		"1 MB":         {"/which", "which", strings.Repeat("a", 1<<20), "2000文字までです", false},
		"1 MB moment":  {"/when", "aware_at", strings.Repeat("1", 1<<20), "1048576", false},
		"no choice":    {"/impact", "impact", "exploded", "選択肢にない", false},
	} {
		at := h.open()
		a := h.post(at+c.step, "base."+c.field, "0", c.field, c.typed, "do", "next")
		if c.kept { // it is in the draft: the page that follows shows it, and "back" works
			h.goes(a, at+c.step)
			a = h.get(at + c.step)
			a.status = http.StatusUnprocessableEntity
		}
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says("#"+c.field+"-error"), c.want) || !a.has(`#problems a[href="#`+c.field+`"]`) {
			t.Errorf("%s: %d %.2000s", name, a.status, main(a.body))
			continue
		}
		shown := a.doc().Find("#"+c.field).AttrOr("value", a.doc().Find("#"+c.field).Text())
		if want := strings.NewReplacer("\x00", "\ufffd", "\xed\xa0\x80", "\ufffd").Replace(c.typed); c.field != "impact" && shown != want && !strings.HasPrefix(name, "1 MB") {
			t.Errorf("%s: what was typed is gone: %.100q", name, shown)
		}
		if again := h.get(at + c.step); c.kept != strings.Contains(again.body, c.typed) {
			t.Errorf("%s: kept on the server: %v", name, !c.kept)
		}
		if c.kept { // pressing again asks again: it does not slip through
			h.goes(h.post(at+c.step, "base."+c.field, "1", c.field, c.typed, "do", "next"), at+c.step)
			h.goes(h.post(at+c.step, "base."+c.field, "1", c.field, c.typed, "do", "back"), at+"/what")
		}
	}
}

// A field that cannot be stored does not keep the other one of the page from being stored.
func TestTheGoodFieldIsSavedBesideTheBad(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.open()
	a := h.post(at+"/what", "base.what_kind", "0", "what_kind", "trace", "what_kind", "access", "base.what_text", "0", "what_text", strings.Repeat("あ", 501), "do", "next")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says("#what_text-error"), "500文字まで") || !strings.Contains(a.says("#saved"), "保存できない箇所") {
		t.Errorf("%d %s", a.status, main(a.body))
	}
	again := h.get(at + "/what")
	if !again.has("input[value=trace][checked]") || !again.has("input[value=access][checked]") || again.value("#what_text", "value") != "" {
		t.Errorf("%s", main(again.body))
	}
}

func TestATimeAloneAndTheButtonForNow(t *testing.T) {
	t.Parallel()
	h := newHouse(t) // 2026-11-23 09:00 in Japan
	for typed, want := range map[string]string{
		"8:15": "令和8年11月23日(月) 08:15", "２２：４０": "令和8年11月22日(日) 22:40", "22時40分": "令和8年11月22日(日) 22:40",
		"2026-11-23T01:00Z": "令和8年11月23日(月) 10:00", "令和八年11月20日 7:05": "",
	} {
		at := h.open()
		h.post(at+"/when", "base.aware_at", "0", "aware_at", typed, "do", "save")
		if got := h.get(at + "/when").says("#aware_at-echo"); want != "" && !strings.HasPrefix(got, want+" と読み取りました") {
			t.Errorf("%s was read as %q", typed, got)
		}
	}
	at := h.open()
	h.goes(h.post(at+"/when", "base.aware_at", "0", "aware_at", "", "do", "now"), at+"/when")
	page := h.get(at + "/when")
	if got := page.value("#aware_at", "value"); got != "令和8年11月23日 09:00" {
		t.Errorf("now is %q", got)
	}
	if page.has("button[value=now]") {
		t.Error("the button would overwrite what is there")
	}
	// As it is shown, in either language, it is the same answer: nothing new is written.
	base := page.value("#aware_at-base", "value")
	h.goes(h.post(at+"/when", "base.aware_at", base, "aware_at", "2026-11-23 09:00", "do", "next"), at+"/which")
	if h.get(at+"/when").value("#aware_at-base", "value") != base {
		t.Error("an answer that was left alone was written again")
	}
}

func TestTextAndUnknownAtOnceKeepsTheText(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.open()
	a := h.post(at+"/which", "base.which", "0", "which", "監視端末 3台", "which.unknown", "1", "do", "next")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says("#which-error"), "文のほうを残しました") || a.says("#which") != "監視端末 3台" {
		t.Errorf("%d %s", a.status, main(a.body))
	}
	h.goes(h.post(at+"/which", "base.which", "1", "which", "", "which.unknown", "1", "do", "next"), at+"/impact")
}

// With script each field is kept on leaving it; the answer carries what changed around it.
func TestSavingOnLeaving(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.open()
	leave := func(step string, pairs ...string) answer {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return h.send(http.MethodPost, at+step, v, "HX-Request", "true")
	}
	a := leave("/when", "base.aware_at", "0", "aware_at", "8:15", "base.noticed_at", "0", "noticed_at", "")
	if a.status != http.StatusOK || !strings.Contains(a.says("#saved"), "保存しました(09:00)") || a.value("#aware_at-base", "value") != "1" || !strings.Contains(a.says("#aware_at-echo"), "08:15") {
		t.Errorf("%d %s", a.status, a.body)
	}
	// The answer was lost, the page still has the old base: one's own later text replaces, nothing stands beside.
	leave("/when", "base.aware_at", "0", "aware_at", "8:20")
	if page := h.get(at + "/when"); page.has(".card-now") || !strings.Contains(page.says("#aware_at-echo"), "08:20") {
		t.Errorf("one's own text stands beside itself: %s", main(page.body))
	}
	a = leave("/when", "base.aware_at", "2", "aware_at", "いつか")
	if !strings.Contains(a.says("#aware_at-live"), "読み取れませんでした") || a.says("#aware_at-echo") != "" {
		t.Errorf("%s", a.body)
	}
	a = leave("/which", "base.which", "0", "which", "a\x00")
	if a.status != http.StatusOK || !a.has("#saved.saved-bad") || !strings.Contains(a.says("#which-live"), "NUL") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestTwoColleaguesOnOneDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	base := h.get(at+"/what").value("#what_text-base", "value")
	h.goes(h.post(at+"/what", "base.what_text", base, "what_text", "山﨑が書いた", "do", "next"), at+"/when")
	h.as = "operator-approver"
	h.goes(h.post(at+"/what", "base.what_text", base, "what_text", "佐藤が書いた", "do", "next"), at+"/what")
	page := h.get(at + "/what")
	both := page.says("#what_text-both")
	for _, want := range []string{"山﨑 さくらさんが1分前に同じ欄を直しました。両方を残してあります。使うほうを選んでください。", "山﨑が書いた", "佐藤が書いた", "佐藤 一郎"} {
		if !strings.Contains(both, want) {
			t.Errorf("no %s in %s", want, both)
		}
	}
	// Saved on leaving, the same text does not pass for one that had seen the colleague's.
	left := h.send(http.MethodPost, at+"/what", url.Values{"base.what_text": {base}, "what_text": {"佐藤が書いた"}}, "HX-Request", "true")
	if left.has("#what_text-base") || !strings.Contains(left.says("#what_text-live"), "両方を残してあります") {
		t.Errorf("%s", left.body)
	}
	h.goes(h.post(at+"/what", "base.what_text", base, "what_text", "佐藤が書いた", "do", "next"), at+"/what")
	check := h.get(at + "/check")
	if !check.has("#problems") || !strings.Contains(check.says("#problems"), "同じ欄を別の人も直しています") {
		t.Errorf("the summary says nothing of the two texts: %s", main(check.body))
	}
	h.goes(h.get(at+"/send"), at+"/check")
	h.goes(h.post(at+"/send", "key", "x"), at+"/check")
	h.goes(h.get(at), at+"/what")
	second := page.doc().Find("#what_text-both form").Last()
	field := func(name string) string { return second.Find("input[name="+name+"]").AttrOr("value", "") }
	h.goes(h.post(at+"/choose", "key", field("key"), "field", field("field"), "seq", field("seq")), at+"/what")
	if got := h.get(at+"/what").value("#what_text", "value"); got != "佐藤が書いた" {
		t.Errorf("chosen was %q", got)
	}
	h.goes(h.post(at+"/choose", "key", "late", "field", "what_text", "seq", "1"), at+"/what")
	if bad := h.post(at+"/choose", "key", "x", "field", "nothing", "seq", "y"); bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a choice that says nothing: %d", bad.status)
	}
}

func TestTheFutureIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	base := h.get(at+"/when?then=check").value("#aware_at-base", "value")
	h.goes(h.post(at+"/when", "then", "check", "base.aware_at", base, "aware_at", "2026-11-25 10:15", "do", "next"), at+"/check")
	page := h.get(at + "/check")
	if !strings.Contains(page.says("fieldset"), "これから先の日時です(令和8年11月25日(水) 10:15)") {
		t.Errorf("%s", main(page.body))
	}
	h.goes(h.get(at+"/send"), at+"/check")
	h.goes(h.post(at+"/send", "key", "k1"), at+"/check")
	if a := h.post(at+"/check", "do", "next"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says("#problems"), "正しければ印を付けてください") {
		t.Errorf("%d %s", a.status, main(a.body))
	}
	a := h.post(at+"/check", "do", "next", "confirm", page.value("input[name=confirm]", "value"), "confirm", "invented")
	h.goes(a, at+"/send?confirm=aware_at%3Aask.future")
	send := h.get(a.to())
	if sent := h.post(at+"/send", "key", send.value("input[name=key]", "value"), "confirm", send.value("input[name=confirm]", "value")); !strings.HasPrefix(sent.to(), "/reporting/reports/") {
		t.Errorf("%d %s", sent.status, sent.to())
	}
}

// What the law has no answer for is said on the summary, not after the last button.
func TestBeforeTheLawAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.open()
	check := h.get(at + "/check")
	if n := check.doc().Find("#problems li").Length(); n != 4 || !strings.Contains(check.value("#problems li a", "href"), "/what?then=check#what_kind") {
		t.Errorf("%d places: %s", n, main(check.body))
	}
	if a := h.post(at+"/check", "do", "next"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty draft went on: %d", a.status)
	}
	at = h.fill()
	h.post(at+"/when", "base.aware_at", "1", "aware_at", "2199-01-01 00:00", "do", "save")
	if check := h.get(at + "/check"); !strings.Contains(check.says("#problems"), "認知した日時") {
		t.Errorf("%s", main(check.body))
	}
	h.goes(h.get(at+"/send"), at+"/check")
}

func TestForeignAndAbsentAreOneAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	report := h.sent()
	none := strings.NewReplacer("D-R8", "D-R9").Replace(at)
	cut := func(a answer) string { return main(a.body) }
	for _, as := range []string{"other-operator-filer", "operator-site-filer"} {
		h.as = as
		for _, path := range []string{"", "/what", "/check", "/send", "/nothing"} {
			mine, absent := h.get(at+path), h.get(none+path)
			if mine.status != http.StatusNotFound || absent.status != http.StatusNotFound || cut(mine) != cut(absent) {
				t.Errorf("%s %s: %d, %d", as, path, mine.status, absent.status)
			}
		}
		for _, path := range []string{"/what", "/choose", "/check", "/send"} {
			mine, absent := h.post(at+path, "key", "k", "base.what_text", "0", "what_text", "x"), h.post(none+path, "key", "k", "base.what_text", "0", "what_text", "x")
			if mine.status != http.StatusNotFound || absent.status != http.StatusNotFound || cut(mine) != cut(absent) {
				t.Errorf("%s POST %s: %d, %d", as, path, mine.status, absent.status)
			}
		}
		for _, path := range []string{"", "/receipt/proof", "/receipt/provisional", "/requests/Q-R8-2222-2222-2"} {
			if a := h.get(report + path); a.status != http.StatusNotFound {
				t.Errorf("%s %s: %d", as, report+path, a.status)
			}
		}
	}
	for _, as := range []string{"ministry-officer", "cabinet-analyst", "platform-admin", "friend", "maintainer"} {
		h.as = as
		for _, path := range []string{"/operator/home", "/reporting/prompt", "/reporting/reports", at, at + "/check", report, report + "/receipt/proof"} {
			if a := h.get(path); a.status != http.StatusNotFound {
				t.Errorf("%s %s: %d", as, path, a.status)
			}
		}
	}
	h.as = "operator-viewer"
	if a := h.get("/reporting/prompt"); a.status != http.StatusNotFound {
		t.Errorf("a viewer may not write: %d", a.status)
	}
}
