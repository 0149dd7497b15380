package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func wireProcedures(s *stagetest.Stage, a *api.API) {
	write := store.Act[declaring.WriteTx](s.DB)
	a.Declaring = api.Declaring{
		Read: store.Read[api.DeclaringTx](s.DB), Begin: declaring.Begin{Act: store.Act[declaring.BeginTx](s.DB), Entropy: s.Entropy}, Write: declaring.Write{Act: write},
		Propose: declaring.Propose{Act: write}, Decide: declaring.Decide{Act: write}, Close: declaring.Close{Act: store.Act[declaring.CloseTx](s.DB)},
	}
	a.Procedures = api.Procedures{
		Read: store.Read[api.ProceduresTx](s.DB), List: store.Look[api.FilingsTx](s.DB), Revise: submitting.Revise{Act: store.Act[submitting.ReviseTx](s.DB), Entropy: s.DB.Entropy},
		Correct: submitting.Correct{Act: store.Act[submitting.CorrectTx](s.DB), Entropy: s.Entropy},
	}
}

// nearMiss is the declaration of ヒヤリハット as a program writes it.
func nearMiss(t *testing.T, alter func(*procedure.Declaration)) string {
	t.Helper()
	both := func(s string) text.Both { return text.Both{Ja: s, En: s} }
	d := procedure.Started(text.Both{Ja: "ヒヤリハット", En: "Near miss"})
	d.Title, d.Summary, d.Contact = "経済産業大臣", []string{"item_1"}, "item_3"
	d.Form.Steps[0].Fields = []form.Field{
		{ID: "item_1", Kind: form.Area, Limit: 400, Section: "outline", Label: both("あったこと"), Needed: true},
		{ID: "item_2", Kind: form.Day, Section: "outline", Label: both("気付いた日"), Needed: true},
		{ID: "item_3", Kind: form.Line, Limit: 100, Section: "contact", Label: both("連絡先")},
	}
	if alter != nil {
		alter(&d)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// opened writes a procedure by a program, proposes it by its person and opens it by a second one; it returns its number.
func (h *house) opened(t *testing.T, sectors string) string {
	t.Helper()
	return h.declared(t, sectors, nil)
}

func (h *house) declared(t *testing.T, sectors string, alter func(*procedure.Declaration)) string {
	t.Helper()
	begun := h.must("ministry-officer", "POST", "ministry/procedures", `{"declaration":`+nearMiss(t, alter)+`}`, 201)
	n := begun.text(t, "number_ascii")
	if begun.header.Get("Location") != "/api/v1/ministry/procedures/"+n+"@1" {
		t.Errorf("Location: %v", begun.header)
	}
	at := "ministry/procedures/" + n
	h.must("ministry-officer", "POST", at+"/propose", `{"rev":1,"from":"2026-11-24","sectors":[`+sectors+`]}`, 200)
	h.must("ministry-supervisor", "POST", at+"/open", `{"rev":2}`, 200)
	return n
}

func (h *house) must(as, method, path, body string, want int) reply {
	h.t.Helper()
	r := h.do(as, method, path, body)
	if r.status != want {
		h.t.Fatalf("%s %s %s: %d, want %d\n%s", as, method, path, r.status, want, r.body)
	}
	return r
}

// The life of a procedure that exists as data only, as programs see it: written, opened, filed under, corrected, exported, closed.
func TestDeclaredProcedure(t *testing.T) { both(t, declaredProcedure) }

func declaredProcedure(t *testing.T, h *house) {
	n, other := h.opened(t, `"electricity"`), h.opened(t, `"water"`)
	at := "procedures/" + n
	if r := h.must("operator-filer", "GET", "procedures", "", 200); strings.Contains(r.body, n) {
		t.Errorf("listed before its day: %s", r.body)
	}
	h.must("operator-filer", "GET", at, "", 404)
	h.must("operator-filer", "GET", at+"/schema", "", 404)
	h.must("operator-filer", "POST", at+"/filings", `{}`, 404)
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 1))
	if r := h.must("operator-filer", "GET", "procedures", "", 200); !strings.Contains(r.body, `"report.prompt"`) || !strings.Contains(r.body, n+"@1") {
		t.Errorf("not listed: %s", r.body)
	}
	if r := h.must("operator-filer", "GET", at, "", 200); !strings.Contains(r.body, "経済産業大臣") {
		t.Errorf("addressees are not told: %s", r.body)
	}
	schema := h.must("operator-filer", "GET", at+"/schema", "", 200).json(t)
	if props, _ := schema["properties"].(map[string]any); props["item_2"] == nil || props["confirm"] == nil {
		t.Errorf("the schema: %v", schema)
	}
	h.must("operator-viewer", "GET", at, "", 404) // files nothing
	h.must("operator-filer", "GET", "procedures/"+other, "", 404)
	h.must("operator-filer", "GET", "procedures/"+other+"@1/schema", "", 404)
	h.must("operator-filer", "POST", "procedures/"+other+"/filings", `{}`, 404)
	if r := h.must("operator-filer", "POST", at+"/filings", `{"item_1":"あて先","item_2":"きのう","item_9":"x"}`, 422); !strings.Contains(r.body, `"path":"item_9"`) {
		t.Errorf("%s", r.body)
	}
	body := `{"item_1":"あて先を誤りそうになった","item_2":"令和8年11月20日","item_3":"山﨑 03-0000-0000"}`
	sent := h.do("operator-filer", "POST", at+"/filings", body, "Idempotency-Key", "once")
	again := h.do("operator-filer", "POST", at+"/filings", body, "Idempotency-Key", "once")
	if sent.status != 201 || again.body != sent.body {
		t.Fatalf("%d %s\n%d %s", sent.status, sent.body, again.status, again.body)
	}
	number := sent.text(t, "number_ascii")
	draft := h.must("operator-filer", "POST", "reports/"+number+"/correct", "", 201).text(t, "number_ascii")
	h.must("operator-filer", "POST", "drafts/"+draft+"/send", "", 422) // nothing differs
	h.must("operator-filer", "PATCH", "drafts/"+draft, `{"answers":{"item_2":{"value":"2026-11-19","base":1}}}`, 200)
	h.must("operator-filer", "POST", "drafts/"+draft+"/send", "", 201)
	for _, as := range []string{"operator-filer", "ministry-officer"} {
		r := h.must(as, "GET", at+"/filings", "", 200)
		if !strings.Contains(r.body, `"rev":2`) || !strings.Contains(r.body, `"item_2":"2026-11-19"`) || !strings.Contains(r.body, n+"@1") {
			t.Errorf("%s: %s", as, r.body)
		}
	}
	nothing := h.must("other-operator-filer", "GET", at+"/filings", "", 200).body
	if absent := h.must("other-operator-filer", "GET", "procedures/P-R8-2222-2222-9/filings", "", 200).body; absent != nothing || strings.Contains(nothing, number) {
		t.Errorf("hidden and absent differ: %s %s", nothing, absent)
	}
	h.must("ministry-officer", "POST", "ministry/"+at+"/close", "", 200)
	h.must("operator-filer", "POST", at+"/filings", body, 404)
	h.must("operator-filer", "GET", "procedures/"+n+"@1/schema", "", 200) // what was sent is read by it for ever
	h.must("other-operator-filer", "GET", "procedures/"+n+"@1/schema", "", 404)
}

