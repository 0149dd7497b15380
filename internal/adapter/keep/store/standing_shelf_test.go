package store_test

import (
	"context"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

// shelf is a private view of one person, and a report that another takes care of.
type shelf struct {
	matters
	owner, mate, officer, second access.Actor
	about                        ident.Number
}

func shelfOf(t *testing.T, s *stagetest.Stage) shelf {
	t.Helper()
	x := shelf{matters: mattersOf(t, s), owner: s.As("operator-filer"), mate: s.As("operator-viewer"), officer: s.As("ministry-officer"), second: s.As("ministry-supervisor")}
	x.do(t, x.owner, func(tx *store.Tx) error {
		return tx.AddView(view.Saved{ID: "private", List: view.History, Share: view.Mine, Words: view.Words{Name: "調査中", Query: "state=arrived"}})
	})
	x.read(t, x.officer, func(tx *store.Tx) error {
		list, err := tx.Charged(nil, []ident.Filing{x.first.ID})
		if err == nil && len(list) == 1 {
			x.about = list[0].Number
		}
		return err
	})
	x.assign(t, x.officer.Person)
	sequence(t, s.DB)
	return x
}

func (x shelf) do(t *testing.T, a access.Actor, write func(*store.Tx) error) {
	t.Helper()
	_, err := store.Act[*store.Tx](x.DB)(t.Context(), access.For(a, ident.At(x.Clock.Now())), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "test", Org: a.Org, Unit: a.Unit}, write(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (x shelf) read(t *testing.T, a access.Actor, read func(*store.Tx) error) {
	t.Helper()
	if err := store.Read[*store.Tx](x.DB)(t.Context(), access.For(a, ident.At(x.Clock.Now())), read); err != nil {
		t.Fatal(err)
	}
}

// assign gives the report to somebody, over the revision that stands.
func (x shelf) assign(t *testing.T, to ident.Person) {
	t.Helper()
	x.do(t, x.officer, func(tx *store.Tx) error {
		l := x.held(t)
		l.Rev++
		l.Act, l.Holder = "act", charge.Holder{Person: to, Name: "担当"}
		return tx.SetCharge(l)
	})
}

func (x shelf) held(t *testing.T) (l charge.Line) {
	t.Helper()
	x.read(t, x.officer, func(tx *store.Tx) error {
		list, err := tx.Charged(nil, []ident.Filing{x.first.ID})
		if err == nil {
			l = list[0]
		}
		return err
	})
	return l
}

func (x shelf) views(t *testing.T, a access.Actor) (n int) {
	t.Helper()
	x.read(t, a, func(tx *store.Tx) error {
		list, err := tx.Views(view.History)
		n = len(list)
		return err
	})
	return n
}

// A view that SQL shares with a colleague, and somebody who takes care because SQL says so, are not there; the check names the row. What an
// act says afterwards counts.
func TestAForgedShelfIsNotRead(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		x := shelfOf(t, s)
		if x.views(t, x.owner) != 1 || x.views(t, x.mate) != 0 || x.held(t).Holder.Person != x.officer.Person || !x.check(t).Sound() {
			t.Fatalf("the control: %d, %d, %+v", x.views(t, x.owner), x.views(t, x.mate), x.held(t))
		}
		for _, table := range []string{"saved_view", "charge"} {
			if _, err := x.super.ExecContext(t.Context(), `CREATE TABLE kept_`+table+` AS SELECT * FROM `+table); err != nil {
				t.Fatal(err)
			}
		}
		for table, forged := range map[string][]string{
			"saved_view": {
				`UPDATE saved_view SET share = 'org' WHERE id = 'private'`, `UPDATE saved_view SET person = '` + string(x.mate.Person) + `' WHERE id = 'private'`,
				`UPDATE saved_view SET share = 'unit', unit = '` + string(x.mate.Unit) + `', proof = '' WHERE id = 'private'`,
			},
			"charge": {
				`UPDATE charge SET person = '` + string(x.second.Person) + `'`, `UPDATE charge SET act = 'another', proof = ''`, `UPDATE charge SET at = at + 1`,
			},
		} {
			for _, sql := range forged {
				x.bySQL(t, sql)
				if table == "saved_view" && x.views(t, x.owner)+x.views(t, x.mate) != 0 || table == "charge" && x.held(t).Holder != (charge.Holder{}) {
					t.Errorf("%s: %d, %d, %+v", sql, x.views(t, x.owner), x.views(t, x.mate), x.held(t))
				}
				if r := x.check(t); r.Finding != auditing.BadStanding || !strings.Contains(r.Text.En, "standing "+table+" ") {
					t.Errorf("%s: %s", sql, r.Text.En)
				}
				x.put(t, table)
			}
		}
		x.bySQL(t, `UPDATE charge SET person = 'nobody'`)
		if x.assign(t, x.second.Person); x.held(t).Holder.Person != x.second.Person {
			t.Errorf("what an act says afterwards: %+v", x.held(t))
		}
	})
}

// put puts the rows of a table back as they were.
func (x shelf) put(t *testing.T, table string) {
	t.Helper()
	for _, sql := range []string{`DELETE FROM ` + table, `INSERT INTO ` + table + ` SELECT * FROM kept_` + table} {
		if _, err := x.super.ExecContext(context.WithoutCancel(t.Context()), sql); err != nil {
			t.Fatal(err)
		}
	}
}
