package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// with replaces one member of a good report.
func with(t testing.TB, field string, raw string) string {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(good), &m); err != nil {
		t.Fatal(err)
	}
	m[field] = json.RawMessage(raw)
	var parts []string
	for k, v := range m { // by hand: some of what is sent could not be marshalled
		parts = append(parts, fmt.Sprintf("%q:%s", k, v))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// Whatever is sent, the answer is 4xx and names the place; nothing is filed.
func TestHostileReports(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mega := strings.Repeat("あ", 350_000) // 1 MB
	for _, c := range []struct {
		name, body string
		status     int
		path, code string
	}{
		{"1 MB in a field", with(t, "which", `"`+mega+`"`), 422, "which", "fault.text.long"},
		{"1 MB in two fields", strings.Replace(with(t, "which", `"`+mega+`"`), `"callback":`, `"callback":"`+mega+`","x":`, 1), 422, "callback", "fault.text.long"},
		{"1 MB in no field", `{"what":"` + mega + `"}`, 413, "", "fault.body.large"},
		{"5 MB", with(t, "which", `"`+strings.Repeat("x", 5<<20)+`"`), 413, "", "fault.body.large"},
		{"a little too long", with(t, "which", `"`+strings.Repeat("𠮷", 2001)+`"`), 422, "which", "fault.text.long"},
		{"NUL", with(t, "which", `"端末\u0000"`), 422, "which", "fault.text.nul"},
		{"bidi", with(t, "which", `"端末\u202e3台"`), 422, "which", "fault.text.bidi"},
		{"bidi isolate", with(t, "callback", "\"\u2066x\""), 422, "callback", "fault.text.bidi"},
		{"noncharacter", with(t, "which", `"\ufffe"`), 422, "which", "fault.text.control"},
		{"escape", with(t, "what_text", `"\u001b[31m"`), 422, "what_text", "fault.text.control"},
		{"lone high surrogate", with(t, "which", `"\ud83d"`), 422, "", "fault.json.surrogate"},
		{"lone low surrogate", with(t, "which", `"\ude00x"`), 422, "", "fault.json.surrogate"},
		{"surrogate in a name", strings.Replace(good, `"which"`, `"\ud800"`, 1), 422, "", "fault.json.surrogate"},
		{"not UTF-8", with(t, "which", "\"\xff\xfe\""), 422, "", "fault.json.encoding"},
		{"duplicate name", strings.Replace(good, `"impact":null`, `"impact":null,"impact":"none"`, 1), 422, "impact", "fault.json.duplicate"},
		{"duplicate name, escaped", strings.Replace(good, `"impact":null`, `"impact":null,"\u0069mpact":"none"`, 1), 422, "impact", "fault.json.duplicate"},
		{"unknown name", strings.Replace(good, `"impact"`, `"Impact":1,"impact"`, 1), 422, "Impact", "fault.form.field"},
		{"deep", with(t, "which", strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)), 422, "", "fault.json.depth"},
		{"unbalanced", strings.Repeat("]", 1000), 422, "", "fault.json.object"},
		{"trailing", good + "{}", 422, "", "fault.json.trailing"},
		{"cut off", strings.TrimSuffix(good, `山﨑 03-0000-0000"}`), 422, "callback", "fault.json.syntax"},
		{"empty", "", 422, "", "fault.json.object"},
		{"a list", "[]", 422, "", "fault.json.object"},
		{"null", "null", 422, "", "fault.json.object"},
		{"a number", "1e999999", 422, "", "fault.json.object"},
		{"number for text", with(t, "which", "3"), 422, "which", "fault.json.string"},
		{"object for text", with(t, "which", `{"a":1}`), 422, "which", "fault.json.string"},
		{"text for a list", with(t, "what_kind", `"malware"`), 422, "what_kind", "fault.json.list"},
		{"nothing chosen", with(t, "what_kind", `[]`), 422, "what_kind", "fault.form.needed"},
		{"no such choice", with(t, "what_kind", `["earthquake"]`), 422, "what_kind", "fault.form.option"},
		{"unknown is no answer", with(t, "aware_at", `null`), 422, "aware_at", "fault.form.unknown"},
		{"no day", with(t, "aware_at", `"2026-02-30 10:00"`), 422, "aware_at", "fault.form.moment"},
		{"year 10000", with(t, "aware_at", `"10000-01-01T00:00+09:00"`), 422, "aware_at", "fault.form.moment"},
		{"no hour", with(t, "aware_at", `"2026-11-23T25:00"`), 422, "aware_at", "fault.form.moment"},
		{"missing", `{}`, 422, "what_kind", "fault.form.needed"},
		{"future", with(t, "aware_at", `"2026-11-23T23:59"`), 422, "aware_at", "ask.future"},
		{"confirm is no list", with(t, "confirm", `"aware_at:ask.future"`), 422, "confirm", "fault.json.list"},
		{"confirm of nothing", with(t, "confirm", `["aware_at"]`), 422, "confirm[0]", "fault.form.option"},
		{"confirm with NUL", with(t, "confirm", `["\u0000"]`), 422, "confirm[0]", "fault.text.nul"},
		{"many unknown names", many(20_000), 422, "a0", "fault.form.field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := h.do("operator-filer", "POST", "reports/prompt", c.body)
			var p struct {
				Code   string
				Detail string
				Fields []struct{ Path, Code, Detail string }
			}
			if err := json.Unmarshal([]byte(r.body), &p); err != nil {
				t.Fatalf("%d: %v\n%.500s", r.status, err, r.body)
			}
			if r.status != c.status || r.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s, want %d\n%.500s", r.status, r.header.Get("Content-Type"), c.status, r.body)
			}
			if len(p.Fields) > 100 || len(r.body) > 64<<10 {
				t.Errorf("%d fields, %d bytes", len(p.Fields), len(r.body))
			}
			found := c.path == "" && p.Code == c.code
			for _, f := range p.Fields {
				found = found || f.Path == c.path && f.Code == c.code
				if f.Detail == f.Code || f.Detail == "" {
					t.Errorf("%s has no sentence", f.Code)
				}
			}
			if !found || p.Detail == p.Code {
				t.Errorf("%q %s is not named:\n%.500s", c.path, c.code, r.body)
			}
		})
	}
	if list := h.do("operator-filer", "GET", "reports", "").json(t)["reports"].([]any); len(list) != 0 {
		t.Errorf("%d reports were filed", len(list))
	}
	if h.log.Len() == 0 || strings.Contains(h.log.String(), `"level":"ERROR"`) {
		t.Errorf("something failed inside:\n%.2000s", h.log.String())
	}
}

