package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

func countingOf(s *stagetest.Stage) api.Counting {
	return api.Counting{Index: &reports.Index{Log: s.DB, Read: store.Read[reports.Tx](s.DB)}, Read: store.Read[api.SightTx](s.DB)}
}

func TestProgramsCountWhatTheirOfficeReceived(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const at = "statistics/reports"
	h.tries([]tried{{"ministry-officer", "GET " + at, "", http.StatusServiceUnavailable, ""}})
	number := h.filed()
	x, _ := h.counting.(*reports.Index)
	if err := x.Load(t.Context(), access.System("test", ident.At(h.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	h.tries([]tried{
		{"ministry-officer", "GET " + at, "", http.StatusOK, `"cases":1`}, {"other-ministry-officer", "GET " + at, "", http.StatusOK, `"cases":0`}, {"operator-filer", "GET " + at, "", http.StatusNotFound, ""},
		{"ministry-officer", "GET " + at + "?from=2026-11-30&until=2026-11-01", "", http.StatusUnprocessableEntity, "until"}, {"ministry-officer", "GET " + at + "?sector=x", "", http.StatusUnprocessableEntity, "sector"},
		{"operator-filer", "GET reports/" + number + "/hints", "", http.StatusOK, `"similar":[]`}, {"ministry-officer", "GET reports/" + number + "/hints", "", http.StatusNotFound, ""},
		{"other-operator-filer", "GET reports/" + number + "/hints", "", http.StatusNotFound, ""},
	})
	var v struct {
		Figures []struct {
			Figure string `json:"figure"`
			Values []struct {
				Value string `json:"value"`
				N     int    `json:"cases"`
			} `json:"values"`
		} `json:"figures"`
	}
	r := h.do("cabinet-analyst", "GET", at, "")
	if err := json.Unmarshal([]byte(r.body), &v); err != nil || len(v.Figures) != 6 || v.Figures[0].Values[0].N != 1 {
		t.Errorf("%v %s", err, r.body)
	}
	if strings.Contains(r.body, number) {
		t.Errorf("a number is told: %s", r.body)
	}
}
