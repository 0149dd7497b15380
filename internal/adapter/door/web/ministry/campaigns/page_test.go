package campaigns_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/campaigns"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	own "kanmin/internal/adapter/door/web/reporting/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	analyst = "cabinet-analyst"
	filer   = "operator-filer"
)

func desk(t *testing.T) (*desktest.Desk, []filing.Filing) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(campaigns.Page{
			Look: store.Look[campaigns.Tx](s.DB), Read: store.Read[campaigns.Tx](s.DB), Start: linking.Start{Act: store.Act[linking.StartTx](s.DB), Entropy: s.Entropy}, Link: linking.Link{Act: store.Act[linking.LinkTx](s.DB)},
			Change: linking.Change{Act: store.Act[linking.ChangeTx](s.DB)}, Merge: linking.Merge{Act: store.Act[linking.MergeTx](s.DB)}, Share: linking.Share{Act: store.Act[linking.ShareTx](s.DB)},
		}.Routes(), own.Pages{List: store.Look[listing.Tx](s.DB), Look: store.Look[own.ReportTx](s.DB), Read: store.Read[own.ReportTx](s.DB), Receipts: s.DB}.Routes()...)
	})
	var sent []filing.Filing
	for range 3 {
		sent = append(sent, d.File(t, filer, "OUTLINE-CANARY"))
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
	}
	return d, sent
}

var n int

func key() string {
	n++
	return strings.Repeat("k", 19) + string(rune('a'+n%26)) + string(rune('a'+n/26))
}

