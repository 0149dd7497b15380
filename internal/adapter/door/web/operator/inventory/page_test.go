package inventory_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/flow/registering"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

const filer = "operator-filer"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return inventory.Pages{
			Read: store.Read[inventory.Tx](s.DB), Stocktake: owing.Door{Stock: store.Look[owing.StocktakeTx](s.DB)}.Stocktake, SetPlace: registering.SetPlace{Act: store.Act[registering.PlaceTx](s.DB), Entropy: s.Entropy},
			SetItems: registering.SetItems{Act: store.Act[registering.ItemsTx](s.DB), Entropy: s.Entropy}, Draft: registering.Draft{Act: store.Act[registering.DraftTx](s.DB), Entropy: s.Entropy}, Parse: parsertest.New().Parse, Names: names{},
		}.Routes()
	})
}

// form are the values of the form that is sent to an address, as the page shows them, with what is typed into it.
func form(a desktest.Answer, action string, typed ...string) url.Values {
	v := url.Values{}
	for _, s := range a.Find("form[action='" + action + "'] [name]").EachIter() {
		kind, name := s.AttrOr("type", ""), s.AttrOr("name", "")
		_, checked := s.Attr("checked")
		switch {
		case kind == "radio" || kind == "checkbox":
			if checked {
				v.Add(name, s.AttrOr("value", ""))
			}
		case s.Is("button"):
		case s.Is("select"):
			v.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("textarea"):
			v.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		default:
			v.Add(name, s.AttrOr("value", ""))
		}
	}
	for i := 0; i < len(typed); i += 2 {
		v.Set(typed[i], typed[i+1])
	}
	return v
}

// place writes a facility of the first business of the operator.
func place(t *testing.T, d *desktest.Desk, name string, more ...string) {
	t.Helper()
	at := inventory.Path + "/places/new"
	page := d.Get(t, filer, at)
	business := page.Find("#business option").Last().AttrOr("value", "")
	a := d.Post(t, filer, at, form(page, at, append([]string{"name", name, "business", business, "internet", "connected", "cloud", "none", "in_place", "yes", "segments[0].name", "制御LAN", "segments[0].role", "facility", "segments[1].name", "DMZ", "segments[1].role", "dmz"}, more...)...))
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
}

func item(t *testing.T, d *desktest.Desk, typed ...string) {
	t.Helper()
	at := inventory.Path + "/items/new"
	if a := d.Post(t, filer, at, form(d.Get(t, filer, at), at, typed...)); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
}

// A facility, then its machines: found again, changed, with the history of the row; taken out when it was a mistake.
func TestARowIsWrittenFoundChangedAndTakenOut(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, filer, inventory.Path); a.Find(".empty a[href$='/places/new']").Length() != 1 {
		t.Errorf("nothing yet: %s", a.Text("main"))
	}
	place(t, d, "給電制御システム")
	item(t, d, "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視サーバー1", "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "version", "1.0", "roles", "is_facility", "in_place", "yes")
	item(t, d, "facility", "給電制御システム", "segment", "DMZ", "machine", "壁", "kind", "appliance", "maker", "𠮷田", "product", "W-1", "roles", "global_address")
	if a := d.Get(t, filer, inventory.Path+"?q=samp&kind=software"); a.Find("tbody tr").Length() != 1 || !strings.Contains(a.Text("tbody"), "給電制御システム / 制御LAN") {
		t.Errorf("found: %s", a.Text("main"))
	}
	at := d.Get(t, filer, inventory.Path+"?q=samp").Find("tbody th a").AttrOr("href", "")
	page, old := d.Get(t, filer, at), d.Get(t, filer, at)
	if a := d.Post(t, filer, at, form(page, at, "version", "1.1", "use", "spare")); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Post(t, filer, at, form(old, at, "version", "1.2")); a.Status != http.StatusConflict || !strings.Contains(a.Text(".notice"), "ほかの人が先に") {
		t.Errorf("an old page: %d %s", a.Status, a.Text("main"))
	}
	page = d.Get(t, filer, at)
	if said := page.Text("main"); !strings.Contains(said, "版: 1.0 → 1.1") || !strings.Contains(said, "使用の状況: 使用中 → 予備") || !strings.Contains(said, "加えた") {
		t.Errorf("history: %s", said)
	}
	if a := d.Post(t, filer, at, form(page, at, "maker", "", "types", "A", "segment", "無線")); a.Status != http.StatusUnprocessableEntity || a.Find("#problems li").Length() != 3 || a.Find("#maker[aria-invalid]").Length() != 1 {
		t.Errorf("bad: %d %s", a.Status, a.Text("main"))
	}
	if a := d.Post(t, filer, at+"/out", form(page, at+"/out")); a.Status != http.StatusSeeOther {
		t.Errorf("out: %d", a.Status)
	}
	if a := d.Get(t, filer, inventory.Path); a.Find("tbody tr").Length() != 1 {
		t.Errorf("after: %s", a.Text("main"))
	}
	if a := d.Get(t, filer, at); !strings.Contains(a.Text("main"), "一覧から外した") || a.Find("form.form").Length() != 0 {
		t.Errorf("one that was taken out: %s", a.Text("main"))
	}
}

