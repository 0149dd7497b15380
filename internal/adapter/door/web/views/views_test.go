package views_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin/account"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/viewing"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		change := store.Act[viewing.ChangeTx](s.DB)
		list := views.Page{
			Read: store.Read[views.Tx](s.DB), Save: viewing.Save{Act: store.Act[viewing.SaveTx](s.DB), Entropy: s.Entropy},
			Change: viewing.Change{Act: change}, End: viewing.End{Act: change},
		}.Routes()
		list = append(list, account.Page{Read: store.Read[account.Tx](s.DB)}.Routes()...)
		return append(list, reports.Received{Look: store.Look[listing.Tx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB))}.Routes()...)
	})
	d.File(t, "operator-filer", "OUTLINE-CANARY")
	return d
}

// save saves what a list is narrowed to, as its own form says, and returns where it leads.
func save(t *testing.T, d *desktest.Desk, who, at, name string) string {
	t.Helper()
	a := d.Get(t, who, at)
	form := url.Values{"name": {name}, "share": {"mine"}}
	for _, f := range []string{"key", "list", "query"} {
		v, ok := a.Find(".views-save input[name=" + f + "]").Attr("value")
		if !ok {
			t.Fatalf("%s does not offer to save its conditions: %s", at, a.Text("main"))
		}
		form.Set(f, v)
	}
	if name == "供給者" {
		form.Set("first", "1")
	}
	done := d.Post(t, who, views.Path+"/new", form)
	if done.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", done.Status, done.Text("#problems"))
	}
	return done.Header.Get("Location")
}

// one is the address of the page of a view, found by its name.
func one(t *testing.T, d *desktest.Desk, who, name string) string {
	t.Helper()
	to := ""
	for _, l := range d.Get(t, who, views.Path).Find(".todo li").EachIter() {
		if strings.Contains(l.Text(), name) {
			to, _ = l.Find("a").Attr("href")
		}
	}
	return to
}

func shown(a desktest.Answer) string {
	var names []string
	for _, l := range a.Find(".views nav a:not(.views-edit)").EachIter() {
		now, _ := l.Attr("aria-current")
		names = append(names, strings.Join(strings.Fields(l.Text()), " ")+strings.Repeat("*", len(now)/4))
	}
	return strings.Join(names, " / ")
}

func TestAViewIsSavedSharedAndOpensTheList(t *testing.T) {
	t.Parallel()
	d := desk(t)
	const at = "/ministry/reports?order=oldest&state=withdrawn"
	if got := save(t, d, "ministry-officer", at, "取下げ"); got != "/ministry/reports?state=withdrawn&order=oldest" {
		t.Errorf("it leads to %s", got)
	}
	if got := shown(d.Get(t, "ministry-officer", at)); got != "取下げ*" {
		t.Errorf("the list shows %q", got)
	}
	for _, who := range []string{"ministry-supervisor", "other-ministry-officer", "cabinet-analyst"} {
		if got := shown(d.Get(t, who, "/ministry/reports")); got != "" || one(t, d, who, "取下げ") != "" {
			t.Errorf("%s has somebody else's: %q", who, got)
		}
	}
	page := one(t, d, "ministry-officer", "取下げ")
	edit := func(who, name, share, first string, rev int, want int) desktest.Answer {
		t.Helper()
		key, _ := d.Get(t, "ministry-officer", page).Find("input[name=key]").First().Attr("value")
		form := url.Values{"name": {name}, "share": {share}, "rev": {strconv.Itoa(rev)}, "key": {key}}
		if first != "" {
			form.Set("first", first)
		}
		a := d.Post(t, who, page, form)
		if a.Status != want {
			t.Errorf("%s %s %s: %d, want %d: %s", who, name, share, a.Status, want, a.Text("main"))
		}
		return a
	}
	edit("other-ministry-officer", "奪取", "mine", "", 1, http.StatusNotFound)
	edit("ministry-supervisor", "奪取", "org", "", 1, http.StatusNotFound)
	edit("ministry-officer", " ", "unit", "", 1, http.StatusUnprocessableEntity)
	edit("ministry-officer", "取り下げた報告", "org", "1", 1, http.StatusSeeOther)
	edit("ministry-officer", "遅れた変更", "org", "", 1, http.StatusConflict)
	opened := d.Get(t, "ministry-officer", "/ministry/reports")
	if got := shown(opened); got != "すべて / 取り下げた報告 組織で共有、最初に表示*" || opened.Text("#list-count") != "条件に合うもの 0件" || !strings.Contains(opened.Text(".views p"), "取り下げた報告") {
		t.Errorf("the list does not open with it: %q %q", got, opened.Text("#list"))
	}
	all, _ := opened.Find(".empty a").Attr("href")
	if a := d.Get(t, "ministry-officer", all); a.Text("#list-count") != "1件" {
		t.Errorf("%s does not show all: %s", all, a.Text("#list"))
	}
	if got := shown(d.Get(t, "ministry-supervisor", "/ministry/reports")); got != "取り下げた報告 組織で共有" {
		t.Errorf("a colleague has %q", got)
	}
	if got := shown(d.Get(t, "other-ministry-officer", "/ministry/reports")); got != "" {
		t.Errorf("another ministry has %q", got)
	}
	edit("ministry-supervisor", "取り下げた報告", "mine", "", 2, http.StatusUnprocessableEntity) // only who saved it
	key, _ := d.Get(t, "ministry-supervisor", page).Find("input[name=key]").First().Attr("value")
	if a := d.Post(t, "ministry-supervisor", page+"/end", url.Values{"rev": {"2"}, "key": {key}}); a.Status != http.StatusSeeOther {
		t.Errorf("a colleague cannot end what is shared: %d", a.Status)
	}
	if a := d.Get(t, "ministry-officer", "/ministry/reports"); shown(a) != "" || a.Text("#list-count") != "1件" {
		t.Errorf("what was ended is still there: %q", shown(a))
	}
}

