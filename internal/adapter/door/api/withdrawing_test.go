package api_test

import (
	"strings"
	"testing"
)

// A notification is withdrawn through the API: either side is told of state, instant and the other filing, and what it no longer takes in is refused
// with a sentence.
func TestAWithdrawalThroughTheAPI(t *testing.T) { both(t, withdrawalThroughTheAPI) }

func withdrawalThroughTheAPI(t *testing.T, h *house) {
	const filer, office = "operator-filer", "ministry-officer"
	none := `{"business":"electricity","contact":"03","checked":["a","b","c","d","e","f"],"ground":"撤去した","found_on":"2026-11-20"}`
	number := h.must(filer, "POST", "procedures/asset.none/filings", none, 201).text(t, "number_ascii")
	at := "reports/" + number
	question := h.must(office, "POST", at+"/requests", `{"kind":"fix","text":"確かめてください"}`, 201).text(t, "number_ascii")
	late := h.must(filer, "POST", at+"/correct", "", 201).text(t, "number_ascii")
	open := h.must(filer, "POST", at+"/follow", `{"procedure":"asset.withdraw"}`, 201).text(t, "number_ascii")
	h.must(filer, "PATCH", "drafts/"+open, `{"answers":{"cause":{"value":"mistake"},"reason":{"value":"誤りでした"}}}`, 200)
	draft := h.must(filer, "POST", at+"/follow", `{"procedure":"asset.withdraw"}`, 201).text(t, "number_ascii")
	h.must(filer, "POST", "drafts/"+draft+"/send", "{}", 422) // without grounds
	h.must(filer, "PATCH", "drafts/"+draft, `{"answers":{"cause":{"value":"mistake"},"reason":{"value":"誤りでした"}}}`, 200)
	by := h.must(filer, "POST", "drafts/"+draft+"/send", "{}", 201).text(t, "number_ascii")
	for _, who := range []string{filer, office} {
		if got := h.must(who, "GET", at, "", 200).body; !strings.Contains(got, `"state":"withdrawn"`) || !strings.Contains(got, `"withdrawn":{"at":"`) || !strings.Contains(got, `"number_ascii":"`+by+`"`) || !strings.Contains(got, `"state":"closed"`) || !strings.Contains(got, `"what":"closed"`) {
			t.Errorf("%s is told %s", who, got)
		}
		if got := h.must(who, "GET", "reports/"+by, "", 200).body; !strings.Contains(got, `"withdraws":{"at":"`) || !strings.Contains(got, `"number_ascii":"`+number+`"`) || !strings.Contains(got, "誤りでした") {
			t.Errorf("%s is told of the withdrawal %s", who, got)
		}
	}
	h.must("other-ministry-officer", "GET", "reports/"+by, "", 404)
	// The list has both sides, and narrows to one.
	for kind, want := range map[string]string{"": `"count":2`, "asset.": `"count":2`, "-asset.": `"count":0`, "asset.none": `"count":1`} {
		if got := h.must(office, "GET", "reports?kind="+kind, "", 200).body; !strings.Contains(got, want) {
			t.Errorf("kind %q: %s", kind, got)
		}
	}
	for _, c := range []struct{ who, path, body, code string }{
		{filer, at + "/follow", `{"procedure":"asset.withdraw"}`, "fault.filing.withdrawn"},
		{filer, at + "/follow", `{"procedure":"asset.change"}`, "fault.filing.withdrawn"},
		{filer, at + "/correct", "", "fault.filing.withdrawn"},
		{filer, "reports/" + by + "/follow", `{"procedure":"asset.withdraw"}`, "fault.withdrawal.final"},
		{filer, "reports/" + by + "/correct", "", "fault.withdrawal.uncorrected"},
		{filer, "drafts/" + late + "/send", "{}", "fault.draft.withdrawn"},
		{filer, "drafts/" + open + "/send", "{}", "fault.draft.withdrawn"},
		{filer, "drafts/" + open + "/approval", "{}", "fault.draft.withdrawn"}, // nobody is asked to agree to it
		{filer, at + "/requests/" + question + "/answer", `{"reply":"直しました"}`, "fault.request.closed"},
		{office, at + "/requests", `{"kind":"fix","text":"x"}`, "fault.withdrawal.fix"},
	} {
		if got := h.must(c.who, "POST", c.path, c.body, 409).body; !strings.Contains(got, `"`+c.code+`"`) {
			t.Errorf("%s %s: %s", c.who, c.path, got)
		}
	}
	h.must(office, "POST", at+"/requests", `{"kind":"enquiry","text":"経緯を教えてください"}`, 201)
}