// Nobody outside the organisation, and no administrator, is told of a row or a facility, or that there is one.
func TestNobodyElseIsToldOfTheList(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	item(t, d, "facility", "給電制御システム", "machine", "監視サーバー1", "kind", "software", "maker", "Sample", "product", "SampleOS")
	at := d.Get(t, filer, inventory.Path).Find("tbody th a").AttrOr("href", "")
	for _, who := range []string{"ministry-officer", "ministry-supervisor", "cabinet-analyst", "platform-admin", "operator-admin", "maintainer"} {
		for _, path := range []string{inventory.Path, at, inventory.Path + "/places", inventory.Path + "/filing", inventory.Path + "/export/csv"} {
			if a := d.Get(t, who, path); a.Status < 400 || strings.Contains(a.Body, "SampleOS") {
				t.Errorf("%s %s: %d", who, path, a.Status)
			}
		}
	}
	if a := d.Get(t, "other-operator-filer", at); a.Status != http.StatusNotFound || a.Body != d.Get(t, "other-operator-filer", inventory.Path+"/items/nothing").Body {
		t.Errorf("another operator: %d", a.Status)
	}
	if a := d.Get(t, "other-operator-filer", inventory.Path); a.Find("tbody tr").Length() != 0 {
		t.Errorf("another operator's list: %s", a.Text("main"))
	}
	if a := d.Get(t, "operator-approver", at); a.Status != http.StatusOK || a.Find("form.form").Length() != 0 || !strings.Contains(a.Text("main"), "SampleOS") {
		t.Errorf("who only reads: %d %s", a.Status, a.Text("main"))
	}
}

