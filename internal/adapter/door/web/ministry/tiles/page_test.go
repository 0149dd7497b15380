package tiles_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/tiles"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/flow/viewing"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

const officer, chief = "ministry-officer", "ministry-supervisor"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		change := store.Act[viewing.ChangeTx](s.DB)
		list := views.Page{
			Read: store.Read[views.Tx](s.DB), Save: viewing.Save{Act: store.Act[viewing.SaveTx](s.DB), Entropy: s.Entropy}, Change: viewing.Change{Act: change}, End: viewing.End{Act: change},
		}.Routes()
		list = append(list, tiles.Page{Read: store.Read[pinned.Tx](s.DB), Pin: viewing.Pin{Act: store.Act[viewing.PinTx](s.DB)}}.Routes()...)
		list = append(list, expected.Page{Look: store.Look[expected.Tx](s.DB)}.Routes()...)
		return append(list, reports.Received{Look: store.Look[listing.Tx](s.DB), Notified: store.Look[reports.NotifiedTx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB))}.Routes()...)
	})
	if err := world.Story(t.Context(), d.World, d.Doors, stagetest.Day); err != nil {
		t.Fatal(err)
	}
	said := func(s ...string) form.Value { return form.Value{Texts: s} }
	for i, who := range []string{"operator-filer", "operator-filer", "other-operator-filer"} {
		v := form.Values{"business": said("electricity"), "contact": said("設備課 03-0000-9999"), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("全て撤去しました。"), "found_on": said("2026-11-20")}
		id, err := d.Doors.File.Do(t.Context(), d.Scope(who), d.Key(who, "none "+strconv.Itoa(i)), submitting.Sending{Of: notification.None.ID, Values: v})
		if err != nil {
			t.Fatal(err)
		}
		f, err := d.Report(t.Context(), d.Scope(who), id)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			d.AskAbout(t, "cabinet-analyst", f, "どの設備ですか。")
		}
	}
	return d
}

// asked are ways of narrowing each list: every value of every part, by itself and beside others.
func asked() (all []view.Tile) {
	add := func(l view.List, parts ...string) {
		all = append(all, view.Tile{Pin: view.Pin{On: true, Place: len(all)}, Saved: view.Saved{List: l, Words: view.Words{Query: strings.Join(parts, "&")}}})
	}
	states := []string{"", "state=arrived", "state=fix-asked", "state=fixed", "state=checked", "state=withdrawn"}
	needs := []string{"need=me", "need=past", "charge=me", "charge=none", "from=2026-11-24", "until=2026-11-20", "order=oldest", "number=R8", "filer=1000012050001"}
	for _, s := range states {
		add(view.Received, s)
		add(view.Filings, "kind=asset.", s)
		for _, n := range needs {
			add(view.Received, s, n)
			add(view.Filings, "kind=asset.", s, n)
		}
		add(view.Filings, "kind=asset.", "flag=some", s)
		add(view.Filings, "kind=asset.", "flag=none", s)
	}
	add(view.Received, "kind=report.prompt")
	add(view.Received, "kind=asset.new")
	for _, of := range []string{"", "of=detailed"} {
		for _, s := range []string{"", "state=missing", "state=fix", "state=none", "state=filed"} {
			for _, n := range []string{"", "late=yes", "sector=electricity", "sector=water", "q=送配電", "order=name", "q=%E3%81%82&sector=electricity"} {
				add(view.Expected, of, s, n)
			}
		}
	}
	return all
}

// given are tiles that nobody saved.
type given struct {
	pinned.Tx
	list []view.Tile
}

func (g given) Tiles() ([]view.Tile, error) { return g.list, nil }

var counted = regexp.MustCompile(`([0-9,]+)件`)

