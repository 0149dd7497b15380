package reporting_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

func TestTheReportAndItsReceipt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.sent()
	keys, err := ledger.ParseKeys(h.Keys.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	page := h.get(at)
	if !regexp.MustCompile(`到達日時: 令和8年11月23日\(月\) 09時00分\d\d秒`).MatchString(page.says(".page-head")) || page.says(".page-head .tag") != "提出済み(到達)" {
		t.Errorf("%s", page.says(".page-head"))
	}
	receipt := page.says(".receipt")
	for _, want := range []string{"提出は完了しています(到達:令和8年11月23日(月) 09時00分", "このページを閉じても構いません", "暫定版", "経済産業大臣", "内閣総理大臣(内閣府)"} {
		if !strings.Contains(receipt, want) {
			t.Errorf("no %s in %s", want, receipt)
		}
	}
	if page.value(".receipt", "hx-get") != at+"/receipt" || page.has(`a[href$="/proof"]`) {
		t.Errorf("a pending receipt: %s", receipt)
	}
	if early := h.get(at + "/receipt/proof"); early.status != http.StatusConflict || !strings.Contains(early.says("main"), "数秒後") {
		t.Errorf("the final receipt before there is one: %d", early.status)
	}
	promise := h.get(at + "/receipt/provisional")
	if _, err := ledger.VerifyProvisional([]byte(promise.body), keys); err != nil {
		t.Errorf("%v\n%s", err, promise.body)
	}
	h.placed()
	final := h.get(at+"/receipt", "HX-Request", "true")
	if final.has("[hx-get]") || !strings.Contains(final.says(".receipt"), "確定版") || strings.Contains(final.body, "<html") {
		t.Errorf("%s", final.body)
	}
	h.goes(h.get(at+"/receipt"), at)
	n := number(h, at)
	for file, name := range map[string]string{"proof": n.ASCII() + ".tlog-proof", "text": n.ASCII() + ".txt", "pdf": n.ASCII() + ".pdf"} {
		a := h.get(at + "/receipt/" + file)
		got, err := ledger.VerifyReceipt(paper.Proof([]byte(a.body)), keys)
		if err != nil || got.Statement.Number != n || !strings.Contains(a.header.Get("Content-Disposition"), `"`+name+`"`) {
			t.Errorf("%s: %v %v", file, err, a.header)
		}
	}
	if a := h.get(at + "/receipt/exe"); a.status != http.StatusNotFound {
		t.Errorf("a file that is not: %d", a.status)
	}
	if !h.get(at).has(".print-head") || !strings.Contains(h.get(at).says(".print-head"), string(n)) {
		t.Error("printed, the report does not say its number")
	}
}