func many(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, `"a%d":1,`, i)
	}
	return b.String() + `"z":1}`
}

// The same hostility at the other doors: drafts, questions, answers, queries, headers.
func TestHostileElsewhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := h.filed()
	draft := "drafts/" + h.do("operator-filer", "POST", "drafts", "").text(t, "number_ascii")
	question := "reports/" + n + "/requests/" + h.do("cabinet-analyst", "POST", "reports/"+n+"/requests", `{"kind":"enquiry","text":"何台ですか。"}`).text(t, "number_ascii") + "/answer"
	mega := `"` + strings.Repeat("x", 1<<20) + `"`
	for _, c := range []struct {
		as, method, path, body string
		place, code            string
	}{
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":` + mega + `}}}`, "answers.which.value", "fault.text.long"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"\u0000"}}}`, "answers.which", "fault.text.nul"},
		{"operator-filer", "PATCH", draft, `{"answers":{"aware_at":{"value":"\u202e"}}}`, "answers.aware_at", "fault.text.bidi"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"a","value":"b"}}}`, "answers.which.value", "fault.json.duplicate"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"a"},"which":{"value":"b"}}}`, "answers.which", "fault.json.duplicate"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"a","base":-1}}}`, "answers.which.base", "fault.api.integer"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"a","base":1e99}}}`, "answers.which.base", "fault.api.integer"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{"value":"a","seq":1}}}`, "answers.which.seq", "fault.form.field"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":{}}}`, "answers.which.value", "fault.form.needed"},
		{"operator-filer", "PATCH", draft, `{"answers":{"which":"a"}}`, "answers.which", "fault.json.object"},
		{"operator-filer", "PATCH", draft, `{"answers":[]}`, "answers", "fault.json.object"},
		{"operator-filer", "PATCH", draft, `{"answers":{"nobody":{"value":"a"}}}`, "answers.nobody", "fault.form.field"},
		{"operator-filer", "PATCH", draft, `{}`, "answers", "fault.form.needed"},
		{"operator-filer", "PATCH", draft, `{"state":"sent"}`, "state", "fault.form.field"},
		{"operator-filer", "PATCH", draft, `{"answers":{"what_kind":{"value":[[[["x"]]]]}}}`, "", "fault.json.depth"},
		{"operator-filer", "POST", draft + "/choose", `{"field":"which","seq":0}`, "seq", "fault.api.integer"},
		{"operator-filer", "POST", draft + "/choose", `{}`, "field", "fault.json.string"},
		{"operator-filer", "POST", draft + "/choose", `{"field":"which","seq":1,"x":1}`, "x", "fault.form.field"},
		{"operator-filer", "POST", draft + "/send", `{"confirm":["x"]}`, "confirm[0]", "fault.form.option"},
		{"operator-filer", "POST", draft + "/send", ``, "what_kind", "fault.form.needed"},
		{"operator-filer", "POST", "drafts", `{"form":"asset.nothing"}`, "form", "fault.form.option"},
		{"operator-filer", "POST", "drafts", `{"form":null}`, "form", "fault.json.string"},
		{"operator-filer", "POST", question, `{"reply":""}`, "reply", "fault.form.needed"},
		{"operator-filer", "POST", question, `{"reply":` + mega + `}`, "reply", "fault.text.long"},
		{"operator-filer", "POST", question, `{"reply":"\ud800"}`, "", "fault.json.surrogate"},
		{"operator-filer", "POST", question, `{"reply":"x","state":"answered"}`, "state", "fault.form.field"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"order","text":"x"}`, "kind", "fault.form.option"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"fix","text":` + mega + `}`, "text", "fault.text.long"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"fix","text":"\u2067"}`, "text", "fault.text.bidi"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"fix","text":"x","answer_by":"2026-02-30"}`, "answer_by", "fault.day.none"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"fix","text":"x","answer_by":"あした"}`, "answer_by", "fault.day.form"},
		{"ministry-officer", "POST", "reports/" + n + "/requests", `{"kind":"fix","text":"x","fields":["\u0000"]}`, "fields[0]", "fault.form.option"},
		{"operator-filer", "GET", "reports?limit=0", "", "limit", "fault.api.limit"},
		{"operator-filer", "GET", "reports?limit=99999999999999999999", "", "limit", "fault.api.limit"},
		{"operator-filer", "GET", "reports?cursor=%00", "", "cursor", "fault.api.cursor"},
		{"ministry-officer", "GET", "reports?cursor=LTEuJyBPUiAx", "", "cursor", "fault.api.cursor"},
	} {
		r := h.do(c.as, c.method, c.path, c.body)
		named := strings.Contains(r.body, `"path":"`+c.place+`","code":"`+c.code+`"`)
		if r.status != 422 || !named {
			t.Errorf("%s %s %.80s: %d, want %q %s\n%.400s", c.method, c.path, c.body, r.status, c.place, c.code, r.body)
		}
	}
	for _, c := range []struct {
		body   string
		header []string
		status int
	}{
		{good, []string{"Content-Type", "application/x-www-form-urlencoded"}, 422},
		{good, []string{"Content-Type", "application/json; charset=\xff"}, 422},
		{good, []string{"Content-Type", ";;;"}, 422},
		{good, []string{"Idempotency-Key", strings.Repeat("k", 201)}, 422},
		{good, []string{"Accept", "text/html"}, 201},
		{good, []string{"Accept", "application/yaml;q=x, ///"}, 201},
		{good, []string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		if r := h.do("operator-filer", "POST", "reports/prompt", c.body, c.header...); r.status != c.status {
			t.Errorf("%v: %d, want %d\n%s", c.header, r.status, c.status, r.body)
		}
	}
	for _, c := range [][2]string{{"DELETE", "reports/" + n}, {"PUT", draft}, {"POST", "me"}, {"TRACE", "reports"}} {
		if r := h.do("operator-filer", c[0], c[1], ""); r.status != 405 && r.status != 404 {
			t.Errorf("%v: %d", c, r.status)
		}
	}
	if strings.Contains(h.log.String(), `"level":"ERROR"`) {
		t.Errorf("something failed inside:\n%.2000s", h.log.String())
	}
}

// A time without zone is Japan's and shown as such; a future one is asked about once.
func TestTimes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for typed, kept := range map[string]string{
		"2026-11-23 08:15": "2026-11-23T08:15+09:00", "令和8年11月23日 8時15分": "2026-11-23T08:15+09:00", "2026-11-22T23:15:00Z": "2026-11-22T23:15Z",
		"２０２６／１１／２３　８：１５": "2026-11-23T08:15+09:00",
	} {
		r := h.do("operator-filer", "POST", "reports/prompt", with(t, "aware_at", `"`+typed+`"`))
		if r.status != 201 || !strings.Contains(r.body, `"aware_at":"`+kept+`"`) {
			t.Errorf("%s: %d %s", typed, r.status, r.body)
		}
	}
	future := with(t, "aware_at", `"2026-11-23 23:59"`)
	if r := h.do("operator-filer", "POST", "reports/prompt", future); r.status != 422 || !strings.Contains(r.body, "ask.future") {
		t.Errorf("%d %s", r.status, r.body)
	}
	confirmed := strings.TrimSuffix(future, "}") + `,"confirm":["aware_at:ask.future"]}`
	if r := h.do("operator-filer", "POST", "reports/prompt", confirmed); r.status != 201 {
		t.Errorf("%d %s", r.status, r.body)
	}
}
