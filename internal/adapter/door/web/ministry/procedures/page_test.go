package procedures_test

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/procedures"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// shop is a world in which a near-miss procedure is written and waits for its second officer.
type shop struct {
	*desktest.Desk
	number ident.Number
	at     string
}

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

func nearMiss() procedure.Declaration {
	d := procedure.Started(both("ヒヤリハット"))
	d.Title, d.Contact, d.Summary = "経済産業大臣", "call", []string{"what"}
	d.Form.Steps[0].Fields = []form.Field{
		{ID: "what", Kind: form.Area, Limit: 100, Label: both("あったこと"), Section: "outline", Needed: true},
		{ID: "call", Kind: form.Line, Limit: 100, Label: both("連絡先"), Section: "contact"},
	}
	return d
}

func open(t *testing.T) shop {
	t.Helper()
	s := shop{Desk: desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		write := store.Act[declaring.WriteTx](s.DB)
		p := procedures.Pages{
			Read: store.Read[procedures.Tx](s.DB), Look: store.Look[procedures.FilingsTx](s.DB), Begin: declaring.Begin{Act: store.Act[declaring.BeginTx](s.DB), Entropy: rand.Reader},
			Write: declaring.Write{Act: write}, Propose: declaring.Propose{Act: write}, Decide: declaring.Decide{Act: write}, Close: declaring.Close{Act: store.Act[declaring.CloseTx](s.DB)},
		}
		return append(p.Routes(), reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes()...)
	})}
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](s.DB), Entropy: rand.Reader}
	if _, err := begin.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", "begin"), declaring.New{Declaration: nearMiss()}); err != nil {
		t.Fatal(err)
	}
	err := store.Read[procedures.Tx](s.DB)(t.Context(), s.Scope("ministry-officer"), func(tx procedures.Tx) error {
		list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 10)
		if err == nil {
			s.number, s.at = list[0].Number, procedures.At(list[0].Number)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// press posts what the form of a page carries, with some fields over it.
func (s shop) press(t *testing.T, who, page, to string, pairs ...string) desktest.Answer {
	t.Helper()
	a := s.Get(t, who, page)
	v := url.Values{}
	for _, name := range []string{"key", "rev"} {
		value, ok := a.Find("main form input[name=" + name + "]").Attr("value")
		if !ok {
			t.Fatalf("%s as %s: %d, no %s\n%s", page, who, a.Status, name, a.Text("main"))
		}
		v.Set(name, value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return s.Post(t, who, to, v)
}

// published takes the procedure through its two officers.
func (s shop) published(t *testing.T) {
	t.Helper()
	if a := s.press(t, "ministry-officer", s.at+"/propose", s.at+"/propose", "from", "2026-11-24", "sectors", "electricity"); a.Status != http.StatusSeeOther {
		t.Fatalf("propose: %d %s", a.Status, a.Text("main"))
	}
	if a := s.press(t, "ministry-supervisor", s.at+"/decide", s.at+"/open"); a.Status != http.StatusSeeOther {
		t.Fatalf("open: %d %s", a.Status, a.Text("main"))
	}
}

func (s shop) send(t *testing.T, who, what string) (filing.Filing, error) {
	t.Helper()
	id, err := s.Doors.File.Do(t.Context(), s.Scope(who), s.Key(who, "send "+what), submitting.Sending{Of: s.number.ASCII(), Values: form.Values{
		"what": {Texts: []string{what}}, "call": {Texts: []string{"03-0000-0000"}},
	}})
	if err != nil {
		return filing.Filing{}, err
	}
	return s.Report(t.Context(), s.Scope(who), id)
}

func TestASecondOfficerOpensIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.send(t, "operator-filer", "早い"); !fault.Is(err, fault.Hidden) {
		t.Errorf("sent before it is open: %v", err)
	}
	if a := s.press(t, "ministry-officer", s.at+"/propose", s.at+"/propose", "from", "R9.2.30"); a.Status != http.StatusUnprocessableEntity || a.Find("#from-error").Length() != 1 {
		t.Errorf("no such day: %d", a.Status)
	}
	if a := s.press(t, "ministry-officer", s.at+"/propose", s.at+"/propose", "from", "2026-11-01"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a day that has passed: %d", a.Status)
	}
	s.press(t, "ministry-officer", s.at+"/propose", s.at+"/propose", "from", "2026-11-24")
	if a := s.press(t, "ministry-officer", s.at+"/decide", s.at+"/open"); a.Status == http.StatusSeeOther {
		t.Errorf("who wrote it opened it: %d", a.Status)
	}
	if a := s.press(t, "ministry-supervisor", s.at+"/decide", s.at+"/decide", "note", ""); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("sent back without a reason: %d", a.Status)
	}
	if a := s.press(t, "ministry-supervisor", s.at+"/decide", s.at+"/decide", "note", "宛名を直してください"); a.Status != http.StatusSeeOther {
		t.Errorf("sent back: %d", a.Status)
	}
	if page := s.Get(t, "ministry-officer", s.at); !strings.Contains(page.Text("main"), "宛名を直してください") {
		t.Errorf("the reason is not told: %s", page.Text("main"))
	}
	for _, who := range []string{"other-ministry-officer", "nco-analyst", "operator-filer", "platform-admin"} {
		if a := s.Get(t, who, s.at); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
}

func TestAStaleFormIsAConflictAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	fields := []string{"label_ja", "新しい項目", "label_en", "New", "kind", "line", "section", "outline"}
	first := s.press(t, "ministry-officer", s.at+"/item?question=1&at=new", s.at+"/item?question=1&at=new", fields...)
	if first.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", first.Status, first.Text("main"))
	}
	v := url.Values{"key": {"another"}, "rev": {"1"}}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	a := s.Post(t, "ministry-officer", s.at+"/item?question=1&at=new", v)
	if value, _ := a.Find("#label_ja").Attr("value"); a.Status != http.StatusConflict || value != "新しい項目" {
		t.Errorf("a colleague was first: %d %q", a.Status, value)
	}
	v.Set("label_ja", "")
	if a := s.Post(t, "ministry-officer", s.at+"/item?question=1&at=new", v); a.Status != http.StatusUnprocessableEntity || a.Find(`.problems a[href="#label_ja"]`).Length() != 1 {
		t.Errorf("without a name: %d %s", a.Status, a.Text(".problems"))
	}
}

func TestWhatArrivedIsExportedAndCorrected(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.published(t)
	if _, err := s.send(t, "operator-filer", "早い"); !fault.Is(err, fault.Hidden) {
		t.Errorf("sent the day before it opens: %v", err)
	}
	s.Clock.Set(law.MustDay("2026-11-25").Start().Time())
	f, err := s.send(t, "operator-filer", `=HYPERLINK("https://x")`)
	if err != nil {
		t.Fatal(err)
	}
	csv := s.Get(t, "ministry-officer", s.at+"/filings/csv")
	if !strings.Contains(csv.Body, "あったこと") || !strings.Contains(csv.Body, "HYPERLINK") || strings.Contains(csv.Body, ",=HYPERLINK") || strings.Contains(csv.Body, `,"=HYPERLINK`) {
		t.Errorf("a program would calculate: %s", csv.Body)
	}
	if x := s.Get(t, "ministry-officer", s.at+"/filings/xlsx"); x.Status != http.StatusOK || !strings.HasPrefix(x.Body, "PK") {
		t.Errorf("xlsx: %d", x.Status)
	}
	s.correct(t, f)
	var out struct {
		Filings []struct {
			Rev     int
			Answers map[string]string
		}
	}
	if err := json.Unmarshal([]byte(s.Get(t, "ministry-officer", s.at+"/filings/json").Body), &out); err != nil || len(out.Filings) != 1 || out.Filings[0].Rev != 2 || out.Filings[0].Answers["what"] != "直した" {
		t.Errorf("%v %+v", err, out)
	}
	page := s.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII())
	if got := page.Text("section:has(#revisions)"); !strings.Contains(got, "第2版") || !strings.Contains(got, "HYPERLINK") || !strings.Contains(got, "直した") {
		t.Errorf("what changed is not shown: %s", got)
	}
	if a := s.Get(t, "other-ministry-officer", s.at+"/filings/csv"); a.Status != http.StatusNotFound {
		t.Errorf("another office: %d", a.Status)
	}
	if a := s.press(t, "ministry-officer", s.at+"/close", s.at+"/close"); a.Status != http.StatusSeeOther {
		t.Errorf("close: %d", a.Status)
	}
	if _, err := s.send(t, "operator-filer", "遅い"); !fault.Is(err, fault.Hidden) {
		t.Errorf("sent after it was closed: %v", err)
	}
	if a := s.Get(t, "ministry-officer", "/ministry/reports/"+f.Number.ASCII()); a.Status != http.StatusOK {
		t.Errorf("what was sent is gone: %d", a.Status)
	}
}

