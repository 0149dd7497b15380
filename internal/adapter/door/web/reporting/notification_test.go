package reporting_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/submitting"
)

func said(s ...string) form.Value { return form.Value{Texts: s} }

// notified are the answers of a notification with as many products.
func notified(business string, products int) form.Values {
	v := form.Values{
		"business": said(business), "contact": said("設備課 03-0000-2002"),
		"facilities": {Rows: []form.Row{{Cells: form.Values{"no": said("S1"), "name": said("給電指令システム"), "role": said("critical")}}}},
	}
	var rows []form.Row
	for i := range products {
		rows = append(rows, form.Row{Cells: form.Values{
			"kind": said("software"), "product": said(fmt.Sprintf("製品 %d", i)), "maker": said("髙﨑製作所"), "types": said("a", "b", "c", "d", "e", "f"), "facility": said("S1"), "existing": said("no"), "introduced_on": said("2026-10-31"),
		}})
	}
	v["products"] = form.Value{Rows: rows}
	return v
}

// notify files answers under a procedure, and returns what arrived.
func (h *house) notify(of string, v form.Values, confirmed ...string) (filing.Filing, error) {
	h.t.Helper()
	h.Clock.Set(h.Clock.Now().Add(time.Second))
	id, err := h.File.Do(h.t.Context(), h.Scope(h.as), h.Key(h.as, of+h.Clock.Now().String()), submitting.Sending{Of: of, Values: v, Confirmed: confirmed})
	if err != nil {
		return filing.Filing{}, err
	}
	f, err := h.Report(h.t.Context(), h.Scope(h.as), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return f, nil
}

func codes(err error) (list []string) {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			list = append(list, f.Path+" "+f.Code)
		}
	}
	return list
}

// 1,200 products are filed in one act; the page says by when, in the words of the law, and who has it.
func TestANotificationOf1200ProductsArrives(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f, err := h.notify("asset.new", notified("electricity", 1200))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(f.Number), "届-") || f.Case == "" {
		t.Errorf("%s is no notification with a matter of its own", f.Number)
	}
	page := h.get("/reporting/reports/" + f.Number.ASCII())
	if due := page.says("aside .due, aside"); !strings.Contains(due, "令和9年3月1日") || !strings.Contains(due, "期限までに提出") || !strings.Contains(due, "2月28日") {
		t.Errorf("the date is not told with its steps: %s", due)
	}
	if offices := page.says("section[aria-labelledby=offices]"); !strings.Contains(offices, "経済産業大臣") || !strings.Contains(offices, "内閣総理大臣(内閣府)") {
		t.Errorf("it reached %s", offices)
	}
	if all := page.says("main"); strings.Contains(all, "詳報") || strings.Contains(all, "支援を希望") || strings.Contains(all, "最初の対応") {
		t.Errorf("a notification is told of as a report: %s", all)
	}
	if !page.has("form[action$='/follow'] input[value='asset.change']") || page.has("input[value='report.further']") {
		t.Error("a notification is followed by a change, and by no report")
	}
	if _, err := h.Report(t.Context(), h.Scope("ministry-officer"), f.ID); err != nil {
		t.Errorf("the office: %v", err)
	}
	if _, err := h.Report(t.Context(), h.Scope("other-ministry-officer"), f.ID); !fault.Is(err, fault.Hidden) {
		t.Errorf("another office: %v", err)
	}
	if _, err := (submitting.Follow{Act: store.Act[submitting.FollowTx](h.DB), Entropy: rand.Reader}).Do(t.Context(), h.Scope(h.as), h.Key(h.as, "further"), f.Number, "report.further"); !fault.Is(err, fault.Hidden) {
		t.Errorf("a report follows a notification: %v", err)
	}
}

