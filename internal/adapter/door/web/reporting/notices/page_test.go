package notices_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	door "kanmin/internal/adapter/door/notices"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/organisation/contractor"
	"kanmin/internal/adapter/door/web/public/notice"
	"kanmin/internal/adapter/door/web/reporting/notices"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/noticing"
	"kanmin/internal/world/stagetest"
)

func open(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		d := door.Door{
			Read: store.Read[door.Tx](s.DB), Send: noticing.Send{Act: store.Act[noticing.SendTx](s.DB), Entropy: s.Entropy}, Receipt: s.DB.Receipt, Now: s.Clock.Now,
			Openings: func(context.Context, access.Scope) ([]opening.Act, error) { return nil, nil },
			Knock:    func(context.Context) error { return nil }, Welcome: func(context.Context) {},
		}
		routes := notice.Page{Take: d.Take}.Routes()
		routes = append(routes, contractor.Page{
			Read: store.Read[contractor.Tx](s.DB), Register: noticing.Register{Act: store.Act[noticing.RegisterTx](s.DB), Entropy: s.Entropy}, Change: noticing.Change{Act: store.Act[noticing.ContactTx](s.DB)},
			End: noticing.End{Act: store.Act[noticing.ContactTx](s.DB)}, Print: noticing.Print{Act: store.Act[noticing.PrintTx](s.DB), Entropy: s.Entropy}, Base: "https://kanmin.example", Send: notice.Path, Notices: "/reporting/notices",
		}.Routes()...)
		return append(routes, notices.Pages{
			Read: store.Read[notices.Tx](s.DB), Look: store.Look[notices.Tx](s.DB), Take: noticing.Take{Act: store.Act[noticing.TakeTx](s.DB), Entropy: s.Entropy}, Judge: noticing.Judge{Act: store.Act[noticing.AnswerTx](s.DB)},
			Reply: noticing.Reply{Act: store.Act[noticing.AnswerTx](s.DB)}, Contacts: contractor.Path,
		}.Routes()...)
	})
}

func key(a desktest.Answer, form string) string {
	k, _ := a.Find(form + ` input[name="key"]`).First().Attr("value")
	return k
}

// code registers a contractor on the pages and reads the code from its sheet.
func code(t *testing.T, d *desktest.Desk) string {
	t.Helper()
	unit := string(d.As("operator-admin").Unit)
	a := d.Get(t, "operator-admin", contractor.Path)
	a = d.Post(t, "operator-admin", contractor.Path, url.Values{"company": {"髙木監視"}, "name": {"𠮷野"}, "phone": {"03-0000-3003"}, "unit": {unit}, "until": {"令和9年3月31日"}, "note": {""}, "key": {key(a, "form")}})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text(".problems, .notice"))
	}
	one := a.Header.Get("Location")
	a = d.Get(t, "operator-admin", one)
	sheet := d.Post(t, "operator-admin", one+"/sheet", url.Values{"key": {key(a, `form[action$="/sheet"]`)}})
	if again := d.Post(t, "operator-admin", one+"/sheet", url.Values{"key": {key(a, `form[action$="/sheet"]`)}}); again.Find("#code").Length() != 0 {
		t.Error("the code is shown twice")
	}
	if sheet.Text("#code") == "" || !strings.Contains(sheet.Body, "https://kanmin.example/notice") {
		t.Fatalf("%d %s", sheet.Status, sheet.Text("main"))
	}
	return sheet.Text("#code")
}

func typed(code string) url.Values {
	return url.Values{
		"operator": {"8000012050001"}, "code": {code}, "earlier": {""}, "others": {""}, "what": {"監視端末から不審な通信"}, "noticed_at": {"2026-11-23 08:00"}, "machines": {"北部 監視端末"},
		"technical": {"hxxp://evil[.]example/a"}, "caller": {"髙木監視 𠮷野"}, "phone": {"03-0000-3003"}, "do": {"check"},
	}
}