// An arrival under a stored procedure and its further revision are verified with the log; an altered revision is noticed.
func TestTheLogKnowsWhatArrived(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.published(t)
	s.Clock.Set(law.MustDay("2026-11-25").Start().Time())
	f, err := s.send(t, "operator-filer", "誤ったあて先")
	if err != nil {
		t.Fatal(err)
	}
	s.correct(t, f)
	lease, ok, err := s.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatalf("lease: %v, %v", ok, err)
	}
	for n := 1; n > 0; {
		if n, err = s.Sequence(t.Context(), lease); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := s.VerifyLedger(t.Context(), nil); err != nil || !r.Sound() || r.Waiting != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	raw, err := sql.Open("sqlite", filepath.Join(s.Path, "kanmin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }() // of this test alone
	if _, err := raw.ExecContext(t.Context(), `UPDATE filing_revision SET body = (SELECT body FROM filing_revision o WHERE o.filing = $1 AND o.rev = 1) WHERE filing = $1 AND rev = 2`, f.ID); err != nil {
		t.Fatal(err)
	}
	if r, err := s.VerifyLedger(t.Context(), nil); err != nil || r.Sound() {
		t.Errorf("a revision that was altered behind the product's back is not noticed: %v", err)
	}
}

// correct sends a further revision.
func (s shop) correct(t *testing.T, f filing.Filing) {
	t.Helper()
	ctx, who := t.Context(), s.Scope("operator-filer")
	begin := submitting.Correct{Act: store.Act[submitting.CorrectTx](s.DB), Entropy: rand.Reader}
	id, err := begin.Do(ctx, who, s.Key("operator-filer", "correct"), f.Number)
	if err != nil {
		t.Fatal(err)
	}
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	var d filing.Draft
	if err := store.Read[tx](s.DB)(ctx, who, func(tx tx) (err error) { d, _, err = tx.DraftByID(id); return err }); err != nil {
		t.Fatal(err)
	}
	revise := submitting.Revise{Act: store.Act[submitting.ReviseTx](s.DB)}
	if _, err := revise.Do(ctx, who, s.Key("operator-filer", "same"), submitting.Sending{Draft: d.Number}); !fault.Is(err, fault.Invalid) {
		t.Errorf("nothing differs: %v", err)
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}
	if _, err := save.Do(ctx, who, s.Key("operator-filer", "save"), submitting.SaveOf{Draft: d.Number, Form: nearMiss().Form, Answers: map[string]submitting.Answer{"what": {Value: form.Value{Texts: []string{"直した"}}, Base: 1}}}); err != nil {
		t.Fatal(err)
	}
	if got, err := revise.Do(ctx, who, s.Key("operator-filer", "revise"), submitting.Sending{Draft: d.Number}); err != nil || got != f.ID {
		t.Fatalf("%v %v", got, err)
	}
}
