package submitting_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/stocktake"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

const filer, officer = "operator-filer", "ministry-officer"

// office is an operator that notifies, and the office to which it does.
type office struct {
	t *testing.T
	*stagetest.Stage
	follow  submitting.Follow
	correct submitting.Correct
	revise  submitting.Revise
	save    submitting.Save
	n       int
}

func newOffice(t *testing.T, s *stagetest.Stage) *office {
	t.Helper()
	return &office{
		t: t, Stage: s, follow: submitting.Follow{Act: store.Act[submitting.FollowTx](s.DB), Entropy: rand.Reader},
		correct: submitting.Correct{Act: store.Act[submitting.CorrectTx](s.DB), Entropy: rand.Reader},
		revise:  submitting.Revise{Act: store.Act[submitting.ReviseTx](s.DB), Entropy: rand.Reader}, save: submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)},
	}
}

func (o *office) key(who string) ident.Key {
	o.n++
	o.Clock.Set(o.Clock.Now().Add(time.Second))
	return o.Key(who, strconv.Itoa(o.n))
}

func said(s ...string) form.Value { return form.Value{Texts: s} }

func (o *office) filed(id ident.Filing, err error) filing.Filing {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return o.seen(filer, id)
}

func (o *office) seen(who string, id ident.Filing) filing.Filing {
	o.t.Helper()
	f, err := o.Report(o.t.Context(), o.Scope(who), id)
	if err != nil {
		o.t.Fatalf("%s: %v", who, err)
	}
	return f
}

func (o *office) new(products ...string) filing.Filing {
	o.t.Helper()
	v := form.Values{"business": said("electricity"), "contact": said("設備課 03-0000-0000"), "facilities": {Rows: []form.Row{{ID: "s1", Cells: form.Values{"no": said("S1"), "name": said("監視"), "role": said("critical")}}}}}
	table := form.Value{}
	for _, name := range products {
		table.Rows = append(table.Rows, form.Row{ID: name, Cells: form.Values{"product": said(name), "maker": said("M"), "kind": said("software"), "types": said("a", "b", "c", "d", "e", "f"), "facility": said("S1"), "existing": said("yes")}})
	}
	v["products"] = table
	return o.filed(o.File.Do(o.t.Context(), o.Scope(filer), o.key(filer), submitting.Sending{Of: notification.New.ID, Values: v}))
}

func (o *office) none() filing.Filing {
	o.t.Helper()
	v := form.Values{"business": said("electricity"), "contact": said("03"), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("撤去した"), "found_on": said("2026-11-20")}
	return o.filed(o.File.Do(o.t.Context(), o.Scope(filer), o.key(filer), submitting.Sending{Of: notification.None.ID, Values: v}))
}

// begun opens a draft of what follows, with its answers.
func (o *office) begun(f filing.Filing, of procedure.Procedure) (d filing.Draft, v form.Values, err error) {
	o.t.Helper()
	id, err := o.follow.Do(o.t.Context(), o.Scope(filer), o.key(filer), f.Number, of.ID)
	if err != nil {
		return d, nil, err
	}
	d, v = o.draft(id)
	return d, v, nil
}