// begin begins a campaign with some reports and returns its address.
func begin(t *testing.T, d *desktest.Desk, who, name string, of ...filing.Filing) string {
	t.Helper()
	var numbers []string
	for _, f := range of {
		numbers = append(numbers, string(f.Number))
	}
	a := d.Post(t, who, campaigns.Path+"/link", url.Values{"campaign": {""}, "name": {name}, "reports": {strings.Join(numbers, "\n")}, "why": {"同じ通信先"}, "key": {key()}})
	at, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	if a.Status != http.StatusSeeOther || at == "" {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	return at
}

func TestReportsAreLinkedTakenOutAndPutBack(t *testing.T) { //nolint:paralleltest // keys
	d, sent := desk(t)
	at := begin(t, d, officer, "髙見作戦", sent[0], sent[1])
	a := d.Get(t, officer, at)
	if a.Find("form[action$='/out'] tbody tr").Length() != 2 || !strings.Contains(a.Text("tbody"), "同じ通信先") || strings.Contains(a.Body, "OUTLINE-CANARY") || a.Find("svg").Length() == 0 {
		t.Fatalf("%s", a.Text("main"))
	}
	number := sent[0].Number.ASCII()
	if a := d.Post(t, officer, at+"/out", url.Values{"n": {number}, "why": {""}, "key": {key()}}); a.Status != http.StatusUnprocessableEntity || a.Find("#why[aria-invalid]").Length() != 1 {
		t.Errorf("without a reason: %d %s", a.Status, a.Text("#problems"))
	}
	if a := d.Post(t, officer, at+"/out", url.Values{"n": {number}, "why": {"別の攻撃だった"}, "key": {key()}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, officer, at); a.Find("form[action$='/out'] tbody tr").Length() != 1 || !strings.Contains(a.Text("form[action$='/back'] tbody"), "別の攻撃だった") {
		t.Errorf("%s", a.Text("main"))
	}
	if a := d.Post(t, officer, at+"/back", url.Values{"n": {number}, "why": {"やはり同じ"}, "key": {key()}}); a.Status != http.StatusSeeOther || d.Get(t, officer, at).Find("form[action$='/out'] tbody tr").Length() != 2 {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, officer, campaigns.Path+"?q=たかみ"); a.Status != http.StatusOK {
		t.Errorf("%d", a.Status)
	}
	if a := d.Get(t, officer, campaigns.Path+"?q=髙見&state=open"); a.Find("tbody tr").Length() != 1 {
		t.Errorf("the list: %s", a.Text("main"))
	}
}

func TestWhatCannotBeLinkedIsSaid(t *testing.T) { //nolint:paralleltest // keys
	d, sent := desk(t)
	at := begin(t, d, officer, "一つ目", sent[0])
	id := strings.TrimPrefix(at, campaigns.Path+"/")
	link := func(reports, why string) url.Values {
		return url.Values{"campaign": {id}, "name": {""}, "reports": {reports}, "why": {why}, "key": {key()}}
	}
	second := string(sent[1].Number)
	nobodys, err := ident.NewNumber(ident.NumberReport, ident.At(d.Clock.Now()), d.Entropy)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"none":            {link("", "x"), http.StatusUnprocessableEntity, "報告を一つ以上"},
		"no number":       {link(second+"\nabc", "x"), http.StatusUnprocessableEntity, "2行目の「abc」"},
		"twice":           {link(second+"\n"+sent[1].Number.ASCII(), "x"), http.StatusUnprocessableEntity, "2行目の"},
		"nobody's":        {link(string(nobodys), "x"), http.StatusUnprocessableEntity, string(nobodys) + " は、この部署に届いた報告の中にありません"},
		"there already":   {link(string(sent[0].Number), "x"), http.StatusConflict, "変わるものがありません"},
		"the name again":  {url.Values{"name": {"一つ目"}, "key": {key()}}, http.StatusUnprocessableEntity, "同じ名前"},
		"without a name":  {url.Values{"name": {" "}, "key": {key()}}, http.StatusUnprocessableEntity, "名前"},
		"another's":       {url.Values{"campaign": {"nothing"}, "reports": {second}, "why": {"x"}, "key": {key()}}, http.StatusNotFound, ""},
		"without a cause": {link(second, " "), http.StatusUnprocessableEntity, "理由"},
	} {
		a := d.Post(t, officer, campaigns.Path+"/link", c.form)
		if a.Status != c.status || !strings.Contains(a.Text("#problems"), c.says) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("#problems"))
		}
		if typed := c.form.Get("reports"); a.Status == http.StatusUnprocessableEntity && typed != "" && a.Text("#reports") != strings.Join(strings.Fields(typed), " ") {
			t.Errorf("%s: what was typed is gone: %s", name, a.Text("#reports"))
		}
	}
	edit := d.Get(t, officer, at+"/edit")
	rev, _ := edit.Find("input[name=rev]").Attr("value")
	closing := url.Values{"name": {"一つ目"}, "note": {"メモ"}, "assessment": {"評価"}, "state": {"closed"}, "holder": {string(d.As(officer).Person)}, "rev": {rev}, "key": {key()}}
	if a := d.Post(t, officer, at+"/edit", closing); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("#problems"))
	}
	closing.Set("key", key())
	if a := d.Post(t, officer, at+"/edit", closing); a.Status != http.StatusConflict || !strings.Contains(a.Text("#problems"), "ほかの人が同時に") {
		t.Errorf("an old page: %d %s", a.Status, a.Text("#problems"))
	}
	if a := d.Post(t, officer, campaigns.Path+"/link", link(second, "x")); a.Status != http.StatusConflict || !strings.Contains(a.Text("#problems"), "終了しています") {
		t.Errorf("closed meanwhile: %d %s", a.Status, a.Text("#problems"))
	}
}

