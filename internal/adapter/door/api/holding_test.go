package api_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/world/stagetest"
)

// nameless is a dictionary that knows nothing.
type nameless struct{}

func (nameless) Version() int64 { return 1 }

func (nameless) Resolve(ident.Org, memory.Pair) (memory.Answer, error) { return memory.Answer{}, nil }

func holdingsOf(s *stagetest.Stage) *holdings.Index {
	return &holdings.Index{Log: s.DB, Read: store.Read[holdings.Tx](s.DB), Names: nameless{}}
}

// Programs count what stands notified as the pages do, and nothing that their office did not receive.
func TestProgramsCountWhatStandsNotified(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tries([]tried{{"ministry-officer", "GET ministry/concentration", "", http.StatusServiceUnavailable, ""}})
	body := strings.NewReplacer(",ROW", "", "CONFIRM", "").Replace(notified)
	h.must("operator-filer", "POST", "procedures/asset.new/filings", body, 201)
	if err := h.held.Load(t.Context(), access.System("test", ident.At(h.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	for who, rows := range map[string]string{"ministry-officer": `"rows":1`, "cabinet-analyst": `"rows":1`, "other-ministry-officer": `"rows":0`} {
		for _, at := range []string{"ministry/concentration", "ministry/registrations", "ministry/concentration?type=A&sector=electricity"} {
			if got := h.must(who, "GET", at, "", 200).body; !strings.Contains(got, rows) {
				t.Errorf("%s, %s: %s", who, at, got)
			}
		}
	}
	if got := h.must("ministry-officer", "GET", "ministry/registrations", "", 200).body; !strings.Contains(got, `"asset.new":1`) || !strings.Contains(got, `"not_in_dictionary":{"rows":1,"names":1}`) || !strings.Contains(got, `"definitions"`) {
		t.Errorf("registrations: %s", got)
	}
	if got := h.must("ministry-officer", "GET", "ministry/concentration", "", 200).body; strings.Contains(got, "Red Hat") { // one operator's own words
		t.Errorf("concentration: %s", got)
	}
	// Who is concerned is told with whom to call, of what the office received alone.
	for who, want := range map[string]string{"ministry-officer": `"operators":1,"lists":1,"rows":1`, "other-ministry-officer": `"operators":0,"lists":0,"rows":0,"concerned":[]`} {
		if got := h.must(who, "GET", "ministry/concentration/concerned?q=red+hat", "", 200).body; !strings.Contains(got, want) || strings.Contains(got, `"number":"届-`) != (who == "ministry-officer") {
			t.Errorf("%s is told %s", who, got)
		}
	}
	if got := h.must("ministry-officer", "GET", "ministry/concentration/concerned?q=nothing+like+it", "", 200).body; !strings.Contains(got, `"lists":0`) {
		t.Errorf("the control: %s", got)
	}
	h.tries([]tried{
		{"operator-filer", "GET ministry/concentration/concerned?q=red", "", http.StatusNotFound, ""}, {"ministry-officer", "GET ministry/concentration/concerned", "", http.StatusOK, `"lists":0`},
		{"ministry-officer", "GET ministry/concentration/concerned?q=r", "", http.StatusUnprocessableEntity, `"q"`}, {"ministry-officer", "GET ministry/concentration/concerned?q=red+hat&after=x", "", http.StatusUnprocessableEntity, `"after"`},
		{"operator-filer", "GET ministry/concentration", "", http.StatusNotFound, ""}, {"ministry-officer", "GET ministry/concentration?type=z", "", http.StatusUnprocessableEntity, `"type"`},
		{"ministry-officer", "GET ministry/registrations?sector=gold", "", http.StatusUnprocessableEntity, `"sector"`},
	})
}
