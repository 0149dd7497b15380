package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/template"
)

// inspect has a child look through a form, as the house does.
func inspect(ctx context.Context, file []byte) (template.Shape, error) {
	b, err := parsertest.New().Parse(ctx, sheet.Form, bytes.NewReader(file))
	return formsheet.ShapeOf(b), err
}

// aForm is a form of nobody's: boxes with their names.
func aForm(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	boxes := [][]string{{"番号"}, {"概要"}, {"折り返し先"}, {"マルウェア"}}
	if err := sheet.Write(&b, sheet.Page{Name: "様式見本", Columns: []sheet.Head{{Title: "見本"}, {Title: "記入欄"}}, Rows: slices.Values(boxes)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An official form is brought, entered by one and confirmed by another; from then on form.xlsx is that form, for an office with what it
// received alone.
func TestAnOfficialFormIsFilledForPrograms(t *testing.T) { both(t, officialForm) }

func officialForm(t *testing.T, h *house) {
	h.addOffice("nco-analyst", "outline")
	at := "reports/" + h.filed() + "/content/"
	if all := texts(t, h.must("operator-filer", "GET", at+"form.xlsx", "", 200).body); !strings.Contains(all, "公式様式ではありません") {
		t.Errorf("while none is in force: %s", all)
	}
	bring := func(file string, want int) reply {
		t.Helper()
		r := h.do(admin, "POST", "admin/templates/files?name=a.xlsx", file, "Content-Type", formsheet.XLSX)
		if r.status != want {
			t.Fatalf("%d, want %d: %s", r.status, want, r.body)
		}
		return r
	}
	bring("%PDF-1.7", 422).has(t, "what is no form", "fault.sheet.pdf")
	brought := bring(aForm(t), 201)
	brought.has(t, "the file", `"sheets":["様式見本"]`)
	id := brought.text(t, "id")
	body := func(cell string) string {
		return `{"template":{"procedure":"report.prompt","title":"見本の様式","cited":"見本の申合せ","dated":"2026-09-15","file":"` + id + `","on":"2026-10-01","map":[` +
			`{"item":"number","sheet":"様式見本","cell":"` + cell + `"},{"item":"what_text","sheet":"様式見本","cell":"B3"},{"item":"callback","sheet":"様式見本","cell":"B4"},{"item":"what_kind","sheet":"様式見本","cell":"B5","how":"circle","option":"malware"}]}}`
	}
	h.must(admin, "POST", "admin/proposals/check", body("様式"), 422).has(t, "a bad line", "map[1]", "fault.template.cell")
	h.must(admin, "POST", "admin/proposals/check", strings.Replace(body("B2"), "circle", "big", 1), 422).has(t, "a bad way", "fault.template.way")
	h.must(admin, "POST", "admin/proposals/check", strings.Replace(body("B2"), id, "nothing", 1), 422).has(t, "no file", `"path":"file"`)
	h.must(admin, "POST", "admin/proposals/check", body("B2"), 200).has(t, "what would change", `"templates":1`)
	waits := h.must(admin, "POST", "admin/proposals", body("B2"), 200)
	waits.has(t, "what waits", `"kind":"template"`)
	if all := texts(t, h.must("operator-filer", "GET", at+"form.xlsx", "", 200).body); !strings.Contains(all, "公式様式ではありません") {
		t.Errorf("what one administrator entered counts: %s", all)
	}
	h.must(admin+"-2", "POST", "admin/proposals/"+waits.text(t, "id")+"/confirm", "", 200).has(t, "what was decided", `"state":"confirmed"`)
	h.must(admin, "GET", "admin/templates", "", 200).has(t, "the forms", `"procedure":"report.prompt"`, `"from":"2026-10-01"`, `"item":"callback"`, `"how":"circle"`)
	whole := h.must("operator-filer", "GET", at+"form.xlsx", "", 200)
	all := texts(t, whole.body)
	if whole.header.Get("Content-Type") != formsheet.XLSX || !strings.Contains(all, "監視端末の画面に身代金") || !strings.Contains(all, "|マルウェア|○") || !strings.Contains(all, "山﨑") || strings.Contains(all, "公式様式ではありません") {
		t.Errorf("the form: %s", all)
	}
	cut := texts(t, h.must("nco-analyst", "GET", at+"form.xlsx", "", 200).body)
	if strings.Contains(cut, "山﨑") || !strings.Contains(cut, "|折り返し先|マルウェア|○") || !strings.Contains(cut, "監視端末の画面に身代金") {
		t.Errorf("an office that received the outline alone: %s", cut)
	}
	h.must("other-operator-filer", "GET", at+"form.xlsx", "", 404)
	h.must("operator-filer", "GET", "admin/templates", "", 404)
}

// What is taken out as JSON is taken in again as a draft, answer by answer, 未把握 included.
func TestTheJSONOfAReportIsTakenInAsADraft(t *testing.T) { both(t, jsonOutAndIn) }

func jsonOutAndIn(t *testing.T, h *house) {
	out := h.must("operator-filer", "GET", "reports/"+h.filed()+"/content/content.json", "", http.StatusOK)
	var taken struct{ Answers map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(out.body), &taken); err != nil || len(taken.Answers) < 6 || string(taken.Answers["impact"]) != "null" {
		t.Fatalf("%v: %s", err, out.body)
	}
	type answer struct {
		Value json.RawMessage `json:"value"`
		Base  int             `json:"base"`
	}
	in := map[string]map[string]answer{"answers": {}}
	for id, v := range taken.Answers {
		in["answers"][id] = answer{Value: v}
	}
	opened := h.must("operator-filer", "POST", "drafts", `{"form":"report.prompt"}`, http.StatusCreated)
	in["answers"]["callback"] = answer{Value: taken.Answers["callback"], Base: 1} // a draft begins with the registered one
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	saved := h.must("operator-filer", "PATCH", "drafts/"+opened.text(t, "number_ascii"), string(body), http.StatusOK)
	if strings.Contains(saved.body, `"problems"`) {
		t.Error(saved.body)
	}
	sent := h.must("operator-filer", "POST", "drafts/"+opened.text(t, "number_ascii")+"/send", "", http.StatusCreated)
	again := h.must("operator-filer", "GET", "reports/"+sent.text(t, "number_ascii")+"/content/content.json", "", http.StatusOK)
	var back struct{ Answers map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(again.body), &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(taken.Answers, back.Answers); d != "" {
		t.Errorf("what was taken out is not what was taken in: %s", d)
	}
}
