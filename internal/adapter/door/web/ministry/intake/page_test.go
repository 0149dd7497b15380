package intake_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/intake"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	aozora  = "8000012050001"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(intake.Page{
			Look: store.Look[intake.Tx](s.DB),
			Take: submitting.Intake{Read: store.Read[submitting.ReceivingTx](s.DB), Act: store.Act[submitting.IntakeTx](s.DB), Entropy: s.Entropy},
			Back: submitting.CalledBack{Act: store.Act[submitting.SettleTx](s.DB)},
		}.Routes(), reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})
}

func call(a desktest.Answer) url.Values {
	key, _ := a.Find("form[method=post] input[name=key]").Attr("value")
	called, _ := a.Find("#called_at").Attr("value")
	return url.Values{
		"key": {key}, "operator": {aozora}, "caller": {"当直 山﨑"}, "phone": {"03-0000-2002"}, "called_at": {called},
		"what_kind": {"unclear"}, "what_text": {""}, "aware_at": {"2026-11-23 08:10"}, "noticed_at": {""}, "which": {""}, "which.unknown": {"1"}, "impact": {"?"},
	}
}

// An operator of another jurisdiction is answered as one that does not exist, and whoever is no officer finds no page.
func TestAnOperatorOfAnotherJurisdictionIsNotFound(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, officer, intake.Path+"?q="+url.QueryEscape("あおぞらそう")); !strings.Contains(a.Text(".todo"), aozora) {
		t.Errorf("the officer finds %q", a.Text("main"))
	}
	if a := d.Get(t, officer, intake.Path+"?operator="+aozora); a.Find("#caller").Length() != 1 || a.Text("#q-3") != "3. 何が起きていますか" {
		t.Errorf("the call: %q", a.Text("main"))
	}
	foreign, absent := d.Get(t, "other-ministry-officer", intake.Path+"?operator="+aozora), d.Get(t, "other-ministry-officer", intake.Path+"?operator=1000000000009")
	if foreign.Status != http.StatusOK || foreign.Text("main") != absent.Text("main") || foreign.Find("#caller").Length() != 0 {
		t.Errorf("foreign %d %q, absent %q", foreign.Status, foreign.Text("main"), absent.Text("main"))
	}
	if a := d.Get(t, "operator-filer", intake.Path); a.Status != http.StatusNotFound && a.Status != http.StatusForbidden {
		t.Errorf("an operator is shown %d", a.Status)
	}
}

// What was typed is shown again with what is wrong; a good call leads to its number, and pressed twice to the same.
func TestACallIsTakenDown(t *testing.T) {
	t.Parallel()
	d := desk(t)
	form := call(d.Get(t, officer, intake.Path+"?operator="+aozora))
	bad := maps.Clone(form)
	bad.Set("caller", "")
	bad.Set("aware_at", "2026-11-23 23:00")
	a := d.Post(t, officer, intake.Path, bad)
	if phone, _ := a.Find("#phone").Attr("value"); a.Status != http.StatusUnprocessableEntity || a.Find(".problems li").Length() != 2 || phone != "03-0000-2002" {
		t.Errorf("%d, %q, the number is %q", a.Status, a.Text(".problems"), phone)
	}
	first, second := d.Post(t, officer, intake.Path, form), d.Post(t, officer, intake.Path, form)
	at := first.Header.Get("Location")
	if first.Status != http.StatusSeeOther || at == "" || second.Header.Get("Location") != at {
		t.Fatalf("%d %q, again %d %q: %s", first.Status, at, second.Status, second.Header.Get("Location"), first.Text("main"))
	}
	done := d.Get(t, officer, at)
	if !strings.Contains(done.Text(".receipt"), "受付番号は 報-R8-") || !strings.Contains(done.Text(".page-meta"), "電話受付・未確認") {
		t.Errorf("the number: %q", done.Text("main"))
	}
	again := call(d.Get(t, officer, intake.Path+"?operator="+aozora))
	asked := d.Post(t, officer, intake.Path, again)
	id, _ := asked.Find("#confirm input").Attr("value")
	if asked.Status != http.StatusUnprocessableEntity || id == "" {
		t.Fatalf("a second call is not asked about: %d %q", asked.Status, asked.Text("main"))
	}
	key, _ := asked.Find("form[method=post] input[name=key]").Attr("value")
	again.Set("key", key)
	again.Set("confirm", id)
	if a := d.Post(t, officer, intake.Path, again); a.Status != http.StatusSeeOther || a.Header.Get("Location") == at {
		t.Errorf("the second call: %d %q", a.Status, a.Text("main"))
	}
	if a := d.Post(t, officer, at, url.Values{"key": {"0123456789abcdef0123"}, "back_to": {""}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("no number to call back: %d", a.Status)
	}
	key, _ = done.Find("form[method=post] input[name=key]").Attr("value")
	if a := d.Post(t, officer, at, url.Values{"key": {key}, "back_to": {"03-0000-2002"}}); a.Status != http.StatusSeeOther {
		t.Errorf("the call back: %d %q", a.Status, a.Text("main"))
	}
	if a := d.Get(t, officer, strings.TrimSuffix(at, "/intake")); !strings.Contains(a.Text("main"), "03-0000-2002 に折り返して確かめた") {
		t.Errorf("the report does not say that the operator was called back: %q", a.Text("main"))
	}
	if a := d.Get(t, "other-ministry-officer", at); a.Status != http.StatusNotFound {
		t.Errorf("another ministry opens it: %d", a.Status)
	}
}
