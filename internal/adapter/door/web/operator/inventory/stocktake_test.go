package inventory_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	values "kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/submitting"
)

// press makes the draft of a page, and returns its address.
func press(t *testing.T, d *desktest.Desk, page desktest.Answer) string {
	t.Helper()
	made := button(page, inventory.StocktakePath, "business", page.Find("form[action$='/stocktake'] button[name=business]").AttrOr("value", ""))
	a := d.Post(t, filer, inventory.StocktakePath, made)
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if again := d.Post(t, filer, inventory.StocktakePath, made); again.Header.Get("Location") != a.Header.Get("Location") {
		t.Errorf("a second press: %d %s", again.Status, again.Header.Get("Location"))
	}
	return a.Header.Get("Location")
}

// button are the values of the form with a button that is posted to an address.
func button(a desktest.Answer, action string, typed ...string) url.Values {
	v := url.Values{}
	for _, s := range a.Find("form[method=post][action='" + action + "'] input").EachIter() {
		v.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	}
	for i := 0; i < len(typed); i += 2 {
		v.Set(typed[i], typed[i+1])
	}
	return v
}

// send fills in what a draft lacks, and files it.
func send(t *testing.T, d *desktest.Desk, at string, f values.Form, more values.Values) {
	t.Helper()
	parts := strings.Split(strings.TrimSuffix(at, "/check"), "/")
	n, err := ident.ParseNumber(parts[len(parts)-1])
	if err != nil {
		t.Fatal(at, err)
	}
	more[notification.ContactField] = values.Value{Texts: []string{"設備課 03-0000-2002"}}
	answers := map[string]submitting.Answer{}
	for id, v := range more {
		answers[id] = submitting.Answer{Value: v, Base: 1}
	}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}).Do(t.Context(), d.Scope(filer), ident.Key{}, submitting.SaveOf{Draft: n, Form: f, Answers: answers}); err != nil {
		t.Fatal(err)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	if _, err := d.Stage.File.Do(t.Context(), d.Scope(filer), d.Key(filer, at), submitting.Sending{Draft: n, Confirmed: []string{"products:ask.notification.gaps"}}); err != nil {
		t.Fatal(err)
	}
}