// A column of many rows is changed in one act, after a look at what changes.
func TestManyRowsAreChangedAtOnce(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	for _, m := range []string{"一", "二", "三"} {
		item(t, d, "facility", "給電制御システム", "machine", m, "kind", "software", "maker", "Sample", "product", "SampleOS", "place", "東")
	}
	many := inventory.Path + "/many"
	all := url.Values{"all": {"1"}, "query": {"q=東"}, "column": {"place"}}
	if a := d.Post(t, filer, many, url.Values{"column": {"place"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing chosen: %d", a.Status)
	}
	page := d.Post(t, filer, many, all)
	if page.Status != http.StatusOK || page.Find("#place").Length() != 1 {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	check := form(page, many, "place", "西", "do", "check")
	page = d.Post(t, filer, many, check)
	if page.Find("tbody tr").Length() != 3 || !strings.Contains(page.Text("tbody"), "東") || !strings.Contains(page.Text("tbody"), "西") {
		t.Fatalf("what changes: %s", page.Text("main"))
	}
	if a := d.Post(t, filer, many, form(page, many, "place", "西", "do", "go")); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, filer, inventory.Path+"?q=西"); a.Find("tbody tr").Length() != 3 {
		t.Errorf("%s", a.Text("main"))
	}
}

// A list that is kept elsewhere is read by its headings, judged cell by cell, compared with what is there, and taken in by the last press alone.
func TestASheetIsReadComparedAndTakenIn(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	item(t, d, "facility", "給電制御システム", "number", "SV-1", "machine", "監視1", "kind", "software", "maker", "Sample", "product", "SampleOS", "version", "1.0")
	sheet := inventory.Path + "/sheet"
	bring := func(text string) desktest.Answer {
		return d.Post(t, filer, sheet, url.Values{"do": {"check"}, "text": {text}})
	}
	const heads = "資産番号,ホスト名,システム名,種類,メーカー,製品名,バージョン,類型,導入年月日,担当\n"
	bad := bring(heads + "SV-1,監視1,給電制御システム,ソフトウェア,Sample,SampleOS,1.1,,R8.10.5,x\nSV-2,監視2,ない設備,ソフトウェア,,P,1,G,2026-02-30,x\n")
	if bad.Status != http.StatusUnprocessableEntity || bad.Find("[name=rows]").Length() != 0 {
		t.Errorf("%d %s", bad.Status, bad.Text("main"))
	}
	for _, cell := range []string{"C3", "E3", "H3", "I3"} {
		if !strings.Contains(bad.Text("tbody"), cell) {
			t.Errorf("%s is not told: %s", cell, bad.Text("tbody"))
		}
	}
	good := bring(heads + "SV-1,監視1,給電制御システム,ソフトウェア,Sample,SampleOS,1.1,,R8.10.5,x\nSV-2,監視2,給電制御システム,ソフトウェア,Sample,P,1,,46300,x\n")
	if good.Status != http.StatusOK || !strings.Contains(good.Text("main"), "版: 1.0 → 1.1") || !strings.Contains(good.Text("main"), "監視2") || !strings.Contains(good.Text("main"), "46300 → 2026-10-05") {
		t.Fatalf("%d %s", good.Status, good.Text("main"))
	}
	if a := d.Get(t, filer, inventory.Path); a.Find("tbody tr").Length() != 1 {
		t.Error("a dry run wrote something")
	}
	go1 := form(good, sheet)
	go1.Set("do", "go")
	if a := d.Post(t, filer, sheet, go1); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, filer, inventory.Path); a.Find("tbody tr").Length() != 2 {
		t.Errorf("%s", a.Text("main"))
	}
	go1.Set("key", "another-key-0123456789")
	if a := d.Post(t, filer, sheet, go1); a.Status == http.StatusSeeOther {
		t.Errorf("the same sheet again, on what is there now: %d", a.Status)
	}
	if out := d.Get(t, filer, inventory.Path+"/export/csv"); out.Status != http.StatusOK || !strings.Contains(out.Body, "監視2") {
		t.Errorf("export: %d", out.Status)
	} else if again := bring(out.Body); again.Status != http.StatusOK || again.Find("[name=rows]").Length() != 0 {
		t.Errorf("what was taken out comes in without a change: %d %s", again.Status, again.Text("main"))
	}
}

// What would be filed is looked at before anything is: rows folded, what stays inside with its reason, column by column.
func TestTheProjectionIsLookedAt(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	for _, m := range []string{"監視1", "監視2"} {
		item(t, d, "facility", "給電制御システム", "segment", "制御LAN", "machine", m, "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "version", "9.8.7", "roles", "is_facility", "in_place", "yes")
	}
	item(t, d, "facility", "給電制御システム", "segment", "制御LAN", "machine", "端末", "kind", "software", "layer", "os", "maker", "Microsoft", "product", "Windows", "roles", "none", "in_place", "yes")
	a := d.Get(t, filer, inventory.Path+"/filing")
	rows := a.Find("section[aria-label=届け出る行] tbody tr")
	if a.Status != http.StatusOK || rows.Length() != 1 || !strings.Contains(rows.Text(), "SampleOS") || rows.Find("a").Length() != 2 || !strings.Contains(rows.Text(), "令和9年3月31日") {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
	if kept := a.Find("section[aria-label=届け出ない行]").Text(); !strings.Contains(kept, "Windows") {
		t.Errorf("kept: %s", a.Text("main"))
	}
	if strings.Contains(rows.Text(), "9.8.7") {
		t.Error("a version is filed")
	}
	made := form(a, inventory.Path+"/filing", "business", a.Find("form[action$='/filing'] button").AttrOr("value", ""))
	draft := d.Post(t, filer, inventory.Path+"/filing", made)
	if to := draft.Header.Get("Location"); draft.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/reporting/procedures/asset.new/") {
		t.Fatalf("%d %s %s", draft.Status, to, draft.Text("main"))
	}
	if again := d.Post(t, filer, inventory.Path+"/filing", made); again.Header.Get("Location") != draft.Header.Get("Location") {
		t.Errorf("a second press: %d %s", again.Status, again.Header.Get("Location"))
	}
	if none := d.Post(t, filer, inventory.Path+"/filing", url.Values{"business": {"nothing"}, "key": {"abcdefghij0123456789"}}); none.Status != http.StatusUnprocessableEntity {
		t.Errorf("no such business: %d", none.Status)
	}
}
