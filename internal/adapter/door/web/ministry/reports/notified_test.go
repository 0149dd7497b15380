package reports_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/flow/submitting"
)

// notify files that there is none, under a ground, as an operator.
func notify(t *testing.T, d *desktest.Desk, who, ground string) filing.Filing {
	t.Helper()
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	v := form.Values{"business": one("electricity"), "contact": one("設備課 03-0000-9999"), "checked": one("a", "b", "c", "d", "e", "f"), "ground": one(ground), "found_on": one("2026-11-20")}
	id, err := d.Doors.File.Do(t.Context(), d.Scope(who), d.Key(who, ground), submitting.Sending{Of: "asset.none", Values: v})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(t.Context(), d.Scope(who), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// 届出 lists the notifications that an office received, and no report; what it opens is called a notification; who did not receive it
// finds nothing.
func TestTheDeskListsNotificationsAlone(t *testing.T) {
	t.Parallel()
	d, reports := received(t)
	empty := d.Get(t, "ministry-officer", "/ministry/notification")
	if empty.Status != http.StatusOK || !strings.Contains(empty.Text("main"), "届いた届出はありません") || !strings.Contains(empty.Text("main"), "下書きは見えません") {
		t.Errorf("%d: empty, it says %s", empty.Status, empty.Text("main"))
	}
	f := notify(t, d, "operator-filer", "GROUND-CANARY")
	list := d.Get(t, "ministry-officer", "/ministry/notification")
	if rows := list.Find("#list .data-table").First().Find("tbody tr"); rows.Length() != 1 || !strings.Contains(rows.Text(), string(f.Number)) || !strings.Contains(rows.Text(), "該当なしの届出") {
		t.Errorf("the list: %s", rows.Text())
	}
	if strings.Contains(list.Body, "GROUND-CANARY") || strings.Contains(list.Text("main"), "キャンペーン") || strings.Contains(list.Text("main"), string(reports[0].Number)) {
		t.Error("content, campaigns or reports stand in the list of notifications")
	}
	for _, address := range []string{"", "?kind=asset.none", "?number=" + f.Number.ASCII(), "?kind=-asset."} {
		if mixed := d.Get(t, "ministry-officer", "/ministry/reports"+address); strings.Contains(mixed.Body, string(f.Number)+"<") || strings.Contains(mixed.Text("#kind"), "届出") {
			t.Errorf("%q: a notification stands among the reports", address)
		}
	}
	if got := d.Get(t, "ministry-officer", "/ministry/reports").Text("#list-count"); got != "23件" {
		t.Errorf("the list of reports counts %s", got)
	}
	if all := d.Get(t, "ministry-officer", "/ministry/export/csv?order=oldest"); strings.Contains(all.Body, string(f.Number)) || !strings.Contains(all.Body, string(reports[0].Number)) {
		t.Error("the export of the reports has a notification")
	}
	if own := d.Get(t, "ministry-officer", "/ministry/export/csv?kind=asset."); !strings.Contains(own.Body, string(f.Number)) {
		t.Error("the export of the notifications lacks one")
	}
	opened := d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII())
	if now := opened.Text("nav [aria-current=page]"); strings.Contains(now, "報告") {
		t.Errorf("the menu marks %s on a notification", now)
	}
	said := opened.Text("main")
	if !strings.Contains(said, "この届出を開いたことは") || !strings.Contains(said, "GROUND-CANARY") || !strings.Contains(said, "届出者") || strings.Contains(said, "報告") {
		t.Errorf("opened, it says %s", said)
	}
	if seen := d.Opened(t, "operator-filer", f); len(seen) != 1 {
		t.Errorf("the operator is told of %d looks", len(seen))
	}
	d.AskAbout(t, "ministry-officer", f, "根拠を詳しく書いてください。")
	if again := d.Get(t, "ministry-officer", "/ministry/notification"); !strings.Contains(again.Text("#list"), string(f.Number)) {
		t.Error("asked about, it left the list")
	}
	for who, status := range map[string]int{"cabinet-analyst": http.StatusOK, "other-ministry-officer": http.StatusNotFound, "regional-officer": http.StatusNotFound} {
		if got := d.Get(t, who, "/ministry/reports/"+f.Number.ASCII()); got.Status != status {
			t.Errorf("%s: %d", who, got.Status)
		}
	}
	if other := d.Get(t, "other-ministry-officer", "/ministry/notification"); strings.Contains(other.Body, string(f.Number)) {
		t.Error("another ministry has it in its list")
	}
}
