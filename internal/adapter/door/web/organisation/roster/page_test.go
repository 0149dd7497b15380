package roster_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/roster"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/calling"
	"kanmin/internal/flow/registering"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

const boss = "operator-admin"

func desk(t *testing.T) (*desktest.Desk, law.Day) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		feeds := owing.Feeds{
			Read: store.Read[owing.FeedTx](s.DB), Keep: store.Housekeep[owing.FetchTx](s.DB), Now: s.Clock.Now,
			Knock: func(context.Context) error { return nil }, Welcome: func(context.Context) {},
		}
		add := calling.AddTurns{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
		return roster.Pages{
			Read: store.Read[roster.Tx](s.DB), Add: add, Copy: calling.CopyWeek(add), Swap: calling.Swap{Act: store.Act[calling.SwapTx](s.DB), Entropy: s.Entropy},
			Drop: calling.Drop{Act: store.Act[calling.SwapTx](s.DB)}, Confirm: calling.Confirm{Act: store.Act[calling.ConfirmTx](s.DB), Entropy: s.Entropy}, Parse: parsertest.New().Parse,
			Feed: roster.Feed{
				Host: "kanmin.example", Base: "https://kanmin.example", Own: store.Read[organisation.FeedTx](s.DB), Standing: feeds.Standing, Turns: store.Read[roster.TurnsTx](s.DB),
				Make: registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](s.DB), Entropy: s.Entropy}, End: registering.EndFeed{Act: store.Act[registering.EndFeedTx](s.DB)},
			},
		}.Routes()
	})
	return d, law.DayOf(ident.At(d.Clock.Now()))
}

// keyed are the hidden fields of the form that is sent to an address, with what is typed into it.
func keyed(a desktest.Answer, action string, typed map[string]string) url.Values {
	form := url.Values{}
	for _, s := range a.Find("form[action='" + action + "'] input[type=hidden]").EachIter() {
		form.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	}
	for k, v := range typed {
		form.Set(k, v)
	}
	return form
}

// An administrator writes a week of nights, sees the nights that are left, gives a turn to somebody else, and confirms; who only reads has
// no form.
func TestAWeekIsWrittenSwappedAndConfirmed(t *testing.T) {
	t.Parallel()
	d, today := desk(t)
	first := d.Get(t, boss, roster.Path)
	if first.Find(".empty").Length() != 1 || first.Find("form[action='"+roster.Path+"']").Length() != 1 {
		t.Fatalf("nothing yet: %d %s", first.Status, first.Body)
	}
	night := map[string]string{"name": "髙木 一", "phone": "03-0000-1101", "role": "first", "first": today.Add(1).String(), "last": today.Add(2).String(), "hours": "night"}
	for place, change := range map[string][2]string{"phone": {"phone", "内線で"}, "last": {"last", today.String()}, "first": {"first", "あした"}, "name": {"name", ""}} {
		bad := keyed(first, roster.Path, night)
		bad.Set(change[0], change[1])
		if a := d.Post(t, boss, roster.Path, bad); a.Status != http.StatusUnprocessableEntity || a.Find("#"+place+"-error").Length() != 1 {
			t.Errorf("%s: %d, %q", place, a.Status, a.Text(".problems"))
		}
	}
	if a := d.Post(t, boss, roster.Path, keyed(first, roster.Path, night)); a.Status != http.StatusSeeOther {
		t.Fatalf("written: %d %s", a.Status, a.Text(".problems"))
	}
	at := roster.Path + "?month=" + today.String()[:7]
	a := d.Get(t, boss, at)
	if rows := a.Text("tbody"); !strings.Contains(rows, "髙木 一") || !strings.Contains(rows, "当番なし") || !strings.Contains(a.Text(".notice"), "今後7日間") || !strings.Contains(a.Text(".notice"), "まだ確認されていません") {
		t.Errorf("the month: %s / %s", rows, a.Text(".notice"))
	}
	turn := a.Find("tbody a").First().AttrOr("href", "")
	one := d.Get(t, boss, turn)
	if b := d.Post(t, boss, turn, keyed(one, turn, map[string]string{"name": "神﨑", "phone": "090-0000-1102"})); b.Find("#why-error").Length() != 1 {
		t.Errorf("swapped without a reason: %d", b.Status)
	}
	if b := d.Post(t, boss, turn, keyed(one, turn, map[string]string{"name": "神﨑", "phone": "090-0000-1102", "why": "出張のため"})); b.Status != http.StatusSeeOther {
		t.Errorf("swapped: %d %s", b.Status, b.Text(".problems"))
	}
	if b := d.Post(t, boss, roster.Path+"/confirm", keyed(a, roster.Path+"/confirm", nil)); b.Status != http.StatusSeeOther {
		t.Errorf("confirmed: %d", b.Status)
	}
	read := d.Get(t, "operator-approver", at)
	if body := read.Text("main"); !strings.Contains(body, "髙木 一から神﨑へ") || !strings.Contains(body, "前回の確認") || strings.Contains(body, "まだ確認されていません") || read.Find("main form:not([action^='"+feedAt+"'])").Length() != 0 {
		t.Errorf("who only reads sees %s", body)
	}
	if b := d.Get(t, "other-operator-filer", at); strings.Contains(b.Body, "神﨑") {
		t.Error("somebody else sees the roster")
	}
	if b := d.Get(t, "ministry-supervisor", turn); b.Status != http.StatusNotFound {
		t.Errorf("somebody else's turn: %d", b.Status)
	}
}