// What is wrong refuses the filing with each place, what may be right is asked, and what is late arrives.
func TestANotificationIsJudgedOnArrival(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v := notified("electricity", 3)
	delete(v["products"].Rows[1].Cells, "maker")
	v["products"].Rows[2].Cells["exempt"] = said("bespoke")
	if _, err := h.notify("asset.new", v); !slices.Equal(codes(err), []string{"products[1].maker fault.form.needed", "products[2].exempt fault.notification.exempt"}) {
		t.Errorf("%v", codes(err))
	}
	v = notified("electricity", 2)
	v["products"].Rows[1].Cells = v["products"].Rows[0].Cells
	if _, err := h.notify("asset.new", v); !slices.Equal(codes(err), []string{"products ask.notification.twice"}) {
		t.Errorf("%v", codes(err))
	}
	if f, err := h.notify("asset.new", v, "products:ask.notification.twice"); err != nil {
		t.Error(err)
	} else if got := h.get("/reporting/reports/" + f.Number.ASCII()).says("section[aria-labelledby=answers]"); strings.Count(got, "製品 0") != 1 {
		t.Errorf("rows that say the same were not folded: %s", got)
	}
	if _, err := h.notify("asset.new", notified("water", 1)); !slices.Contains(codes(err), "business fault.notification.business") {
		t.Errorf("a business that is not the operator's: %v", codes(err))
	}
	h.Clock.Set(time.Date(2027, 4, 1, 9, 0, 0, 0, ident.JST))
	f, err := h.notify("asset.new", notified("electricity", 1))
	if err != nil {
		t.Fatalf("late: %v", err)
	}
	if got := h.get("/reporting/reports/" + f.Number.ASCII()).says("aside"); !strings.Contains(got, "期限の後に提出") {
		t.Errorf("that it was late is not told: %s", got)
	}
}

// An operator of two businesses reaches with each notification the minister of that business, and not the other.
func TestEachBusinessHasItsMinister(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	operator, water := h.As("operator-filer").Org, h.As("other-ministry-officer")
	type tx interface {
		AddDesignation(party.Designation) error
		AddJurisdiction(party.Jurisdiction) error
	}
	if _, err := store.Act[tx](h.DB)(t.Context(), access.System("test", ident.At(h.Clock.Now())), ident.Key{}, func(tx tx) (ledger.Entry, error) {
		if err := tx.AddDesignation(party.Designation{ID: "d-water", Operator: operator, Sector: law.Water, Ministers: []law.Minister{law.MLIT}, On: law.MustDay("2026-10-01")}); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "test"}, tx.AddJurisdiction(party.Jurisdiction{
			ID: "j-water", Operator: operator, Sector: law.Water, Office: water.Unit, OfficeOrg: water.Org, Act: party.ActNotification, Title: "国土交通大臣", Channel: "here", Sections: party.ReportSections, From: law.MustDay("2026-10-01"),
		})
	}); err != nil {
		t.Fatal(err)
	}
	for sector, offices := range map[string]map[string]bool{
		"electricity": {"ministry-officer": true, "other-ministry-officer": false, "cabinet-analyst": true},
		"water":       {"ministry-officer": false, "other-ministry-officer": true, "cabinet-analyst": true},
	} {
		f, err := h.notify("asset.new", notified(sector, 1))
		if err != nil {
			t.Fatal(err)
		}
		for office, has := range offices {
			if _, err := h.Report(t.Context(), h.Scope(office), f.ID); has != (err == nil) || err != nil && !fault.Is(err, fault.Hidden) {
				t.Errorf("%s, %s: %v", sector, office, err)
			}
		}
	}
}

