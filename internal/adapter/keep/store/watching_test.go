package store_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// browse writes looks of somebody at n records that are not theirs, at an instant.
func browse(t *testing.T, s *stagetest.Stage, token string, n int, at time.Time) {
	t.Helper()
	now := s.Clock.Now()
	s.Clock.Set(at)
	seen := make([]ident.Object, n)
	for i := range seen {
		seen[i] = ident.Object(fmt.Sprintf("record-%06d", i))
	}
	type nothing interface{ Now() ident.Instant }
	if n > 0 {
		if err := store.Look[nothing](s.DB)(t.Context(), s.Scope(token), "open", func(nothing) ([]ident.Object, error) { return seen, nil }); err != nil {
			t.Fatal(err)
		}
	}
	s.Clock.Set(now)
}

func round(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	if err := s.Watch(t.Context(), access.System("watch", ident.At(s.Clock.Now())), "test"); err != nil {
		t.Fatal(err)
	}
}

type alarmTx interface {
	Alarms(f access.AlarmFilter, limit int) ([]access.Alarm, error)
}

func alarmsOf(t *testing.T, s *stagetest.Stage, token string) (list []access.Alarm) {
	t.Helper()
	if err := store.Read[alarmTx](s.DB)(t.Context(), s.Scope(token), func(tx alarmTx) (err error) {
		list, err = tx.Alarms(access.AlarmFilter{}, 100)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// A curious officer: the 201st record within ten minutes raises one alarm, in the next round, to whoever supervises them
// and to the platform's administrators; nobody else learns of it.
func TestACuriousOfficerRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		now := s.Clock.Now()
		for d := 1; d <= 20; d++ { // used to reading much: today's number alone is nothing unusual
			browse(t, s, "ministry-officer", 150, now.Add(-time.Duration(d)*24*time.Hour))
		}
		browse(t, s, "ministry-officer", 200, now.Add(-time.Minute))
		browse(t, s, "cabinet-analyst", 30, now.Add(-time.Minute))
		round(t, s)
		if got := alarmsOf(t, s, "platform-admin"); len(got) != 0 {
			t.Fatalf("200 records, or a first day of 30: %+v", got)
		}
		browse(t, s, "ministry-officer", 201, now.Add(-time.Second))
		round(t, s)
		round(t, s) // one alarm a day, however often it is looked for
		for _, token := range []string{"platform-admin", "ministry-supervisor"} {
			got := alarmsOf(t, s, token)
			if len(got) != 1 || got[0].Kind != access.AlarmRate || got[0].Count != 201 || got[0].Name != "髙木 真理子" || got[0].UnitName != "電力・ガス保安担当室" {
				t.Errorf("%s: %+v", token, got)
			}
		}
		for _, p := range s.People {
			if p.Kind != party.Platform && p.Token != "ministry-supervisor" && len(alarmsOf(t, s, p.Token)) != 0 {
				t.Errorf("%s %s learns of it", p.Token, p.Name)
			}
		}
		if n, err := s.Alarms(t.Context()); err != nil || n[access.AlarmRate] != 1 || n[access.AlarmStray] != 0 {
			t.Errorf("counted: %v, %v", n, err)
		}
		seeAlarm(t, s)
		sequence(t, s.DB)
		if r, err := s.VerifyLedger(t.Context(), nil); err != nil || !r.Sound() {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func seeAlarm(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	n := alarmsOf(t, s, "platform-admin")[0].Number
	see := auditing.See{Act: store.Act[auditing.SeeTx](s.DB)}
	for _, c := range []struct {
		token string
		want  fault.Kind
	}{{"ministry-officer", fault.Hidden}, {"other-ministry-officer", fault.Hidden}, {"operator-admin", fault.Hidden}} {
		if err := see.Do(t.Context(), s.Scope(c.token), s.Key(c.token, "see"), n, "業務"); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", c.token, err)
		}
	}
	for _, reason := range []string{"", " \u3000", strings.Repeat("あ", 501), "a\x00"} {
		if err := see.Do(t.Context(), s.Scope("ministry-supervisor"), ident.Key{}, n, reason); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", reason, err)
		}
	}
	program := s.Scope("ministry-supervisor")
	program.Person, program.Session, program.Token = "", "", "t"
	if err := see.Do(t.Context(), program, ident.Key{}, n, "業務"); !fault.Is(err, fault.Denied) {
		t.Errorf("a token closes it: %v", err)
	}
	if err := see.Do(t.Context(), s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "see"), n, "四半期の点検でした。"); err != nil {
		t.Error(err)
	}
	if err := see.Do(t.Context(), s.Scope("platform-admin"), s.Key("platform-admin", "see"), n, "ほかの理由"); err != nil {
		t.Errorf("seen twice: %v", err)
	}
	if got := alarmsOf(t, s, "platform-admin"); got[0].SeenName != "石﨑 浩二" || got[0].Reason != "四半期の点検でした。" {
		t.Errorf("%+v", got)
	}
}

func TestThreeTimesOnesOwnMaximum(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	now := s.Clock.Now()
	browse(t, s, "ministry-officer", 20, now.Add(-3*24*time.Hour))
	browse(t, s, "ministry-officer", 99, now.Add(-40*24*time.Hour)) // long ago
	browse(t, s, "ministry-officer", 60, now.Add(-20*time.Minute))
	round(t, s)
	if got := alarmsOf(t, s, "platform-admin"); len(got) != 0 {
		t.Fatalf("three times: %+v", got)
	}
	browse(t, s, "ministry-officer", 61, now.Add(-time.Minute))
	round(t, s)
	if got := alarmsOf(t, s, "platform-admin"); len(got) != 1 || got[0].Kind != access.AlarmUnusual || got[0].Count != 61 {
		t.Errorf("more than three times: %+v", got)
	}
}

// Asking for the records of five organisations outside one's competence raises an alarm; asking for what does not exist,
// for one's own, or within one's competence does not. The answer is the same each time.
func TestStrayingRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		var numbers []ident.Number
		for i, w := range append([]access.Actor{s.As("operator-filer"), s.As("other-operator-filer")}, others(t, s)...) {
			scope := access.For(w, ident.At(s.Clock.Now()))
			id, err := s.File.Do(t.Context(), scope, ident.Key{Org: w.Org, Actor: w.ID(), Route: "test", Client: fmt.Sprint(i)}, prompt())
			if err != nil {
				t.Fatal(err)
			}
			f, err := s.Report(t.Context(), scope, id)
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, f.Number)
		}
		if len(numbers) < 5 {
			t.Fatalf("only %d operators", len(numbers))
		}
		stray := func(token string, list ...ident.Number) {
			t.Helper()
			for _, n := range list {
				err := store.Read[reportTx](s.DB)(t.Context(), s.Scope(token), func(tx reportTx) error {
					_, _, err := tx.Filing(n, access.Permission{Action: access.Read, Object: access.Report})
					return err
				})
				if err != nil && !fault.Is(err, fault.Hidden) {
					t.Fatal(err)
				}
			}
			round(t, s)
		}
		stray("maintainer", numbers[:4]...)
		stray("maintainer", numbers[:4]...) // the same again
		for i := range 20 {
			stray("maintainer", ident.Number(fmt.Sprintf("報8-%08d", i)))
		}
		stray("ministry-officer", numbers...) // some are theirs
		if got := alarmsOf(t, s, "platform-admin"); len(got) != 0 {
			t.Fatalf("four organisations: %+v", got)
		}
		stray("maintainer", numbers[4])
		if got := alarmsOf(t, s, "platform-admin"); len(got) != 1 || got[0].Kind != access.AlarmStray || got[0].Count != 5 {
			t.Errorf("five: %+v", got)
		}
	})
}

