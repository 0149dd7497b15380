package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/reminding"
	"kanmin/internal/world/stagetest"
)

func remindingOf(s *stagetest.Stage) api.Reminding {
	return api.Reminding{
		Look: store.Look[api.RemindingTx](s.DB), Read: store.Read[api.RemindingTx](s.DB), Send: reminding.Send{Act: store.Act[reminding.SendTx](s.DB), Entropy: s.DB.Entropy},
	}
}

// What an office expects is read and written about through the API as on the pages: looked at, sent once, opened, and seen to be opened; nobody else
// is told of it.
func TestWhatIsExpectedIsWrittenAboutThroughTheAPI(t *testing.T) { both(t, expectedIsWrittenAbout) }

func expectedIsWrittenAbout(t *testing.T, h *house) {
	var list struct {
		Counts map[string]int
		Rows   []struct {
			ID, State, Phone string
			DueOn            string `json:"due_on"`
			Certainty        string
			Operator         struct{ Ja string }
		}
	}
	read := func(who string) {
		list.Rows = nil
		if err := json.Unmarshal([]byte(h.must(who, "GET", "ministry/expected", "", 200).body), &list); err != nil {
			t.Fatal(err)
		}
	}
	read("cabinet-analyst")
	all := len(list.Rows)
	read("ministry-officer")
	if len(list.Rows) != 2 || all <= 2 || list.Counts["missing"] != 2 || list.Rows[0].DueOn != "2027-03-31" || list.Rows[0].Certainty == "" || list.Rows[0].Phone == "" {
		t.Fatalf("%d of %d: %+v", len(list.Rows), all, list)
	}
	h.must("ministry-officer", "GET", "ministry/expected?of=detailed", "", 200)
	h.must("ministry-officer", "GET", "ministry/expected?of=moon", "", 422)
	if r := h.must("other-ministry-officer", "GET", "ministry/expected", "", 200); strings.Contains(r.body, "あおぞら") {
		t.Errorf("another office: %s", r.body)
	}
	var rows []string
	for _, r := range list.Rows {
		rows = append(rows, fmt.Sprintf(`{"id":%q,"state":%q}`, r.ID, r.State))
	}
	of := func(text string, rows ...string) string {
		return fmt.Sprintf(`{"of":"notification","rows":[%s],"title":"{手続}","text":%q}`, strings.Join(rows, ","), text)
	}
	look := h.must("ministry-officer", "POST", "letters/check", of("{事業者名} 御中", rows...), 200)
	if !strings.Contains(look.body, "あおぞら発電株式会社 御中") || !strings.Contains(h.must("operator-filer", "GET", "received-letters", "", 200).body, `[]`) {
		t.Errorf("looking: %s", look.body)
	}
	h.must("ministry-officer", "POST", "letters/check", of("{会社名} 御中", rows...), 422)
	h.must("operator-filer", "POST", "letters", of("{事業者名} 御中", rows...), 403)
	h.must("other-ministry-officer", "POST", "letters", of("{事業者名} 御中", rows...), 409)
	sent := h.must("ministry-officer", "POST", "letters", of("{事業者名} 御中", append(rows, `{"id":"nothing","state":"missing"}`)...), 200)
	id := sent.text(t, "id")
	if !strings.Contains(sent.body, "gone") {
		t.Errorf("sent: %s", sent.body)
	}
	lettersAreRead(t, h, id)
}

// lettersAreRead reads what was sent to the two operators.
func lettersAreRead(t *testing.T, h *house, id string) {
	t.Helper()
	var got struct {
		Letters []struct {
			Number, Title string
			ASCII         string `json:"number_ascii"`
		}
	}
	if err := json.Unmarshal([]byte(h.must("operator-filer", "GET", "received-letters", "", 200).body), &got); err != nil || len(got.Letters) != 1 {
		t.Fatal(err, got)
	}
	opened := h.must("operator-filer", "GET", "received-letters/"+got.Letters[0].ASCII, "", 200)
	if !strings.Contains(opened.body, "あおぞら送配電株式会社 御中") || strings.Contains(opened.body, "発電株式会社") {
		t.Errorf("opened: %s", opened.body)
	}
	h.must("other-operator-filer", "GET", "received-letters/"+got.Letters[0].ASCII, "", 404)
	if r := h.must("ministry-officer", "GET", "letters/"+id, "", 200); strings.Count(r.body, "opened_at") != 1 {
		t.Errorf("the office is told: %s", r.body)
	}
	h.must("cabinet-analyst", "GET", "letters/"+id, "", 404)
	if r := h.must("ministry-officer", "GET", "letters", "", 200); !strings.Contains(r.body, id) {
		t.Errorf("the list: %s", r.body)
	}
}
