package assign_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/assign"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/flow/assigning"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	list    = "/ministry/reports"
)

// unheld is what three rows say whom nobody takes care of.
const unheld = "未定 未定 未定" //nolint:dupword // a row each

func desk(t *testing.T) (*desktest.Desk, []filing.Filing) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(assign.Page{
			Look: store.Look[assign.Tx](s.DB), Read: store.Read[assign.Tx](s.DB),
			Assign: assigning.Assign{Act: store.Act[assigning.AssignTx](s.DB), Entropy: s.Entropy}, Undo: assigning.Undo{Act: store.Act[assigning.UndoTx](s.DB)},
		}.Routes(), reports.Received{Look: store.Look[listing.Tx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB))}.Routes()...)
	})
	var sent []filing.Filing
	for range 3 {
		sent = append(sent, d.File(t, "operator-filer", "OUTLINE-CANARY"))
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
	}
	return d, sent
}

// form is the page before sending as a form: what its button would send.
func form(a desktest.Answer) url.Values {
	f := url.Values{}
	for _, i := range a.Find("form[action$='/send'] input").EachIter() {
		name, _ := i.Attr("name")
		value, _ := i.Attr("value")
		f.Add(name, value)
	}
	return f
}

func holders(d *desktest.Desk, t *testing.T, who, query string) string {
	t.Helper()
	var said []string
	for _, row := range d.Get(t, who, list+query).Find("#list .bulk .data-table tbody tr").EachIter() {
		said = append(said, strings.TrimSpace(row.Find("td").Eq(3).Text()))
	}
	return strings.Join(said, " ")
}

