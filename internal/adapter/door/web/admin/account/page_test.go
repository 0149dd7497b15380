package account_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	shared "kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/admin/account"
	"kanmin/internal/adapter/door/web/admin/account/org"
	"kanmin/internal/adapter/door/web/admin/change"
	"kanmin/internal/adapter/door/web/admin/transfer"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/unit"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		db := s.DB
		routes := account.Page{Read: store.Read[account.Tx](db), Ways: []account.Way{{Key: "register.change.count", To: "/admin/change"}}}.Routes()
		routes = append(routes, org.Pages{
			Read: store.Read[org.Tx](db), Add: instituting.AddOrg{Act: store.Act[instituting.AddOrgTx](db), Entropy: s.Entropy},
			Change: instituting.ChangeOrg{Act: store.Act[instituting.ChangeOrgTx](db)}, Close: instituting.CloseOrg{Act: store.Act[instituting.CloseOrgTx](db)},
			Units: unit.Flows{
				Add:    instituting.AddUnit{Act: store.Act[instituting.AddUnitTx](db), Entropy: s.Entropy},
				Change: instituting.ChangeUnit{Act: store.Act[instituting.ChangeUnitTx](db)}, Close: instituting.CloseUnit{Act: store.Act[instituting.CloseUnitTx](db)},
			},
		}.Routes()...)
		routes = append(routes, change.Pages{
			Read: store.Read[change.Tx](db), Confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](db), Entropy: s.Entropy}, Withdraw: instituting.Withdraw{Act: store.Act[instituting.WithdrawTx](db)},
		}.Routes()...)
		return append(routes, transfer.Page{
			Read: store.Read[transfer.Tx](db), Desk: shared.Desk{Read: store.Read[shared.DeskTx](db), Propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](db), Entropy: s.Entropy}},
		}.Routes()...)
	})
}

const admin = "platform-admin"

// at is the address of the organisation that a search finds first.
func at(t *testing.T, d *desktest.Desk, words string) string {
	t.Helper()
	to, ok := d.Get(t, admin, "/admin/account?q="+url.QueryEscape(words)).Find("tbody a").First().Attr("href")
	if !ok {
		t.Fatalf("nothing is found by %s", words)
	}
	return to
}

// An export holds what the filter leaves: as many as the page counts, and nobody but administrators is given it.
func TestTheDirectoryIsExportedAsItIsFiltered(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, query := range []string{"?state=all", "?kind=operator&state=all", "?q=%E7%B5%8C%E6%B8%88&state=all"} {
		a := d.Get(t, admin, "/admin/account"+query)
		to, _ := a.Find("a[href^='/admin/export/organisations/csv']").Attr("href")
		var out struct{ Organisations []struct{ Name string } }
		if err := json.Unmarshal([]byte(d.Get(t, admin, strings.Replace(to, "/csv", "/json", 1)).Body), &out); err != nil {
			t.Fatal(to, err)
		}
		lines := strings.Count(d.Get(t, admin, to).Body, "\r\n") - 1
		if n := len(out.Organisations); n == 0 || lines != n || !strings.Contains(a.Text("[role=status]"), strconv.Itoa(n)+"件") && !strings.Contains(a.Text("[role=status]"), strconv.Itoa(n)) {
			t.Errorf("%s: %d in JSON, %d lines, %q", query, n, lines, a.Text("[role=status]"))
		}
	}
	if a := d.Get(t, "operator-admin", "/admin/export/organisations/csv"); a.Status != http.StatusNotFound {
		t.Errorf("somebody else: %d", a.Status)
	}
	if a := d.Get(t, admin, "/admin/export/organisations/pdf"); a.Status != http.StatusNotFound {
		t.Errorf("pdf: %d", a.Status)
	}
}

func TestSearchCountsWhatItShows(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	for query, want := range map[string]string{
		"q=あおぞら": "2", "q=ｱｵｿﾞﾗ": "2", "q=aozora": "2", "q=8000012050001": "1", "q=８０００－０１２０": "1", "q=高城": "1", "kind=nco": "1", "state=nobody": "1", "q=どこにもない": "0", "state=closed": "0",
		"q=" + strings.Repeat("x", 500): "all", "kind=nonsense": "0", "state=nonsense": "all", "page=99": "all", "page=-1": "all",
	} {
		name, value, _ := strings.Cut(query, "=")
		a := d.Get(t, admin, "/admin/account?"+url.Values{name: {value}}.Encode())
		rows := a.Find("tbody tr").Length()
		said, _, _ := strings.Cut(strings.TrimSpace(a.Find("main [role=status]").First().Text()), "件")
		if a.Status != http.StatusOK || said != strconv.Itoa(rows) || want != "all" && said != want {
			t.Errorf("%s: %d, says %q, shows %d, want %s", query, a.Status, said, rows, want)
		}
		if rows == 0 && a.Find(".empty").Length() != 1 {
			t.Errorf("%s: nothing is found and nothing is said", query)
		}
		for _, secret := range []string{"CANARY", string(f.Number)} {
			if strings.Contains(a.Body, secret) {
				t.Errorf("%s tells %s", query, secret)
			}
		}
	}
}

