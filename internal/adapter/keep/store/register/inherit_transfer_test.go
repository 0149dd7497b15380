package register_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/world/stagetest"
)

// The 所管替え of a successor takes along what it inherited: one of the day before, of the same day, and of a 承継 that is decided
// after the transfer; what the old office asked about stays with it to read.
func TestJurisdictionTakesAlongWhatWasInherited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		transfer law.Day
		late     bool // the 承継 is decided after the transfer
	}{
		"later": {law.MustDay("2027-07-01"), false}, "the same day": {heirDay, false}, "decided before the 承継": {law.MustDay("2027-07-01"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
				t.Helper()
				d := newDesk(t, s)
				asked, unasked := d.file(), d.file()
				if err := d.ask("ministry-officer", asked); err != nil {
					t.Fatal(err)
				}
				steps := []func(){
					func() { d.two(d.merger()); d.inherit() },
					func() { d.transferred(c.transfer) },
				}
				if c.late {
					steps[0], steps[1] = steps[1], steps[0]
				}
				steps[0]()
				steps[1]()
				d.Clock.Set(heirDay.Start().Time())
				d.inherit()
				d.Clock.Set(c.transfer.Start().Time())
				d.work()
				for _, f := range []filing.Filing{asked, unasked} {
					d.want("the day", "ministry-officer", f, f.ID == asked.ID, false)
					d.want("the day", "other-ministry-officer", f, true, true)
					d.want("the day", "cabinet-analyst", f, true, true)
				}
				if h := d.has("other-operator-filer", unasked); !h.reads || !h.holds || !h.lists {
					t.Errorf("the successor: %+v", h)
				}
				number(t, s)
				if r, err := d.VerifyLedger(t.Context(), func(int64, int64) error { return nil }); err != nil || !r.Sound() {
					t.Errorf("%v %+v", err, r)
				}
			})
		})
	}
}

// transferred passes the successor's jurisdiction to another ministry, and no other's.
func (d *desk) transferred(on law.Day) {
	d.t.Helper()
	m := d.matter()
	m.Transfer.On, m.Transfer.Operators = on, []ident.Org{d.As("other-operator-filer").Org}
	d.two(m)
	d.work()
}

// Rows by which somebody would inherit, written behind the product's back, take no jurisdiction along.
func TestAForgedInheritanceTakesNothingAlong(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	d := newDesk(t, s)
	f := d.file()
	old, heir := d.As("operator-filer"), d.As("other-operator-filer")
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.Path, "kanmin.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_, one := db.ExecContext(t.Context(), `INSERT INTO inheritance (id, old_org, new_org, new_unit, from_on, from_at) VALUES ('forged', ?, ?, ?, '2026-11-01', 1)`, old.Org, heir.Org, heir.Unit)
	_, two := db.ExecContext(t.Context(), `INSERT INTO reader (object, audience, kind, at) VALUES (?, 'forged', 'report', 1)`, f.ID)
	if err := errors.Join(one, two); err != nil {
		t.Fatal(err)
	}
	d.transferred(heirDay)
	d.Clock.Set(heirDay.Start().Time())
	d.work()
	d.want("the day", "ministry-officer", f, true, true)
	d.want("the day", "other-ministry-officer", f, false, false)
}
