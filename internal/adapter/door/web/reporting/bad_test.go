package reporting_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/domain/ident"
)

// TestTenThousandIndicatorsOnThePage: as many as the form takes are saved by one press; one more is kept as it was pasted, with its place
// and the limit beside it, and it is not sent.
func TestTenThousandIndicatorsOnThePage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	report := h.sent()
	n, err := ident.ParseNumber(report[strings.LastIndex(report, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	at := strings.TrimSuffix(h.pressed(n, "report.detailed").to(), "/kind")
	if !strings.HasPrefix(at, "/reporting/procedures/report.detailed/") {
		t.Fatalf("the draft is at %s", at)
	}
	pasted := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%064x\r\n", i+1)
		}
		return b.String()
	}
	base := "0"
	for _, c := range []struct {
		n  int
		to string
	}{{10_001, "/traces"}, {10_000, "/response"}} {
		h.goes(h.post(at+"/traces", "base.indicators", base, "indicators", pasted(c.n), "do", "next"), at+c.to)
		kept, told := h.get(at+"/traces"), c.to == "/traces"
		if n := len(strings.Fields(kept.doc().Find("#indicators").Text())); n != c.n {
			t.Errorf("%d of %d were kept", n, c.n)
		}
		if told != kept.has("#indicators-error") || told && !strings.Contains(kept.says("#indicators-error"), "10000件まで") {
			t.Errorf("%d: the limit is told wrongly: %s", c.n, kept.doc().Find("#indicators-error").Text())
		}
		if said := h.get(at + "/check").doc().Find("#problems").Text(); told != strings.Contains(said, "10000件まで") {
			t.Errorf("%d: before sending it says %s", c.n, said)
		}
		base = kept.value("#indicators-base", "value")
	}
}

// What contractors' notices have to add stands beside the field, and one press adds it; then nothing is offered any more.
func TestIndicatorsOfANoticeComeByOnePress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	report := h.sent()
	n, err := ident.ParseNumber(report[strings.LastIndex(report, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	told := h.Noticed(t, "hxxps://evil[.]example/x\n203.0.113.5")
	at := strings.TrimSuffix(h.pressed(n, "report.detailed").to(), "/kind")
	page := h.get(at + "/traces")
	if said := page.says("section[aria-labelledby=brings]"); !strings.Contains(said, "髙木監視") || !strings.Contains(said, "2件") || !strings.Contains(said, string(told.Number)) {
		t.Errorf("the page offers %s", said)
	}
	form := "form[action='" + at + "/indicators'] "
	a := h.post(at+"/indicators", "key", page.value(form+"input[name=key]", "value"), "notice", page.value(form+"input[name=notice]", "value"))
	h.goes(a, at+"/traces?brought=2#indicators")
	if page = h.get(at + "/traces?brought=2"); page.has("section[aria-labelledby=brings]") || !strings.Contains(page.says(".notice"), "2件取り込みました") ||
		!strings.Contains(page.says("#indicators"), "203[.]0[.]113[.]5 # 気付き連絡 "+string(told.Number)) {
		t.Errorf("after the press: %s", main(page.body))
	}
	if a := h.post(at+"/indicators", "key", "x", "notice", "N-R8-2222-2222-2"); a.status < 400 || a.status >= 500 {
		t.Errorf("no such notice: %d", a.status)
	}
	if h.get(at + "/kind").has("section[aria-labelledby=brings]") {
		t.Error("it stands beside other questions")
	}
}
