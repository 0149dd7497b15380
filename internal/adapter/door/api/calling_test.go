package api_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world/stagetest"
)

func callingOf(s *stagetest.Stage) api.Calling {
	return api.Calling{
		List: store.Read[api.CallListTx](s.DB), Calls: store.Look[api.CallsTx](s.DB),
		Set: calling.Set{Act: store.Act[calling.SetTx](s.DB)}, Record: calling.Record{Act: store.Act[calling.RecordTx](s.DB), Entropy: s.Entropy},
	}
}

// R6: contacts in order, and what became of calls: the office is told whom, who filed is told when, nobody else that there is anything.
func TestCallsForPrograms(t *testing.T) { both(t, callsForPrograms) }

func callsForPrograms(t *testing.T, h *house) {
	n := h.filed()
	at := "reports/" + n + "/calls"
	const good = `{"rev":0,"contacts":[{"name":"宿直 髙木","phone":"03-0000-1101"}]}`
	h.tries([]tried{
		{"ministry-officer", "POST organisation/oncall", good, http.StatusNotFound, ""},
		{"ministry-supervisor", "POST organisation/oncall", `{"rev":0,"contacts":[{"name":"","phone":"x"}]}`, http.StatusUnprocessableEntity, "phone-1"},
		{"ministry-supervisor", "POST organisation/oncall", `{"rev":0,"contacts":[` + strings.Repeat(`{"name":"a","phone":"03-0000-1101"},`, 6) + `{"name":"a","phone":"03-0000-1101"}]}`, http.StatusUnprocessableEntity, "fault.oncall.many"},
		{"ministry-supervisor", "POST organisation/oncall", good, http.StatusOK, "宿直 髙木"},
		{"ministry-supervisor", "POST organisation/oncall", good, http.StatusConflict, ""},
		{"ministry-officer", "GET organisation/oncall", "", http.StatusOK, `"rev":1`},
		{"operator-filer", "GET organisation/oncall", "", http.StatusOK, `"contacts":[]`},
		{"operator-filer", "POST " + at, `{"kind":"silent"}`, http.StatusForbidden, ""},
		{"other-ministry-officer", "POST " + at, `{"kind":"silent"}`, http.StatusNotFound, ""},
		{"ministry-officer", "POST " + at, `{"kind":"step"}`, http.StatusUnprocessableEntity, "kind"},
		{"ministry-officer", "POST " + at, `{"kind":"answered","name":"宿直 髙木","phone":"03-0000-1101"}`, http.StatusOK, "宿直 髙木"},
		{"ministry-officer", "GET " + at, "", http.StatusOK, "宿直 髙木"},
		{"operator-filer", "GET " + at, "", http.StatusOK, `"kind":"answered"`},
		{"other-ministry-officer", "GET " + at, "", http.StatusNotFound, ""},
		{"other-operator-filer", "GET " + at, "", http.StatusNotFound, ""},
	})
	if r := h.do("operator-filer", "GET", at, ""); strings.Contains(r.body, "髙木") || strings.Contains(r.body, "03-0000") {
		t.Errorf("who filed is told a person: %s", r.body)
	}
}
