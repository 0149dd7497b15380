package reporting_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// pressed presses the button that begins a procedure on the page of a filing.
func (h *house) pressed(n ident.Number, of string) answer {
	h.t.Helper()
	at := "/reporting/reports/" + n.ASCII()
	return h.post(at+"/follow", "key", h.get(at).value("form[action$='/follow'] input[name=key]", "value"), "procedure", of)
}

// withdrawn presses, fills in and sends a withdrawal, and returns the address of what arrived.
func (h *house) withdrawn(n ident.Number) string {
	h.t.Helper()
	a := h.pressed(n, "asset.withdraw")
	at, ok := strings.CutSuffix(a.to(), "/ground")
	if a.status != http.StatusSeeOther || !ok {
		h.t.Fatalf("%d %s", a.status, a.to())
	}
	page := h.get(a.to())
	h.post(a.to(), "do", "next", "cause", "mistake", "reason", "別の事業の設備でした", "base.cause", page.value("#cause-base", "value"), "base.reason", page.value("#reason-base", "value"))
	if said := page.says("main .notice"); !strings.Contains(said, "取り下げる届出") || !strings.Contains(said, string(n)) {
		h.t.Errorf("what will be withdrawn is told as %s", said)
	}
	if check := h.get(at + "/check"); check.has("#problems") || check.has("section[aria-labelledby=changes]") {
		h.t.Fatalf("before sending it says %s", check.says("main"))
	}
	sent := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value"))
	if !strings.HasPrefix(sent.to(), "/reporting/reports/N-") {
		h.t.Fatalf("%d %s %s", sent.status, sent.to(), main(sent.body))
	}
	return sent.to()
}

// A 届出 is withdrawn from its page; state, day and the way between the two stand on both, and every further press says why it is refused.
func TestANotificationIsWithdrawnFromItsPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f, err := h.notify("asset.new", notified("electricity", 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Ask.Do(t.Context(), h.Scope("ministry-officer"), h.Key("ministry-officer", "fix"), asking.Question{Filing: f.Number, Kind: request.Fix, Text: "製品名を確かめてください"}); err != nil {
		t.Fatal(err)
	}
	at := "/reporting/reports/" + f.Number.ASCII()
	key := h.get(at).value("form[action$='/follow'] input[name=key]", "value")
	change := h.pressed(f.Number, "asset.change")
	draft := strings.TrimSuffix(change.to(), "/about")
	fix := h.post(at+"/correct", "key", h.get(at).value("form[action$='/correct'] input[name=key]", "value"))
	by := h.withdrawn(f.Number)

	page := h.get(at)
	said := page.says("main")
	for _, want := range []string{"取下げ", "到達した記録は残りますが", "取下げの届出 届-", "届出が取り下げられたため、終わりました", "補正のお願いの終了"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page lacks %q: %s", want, said)
		}
	}
	if !page.has(`main .notice a[href="`+by+`"]`) || page.has("form[action$='/follow']") || page.has("form[action$='/correct']") || page.has("a[href*='/requests/']") {
		t.Errorf("what was withdrawn is still offered for something: %s", main(page.body))
	}
	other := h.get(by)
	if said := other.says("main"); !strings.Contains(said, "届出を取り下げる届出です") || !strings.Contains(said, "別の事業の設備でした") || !other.has(`main .notice a[href="`+at+`"]`) || other.has("form[action$='/follow']") {
		t.Errorf("the withdrawal says %s", said)
	}
	for path, body := range map[string][]string{at + "/follow": {"procedure", "asset.change"}, at + "/follow?": {"procedure", "asset.withdraw"}, at + "/correct": nil} {
		a := h.post(path, append([]string{"key", key + path[len(path)-1:]}, body...)...)
		if a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", path, a.status)
		}
		if said := h.get(a.to()).says("[role=alert]"); !strings.Contains(said, "取り下げられた届出("+string(f.Number)+")です") || !strings.Contains(said, "新しく届け出てください") {
			t.Errorf("%s: %s", path, said)
		}
	}

	h.stopped(f.Number, draft, fix.to())
	list := h.get("/operator/notification")
	if said := list.says("section[aria-labelledby=filings] tbody"); !strings.Contains(said, "届出の取下げ") || !strings.Contains(said, "取下げ") {
		t.Errorf("the list says %s", said)
	}
	if said := list.says("section[aria-labelledby=change]"); strings.Contains(said, string(f.Number)) {
		t.Errorf("a change of it is offered: %s", said)
	}
	h.in = "en"
	if said := h.get(at).says("main"); !strings.Contains(said, "Withdrawn on") {
		t.Errorf("in English: %s", said)
	}
}

