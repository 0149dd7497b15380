package store_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// forged are edits by somebody who may write to the database but does not hold the key file. Each says who would see
// what because of it.
var forged = map[string]struct {
	do    string
	table string
	sees  string // a person of the world who would come to the first report
	hat   string // a person who would wear another hat
}{
	"a hat invented":            {`INSERT INTO hat (id, person, org, unit, roles, from_at) SELECT 'forged', '$admin', org, unit, roles, 0 FROM hat WHERE id = '$filer'`, "hat", "", "platform-admin"},
	"a hat with a copied proof": {`INSERT INTO hat (id, person, org, unit, roles, from_at, proof) SELECT 'forged', '$admin', org, unit, roles, from_at, proof FROM hat WHERE id = '$filer'`, "hat", "", "platform-admin"},
	"a role edited":             {`UPDATE hat SET roles = 'operator-filer' WHERE id = '$viewer'`, "hat", "", "operator-viewer"},
	"a hat moved":               {`UPDATE hat SET org = (SELECT org FROM hat WHERE id = '$filer'), unit = (SELECT unit FROM hat WHERE id = '$filer') WHERE id = '$other'`, "hat", "", "other-operator-filer"},
	"a hat deleted":             {`DELETE FROM hat WHERE id = '$viewer'`, "hat", "", ""},
	"an audience joined":        {`INSERT INTO audience_member (audience, unit, from_at) VALUES ('$power', '$water', 0)`, "audience_member", "other-ministry-officer", ""},
	"an audience copied":        {`INSERT INTO audience_member (audience, unit, from_at, proof) SELECT audience, '$water', from_at, proof FROM audience_member WHERE audience = '$power'`, "audience_member", "other-ministry-officer", ""},
	"an audience never ends":    {`UPDATE audience_member SET until_at = 9000000000000000 WHERE audience = '$power'`, "audience_member", "", ""},
	"a unit put below":          {`INSERT INTO unit_above (unit, above) VALUES ('$power', '$water')`, "unit_above", "other-ministry-officer", ""},
	"a reader invented":         {`INSERT INTO reader (object, audience, kind, at) SELECT object, '$water', kind, at FROM reader WHERE object = '$filing' AND audience = '$power'`, "reader", "other-ministry-officer", ""},
	"a reader copied":           {`INSERT INTO reader (object, audience, kind, at, proof) SELECT object, '$water', kind, at, proof FROM reader WHERE object = '$filing' AND audience = '$power'`, "reader", "other-ministry-officer", ""},
	"text that passes for more": {`INSERT INTO reader (object, audience, kind, at, proof) SELECT '$filing', '$water', 'report', 0, 'x' || '$sound'`, "reader", "other-ministry-officer", ""},
	"a unit hung elsewhere":     {`UPDATE unit SET parent = '$water' WHERE id = '$power'`, "unit", "", ""},
	"a jurisdiction invented":   {`INSERT INTO jurisdiction (id, operator, sector, org, unit, act, title, channel, sections, from_on) SELECT 'forged', NULL, sector, '$mlit', '$water', act, title, channel, sections, from_on FROM jurisdiction WHERE unit = '$power' AND act = 'report' LIMIT 1`, "jurisdiction", "", ""},
	"a jurisdiction edited":     {`UPDATE jurisdiction SET unit = '$water', org = '$mlit' WHERE unit = '$power'`, "jurisdiction", "", ""},
	"a jurisdiction deleted":    {`DELETE FROM jurisdiction WHERE unit = '$power'`, "jurisdiction", "", ""},
	"a designation edited":      {`UPDATE designation SET until_on = '2026-11-01' WHERE operator = '$grid'`, "designation", "", ""},
	"an organisation's kind":    {`UPDATE org SET kind = 'cabinet' WHERE id = '$mlit'`, "org", "", ""},
	"a release widened":         {`UPDATE addressee SET sections = 'a b c' WHERE filing = '$filing' AND unit = '$power'`, "", "", ""}, // the arrival's own entry names it first
	"a copy deleted":            {`DELETE FROM standing WHERE object = '$viewer'`, "", "", ""},
	"a copy invented":           {`INSERT INTO standing (leaf, kind, object, seq, proof) SELECT leaf, 'hat', 'forged', 1, proof FROM standing WHERE object = '$viewer'`, "", "", ""},
}