func rowsOf(t *testing.T, d *desktest.Desk, at string) values.Value {
	t.Helper()
	type tx interface {
		Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	}
	parts := strings.Split(strings.TrimSuffix(at, "/check"), "/")
	n, err := ident.ParseNumber(parts[len(parts)-1])
	var v values.Value
	if err == nil {
		err = store.Read[tx](d.DB)(t.Context(), d.Scope(filer), func(tx tx) error {
			_, entries, err := tx.Draft(n)
			v = filing.Values(entries)[notification.ProductsField]
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The first filing, a change of what differs since, and that nothing did: each is one press, and what was filed is gone from the page.
func TestAStocktakeIsDraftedFiledAndGone(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, filer, inventory.StocktakePath); a.Status != http.StatusOK || a.Find(".empty a").Length() == 0 {
		t.Errorf("nothing yet: %d %s", a.Status, a.Text("main"))
	}
	place(t, d, "給電制御システム", "role", "critical", "media", "none")
	server := []string{"facility", "給電制御システム", "segment", "制御LAN", "kind", "software", "layer", "os", "maker", "Sample", "roles", "is_facility"}
	item(t, d, append([]string{"machine", "監視1", "product", "SampleOS", "in_place", "yes"}, server...)...)
	item(t, d, append([]string{"machine", "監視2", "product", "SampleDB", "in_place", "no", "introduced_on", "2026-11-15", "integrated", "yes"}, server...)...)
	page := d.Get(t, filer, inventory.StocktakePath)
	if said := page.Text("main"); !strings.Contains(said, "SampleDB") || !strings.Contains(page.Text("section.card, .card"), "令和9年3月15日") || !strings.Contains(said, "令和9年3月31日") {
		t.Fatalf("T17: both dates are shown, the earlier on top: %s", said)
	}
	if early := d.Get(t, filer, inventory.StocktakePath+"?quarter=2027-03-31"); !strings.Contains(early.Text(".notice"), "より前に、期限") {
		t.Errorf("a quarter that is later than a date is not warned of: %s", early.Text("main"))
	}
	send(t, d, press(t, d, page), notification.NewForm, values.Values{})
	page = d.Get(t, filer, inventory.StocktakePath)
	if said := page.Text("main"); strings.Contains(said, "SampleDB") || !strings.Contains(said, "変わっていません") || !strings.Contains(said, "届-") {
		t.Fatalf("after the filing: %s", said)
	}
	if at := press(t, d, page); !strings.HasPrefix(at, "/reporting/procedures/asset.stocktake/") {
		t.Errorf("nothing changed: %s", at)
	} else {
		send(t, d, at, notification.StocktakeForm, values.Values{"attested": {Texts: []string{"no_change"}}, "attested_by": {Texts: []string{"設備部長"}}})
	}
	if said := d.Get(t, filer, inventory.StocktakePath).Text("main"); !strings.Contains(said, "済んでいます") {
		t.Errorf("the stock-take of the quarter is done: %s", said)
	}
	item(t, d, append([]string{"machine", "監視3", "product", "Fresh", "in_place", "no", "introduced_on", "2026-11-20"}, server...)...)
	at := d.Get(t, filer, inventory.Path+"?q=SampleOS").Find("tbody th a").AttrOr("href", "")
	if a := d.Post(t, filer, at, form(d.Get(t, filer, at), at, "use", "retired", "retired_on", "2026-11-22")); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	old := page
	page = d.Get(t, filer, inventory.StocktakePath)
	if said := page.Text("table"); !strings.Contains(said, "Fresh") || !strings.Contains(said, "利用終了") || strings.Contains(said, "SampleDB") || !strings.Contains(said, "監視1") {
		t.Fatalf("what differs: %s", page.Text("main"))
	}
	if a := d.Post(t, filer, inventory.StocktakePath, button(old, inventory.StocktakePath, "business", old.Find("form[action$='/stocktake'] button[name=business]").AttrOr("value", ""), "key", "another-key-0123456789")); a.Status != http.StatusConflict {
		t.Errorf("what was looked at has changed since: %d", a.Status)
	}
	change := press(t, d, page)
	rows := rowsOf(t, d, change)
	got := ""
	for _, r := range rows.Rows {
		got += r.Cells["product"].Text() + " " + r.Cells["change"].Text() + " " + r.Cells["changed_on"].Text() + "\n"
	}
	if want := "SampleDB  \nSampleOS ended 2026-11-22\nFresh added \n"; !strings.HasPrefix(change, "/reporting/procedures/asset.change/") || got != want {
		t.Errorf("%s: got\n%swant\n%s", change, got, want)
	}
	if said := d.Get(t, filer, inventory.StocktakePath).Text("main"); !strings.Contains(said, "書きかけ") {
		t.Errorf("the draft is not shown: %s", said)
	}
	send(t, d, change, notification.ChangeForm, values.Values{})
	if said := d.Get(t, filer, inventory.StocktakePath).Text("main"); !strings.Contains(said, "変わっていません") {
		t.Errorf("after the change was filed: %s", said)
	}
}

// No office, no administrator and no other operator is told that there is anything to be filed; who only reads presses nothing.
func TestNobodyElseIsToldWhatIsOwed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	item(t, d, "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "roles", "is_facility", "in_place", "yes")
	for _, who := range []string{"ministry-officer", "ministry-supervisor", "cabinet-analyst", "platform-admin", "operator-admin", "maintainer"} {
		if a := d.Get(t, who, inventory.StocktakePath); a.Status < 400 || strings.Contains(a.Body, "SampleOS") {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
	if a := d.Get(t, "other-operator-filer", inventory.StocktakePath); strings.Contains(a.Body, "SampleOS") {
		t.Errorf("another operator: %s", a.Text("main"))
	}
	if a := d.Get(t, "operator-viewer", inventory.StocktakePath); a.Status != http.StatusOK || a.Find("form[method=post]").Length() != 0 {
		t.Errorf("who only reads: %d %s", a.Status, a.Text("main"))
	}
}

// A unit below another is told that filings of other units are not visible to it; the head office is not.
func TestASiteIsToldWhatItDoesNotSee(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for who, want := range map[string]bool{"operator-site-filer": true, filer: false} {
		for _, path := range []string{inventory.Path, inventory.StocktakePath} {
			if got := strings.Contains(d.Get(t, who, path).Text("main"), "ほかの部署の届出は、ここでは見えません"); got != want {
				t.Errorf("%s %s: %v", who, path, got)
			}
		}
	}
}