// rows is how many rows a list says that it has.
func rows(t *testing.T, d *desktest.Desk, who, at string) (n int) {
	t.Helper()
	a := d.Get(t, who, at)
	m := counted.FindStringSubmatch(a.Text("#list-count, #roll-count"))
	if a.Status != http.StatusOK || m == nil {
		t.Fatalf("%s %s: %d %q", who, at, a.Status, a.Text("main"))
	}
	n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The number of a tile is that of the rows of the list that it opens, whatever the list and the filter, for every office.
func TestATileSaysHowManyRowsItsListHas(t *testing.T) {
	t.Parallel()
	d := desk(t)
	some := map[view.List]map[int]bool{view.Received: {}, view.Filings: {}, view.Expected: {}}
	for _, who := range []string{officer, "cabinet-analyst", "other-ministry-officer"} {
		var on []pinned.Tile
		err := store.Read[pinned.Tx](d.DB)(t.Context(), d.Scope(who), func(tx pinned.Tx) (err error) {
			on, _, _, err = pinned.Read(given{tx, asked()}, law.DayOf(d.Scope(who).At))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range on {
			at := views.At(one.List, one.Query)
			if n := rows(t, d, who, at); n != one.N || one.Lost || one.More {
				t.Errorf("%s: the tile of %s says %d, the list %d", who, at, one.N, n)
			}
			some[one.List][one.N] = true
		}
	}
	for l, n := range some {
		if len(n) < 3 {
			t.Errorf("the control: the lists of %s are all alike: %v", l, n)
		}
	}
	// The control: a list without its filter does not have the rows of the tile.
	if n := rows(t, d, officer, views.At(view.Received, "")); n == rows(t, d, officer, views.At(view.Received, "state=fix-asked")) {
		t.Errorf("the control: the filter leaves nothing out of %d", n)
	}
}

// keep saves what a list is narrowed to and returns the id of the view.
func keep(t *testing.T, d *desktest.Desk, at, name, share string) string {
	t.Helper()
	const who = officer
	a := d.Get(t, who, at)
	form := url.Values{"name": {name}, "share": {share}}
	for _, f := range []string{"key", "list", "query"} {
		v, ok := a.Find(".views-save input[name=" + f + "]").Attr("value")
		if !ok {
			t.Fatalf("%s does not offer to save its conditions: %s", at, a.Text("main"))
		}
		form.Set(f, v)
	}
	if done := d.Post(t, who, views.Path+"/new", form); done.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", done.Status, done.Text("main"))
	}
	for _, l := range d.Get(t, who, views.Path).Find(".todo li").EachIter() {
		if strings.Contains(l.Text(), name) {
			to, _ := l.Find("a").Attr("href")
			return strings.TrimPrefix(to, views.Path+"/")
		}
	}
	t.Fatal(name)
	return ""
}

// shown are the tiles of somebody, in order: name and number.
func shown(t *testing.T, d *desktest.Desk, who string) (s string) {
	t.Helper()
	for _, l := range d.Get(t, who, tiles.Path).Find(".tiles .tile").EachIter() {
		s += strings.Join(strings.Fields(l.Text()), " ") + " / "
	}
	return s
}

func TestTilesArePutUpMovedTakenDownAndPutBack(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, officer, tiles.Path); a.Find(".empty a").Length() != 3 || !strings.Contains(a.Text(".empty"), "この条件を保存する") {
		t.Errorf("an empty page does not teach: %s", a.Text("main"))
	}
	a, b, c := keep(t, d, "/ministry/reports?state=arrived", "届いたまま", "mine"), keep(t, d, "/ministry/expected?state=missing&q=%E9%80%81%E9%85%8D%E9%9B%BB", "未提出の送配電", "unit"), keep(t, d, "/ministry/notification?state=fixed", "補正済み", "org")
	key := 0
	press := func(who, id, do, whose string, want int) {
		t.Helper()
		key++
		if got := d.Post(t, who, tiles.Path+"/"+id, url.Values{"do": {do}, "for": {whose}, "key": {"k" + strconv.Itoa(key)}}); got.Status != want {
			t.Errorf("%s %s %s %s: %d, want %d: %s", who, id, do, whose, got.Status, want, got.Text("main"))
		}
	}
	press(officer, a, "put", "me", 303)
	press(officer, a, "put", "me", 409)
	press(officer, a, "put", "office", 422) // one's own alone
	press(officer, b, "put", "office", 303)
	press(officer, c, "put", "me", 303)
	press(officer, c, "put", "office", 303)
	press(officer, c, "throw", "me", 422)
	press(officer, c, "put", "them", 422)
	press(chief, a, "put", "me", 404) // somebody else's
	press("other-ministry-officer", c, "put", "me", 404)
	press("operator-filer", c, "put", "me", 404)
	if got := shown(t, d, officer); !regexp.MustCompile(`^未提出の送配電 .*件 / 補正済み .*件 / 届いたまま .*件 / 補正済み .*件 / $`).MatchString(got) {
		t.Errorf("the officer has %s", got)
	}
	if got := shown(t, d, chief); !regexp.MustCompile(`^未提出の送配電 .*件 / 補正済み .*件 / $`).MatchString(got) {
		t.Errorf("a colleague has %s", got)
	}
	if got := shown(t, d, "other-ministry-officer"); got != "" {
		t.Errorf("another ministry has %s", got)
	}
	press(chief, c, "before", "office", 303)
	press(chief, c, "before", "office", 409)
	press(officer, c, "before", "me", 303)
	press(officer, b, "after", "office", 409)
	if got := shown(t, d, officer); !regexp.MustCompile(`^補正済み .* / 未提出の送配電 .* / 補正済み .* / 届いたまま .* / $`).MatchString(got) {
		t.Errorf("after moving: %s", got)
	}
	press(officer, c, "take", "me", 303)
	if got := d.Get(t, officer, tiles.Path).Text("main"); !strings.Contains(got, "自分のタイルに戻す") {
		t.Errorf("it cannot be put back: %s", got)
	}
	press(officer, c, "put", "me", 303)
	if got := shown(t, d, officer); !regexp.MustCompile(`^補正済み .* / 未提出の送配電 .* / 補正済み .* / 届いたまま .* / $`).MatchString(got) {
		t.Errorf("it did not come back to its place: %s", got)
	}
	// What is no longer there for somebody, or for anybody, is no tile of theirs.
	mine := d.Post(t, officer, views.Path+"/"+b, url.Values{"name": {"未提出の送配電"}, "share": {"mine"}, "rev": {"1"}, "key": {"back"}})
	if got := shown(t, d, chief); mine.Status != 303 || !regexp.MustCompile(`^補正済み .* / $`).MatchString(got) {
		t.Errorf("%d, a colleague has %s", mine.Status, got)
	}
	if got := d.Post(t, officer, views.Path+"/"+c+"/end", url.Values{"rev": {"1"}, "key": {"end"}}); got.Status != 303 || strings.Contains(shown(t, d, officer), "補正済み") {
		t.Errorf("%d: what was ended is still there", got.Status)
	}
}

func TestAnOfficeHasABoundedNumberOfTiles(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for i := range view.TilesMost + 1 {
		id := keep(t, d, "/ministry/reports?number=R8&from=2026-11-"+fmt.Sprintf("%02d", i+1), "条件"+strconv.Itoa(i), "mine")
		want := 303
		if i == view.TilesMost {
			want = 409
		}
		if a := d.Post(t, officer, tiles.Path+"/"+id, url.Values{"do": {"put"}, "for": {"me"}, "key": {"k" + strconv.Itoa(i)}}); a.Status != want {
			t.Errorf("tile %d: %d %s", i+1, a.Status, a.Text("main"))
		}
	}
	// The part that the first page fetches takes few statements.
	n := 0
	r := httptest.NewRequestWithContext(store.Noting(t.Context(), func(string, []any) { n++ }), http.MethodGet, tiles.Path, nil)
	r.Header.Set("Hx-Request", "true")
	if a := d.Do(t, officer, r); a.Status != http.StatusOK || a.Find(".tile").Length() != view.TilesMost || n > 8 {
		t.Errorf("%d: %d tiles, %d statements", a.Status, a.Find(".tile").Length(), n)
	}
	t.Logf("%d statements", n)
}

func TestTheTableOfExpectedOpensWithASavedView(t *testing.T) {
	t.Parallel()
	d := desk(t)
	id := keep(t, d, "/ministry/expected/detailed?state=filed", "済んだ詳報", "mine")
	if got := d.Get(t, officer, "/ministry/expected").Text(".views"); strings.Contains(got, "済んだ詳報") {
		t.Errorf("a view of 詳報 stands among those of 届出: %s", got)
	}
	all := rows(t, d, officer, "/ministry/expected/detailed")
	if a := d.Post(t, officer, views.Path+"/"+id, url.Values{"name": {"済んだ詳報"}, "share": {"mine"}, "first": {"1"}, "rev": {"1"}, "key": {"first"}}); a.Status != 303 || a.Header.Get("Location") != "/ministry/expected/detailed?of=detailed&state=filed" {
		t.Errorf("%d %s", a.Status, a.Header.Get("Location"))
	}
	a := d.Get(t, officer, "/ministry/expected/detailed")
	if v, _ := a.Find("#state option[selected]").Attr("value"); v != "filed" || !strings.Contains(a.Text(".views"), "済んだ詳報」で表示しています") {
		t.Errorf("it does not open with it: %s", a.Text("main"))
	}
	if n := rows(t, d, officer, "/ministry/expected/detailed?view=all"); n != all || n == 0 {
		t.Errorf("%d rows without it, %d before", n, all)
	}
}
