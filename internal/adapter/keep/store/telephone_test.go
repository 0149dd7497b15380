package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// aozora is the operator of operator-filer: ministry-officer is competent for it, other-ministry-officer is not.
const aozora = "8000012050001"

type phoneTx = interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Intake(ident.Filing) (intake.Intake, error)
	Operators() ([]intake.Operator, error)
	OperatorToReceive(string) (intake.Operator, error)
	ContactsToReceive(ident.Org) ([]oncall.Contact, error)
	WaitingIntakes(int) ([]ident.Filing, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	OwnFilings(access.Cursor, int) ([]filing.Line, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// desk is a telephone at which reports are taken down.
type desk struct {
	*stagetest.Stage
	t *testing.T
}

func (d desk) taking(line string) submitting.Taking {
	at := d.Clock.Now()
	values := world.Values(at.Add(-time.Hour), line, "access")
	delete(values, "callback")
	return submitting.Taking{Operator: aozora, Call: intake.Call{Caller: "当直 山﨑", Phone: "03-0000-2002", At: ident.At(at.Add(-5 * time.Minute))}, Values: values}
}

func (d desk) take(who, client string, what submitting.Taking) (ident.Filing, error) {
	v := submitting.Intake{Read: store.Read[submitting.ReceivingTx](d.DB), Act: store.Act[submitting.IntakeTx](d.DB), Entropy: d.Entropy}
	return v.Do(d.t.Context(), d.Scope(who), d.Key(who, client), what)
}

func (d desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d desk) read(who string, do func(phoneTx) error) {
	d.t.Helper()
	d.must(store.Read[phoneTx](d.DB)(d.t.Context(), d.Scope(who), do))
}

// seen is a report as somebody reads it; found is false where it is not shown.
func (d desk) seen(who string, id ident.Filing) (f filing.Filing, c filing.Content, i intake.Intake, found bool) {
	d.t.Helper()
	d.read(who, func(tx phoneTx) (err error) {
		f, c, err = tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
		if fault.Is(err, fault.Hidden) {
			return nil
		}
		if found = err == nil; found {
			i, err = tx.Intake(id)
		}
		return err
	})
	return f, c, i, found
}

func (d desk) settle() (submitting.Confirm, submitting.CalledBack) {
	act := store.Act[submitting.SettleTx](d.DB)
	return submitting.Confirm{Act: act}, submitting.CalledBack{Act: act}
}

func both(t *testing.T, run func(d desk)) {
	t.Helper()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) { run(desk{s, t}) })
}

// places are where a fault says that something is wrong, with its codes.
func places(err error) (list []string) {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			list = append(list, f.Path+" "+f.Code)
		}
	}
	return list
}