// A change begins with what was filed, names rows of it, and shows its reader the difference; the next begins without what ended.
func TestAChangeFollowsANotification(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f, err := h.notify("asset.new", notified("electricity", 3))
	if err != nil {
		t.Fatal(err)
	}
	page := h.get("/reporting/reports/" + f.Number.ASCII())
	a := h.post("/reporting/reports/"+f.Number.ASCII()+"/follow", "key", page.value("form[action$='/follow'] input[name=key]", "value"), "procedure", "asset.change")
	at, ok := strings.CutSuffix(a.to(), "/about")
	if a.status != http.StatusSeeOther || !ok {
		t.Fatalf("%d %s", a.status, a.to())
	}
	if said := h.get(at + "/check").says("#problems"); !strings.Contains(said, "前の届出から変わったところがありません") {
		t.Errorf("nothing differs, and it says %s", said)
	}
	draft, rows := h.drafted(at)
	if len(rows) != 3 {
		t.Fatalf("the draft begins with %d rows", len(rows))
	}
	rows[1] = rows[1].With(form.Values{"change": said("ended"), "changed_on": said("R8.11.20")})
	h.rows(draft, rows)
	check := h.get(at + "/check")
	if said := check.says("section[aria-labelledby=changes]"); !strings.Contains(said, "製品 1") || !strings.Contains(said, "利用終了") || strings.Contains(said, "製品 2") {
		t.Errorf("the difference is told as %s", said)
	}
	if due := check.says("aside"); !strings.Contains(due, "令和9年3月22日") && !strings.Contains(due, "令和9年3月20日") && !strings.Contains(due, "令和9年3月23日") {
		t.Errorf("the date of the change: %s", due)
	}
	sent := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value"))
	if !strings.HasPrefix(sent.to(), "/reporting/reports/N-") {
		t.Fatalf("%d %s %s", sent.status, sent.to(), main(sent.body))
	}
	if said := h.get(sent.to()).says("section[aria-labelledby=case-changes]"); !strings.Contains(said, "利用終了") {
		t.Errorf("its page tells %s", said)
	}
	again := h.get(sent.to())
	a = h.post(sent.to()+"/follow", "key", again.value("form[action$='/follow'] input[name=key]", "value"), "procedure", "asset.change")
	if _, rows = h.drafted(strings.TrimSuffix(a.to(), "/about")); len(rows) != 2 {
		t.Errorf("the next change begins with %d rows", len(rows))
	}
}

// drafted is the draft of an address with its products.
func (h *house) drafted(at string) (n ident.Number, rows []form.Row) {
	h.t.Helper()
	type tx interface {
		Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	}
	n = number(h, at)
	if err := store.Read[tx](h.DB)(h.t.Context(), h.Scope(h.as), func(tx tx) error {
		_, entries, err := tx.Draft(n)
		rows = filing.Values(entries)["products"].Rows
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return n, rows
}

func (h *house) rows(n ident.Number, rows []form.Row) {
	h.t.Helper()
	answers := map[string]submitting.Answer{"products": {Value: form.Value{Rows: rows}, Base: 1}}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](h.DB)}).Do(h.t.Context(), h.Scope(h.as), ident.Key{}, submitting.SaveOf{Draft: n, Form: notification.ChangeForm, Answers: answers}); err != nil {
		h.t.Fatal(err)
	}
}

// 該当なし and 棚卸し・変更なし are filings of their own, with receipts.
func TestNoneAndStocktakeArrive(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	none, err := h.notify("asset.none", form.Values{"business": said("electricity"), "contact": said("03"), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("対象の機器を撤去した"), "found_on": said("R8.11.20")})
	if err != nil {
		t.Fatal(err)
	}
	stock, err := h.notify("asset.stocktake", form.Values{"business": said("electricity"), "contact": said("03"), "as_of": said("2026-11-20"), "attested": said("no_change"), "attested_by": said("設備部長 髙橋 一郎")})
	if err != nil {
		t.Fatal(err)
	}
	h.placed()
	for f, want := range map[ident.Number]string{none.Number: "対象の機器を撤去した", stock.Number: "髙橋 一郎"} {
		page := h.get("/reporting/reports/" + f.ASCII())
		if got := page.says("main"); !strings.Contains(got, want) || !strings.Contains(got, "受付証") {
			t.Errorf("%s: %s", f, got)
		}
	}
	if _, err := h.notify("asset.stocktake", form.Values{"business": said("electricity"), "contact": said("03"), "as_of": said("2026-11-20"), "attested_by": said("x")}); !slices.Equal(codes(err), []string{"attested fault.form.needed"}) {
		t.Errorf("not attested: %v", codes(err))
	}
}

