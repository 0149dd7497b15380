package letters_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/ministry/letters"
	"kanmin/internal/adapter/door/web/operator/home"
	received "kanmin/internal/adapter/door/web/operator/letters"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/reminding"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	filer   = "operator-filer"
	other   = "other-operator-filer"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		routes := letters.Page{
			Look: store.Look[letters.Tx](s.DB), Read: store.Read[letters.Tx](s.DB), Send: reminding.Send{Act: store.Act[reminding.SendTx](s.DB), Entropy: s.Entropy},
		}.Routes()
		routes = append(routes, expected.Page{Look: store.Look[expected.Tx](s.DB)}.Routes()...)
		routes = append(routes, received.Page{Look: store.Look[received.Tx](s.DB)}.Routes()...)
		return append(routes, home.Page{Look: store.Look[home.Tx](s.DB)}.Routes()...)
	})
}

// form is what the button of a page would send.
func form(a desktest.Answer, action string) url.Values {
	f := url.Values{}
	for _, i := range a.Find("form[action='" + action + "'] input, form[action='" + action + "'] textarea").EachIter() {
		name, _ := i.Attr("name")
		value, has := i.Attr("value")
		if !has {
			value = i.Text()
		}
		f.Add(name, value)
	}
	return f
}

// all is the form of everything that a filter leaves.
func all(query string) url.Values {
	return url.Values{"all": {"1"}, "query": {query}, "standard": {"missing"}}
}

// One press writes to everybody of the list, each with their own text and number; it is looked at first; pressed twice it is sent once; who was
// written to reads it and is told of nobody else, and the office sees who opened it.
func TestManyAreWrittenTo(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, officer, expected.Path); a.Find("input.pick").Length() != 2 || a.Find("form.bulk[action='"+letters.Path+"']").Length() != 1 {
		t.Errorf("nobody can be chosen: %s", a.Text("#roll"))
	}
	look := d.Post(t, officer, letters.Path, all("of=notification&state=missing"))
	if text := look.Text("main"); look.Status != http.StatusOK || look.Find("details .said").Length() != 2 || !strings.Contains(text, "あおぞら発電株式会社 御中") || !strings.Contains(text, "令和9年3月31日") || !strings.Contains(text, "取り消せません") || !strings.Contains(text, "電力・ガス保安担当室(03-0000-1101)") {
		t.Fatalf("%d %s", look.Status, text)
	}
	if a := d.Get(t, filer, received.Path); a.Find(".todo li").Length() != 0 {
		t.Error("looking has sent something")
	}
	send := form(look, letters.Path+"/send")
	sent := d.Post(t, officer, letters.Path+"/send", send)
	at := sent.Header.Get("Location")
	if again := d.Post(t, officer, letters.Path+"/send", send); sent.Status != http.StatusSeeOther || at == "" || again.Header.Get("Location") != at {
		t.Fatalf("%d %s, again %d %s", sent.Status, sent.Text("main"), again.Status, again.Text("main"))
	}
	if text := d.Get(t, officer, at).Text("main"); !strings.Contains(text, "2件に送りました") || !strings.Contains(text, "2件のうち0件が開かれています") || !strings.Contains(text, "務-R8-") {
		t.Errorf("the office is told %s", text)
	}
	if a := d.Get(t, filer, "/operator/home"); a.Status != http.StatusOK || !strings.Contains(a.Text("section[aria-labelledby=now]"), "特定重要電子計算機の届出の提出について") {
		t.Errorf("at home: %s", a.Text("main"))
	}
	mine, theirs := d.Get(t, filer, received.Path), d.Get(t, other, received.Path)
	to, _ := mine.Find(".todo a").Attr("href")
	foreign, _ := theirs.Find(".todo a").Attr("href")
	if mine.Find(".todo li").Length() != 1 || to == "" || to == foreign {
		t.Fatalf("%s / %s", mine.Text("main"), theirs.Text("main"))
	}
	opened := d.Get(t, filer, to)
	if text := opened.Text("main"); opened.Status != http.StatusOK || !strings.Contains(text, "あおぞら送配電株式会社 御中") || strings.Contains(opened.Body, "発電株式会社") || strings.Contains(opened.Body, "髙木") {
		t.Errorf("the recipient reads %s", text)
	}
	if a, absent := d.Get(t, filer, foreign), d.Get(t, filer, received.Path+"/L-R8-2222-2222-2"); a.Status != http.StatusNotFound || a.Text("main") != absent.Text("main") {
		t.Errorf("a recipient reads another's: %d", a.Status)
	}
	if text := d.Get(t, officer, at).Text("main"); !strings.Contains(text, "2件のうち1件が開かれています") {
		t.Errorf("the office is told %s", text)
	}
	for _, who := range []string{"cabinet-analyst", "other-ministry-officer"} {
		if a := d.Get(t, who, at); a.Status != http.StatusNotFound {
			t.Errorf("%s reads the letter: %d", who, a.Status)
		}
	}
	if a := d.Get(t, officer, expected.Path); !strings.Contains(a.Text("#roll"), "事務連絡") {
		t.Errorf("the list is not told: %s", a.Text("#roll"))
	}
	if a := d.Get(t, officer, letters.Path); a.Find(".todo li").Length() != 1 {
		t.Errorf("sent before: %s", a.Text("main"))
	}
}