// A report on the telephone is the operator's own: case, clock, addressees and receipt as if it had sent it, with the time of the call and
// who took it.
func TestAReportOnTheTelephoneIsTheOperatorsOwn(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		what := d.taking("電話で聞いた報告")
		id, err := d.take("ministry-officer", "1", what)
		d.must(err)
		f, c, i, found := d.seen("operator-filer", id)
		if !found || f.Org != d.As("operator-filer").Org || f.ArrivedAt != what.Call.At || f.Kind != filing.KindPrompt || f.Case == "" {
			d.t.Fatalf("the operator has %+v (%v)", f, found)
		}
		if c.Filer.Name != "あおぞら送配電株式会社" || c.Filer.Contact != "当直 山﨑 03-0000-2002" || c.SentBy != "当直 山﨑" {
			d.t.Errorf("content: %+v", c)
		}
		if i.State != intake.Waiting || i.Caller != "当直 山﨑" || i.Office != d.As("ministry-officer").Unit || i.By == "" || i.OfficeIs == "" {
			d.t.Errorf("intake: %+v", i)
		}
		if cut := i.Cut(f.Org, true); cut.By != "" || cut.Caller == "" {
			d.t.Errorf("the operator is told the officer: %+v", cut)
		}
		own := file(d.t, d.Stage, "operator-filer", "own")
		d.read("operator-filer", func(tx phoneTx) error {
			var to [2][]filing.Addressee
			var owed [2][]duty.Duty
			for n, x := range []filing.Filing{f, own} {
				if to[n], err = tx.Addressees(x); err != nil {
					return err
				}
				if owed[n], err = tx.DutiesOf(ident.Object(x.Case)); err != nil {
					return err
				}
				for j := range to[n] {
					to[n][j].Filing = ""
				}
			}
			if len(to[0]) == 0 || !slices.EqualFunc(to[0], to[1], func(a, b filing.Addressee) bool { return a.Unit == b.Unit && slices.Equal(a.Sections, b.Sections) }) {
				d.t.Errorf("addressees: %+v, by the operator itself %+v", to[0], to[1])
			}
			if len(owed[0]) != 1 || len(owed[1]) != 1 || owed[0][0].DueOn != owed[1][0].DueOn || owed[0][0].State != duty.Open {
				d.t.Errorf("duties: %+v, by the operator itself %+v", owed[0], owed[1])
			}
			return nil
		})
		if _, _, _, found := d.seen("other-operator-filer", id); found {
			d.t.Error("another operator sees it")
		}
		if _, _, _, found := d.seen("other-ministry-officer", id); found {
			d.t.Error("an office that is not competent sees it")
		}
		sequence(d.t, d.DB)
		_, text, _, err := d.Receipt(d.t.Context(), d.Scope("operator-filer"), f.Leaf)
		d.must(err)
		for _, want := range []string{"電話で受け付けた課", "あおぞら送配電株式会社", string(f.Number), ledger.Clock(what.Call.At)} {
			if !strings.Contains(string(text), want) {
				d.t.Errorf("the receipt does not say %q:\n%s", want, text)
			}
		}
	})
}

// Who is not competent learns nothing, what cannot be is refused with its place, and nothing of a refused call is kept.
func TestABadCallIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		for name, c := range map[string]struct {
			who   string
			spoil func(*submitting.Taking)
			want  string
		}{
			"no such operator":     {"ministry-officer", func(t *submitting.Taking) { t.Operator = "1000000000009" }, "operator fault.intake.operator"},
			"no number":            {"ministry-officer", func(t *submitting.Taking) { t.Operator = "" }, "operator fault.intake.operator"},
			"another jurisdiction": {"other-ministry-officer", func(*submitting.Taking) {}, "operator fault.intake.operator"},
			"the future":           {"ministry-officer", func(t *submitting.Taking) { t.Call.At = t.Call.At.Add(time.Hour) }, "called_at fault.intake.future"},
			"long ago":             {"ministry-officer", func(t *submitting.Taking) { t.Call.At = t.Call.At.Add(-32 * 24 * time.Hour) }, "called_at fault.intake.old"},
			"no caller":            {"ministry-officer", func(t *submitting.Taking) { t.Call.Caller = " " }, "caller fault.oncall.name"},
			"no telephone":         {"ministry-officer", func(t *submitting.Taking) { t.Call.Phone = "内線で" }, "phone fault.oncall.phone"},
			"aware after the call": {"ministry-officer", func(t *submitting.Taking) {
				t.Values["aware_at"] = form.Value{Texts: []string{"2026-11-23T08:58:00+09:00"}}
			}, "aware_at fault.intake.later"},
			"aware in the future": {"ministry-officer", func(t *submitting.Taking) {
				t.Values["aware_at"] = form.Value{Texts: []string{"2027-01-01T00:00:00+09:00"}}
			}, "aware_at fault.intake.later"},
			"told after the call": {"ministry-officer", func(t *submitting.Taking) {
				t.Values["noticed_at"] = form.Value{Texts: []string{"2026-11-23T08:59:00+09:00"}}
			}, "noticed_at fault.intake.later"},
			"nothing known of when": {"ministry-officer", func(t *submitting.Taking) { delete(t.Values, "aware_at") }, "aware_at fault.form.needed"},
		} {
			what := d.taking(name)
			c.spoil(&what)
			_, err := d.take(c.who, name, what)
			if got := places(err); len(got) == 0 || got[0] != c.want {
				d.t.Errorf("%s: %v (%v), want %s", name, got, err, c.want)
			}
		}
		if _, err := d.take("operator-filer", "own", d.taking("x")); !fault.Is(err, fault.Denied) {
			d.t.Errorf("an operator takes calls: %v", err)
		}
		d.read("operator-filer", func(tx phoneTx) error {
			list, err := tx.WaitingIntakes(10)
			if len(list) != 0 {
				d.t.Errorf("a refused call is kept: %v", list)
			}
			return err
		})
	})
}