// stopped sees to it that drafts of what was withdrawn say so wherever they are opened or sent, and keep what stands in them.
func (h *house) stopped(n ident.Number, draft, fix string) {
	h.t.Helper()
	for _, open := range []string{draft + "/about", draft + "/check", fix} {
		if said := h.get(open).says("main .notice"); !strings.Contains(said, "この下書きは、提出できません") || !strings.Contains(said, string(n)) || !strings.Contains(said, "この下書きに残っています") {
			h.t.Errorf("%s: %s", open, said)
		}
	}
	if check := h.get(draft + "/check"); check.has("button[value=next]") {
		h.t.Error("it is offered to be sent")
	}
	if a := h.post(draft+"/check", "do", "next"); a.status != http.StatusUnprocessableEntity {
		h.t.Errorf("it goes on: %d %s", a.status, a.to())
	}
	if a := h.get(draft + "/send"); a.to() != draft+"/check" {
		h.t.Errorf("the last page: %d %s", a.status, a.to())
	}
	if a := h.post(draft+"/send", "key", "0123456789abcdef-late"); a.to() != draft+"/check" {
		h.t.Errorf("sent: %d %s", a.status, a.to())
	}
	if _, rows := h.drafted(draft); len(rows) != 1 {
		h.t.Errorf("%d rows are left", len(rows))
	}
}

// On what another came after it stands why it cannot be withdrawn, with the one that can.
func TestOnlyTheLastIsOfferedToBeWithdrawn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f, err := h.notify("asset.new", notified("electricity", 2))
	if err != nil {
		t.Fatal(err)
	}
	a := h.pressed(f.Number, "asset.change")
	draft := strings.TrimSuffix(a.to(), "/about")
	n, rows := h.drafted(draft)
	rows[1] = rows[1].With(form.Values{"change": said("ended"), "changed_on": said("R8.11.20")})
	h.rows(n, rows)
	change := h.post(draft+"/send", "key", h.get(draft+"/send").value("input[name=key]", "value")).to()
	last := number(h, change)
	at := "/reporting/reports/" + f.Number.ASCII()
	if page := h.get(at); page.has("input[name=procedure][value='asset.withdraw']") || !strings.Contains(page.says("section[aria-labelledby=further]"), "先に "+string(last)+" を取り下げてください") {
		t.Errorf("the first is offered: %s", page.says("main"))
	}
	if said := h.get(h.pressed(f.Number, "asset.withdraw").to()).says("[role=alert]"); !strings.Contains(said, string(last)) {
		t.Errorf("pressed nevertheless: %s", said)
	}
	begun := strings.TrimSuffix(h.pressed(f.Number, "asset.change").to(), "/about") // of the whole as it stands with the change
	h.withdrawn(last)
	if page := h.get(at); !page.has("input[name=procedure][value='asset.withdraw']") || strings.Contains(page.says("section[aria-labelledby=further]"), "先に") || !strings.Contains(page.says("section[aria-labelledby=case]"), "変更の届出(取下げ)") {
		t.Errorf("the one before stands again: %s", page.says("main"))
	}
	if said := h.get(begun + "/check").says("main .notice"); !strings.Contains(said, "この下書きを始めたあとに、取下げがありました") {
		t.Errorf("a draft that began with what was withdrawn says %s", said)
	}
}
