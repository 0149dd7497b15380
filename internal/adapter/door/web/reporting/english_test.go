package reporting_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

// An English reader is told which minister and which office it is.
func TestOfficesInEnglish(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	draft, at := h.fill(), h.sent()
	asked(h, number(h, at), request.Enquiry, law.Day{})
	h.in = "en"
	for path, want := range map[string][]string{
		draft + "/check": {"Minister of Economy, Trade and Industry (経済産業大臣)", "Electricity and Gas Safety Office"},
		draft + "/send":  {"Minister of Economy, Trade and Industry (経済産業大臣)", "Prime Minister (Cabinet Office)"},
		at:               {"Minister of Economy, Trade and Industry (経済産業大臣)", "Electricity and Gas Safety Office"},
		"/operator/home": {"Electricity and Gas Safety Office"},
	} {
		page := h.get(path)
		for _, w := range want {
			if !strings.Contains(page.says("main"), w) {
				t.Errorf("%s: no %s", path, w)
			}
		}
		if strings.Contains(page.says("main"), "電力・ガス保安担当室") {
			t.Errorf("%s: the office is named in Japanese alone", path)
		}
	}
}
