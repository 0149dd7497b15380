package api_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/domain/ledger"
)

// The life of one report, as programs see it: sent, found by both offices, opened, asked, answered, proved.
func TestWalk(t *testing.T) { both(t, walk) }

func walk(t *testing.T, h *house) {
	var b strings.Builder
	step := func(as, method, path, body string, want int) reply {
		t.Helper()
		r := h.do(as, method, path, body)
		b.WriteString("-- " + as + " " + method + " " + path + " --\n" + body)
		if body != "" {
			b.WriteString("\n")
		}
		b.WriteString("-- " + http.StatusText(r.status) + " --\n" + tidy(t, r))
		if r.status != want {
			t.Fatalf("%s %s: %d, want %d\n%s", method, path, r.status, want, r.body)
		}
		return r
	}
	step("operator-filer", "GET", "me", "", 200)
	sent := step("operator-filer", "POST", "reports/prompt", good, 201)
	n := sent.text(t, "number_ascii")
	if sent.header.Get("Location") != "/api/v1/reports/"+n {
		t.Errorf("Location: %s", sent.header.Get("Location"))
	}
	pending := step("operator-filer", "GET", "reports/"+n+"/receipt", "", 409)
	if pending.header.Get("Retry-After") == "" || !strings.Contains(pending.header.Get("Link"), "receipt.provisional") {
		t.Errorf("a pending receipt says neither when nor where: %v", pending.header)
	}
	step("operator-filer", "GET", "reports/"+n+"/receipt.provisional", "", 200)
	h.placed()
	step("ministry-officer", "GET", "reports", "", 200)
	step("cabinet-analyst", "GET", "reports?limit=10", "", 200)
	step("ministry-officer", "GET", "reports/"+n, "", 200)
	asked := step("ministry-officer", "POST", "reports/"+n+"/requests", `{"kind":"fix","text":"認知の時刻を確かめてください。","answer_by":"令和8年11月25日","fields":["aware_at"]}`, 201)
	step("ministry-officer", "GET", "reports", "", 200)
	step("operator-filer", "GET", "reports", "", 200)
	step("operator-filer", "POST", "reports/"+n+"/requests/"+asked.text(t, "number_ascii")+"/answer", `{"reply":"8時15分で間違いありません。"}`, 201)
	step("operator-filer", "GET", "reports/"+n, "", 200)
	step("ministry-officer", "GET", "reports/"+n, "", 200)
	golden(t, "walk.txtar", b.String())
}

func TestReceiptsHold(t *testing.T) { both(t, receiptsHold) }

