package register_test

import (
	"crypto/rand"
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
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func answer(s ...string) form.Value { return form.Value{Texts: s} }

// notified are the answers of a 届出 of one product; cells are put otherwise, and an empty one is taken away.
func notified(cells map[string]string) form.Values {
	row := form.Values{
		"product": answer("PostgreSQL"), "maker": answer("PGDG"), "kind": answer("software"), "types": answer("a", "b", "c", "d", "e", "f"),
		"facility": answer("S1"), "existing": answer("no"), "introduced_on": answer("2026-11-20"),
	}
	for id, said := range cells {
		if row[id] = answer(strings.Fields(said)...); said == "" {
			delete(row, id)
		}
	}
	return form.Values{
		"business": answer("electricity"), "contact": answer("設備課 03-0000-0000"),
		"facilities": {Rows: []form.Row{{ID: "s1", Cells: form.Values{"no": answer("S1"), "name": answer("監視"), "role": answer("critical")}}}}, "products": {Rows: []form.Row{{ID: "p1", Cells: row}}},
	}
}

func (d *desk) notify(v form.Values, key ident.Key, confirmed ...string) (ident.Filing, error) {
	d.t.Helper()
	return d.File.Do(d.t.Context(), d.Scope("operator-filer"), key, submitting.Sending{Of: notification.New.ID, Values: v, Confirmed: confirmed})
}

// stored is a filing as the office has it.
func (d *desk) stored(id ident.Filing) (f filing.Filing, c filing.Content) {
	d.t.Helper()
	type tx interface {
		FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	}
	if err := store.Read[tx](d.DB)(d.t.Context(), d.Scope("ministry-officer"), func(tx tx) (err error) {
		f, c, err = tx.FilingByID(id, readReports)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return f, c
}

// What a person gets wrong in a row of a 届出 names its cell, what may be right is asked, and a day is read as it was typed; nothing is kept of
// what was refused.
func TestBadRowsOfANotification(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stagetest.SQLite(t))
	for name, c := range map[string]struct {
		cells map[string]string
		want  string
		yes   string // with which it arrives nevertheless
		kept  string // the day as it is filed
	}{
		"unknown type letter":         {cells: map[string]string{"types": "a g"}, want: "products[0].types: fault.form.option"},
		"no maker":                    {cells: map[string]string{"maker": ""}, want: "products[0].maker: fault.form.needed"},
		"hardware on a software line": {cells: map[string]string{"product": "PowerEdge"}, want: "products: ask.notification.hardware", yes: "products:ask.notification.hardware", kept: "2026-11-20"},
		"a number of Excel's":         {cells: map[string]string{"introduced_on": "46346"}, want: "products[0].introduced_on: fault.day.form"},
		"和暦":                          {cells: map[string]string{"introduced_on": "令和8年11月20日"}, kept: "2026-11-20"},
		"和暦 in short":                 {cells: map[string]string{"introduced_on": "R8.11.20"}, kept: "2026-11-20"},
		"before the law":              {cells: map[string]string{"introduced_on": "2020-04-01"}, want: "products: ask.notification.before", yes: "products:ask.notification.before", kept: "2020-04-01"},
	} {
		id, err := d.notify(notified(c.cells), d.key("operator-filer"))
		if c.want != "" && (!slices.Equal(places(err), []string{c.want}) && !(c.yes == "" && slices.Contains(places(err), c.want))) {
			t.Errorf("%s: %v, want %s", name, places(err), c.want)
		}
		if c.want != "" && c.yes != "" {
			id, err = d.notify(notified(c.cells), d.key("operator-filer"), c.yes)
		}
		if c.kept == "" {
			if err == nil {
				t.Errorf("%s arrived", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, content := d.stored(id); !strings.Contains(string(content.Values), c.kept) {
			t.Errorf("%s is filed as %s", name, content.Values)
		}
	}
}

// A 届出 that is sent twice with one key is one 届出, and the same key never stands for another.
func TestANotificationIsSentOnceByAKey(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := newDesk(t, s)
		key := d.key("operator-filer")
		first, err := d.notify(notified(nil), key)
		if err != nil {
			t.Fatal(err)
		}
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		if again, err := d.notify(notified(nil), key); err != nil || again != first {
			t.Errorf("%s and %s, %v", first, again, err)
		}
		if other, err := d.notify(notified(nil), d.key("operator-filer")); err != nil || other == first {
			t.Errorf("another key: %s, %v", other, err)
		}
		key.Digest = [32]byte{1}
		if _, err := d.notify(notified(map[string]string{"product": "nginx"}), key); !fault.Is(err, fault.Conflict) {
			t.Errorf("something else under the same key: %v", err)
		}
	})
}

// A designation that ends while a draft is open: nobody would be addressed, so the draft is not sent, says why, and keeps what stands in it.
func TestADesignationEndsWhileADraftIsOpen(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stagetest.SQLite(t))
	draft := d.draft()
	d.lift()
	send := func() error {
		_, err := d.File.Do(t.Context(), d.Scope("operator-filer"), d.key("operator-filer"), submitting.Sending{Draft: draft.Number})
		return err
	}
	midnight := law.MustDay("2026-12-01").Start()
	d.Clock.Set(midnight.Time())
	if err := send(); !slices.Contains(places(err), "business: fault.notification.business") {
		t.Errorf("after the end: %v", err)
	}
	if kept, v := d.drafted(draft.ID); kept.State != filing.DraftOpen || len(v["products"].Rows) != 1 {
		t.Errorf("%s keeps %v", kept.State, v)
	}
	d.Clock.Set(midnight.Add(-time.Second).Time())
	if err := send(); err != nil {
		t.Errorf("the control, on the last day: %v", err)
	}
}

// draft is one of a whole 届出.
func (d *desk) draft() filing.Draft {
	d.t.Helper()
	who := "operator-filer"
	id, err := submitting.Open{Act: store.Act[submitting.OpenTx](d.DB), Entropy: rand.Reader}.Do(d.t.Context(), d.Scope(who), d.key(who), notification.New.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	draft, _ := d.drafted(id)
	answers := map[string]submitting.Answer{}
	for field, v := range notified(nil) {
		answers[field] = submitting.Answer{Value: v, Base: 1}
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
	if _, err := save.Do(d.t.Context(), d.Scope(who), ident.Key{}, submitting.SaveOf{Draft: draft.Number, Form: notification.New.Form, Answers: answers}); err != nil {
		d.t.Fatal(err)
	}
	return draft
}

func (d *desk) drafted(id ident.Draft) (draft filing.Draft, v form.Values) {
	d.t.Helper()
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	if err := store.Read[tx](d.DB)(d.t.Context(), d.Scope("operator-filer"), func(tx tx) error {
		one, entries, err := tx.DraftByID(id)
		draft, v = one, filing.Values(entries)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return draft, v
}

// lift has two administrators end the designation of the operator from 2026-12-01 on.
func (d *desk) lift() {
	d.t.Helper()
	operator := d.As("operator-filer").Org
	type tx interface {
		RowsOf(register.Matter) (register.Rows, error)
	}
	var of string
	if err := store.Read[tx](d.DB)(d.t.Context(), d.Scope("platform-admin"), func(tx tx) error {
		rows, err := tx.RowsOf(register.Matter{Designation: &register.DesignationChange{Operator: operator}})
		for _, one := range rows.Standing[operator].Designations {
			of = one.ID
		}
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	m := register.Matter{Designation: &register.DesignationChange{Kind: register.Lift, Operator: operator, Of: of, On: law.MustDay("2026-12-01"), Ground: "公示"}}
	id, err := d.propose.Do(d.t.Context(), d.Scope("platform-admin"), d.key("platform-admin"), m)
	if err == nil {
		err = d.confirm.Do(d.t.Context(), d.Scope("platform-admin-2"), d.key("platform-admin-2"), id)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// A transfer that is entered after its day says so; what arrived since its day goes along when it begins tomorrow.
func TestATransferOfThePastWithFilingsAfterIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stagetest.SQLite(t))
	id, err := d.notify(notified(nil), d.key("operator-filer"))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := d.stored(id)
	d.Clock.Set(d.Clock.Now().Add(72 * time.Hour))
	admin := "platform-admin"
	m := d.matter()
	m.Transfer.On = law.DayOf(f.ArrivedAt)
	if _, err := d.propose.Do(t.Context(), d.Scope(admin), d.key(admin), m); !slices.Equal(places(err), []string{"on: fault.transfer.past"}) {
		t.Fatalf("%v", err)
	}
	d.want("refused", "ministry-officer", f, true, true)
	d.decide()
	d.work()
	d.Clock.Set(law.MustDay("2027-04-01").Start().Time())
	d.want("from its day", "other-ministry-officer", f, true, true)
	d.want("from its day", "ministry-officer", f, false, false)
}