func TestAnOrganisationIsLookedAtBeforeItIsRegistered(t *testing.T) {
	t.Parallel()
	d := desk(t)
	form := url.Values{"kind": {"operator"}, "name": {"𠮷野<b>ガス"}, "corporate_number": {"8000012050002"}, "phone": {"03-0000-9999"}}
	post := func(do string) desktest.Answer {
		form.Set("do", do)
		return d.Post(t, admin, "/admin/account/org/new", form)
	}
	a := post("check")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("#corporate_number-error"), "検査数字が合いません(8000012050002)") || a.Find("#problems a[href='#corporate_number']").Length() != 1 {
		t.Errorf("a wrong check digit: %d %s", a.Status, a.Text("main"))
	}
	form.Set("corporate_number", "8000012050001")
	if a = post("check"); a.Status != http.StatusOK || !strings.Contains(a.Text(".answers"), "𠮷野<b>ガス") {
		t.Fatalf("the page before: %d %s", a.Status, a.Text("main"))
	}
	key, _ := a.Find("input[name=key]").Attr("value")
	form.Set("key", key)
	if a = post("go"); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("main"), "すでに登録されています") {
		t.Errorf("a number that is somebody's: %d %s", a.Status, a.Text("main"))
	}
	form.Set("kind", "supplier")
	if a = post("go"); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	first := a.Header.Get("Location")
	if a = post("go"); a.Header.Get("Location") != first {
		t.Errorf("pressed twice: %s, then %s", first, a.Header.Get("Location"))
	}
	if a = d.Get(t, admin, first); !strings.Contains(a.Text("h1"), "𠮷野<b>ガス") || !strings.Contains(a.Text("main"), "組織を登録しました") {
		t.Errorf("its page: %s", a.Text("main"))
	}
}

func TestAUnitMovesAndCloses(t *testing.T) {
	t.Parallel()
	d := desk(t)
	grid := at(t, d, "8000012050001")
	unit, _ := d.Get(t, admin, grid).Find(".tree-1 a").First().Attr("href")
	a := d.Get(t, admin, unit)
	form := url.Values{"rev": {"1"}, "name": {"移った支社"}, "parent": {a.Find("#parent option").Eq(2).AttrOr("value", "")}, "do": {"check"}, "key": {"k"}}
	if a = d.Post(t, admin, unit, form); a.Status != http.StatusOK || !strings.Contains(a.Text("main"), "見える範囲が変わります") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	form.Set("do", "go")
	if a = d.Post(t, admin, unit, form); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a = d.Get(t, admin, grid); a.Text(".tree-2 a:first-child") != "移った支社" {
		t.Errorf("the tree: %s", a.Text(".tree"))
	}
	form.Set("key", "another")
	if a = d.Post(t, admin, unit, form); a.Status != http.StatusConflict || !strings.Contains(a.Text("main"), "ほかの人が先に変更しました") {
		t.Errorf("over an old revision: %d %s", a.Status, a.Text("main"))
	}
	root, _ := d.Get(t, admin, grid).Find(".tree-0 a").First().Attr("href")
	if a = d.Post(t, admin, root+"/close", url.Values{"closed": {"true"}, "key": {"c"}}); !strings.Contains(a.Text("main"), "移動も廃止もできません") {
		t.Errorf("the root closes: %d %s", a.Status, a.Text("main"))
	}
	if a = d.Post(t, admin, grid+"/close", url.Values{"closed": {"true"}, "key": {"d"}}); !strings.Contains(a.Text("main"), "先に解除か所管替え") {
		t.Errorf("a designated operator closes: %d %s", a.Status, a.Text("main"))
	}
}