func TestForgedStandingIsNamedAndGivesNoSight(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := tell(t, s)
		b.keep(t)
		power, water := s.As("ministry-officer"), s.As("other-ministry-officer")
		sound := chain(t, b, water)
		say := strings.NewReplacer("$admin", string(s.As("platform-admin").Person), "$filer", string(s.As("operator-filer").Hat), "$viewer", string(s.As("operator-viewer").Hat),
			"$other", string(s.As("other-operator-filer").Hat), "$power", string(power.Unit), "$water", string(water.Unit), "$mlit", string(water.Org),
			"$grid", string(s.As("operator-filer").Org), "$sound", sound)
		for name, c := range forged {
			b.bySQL(t, say.Replace(c.do))
			r := b.check(t)
			if r.Sound() || c.table != "" && (r.Finding != auditing.BadStanding || !strings.Contains(r.Text.En, "standing "+c.table+" ")) {
				t.Errorf("%s: %s: %s", name, r.Finding, r.Text.En)
			}
			if c.sees != "" {
				if got := sees(t, s, c.sees, b.first); got != "" {
					t.Errorf("%s: %s sees the report: %s", name, c.sees, got)
				}
			}
			if c.hat != "" {
				for _, h := range worn(t, s, s.As(c.hat).Person) {
					if h.ID != s.As(c.hat).Hat || name != "a hat invented" && name != "a hat with a copied proof" {
						t.Errorf("%s: %s wears %s", name, c.hat, h.ID)
					}
				}
			}
			if strings.HasPrefix(name, "a jurisdiction") {
				if got := offices(t, s); strings.Contains(got, string(water.Unit)) {
					t.Errorf("%s: a report would go to %s", name, got)
				}
			}
			b.restore(t)
		}
		if r := b.check(t); !r.Sound() {
			t.Errorf("after all was put back: %+v", r)
		}
		fmt.Printf("proof: standing-forged %d\n", len(forged))
		// The control: with all in place, those whom it concerns see, wear and receive.
		if sees(t, s, "ministry-officer", b.first) != "addressed" || len(worn(t, s, s.As("operator-viewer").Person)) != 1 || !strings.Contains(offices(t, s), string(power.Unit)) {
			t.Error("rows with proof do not count")
		}
	})
}

// chain is the evidence of a sound row of somebody's own, for smuggling into a text.
func chain(t *testing.T, b told, a access.Actor) (evidence string) {
	t.Helper()
	err := b.super.QueryRowContext(t.Context(), `SELECT 'o' || `+row.Evidence("unit_above", "u")+` FROM unit_above u WHERE u.unit = $1 AND u.above = $1`, string(a.Unit)).Scan(&evidence)
	if err != nil {
		t.Fatal(err)
	}
	return evidence
}

