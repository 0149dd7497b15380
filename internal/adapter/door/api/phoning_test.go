package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func phoningOf(s *stagetest.Stage) api.Phoning {
	settle := store.Act[submitting.SettleTx](s.DB)
	return api.Phoning{
		Find:    store.Look[api.OperatorsTx](s.DB),
		Take:    submitting.Intake{Read: store.Read[submitting.ReceivingTx](s.DB), Act: store.Act[submitting.IntakeTx](s.DB), Entropy: s.Entropy},
		Confirm: submitting.Confirm{Act: settle}, Back: submitting.CalledBack{Act: settle},
	}
}

// R6, R7: an officer takes a report down on the telephone, calls back, and the operator confirms it; nobody else learns of it.
func TestReportsByTelephoneForPrograms(t *testing.T) { both(t, reportsByTelephone) }

func reportsByTelephone(t *testing.T, h *house) {
	taking := func(operator, called, aware string) string {
		return fmt.Sprintf(`{"operator":%q,"caller":"当直 山﨑","phone":"03-0000-2002","called_at":%q,"report":{"what_kind":["unclear"],"aware_at":%q,"which":null,"impact":null,"confirm":[]}}`, operator, called, aware)
	}
	const called, aware = "2026-11-23 08:30", "2026-11-23 08:00"
	h.tries([]tried{
		{"operator-filer", "GET intakes/operators?q=x", "", http.StatusForbidden, ""},
		{"ministry-officer", "GET intakes/operators?q=%E3%81%82%E3%81%8A%E3%81%9E%E3%82%89", "", http.StatusOK, "8000012050001"},
		{"other-ministry-officer", "GET intakes/operators?q=8000012050001", "", http.StatusOK, `"operators":[]`},
		{"other-ministry-officer", "POST intakes", taking("8000012050001", called, aware), http.StatusUnprocessableEntity, "fault.intake.operator"},
		{"ministry-officer", "POST intakes", taking("1000000000009", called, aware), http.StatusUnprocessableEntity, "fault.intake.operator"},
		{"ministry-officer", "POST intakes", taking("8000012050001", "2026-11-24 08:30", aware), http.StatusUnprocessableEntity, "called_at"},
		{"ministry-officer", "POST intakes", taking("8000012050001", "昨夜", aware), http.StatusUnprocessableEntity, "called_at"},
		{"ministry-officer", "POST intakes", taking("8000012050001", called, "2026-11-23 08:31"), http.StatusUnprocessableEntity, "aware_at"},
		{"ministry-officer", "POST intakes", strings.Replace(taking("8000012050001", called, aware), `"report"`, `"reports"`, 1), http.StatusUnprocessableEntity, "reports"},
	})
	r := h.do("ministry-officer", "POST", "intakes", taking("8000012050001", called, aware))
	if r.status != http.StatusCreated {
		t.Fatalf("%d %s", r.status, r.body)
	}
	n := r.text(t, "number_ascii")
	at := "reports/" + n
	h.tries([]tried{
		{"operator-filer", "GET " + at, "", http.StatusOK, `"state":"waiting"`},
		{"ministry-officer", "GET " + at, "", http.StatusOK, `"caller":"当直 山﨑"`},
		{"other-ministry-officer", "GET " + at, "", http.StatusNotFound, ""},
		{"operator-filer", "POST " + at + "/callback", `{"to":"03-0000-2002"}`, http.StatusForbidden, ""},
		{"ministry-officer", "POST " + at + "/callback", `{"to":"内線"}`, http.StatusUnprocessableEntity, "back_to"},
		{"ministry-officer", "POST " + at + "/callback", `{"to":"03-0000-2002"}`, http.StatusOK, "called_back_at"},
		{"ministry-officer", "POST " + at + "/confirm", `{}`, http.StatusForbidden, ""},
		{"other-operator-filer", "POST " + at + "/confirm", `{}`, http.StatusNotFound, ""},
		{"operator-filer", "POST " + at + "/confirm", `{}`, http.StatusOK, `"state":"confirmed"`},
		{"operator-filer", "POST " + at + "/confirm", `{}`, http.StatusConflict, ""},
	})
}
