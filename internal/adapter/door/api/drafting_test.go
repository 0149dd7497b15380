package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Two colleagues write at once: both texts are kept, one is chosen, the draft is sent once.
func TestTwoColleaguesOnOneDraft(t *testing.T) { both(t, twoColleaguesOnOneDraft) }

func twoColleaguesOnOneDraft(t *testing.T, h *house) {
	opened := h.do("operator-filer", "POST", "drafts", `{"form":"report.prompt"}`)
	n := opened.text(t, "number_ascii")
	if opened.status != 201 || !strings.Contains(opened.body, "03-0000-2002") || opened.header.Get("Location") != "/api/v1/drafts/"+n {
		t.Fatalf("%d %s", opened.status, opened.body)
	}
	save := func(as, body string) reply {
		t.Helper()
		r := h.do(as, "PATCH", "drafts/"+n, body, "Idempotency-Key", "")
		if r.status != 200 {
			t.Fatalf("%d %s", r.status, r.body)
		}
		return r
	}
	save("operator-filer", `{"answers":{"what_kind":{"value":["access"]},"aware_at":{"value":"きのうの夜"},"impact":{"value":null}}}`)
	soft := save("operator-filer", `{"answers":{"aware_at":{"value":"ゆうべ","base":1}}}`)
	if !strings.Contains(soft.body, `"path":"answers.aware_at","code":"fault.form.moment"`) || !strings.Contains(soft.body, "ゆうべ") {
		t.Errorf("what cannot be read is not kept and told: %s", soft.body)
	}
	save("operator-filer", `{"answers":{"aware_at":{"value":"2026-11-23 08:15","base":2},"which":{"value":"北の端末","base":0}}}`)
	both := save("operator-approver", `{"answers":{"which":{"value":"南の端末","base":0}}}`)
	if !strings.Contains(both.body, "北の端末") || !strings.Contains(both.body, "南の端末") {
		t.Fatalf("a text is gone: %s", both.body)
	}
	if r := h.do("operator-filer", "POST", "drafts/"+n+"/send", ""); r.status != 409 || !strings.Contains(r.body, `"path":"which","code":"fault.draft.beside"`) {
		t.Errorf("sent with two texts: %d %s", r.status, r.body)
	}
	if r := h.do("operator-filer", "POST", "drafts/"+n+"/choose", `{"field":"which","seq":9}`); r.status != 409 {
		t.Errorf("chose what is not there: %d %s", r.status, r.body)
	}
	if r := h.do("operator-filer", "POST", "drafts/"+n+"/choose", `{"field":"which","seq":2}`); r.status != 200 || strings.Contains(r.body, "北の端末") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := h.do("operator-approver", "GET", "drafts", ""); !strings.Contains(r.body, n) {
		t.Errorf("a colleague does not find it: %s", r.body)
	}
	sent := h.do("operator-filer", "POST", "drafts/"+n+"/send", "", "Idempotency-Key", "send")
	if sent.status != 201 || !strings.Contains(sent.body, "南の端末") || !strings.Contains(sent.body, `"impact":null`) {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	if again := h.do("operator-filer", "POST", "drafts/"+n+"/send", "", "Idempotency-Key", "send"); again.body != sent.body {
		t.Errorf("a second press: %d %s", again.status, again.body)
	}
	if r := h.do("operator-approver", "POST", "drafts/"+n+"/send", ""); r.status != 409 || !strings.Contains(r.body, "fault.draft.closed") {
		t.Errorf("sent twice: %d %s", r.status, r.body)
	}
	if r := h.do("operator-filer", "PATCH", "drafts/"+n, `{"answers":{"which":{"value":"あとから"}}}`); r.status != 409 {
		t.Errorf("changed after sending: %d %s", r.status, r.body)
	}
	other := h.do("operator-filer", "POST", "drafts", "").text(t, "number_ascii")
	if r := h.do("operator-filer", "POST", "drafts/"+other+"/send", "", "Idempotency-Key", "send"); r.status != 409 || !strings.Contains(r.body, "fault.key.reused") {
		t.Errorf("the same key for another draft: %d %s", r.status, r.body)
	}
}

// Many presses at once are one report, and each press has the same answer.
func TestManyPressesAtOnce(t *testing.T) { both(t, manyPressesAtOnce) }

func manyPressesAtOnce(t *testing.T, h *house) {
	bodies := make([]string, 16)
	var wg sync.WaitGroup
	for i := range bodies {
		wg.Go(func() {
			r := h.send("operator-filer", "POST", "reports/prompt", good, "Idempotency-Key", "at once")
			bodies[i] = fmt.Sprint(r.status, r.body)
		})
	}
	wg.Wait()
	for _, b := range bodies {
		if b != bodies[0] || !strings.HasPrefix(b, "201") {
			t.Errorf("%s\nthe first:\n%s", b, bodies[0])
		}
	}
}

// Pages of both lists join without gap or repetition.
func TestPages(t *testing.T) { both(t, pages) }

func pages(t *testing.T, h *house) {
	var want []string
	for range 7 {
		want = append([]string{h.filed()}, want...)
	}
	for _, as := range []string{"operator-filer", "ministry-officer", "cabinet-analyst"} {
		var got []string
		next, pages := "", 0
		for pages < 10 {
			pages++
			r := h.do(as, "GET", "reports?limit=3&cursor="+url.QueryEscape(next), "")
			for _, l := range r.json(t)["reports"].([]any) {
				got = append(got, l.(map[string]any)["number_ascii"].(string))
			}
			if next = r.text(t, "next"); next == "" {
				break
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") || pages != 3 {
			t.Errorf("%s: %d pages\n%v\nwant\n%v", as, pages, got, want)
		}
	}
}

// Opening is shown to the owner by office and time; listing is not an opening.
func TestOpeningIsShown(t *testing.T) { both(t, openingIsShown) }

func openingIsShown(t *testing.T, h *house) {
	n := h.filed()
	h.do("ministry-officer", "GET", "reports", "")
	if r := h.do("operator-filer", "GET", "reports/"+n, ""); strings.Contains(r.body, `"seen"`) {
		t.Errorf("a list counts as an opening: %s", r.body)
	}
	h.do("ministry-officer", "GET", "reports/"+n, "")
	h.do("ministry-supervisor", "GET", "reports/"+n, "")
	r := h.do("operator-filer", "GET", "reports/"+n, "")
	seen, _ := r.json(t)["seen"].([]any)
	if len(seen) != 1 || seen[0].(map[string]any)["times"] != 2.0 || strings.Contains(r.body, "髙木") {
		t.Errorf("%v\n%s", seen, r.body)
	}
}