// others are filers of further operators of the world, one each.
func others(t *testing.T, s *stagetest.Stage) (list []access.Actor) {
	t.Helper()
	rows, err := super(t, s).QueryContext(t.Context(), `SELECT MAX(h.id), MAX(h.person), h.org, MAX(h.unit) FROM hat h JOIN org o ON o.id = h.org
		WHERE h.roles = 'operator-filer' AND o.kind = 'operator' AND h.org NOT IN ($1, $2) GROUP BY h.org`, string(s.As("operator-filer").Org), string(s.As("other-operator-filer").Org))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		a := access.Actor{Kind: "operator", Roles: []access.Role{access.OperatorFiler}}
		if err := rows.Scan(&a.Hat, &a.Person, &a.Org, &a.Unit); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Exposure names what a person could read and did read, by number and organisation.
func TestExposure(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		var filed []filing.Filing
		for i, token := range []string{"operator-filer", "operator-filer", "other-operator-filer"} {
			filed = append(filed, file(t, s, token, fmt.Sprint(i)))
		}
		look(t, s, filed[0])
		from, until := ident.At(s.Clock.Now().Add(-time.Hour)), ident.At(s.Clock.Now().Add(time.Hour))
		count := func(list []store.Exposed) (n int) {
			for _, o := range list {
				n += len(o.Numbers)
			}
			return n
		}
		for token, want := range map[string][3]int{"ministry-officer": {3, 1, 2}, "operator-filer": {2, 0, 1}, "other-ministry-officer": {0, 0, 0}, "platform-admin": {0, 0, 0}} {
			x, err := s.Exposure(t.Context(), store.Suspect{Person: s.As(token).Person, From: from, Until: until})
			if got := [3]int{count(x.Could), count(x.Read), len(x.Could)}; err != nil || got != want {
				t.Errorf("%s: could, did, organisations: %v, want %v; %v", token, got, want, err)
			}
		}
		x, err := s.Exposure(t.Context(), store.Suspect{Person: s.As("ministry-officer").Person, From: until, Until: until.Add(time.Hour)})
		if err != nil || count(x.Read) != 0 || count(x.Could) != 3 {
			t.Errorf("after: %+v, %v", x, err)
		}
		if _, err := s.Exposure(t.Context(), store.Suspect{Session: "none", From: from, Until: until}); !fault.Is(err, fault.Hidden) {
			t.Errorf("no such session: %v", err)
		}
	})
}