// look opens the report as somebody else, as their own page does.
func look(h *house, as string, n ident.Number) {
	h.t.Helper()
	type tx interface {
		Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	}
	err := store.Look[tx](h.DB)(h.t.Context(), h.Scope(as), "open", func(tx tx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, access.Permission{Action: access.Read, Object: access.Report})
		return []ident.Object{ident.Object(f.ID)}, err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestWhoOpenedItIsShownByOffice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.sent()
	if got := h.get(at).says("#offices + ul"); strings.Count(got, "まだ開かれていません") != 2 {
		t.Errorf("unopened: %s", got)
	}
	look(h, "ministry-officer", number(h, at))
	look(h, "ministry-officer", number(h, at))
	page := h.get(at)
	got := page.says("#offices + ul")
	if strings.Count(got, "まだ開かれていません") != 1 || !strings.Contains(got, "電力・ガス保安担当室令和8年11月23日(月) 09:00 に開封、最後は") || !strings.Contains(got, "(計2回)") {
		t.Errorf("opened: %s", got)
	}
	if strings.Contains(page.body, "髙木") {
		t.Error("an operator reads the name of an officer")
	}
	if !strings.Contains(page.says(".timeline"), "開封 電力・ガス保安担当室") {
		t.Errorf("%s", page.says(".timeline"))
	}
}

// asked puts a question to a report and returns its number.
func asked(h *house, n ident.Number, kind request.Kind, by law.Day) ident.Number {
	h.t.Helper()
	s := h.Scope("ministry-officer")
	id, err := h.Ask.Do(h.t.Context(), s, h.Key("ministry-officer", string(n)+string(kind)), asking.Question{Filing: n, Kind: kind, Text: "何台ですか。\n<b>場所</b>も教えてください。", AnswerBy: by, Fields: []string{"which"}})
	if err != nil {
		h.t.Fatal(err)
	}
	f, _, err := filingOf(h.t.Context(), h, n)
	if err != nil {
		h.t.Fatal(err)
	}
	r, err := h.Request(h.t.Context(), s, f.ID, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return r.Number
}

func filingOf(ctx context.Context, h *house, n ident.Number) (f filing.Filing, c filing.Content, err error) {
	type tx interface {
		Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	}
	err = store.Read[tx](h.DB)(ctx, h.Scope("operator-filer"), func(tx tx) error {
		f, c, err = tx.Filing(n, access.Permission{Action: access.Read, Object: access.Report})
		return err
	})
	return f, c, err
}

func TestAnswering(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.sent()
	q := asked(h, number(h, at), request.Fix, law.MustDay("2026-11-24"))
	page := h.get(at)
	card := page.says(".card-now")
	for _, want := range []string{"補正のお願い", string(q), "電力・ガス保安担当室", "<b>場所</b>", "システム・機器", "回答の希望日 令和8年11月24日(火)"} {
		if !strings.Contains(card, want) {
			t.Errorf("no %s in %s", want, card)
		}
	}
	if !strings.Contains(page.says(".page-head"), "最初の到達日時はそのまま記録に残ります") {
		t.Errorf("%s", page.says(".page-head"))
	}
	to := at + "/requests/" + q.ASCII()
	if page.value(".card-now .button", "href") != to {
		t.Errorf("the button leads to %s", page.value(".card-now .button", "href"))
	}
	if first := h.get(to); first.says("main form button") != "確認へ進む" {
		t.Errorf("%s", main(first.body))
	}
	for typed, want := range map[string]string{"": "記入してください", "a\x00": "NUL", strings.Repeat("あ", 4001): "4000文字まで"} {
		if a := h.post(to, "reply", typed, "do", "check"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says("#reply-error"), want) {
			t.Errorf("%.10q: %d", typed, a.status)
		}
	}
	check := h.post(to, "reply", "3台です。\r\n北部です。", "do", "check")
	if check.status != http.StatusOK || !strings.Contains(check.says("main"), "3台です。") || check.doc().Find("main form").Length() != 2 {
		t.Errorf("%d %s", check.status, main(check.body))
	}
	if got := h.get(at).says(".card-now"); !strings.Contains(got, "補正のお願い") {
		t.Error("looking the answer over sent it")
	}
	if edit := h.post(to, "reply", check.value("input[name=reply]", "value"), "do", "edit"); edit.doc().Find("#reply").Text() != "3台です。\n北部です。" {
		t.Errorf("changing it: %s", main(edit.body))
	}
	key := check.value("input[name=key]", "value")
	done := at + "?from=answer#" + q.ASCII()
	h.goes(h.post(to+"/send", "key", key, "reply", "3台です。\r\n北部です。"), done)
	h.goes(h.post(to+"/send", "key", key, "reply", "3台です。\r\n北部です。"), done)
	other := at + "?from=answered#" + q.ASCII()
	h.goes(h.post(to+"/send", "key", "another", "reply", "4台です。"), other)
	h.goes(h.get(to), other)
	h.goes(h.post(to, "reply", "x", "do", "check"), other)
	page = h.get(at + "?from=answer")
	if got := page.says("#" + q.ASCII()); !strings.Contains(got, "3台です。 北部です。") || !strings.Contains(got, "山﨑 さくら") {
		t.Errorf("%s", got)
	}
	if page.says(".page-head .tag") != "補正済み" || !strings.Contains(page.says(".notice"), "回答を送りました") {
		t.Errorf("%s", page.says(".page-head"))
	}
	h.as = "operator-admin"
	q2 := asked(h, number(h, at), request.Enquiry, law.Day{})
	if got := h.get(at).says(".card-now"); !strings.Contains(got, "回答は、報告担当か承認者が送れます") || !strings.Contains(got, string(q2)) {
		t.Errorf("%s", got)
	}
}

func TestTheListAndItsPages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if empty := h.get("/reporting/reports"); !strings.Contains(empty.says(".empty"), "まだ報告はありません") || !empty.has(`.empty a[href="/reporting/prompt"]`) {
		t.Errorf("%s", main(empty.body))
	}
	for range 21 {
		h.sent()
	}
	first := h.get("/reporting/reports")
	older := first.value("a[rel=next]", "href")
	second := h.get(older)
	if first.doc().Find("tbody tr").Length() != 20 || second.doc().Find("tbody tr").Length() != 1 || second.has("a[rel=next]") || !second.has(`.pages a[href="/reporting/reports"]`) {
		t.Errorf("%d and %d", first.doc().Find("tbody tr").Length(), second.doc().Find("tbody tr").Length())
	}
	for _, odd := range []string{"x", "-1", "0", "9223372036854775808", "1.%00", "1.%ff", strings.Repeat("9", 5000)} {
		if a := h.get("/reporting/reports?before=" + odd); a.status != http.StatusOK {
			t.Errorf("before=%.20s: %d", odd, a.status)
		}
	}
}
