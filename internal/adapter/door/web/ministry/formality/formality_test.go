package formality_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/formality"
	"kanmin/internal/adapter/door/web/ministry/reports"
	own "kanmin/internal/adapter/door/web/reporting/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	chief   = "ministry-supervisor"
	list    = "/ministry/notification"
)

func said(s ...string) form.Value { return form.Value{Texts: s} }

// desk is a world in which as many 届出 arrived in one day; every tenth left something unsaid, and is flagged.
func desk(t *testing.T, n int) (*desktest.Desk, []filing.Filing) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		routes := formality.Page{
			Look: store.Look[formality.Tx](s.DB), Read: store.Read[formality.Tx](s.DB), Entropy: rand.Reader,
			Check: checking.Check{Act: store.Act[checking.CheckTx](s.DB), Entropy: s.Entropy}, Undo: checking.Undo{Act: store.Act[checking.UndoTx](s.DB)},
		}.Routes()
		routes = append(routes, reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
		routes = append(routes, own.Pages{Look: store.Look[own.ReportTx](s.DB), Read: store.Read[own.ReportTx](s.DB), Receipts: s.DB, List: store.Look[listing.Tx](s.DB)}.Routes()...)
		return append(routes, reports.Received{Look: store.Look[listing.Tx](s.DB), Notified: store.Look[reports.NotifiedTx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB))}.Routes()...)
	})
	var sent []filing.Filing
	for i := range n {
		sent = append(sent, notify(t, d, i%10 == 9))
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
	}
	return d, sent
}