func TestManyAreGivenAndTakenBack(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	me := string(d.As(officer).Person)
	a := d.Get(t, officer, list)
	if a.Find("input.pick").Length() != 3 || a.Find("#to option[value='"+me+"']").Length() != 1 {
		t.Fatalf("the list offers nothing to choose: %s", a.Text("main"))
	}
	name := strings.TrimSuffix(a.Text("#to option[value='"+me+"']"), "(自分)")
	chosen := url.Values{"n": {sent[0].Number.ASCII(), sent[1].Number.ASCII(), "R-R8-2222-2222-2", sent[0].Number.ASCII()}, "to": {me}}
	check := d.Post(t, officer, assign.Path, chosen)
	if check.Status != http.StatusOK || check.Find("tbody tr").Length() != 2 || !strings.Contains(check.Text(".lead"), "2件のうち2件") || strings.Contains(check.Body, "OUTLINE-CANARY") {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	if got := holders(d, t, officer, ""); got != unheld {
		t.Errorf("looking changed something: %s", got)
	}
	send := form(check)
	done := d.Post(t, officer, assign.Path+"/send", send)
	at := done.Header.Get("Location")
	if done.Status != http.StatusSeeOther || holders(d, t, officer, "?order=oldest") != name+" "+name+" 未定" {
		t.Fatalf("%d %s: %s", done.Status, done.Text("main"), holders(d, t, officer, "?order=oldest"))
	}
	if again := d.Post(t, officer, assign.Path+"/send", send); again.Header.Get("Location") != at {
		t.Errorf("pressed twice: %d %s", again.Status, again.Header.Get("Location"))
	}
	for query, want := range map[string]string{"?charge=me": name + " " + name, "?charge=none": "未定"} {
		if got := holders(d, t, officer, query); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	for _, who := range []string{"nco-analyst", "regional-officer", "other-ministry-officer", "operator-filer"} {
		if a := d.Get(t, who, at); a.Status != http.StatusNotFound && (who != "operator-filer" || a.Status != http.StatusForbidden) {
			t.Errorf("%s reads %s: %d", who, at, a.Status)
		}
		if strings.Contains(holders(d, t, who, ""), name) {
			t.Errorf("%s is told who takes care", who)
		}
	}
	page := d.Get(t, officer, at)
	key, _ := page.Find("input[name=key]").Attr("value")
	if a := d.Post(t, officer, at+"/undo", url.Values{"key": {key}}); a.Status != http.StatusSeeOther || holders(d, t, officer, "") != unheld {
		t.Errorf("%d %s", a.Status, holders(d, t, officer, ""))
	}
	if a := d.Post(t, officer, at+"/undo", url.Values{"key": {"again"}}); a.Status != http.StatusConflict || d.Get(t, officer, at).Find("form[action$='/undo']").Length() != 0 {
		t.Errorf("taken back twice: %d", a.Status)
	}
}

// What somebody else changed in between is left, and named; what they changed afterwards is not taken back.
func TestWhatOthersChangedIsLeft(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	me := string(d.As(officer).Person)
	early := form(d.Post(t, officer, assign.Path, url.Values{"all": {"1"}, "query": {"order=oldest"}, "to": {me}}))
	first := d.Post(t, officer, assign.Path+"/send", form(d.Post(t, officer, assign.Path, url.Values{"n": {sent[0].Number.ASCII()}, "to": {me}}))).Header.Get("Location")
	late := d.Post(t, officer, assign.Path+"/send", early)
	page := d.Get(t, officer, late.Header.Get("Location"))
	if late.Status != http.StatusSeeOther || !strings.Contains(page.Text(".notice"), "2件の担当") || !strings.Contains(page.Text(".notice"), "1件は変えませんでした") || !strings.Contains(page.Text("tbody"), "ほかの人が先に変えました") {
		t.Errorf("%d %s", late.Status, page.Text("main"))
	}
	if a := d.Post(t, officer, assign.Path, url.Values{"all": {"1"}, "to": {me}}); a.Status != http.StatusConflict || a.Find("tbody tr").Length() != 3 || a.Find("form button").Length() != 0 {
		t.Errorf("nothing changes: %d %s", a.Status, a.Text("main"))
	}
	d.Post(t, officer, assign.Path+"/send", form(d.Post(t, officer, assign.Path, url.Values{"n": {sent[0].Number.ASCII()}, "to": {assign.Nobody}})))
	if a := d.Get(t, officer, first); a.Find("form[action$='/undo']").Length() != 0 {
		t.Error("what was changed since is offered to be taken back")
	}
	if a := d.Post(t, officer, first+"/undo", url.Values{"key": {"k"}}); a.Status != http.StatusConflict {
		t.Errorf("what was changed since is taken back: %d", a.Status)
	}
	if a := d.Get(t, officer, assign.Path); a.Find(".todo li").Length() != 3 {
		t.Errorf("the acts: %s", a.Text("main"))
	}
}

func TestWhatCannotBeGivenIsSaid(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	me, n := string(d.As(officer).Person), sent[0].Number.ASCII()
	stranger := string(d.As("other-ministry-officer").Person)
	for name, c := range map[string]struct {
		path   string
		form   url.Values
		status int
	}{
		"nothing chosen":     {assign.Path, url.Values{"to": {me}}, http.StatusUnprocessableEntity},
		"nobody chosen":      {assign.Path, url.Values{"n": {n}}, http.StatusUnprocessableEntity},
		"of another office":  {assign.Path, url.Values{"n": {n}, "to": {stranger}}, http.StatusUnprocessableEntity},
		"a filter":           {assign.Path, url.Values{"all": {"1"}, "query": {"state=gone"}, "to": {me}}, http.StatusUnprocessableEntity},
		"sent, nobody":       {assign.Path + "/send", url.Values{"n": {n + ":0"}, "key": {"1"}}, http.StatusUnprocessableEntity},
		"sent, a stranger":   {assign.Path + "/send", url.Values{"n": {n + ":0"}, "to": {stranger}, "key": {"2"}}, http.StatusUnprocessableEntity},
		"sent, nothing":      {assign.Path + "/send", url.Values{"to": {me}, "key": {"3"}}, http.StatusUnprocessableEntity},
		"sent, not theirs":   {assign.Path + "/send", url.Values{"n": {"R-R8-7K4M-2QXD-W:0"}, "to": {me}, "key": {"4"}}, http.StatusUnprocessableEntity},
		"sent, another time": {assign.Path + "/send", url.Values{"n": {n + ":7"}, "to": {me}, "key": {"5"}}, http.StatusConflict},
	} {
		if a := d.Post(t, officer, c.path, c.form); a.Status != c.status || a.Find("#problems li").Length() == 0 && c.form.Get("query") == "" {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	if a := d.Post(t, "operator-filer", assign.Path, url.Values{"n": {n}, "to": {assign.Nobody}}); a.Status != http.StatusForbidden {
		t.Errorf("a filer: %d", a.Status)
	}
	if got := holders(d, t, officer, ""); got != unheld {
		t.Errorf("something was changed: %s", got)
	}
}