// From the sheet to the draft: nothing is sent before the second press, the operator sees it whole, and takes it over once.
func TestFromTheSheetToTheDraft(t *testing.T) {
	t.Parallel()
	d := open(t)
	form := typed(code(t, d))
	if a := d.Get(t, "", "/notice"); a.Status != http.StatusOK || a.Find("form .actions button").First().AttrOr("value", "") != "check" {
		t.Errorf("the first button of the form is not harmless: %d", a.Status)
	}
	a := d.Post(t, "", "/notice", form)
	if a.Status != http.StatusOK || a.Find(".answers").Length() == 0 || a.Find(".actions button").First().AttrOr("value", "") != "edit" {
		t.Fatalf("%d %s", a.Status, a.Text(".problems"))
	}
	if list := d.Get(t, "operator-filer", "/reporting/notices"); list.Find("tbody tr").Length() != 0 || list.Find(".empty").Length() != 1 {
		t.Error("it was sent before the press")
	}
	form.Set("do", "send")
	a = d.Post(t, "", "/notice", form)
	number := a.Text(".receipt .ref")
	if a.Status != http.StatusOK || !strings.Contains(number, "連-R8-") || !strings.Contains(a.Body, "kanmin/provisional/v1") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	list := d.Get(t, "operator-admin", "/reporting/notices")
	to, _ := list.Find("tbody a").First().Attr("href")
	if list.Find("tbody tr").Length() != 1 {
		t.Fatalf("%d rows", list.Find("tbody tr").Length())
	}
	if v := d.Get(t, "operator-admin", to); !strings.Contains(v.Body, "evil") || v.Find("main form").Length() != 0 {
		t.Errorf("who may not deal with it sees %d forms", v.Find("main form").Length())
	}
	for _, who := range []string{"ministry-officer", "cabinet-analyst", "other-operator-filer", "maintainer", "platform-admin"} {
		if x := d.Get(t, who, to); x.Status != http.StatusNotFound || strings.Contains(x.Body, "髙木監視") {
			t.Errorf("%s: %d", who, x.Status)
		}
	}
	one := d.Get(t, "operator-filer", to)
	press := url.Values{"key": {key(one, `form[action$="/take"]`)}}
	first := d.Post(t, "operator-filer", to+"/take", press)
	draft := first.Header.Get("Location")
	if first.Status != http.StatusSeeOther || !strings.HasPrefix(draft, "/reporting/prompt/D-R8-") {
		t.Fatalf("%d %s", first.Status, draft)
	}
	second := d.Post(t, "operator-approver", to+"/take", url.Values{"key": {"another"}})
	if link := second.Find(`a[href^="/reporting/prompt/"]`).AttrOr("href", ""); second.Status != http.StatusConflict || link == "" || !strings.HasPrefix(draft, link) {
		t.Errorf("the second: %d %s", second.Status, link)
	}
	if x := d.Get(t, "operator-filer", "/reporting/notices/export/csv?state=taken"); x.Status != http.StatusOK || !strings.Contains(x.Body, "監視端末から不審な通信") {
		t.Errorf("export: %d", x.Status)
	}
}

// What is wrong is told at its place, and everything typed stays.
func TestWhatIsWrongIsToldAtItsPlace(t *testing.T) {
	t.Parallel()
	d := open(t)
	good := code(t, d)
	for name, c := range map[string]struct {
		id, value, at string
	}{
		"good":          {"what", "x", ""},
		"check digit":   {"operator", "7000012050001", "operator"},
		"code":          {"code", "7K4M", "code"},
		"in the future": {"noticed_at", "2026-11-23 09:01", "noticed_at"},
		"no time":       {"noticed_at", "きのう", "noticed_at"},
		"another line":  {"others", "8000012050001", "others"},
		"bidi":          {"what", "a\u202eb", "what"},
		"NUL":           {"technical", "a\x00b", "technical"},
		"too long":      {"machines", strings.Repeat("x", 70_000), "machines"},
		"telephone":     {"phone", "夜", "phone"},
	} {
		form := typed(good)
		form.Set(c.id, c.value)
		a := d.Post(t, "", "/notice", form)
		if c.at == "" {
			if a.Status != http.StatusOK {
				t.Errorf("%s: %d", name, a.Status)
			}
			continue
		}
		if a.Status != http.StatusUnprocessableEntity || a.Find(`.problems a[href="#`+c.at+`"]`).Length() != 1 || a.Find("#caller").AttrOr("value", "") != "髙木監視 𠮷野" {
			t.Errorf("%s: %d %s", name, a.Status, a.Text(".problems"))
		}
	}
	form := typed("2222-2222-2222")
	form.Set("do", "send")
	if a := d.Post(t, "", "/notice", form); a.Status != http.StatusUnprocessableEntity || a.Find(".notice").Length() == 0 || !strings.Contains(a.Find("#what").Text(), "監視端末") {
		t.Errorf("a code that nobody gave: %d", a.Status)
	}
}
