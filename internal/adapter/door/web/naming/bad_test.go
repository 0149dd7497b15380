package naming_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/product/memory/memorytest"
)

// Each bad row of the one table is answered on the page, in both forms: beside the field, or at its line.
func TestBadNamesAreSaidOnThePage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, r := range memorytest.Rows() {
		one := h.post(filer, "/naming/lookup", "maker", r.Maker, "product", r.Product)
		if one.Status >= 500 || !strings.Contains(one.Find("main").Text(), r.Ja) || one.Find("article .tag-good").Length() > 0 {
			t.Errorf("%s: %d %.400s", r.Name, one.Status, one.Find("main").Text())
		}
		if r.Code == "" && r.Remarks[0] == "empty" {
			continue // a line without a product is a line of its maker alone, or none
		}
		many := h.post(filer, "/naming/lookup", "list", r.Maker+"\t"+r.Product+"\nヤマハ\tRTX1210")
		if many.Status != 200 || !strings.Contains(many.Find("article").First().Text(), r.Ja) || many.Find("article").Length() != 2 {
			t.Errorf("%s in a list: %d %.400s", r.Name, many.Status, many.Find("main").Text())
		}
	}
}

// The steward's list leaves as a table, filtered like the page; nobody else has it, and no cell is a formula.
func TestTheStewardTakesTheListAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	form := carried(h.post(filer, "/naming/lookup/check", "maker.0", "架空電機", "product.0", "=cmd|盤X", "choice.0", "?", "do", "ask"), "note", "銘板の写し")
	if a := h.Post(t, filer, "/naming/lookup/ask", form); a.Status >= 400 {
		t.Fatalf("%d %s", a.Status, a.Find("main").Text())
	}
	a := h.post("cabinet-analyst", "/cabinet/naming", "do", "csv", "q", "盤x")
	got := a.Body
	if a.Status != 200 || !strings.Contains(got, "書かれた製品名") || !strings.Contains(got, "銘板の写し") || strings.Contains(got, ",=cmd") || strings.Count(got, "\r\n") != 2 {
		t.Errorf("%d %q", a.Status, got)
	}
	if got := h.post("cabinet-analyst", "/cabinet/naming", "do", "csv", "q", "どこにもない").Body; strings.Count(got, "\r\n") != 1 {
		t.Errorf("filtered: %q", got)
	}
	if a := h.post(filer, "/cabinet/naming", "do", "csv"); a.Status != 404 {
		t.Errorf("an operator: %d", a.Status)
	}
}