// notify files two products; where flagged, one facility leaves unsaid how it is connected.
func notify(t *testing.T, d *desktest.Desk, flagged bool) filing.Filing {
	t.Helper()
	plant := form.Values{"no": said("S1"), "name": said("給電指令システム"), "role": said("critical"), "integrated": said("no"), "internet": said("connected"), "media": said("none"), "cloud": said("none")}
	if flagged {
		delete(plant, "internet")
	}
	v := form.Values{"business": said("electricity"), "contact": said("設備課 03-0000-9999"), "facilities": {Rows: []form.Row{{Cells: plant}}}}
	var rows []form.Row
	for _, name := range []string{"CANARY-OS", "CANARY-DB"} {
		rows = append(rows, form.Row{Cells: form.Values{
			"kind": said("software"), "product": said(name), "maker": said("髙﨑製作所"), "types": said("a", "b", "c", "d", "e", "f"), "facility": said("S1"), "existing": said("no"), "introduced_on": said("2026-10-31"),
		}})
	}
	v["products"] = form.Value{Rows: rows}
	key := d.Key("operator-filer", "notify "+d.Clock.Now().String())
	id, err := d.Doors.File.Do(t.Context(), d.Scope("operator-filer"), key, submitting.Sending{Of: "asset.new", Values: v})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(t.Context(), d.Scope("operator-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// form is what the button of a page would send.
func button(a desktest.Answer, action string) url.Values {
	f := url.Values{}
	for _, i := range a.Find("form[action$='" + action + "'] input").EachIter() {
		name, _ := i.Attr("name")
		value, _ := i.Attr("value")
		f.Add(name, value)
	}
	return f
}

func count(t *testing.T, d *desktest.Desk, who, query string) string {
	t.Helper()
	a := d.Get(t, who, list+query)
	if a.Status != http.StatusOK {
		t.Fatalf("%s: %d", query, a.Status)
	}
	return a.Text("#list-count")
}

// checker is who checked a 届出, as its office is told.
func checker(t *testing.T, d *desktest.Desk, f filing.Filing) string {
	t.Helper()
	_, rest, _ := strings.Cut(d.Get(t, officer, at(f)).Text("#formal"), "確認した人: ")
	name, _, ok := strings.Cut(rest, ")。")
	if !ok || name == "" {
		t.Fatalf("nobody is named: %q", rest)
	}
	return name
}

func at(f filing.Filing) string { return "/ministry/reports/" + f.Number.ASCII() }

// Eighty in one day: those without a flag are checked in one act that was looked at first, some drawn to be read; a first filing without a flag
// costs two presses; the act is taken back; the filer is told by office and day.
func TestEightyInOneDay(t *testing.T) {
	t.Parallel()
	d, sent := desk(t, 80)
	if flagged, rest := count(t, d, officer, "?flag=some"), count(t, d, officer, "?flag=none"); !strings.Contains(flagged, "8件") || !strings.Contains(rest, "72件") {
		t.Fatalf("flagged: %s, not: %s", flagged, rest)
	}
	// one press opens it, the second checks it
	opened := d.Get(t, officer, at(sent[0]))
	if text := opened.Text("#formal"); !strings.Contains(text, "到達主義") || !strings.Contains(text, "気になる点はありません") {
		t.Errorf("the card says %s", text)
	}
	if a := d.Post(t, officer, formality.Path+"/send", button(opened, "/formality/send")); a.Status != http.StatusSeeOther || !strings.Contains(d.Get(t, officer, a.Header.Get("Location")).Text("#formal"), "形式確認済みにしました") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	look := d.Post(t, officer, formality.Path, url.Values{"all": {"1"}, "query": {"kind=asset."}, "percent": {"10"}})
	send := button(look, "/formality/send")
	if look.Status != http.StatusOK || len(send["n"]) != 63 || look.Find("tbody tr").Length() != 80 || strings.Contains(look.Body, "CANARY") { // 80, one checked, 8 flagged, 8 of 71 drawn
		t.Fatalf("%d: %d would be checked: %s", look.Status, len(send["n"]), look.Text(".lead"))
	}
	if got := count(t, d, officer, "?state=checked"); !strings.Contains(got, "1件") {
		t.Errorf("looking changed something: %s", got)
	}
	done := d.Post(t, officer, formality.Path+"/send", send)
	act := done.Header.Get("Location")
	if done.Status != http.StatusSeeOther || !strings.Contains(count(t, d, officer, "?state=checked"), "64件") || !strings.Contains(count(t, d, officer, "?state=arrived&flag=some"), "8件") {
		t.Fatalf("%d %s", done.Status, done.Text("main"))
	}
	if again := d.Post(t, officer, formality.Path+"/send", send); again.Header.Get("Location") != act {
		t.Errorf("pressed twice: %d", again.Status)
	}
	told := d.Get(t, "operator-filer", "/reporting/reports/"+sent[0].Number.ASCII())
	if text := told.Text("main"); !strings.Contains(text, "形式確認済み") || strings.Contains(told.Body, checker(t, d, sent[0])) || strings.Contains(text, "旗") {
		t.Errorf("the filer is told %s", text)
	}
	if got := count(t, d, "cabinet-analyst", "?state=checked"); !strings.Contains(got, "0件") {
		t.Errorf("another office is told that this one checked: %s", got)
	}
	page := d.Get(t, officer, act)
	if a := d.Post(t, officer, act+"/undo", button(page, "/undo")); a.Status != http.StatusSeeOther || !strings.Contains(count(t, d, officer, "?state=checked"), "1件") {
		t.Errorf("taken back: %d, %s", a.Status, count(t, d, officer, "?state=checked"))
	}
	if a := d.Post(t, officer, act+"/undo", url.Values{"key": {"again"}}); a.Status != http.StatusConflict {
		t.Errorf("taken back twice: %d", a.Status)
	}
	for _, who := range []string{"cabinet-analyst", "other-ministry-officer"} {
		if a := d.Get(t, who, act); a.Status != http.StatusNotFound {
			t.Errorf("%s reads the act: %d", who, a.Status)
		}
	}
}

// Two officers check one filing: the second is told who was first, and nothing is doubled.
func TestTheSecondOfTwoIsTold(t *testing.T) {
	t.Parallel()
	d, sent := desk(t, 10)
	first, second := d.Get(t, officer, at(sent[0])), d.Get(t, chief, at(sent[0]))
	if text := first.Text("#onward"); !strings.Contains(text, "通知済み") || !strings.Contains(text, "届くと同時に通知しました") || !strings.Contains(text, "確かさ") {
		t.Errorf("the 通知 stands as %s", text)
	}
	d.Post(t, officer, formality.Path+"/send", button(first, "/formality/send"))
	late := d.Post(t, chief, formality.Path+"/send", button(second, "/formality/send"))
	said := d.Get(t, chief, late.Header.Get("Location"))
	if late.Status != http.StatusSeeOther || !strings.Contains(said.Text("#formal"), "先にほかの人が") || !strings.Contains(said.Text("#formal"), checker(t, d, sent[0])) {
		t.Errorf("%d %s", late.Status, said.Text("#formal"))
	}
	if a := d.Get(t, chief, formality.Path); a.Find(".todo li").Length() != 1 {
		t.Errorf("there are two acts: %s", a.Text("main"))
	}
	// flagged: its reasons stand at the rows, and who has read it may check it
	flagged := d.Get(t, officer, at(sent[9]))
	if !strings.Contains(flagged.Text("#formal"), "空欄か未把握") || !strings.Contains(flagged.Text("tbody"), "空欄・未把握") || len(button(flagged, "/formality/send")["n"]) != 1 {
		t.Errorf("flagged: %s", flagged.Text("#formal"))
	}
	// a correction is asked for: it waits, and the filer sees that alone
	ask := asking.Question{Filing: sent[0].Number, Kind: request.Fix, Text: "設備番号を直してください。", Fields: []string{"facilities"}}
	if _, err := d.Ask.Do(t.Context(), d.Scope(chief), d.Key(chief, "fix"), ask); err != nil {
		t.Fatal(err)
	}
	if text := d.Get(t, "operator-filer", "/reporting/reports/"+sent[0].Number.ASCII()).Text(".page-head"); strings.Contains(text, "形式確認済み") {
		t.Errorf("asked, the filer sees %s", text)
	}
	if a := d.Post(t, officer, formality.Path, url.Values{"n": {sent[0].Number.ASCII()}}); a.Status != http.StatusConflict || !strings.Contains(a.Text("tbody"), "確認済み") {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
}

func TestWhatCannotBeCheckedIsSaid(t *testing.T) {
	t.Parallel()
	d, sent := desk(t, 1)
	absent, err := ident.NewNumber(ident.NumberNotification, sent[0].ArrivedAt, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	n, report := sent[0].Number.ASCII(), d.File(t, "operator-filer", "障害")
	for name, c := range map[string]struct {
		who, path string
		form      url.Values
		status    int
	}{
		"nothing chosen":     {officer, formality.Path, url.Values{}, http.StatusUnprocessableEntity},
		"a share":            {officer, formality.Path, url.Values{"n": {n}, "percent": {"7"}}, http.StatusUnprocessableEntity},
		"a share in words":   {officer, formality.Path, url.Values{"n": {n}, "percent": {"all"}}, http.StatusUnprocessableEntity},
		"a filter":           {officer, formality.Path, url.Values{"all": {"1"}, "query": {"state=gone"}}, http.StatusUnprocessableEntity},
		"a report":           {officer, formality.Path, url.Values{"n": {report.Number.ASCII()}}, http.StatusConflict},
		"sent, nothing":      {officer, formality.Path + "/send", url.Values{"key": {"1"}}, http.StatusUnprocessableEntity},
		"sent, a revision":   {officer, formality.Path + "/send", url.Values{"n": {n + ":7"}, "key": {"2"}}, http.StatusConflict},
		"sent, not there":    {officer, formality.Path + "/send", url.Values{"n": {absent.ASCII() + ":1"}, "key": {"3"}}, http.StatusNotFound},
		"sent, a report":     {officer, formality.Path + "/send", url.Values{"n": {report.Number.ASCII() + ":1"}, "key": {"4"}}, http.StatusNotFound},
		"of another office":  {"other-ministry-officer", formality.Path + "/send", url.Values{"n": {n + ":1"}, "key": {"5"}}, http.StatusNotFound},
		"a filer":            {"operator-filer", formality.Path + "/send", url.Values{"n": {n + ":1"}, "key": {"6"}}, http.StatusForbidden},
		"an act not of ours": {officer, formality.Path + "/nothing/undo", url.Values{"key": {"7"}}, http.StatusNotFound},
	} {
		if a := d.Post(t, c.who, c.path, c.form); a.Status != c.status {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	if got := count(t, d, officer, "?state=checked"); !strings.Contains(got, "0件") {
		t.Errorf("something was checked: %s", got)
	}
}
