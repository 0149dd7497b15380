package calendar_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/operator/calendar"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/registering"
	"kanmin/internal/world/stagetest"
)

const filer, approver = "operator-filer", "operator-approver"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		o := owing.Door{Stock: store.Look[owing.StocktakeTx](s.DB), Dates: store.Look[owing.CalendarTx](s.DB)}
		feeds := owing.Feeds{
			Read: store.Read[owing.FeedTx](s.DB), Keep: store.Housekeep[owing.FetchTx](s.DB), Calendar: owing.Unrecorded(store.Read[owing.CalendarTx](s.DB)).Calendar, Now: s.Clock.Now,
			Knock: func(context.Context) error { return nil }, Welcome: func(context.Context) {},
		}
		return calendar.Page{
			Calendar: o.Calendar, Days: registering.SetDays{Act: store.Act[registering.DaysTx](s.DB)}, Host: "kanmin.example", Base: "https://kanmin.example", Own: store.Read[organisation.FeedTx](s.DB),
			MakeFeed: registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](s.DB), Entropy: s.Entropy}, EndFeed: registering.EndFeed{Act: store.Act[registering.EndFeedTx](s.DB)}, Fetch: feeds.Fetch,
		}.Routes()
	})
}

// machine puts a machine into 機器台帳 that is to be filed by 2027-03-31.
func machine(t *testing.T, d *desktest.Desk, product string) {
	t.Helper()
	s := d.Scope(filer)
	type tx interface {
		Sectors(ident.Org, law.Day) ([]party.Designation, error)
	}
	asked := asset.Asked{Name: "給電制御システム", InPlace: law.Yes, Internet: "connected", Cloud: "none", Segments: []scope.Segment{{Name: "制御LAN", Role: "facility"}}}
	if err := store.Read[tx](d.DB)(t.Context(), s, func(tx tx) error {
		list, err := tx.Sectors(s.Org, law.DayOf(s.At))
		asked.Business = list[0].ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := (registering.SetPlace{Act: store.Act[registering.PlaceTx](d.DB), Entropy: d.Entropy}).Do(t.Context(), s, d.Key(filer, "place"), registering.Placing{Asked: asked}); err != nil {
		t.Fatal(err)
	}
	cells := form.Values{}
	for id, said := range map[string]string{"facility": "給電制御システム", "segment": "制御LAN", "machine": "監視1", "kind": "software", "layer": "os", "maker": "Sample", "product": product, "roles": "is_facility", "in_place": "yes"} {
		cells[id] = form.Value{Texts: []string{said}}
	}
	if err := (registering.SetItems{Act: store.Act[registering.ItemsTx](d.DB), Entropy: d.Entropy}).Do(t.Context(), s, d.Key(filer, "item"), registering.Writing{Rows: []registering.Written{{Cells: cells}}}); err != nil {
		t.Fatal(err)
	}
}

// A 詳報 and what 機器台帳 owes stand in one list by date, explained, as a month, and as files; other programs are told numbers alone.
func TestAllDatesStandInOneList(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, "other-operator-filer", calendar.Path); a.Status != http.StatusOK || a.Find(".empty").Length() == 0 {
		t.Errorf("nothing yet: %d %s", a.Status, a.Text("main"))
	}
	f := d.Filed(t, filer, "試験の報告")
	machine(t, d, "SecretOS")
	a := d.Get(t, filer, calendar.Path)
	rows := a.Find("#list ~ * tbody tr, section[aria-labelledby=list] tbody tr")
	if rows.Length() != 2 || !strings.Contains(rows.First().Text(), string(f.Number)) || !strings.Contains(rows.First().Text(), "令和8年12月") || !strings.Contains(rows.Last().Text(), "令和9年3月31日") || !strings.Contains(rows.Last().Text(), "機器台帳の1行") {
		t.Fatalf("%s", a.Text("main"))
	}
	if whys := a.Text("section[aria-labelledby=whys]"); !strings.Contains(whys, "認知") || !strings.Contains(whys, "施行") {
		t.Errorf("not explained: %s", whys)
	}
	if to := rows.First().Find("th a").AttrOr("href", ""); a.Find(to).Length() != 1 {
		t.Errorf("the date leads to %s", to)
	}
	if n := a.Find("section[aria-labelledby=month] tbody a").Length(); n != 0 {
		t.Errorf("November has no date, and %d", n)
	}
	month := d.Get(t, filer, calendar.Path+"?month=2027-03")
	day := month.Find("section[aria-labelledby=month] tbody a")
	if day.Length() != 1 || month.Find("section[aria-labelledby=month] tbody tr").Length() != 5 {
		t.Fatalf("March: %s", month.Text("section[aria-labelledby=month]"))
	}
	if one := d.Get(t, filer, day.AttrOr("href", "")); one.Find("section[aria-labelledby=list] tbody tr").Length() != 1 {
		t.Errorf("a day leads to %s", one.Text("section[aria-labelledby=list]"))
	}
	if a := d.Get(t, filer, calendar.Path+"?kind=nothing&month=9999-99"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("no such kind: %d", a.Status)
	}
	file := d.Get(t, filer, calendar.Path+"/kanmin.ics")
	if !strings.HasPrefix(file.Header.Get("Content-Type"), "text/calendar") || strings.Count(file.Body, "BEGIN:VEVENT") != 2 || !strings.Contains(file.Body, string(f.Number)) || !strings.Contains(file.Body, "DTSTART;VALUE=DATE:20270331") {
		t.Errorf("%s", file.Body)
	}
	for _, secret := range []string{"SecretOS", "詳報", "届出", "electricity", "給電"} {
		if strings.Contains(file.Body, secret) {
			t.Errorf("the file tells %s", secret)
		}
	}
	if csv := d.Get(t, filer, calendar.Path+"/export/csv?kind=filing"); csv.Status != http.StatusOK || !strings.Contains(csv.Body, "2027-03-31") || strings.Contains(csv.Body, string(f.Number)) {
		t.Errorf("%d %s", csv.Status, csv.Body)
	}
}

// How long approval takes is changed by who may, and moves every 社内締切; what is no number stays as typed, with the fault beside it.
func TestTheDaysOfApprovalMoveTheInternalDates(t *testing.T) {
	t.Parallel()
	d := desk(t)
	machine(t, d, "SampleOS")
	if a := d.Get(t, filer, calendar.Path); a.Find("form[action$='/days']").Length() != 0 || !strings.Contains(a.Text("tbody"), "令和9年3月16日") || !strings.Contains(a.Text("main"), "10営業日前") {
		t.Errorf("%s", a.Text("main"))
	}
	at := calendar.Path + "/days"
	key := d.Get(t, approver, calendar.Path).Find("form[action$='/days'] input[name=key]").AttrOr("value", "")
	for _, typed := range []string{"", "x", "-1", "251", "3.5"} {
		if a := d.Post(t, approver, at, url.Values{"days": {typed}, "key": {key}}); a.Status != http.StatusUnprocessableEntity || a.Find("#days[aria-invalid]").AttrOr("value", "") != typed {
			t.Errorf("%q: %d %s", typed, a.Status, a.Text("main"))
		}
	}
	if a := d.Post(t, filer, at, url.Values{"days": {"20"}, "key": {key}}); a.Status < 400 {
		t.Errorf("who may not: %d", a.Status)
	}
	if a := d.Post(t, approver, at, url.Values{"days": {"20"}, "key": {key}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, filer, calendar.Path); !strings.Contains(a.Text("tbody"), "令和9年3月2日") {
		t.Errorf("%s", a.Text("main"))
	}
}

// No office, and no administrator of the platform, is shown what an operator owes; its own administrator sees nothing of 機器台帳.
func TestTheCalendarIsTheOperatorsOwn(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.Filed(t, filer, "試験の報告")
	machine(t, d, "SampleOS")
	for _, who := range []string{"ministry-officer", "ministry-supervisor", "cabinet-analyst", "platform-admin", "maintainer"} {
		for _, path := range []string{calendar.Path, calendar.Path + "/kanmin.ics", calendar.Path + "/export/csv"} {
			if a := d.Get(t, who, path); a.Status < 400 || strings.Contains(a.Body, string(f.Number)) {
				t.Errorf("%s %s: %d", who, path, a.Status)
			}
		}
	}
	if a := d.Get(t, "operator-admin", calendar.Path); !strings.Contains(a.Text("main"), string(f.Number)) || strings.Contains(a.Text("tbody"), "機器台帳の") {
		t.Errorf("the operator's administrator: %s", a.Text("main"))
	}
}

// endingTx is what ending hats needs here.
type endingTx = interface {
	Colleagues() ([]party.Colleague, error)
	EndHat(id ident.Hat, at ident.Instant) error
}

func roles(words []string) (list []access.Role) {
	for _, w := range words {
		list = append(list, access.Role(w))
	}
	return list
}

// nobody ends every hat of the operator that may file.
func nobody(t *testing.T, d *desktest.Desk) {
	t.Helper()
	s := d.Scope("operator-admin")
	if _, err := store.Act[endingTx](d.DB)(t.Context(), s, ident.Key{}, func(tx endingTx) (ledger.Entry, error) {
		list, err := tx.Colleagues()
		for _, c := range list {
			if own, _ := access.For(access.Actor{Roles: roles(c.Roles)}, 0).Relations(access.Permission{Action: access.File, Object: access.Report}); own && err == nil {
				err = tx.EndHat(c.Hat.ID, s.At)
			}
		}
		return ledger.Entry{Kind: ledger.MemberEnded, Object: "x", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, err
	}); err != nil {
		t.Fatal(err)
	}
}

// Each date says when people will be reminded of it and whom that reaches; afterwards, when they were. A unit that nobody of would be reached is said, with what to do.
func TestEachDateSaysWhenAndWhomItReminds(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.Filed(t, filer, "試験の報告")
	machine(t, d, "SampleOS")
	rows := func() (list []string) {
		t.Helper()
		d.Get(t, filer, calendar.Path).Find("section[aria-labelledby=remind] tbody tr").Each(func(_ int, s *goquery.Selection) { list = append(list, strings.Join(strings.Fields(s.Text()), " ")) })
		return list
	}
	said := rows()
	if len(said) != 2 || !strings.Contains(said[0], "期限を過ぎたら10回まで") || !strings.Contains(said[1], "令和9年3月1日(月)") || !strings.Contains(said[1], "まだありません") || !strings.Contains(said[1], "担当者") {
		t.Fatalf("%q", said)
	}
	count := func(holder string) {
		t.Helper()
		if n, err := d.DateNext(t.Context(), holder, owing.Reminding(store.Read[owing.StocktakeTx](d.DB))); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	count("a")
	d.Clock.Set(law.MustDay("2027-03-01").Start().Time().Add(9 * time.Hour))
	count("b")
	if _, err := d.RemindNext(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if said = rows(); len(said) != 2 || strings.Contains(said[1], "まだありません") || strings.Contains(said[1], "3月1日(月)、") || !strings.Contains(said[1], "令和9年3月17日(水)") {
		t.Errorf("%q", said)
	}
	if a := d.Get(t, filer, calendar.Path); a.Find("section[aria-labelledby=remind] .notice").Length() != 0 {
		t.Errorf("somebody would be reached: %s", a.Text("section[aria-labelledby=remind]"))
	}
	nobody(t, d)
	a := d.Get(t, filer, calendar.Path)
	if text := a.Text("section[aria-labelledby=remind]"); !strings.Contains(text, "受け取る人がいない部署があります") || a.Find("section[aria-labelledby=remind] .notice a").Length() != 0 {
		t.Errorf("nobody would be reached: %s", text)
	}
	if admin := d.Get(t, "operator-admin", calendar.Path); admin.Find("section[aria-labelledby=remind] .notice a[href='/organisation/mail']").Length() != 1 || !strings.Contains(admin.Text("main"), string(f.Number)) {
		t.Errorf("the administrator: %s", admin.Text("section[aria-labelledby=remind]"))
	}
}