// Pressed twice it is one report; two colleagues who took the same call are asked.
func TestTheSameCallTwice(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		what := d.taking("一度の電話")
		first, err := d.take("ministry-officer", "form-1", what)
		d.must(err)
		again, err := d.take("ministry-officer", "form-1", what)
		d.must(err)
		if first != again {
			d.t.Errorf("one press made %s and %s", first, again)
		}
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		what.Call.At = what.Call.At.Add(4 * time.Minute)
		_, err = d.take("ministry-supervisor", "form-2", what)
		if got := places(err); !slices.Equal(got, []string{"caller " + intake.Again}) {
			d.t.Fatalf("a colleague is asked %v (%v)", got, err)
		}
		what.Confirmed = []string{"caller:" + intake.Again}
		second, err := d.take("ministry-supervisor", "form-2", what)
		d.must(err)
		if first == second {
			d.t.Error("the second call was not filed")
		}
		d.read("ministry-officer", func(tx phoneTx) error {
			list, err := tx.WaitingIntakes(10)
			if !slices.Equal(list, []ident.Filing{first, second}) {
				d.t.Errorf("waiting: %v", list)
			}
			return err
		})
	})
}

// The operator's people have it at once, are told by mail, and confirm it; nobody else does, and nobody twice.
func TestTheOperatorConfirms(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		id, err := d.take("ministry-officer", "1", d.taking("確認する報告"))
		d.must(err)
		f, _, _, _ := d.seen("operator-filer", id)
		confirm, back := d.settle()
		press := func(who, client string) error {
			return confirm.Do(d.t.Context(), d.Scope(who), d.Key(who, client), f.Number)
		}
		for who, want := range map[string]fault.Kind{"operator-viewer": fault.Denied, "ministry-officer": fault.Denied, "other-operator-filer": fault.Hidden} {
			if err := press(who, "x"); !fault.Is(err, want) {
				d.t.Errorf("%s confirms: %v", who, err)
			}
		}
		for who, want := range map[string]fault.Kind{"operator-filer": fault.Hidden, "other-ministry-officer": fault.Hidden, "cabinet-analyst": fault.Conflict} {
			if err := back.Do(d.t.Context(), d.Scope(who), d.Key(who, "b"), f.Number, "03-0000-2002"); !fault.Is(err, want) && !fault.Is(err, fault.Denied) {
				d.t.Errorf("%s notes a call back: %v", who, err)
			}
		}
		d.must(back.Do(d.t.Context(), d.Scope("ministry-officer"), d.Key("ministry-officer", "b"), f.Number, "03-0000-2002"))
		d.Clock.Set(d.Clock.Now().Add(time.Hour))
		d.must(press("operator-filer", "1"))
		if err := press("operator-approver", "2"); !fault.Is(err, fault.Conflict) {
			d.t.Errorf("it is confirmed twice: %v", err)
		}
		_, _, i, _ := d.seen("ministry-officer", id)
		if i.State != intake.Confirmed || i.DoneAt != ident.At(d.Clock.Now()) || i.DoneBy == "" || i.BackTo != "03-0000-2002" || i.BackBy == "" {
			d.t.Errorf("intake: %+v", i)
		}
		if cut := i.Cut(d.As("cabinet-analyst").Org, false); cut.Caller != "" || cut.Phone != "" || cut.BackTo != "" || cut.By != "" || cut.DoneBy != "" {
			d.t.Errorf("an office without the section of contacts is told %+v", cut)
		}
		own := file(d.t, d.Stage, "operator-filer", "own")
		if err := confirm.Do(d.t.Context(), d.Scope("operator-filer"), d.Key("operator-filer", "own-confirm"), own.Number); !fault.Is(err, fault.Conflict) {
			d.t.Errorf("a report that did not come by telephone is confirmed: %v", err)
		}
	})
}