// worn lists the hats that somebody could sign in with.
func worn(t *testing.T, s *stagetest.Stage, who ident.Person) (list []enrolling.Hat) {
	t.Helper()
	type hats interface {
		HatsOf(ident.Person) ([]enrolling.Hat, error)
	}
	err := store.Read[hats](s.DB)(t.Context(), access.For(access.Actor{}, ident.At(s.Clock.Now())), func(tx hats) (err error) {
		list, err = tx.HatsOf(who)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// offices says to whom a report of the grid company would go.
func offices(t *testing.T, s *stagetest.Stage) string {
	t.Helper()
	type to interface {
		Offices(ident.Org, party.Act, law.Day) ([]filing.Addressee, error)
	}
	var list []filing.Addressee
	scope := s.Scope("operator-filer")
	err := store.Read[to](s.DB)(t.Context(), scope, func(tx to) (err error) {
		list, err = tx.Offices(scope.Org, party.ActReport, law.DayOf(scope.At))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}

// What an act writes is proved without being asked; what somebody wrote behind its back an act cannot launder; what was
// put back as it stood before is named.
func TestActsProveWhatTheyWriteAndLaunderNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := told{Stage: s, super: super(t, s)}
		admin, viewer := s.Scope("operator-admin"), s.As("operator-viewer")
		write := func(query string, args ...any) {
			t.Helper()
			if err := store.Writing(t.Context(), s.DB, admin, func(q *row.Q) error {
				n, err := q.Exec(query, args...)
				if err == nil && n == 0 {
					t.Errorf("%s: changed nothing", query)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			sequence(t, s.DB)
		}
		var before string
		if err := b.super.QueryRowContext(t.Context(), `SELECT proof FROM hat WHERE id = $1`, string(viewer.Hat)).Scan(&before); err != nil || before == "" {
			t.Fatal(before, err)
		}
		write(`UPDATE hat SET roles = $1 WHERE id = $2`, "operator-filer", viewer.Hat)
		if got := worn(t, s, viewer.Person); len(got) != 1 || got[0].Roles[0] != "operator-filer" {
			t.Errorf("a hat that an act changed is not worn: %v", got)
		}
		write(`UPDATE hat SET from_at = from_at WHERE org = $1`, admin.Org) // held, not changed
		if r := b.check(t); !r.Sound() {
			t.Errorf("what acts wrote: %+v", r)
		}
		b.bySQL(t, `UPDATE hat SET roles = 'operator-viewer', proof = '`+before+`' WHERE id = '`+string(viewer.Hat)+`'`) // as it stood before
		if r := b.check(t); r.Finding != auditing.BadStanding {
			t.Errorf("a row put back: %+v", r)
		}
		b.bySQL(t, `UPDATE hat SET roles = 'operator-admin' WHERE id = '`+string(viewer.Hat)+`'`)
		for _, query := range []string{`UPDATE hat SET from_at = from_at WHERE org = $1`, `UPDATE hat SET until_at = 9000000000000000 WHERE org = $1`, `UPDATE hat SET until_at = NULL WHERE org = $1`} {
			write(query, admin.Org)
			if got := worn(t, s, viewer.Person); len(got) != 0 {
				t.Errorf("%s gave a forged hat its proof: %v", query, got)
			}
		}
		if got := worn(t, s, s.As("operator-filer").Person); len(got) != 1 {
			t.Error("a hat beside it lost its proof")
		}
		if s.Engine() == "sqlite" { // on PostgreSQL the program may not delete one
			write(`DELETE FROM hat WHERE id = $1`, viewer.Hat)
			if r := b.check(t); r.Finding != ledger.Sound {
				t.Errorf("after it was deleted by an act: %+v", r)
			}
		}
		if err := store.Housework(t.Context(), s.DB, admin, func(q *row.Q) error {
			_, err := q.Exec(`UPDATE hat SET roles = 'operator-admin' WHERE id = $1`, s.As("operator-filer").Hat)
			return err
		}); err == nil {
			t.Error("housework wrote a row under proof")
		}
	})
}

// A new unit stands below those that its parents' own rows name. A pair that somebody wrote behind the product's back does
// not spread to it under a proof of the act's.
func TestANewUnitTakesNothingFromAForgedPair(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := told{Stage: s, super: super(t, s)}
		power, water := s.As("ministry-officer"), s.As("other-ministry-officer")
		b.bySQL(t, `INSERT INTO unit_above (unit, above) VALUES ('`+string(power.Unit)+`', '`+string(water.Unit)+`')`)
		add := func(id ident.Unit, org ident.Org, parent ident.Unit) error {
			_, err := store.Act[*store.Tx](s.DB)(t.Context(), access.System("test", ident.At(s.Clock.Now())), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
				return ledger.Entry{Kind: ledger.UnitAdded, Object: ident.Object(id), Org: org, Unit: id}, tx.AddUnit(party.Unit{ID: id, Org: org, Parent: parent, Name: "新しい係"})
			})
			return err
		}
		if err := add("new-1", power.Org, power.Unit); err != nil {
			t.Fatal(err)
		}
		var own, forged int
		if err := b.super.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM unit_above WHERE unit = 'new-1'), (SELECT COUNT(*) FROM unit_above WHERE unit = 'new-1' AND above = '`+string(water.Unit)+`')`).Scan(&own, &forged); err != nil {
			t.Fatal(err)
		}
		if own < 2 || forged != 0 {
			t.Errorf("the new unit stands below %d, %d of them forged", own, forged)
		}
		if err := add("new-2", water.Org, power.Unit); err == nil {
			t.Error("a unit below one of another organisation")
		}
		b.bySQL(t, `UPDATE unit SET parent = '`+string(water.Unit)+`' WHERE id = '`+string(power.Unit)+`'`)
		if err := add("new-3", power.Org, power.Unit); err == nil {
			t.Error("a unit below one whose own parent was forged")
		}
	})
}