func TestATransferTakesTwo(t *testing.T) {
	t.Parallel()
	d := desk(t)
	old, next := string(d.As("ministry-officer").Unit), string(d.As("other-ministry-officer").Unit)
	if a := d.Get(t, admin, "/admin/transfer?old="+string(d.As("regional-officer").Unit)); !strings.Contains(a.Text(".empty"), "事業者を所管していません") {
		t.Errorf("an office without operators: %s", a.Text("main"))
	}
	form := url.Values{"old": {old}, "new": {next}, "title": {"国土交通大臣"}, "on": {"令和９年４月３１日"}, "which": {"all"}, "do": {"check"}, "key": {"k"}}
	a := d.Post(t, admin, "/admin/transfer", form)
	if a.Status != http.StatusUnprocessableEntity || a.Text("#on-error") == "" {
		t.Errorf("no such day: %d %s", a.Status, a.Text("main"))
	}
	form.Set("on", "R8.11.23")
	if a = d.Post(t, admin, "/admin/transfer", form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("#on-error"), "明日より後") {
		t.Errorf("today: %d %s", a.Status, a.Text("main"))
	}
	form.Set("on", "令和９年４月１日")
	if a = d.Post(t, admin, "/admin/transfer", form); a.Status != http.StatusOK || !strings.Contains(a.Text(".answers"), "令和9年4月1日(木)") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	form.Set("do", "go")
	a = d.Post(t, admin, "/admin/transfer", form)
	to, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a = d.Post(t, admin, to+"/confirm", url.Values{"key": {"self"}}); a.Status != http.StatusForbidden || !strings.Contains(a.Text("main"), "起案した人は確認できません") {
		t.Errorf("by oneself: %d %s", a.Status, a.Text("main"))
	}
	if a = d.Get(t, admin, "/admin/account"); !strings.Contains(a.Text("main nav"), "確認待ち(1件)") {
		t.Errorf("it is not counted: %s", a.Text("main nav"))
	}
	if a = d.Get(t, "platform-admin-2", to); a.Find("form[action$=confirm]").Length() != 1 || !strings.Contains(a.Text(".answers"), "経済産業省 電力・ガス保安担当室") {
		t.Fatalf("the second person: %s", a.Text("main"))
	}
	if a = d.Post(t, "platform-admin-2", to+"/confirm", url.Values{"key": {"x"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a = d.Get(t, admin, "/admin/change"); a.Find(".todo li").Length() != 0 || !strings.Contains(a.Text("table"), "確認済み") {
		t.Errorf("the list: %s", a.Text("main"))
	}
}

// Nobody else learns that there is such a page.
func TestStrangersFindNoPage(t *testing.T) {
	t.Parallel()
	d := desk(t)
	grid := at(t, d, "8000012050001")
	nowhere := map[string]string{}
	for _, who := range []string{"operator-admin", "ministry-supervisor", "cabinet-supervisor", "supplier"} {
		nowhere[who] = d.Get(t, who, "/admin/nowhere").Body
	}
	pages := []string{"/admin/account", "/admin/account/org/new", grid, grid + "/edit", grid + "/close", grid + "/unit/new", "/admin/change", "/admin/change/x", "/admin/transfer"}
	for who, want := range nowhere {
		for _, path := range pages {
			if a := d.Get(t, who, path); a.Status != http.StatusNotFound || a.Body != want {
				t.Errorf("%s %s: %d", who, path, a.Status)
			}
			if a := d.Post(t, who, path, url.Values{"do": {"go"}, "key": {"k"}, "closed": {"true"}}); a.Status < 400 {
				t.Errorf("%s posts to %s: %d", who, path, a.Status)
			}
		}
	}
	for _, path := range pages { // the control
		if a := d.Get(t, admin, path); a.Status != http.StatusOK && path != "/admin/change/x" {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}

// The accounts of one organisation are searched, narrowed and put in order; the count is that of the rows.
func TestTheAccountsOfOneOrganisationAreSearched(t *testing.T) {
	t.Parallel()
	d := desk(t)
	to := at(t, d, "経済産業")
	names := func(query string) (list []string) {
		t.Helper()
		a := d.Get(t, admin, to+query)
		for _, n := range a.Find("[aria-labelledby=people-h] tbody th").EachIter() {
			list = append(list, strings.TrimSpace(n.Text()))
		}
		if a.Status != http.StatusOK || !strings.Contains(a.Text("[aria-labelledby=people-h] [role=status]"), strconv.Itoa(len(list))+"件") {
			t.Errorf("%s: %d, %d rows, %q", query, a.Status, len(list), a.Text("[role=status]"))
		}
		return list
	}
	all := names("")
	if len(all) < 2 {
		t.Fatalf("%v", all)
	}
	if got := names("?q=" + url.QueryEscape(all[0])); len(got) == 0 || got[0] != all[0] || len(got) == len(all) {
		t.Errorf("by name: %v of %v", got, all)
	}
	used, not := names("?used=yes"), names("?used=no")
	if len(used)+len(not) != len(all) {
		t.Errorf("%d used, %d not, %d in all", len(used), len(not), len(all))
	}
	for _, order := range []string{"unit", "idle"} {
		if got := names("?order=" + order); len(got) != len(all) {
			t.Errorf("%s: %v", order, got)
		}
	}
	if got := names("?role=officer"); len(got) == 0 || len(got) == len(all) {
		t.Errorf("officers: %v of %v", got, all)
	}
	names("?q=nobody")
	if a := d.Get(t, admin, to+"?role=king"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a role that there is not: %d", a.Status)
	}
}
