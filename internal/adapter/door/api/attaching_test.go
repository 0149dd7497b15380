package api_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// Files go in as bytes, once under a key, and come out to whoever received their section.
func TestFilesThroughTheAPI(t *testing.T) { both(t, filesThroughTheAPI) }

type filesAnswer struct {
	Files []struct{ ID, Name, SHA256, Section string }
}

func filesOf(t *testing.T, r reply) (a filesAnswer) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), &a); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return a
}

func filesThroughTheAPI(t *testing.T, h *house) {
	n := h.do("operator-filer", "POST", "drafts", `{"form":"report.prompt"}`).text(t, "number_ascii")
	at := "drafts/" + n + "/files"
	put := func(as, name, query, body, key string) reply {
		t.Helper()
		return h.do(as, "POST", at+"?name="+url.QueryEscape(name)+query, body, "Idempotency-Key", key, "Content-Type", "application/octet-stream")
	}
	first := put("operator-filer", "記録 𠮷.log", "&section=outline", "line one\n", "one")
	if first.status != 201 || !strings.Contains(first.body, "31f21b1dae81d3f32f40e38134bc688e6f7df4f08dde1d7d2cda3c4b59104e1c") {
		t.Fatalf("%d %s", first.status, first.body)
	}
	if again := put("operator-filer", "記録 𠮷.log", "&section=outline", "line one\n", "one"); again.status != 201 || again.body != first.body {
		t.Errorf("sent again: %d %s", again.status, again.body)
	}
	for _, c := range []struct {
		name, query, body, key, as string
		status                     int
		code                       string
	}{
		{"記録 𠮷.log", "", "other", "one", "operator-filer", 409, ""},
		{"記録 𠮷.log", "", "other", "two", "operator-filer", 422, "fault.attachment.named"},
		{"", "", "x", "three", "operator-filer", 422, "fault.attachment.name"},
		{"a\x00b", "", "x", "four", "operator-filer", 422, "fault.text.nul"},
		{"empty", "", "", "five", "operator-filer", 422, "fault.attachment.empty"},
		{"x", "&section=nowhere", "x", "six", "operator-filer", 422, "fault.form.option"},
		{"x", "", "x", "", "operator-filer", 422, "fault.key.missing"},
		{"large", "", strings.Repeat("x", 20<<20+1), "seven", "operator-filer", 413, "fault.attachment.size"},
		{"x", "", "x", "eight", "other-operator-filer", 404, ""},
		{"x", "", "x", "nine", "ministry-officer", 404, ""},
	} {
		if r := put(c.as, c.name, c.query, c.body, c.key); r.status != c.status || !strings.Contains(r.body, c.code) {
			t.Errorf("%q as %s: %d %s", c.name, c.as, r.status, r.body)
		}
	}
	whole := filesOf(t, put("operator-filer", "全体.bin", "&malware=true", "MZ evil", "ten"))
	id := whole.Files[1].ID
	for _, press := range []string{"/remove", "/remove", "/back", "/back"} {
		want := map[string]int{"/remove": 1, "/back": 2}[press]
		if r := h.do("operator-filer", "POST", at+"/"+id+press, ""); r.status != 200 || len(filesOf(t, r).Files) != want {
			t.Errorf("%s: %d %s", press, r.status, r.body)
		}
	}
	if r := h.do("operator-filer", "GET", at+"/"+whole.Files[0].ID, ""); r.body != "line one\n" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("the bytes of the draft's file: %d %s", r.status, r.body)
	}
	h.do("operator-filer", "PATCH", "drafts/"+n, `{"answers":{"what_kind":{"value":["access"]},"aware_at":{"value":"2026-11-23 08:15"},"which":{"value":"端末"},"impact":{"value":null}}}`, "Idempotency-Key", "")
	sent := h.do("operator-filer", "POST", "drafts/"+n+"/send", "")
	report := "reports/" + sent.text(t, "number_ascii")
	for _, as := range []string{"operator-filer", "ministry-officer"} {
		if list := filesOf(t, h.do(as, "GET", report, "")).Files; len(list) != 2 || list[0].Name != "記録 𠮷.log" {
			t.Errorf("%s: %+v", as, list)
		}
		if r := h.do(as, "GET", report+"/files/"+whole.Files[0].ID, ""); r.status != 200 || r.body != "line one\n" || !strings.Contains(r.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d %s", as, r.status, r.body)
		}
		if r := h.do(as, "GET", report+"/files/"+id, ""); r.status != 200 || strings.Contains(r.body, "MZ evil") || !strings.HasPrefix(r.body, "PK") {
			t.Errorf("a sample, for %s: %d", as, r.status)
		}
	}
	for _, path := range []string{report + "/files/" + id, report + "/files/nothing"} {
		if r := h.do("other-operator-filer", "GET", path, ""); r.status != 404 {
			t.Errorf("another organisation, %s: %d", path, r.status)
		}
	}
}
