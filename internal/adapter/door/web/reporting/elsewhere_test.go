package reporting_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// claimed are the lines of a page that name an authority with a channel of its own and say that it has the report.
func claimed(a answer) (list []string) {
	a.doc().Find("main li, main tr, main section.card, main p").Each(func(_ int, s *goquery.Selection) {
		said := strings.Join(strings.Fields(s.Text()), " ")
		for _, authority := range []string{"個人情報保護委員会", "都道府県警察", "電気関係報告規則"} {
			for _, word := range []string{"提出済み", "提出を記録済み", "到達"} {
				if strings.Contains(said, authority) && strings.Contains(said, word) {
					list = append(list, said)
				}
			}
		}
	})
	return list
}

// R1: what is sent here discharges nothing at an authority with a channel of its own. Before sending and afterwards the two groups stand
// apart; it stays on やること until somebody records that it was handed in, and no page says so before.
func TestHandingInElsewhereStaysUntilItIsRecorded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	check := h.get(at + "/check")
	if said := check.says("section[aria-labelledby=elsewhere]"); !strings.Contains(said, "個人情報保護委員会への報告は、この送信では完了しません") || strings.Contains(said, "経済産業大臣への報告は") {
		t.Errorf("before sending: %s", said)
	}
	if said := check.says("section[aria-labelledby=offices]"); !strings.Contains(said, "経済産業大臣") || strings.Contains(said, "個人情報保護委員会") {
		t.Errorf("the two groups: %s", said)
	}
	sent := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value")).to()
	sent, _, _ = strings.Cut(sent, "?")
	page := h.get(sent + "/elsewhere")
	pages := map[string]answer{"the report": h.get(sent), "handing in": page, "やること": h.get("/operator/home"), "the history": h.get("/reporting/reports")}
	for name, a := range pages {
		if list := claimed(a); a.status != http.StatusOK || len(list) > 0 {
			t.Errorf("%s (%d) says %q", name, a.status, list)
		}
	}
	if said := pages["the report"].says("section[aria-labelledby=elsewhere]"); !strings.Contains(said, "個人情報保護委員会") || !strings.Contains(said, "提出の記録なし") {
		t.Errorf("the report says %s", said)
	}
	if said := pages["やること"].says("main"); !strings.Contains(said, "ほかの機関への提出が必要か確かめる(3件)") {
		t.Errorf("やること says %s", said)
	}
	form := "section.card form "
	errand := page.value(form+"input[name=errand]", "value")
	post := func(pairs ...string) answer {
		return h.post(sent+"/elsewhere", append([]string{"key", page.value(form+"input[name=key]", "value"), "errand", errand}, pairs...)...)
	}
	for name, c := range map[string]struct {
		pairs []string
		at    string
	}{
		"no day":    {[]string{"state", "handed-in", "number", "1"}, "#on-" + errand + "-error"},
		"no such":   {[]string{"state", "handed-in", "on", "令和9年2月30日"}, "#on-" + errand + "-error"},
		"to come":   {[]string{"state", "handed-in", "on", "令和9年2月3日"}, "#on-" + errand + "-error"},
		"no reason": {[]string{"state", "not-needed"}, "#note-" + errand + "-error"},
		"350,000":   {[]string{"state", "handed-in", "on", "令和8年11月23日", "note", strings.Repeat("長", 350_000)}, "#note-" + errand + "-error"},
		"no state":  {[]string{"state", "done"}, "#state-" + errand + "-error"},
	} {
		if a := post(c.pairs...); a.status != http.StatusUnprocessableEntity || !a.has(c.at) {
			t.Errorf("%s: %d, without %s", name, a.status, c.at)
		}
	}
	if a := post("state", "handed-in", "on", "令和8年11月23日", "number", "個-2026-𠮷"); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.says("main"))
	}
	page = h.get(sent + "/elsewhere?done=handed-in")
	if said := page.says("section.card"); !strings.Contains(said, "提出を記録済み") || !strings.Contains(said, "個-2026-𠮷") {
		t.Errorf("after it was recorded: %s", said)
	}
	if list := claimed(page); len(list) == 0 {
		t.Error("the check sees nothing: a record is there")
	}
	h.as = "ministry-officer"
	if a := h.get(sent + "/elsewhere"); a.status != http.StatusNotFound {
		t.Errorf("an office: %d", a.status)
	}
}
