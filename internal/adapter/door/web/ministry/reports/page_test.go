package reports_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

const canary = "OUTLINE-CANARY"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()
	})
}

func TestAReportAsItsOfficeReadsIt(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	d.Clock.Set(d.Clock.Now().Add(3 * time.Minute))
	a := d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII())
	if a.Status != http.StatusOK {
		t.Fatal(a.Status, a.Text("main"))
	}
	for selector, want := range map[string]string{
		"h1": "あおぞら送配電株式会社の速報", ".page-head": "電力・ガス保安担当室", "#content-h + dl": canary, "#to-h + dl": "経済産業大臣", "main": "8000012050001",
		".due-date": "令和8年12月", ".card .big": "03-0000-2002", ".timeline": "到達", ".page-meta": "到達 令和8年11月23日(月) 09時00分00秒",
	} {
		if !strings.Contains(a.Text(selector), want) {
			t.Errorf("%s: %q lacks %q", selector, a.Text(selector), want)
		}
	}
	if strings.Contains(a.Text("aside"), "内閣総理大臣") {
		t.Error("another addressee is told")
	}
	for _, to := range []string{"enquiry", "fix"} {
		if a.Find(`a[href$="/ask?kind=`+to+`"]`).Length() != 1 {
			t.Errorf("no button for %s", to)
		}
	}
	seen := d.Opened(t, "operator-filer", f)
	if len(seen) != 1 || seen[0].Office != "電力・ガス保安担当室" || seen[0].FirstAt != ident.At(d.Clock.Now()) {
		t.Errorf("the operator is told %+v", seen)
	}
	english := d.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII(), "Cookie", "__Host-kanmin_lang=en")
	if got := english.Text("h1"); got != "Prompt report of Aozora Grid Co." {
		t.Errorf("English: %q", got)
	}
}

func TestQuestionsOfThisOfficeAndTheirAnswers(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	q := d.AskAbout(t, "ministry-officer", f, "<b>端末は何台ですか</b>")
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	d.Reply(t, "operator-filer", f, q, "3台です。\n2行目")
	at := "/ministry/reports/" + f.Number.ASCII()
	a := d.Get(t, "ministry-officer", at+"?asked="+q.Number.ASCII())
	if got := a.Text("#" + q.Number.ASCII()); !strings.Contains(got, "<b>端末は何台ですか</b>") || !strings.Contains(got, "3台です。") || !strings.Contains(got, "回答あり") {
		t.Errorf("question: %q", got)
	}
	if !strings.Contains(a.Text(".notice"), string(q.Number)) {
		t.Errorf("sending is not confirmed: %q", a.Text(".notice"))
	}
	for _, forged := range []string{"Q-R8-2222-2222-2", "<script>"} {
		if a := d.Get(t, "ministry-officer", at+"?asked="+forged); a.Find(".notice").Length() != 0 {
			t.Errorf("%s is confirmed", forged)
		}
	}
	if a := d.Get(t, "cabinet-analyst", at+"?asked="+q.Number.ASCII()); strings.Contains(a.Body, string(q.Number)) || strings.Contains(a.Text(".timeline"), "照会") {
		t.Error("another office sees the question")
	}
}

func TestWhoeverIsNotAddressedGetsOneAnswer(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	absent := "/ministry/reports/R-R8-2222-2222-2"
	for _, who := range []string{"other-ministry-officer", "regional-officer", "nco-analyst", "other-operator-filer", "operator-filer", "platform-admin", "maintainer", "supplier"} {
		want := d.Get(t, who, absent)
		for _, path := range []string{"/ministry/reports/" + f.Number.ASCII(), "/ministry/reports/" + string(f.Number), "/ministry/reports/x", "/nowhere"} {
			if a := d.Get(t, who, path); a.Status != http.StatusNotFound || a.Body != want.Body {
				t.Errorf("%s %s: %d, differs from absent", who, path, a.Status)
			}
		}
	}
	if seen := d.Opened(t, "operator-filer", f); len(seen) != 0 {
		t.Errorf("who saw nothing is told to have opened it: %+v", seen)
	}
	if a := d.Get(t, "", "/ministry/reports/"+f.Number.ASCII()); a.Status != http.StatusUnauthorized {
		t.Errorf("signed out: %d", a.Status)
	}
}

// The course of a case is a picture with a table that says the same: the times that were told, the arrival, the opening by this office.
func TestTheCourseOfACase(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	path := "/ministry/reports/" + f.Number.ASCII()
	d.Get(t, "ministry-officer", path)
	a := d.Get(t, "ministry-officer", path)
	got := a.Text("#course tbody")
	for _, want := range []string{"認知した日時令和8年11月23日(月) 08:00", "速報の到達令和8年11月23日(月) 09:00", "速報を開いた(この組織)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	if dots := a.Find("#course svg .plot-dot").Length(); dots != 3 {
		t.Errorf("%d dots", dots)
	}
	if other := d.Get(t, "cabinet-analyst", path).Text("#course tbody"); strings.Contains(other, "開いた") {
		t.Errorf("another office is told when this one opened it: %s", other)
	}
}

func TestOpeningTakesFewStatements(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", canary)
	path := "/ministry/reports/" + f.Number.ASCII()
	d.Get(t, "ministry-officer", path)
	n := 0
	r := httptest.NewRequestWithContext(store.Noting(t.Context(), func(string, []any) { n++ }), http.MethodGet, path, nil)
	if a := d.Do(t, "ministry-officer", r); a.Status != http.StatusOK || n == 0 || n > 8 {
		t.Errorf("%d: %d statements, at most 8 are allowed", a.Status, n)
	}
}