// What was misheard is corrected by a further revision: both values stay, the clock is counted anew, and it is confirmed by it.
func TestTheOperatorCorrects(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		id, err := d.take("ministry-officer", "1", d.taking("聞き間違えた報告"))
		d.must(err)
		f, _, _, _ := d.seen("operator-filer", id)
		who := d.Scope("operator-filer")
		correct := submitting.Correct{Act: store.Act[submitting.CorrectTx](d.DB), Entropy: d.Entropy}
		draft, err := correct.Do(d.t.Context(), who, d.Key("operator-filer", "c"), f.Number)
		d.must(err)
		var n filing.Draft
		d.read("operator-filer", func(tx phoneTx) (err error) { n, _, err = tx.DraftByID(draft); return err })
		save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
		day := d.Clock.Now().Add(-49 * time.Hour)
		_, err = save.Do(d.t.Context(), who, ident.Key{}, submitting.SaveOf{Draft: n.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{
			"aware_at": {Value: form.Value{Texts: []string{day.In(ident.JST).Format("2006-01-02T15:04-07:00")}}, Base: 1},
		}})
		d.must(err)
		revise := submitting.Revise{Act: store.Act[submitting.ReviseTx](d.DB), Entropy: d.Entropy}
		_, err = revise.Do(d.t.Context(), who, d.Key("operator-filer", "r"), submitting.Sending{Draft: n.Number, Unapproved: true})
		d.must(err)
		next, _, i, _ := d.seen("ministry-officer", id)
		if next.Rev != 2 || i.State != intake.Corrected || next.ArrivedAt != f.ArrivedAt {
			d.t.Errorf("after the correction: %+v, %+v", next, i)
		}
		d.read("operator-filer", func(tx phoneTx) error {
			revs, err := tx.Revisions(next)
			if err != nil || len(revs) != 2 {
				d.t.Errorf("%d revisions: %v", len(revs), err)
			}
			owed, err := tx.DutiesOf(ident.Object(f.Case))
			states := map[duty.State]law.Day{}
			for _, o := range owed {
				states[o.State] = o.DueOn
			}
			if len(owed) != 2 || states[duty.Open].Since(states[duty.Lifted]) != -2 {
				d.t.Errorf("duties: %+v", owed)
			}
			return err
		})
		if _, err := correct.Do(d.t.Context(), who, d.Key("operator-filer", "c2"), f.Number); !fault.Is(err, fault.Conflict) {
			d.t.Errorf("what was confirmed is corrected again: %v", err)
		}
	})
}

// The numbers by which a caller is verified are shown to the competent office before there is any report, and to nobody else.
func TestContactsOfACaller(t *testing.T) {
	t.Parallel()
	both(t, func(d desk) {
		setCalls(d.t, d.Stage, "operator-admin", contacts("night"))
		org := d.As("operator-filer").Org
		for who, want := range map[string]int{"ministry-officer": 1, "ministry-supervisor": 1, "other-ministry-officer": 0, "operator-filer": 0, "other-operator-filer": 0, "platform-admin": 0} {
			d.read(who, func(tx phoneTx) error {
				list, err := tx.ContactsToReceive(org)
				if len(list) != want {
					d.t.Errorf("%s is shown %d contacts", who, len(list))
				}
				if err != nil {
					return err
				}
				all, err := tx.Operators()
				if has := slices.ContainsFunc(all, func(o intake.Operator) bool { return o.ID == org }); has != (want > 0) {
					d.t.Errorf("%s finds the operator: %v", who, has)
				}
				return err
			})
		}
	})
}