func TestAViewOfTheRegister(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if got := save(t, d, "platform-admin", "/admin/account?kind=supplier&state=all", "供給者"); got != "/admin/account?kind=supplier&state=all" {
		t.Errorf("it leads to %s", got)
	}
	a := d.Get(t, "platform-admin", "/admin/account")
	if v, _ := a.Find("#kind option[selected]").Attr("value"); v != "supplier" || shown(a) != "すべて / 供給者 最初に表示*" {
		t.Errorf("the register opens with %q: %q", v, shown(a))
	}
	if a := d.Get(t, "platform-admin", "/admin/account?view=all"); a.Find("#kind option[selected]").Length() != 1 || shown(a) == "" {
		t.Errorf("all of it: %s", a.Text("main"))
	}
}

func TestWhatCannotBeSavedIsSaid(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, "ministry-officer", "/ministry/reports"); a.Find(".views").Length() != 0 {
		t.Error("a list that nothing narrows has nothing to save")
	}
	save(t, d, "ministry-officer", "/ministry/reports?need=me", "未読")
	for name, c := range map[string]struct {
		form   string
		status int
	}{
		"twice":         {"list=received&query=need%3Dpast&name=%E6%9C%AA%E8%AA%AD&share=mine&key=k1", http.StatusUnprocessableEntity},
		"no name":       {"list=received&query=need%3Dpast&name=&share=mine&key=k2", http.StatusUnprocessableEntity},
		"conditions":    {"list=received&query=need%3Dx&name=a&share=mine&key=k3", http.StatusUnprocessableEntity},
		"bidi":          {"list=received&query=&name=%E2%80%AE&share=mine&key=k4", http.StatusUnprocessableEntity},
		"no such list":  {"list=x&query=&name=a&share=mine&key=k5", http.StatusNotFound},
		"no key":        {"list=received&query=&name=a&share=mine", http.StatusUnprocessableEntity},
		"no such share": {"list=received&query=&name=a&share=&key=k6", http.StatusUnprocessableEntity},
	} {
		form, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		if a := d.Post(t, "ministry-officer", views.Path+"/new", form); a.Status != c.status || a.Status == http.StatusUnprocessableEntity && name != "no key" && a.Find("#problems li").Length() == 0 {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	if a := d.Get(t, "ministry-officer", views.Path); a.Find(".todo li").Length() != 1 {
		t.Errorf("more was saved: %s", a.Text("main"))
	}
}