func TestWhatCannotBeSentIsSaid(t *testing.T) {
	t.Parallel()
	d := desk(t)
	list := d.Get(t, officer, expected.Path)
	row, _ := list.Find("input.pick").First().Attr("value")
	moved := strings.Replace(row, "missing", "fix", 1)
	n := 0
	bad := func(change url.Values) url.Values {
		n++
		f := url.Values{"of": {"notification"}, "n": {row}, "title": {"件名"}, "text": {"{事業者名} 御中"}, "key": {fmt.Sprint("0123456789abcdef", n)}}
		maps.Copy(f, change)
		return f
	}
	for name, c := range map[string]struct {
		path   string
		form   url.Values
		status int
		says   string
	}{
		"nobody":             {"", url.Values{"of": {"notification"}}, http.StatusUnprocessableEntity, "一覧で選んでください"},
		"of nothing":         {"", url.Values{"of": {"moon"}}, http.StatusNotFound, ""},
		"a placeholder":      {"", bad(url.Values{"text": {"{会社名} 様"}}), http.StatusUnprocessableEntity, "{会社名}は差し込めません"},
		"no text":            {"", bad(url.Values{"text": {""}}), http.StatusUnprocessableEntity, "入力してください"},
		"moved":              {"", bad(url.Values{"n": {moved}}), http.StatusConflict, "状態が変わりました"},
		"not there":          {"", bad(url.Values{"n": {"nothing:missing"}}), http.StatusConflict, "いまは提出状況にありません"},
		"sent, a word":       {"/send", bad(url.Values{"text": {"{会社名}"}}), http.StatusUnprocessableEntity, "差し込めません"},
		"sent, moved":        {"/send", bad(url.Values{"n": {moved}}), http.StatusConflict, "送れる相手がありません"},
		"sent, nobody":       {"/send", bad(url.Values{"n": {}}), http.StatusUnprocessableEntity, "選んでください"},
		"of another's world": {"/send", bad(url.Values{"n": {"nothing:missing"}}), http.StatusConflict, "送れる相手がありません"},
	} {
		if a := d.Post(t, officer, letters.Path+c.path, c.form); a.Status != c.status || !strings.Contains(a.Text("main"), c.says) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	if a := d.Post(t, "other-ministry-officer", letters.Path+"/send", bad(url.Values{"title": {"他"}})); a.Status != http.StatusConflict {
		t.Errorf("another office writes to operators that are not its own: %d", a.Status)
	}
	if a := d.Post(t, filer, letters.Path+"/send", bad(url.Values{"title": {"者"}})); a.Status != http.StatusForbidden && a.Status != http.StatusNotFound {
		t.Errorf("an operator writes: %d", a.Status)
	}
	if a := d.Get(t, filer, received.Path); a.Find(".todo li").Length() != 0 {
		t.Errorf("something was sent: %s", a.Text("main"))
	}
}
