package statistics_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/statistics"
	"kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

// office is a desk with the page, and the index behind it.
func office(t *testing.T) (*desktest.Desk, *reports.Index) {
	t.Helper()
	var x *reports.Index
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		x = &reports.Index{Log: s.DB, Read: store.Read[reports.Tx](s.DB)}
		return statistics.Page{Index: x, Read: store.Read[statistics.Tx](s.DB), Look: store.Look[statistics.RowsTx](s.DB)}.Routes()
	})
	return d, x
}

func load(t *testing.T, d *desktest.Desk, x *reports.Index) {
	t.Helper()
	if err := x.Load(t.Context(), access.System("test", ident.At(d.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
}

func TestAnOfficeCountsWhatItReceived(t *testing.T) {
	t.Parallel()
	d, x := office(t)
	if a := d.Get(t, "ministry-officer", statistics.Path); a.Status != http.StatusServiceUnavailable {
		t.Errorf("before it is loaded: %d", a.Status)
	}
	load(t, d, x)
	if a := d.Get(t, "ministry-officer", statistics.Path); !strings.Contains(a.Text("main"), "数える報告がまだありません") {
		t.Errorf("nothing yet: %s", a.Text("main"))
	}
	d.File(t, "operator-filer", "一つめ")
	f := d.File(t, "other-operator-filer", "二つめ")
	load(t, d, x)
	a := d.Get(t, "ministry-officer", statistics.Path)
	if got := a.Text("#main + table tbody tr:first-child"); got != "法5条の報告2" {
		t.Errorf("counted: %q in %s", got, a.Text("main"))
	}
	if got := a.Text("#by-kind tbody"); got != "マルウェアが実行できる状態に置かれた2" {
		t.Errorf("kinds: %q", got)
	}
	to, _ := a.Find("#by-kind tbody a").Attr("href")
	rows := d.Get(t, "ministry-officer", to)
	if rows.Find("main tbody tr").Length() != 2 || !strings.Contains(rows.Text("main"), string(f.Number)) {
		t.Errorf("behind it: %s", rows.Text("main"))
	}
	if far := d.Get(t, "ministry-officer", to+"&page=999"); far.Status != http.StatusOK || far.Find("main tbody tr").Length() != 2 {
		t.Errorf("a page far away: %d, %s", far.Status, far.Text("main"))
	}
	if a := d.Get(t, "other-ministry-officer", statistics.Path); strings.Contains(a.Text("main"), "法5条の報告2") || !strings.Contains(a.Text("main"), "数える報告がまだありません") {
		t.Errorf("another ministry counts it: %s", a.Text("main"))
	}
	if rows := d.Get(t, "other-ministry-officer", to); strings.Contains(rows.Body, string(f.Number)) || !strings.Contains(rows.Text("main"), "この数に入る報告はありません") {
		t.Errorf("another ministry sees it: %s", rows.Text("main"))
	}
	if got := d.Get(t, "cabinet-analyst", statistics.Path).Text("h1"); got != "報告の分析" {
		t.Errorf("of the Cabinet Office: %s", got)
	}
	for _, who := range []string{"operator-filer", "platform-admin", "supplier"} {
		for _, path := range []string{statistics.Path, to, statistics.Path + "/export/csv", statistics.Path + "/public/csv?month=2026-10-01"} {
			if a := d.Get(t, who, path); a.Status != http.StatusNotFound {
				t.Errorf("%s: %s: %d", who, path, a.Status)
			}
		}
	}
	if opened := d.Opened(t, "other-operator-filer", f); len(opened) != 0 {
		t.Errorf("counting opens reports: %v", opened)
	}
}

func TestNumbersLeaveWithTheirDefinitions(t *testing.T) {
	t.Parallel()
	d, x := office(t)
	d.File(t, "operator-filer", "一つめ")
	load(t, d, x)
	csv := d.Get(t, "ministry-officer", statistics.Path+"/export/csv")
	if csv.Status != http.StatusOK || !strings.Contains(csv.Body, "起きていること,マルウェアが実行できる状態に置かれた,1,最後に報告された回答です。") {
		t.Errorf("%d %s", csv.Status, csv.Body)
	}
	if b := d.Get(t, "ministry-officer", statistics.Path+"/export/xlsx"); b.Status != http.StatusOK || !strings.HasPrefix(b.Body, "PK") {
		t.Errorf("Excel: %d", b.Status)
	}
	for path, want := range map[string]int{"/export/exe": 404, "/export/csv?sector=nothing": 422, "/public/csv": 200, "/public/csv?month=2026-11-01": 422, "/public/csv?month=2026-10-31": 200, "/public/xlsx?month=2026-10-01": 200, "/rows?figure=name": 422, "/rows?from=x": 422} {
		if a := d.Get(t, "ministry-officer", statistics.Path+path); a.Status != want {
			t.Errorf("%s: %d, want %d", path, a.Status, want)
		}
	}
	d.Clock.Set(time.Date(2026, 12, 2, 9, 0, 0, 0, ident.JST))
	out := d.Get(t, "ministry-officer", statistics.Path+"/public/csv?month=2026-11-10").Body
	for line := range strings.SplitSeq(out, "\n") {
		if strings.HasPrefix(line, "起きていること") && !strings.Contains(line, "非表示") {
			t.Errorf("one report is told outside: %s", line)
		}
	}
	if !strings.Contains(out, "業務の妨害(DDoSなど),非表示") || !strings.Contains(out, "5件未満の数") {
		t.Error(out)
	}
}

func TestWhatCannotBeCountedIsToldBesideItsField(t *testing.T) {
	t.Parallel()
	d, x := office(t)
	d.File(t, "operator-filer", "一つめ")
	load(t, d, x)
	for query, want := range map[string]string{
		"from=2026-11-20&until=2026-11-01": "最終日", "sector=nothing": "分野: 選べる値", "kind=nothing": "起きていること: 選べる値", "from=1999-01-01&until=1999-02-01": "施行", "from=1926-01-01": "5年まで", "from=%E3%81%8D%E3%81%AE%E3%81%86": "日",
	} {
		a := d.Get(t, "ministry-officer", statistics.Path+"?"+query)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("#problems"), want) || !strings.Contains(a.Text("main"), "法5条の報告1") {
			t.Errorf("%s: %d %s", query, a.Status, a.Text("#problems"))
		}
	}
}
