package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/flow/viewing"
	"kanmin/internal/world/stagetest"
)

func viewingOf(s *stagetest.Stage) api.Viewing {
	change := store.Act[viewing.ChangeTx](s.DB)
	return api.Viewing{
		Read: store.Read[api.ViewsTx](s.DB), Save: viewing.Save{Act: store.Act[viewing.SaveTx](s.DB), Entropy: s.Entropy}, Change: viewing.Change{Act: change}, End: viewing.End{Act: change},
		Pin: viewing.Pin{Act: store.Act[viewing.PinTx](s.DB)}, Count: store.Read[pinned.Tx](s.DB),
	}
}

// A program puts a saved view on 本日の対応 of its office, and reads the number that the list has.
func TestProgramsCountTiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const officer = "ministry-officer"
	h.must("operator-filer", "POST", "reports/prompt", good, 201)
	saved := h.must(officer, "POST", "views", `{"list":"received","name":"届いた速報","query":"kind=report.prompt&state=arrived","share":"unit"}`, 200).body
	id := regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(saved)
	if id == nil {
		t.Fatal(saved)
	}
	put := h.must(officer, "POST", "tiles/"+id[1], `{"do":"put","for":"office"}`, 200).body
	if !strings.Contains(put, `"name":"届いた速報"`) || !strings.Contains(put, `"for":"office","count":1,"more":false`) {
		t.Errorf("the tile is %s", put)
	}
	if list := h.must(officer, "GET", "reports?kind=report.prompt&state=arrived", "", 200).body; !strings.Contains(list, `"count":1`) {
		t.Errorf("the list is %s", list)
	}
	if got := h.must("other-ministry-officer", "GET", "tiles", "", 200).body; !strings.Contains(got, `"tiles":[]`) {
		t.Errorf("another office has %s", got)
	}
	h.tries([]tried{
		{officer, "POST tiles/" + id[1], `{"do":"put","for":"office"}`, http.StatusConflict, "fault.tile.moved"}, {officer, "POST tiles/" + id[1], `{"do":"throw","for":"office"}`, http.StatusUnprocessableEntity, `"do"`},
		{officer, "POST tiles/" + id[1], `{"do":"take","for":"them"}`, http.StatusUnprocessableEntity, `"for"`}, {"other-ministry-officer", "POST tiles/" + id[1], `{"do":"put","for":"office"}`, http.StatusNotFound, ""},
		{"operator-filer", "GET tiles", "", http.StatusNotFound, ""},
	})
	if got := h.must(officer, "POST", "tiles/"+id[1], `{"do":"take","for":"office"}`, 200).body; !strings.Contains(got, `"tiles":[]`) {
		t.Errorf("taken down: %s", got)
	}
}