func (o *office) draft(id ident.Draft) (d filing.Draft, v form.Values) {
	o.t.Helper()
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	if err := store.Read[tx](o.DB)(o.t.Context(), o.Scope(filer), func(tx tx) error {
		one, entries, err := tx.DraftByID(id)
		d, v = one, filing.Values(entries)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return d, v
}

func (o *office) write(d filing.Draft, of procedure.Procedure, v form.Values) {
	o.t.Helper()
	answers := map[string]submitting.Answer{}
	for id, one := range v {
		answers[id] = submitting.Answer{Value: one, Base: 1}
	}
	if _, err := o.save.Do(o.t.Context(), o.Scope(filer), o.key(filer), submitting.SaveOf{Draft: d.Number, Form: of.Form, Answers: answers}); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) send(d filing.Draft) (ident.Filing, error) {
	return o.File.Do(o.t.Context(), o.Scope(filer), o.key(filer), submitting.Sending{Draft: d.Number})
}

// add files a change that adds a product.
func (o *office) add(f filing.Filing, product string) filing.Filing {
	o.t.Helper()
	d, v, err := o.begun(f, notification.Change)
	if err != nil {
		o.t.Fatal(err)
	}
	rows := v["products"].Rows
	rows = append(rows, rows[0].With(form.Values{"product": said(product), "change": said(notification.Added)}))
	rows[len(rows)-1].ID = product
	o.write(d, notification.Change, form.Values{"products": {Rows: rows}})
	return o.filed(o.send(d))
}

var grounds = form.Values{"cause": said("mistake"), "reason": said("別の事業の設備でした")}

// withdraw withdraws a filing.
func (o *office) withdraw(f filing.Filing) (filing.Filing, error) {
	o.t.Helper()
	d, _, err := o.begun(f, notification.Withdraw)
	if err != nil {
		return filing.Filing{}, err
	}
	o.write(d, notification.Withdraw, grounds)
	id, err := o.send(d)
	if err != nil {
		return filing.Filing{}, err
	}
	return o.seen(filer, id), nil
}

// refused is how a fault is told: its code, and the filing that it names.
func refused(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Conflict {
		return ""
	}
	return e.Code + " " + e.Args["filing"]
}

// stands is what stands notified by what the operator filed, as the stock-take reads it.
func (o *office) stands(list ...filing.Filing) (products []string) {
	o.t.Helper()
	type tx interface {
		CasesOf(ids []ident.Filing, most int) ([]filing.Reported, error)
		Procedure(ref string) (procedure.Procedure, error)
	}
	var ids []ident.Filing
	for _, f := range list {
		ids = append(ids, f.ID)
	}
	if err := store.Read[tx](o.DB)(o.t.Context(), o.Scope(filer), func(tx tx) error {
		all, err := tx.CasesOf(ids, 50)
		if err != nil {
			return err
		}
		told, err := stocktake.Tell(o.Scope(filer).Org, all, tx.Procedure)
		for _, one := range told {
			for _, r := range notification.Standing(one.Values) {
				products = append(products, r.Cells["product"].Text())
			}
		}
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return products
}

func (o *office) withdrawal(who string, id ident.Filing) (w filing.Withdrawal) {
	o.t.Helper()
	type tx interface {
		WithdrawalOf(ident.Filing) (filing.Withdrawal, error)
	}
	if err := store.Read[tx](o.DB)(o.t.Context(), o.Scope(who), func(tx tx) (err error) {
		w, err = tx.WithdrawalOf(id)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return w
}

// A chain is withdrawn from its end: each time the one before stands again, both sides see state and link, and what was withdrawn takes nothing in any more.
func TestAChainIsWithdrawnFromItsEnd(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		o := newOffice(t, s)
		first := o.new("Apex")
		second := o.add(first, "Bolt")
		third := o.add(first, "Crux")
		for _, c := range []struct {
			about filing.Filing
			want  string
		}{{first, "fault.withdrawal.later " + string(third.Number)}, {second, "fault.withdrawal.later " + string(third.Number)}} {
			if _, err := o.withdraw(c.about); refused(err) != c.want {
				t.Errorf("%s: %v", c.about.Number, err)
			}
		}
		if got := o.stands(first); !slices.Equal(got, []string{"Apex", "Bolt", "Crux"}) {
			t.Errorf("%v stands", got)
		}
		for i, c := range []struct {
			about filing.Filing
			then  []string
		}{{third, []string{"Apex", "Bolt"}}, {second, []string{"Apex"}}, {first, nil}} {
			by, err := o.withdraw(c.about)
			if err != nil {
				t.Fatal(i, err)
			}
			if got := o.stands(first); !slices.Equal(got, c.then) {
				t.Errorf("%d: %v stands", i, got)
			}
			for _, who := range []string{filer, officer, "cabinet-analyst"} {
				was, w := o.seen(who, c.about.ID), o.withdrawal(who, c.about.ID)
				if was.State != filing.Withdrawn || was.ArrivedAt != c.about.ArrivedAt || w.ByNumber != by.Number || w.OfNumber != c.about.Number || w.At != by.ArrivedAt || o.withdrawal(who, by.ID) != w {
					t.Errorf("%s is told %s %+v", who, was.State, w)
				}
			}
			if w := o.withdrawal("other-operator-filer", c.about.ID); w != (filing.Withdrawal{}) {
				t.Errorf("a stranger is told %+v", w)
			}
			o.takesNothing(c.about)
			if _, err := o.withdraw(by); refused(err) != "fault.withdrawal.final "+string(by.Number) {
				t.Errorf("a withdrawal is withdrawn: %v", err)
			}
			if _, _, err := o.begun(by, notification.Change); refused(err) != "fault.withdrawal.final "+string(by.Number) {
				t.Errorf("a withdrawal is changed: %v", err)
			}
		}
	})
}

// takesNothing sees to it that what was withdrawn is neither changed, corrected nor withdrawn again.
func (o *office) takesNothing(f filing.Filing) {
	o.t.Helper()
	gone := "fault.filing.withdrawn " + string(f.Number)
	if _, err := o.withdraw(f); refused(err) != gone {
		o.t.Errorf("withdrawn again: %v", err)
	}
	if _, _, err := o.begun(f, notification.Change); refused(err) != gone {
		o.t.Errorf("changed: %v", err)
	}
	if _, err := o.correct.Do(o.t.Context(), o.Scope(filer), o.key(filer), f.Number); refused(err) != gone {
		o.t.Errorf("corrected: %v", err)
	}
}

// What has no matter is withdrawn alike: 該当なし reaches the offices of its business, and its withdrawal reaches them too.
func TestAStatementOfNoneIsWithdrawn(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		o := newOffice(t, s)
		f := o.none()
		if _, _, err := o.begun(f, notification.Change); refused(err) != "fault.incident.none " {
			t.Errorf("it is changed: %v", err)
		}
		by, err := o.withdraw(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{officer, "cabinet-analyst"} {
			if got := o.seen(who, f.ID).State; got != filing.Withdrawn {
				t.Errorf("%s sees %s", who, got)
			}
			if got := o.seen(who, by.ID).State; got != filing.Arrived {
				t.Errorf("%s sees the withdrawal as %s", who, got)
			}
		}
		if _, err := o.Report(t.Context(), o.Scope("other-ministry-officer"), by.ID); !fault.Is(err, fault.Hidden) {
			t.Errorf("the office of another business: %v", err)
		}
		o.takesNothing(f)
		report := o.Filed(t, filer, "a report")
		if _, _, err := o.begun(report, notification.Withdraw); !fault.Is(err, fault.Hidden) {
			t.Errorf("a report is withdrawn: %v", err)
		}
	})
}

// Drafts that were open when the filing was withdrawn say so when they are sent, stay open, and keep every answer.
func TestDraftsOfWhatWasWithdrawnLoseNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, stagetest.SQLite(t))
	f := o.new("Apex")
	change, _, err := o.begun(f, notification.Change)
	if err != nil {
		t.Fatal(err)
	}
	id, err := o.correct.Do(t.Context(), o.Scope(filer), o.key(filer), f.Number)
	if err != nil {
		t.Fatal(err)
	}
	fix, _ := o.draft(id)
	o.write(fix, notification.New, form.Values{"contact": said("別の課 03-1111-1111")})
	late, _, err := o.begun(f, notification.Withdraw)
	if err != nil {
		t.Fatal(err)
	}
	o.write(late, notification.Withdraw, grounds)
	if _, err := o.withdraw(f); err != nil {
		t.Fatal(err)
	}
	stopped := "fault.draft.withdrawn " + string(f.Number)
	for _, d := range []filing.Draft{change, late} {
		if _, err := o.send(d); refused(err) != stopped {
			t.Errorf("%s is sent: %v", d.Form, err)
		}
	}
	if _, err := o.revise.Do(t.Context(), o.Scope(filer), o.key(filer), submitting.Sending{Draft: fix.Number}); refused(err) != stopped {
		t.Errorf("a correction is sent: %v", err)
	}
	if d, v := o.draft(fix.ID); d.State != filing.DraftOpen || v["contact"].Text() != "別の課 03-1111-1111" {
		t.Errorf("%s keeps %v", d.State, v["contact"])
	}
	if d, v := o.draft(change.ID); d.State != filing.DraftOpen || len(v["products"].Rows) != 1 {
		t.Errorf("%s keeps %v", d.State, v["products"])
	}
}

// Who wants approval before filing wants it before that is withdrawn, until they set another way.
func TestAWithdrawalIsApprovedAsWhatItWithdraws(t *testing.T) {
	t.Parallel()
	o := newOffice(t, stagetest.SQLite(t))
	f := o.new("Apex")
	type set interface {
		SetRoute(approval.Route) error
	}
	way := func(of string, mode approval.Mode) {
		t.Helper()
		if _, err := store.Act[set](o.DB)(t.Context(), o.Scope(filer), o.key(filer), func(tx set) (ledger.Entry, error) {
			r := approval.Route{ID: ident.Object("route-" + of), Org: o.Scope(filer).Org, Of: of, Words: approval.Words{Mode: mode, Steps: []approval.Step{{Role: access.OperatorApprover}}}}
			return ledger.Entry{Kind: ledger.ApprovalRouted, Object: r.ID, Org: o.Scope(filer).Org, Unit: o.Scope(filer).Unit, Actor: o.Scope(filer).ID()}, tx.SetRoute(r)
		}); err != nil {
			t.Fatal(err)
		}
	}
	way(notification.New.ID, approval.Before)
	if _, err := o.withdraw(f); !fault.Is(err, fault.Conflict) || refused(err) == "" {
		t.Errorf("without approval: %v", err)
	}
	way(notification.Withdraw.ID, approval.None)
	if _, err := o.withdraw(f); err != nil {
		t.Errorf("none is wanted: %v", err)
	}
}