// What is not asked, given the other answers, is told with its place in a body that is sent at once, as the schema says; nothing of it is
// dropped unseen.
func TestAnAnswerThatIsNotAskedIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := h.declared(t, `"electricity"`, func(d *procedure.Declaration) {
		both := func(s string) text.Both { return text.Both{Ja: s, En: s} }
		d.Form.Steps[0].Fields = append(d.Form.Steps[0].Fields,
			form.Field{ID: "item_4", Kind: form.Choice, Section: "outline", Label: both("場面"), Options: []form.Option{{ID: "mail", Label: both("メール")}, {ID: "other", Label: both("その他")}}},
			form.Field{ID: "item_5", Kind: form.Line, Limit: 100, Section: "outline", Label: both("どの場面か"), When: form.Condition{Field: "item_4", In: []string{"other"}}, Needed: true})
	})
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 1))
	rules, err := json.Marshal(h.must("operator-filer", "GET", "procedures/"+n+"/schema", "", 200).json(t)["allOf"])
	if want := `[{"else":{"properties":{"item_5":false}},"if":{"properties":{"item_4":{"enum":["other"]}},"required":["item_4"]},"then":{"required":["item_5"]}}]`; string(rules) != want || err != nil {
		t.Errorf("the schema: %s %v", rules, err)
	}
	at, said := "procedures/"+n+"/filings", `{"item_1":"あて先","item_2":"2026-11-20","item_3":"山﨑"`
	for more, code := range map[string]string{
		`,"item_4":"mail","item_5":"x"}`: "fault.form.unasked", `,"item_5":"x"}`: "fault.form.unasked", `,"item_4":"other"}`: "fault.form.needed",
	} {
		if r := h.must("operator-filer", "POST", at, said+more, 422); !strings.Contains(r.body, `"path":"item_5","code":"`+code+`"`) {
			t.Errorf("%s: %s", more, r.body)
		}
	}
	h.must("operator-filer", "POST", at, said+`,"item_4":"other","item_5":"電話"}`, 201)
	h.must("operator-filer", "POST", at, said+`,"item_4":"mail"}`, 201)
}