// Alarms are narrowed where they are kept: by number, kind, state and when they were raised, and never beyond what the scope sees.
func TestAlarmsAreNarrowedWhereTheyAreKept(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		officer := s.As("ministry-officer")
		raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](s.DB), Entropy: s.Entropy}
		first := s.Clock.Now()
		for i, kind := range []access.AlarmKind{access.AlarmRate, access.AlarmStray, access.AlarmRate, access.AlarmUnusual} {
			s.Clock.Set(first.AddDate(0, 0, i))
			w := access.Watched{Actor: officer.ID(), Org: officer.Org, Unit: officer.Unit, Recent: 201, Strayed: 5, Today: 900}
			if ok, err := raise.Do(t.Context(), access.System("test", ident.At(s.Clock.Now())), w, kind); err != nil || !ok {
				t.Fatal(ok, err)
			}
		}
		find := func(who string, f access.AlarmFilter, limit int) (list []access.Alarm) {
			t.Helper()
			if err := store.Read[alarmTx](s.DB)(t.Context(), s.Scope(who), func(tx alarmTx) (err error) {
				list, err = tx.Alarms(f, limit)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		all := find("platform-admin", access.AlarmFilter{}, 10)
		see := auditing.See{Act: store.Act[auditing.SeeTx](s.DB)}
		if len(all) != 4 {
			t.Fatalf("%d alarms", len(all))
		}
		if err := see.Do(t.Context(), s.Scope("platform-admin"), s.Key("platform-admin", "see"), all[3].Number, "業務"); err != nil {
			t.Fatal(err)
		}
		day := func(n int) ident.Instant { return ident.At(first.AddDate(0, 0, n)) }
		for i, c := range []struct {
			f    access.AlarmFilter
			want int
		}{
			{access.AlarmFilter{}, 4}, {access.AlarmFilter{Number: all[2].Number}, 1}, {access.AlarmFilter{Number: "知-R8-0000"}, 0}, {access.AlarmFilter{Kind: access.AlarmRate}, 2},
			{access.AlarmFilter{Open: true}, 3}, {access.AlarmFilter{Seen: true}, 1}, {access.AlarmFilter{Open: true, Seen: true}, 0}, {access.AlarmFilter{From: day(1)}, 3}, {access.AlarmFilter{From: day(1), Until: day(2)}, 1},
			{access.AlarmFilter{Kind: access.AlarmRate, Until: day(1)}, 1},
		} {
			if got := find("platform-admin", c.f, 10); len(got) != c.want {
				t.Errorf("%d: %d, want %d", i, len(got), c.want)
			}
			if got := find("operator-admin", c.f, 10); len(got) != 0 {
				t.Errorf("%d: an operator finds %d", i, len(got))
			}
		}
		if got := find("platform-admin", access.AlarmFilter{}, 2); len(got) != 2 || got[0].Number != all[0].Number {
			t.Errorf("two of them: %v", got)
		}
	})
}

