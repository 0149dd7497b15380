package api_test

import (
	"strings"
	"testing"
)

// Any two revisions of a filing, for its filer and for an office, there and back; what is not there is absent, and what is no number is
// named with its place.
func TestRevisionsAreCompared(t *testing.T) { both(t, revisionsAreCompared) }

func revisionsAreCompared(t *testing.T, h *house) {
	n := h.opened(t, `"electricity"`)
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 1))
	number := h.must("operator-filer", "POST", "procedures/"+n+"/filings", `{"item_1":"あて先を誤りそうになった","item_2":"令和8年11月20日","item_3":"山﨑 03-0000-0000"}`, 201).text(t, "number_ascii")
	at := "reports/" + number + "/revisions"
	for _, change := range []string{`{"item_2":{"value":"2026-11-19","base":1}}`, `{"item_1":{"value":"神﨑髙𠮷𩸽","base":1},"item_2":{"value":"2026-11-18","base":1}}`} {
		draft := h.must("operator-filer", "POST", "reports/"+number+"/correct", "", 201).text(t, "number_ascii")
		h.must("operator-filer", "PATCH", "drafts/"+draft, `{"answers":`+change+`}`, 200)
		h.must("operator-filer", "POST", "drafts/"+draft+"/send", "", 201)
	}
	for as, sender := range map[string]bool{"operator-filer": true, "ministry-officer": false} {
		list := h.must(as, "GET", at, "", 200)
		if strings.Count(list.body, `"rev":`) != 3 || strings.Contains(list.body, "sent_by") != sender {
			t.Errorf("%s: %s", as, list.body)
		}
		for way, want := range map[string]string{
			"1/compare/3": `"changes":[{"kind":"changed","field":"item_1","before":"あて先を誤りそうになった","after":"神﨑髙𠮷𩸽"},{"kind":"changed","field":"item_2","before":"2026-11-20","after":"2026-11-18"}]}],"files":[]`,
			"3/compare/1": `"changes":[{"kind":"changed","field":"item_1","before":"神﨑髙𠮷𩸽","after":"あて先を誤りそうになった"},{"kind":"changed","field":"item_2","before":"2026-11-18","after":"2026-11-20"}]}],"files":[]`,
			"1/compare/2": `"changes":[{"kind":"changed","field":"item_2","before":"2026-11-20","after":"2026-11-19"}]}],"files":[]`,
			"2/compare/2": `"sections":[],"files":[]`,
		} {
			if r := h.must(as, "GET", at+"/"+way, "", 200); !strings.Contains(r.body, want) || strings.Contains(r.body, "sent_by") != sender {
				t.Errorf("%s %s: %s", as, way, r.body)
			}
		}
		absent := h.must("other-operator-filer", "GET", at+"/1/compare/2", "", 404).body
		for _, way := range []string{"1/compare/4", "4/compare/1", "99999999/compare/1"} {
			if r := h.must(as, "GET", at+"/"+way, "", 404); r.body != absent {
				t.Errorf("%s %s: %s", as, way, r.body)
			}
		}
		for way, path := range map[string]string{"0/compare/1": "from", "1/compare/x": "to", "1/compare/99999999999999999999": "to", "-1/compare/1": "from"} {
			if r := h.must(as, "GET", at+"/"+way, "", 422); !strings.Contains(r.body, `"path":"`+path+`"`) {
				t.Errorf("%s %s: %s", as, way, r.body)
			}
		}
	}
	for _, path := range []string{at, at + "/1/compare/2"} {
		if r := h.must("other-operator-filer", "GET", path, "", 404); strings.Contains(r.body, "神﨑") {
			t.Errorf("%s: %s", path, r.body)
		}
	}
}