// Who wrote or proposed a procedure does not open it, a program neither; what is wrong is named with its place.
func TestDeclaringIsRefused(t *testing.T) { both(t, declaringIsRefused) }

func declaringIsRefused(t *testing.T, h *house) {
	incomplete := nearMiss(t, func(d *procedure.Declaration) { d.Summary, d.Form.Steps[0].Fields[0].Label.En = nil, "" })
	begun := h.must("ministry-officer", "POST", "ministry/procedures", `{"declaration":`+incomplete+`}`, 201)
	if !strings.Contains(begun.body, `"declaration.form.steps[0].fields[0].label"`) || !strings.Contains(begun.body, "declaration.summary") {
		t.Errorf("what it lacks is not told: %s", begun.body)
	}
	at := "ministry/procedures/" + begun.text(t, "number_ascii")
	h.must("ministry-officer", "POST", at+"/propose", `{"rev":1,"from":"2026-11-24"}`, 422)
	h.must("ministry-officer", "POST", at+"/write", `{"rev":7,"declaration":`+nearMiss(t, nil)+`}`, 409)
	h.must("ministry-officer", "POST", at+"/write", `{"rev":1,"declaration":`+nearMiss(t, nil)+`}`, 200)
	h.must("program ministry-officer", "POST", at+"/propose", `{"rev":2,"from":"2026-11-24"}`, 403) // a program
	h.must("ministry-officer", "POST", at+"/propose", `{"rev":2,"from":"2026-11-24","sectors":["nowhere"]}`, 422)
	h.must("ministry-officer", "POST", at+"/propose", `{"rev":2,"from":"2026-11-24"}`, 200)
	h.must("ministry-officer", "POST", at+"/open", `{"rev":3}`, 403)
	h.must("ministry-supervisor", "POST", at+"/return", `{"rev":3}`, 422)
	h.must("ministry-supervisor", "POST", at+"/return", `{"rev":3,"note":"様式を直してください"}`, 200)
	h.must("ministry-officer", "POST", at+"/next", "", 409)
	for body, path := range map[string]string{
		`{"declaration":{"nme":{}}}`:                "nme",
		`{"declaration":{"to":"a","to":"b"}}`:       "declaration.to",
		`{"declaration":{"name":"x"}}`:              "declaration.name",
		`{"declaration":{"title":"a\u0000b"}}`:      "declaration.title",
		`{"declaration":{"title":"\ud800"}}`:        "",
		`{}`:                                        "declaration",
		`{"declaration":null}`:                      "declaration",
		strings.Repeat(`[`, 100_000):                "",
		`{"declaration":{"to":"` + "\u202e" + `"}}`: "declaration.to",
		`{"declaration":` + strings.Replace(nearMiss(t, nil), `"item_1"`, `"Item 1"`, 1) + `}`: "declaration.form.steps[0].fields[0].id",
	} {
		r := h.do("ministry-officer", "POST", "ministry/procedures", body)
		if r.status != 422 || !strings.Contains(r.body, `"path":"`+path+`"`) {
			t.Errorf("%.80s: %d %.300s", body, r.status, r.body)
		}
	}
	many := nearMiss(t, func(d *procedure.Declaration) {
		for range 41 {
			d.Form.Steps = append(d.Form.Steps, d.Form.Steps[0])
		}
	})
	h.must("ministry-officer", "POST", "ministry/procedures", `{"declaration":`+many+`}`, 422)
	h.must("other-ministry-officer", "GET", at, "", 404)
	h.must("operator-filer", "GET", at, "", 404)
	h.must("other-ministry-officer", "GET", strings.TrimPrefix(at, "ministry/")+"/schema", "", 404)
	h.must("ministry-officer", "GET", strings.TrimPrefix(at, "ministry/")+"/schema", "", 200)
}
