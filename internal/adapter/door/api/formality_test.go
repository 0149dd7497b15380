package api_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/checking"
	"kanmin/internal/world/stagetest"
)

func formalityOf(s *stagetest.Stage) api.Formality {
	return api.Formality{
		Read: store.Read[api.FormalTx](s.DB), Check: checking.Check{Act: store.Act[checking.CheckTx](s.DB), Entropy: s.DB.Entropy}, Undo: checking.Undo{Act: store.Act[checking.UndoTx](s.DB)},
	}
}

// The form of a notification is checked through the API as on the pages: flagged in the list, looked at, checked, taken back, read anew after a
// correction; another office and the filer are told of no flag.
func TestFormsAreCheckedThroughTheAPI(t *testing.T) { both(t, formsAreChecked) }

func formsAreChecked(t *testing.T, h *house) {
	const none = `{"business":"electricity","contact":"03-0000-0000","checked":[CHECKED],"ground":"更新により撤去した。","found_on":"2026-11-20","confirm":["checked:ask.notification.unchecked"]}`
	file := func(checked string) string {
		return h.must("operator-filer", "POST", "procedures/asset.none/filings", strings.Replace(none, "CHECKED", checked, 1), 201).text(t, "number_ascii")
	}
	clean, flagged := file(`"a","b","c","d","e","f"`), file(`"a"`)
	state := func(who, number string) string {
		return h.must(who, "GET", "reports/"+number, "", 200).text(t, "state")
	}
	for query, want := range map[string]string{"flag=some": flagged, "flag=none": clean} {
		r := h.must("ministry-officer", "GET", "reports?kind=asset.&"+query, "", 200)
		if !strings.Contains(r.body, want) || !strings.Contains(r.body, `"count":1`) && !strings.Contains(r.body, `"count": 1`) {
			t.Errorf("%s: %s", query, r.body)
		}
	}
	h.must("ministry-officer", "GET", "reports?flag=many", "", 422)
	of := func(list ...string) string {
		var rows []string
		for _, n := range list {
			rows = append(rows, fmt.Sprintf(`{"number":%q,"rev":1}`, n))
		}
		return `{"notifications":[` + strings.Join(rows, ",") + `],"percent":0}`
	}
	look := h.must("ministry-officer", "POST", "form-checks/check", of(clean, flagged), 200)
	if !strings.Contains(look.body, `"flagged"`) || state("ministry-officer", clean) != "arrived" {
		t.Errorf("looking: %s", look.body)
	}
	if r := h.must("operator-filer", "GET", "reports/"+flagged, "", 200); strings.Contains(r.body, "flag") {
		t.Errorf("the filer is told of flags: %s", r.body)
	}
	for _, who := range []string{"operator-filer", "ministry-officer", "cabinet-analyst"} {
		if r := h.must(who, "GET", "reports/"+clean, "", 200); !strings.Contains(r.body, `"onward":{"moment":"arrival","certainty":"unknown","sent_at":"`) {
			t.Errorf("%s is told of the 通知: %s", who, r.body)
		}
	}
	act := h.must("ministry-officer", "POST", "form-checks", of(clean, flagged), 200).text(t, "id")
	h.must("ministry-supervisor", "POST", "form-checks", of(clean), 409)
	for who, want := range map[string]string{"ministry-officer": "checked", "ministry-supervisor": "checked", "operator-filer": "checked", "cabinet-analyst": "arrived"} {
		if got := state(who, clean); got != want {
			t.Errorf("%s sees %s", who, got)
		}
	}
	h.must("cabinet-analyst", "GET", "form-checks/"+act, "", 404)
	h.must("operator-filer", "POST", "form-checks", of(clean), 403)
	h.must("other-ministry-officer", "POST", "form-checks", of(clean), 404)
	if again := h.must("cabinet-analyst", "POST", "form-checks", of(clean), 200); again.text(t, "id") == act { // an office of its own
		t.Error("two offices have one act")
	}
	draft := h.must("operator-filer", "POST", "reports/"+clean+"/correct", "", 201).text(t, "number_ascii")
	h.must("operator-filer", "PATCH", "drafts/"+draft, `{"answers":{"ground":{"value":"更新により全て撤去した。","base":1}}}`, 200)
	h.must("operator-filer", "POST", "drafts/"+draft+"/send", "", 201)
	if got := state("ministry-officer", clean); got != "arrived" {
		t.Errorf("corrected, it is %s", got)
	}
	h.must("ministry-officer", "POST", "form-checks", of(clean), 409) // the revision that was read is no longer what stands
	undone := h.must("ministry-officer", "POST", "form-checks/"+act+"/undo", "", 200)
	if undone.text(t, "undone_by") == "" || state("ministry-officer", flagged) != "arrived" || state("operator-filer", flagged) != "arrived" {
		t.Errorf("taken back: %s", undone.body)
	}
	h.must("ministry-officer", "POST", "form-checks/"+act+"/undo", "", 409)
}
