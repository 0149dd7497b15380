package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/world/stagetest"
)

func releasingOf(s *stagetest.Stage) api.Releasing {
	return api.Releasing{
		Read: api.Reading[api.ReleaseTx](store.Read[api.ReleaseTx](s.DB)), Withhold: releasing.Withhold{Act: store.Act[releasing.WithholdTx](s.DB)},
		Release: releasing.Release{Act: store.Act[releasing.ReleaseTx](s.DB)},
		Agree:   releasing.Agree{Act: store.Act[releasing.AgreeTx](s.DB), Entropy: s.DB.Entropy}, Consent: releasing.Consent{Act: store.Act[releasing.ConsentTx](s.DB), Entropy: s.DB.Entropy},
	}
}

// A program reads what the law says of each section and authority, withholds where it leaves the choice, and gives out before the hour; the
// office reads nothing of it.
func TestAProgramChoosesWhoSeesWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	draft := h.must("operator-filer", "POST", "drafts", `{}`, http.StatusCreated).text(t, "number_ascii")
	at := "drafts/" + draft
	h.must("operator-filer", "PATCH", at, `{"answers":{"what_kind":{"value":["malware"]},"what_text":{"value":"CANARY-OUTLINE"},"aware_at":{"value":"R8.11.23 8:15"},"which":{"value":"CANARY-MACHINE"},"impact":{"value":null},"callback":{"value":"03","base":1}}}`, http.StatusOK)
	matrix := h.must("operator-filer", "GET", at+"/release", "", http.StatusOK).body
	for _, want := range []string{`"office":"経済産業大臣","section":"outline","goes":true,"rule":"must"`, `"section":"computer","goes":true,"rule":"asked"`, `"section":"contact","goes":true,"rule":"open"`, `"certainty":"unknown"`, "法5条"} {
		if !strings.Contains(strings.ReplaceAll(matrix, "\": ", "\":"), want) {
			t.Errorf("the matrix lacks %s: %s", want, matrix)
		}
	}
	wish := func(section, until, reason string, sure bool) string {
		return fmt.Sprintf(`{"withhold":[{"office":"経済産業大臣","section":%q,"until":%q,"reason":%q,"sure":%v}]}`, section, until, reason, sure)
	}
	until := h.Clock.Now().Add(48 * time.Hour).Format(time.RFC3339)
	for name, c := range map[string][3]string{
		"by law": {wish("outline", until, "x", true), "withhold[0].section", "法5条"}, "not asked": {wish("computer", until, "x", false), "withhold[0].sure", "報告命令4条3項"},
		"past": {wish("computer", "2026-01-01T00:00+09:00", "x", true), "withhold[0].until", "過ぎた"}, "empty": {wish("computer", until, "", true), "withhold[0].reason", ""},
	} {
		if r := h.do("operator-filer", "POST", at+"/release", c[0]); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, c[1]) || !strings.Contains(r.body, c[2]) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if r := h.do("operator-filer", "POST", at+"/release", wish("computer", until, strings.Repeat("長", 350_000), true)); r.status != http.StatusUnprocessableEntity && r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("350,000 characters: %d %.300s", r.status, r.body)
	}
	h.must("operator-filer", "POST", at+"/release", wish("computer", until, "捜査中", true), http.StatusOK)
	n := h.must("operator-filer", "POST", at+"/send", `{}`, http.StatusCreated).text(t, "number_ascii")
	own := h.must("operator-filer", "GET", "reports/"+n, "", http.StatusOK).body
	if !strings.Contains(own, "捜査中") || !strings.Contains(own, `"withheld"`) {
		t.Errorf("the own organisation is not told: %s", own)
	}
	office := h.must("ministry-officer", "GET", "reports/"+n, "", http.StatusOK).body
	for _, not := range []string{"CANARY-MACHINE", "捜査中", "withheld", "computer"} {
		if strings.Contains(office, not) {
			t.Errorf("the office reads %s", not)
		}
	}
	if h.must("cabinet-analyst", "GET", "reports/"+n, "", http.StatusOK).body == office || !strings.Contains(office, "CANARY-OUTLINE") {
		t.Error("the control: nothing was withheld, or everything")
	}
	for _, who := range []string{"other-operator-filer", "ministry-officer"} {
		if r := h.do(who, "POST", "reports/"+n+"/release", `{"office":"経済産業大臣","section":"computer"}`); r.status < 400 || r.status >= 500 {
			t.Errorf("%s: %d", who, r.status)
		}
	}
	h.must("operator-filer", "POST", "reports/"+n+"/release", `{"office":"経済産業大臣","section":"computer"}`, http.StatusOK)
	if office := h.must("ministry-officer", "GET", "reports/"+n, "", http.StatusOK).body; !strings.Contains(office, "CANARY-MACHINE") {
		t.Error("it was given out, and is not there")
	}
	if r := h.do("operator-filer", "POST", "reports/"+n+"/release", `{"office":"経済産業大臣","section":"computer"}`); r.status != http.StatusConflict {
		t.Errorf("twice: %d %s", r.status, r.body)
	}
}