// What leaves as a sheet comes in again; a cell that cannot be read is named, and nothing is written before all of them can.
func TestASheetIsReadCellByCell(t *testing.T) {
	t.Parallel()
	d, today := desk(t)
	day := today.Add(3).String()
	sheet := func(phone, until string) url.Values {
		return url.Values{"do": {"check"}, "text": {"開始日時,終了日時,区分,氏名,電話\n" + day + " 17:15," + until + ",主担当,髙木 一," + phone + "\n" + day + " 17:15," + day + " 23:00,副,神﨑,090-0000-1102\n"}}
	}
	for _, bad := range []struct{ cell, phone, until string }{{"E2", "あとで", day + " 23:00"}, {"B2", "03-0000-1101", day + " 17:00"}, {"B2", "03-0000-1101", "明日"}} {
		a := d.Post(t, boss, roster.Path+"/sheet", sheet(bad.phone, bad.until))
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("tbody"), bad.cell) || a.Find("[name=rows]").Length() != 0 {
			t.Errorf("%v: %d %s", bad, a.Status, a.Text("main"))
		}
	}
	for name, text := range map[string]string{"no headings": "あ,い\n1,2\n", "nothing": " ", "no rows": "開始日時,終了日時,氏名,電話\n"} {
		if a := d.Post(t, boss, roster.Path+"/sheet", url.Values{"do": {"check"}, "text": {text}}); a.Status != http.StatusUnprocessableEntity || a.Find(".notice").Length() == 0 {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	good := sheet("03-0000-1101", day+" 23:00")
	good.Set("text", strings.ReplaceAll(good.Get("text"), ",副,", ",副担当,"))
	a := d.Post(t, boss, roster.Path+"/sheet", good)
	if a.Status != http.StatusOK || a.Find("[name=rows]").Length() != 1 {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	form := keyed(a, roster.Path+"/sheet", map[string]string{"do": "go", "instead": "1"})
	if a := d.Post(t, boss, roster.Path+"/sheet", form); a.Status != http.StatusSeeOther {
		t.Fatalf("written: %d %s", a.Status, a.Text("main"))
	}
	out := d.Get(t, boss, roster.Path+"/roster.csv?month="+day[:7])
	if !strings.Contains(out.Body, "髙木 一") || !strings.Contains(out.Body, "副担当") {
		t.Errorf("the sheet that leaves: %s", out.Body)
	}
	back := d.Post(t, boss, roster.Path+"/sheet", url.Values{"do": {"check"}, "text": {strings.TrimPrefix(out.Body, "\ufeff")}})
	if back.Status != http.StatusOK || !strings.Contains(back.Text("caption"), "2件") {
		t.Errorf("it does not come in again: %d %s", back.Status, back.Text("main"))
	}
}
