package api_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
)

const notified = `{"business":"electricity","contact":"03-0000-0000","facilities":[{"no":"S1","name":"給電指令システム","role":"critical"}],
	"products":[{"kind":"software","product":"Red Hat Enterprise Linux","maker":"Red Hat","types":["a","b","c","d","e","f"],"facility":"S1","existing":"no","introduced_on":"2026-10-31"},ROW],"confirm":[CONFIRM]}`

// A notification through the API: the same procedures, the same places, the same date as the command line tells.
func TestNotificationThroughTheAPI(t *testing.T) { both(t, notificationThroughTheAPI) }

func notificationThroughTheAPI(t *testing.T, h *house) {
	const at = "procedures/asset.new/filings"
	body := func(row, confirm string) string {
		return strings.NewReplacer("ROW", row, "CONFIRM", confirm).Replace(notified)
	}
	if list := h.must("operator-filer", "GET", "procedures", "", 200).body; !strings.Contains(list, `"asset.new"`) || !strings.Contains(list, `"asset.stocktake"`) {
		t.Errorf("notifications are not among the procedures: %s", list)
	}
	if schema := h.must("operator-filer", "GET", "procedures/asset.new/schema", "", 200).body; !strings.Contains(schema, `"introduced_on"`) || strings.Contains(schema, `"version"`) || strings.Contains(schema, `"quantity"`) {
		t.Errorf("the schema is not that of what is filed: %s", schema)
	}
	for name, c := range map[string]struct{ row, path, code string }{
		"unknown type":  {`{"kind":"software","product":"x","maker":"y","types":["g"],"facility":"S1","existing":"yes"}`, `"path":"products[1].types"`, "fault.form.option"},
		"no maker":      {`{"kind":"software","product":"x","types":["a"],"facility":"S1","existing":"yes"}`, `"path":"products[1].maker"`, "fault.form.needed"},
		"exempt":        {`{"kind":"software","product":"x","maker":"y","types":["a"],"facility":"S1","existing":"yes","exempt":"bespoke"}`, `"path":"products[1].exempt"`, "fault.notification.exempt"},
		"no facility":   {`{"kind":"software","product":"x","maker":"y","types":["a"],"facility":"S9","existing":"yes"}`, `"path":"products[1].facility"`, "fault.notification.facility"},
		"hardware name": {`{"kind":"software","product":"PowerEdge R750","maker":"Dell","types":["a"],"facility":"S1","existing":"yes"}`, `"path":"products"`, "ask.notification.hardware"},
		"a version":     {`{"kind":"software","product":"x","maker":"y","types":["a"],"facility":"S1","existing":"yes","version":"1"}`, `"path":"products[1].version"`, ""},
	} {
		if r := h.must("operator-filer", "POST", at, body(c.row, ""), 422); !strings.Contains(r.body, c.path) || !strings.Contains(r.body, c.code) {
			t.Errorf("%s: %s", name, r.body)
		}
	}
	twice := `{"kind":"software","product":"Red Hat Enterprise Linux","maker":"RED HAT","types":["a","b","c","d","e","f"],"facility":"S1","existing":"no","introduced_on":"2026-10-31"}`
	if r := h.must("operator-filer", "POST", at, body(twice, ""), 422); !strings.Contains(r.body, "ask.notification.twice") {
		t.Errorf("rows that say the same: %s", r.body)
	}
	sent := h.must("operator-filer", "POST", at, body(twice, `"products:ask.notification.twice"`), 201)
	due, err := law.DueFor("asset.new", law.Question{On: law.MustDay("2026-10-31"), Sector: law.Electricity})
	if err != nil {
		t.Fatal(err)
	}
	want, err := law.Encode(due)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(sent.body), ""), `"due":`+strings.Join(strings.Fields(string(want)), "")) {
		t.Errorf("the date is not that of kanmin law due:\n%s\n%s", sent.body, want)
	}
	if n := strings.Count(sent.body, "Red Hat Enterprise Linux"); n != 1 || !strings.Contains(sent.body, "内閣総理大臣(内閣府)") {
		t.Errorf("%d rows: %s", n, sent.body)
	}
	number := sent.text(t, "number_ascii")
	var whole []string // as many rows as one may have: its body is larger than that of other requests
	for i := range notification.ProductsMost - 1 {
		whole = append(whole, fmt.Sprintf(`{"kind":"software","product":"監視ソフト %d","maker":"サンプル電機%d","types":["e"],"facility":"S1","itself":"no","existing":"yes"}`, i, i%97))
	}
	h.must("operator-filer", "POST", at, body(strings.Join(whole, ","), ""), 201)
	if !strings.HasPrefix(number, "N-") {
		t.Errorf("its number is %s", number)
	}
	h.must("ministry-officer", "GET", "reports/"+number, "", 200)
	h.must("other-ministry-officer", "GET", "reports/"+number, "", 404)
	h.must("other-operator-filer", "GET", "reports/"+number, "", 404)
	written := h.must("operator-filer", "POST", "drafts", `{"form":"asset.new"}`, 201).text(t, "number_ascii")
	saved := h.must("operator-filer", "PATCH", "drafts/"+written, `{"answers":{"products":{"value":[`+twice+`]}}}`, 200)
	if !strings.Contains(saved.body, "Red Hat Enterprise Linux") {
		t.Errorf("a table that was saved: %s", saved.body)
	}
	draft := h.must("operator-filer", "POST", "reports/"+number+"/correct", "", 201).text(t, "number_ascii")
	h.must("operator-filer", "POST", "drafts/"+draft+"/send", "", 422) // nothing differs
	for _, other := range []string{"asset.change", "report.further"} {
		h.must("operator-filer", "POST", "procedures/"+other+"/filings", `{}`, 409) // it begins where something was filed
	}
}