func receiptsHold(t *testing.T, h *house) {
	n := h.filed()
	keys, err := ledger.ParseKeys(h.Keys.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	promise := h.do("operator-filer", "GET", "reports/"+n+"/receipt.provisional", "")
	if _, err := ledger.VerifyProvisional([]byte(promise.body), keys); err != nil {
		t.Errorf("provisional: %v\n%s", err, promise.body)
	}
	h.placed()
	for _, path := range []string{"/receipt", "/receipt.txt"} {
		r := h.do("operator-viewer", "GET", "reports/"+n+path, "")
		if path == "/receipt" { // the viewer's unit does not hold the report
			if r.status != 404 {
				t.Errorf("a viewer of another unit: %d", r.status)
			}
		}
		r = h.do("operator-approver", "GET", "reports/"+n+path, "")
		got, err := ledger.VerifyReceipt([]byte(r.body), keys)
		if err != nil || got.Statement.Number.ASCII() != n {
			t.Errorf("%s: %d %v\n%s", path, r.status, err, r.body)
		}
		if !strings.Contains(r.header.Get("Content-Disposition"), n) {
			t.Errorf("%s: %v", path, r.header)
		}
	}
	if r := h.do("operator-filer", "GET", "reports/"+n, ""); !strings.Contains(r.body, `"state":"final"`) {
		t.Errorf("the report does not tell of its final receipt:\n%s", r.body)
	}
}

// A repeated act is answered again, with another body it is a conflict, and a stranger's same key is their own.
func TestSecondPress(t *testing.T) { both(t, secondPress) }

func secondPress(t *testing.T, h *house) {
	key := []string{"Idempotency-Key", "one press"}
	first := h.do("operator-filer", "POST", "reports/prompt", good, key...)
	spaced := strings.ReplaceAll(good, `","`, `" , "`)
	if !strings.Contains(spaced, `" , "`) {
		t.Fatal("the control is the same body")
	}
	for _, body := range []string{good, spaced} {
		if again := h.do("operator-filer", "POST", "reports/prompt", body, key...); again.status != 201 || again.body != first.body {
			t.Errorf("a second press: %d\n%s\nthe first:\n%s", again.status, again.body, first.body)
		}
	}
	other := strings.Replace(good, "3台", "4台", 1)
	if r := h.do("operator-filer", "POST", "reports/prompt", other, key...); r.status != 409 || !strings.Contains(r.body, "fault.key.reused") {
		t.Errorf("the same key with another body: %d %s", r.status, r.body)
	}
	if r := h.do("other-operator-filer", "POST", "reports/prompt", good, key...); r.status != 201 || r.body == first.body {
		t.Errorf("another organisation's key: %d %s", r.status, r.body)
	}
	if list := h.do("operator-filer", "GET", "reports", "").json(t)["reports"].([]any); len(list) != 1 {
		t.Errorf("%d reports", len(list))
	}
	if r := h.do("operator-filer", "POST", "reports/prompt", good, "Idempotency-Key", ""); r.status != 422 || !strings.Contains(r.body, `"path":"Idempotency-Key"`) {
		t.Errorf("no key: %d %s", r.status, r.body)
	}
}

// An office receives the sections that were released to it: the others leave no trace.
func TestSectionsAreCut(t *testing.T) { both(t, sectionsAreCut) }

func sectionsAreCut(t *testing.T, h *house) {
	h.addOffice("regional-officer", "outline")
	h.addOffice("other-ministry-officer", "computer")
	h.addOffice("supplier-ministry-officer")
	body := `{"what_kind":["malware"],"what_text":"OUTLINE-CANARY","aware_at":"2027-01-05T08:15","which":"COMPUTER-CANARY","impact":"none","callback":"CONTACT-CANARY","confirm":["aware_at:ask.future"]}`
	sent := h.do("operator-filer", "POST", "reports/prompt", body)
	if sent.status != 201 {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	n := sent.text(t, "number_ascii")
	due := sent.json(t)["due"].(map[string]any)["due"].(string)
	traces := map[string][]string{
		"outline": {"OUTLINE-CANARY", "malware", "2027-01-05", due, "ask.future"}, "computer": {"COMPUTER-CANARY"}, "contact": {"CONTACT-CANARY"},
	}
	for as, sections := range map[string]string{
		"operator-filer": "outline computer contact", "ministry-officer": "outline computer contact", "cabinet-analyst": "outline computer contact",
		"regional-officer": "outline", "other-ministry-officer": "computer", "supplier-ministry-officer": "",
	} {
		read, list := h.do(as, "GET", "reports/"+n, ""), h.do(as, "GET", "reports", "")
		if read.status != 200 || list.status != 200 || !strings.Contains(list.body, n) {
			t.Fatalf("%s: %d %s\n%d %s", as, read.status, read.body, list.status, list.body)
		}
		for section, words := range traces {
			for _, word := range words {
				if word == "ask.future" {
					continue // kept for the organisation; no door shows it
				}
				if got, want := strings.Contains(read.body, word), strings.Contains(sections, section); got != want {
					t.Errorf("%s (%s): %q shown in the report: %v", as, sections, word, got)
				}
			}
		}
		if got := strings.Contains(list.body, "OUTLINE-CANARY"); got != (as == "operator-filer") {
			t.Errorf("%s (%s): summary shown in the list: %v", as, sections, got)
		}
		if as != "operator-filer" && (strings.Contains(read.body, "sent_by") || strings.Contains(read.body, `"seen"`) || strings.Contains(read.body, `"receipt"`)) {
			t.Errorf("%s sees what is the owner's:\n%s", as, read.body)
		}
		if as == "regional-officer" && strings.Contains(read.body, "内閣") {
			t.Errorf("%s sees another addressee:\n%s", as, read.body)
		}
	}
	if h.log.Len() == 0 || strings.Contains(h.log.String(), "CANARY") || strings.Contains(h.log.String(), n) {
		t.Errorf("the log holds what was sent, or nothing:\n%.1000s", h.log.String())
	}
}

// A page of the API costs a handful of statements, however long its list (keys of organisations are loaded before).
func TestStatements(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		n := h.filed()
		for range 12 {
			h.filed()
		}
		draft := h.do("operator-filer", "POST", "drafts", "").text(t, "number_ascii")
		for _, as := range []string{"operator-filer", "cabinet-analyst"} {
			for _, path := range []string{"me", "reports", "reports/" + n, "reports/" + n + "/receipt.provisional", "drafts", "drafts/" + draft} {
				h.statements(as, path)
				if n, status := h.statements(as, path); n > 10 || status >= 500 { // a report: itself, who has it, duty, questions, looks, receipt, consent, what is handed in elsewhere
					t.Errorf("%s %s: %d statements, %d", as, path, n, status)
				}
			}
		}
	})
}