// The business of an operator that has one is filled in, and so is whom to ask.
func TestADraftOfANotificationKnowsTheBusiness(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	start := h.get("/reporting/procedures/asset.new")
	a := h.post("/reporting/procedures/asset.new", "key", start.value("main form input[name=key]", "value"))
	if !h.get(a.to()).has("input[name=business][value=electricity][checked]") {
		t.Errorf("%s: the business is not chosen", a.to())
	}
	at := strings.TrimSuffix(a.to(), "/about")
	if got := h.get(at+"/contact").value("#contact", "value"); !strings.Contains(got, "03-0000-2002") {
		t.Errorf("whom to ask: %q", got)
	}
	if check := h.get(at + "/check"); !strings.Contains(check.says("aside"), "導入日を書くと") || strings.Contains(check.says("main"), "国土交通大臣") {
		t.Error("what is to be known before the date can be counted is not told")
	}
}

// 届出 teaches while it is empty, leads to everything that can be filed, and tells the date of a draft before it is sent.
func TestThePageOfNotificationsTeachesAndLeads(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	page := h.get("/operator/notification")
	if said := page.says("main"); !strings.Contains(said, "届出はまだありません") || !strings.Contains(said, "新しい届出を提出すると、その変更をここから届け出られます") {
		t.Errorf("empty, it says %s", said)
	}
	for _, to := range []string{"/assess/notification", "/reporting/procedures/asset.new", "/reporting/procedures/asset.stocktake", "/reporting/procedures/asset.none"} {
		if page.doc().Find(`main a[href="`+to+`"]`).Length() != 1 {
			t.Errorf("nothing leads to %s", to)
		}
	}
	a := h.post("/reporting/procedures/asset.new", "key", h.get("/reporting/procedures/asset.new").value("main form input[name=key]", "value"))
	n, _ := h.drafted(strings.TrimSuffix(a.to(), "/about"))
	answers := map[string]submitting.Answer{}
	for _, id := range []string{"facilities", "products"} {
		answers[id] = submitting.Answer{Value: notified("electricity", 2)[id]}
	}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](h.DB)}).Do(t.Context(), h.Scope(h.as), ident.Key{}, submitting.SaveOf{Draft: n, Form: notification.NewForm, Answers: answers}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.notify("asset.none", form.Values{"business": said("electricity"), "contact": said("03"), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("撤去した"), "found_on": said("R8.11.20")}); err != nil {
		t.Fatal(err)
	}
	f, err := h.notify("asset.new", notified("electricity", 1))
	if err != nil {
		t.Fatal(err)
	}
	h.sent() // a report is no notification
	before := h.statements.Load()
	page = h.get("/operator/notification")
	if read := h.statements.Load() - before; read > 16 {
		t.Errorf("%d statements", read)
	}
	if said := page.says("section[aria-labelledby=drafts]"); !strings.Contains(said, string(n)) || !strings.Contains(said, "令和9年3月1日") || strings.Contains(said, "速報") {
		t.Errorf("drafts: %s", said)
	}
	if said := page.says("section[aria-labelledby=change]"); !strings.Contains(said, string(f.Number)) {
		t.Errorf("changes: %s", said)
	}
	if said := page.says("section[aria-labelledby=filings] tbody"); !strings.Contains(said, string(f.Number)) || !strings.Contains(said, "該当なしの届出") || strings.Contains(said, "速報") {
		t.Errorf("filings: %s", said)
	}
	h.as = "operator-viewer"
	if page = h.get("/operator/notification"); page.has("main form[action$='/follow']") || page.has(`main a[href="/reporting/procedures/asset.new"]`) || !strings.Contains(page.says("main"), "届出・報告の担当の役割") || strings.Contains(page.says("main"), string(f.Number)) {
		t.Errorf("who only reads is offered to write, or reads what another unit filed: %s", page.says("main"))
	}
	for _, who := range []string{"ministry-officer", "platform-admin"} {
		if h.as = who; h.get("/operator/notification").status != http.StatusNotFound {
			t.Errorf("%s has the page of an operator", who)
		}
	}
}
