package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// matters are what acts rest on beside sight, and what they let somebody do.
type matters struct {
	ways
	boss, keeper, viewer access.Actor
}

func mattersOf(t *testing.T, s *stagetest.Stage) matters {
	t.Helper()
	first := tell(t, s)
	m := matters{ways: waysOf(t, s), boss: s.As("operator-admin"), keeper: s.As("platform-admin"), viewer: s.As("operator-viewer")}
	m.first = first.first
	at := ident.At(s.Clock.Now())
	do := func(a access.Actor, write func(*store.Tx) error) {
		t.Helper()
		_, err := store.Act[*store.Tx](s.DB)(t.Context(), access.For(a, at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
			return ledger.Entry{Kind: ledger.AccountInvited, Object: "test", Org: a.Org, Unit: a.Unit}, write(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	do(m.boss, func(tx *store.Tx) error { return tx.SetMethods(enrolling.Methods{enrolling.Passkey}) })
	do(m.boss, func(tx *store.Tx) error {
		session := enrolling.Session{ID: "s-code", Person: m.viewer.Person, Hat: m.viewer.Hat, Method: enrolling.Code, CreatedAt: at, SeenAt: at, UntilAt: at.Add(time.Hour)}
		return tx.AddSession(session, "session-code")
	})
	do(m.boss, func(tx *store.Tx) error {
		hat := party.Hat{ID: m.boss.Hat, Person: m.boss.Person, Org: m.boss.Org, Unit: m.boss.Unit}
		return tx.AddSuccession(party.Succession{ID: "deputy", Kind: "deputy", Hat: hat, Heir: m.victim.Hat, At: at, By: m.boss.Person, CreatedAt: at})
	})
	do(m.keeper, func(tx *store.Tx) error {
		return tx.AddProposal(register.Proposal{ID: "proposal", Kind: register.KindTransfer, State: register.ToConfirm, FromOn: law.MustDay("2027-04-01"), EnteredAt: at, EnteredBy: m.keeper.Person,
			Matter: register.Matter{Transfer: &register.Transfer{Old: "x", New: "y", On: law.MustDay("2027-04-01")}}})
	})
	if err := store.Writing(t.Context(), s.DB, s.Scope("other-operator-filer"), func(q *row.Q) error {
		_, err := q.Exec(`UPDATE person SET state = 'ended' WHERE id = $1`, m.thief.Person)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	sequence(t, s.DB)
	return m
}

// power says what somebody may do because of the rows: who comes in, for whom somebody acts, what is undone, what a second
// administrator is shown.
func (m matters) power(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	say := func(what string, v any, err error) { fmt.Fprintf(&b, "%s: %v %v\n", what, v, err) }
	read := func(a access.Actor, do func(*store.Tx)) {
		_ = store.Read[*store.Tx](m.DB)(t.Context(), access.For(a, ident.At(m.Clock.Now())), func(tx *store.Tx) error { do(tx); return nil })
	}
	read(access.Actor{}, func(tx *store.Tx) {
		for _, name := range []string{"victim", "thief", "code"} {
			st, err := tx.SessionBy("session-" + name)
			say("session "+name, st.Actor.Hat, err)
			k, err := tx.TokenBy("token-" + name)
			say("token "+name, k.Actor.Hat, err)
			p, err := tx.LapsedBy("session-"+name, time.Hour)
			say("lapsed "+name, p, err)
		}
		for _, who := range []access.Actor{m.victim, m.thief, m.viewer, m.boss} {
			list, err := tx.HatsOf(who.Person)
			for _, h := range list {
				say("hat", h.ID, err)
				say("by", h.Methods, nil)
			}
		}
	})
	read(m.boss, func(tx *store.Tx) {
		list, err := tx.Successions()
		for _, x := range list {
			say("succession", fmt.Sprintf("%s %s %d", x.Hat.ID, x.Heir, x.Before), err)
		}
	})
	read(m.victim, func(tx *store.Tx) {
		list, err := tx.ActsFor()
		say("acts for", list, err)
	})
	read(m.viewer, func(tx *store.Tx) {
		list, err := tx.ActsFor()
		say("acts for", list, err)
	})
	read(m.keeper, func(tx *store.Tx) {
		p, err := tx.Proposal("proposal")
		say("proposal", fmt.Sprintf("%s %s", p.State, p.EnteredBy), err)
	})
	return b.String()
}

// forgedMatters are edits of the third generation's rows, with what becomes of the power that hung on them.
var forgedMatters = map[string]struct {
	do, table string // no table: the entry that wrote the row names it first
	loses     bool   // what stood in the row counts no more; else it was nothing, or gives neither sight nor power
}{
	"an account opened again":       {`UPDATE person SET state = 'active' WHERE id = '$thief'`, "person", false},
	"an account that is older":      {`UPDATE person SET created_at = 1 WHERE id = '$victim'`, "person", true},
	"an account opened by copying":  {`UPDATE person SET state = 'active', proof = (SELECT p.proof FROM person p WHERE p.id = '$victim') WHERE id = '$thief'`, "person", false},
	"a way in allowed":              {`UPDATE signin_rule SET methods = 'passkey code' WHERE org = '$org'`, "signin_rule", true},
	"a way in allowed by a copy":    {`INSERT INTO signin_rule (org, methods, changed_at, proof) SELECT '$other', 'code', changed_at, proof FROM signin_rule WHERE org = '$org'`, "signin_rule", false},
	"a rule of signing in deleted":  {`DELETE FROM signin_rule WHERE org = '$org'`, "signin_rule", true},
	"stale accounts kept":           {`UPDATE signin_rule SET stale_days = 100000 WHERE org = '$org'`, "signin_rule", true},
	"a deputy who was not named":    {`UPDATE succession SET heir = '$viewer' WHERE id = 'deputy'`, "succession", true},
	"a deputy invented":             {`INSERT INTO succession (id, org, unit, kind, hat, heir, at, by_person, created_at, rev, body, proof) SELECT 'forged', org, unit, kind, hat, '$viewer', at, by_person, created_at, rev, body, proof FROM succession WHERE id = 'deputy'`, "succession", false},
	"what undoing puts back":        {`UPDATE succession SET until_before = 9000000000000000 WHERE id = 'deputy'`, "succession", true},
	"a hand-over deleted":           {`DELETE FROM succession WHERE id = 'deputy'`, "succession", true},
	"one's own proposal":            {`UPDATE proposal SET entered_by = '$victim' WHERE id = 'proposal'`, "proposal", true},
	"a proposal for sooner":         {`UPDATE proposal SET from_on = '2026-11-01' WHERE id = 'proposal'`, "proposal", true},
	"a proposal deleted":            {`DELETE FROM proposal WHERE id = 'proposal'`, "proposal", true},
	"a question to somebody else":   {`UPDATE request SET asked_unit = '$power' || 'x' WHERE filing = '$filing'`, "request", false},
	"a question that was answered":  {`UPDATE request SET state = 'answered', answered_at = 1 WHERE filing = '$filing'`, "request", false},
	"a question with a longer term": {`UPDATE request SET answer_by = '2099-01-01' WHERE filing = '$filing'`, "request", false},
	"a question deleted":            {`DELETE FROM request WHERE filing = '$filing'`, "", false},
	"a hand-over of sections":       {`INSERT INTO handover (filing, audience, sections) SELECT '$filing', unit, 'outline' FROM addressee WHERE filing = '$filing' LIMIT 1`, "handover", false},
	"an inheritance invented":       {`INSERT INTO inheritance (id, old_org, new_org, new_unit, from_on, from_at) VALUES ('forged', '$org', '$other', '$unit', '2026-01-01', 0)`, "inheritance", false},
}

// Each is named by the check of the log, and none gives anybody what they did not have: what it touched is as if it were not there.
func TestForgedMattersAreNamedAndGiveNoPower(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		m := mattersOf(t, s)
		sound := m.power(t)
		for _, want := range []string{"session victim: " + string(m.victim.Hat), "session thief:  hidden", "session code:  hidden", "acts for: [" + string(m.boss.Person) + "]", "proposal: waiting " + string(m.keeper.Person)} {
			if !strings.Contains(sound, want) {
				t.Fatalf("the control: %q is not in\n%s", want, sound)
			}
		}
		before := map[string]bool{}
		for line := range strings.SplitSeq(sound, "\n") {
			before[line] = true
		}
		say := strings.NewReplacer("$victim", string(m.victim.Person), "$thief", string(m.thief.Person), "$org", string(m.boss.Org), "$other", string(m.thief.Org),
			"$unit", string(m.thief.Unit), "$viewer", string(m.viewer.Hat), "$power", string(s.As("ministry-officer").Unit))
		tables := []string{"person", "signin_rule", "succession", "proposal", "request", "handover", "inheritance"}
		for _, table := range tables {
			if _, err := m.super.ExecContext(t.Context(), `CREATE TABLE kept_`+table+` AS SELECT * FROM `+table); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range forgedMatters {
			m.bySQL(t, say.Replace(c.do))
			if r := m.check(t); r.Sound() || c.table != "" && (r.Finding != auditing.BadStanding || !strings.Contains(r.Text.En, "standing "+c.table+" ")) {
				t.Errorf("%s: %s: %s", name, r.Finding, r.Text.En)
			}
			got := m.power(t)
			for line := range strings.SplitSeq(got, "\n") { // less is there, never more
				if !before[line] && !strings.HasSuffix(line, "hidden") && !strings.HasSuffix(line, "[] <nil>") {
					t.Errorf("%s gives %q", name, line)
				}
			}
			if (got != sound) != c.loses {
				t.Errorf("%s: what it touched counts as before: %v", name, got == sound)
			}
			for _, table := range tables {
				if _, err := m.super.ExecContext(t.Context(), `DELETE FROM `+table); err != nil {
					t.Fatal(err)
				}
				if _, err := m.super.ExecContext(t.Context(), `INSERT INTO `+table+` SELECT * FROM kept_`+table); err != nil {
					t.Fatal(err)
				}
			}
		}
		if r := m.check(t); !r.Sound() || m.power(t) != sound {
			t.Errorf("after all was put back: %+v\n%s\n%s", r, sound, m.power(t))
		}
		fmt.Printf("proof: matters-forged %d\n", len(forgedMatters))
	})
}
