package inventory_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

// names is a dictionary of one product.
type names struct{}

var known = lookup.Candidate{ID: "p-1", Called: lookup.Called{Maker: "サンプル電機", Name: "SampleOS Server"}}

func (names) Resolve(_ ident.Org, p memory.Pair) (a memory.Answer, err error) {
	if p.Product == known.Name {
		a.Product = &known
	}
	return a, nil
}

func (names) Suggest(_, typed string, _ int) ([]lookup.Suggestion, error) {
	if !strings.HasPrefix(known.Name, typed) {
		return nil, nil
	}
	return []lookup.Suggestion{{ID: known.ID, Called: known.Called}}, nil
}

func (names) Find(id product.ID) (lookup.Candidate, error) {
	if id != known.ID {
		return lookup.Candidate{}, fault.Absent()
	}
	return known, nil
}

func carried(t *testing.T, version string) string {
	t.Helper()
	b, err := json.Marshal(bill.Bill{Standard: "CycloneDX 1.6", Serial: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", Version: 1, Parts: []bill.Part{
		{At: "metadata.component", Top: true, In: -1, Ref: "m", Type: "device", Name: "監視サーバー9号", Maker: "サンプル電機"}, {At: "components[0]", In: -1, Ref: "os", Type: "operating-system", Name: "SampleOS Server", Version: version},
		{At: "components[1]", In: -1, Ref: "lib", Type: "library", Name: "sampletls"}, {At: "components[2]", In: -1, Ref: "x", Type: "application", Name: "髙﨑製", Version: "<b>1</b>"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// An SBOM is looked at first; one press takes it; the same one again changes nothing; a name that is missing is asked for.
func TestAnSBOMIsLookedAtAndTaken(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, filer, inventory.BillPath); !strings.Contains(a.Text("main"), "先に設備を加えて") {
		t.Fatalf("without a facility: %s", a.Text("main"))
	}
	place(t, d, "給電制御システム")
	chosen := url.Values{"bill": {carried(t, "1")}, "facility": {"給電制御システム"}, "take": {"device", "os", "application"}, "do": {"check"}}
	a := d.Post(t, filer, inventory.BillPath, chosen)
	if text := a.Text("main"); a.Status != http.StatusOK || !strings.Contains(text, "SampleOS Server") || !strings.Contains(text, "「髙﨑製」の製造者") || !strings.Contains(text, "選ばなかった部品: ライブラリ") || a.Find("main b").Length() != 0 {
		t.Fatalf("%d %s", a.Status, text)
	}
	last := url.Values{"do": {"go"}} // what the form of the last press has, and no other
	for _, s := range a.Find("form:has(button[value=go]) [name]:not(button)").EachIter() {
		last.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	}
	if got := d.Post(t, filer, inventory.BillPath, last); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Text("main"))
	}
	if list := d.Get(t, filer, inventory.Path).Text("main"); !strings.Contains(list, "監視サーバー9号") || strings.Contains(list, "sampletls") {
		t.Fatal(list)
	}
	a = d.Post(t, filer, inventory.BillPath, chosen)
	if text := a.Text("main"); !strings.Contains(text, "このSBOMと同じです") || a.Find("button[value=go]").Length() != 0 {
		t.Fatal(text)
	}
	chosen.Set("bill", carried(t, "2"))
	if text := d.Post(t, filer, inventory.BillPath, chosen).Text("main"); !strings.Contains(text, "版: 1 → 2") {
		t.Error(text)
	}
	for field, bad := range map[string]string{"facility": "ない設備", "segment": "ない区画", "bill": `{"parts":[{"in":7}]}`} {
		v := maps.Clone(chosen)
		v.Set(field, bad)
		if a := d.Post(t, filer, inventory.BillPath, v); a.Status < 400 || field != "bill" && a.Find("#problems").Length() == 0 {
			t.Errorf("%s: %d %s", field, a.Status, a.Text("main"))
		}
	}
}

// Maker and product are completed, also without script; the product that was chosen stays with the row until its name is rewritten.
func TestNamesAreCompletedInARow(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	at := inventory.Path + "/items/new"
	typed := form(d.Get(t, filer, at), at, "facility", "給電制御システム", "machine", "監視", "kind", "software", "product", "Sample", "note", "覚え", "do", "suggest")
	a := d.Post(t, filer, at, typed)
	if a.Find("button[name=pick][value=p-1]").Length() != 1 || a.Find("#note").Text() != "覚え" {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	a = d.Post(t, filer, at, form(a, at, "pick", "p-1"))
	if a.Find("#product").AttrOr("value", "") != "SampleOS Server" || a.Find("#maker").AttrOr("value", "") != "サンプル電機" || a.Find("[name=identity]").AttrOr("value", "") != "p-1" {
		t.Fatal(a.Text("main"))
	}
	fresh := d.Get(t, filer, at).Find("form[action='"+at+"'] [name=key]").AttrOr("value", "")
	other := form(a, at, "product", "自作の製品", "machine", "別の機器", "key", fresh)
	if got := d.Post(t, filer, at, form(a, at)); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Text("main"))
	}
	if got := d.Post(t, filer, at, other); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Text("main"))
	}
	for machine, want := range map[string]string{"監視": "p-1", "別の機器": ""} {
		list := d.Get(t, filer, inventory.Path+"?q="+url.QueryEscape(machine))
		row := d.Get(t, filer, list.Find("tbody a").First().AttrOr("href", ""))
		if got := row.Find("[name=identity]").AttrOr("value", "none"); got != want {
			t.Errorf("%s is tied to %q", machine, got)
		}
	}
}

// Rows without a day are told, and found.
func TestRowsWithoutADayAreTold(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	item(t, d, "facility", "給電制御システム", "machine", "日なし", "kind", "software", "maker", "m", "product", "p1")
	item(t, d, "facility", "給電制御システム", "machine", "日あり", "kind", "software", "maker", "m", "product", "p2", "introduced_on", "2026-11-02")
	item(t, d, "facility", "給電制御システム", "machine", "既設", "kind", "software", "maker", "m", "product", "p3", "in_place", "yes")
	if text := d.Get(t, filer, inventory.Path).Text("main"); !strings.Contains(text, "導入日が未記入の行が1行あります") {
		t.Error(text)
	}
	if rows := d.Get(t, filer, inventory.Path+"?day=none").Text("tbody"); !strings.Contains(rows, "日なし") || strings.Contains(rows, "日あり") || strings.Contains(rows, "既設") {
		t.Error(rows)
	}
	if text := d.Get(t, filer, inventory.StocktakePath).Text("main"); !strings.Contains(text, "導入日が未記入の行が1行あります") {
		t.Error(text)
	}
}
