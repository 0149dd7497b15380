package expected_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

const officer = "ministry-officer"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return expected.Page{Look: store.Look[expected.Tx](s.DB)}.Routes()
	})
}

func said(s ...string) form.Value { return form.Value{Texts: s} }

// none says that there is nothing to notify.
func none(t *testing.T, d *desktest.Desk, who string) filing.Filing {
	t.Helper()
	v := form.Values{"business": said("electricity"), "contact": said("設備課 03-0000-9999"), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("全て撤去しました。"), "found_on": said("2026-11-20")}
	id, err := d.Doors.File.Do(t.Context(), d.Scope(who), d.Key(who, "none "+d.Clock.Now().String()), submitting.Sending{Of: notification.None.ID, Values: v})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(t.Context(), d.Scope(who), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// row is the row of an operator.
func row(t *testing.T, d *desktest.Desk, who, path, operator string) string {
	t.Helper()
	a := d.Get(t, who, path)
	if a.Status != http.StatusOK {
		t.Fatalf("%s: %d", path, a.Status)
	}
	for _, tr := range a.Find("#roll tbody tr").EachIter() {
		if text := strings.Join(strings.Fields(tr.Text()), " "); strings.Contains(text, operator) {
			return text
		}
	}
	return ""
}

// Everyone of the jurisdiction stands in the table, with date, telephone and state; the counts are the rows; another office has its own.
func TestEveryoneOfTheJurisdictionStandsInTheTable(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := d.Get(t, officer, expected.Path)
	if text := row(t, d, officer, expected.Path, "あおぞら送配電"); !strings.Contains(text, "未提出") || !strings.Contains(text, "令和9年3月31日") || !strings.Contains(text, "03-0000-2001") || !strings.Contains(text, "記録なし") {
		t.Errorf("%d %s", a.Status, text)
	}
	if n := a.Find("#roll tbody tr").Length(); n != 2 || !strings.Contains(a.Text(".views"), "すべて 2") || !strings.Contains(a.Text(".views"), "未提出 2") || a.Find("#why-1").Length() != 1 {
		t.Errorf("%d rows, %s", n, a.Text(".views"))
	}
	if other := d.Get(t, "other-ministry-officer", expected.Path); strings.Contains(other.Body, "あおぞら") {
		t.Error("another office is told of operators that are not its own")
	}
	if all := d.Get(t, "cabinet-analyst", expected.Path); !strings.Contains(all.Body, "あおぞら") || all.Find("#roll tbody tr").Length() <= 2 {
		t.Errorf("内閣府 has %s", all.Text("#roll-count"))
	}
	for _, who := range []string{"operator-filer", "platform-admin", "regional-officer"} {
		if a := d.Get(t, who, expected.Path); strings.Contains(a.Body, "あおぞら発電") {
			t.Errorf("%s is told: %d", who, a.Status)
		}
	}
}

// What is said moves the row, a correction that is asked for is seen by the office that asked alone, a draft moves nothing.
func TestWhatArrivesMovesTheRow(t *testing.T) {
	t.Parallel()
	d := desk(t)
	before := d.Get(t, officer, expected.Path)
	open := submitting.Open{Act: store.Act[submitting.OpenTx](d.DB), Entropy: d.Entropy}
	if _, err := open.Do(t.Context(), d.Scope("operator-filer"), d.Key("operator-filer", "draft"), notification.New.ID); err != nil {
		t.Fatal(err)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	if after := d.Get(t, officer, expected.Path); after.Text(".views, #roll") != before.Text(".views, #roll") {
		t.Errorf("a draft is told of: %s", after.Text("#roll"))
	}
	f := none(t, d, "operator-filer")
	if text := row(t, d, officer, expected.Path, "あおぞら送配電"); !strings.Contains(text, "該当なしの申出") || !strings.Contains(text, string(f.Number)) || !strings.Contains(text, "到達") {
		t.Errorf("none: %s", text)
	}
	ask := asking.Question{Filing: f.Number, Kind: request.Fix, Text: "根拠を書いてください。", Fields: []string{"ground"}}
	if _, err := d.Ask.Do(t.Context(), d.Scope(officer), d.Key(officer, "fix"), ask); err != nil {
		t.Fatal(err)
	}
	if text := row(t, d, officer, expected.Path+"?state=fix", "あおぞら送配電"); !strings.Contains(text, "補正依頼中") {
		t.Errorf("asked: %s", text)
	}
	if text := row(t, d, "cabinet-analyst", expected.Path, "あおぞら送配電"); !strings.Contains(text, "該当なしの申出") {
		t.Errorf("another office is told that this one asked: %s", text)
	}
	if a := d.Get(t, officer, expected.Path+"?q="+url.QueryEscape("アオゾラハツデン")); a.Find("#roll tbody tr").Length() != 1 {
		t.Errorf("searched: %s", a.Text("#roll"))
	}
	d.Clock.Set(time.Date(2027, 4, 2, 9, 0, 0, 0, time.FixedZone("JST", 9*3600)))
	if late := d.Get(t, officer, expected.Path+"?late=yes"); late.Find("#roll tbody tr").Length() != 1 || !strings.Contains(late.Text("#roll"), "2日経過") || !strings.Contains(late.Text(".views"), "期限を過ぎた未提出 1") {
		t.Errorf("late: %s", late.Text("main"))
	}
	csv := d.Get(t, officer, expected.Path+"/export/json?state=missing")
	if csv.Status != http.StatusOK || !strings.Contains(csv.Body, "7000012050002") || strings.Contains(csv.Body, "8000012050001") {
		t.Errorf("%d %s", csv.Status, csv.Body)
	}
	if bad := d.Get(t, officer, expected.Path+"?state=gone"); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("a state that there is not: %d", bad.Status)
	}
}

// A 詳報 is expected from the 速報 on.
func TestADetailedReportIsExpected(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "障害")
	text := row(t, d, officer, expected.Path+"/detailed", string(f.Number))
	if !strings.Contains(text, "未提出") || !strings.Contains(text, "あおぞら送配電") || !strings.Contains(text, "あと") {
		t.Errorf("%s", text)
	}
	if other := d.Get(t, "other-ministry-officer", expected.Path+"/detailed"); other.Status != http.StatusOK || strings.Contains(other.Body, string(f.Number)) {
		t.Errorf("another office: %d", other.Status)
	}
}

// What is read does not grow with the operators: 内閣府 has them all.
func TestTheTableTakesFewStatements(t *testing.T) {
	t.Parallel()
	d := desk(t)
	d.File(t, "operator-filer", "障害")
	none(t, d, "other-operator-filer")
	for _, path := range []string{expected.Path, expected.Path + "/detailed"} {
		d.Get(t, "cabinet-analyst", path) // keys are loaded once in the life of a node
		n := 0
		r := httptest.NewRequestWithContext(store.Noting(t.Context(), func(string, []any) { n++ }), http.MethodGet, path, nil)
		if a := d.Do(t, "cabinet-analyst", r); a.Status != http.StatusOK || n == 0 || n > 8 {
			t.Errorf("%s: %d, %d statements, at most 8 are allowed", path, a.Status, n)
		}
	}
}
