package api_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/access"
)

// texts are all cells of a book.
func texts(t *testing.T, file string) string {
	t.Helper()
	book, err := parsertest.New().Parse(t.Context(), sheet.XLSX, strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range book.Sheets {
		b.WriteString("『" + s.Name + "』")
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				b.WriteString("|" + c.Text)
			}
		}
	}
	return b.String()
}

// What arrived leaves as a book, CSV and JSON: for an office the released sections alone, and its owner is shown who took it.
func TestWhatArrivedIsHandedOutAsFarAsItWasReleased(t *testing.T) { both(t, contentOfAReport) }

func contentOfAReport(t *testing.T, h *house) {
	h.addOffice("nco-analyst", "outline")
	n := h.must("operator-filer", "POST", "reports/prompt", strings.Replace(good, "北部給電指令所の監視端末 3台", "=cmd|' /C calc'!A0", 1), 201).text(t, "number_ascii")
	at := "reports/" + n + "/content/"
	whole := h.must("operator-filer", "GET", at+"content.xlsx", "", 200)
	if whole.header.Get("Content-Type") != formsheet.XLSX {
		t.Error(whole.header)
	}
	all := texts(t, whole.body)
	for _, want := range []string{"『到達』", "『回答』", "=cmd|' /C calc'!A0", "当直 山﨑 03-0000-0000", "未把握"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in %s", want, all)
		}
	}
	h.must("operator-filer", "GET", at+"_answers.csv", "", 200).has(t, "CSV", "'=cmd|", "山﨑")
	h.must("operator-filer", "GET", at+"content.json", "", 200).has(t, "JSON", `"rev": 1`, "山﨑", `"impact": null`)
	for _, name := range []string{"template.xlsx", "filled.xlsx", "products.csv", "content.pdf"} {
		h.must("operator-filer", "GET", at+name, "", 404)
	}
	office := h.must("nco-analyst", "GET", at+"content.xlsx", "", 200)
	cut := texts(t, office.body) + h.must("nco-analyst", "GET", at+"_answers.csv", "", 200).body + h.must("nco-analyst", "GET", at+"content.json", "", 200).body
	if strings.Contains(cut, "山﨑") || strings.Contains(cut, "折り返し") || strings.Contains(cut, "callback") || !strings.Contains(cut, "身代金") {
		t.Errorf("an office that received the outline alone: %s", cut)
	}
	err := store.Read[*store.Tx](h.DB)(t.Context(), h.Scope("operator-filer"), func(tx *store.Tx) error {
		list, err := tx.Sights(access.SightFilter{})
		if len(list) != 1 || list[0].Purpose != access.LookExport || list[0].Times != 3 {
			t.Errorf("the owner is shown %+v", list)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, who := range []string{"other-operator-filer", "other-ministry-officer"} {
		h.must(who, "GET", at+"content.json", "", 404)
	}
}
