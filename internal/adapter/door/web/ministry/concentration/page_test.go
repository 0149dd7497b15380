package concentration_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/concentration"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/adapter/door/web/ministry/registrations"
	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/world/stage"
	"kanmin/internal/world/stagetest"
)

// names knows Red Hat Enterprise Linux in two spellings.
type names struct{}

func (names) Version() int64 { return 1 }

func (names) Resolve(_ ident.Org, p memory.Pair) (a memory.Answer, err error) {
	if strings.Contains(p.Product, "Linux") {
		a.Product = &lookup.Candidate{ID: "redhat/enterprise_linux", Called: lookup.Called{Maker: "Red Hat", Name: "Red Hat Enterprise Linux"}}
	}
	return a, nil
}

// office is a desk with the pages, and the index behind them.
func office(t *testing.T) (*desktest.Desk, *holdings.Index) {
	t.Helper()
	var x *holdings.Index
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		x = &holdings.Index{Log: s.DB, Read: store.Read[holdings.Tx](s.DB), Names: names{}}
		n := figures.Notified{Index: x, Read: store.Read[figures.HoldingTx](s.DB)}
		return append(concentration.Page{Notified: n, Look: store.Look[concentration.RowsTx](s.DB)}.Routes(), registrations.Page{Notified: n}.Routes()...)
	})
	return d, x
}

// filled is an office to which the operators of the world notified.
func filled(t *testing.T) *desktest.Desk {
	t.Helper()
	d, x := office(t)
	now := ident.At(d.Clock.Now())
	if err := stage.Contacts(t.Context(), d.DB, d.World, now); err != nil {
		t.Fatal(err)
	}
	if err := stage.Notifications(t.Context(), d.DB, d.World, now); err != nil {
		t.Fatal(err)
	}
	if err := x.Load(t.Context(), access.System("test", now)); err != nil {
		t.Fatal(err)
	}
	return d
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnOfficeThatReceivedNothingIsTaught(t *testing.T) {
	t.Parallel()
	d, x := office(t)
	for _, path := range []string{concentration.Path, registrations.Path} {
		if a := d.Get(t, "ministry-officer", path); a.Status != http.StatusServiceUnavailable {
			t.Errorf("before it is loaded: %d", a.Status)
		}
	}
	if err := x.Load(t.Context(), access.System("test", ident.At(d.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{concentration.Path, registrations.Path} {
		if a := d.Get(t, "ministry-officer", path); !strings.Contains(a.Text("main"), "数える届出がまだありません") {
			t.Errorf("%s: %s", path, a.Text("main"))
		}
	}
}

// Each number of the picture leads to as many rows, and both spellings of a product are one.
func TestEachNumberLeadsToItsRows(t *testing.T) {
	t.Parallel()
	d := filled(t)
	a := d.Get(t, "cabinet-analyst", concentration.Path)
	if first := a.Text("#products ~ .data-table tbody tr:first-child"); !strings.Contains(first, "Red Hat Enterprise Linux") {
		t.Errorf("the first product: %q in %s", first, a.Text("main"))
	}
	cells := a.Find("#grid svg a")
	if cells.Length() < 5 {
		t.Fatalf("%d cells in %s", cells.Length(), a.Body)
	}
	for i := range cells.Length() {
		c := cells.Eq(i)
		to, _ := c.Attr("href")
		rows := d.Get(t, "cabinet-analyst", to)
		if got, want := rows.Find("main tbody tr").Length(), number(t, c.Find("text").Text()); got != want || rows.Status != http.StatusOK {
			t.Errorf("%s: %d rows, not %d", to, got, want)
		}
	}
	other := d.Get(t, "other-ministry-officer", concentration.Path)
	if strings.Contains(other.Body, "Red Hat") || !strings.Contains(other.Text("main"), "まだありません") {
		t.Error("another ministry is told of products")
	}
	if a := d.Get(t, "operator-filer", concentration.Path); a.Status != http.StatusNotFound {
		t.Errorf("an operator: %d", a.Status)
	}
	if a := d.Get(t, "cabinet-analyst", concentration.Path+"?type=z&sector=gold"); a.Status != http.StatusUnprocessableEntity || a.Find("#problems a, .problems a").Length() != 2 {
		t.Errorf("nonsense: %d %s", a.Status, a.Text("main"))
	}
}

// Who is concerned by a name stands with whom to call now, whatever the version; the look is told to the operator.
func TestWhoIsConcernedAndWhomToCall(t *testing.T) {
	t.Parallel()
	d := filled(t)
	find := func(who, words string) desktest.Answer {
		return d.Get(t, who, concentration.Path+"/concerned?q="+url.QueryEscape(words))
	}
	a := find("ministry-officer", "ｅｎｔｅｒｐｒｉｓｅ　linux")
	if rows := a.Text("main tbody"); !strings.Contains(rows, "090-0000-2011") || !strings.Contains(rows, "Red Hat Enterprise Linux") || !strings.Contains(rows, "03-0000-1101") {
		t.Errorf("concerned: %s", a.Text("main"))
	}
	if a := find("other-ministry-officer", "linux"); !strings.Contains(a.Text("main"), "当てはまる届出はありません") {
		t.Errorf("another ministry: %s", a.Text("main"))
	}
	for words, said := range map[string]string{"": "製品名または製造者名を入れてください", "x": "2文字以上", strings.Repeat("x", 101): "100", "a\x00b": "", "no such product": "当てはまる届出はありません"} {
		if a := find("ministry-officer", words); !strings.Contains(a.Text("main"), said) || a.Status >= 500 {
			t.Errorf("%q: %d %s", words, a.Status, a.Text("main"))
		}
	}
	for _, format := range []string{"xlsx", "csv"} {
		for _, path := range []string{concentration.Path + "/export/" + format, concentration.Path + "/concerned/export/" + format + "?q=linux", registrations.Path + "/export/" + format} {
			if a := d.Get(t, "ministry-officer", path); a.Status != http.StatusOK || len(a.Body) < 200 {
				t.Errorf("%s: %d, %d bytes", path, a.Status, len(a.Body))
			}
		}
	}
	if a := d.Get(t, "ministry-officer", concentration.Path+"/concerned/export/csv?q=linux"); !strings.Contains(a.Body, "090-0000-2011") || !strings.Contains(a.Body, "設備管理課 03-0000-6101") {
		t.Errorf("the file: %s", a.Body)
	}
	if a := d.Get(t, "ministry-officer", concentration.Path+"/export/pdf"); a.Status != http.StatusNotFound {
		t.Errorf("another format: %d", a.Status)
	}
}

func TestRegistrationsAreCounted(t *testing.T) {
	t.Parallel()
	d := filled(t)
	a := d.Get(t, "ministry-officer", registrations.Path)
	if said := a.Text("#main + table tbody"); !strings.HasPrefix(said, "特定重要電子計算機の届出2") || !strings.Contains(said, "100.0%") {
		t.Errorf("counted: %s", said)
	}
	if a := d.Get(t, "ministry-officer", registrations.Path+"?sector=water"); a.Status != http.StatusOK || strings.Contains(a.Text("#main + table tbody"), "届出2") {
		t.Errorf("narrowed: %s", a.Text("main"))
	}
}
