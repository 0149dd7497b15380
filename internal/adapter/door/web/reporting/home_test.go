package reporting_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

func TestHomeBeforeAndAfter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	empty := h.get("/operator/home")
	if got := empty.says("h2"); got != "今すぐ今週中期限カレンダー最近の動き" {
		t.Errorf("the order is %s", got)
	}
	for _, want := range []string{"いま対応が必要なものはありません", "「インシデントを報告する」を押してください", "今週中に期限が来るものはありません", "待っている期限はありません", "まだ報告はありません"} {
		if !strings.Contains(empty.says("main"), want) {
			t.Errorf("no %s", want)
		}
	}
	at := h.sent()
	draft := h.open()
	q := asked(h, number(h, at), request.Fix, law.Day{})
	later := asked(h, number(h, at), request.Enquiry, law.MustDay("2026-11-27"))
	page := h.get("/operator/home")
	now, week := page.says("section:has(#now)"), page.says("section:has(#week)")
	for _, want := range []string{"速報の下書き", string(number(h, draft)), "担当 あなた", "続きを書く", "補正のお願い", string(q), "回答する", "担当 山﨑 さくら"} {
		if !strings.Contains(now, want) {
			t.Errorf("no %s in 今すぐ: %s", want, now)
		}
	}
	if !strings.Contains(week, string(later)) || !strings.Contains(week, "期限 令和8年11月27日(金)") || strings.Contains(now, string(later)) {
		t.Errorf("今週中: %s", week)
	}
	if got := page.says("section:has(#calendar)"); !strings.Contains(got, "詳報の提出") || !strings.Contains(got, "あと30日") || !strings.Contains(got, "令和8年12月23日(水)") {
		t.Errorf("期限カレンダー: %s", got)
	}
	if got := page.says("section:has(#recent)"); !strings.Contains(got, "補正のお願い") || !strings.Contains(got, string(number(h, at))) {
		t.Errorf("最近の動き: %s", got)
	}
	if page.value("#now ~ ul .todo-button a", "href") != draft {
		t.Error("the draft cannot be gone on with")
	}
	lines, buttons := page.doc().Find(".todo > li").Length(), page.doc().Find(".todo > li .button").Length()
	if lines != buttons || lines < 5 {
		t.Errorf("%d lines and %d buttons", lines, buttons)
	}
	h.as = "operator-admin"
	if admin := h.get("/operator/home"); strings.Contains(admin.body, "速報の下書き") || strings.Contains(admin.body, "回答する") {
		t.Errorf("an administrator is offered what is not theirs: %s", main(admin.body))
	}
	h.as, h.in = "operator-filer", "en"
	if en := h.get("/operator/home"); !strings.Contains(en.says("h2"), "NowThis weekCalendar of due datesRecent") {
		t.Errorf("English: %s", en.says("h2"))
	}
}

// No page takes more than eight statements, with the keys of the organisations at hand.
func TestStatements(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at, draft := h.sent(), h.fill()
	asked(h, number(h, at), request.Fix, law.Day{})
	look(h, "ministry-officer", number(h, at))
	h.as = "operator-approver"
	for range 2 {
		for _, path := range []string{"/operator/home", "/reporting/prompt", draft, draft + "/what", draft + "/check", draft + "/send", "/reporting/reports", at} {
			before := h.statements.Load()
			if a := h.get(path); a.status >= 400 {
				t.Fatalf("%s: %d", path, a.status)
			}
			if n := h.statements.Load() - before; n > 8 || n == 0 {
				t.Errorf("%s: %d statements", path, n)
			}
		}
	}
}