// A rule of signing in that somebody deletes in the database opens nothing: not even what everybody starts with. The next round says so to
// the platform's administrators, once a day, and putting the row back is enough.
func TestARuleThatIsDeletedIsMissed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		m := mattersOf(t, s)
		round(t, s)
		if got := lostRules(t, s); len(got) != 0 {
			t.Fatalf("the control: %+v", got)
		}
		sound := m.power(t)
		if _, err := m.super.ExecContext(t.Context(), `CREATE TABLE kept AS SELECT * FROM signin_rule`); err != nil {
			t.Fatal(err)
		}
		m.bySQL(t, `DELETE FROM signin_rule WHERE org = '`+string(m.boss.Org)+`'`)
		if got := m.power(t); strings.Contains(got, "session victim: "+string(m.victim.Hat)) || strings.Contains(got, "by: [passkey code]") && !strings.Contains(sound, "by: [passkey code]") {
			t.Errorf("it opens:\n%s", got)
		}
		round(t, s)
		round(t, s)
		got := lostRules(t, s)
		if len(got) != 1 || got[0].Org != m.boss.Org || got[0].Name != "" {
			t.Errorf("%+v", got)
		}
		if n, err := s.Alarms(t.Context()); err != nil || n[access.AlarmRule] != 1 {
			t.Errorf("counted: %v, %v", n, err)
		}
		m.bySQL(t, `INSERT INTO signin_rule SELECT * FROM kept WHERE org = '`+string(m.boss.Org)+`'`)
		if got := m.power(t); got != sound {
			t.Errorf("put back:\n%s\n%s", got, sound)
		}
	})
}

func lostRules(t *testing.T, s *stagetest.Stage) []access.Alarm {
	t.Helper()
	return slices.DeleteFunc(alarmsOf(t, s, "platform-admin"), func(a access.Alarm) bool { return a.Kind != access.AlarmRule })
}

// An alarm about a service token says whose it is; what it is called is told to its own organisation alone. Its bearer closes no alarm
// about it.
func TestAnAlarmAboutATokenNamesIt(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		boss := s.As("ministry-supervisor")
		token := enrolling.Token{ID: "reader", Hat: boss.Hat, Label: "集計の連携", CreatedAt: ident.At(s.Clock.Now()), UntilAt: ident.At(s.Clock.Now().Add(time.Hour))}
		if _, err := store.Act[*store.Tx](s.DB)(t.Context(), access.System("test", ident.At(s.Clock.Now())), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
			return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: "reader"}, tx.AddToken(token, "secret")
		}); err != nil {
			t.Fatal(err)
		}
		raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](s.DB), Entropy: rand.Reader}
		w := access.Watched{Actor: "reader", Org: boss.Org, Unit: boss.Unit, Recent: access.WatchLimit + 1}
		if _, err := raise.Do(t.Context(), access.System("watch", ident.At(s.Clock.Now())), w, access.AlarmRate); err != nil {
			t.Fatal(err)
		}
		for who, label := range map[string]string{"ministry-supervisor": "集計の連携", "platform-admin": ""} {
			got := alarmsOf(t, s, who)
			if len(got) != 1 || got[0].Actor != "reader" || got[0].Token != label || got[0].Name != "石﨑 浩二" || got[0].Bearer != boss.Person {
				t.Errorf("%s: %+v", who, got)
			}
		}
		see := auditing.See{Act: store.Act[auditing.SeeTx](s.DB)}
		if err := see.Do(t.Context(), s.Scope("ministry-supervisor"), ident.Key{}, alarmsOf(t, s, "platform-admin")[0].Number, "業務"); !fault.Is(err, fault.Denied) {
			t.Errorf("its bearer closes it: %v", err)
		}
	})
}
