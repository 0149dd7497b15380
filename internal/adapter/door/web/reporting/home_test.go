package reporting_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
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

type issuing interface {
	AddToken(t enrolling.Token, secret string) error
}

// A report that a program sent says so by the name of its token, on the home page and in the report.
func TestAReportOfAProgram(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx, s := t.Context(), h.Scope("operator-filer")
	token, secret, err := enrolling.NewToken(s.At, s.Hat, enrolling.TokenOrder{Label: "監視システム連携", Until: law.DayOf(s.At).Add(30)}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Act[issuing](h.DB)(ctx, access.System("test", s.At), ident.Key{}, func(tx issuing) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: ident.Object(token.ID)}, tx.AddToken(token, secret)
	}); err != nil {
		t.Fatal(err)
	}
	s.Person, s.Token = "", token.ID
	key := ident.Key{Org: s.Org, Actor: s.ID(), Route: "test", Client: "program"}
	id, err := h.File.Do(ctx, s, key, submitting.Prompt(world.Values(h.Clock.Now().Add(-time.Hour), "不審な通信を検知した", "malware")))
	if err != nil {
		t.Fatal(err)
	}
	f, err := h.Report(ctx, h.Scope("operator-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/operator/home": "担当 プログラム「監視システム連携」", "/reporting/reports/" + f.Number.ASCII(): "プログラム「監視システム連携」"} {
		if page := h.get(path); !strings.Contains(page.says("main"), want) || strings.Contains(page.body, string(token.ID)) {
			t.Errorf("%s: no %s, or the id of the token: %s", path, want, page.says("main"))
		}
	}
}

// No page takes more than fourteen statements, a report ten (eight of its own, the look and the receipt), with the keys of the organisations at hand.
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
			most := int64(14)
			if path == at {
				most = 10
			}
			if n := h.statements.Load() - before; n > most || n == 0 {
				t.Errorf("%s: %d statements", path, n)
			}
		}
	}
}