// Another office, which has some of the reports too, has nothing of a campaign until it is shown to it; then its own reports alone.
func TestACampaignIsItsOfficesOwn(t *testing.T) { //nolint:paralleltest // keys
	d, sent := desk(t)
	at := begin(t, d, officer, "共有する", sent...)
	for _, who := range []string{analyst, "other-ministry-officer", "regional-officer", filer} {
		if a := d.Get(t, who, at); a.Status != http.StatusNotFound && a.Status != http.StatusForbidden {
			t.Errorf("%s opens it: %d", who, a.Status)
		}
		if a := d.Get(t, who, campaigns.Path); strings.Contains(a.Body, "共有する</a>") {
			t.Errorf("%s finds it", who)
		}
	}
	share := func(to string) int {
		return d.Post(t, officer, at+"/share", url.Values{"office": {string(d.As(to).Unit)}, "key": {key()}}).Status
	}
	if got := share(analyst); got != http.StatusSeeOther {
		t.Fatalf("%d", got)
	}
	if got := share(analyst); got != http.StatusConflict {
		t.Errorf("twice: %d", got)
	}
	if got := share(filer); got != http.StatusUnprocessableEntity {
		t.Errorf("to an operator: %d", got)
	}
	if got := share("other-ministry-officer"); got != http.StatusSeeOther {
		t.Fatalf("%d", got)
	}
	a := d.Get(t, analyst, at)
	if a.Status != http.StatusOK || a.Find("form[action$='/out'] tbody tr").Length() != 3 || strings.Contains(a.Body, "同じ通信先") || a.Find("form[action$='/share'], form[action$='/merge'], a[href$='/edit']").Length() != 0 {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, "other-ministry-officer", at); a.Status != http.StatusOK || a.Find(".data-table, svg").Length() != 0 {
		t.Errorf("what it has not is told: %d %s", a.Status, a.Text("main"))
	}
	if a := d.Post(t, analyst, at+"/merge", url.Values{"into": {"x"}, "why": {"x"}, "key": {key()}}); a.Status != http.StatusNotFound {
		t.Errorf("it is merged by whom it was shown to: %d", a.Status)
	}
}

func TestTwoBecomeOne(t *testing.T) { //nolint:paralleltest // keys
	d, sent := desk(t)
	one, two := begin(t, d, officer, "一", sent[0], sent[1]), begin(t, d, officer, "二", sent[1], sent[2])
	into := strings.TrimPrefix(two, campaigns.Path+"/")
	if a := d.Post(t, officer, two+"/merge", url.Values{"into": {into}, "why": {"x"}, "key": {key()}}); a.Status != http.StatusConflict {
		t.Errorf("into itself: %d", a.Status)
	}
	if a := d.Post(t, officer, one+"/merge", url.Values{"into": {into}, "why": {"同じ攻撃者"}, "key": {key()}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("#problems"))
	}
	if a := d.Get(t, officer, two); a.Find("form[action$='/out'] tbody tr").Length() != 3 {
		t.Errorf("%s", a.Text("main"))
	}
	if a := d.Get(t, officer, one); a.Find(".data-table tbody tr").Length() < 2 || a.Find(".notice a[href='"+two+"']").Length() != 1 || a.Find("form[action$='/out']").Length() != 0 {
		t.Errorf("%s", a.Text("main"))
	}
}

// Two worlds that differ in nothing but what an office linked show an operator the same.
func TestNoOperatorLearnsOfACampaign(t *testing.T) { //nolint:paralleltest // keys
	pages := func(d *desktest.Desk, sent []filing.Filing) (all string) {
		for _, path := range []string{"/reporting/reports", "/reporting/reports/" + sent[0].Number.ASCII()} {
			a := d.Get(t, filer, path)
			if a.Status != http.StatusOK {
				t.Fatal(path, a.Status)
			}
			all += a.Text("main")
		}
		for _, f := range sent {
			all = strings.ReplaceAll(all, string(f.Number), "")
		}
		return all
	}
	d, sent := desk(t)
	before := pages(d, sent)
	at := begin(t, d, officer, "見えない", sent...)
	d.Get(t, officer, at)
	d.Post(t, officer, at+"/share", url.Values{"office": {string(d.As(analyst).Unit)}, "key": {key()}})
	d.Post(t, analyst, at+"/out", url.Values{"n": {sent[0].Number.ASCII()}, "why": {"違う"}, "key": {key()}})
	if after := pages(d, sent); after != before {
		t.Errorf("an operator is told:\n%s\n%s", before, after)
	}
}
