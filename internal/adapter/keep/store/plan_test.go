package store_test

import (
	"bytes"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// big are the tables that grow: no plan of a page may scan one of them.
var big = []string{
	"filing", "filing_revision", "reader", "look", "leaf", "request", "duty", "incident_case", "draft", "draft_entry", "addressee", "act", "position", "outbox",
	"name_known", "name_ask", "name_rule",
}

// clones multiplies the story's rows behind the product's back until the tables of its pages hold more than 10,000: plans
// do not depend on bodies.
var clones = []string{
	`INSERT INTO draft (id, org, unit, number, form, state, by_person, created_at, updated_at) SELECT id || 'x' || n, org, unit, number || 'x' || n, kind, 'sent', 'somebody', arrived_at, arrived_at FROM filing, series`,
	`INSERT INTO incident_case (id, org, unit, number, state, opened_at, rev, body) SELECT id || 'x' || n, org, unit, number || 'x' || n, state, opened_at - n, rev, body FROM incident_case, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO filing (id, org, unit, number, kind, subject, state, rev, arrived_at, leaf) SELECT id || 'x' || n, org, unit, number || 'x' || n, kind, subject || 'x' || n, state, rev, arrived_at - n, leaf FROM filing, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO filing_revision (filing, rev, at, org, body) SELECT filing || 'x' || n, rev, at, org, body FROM filing_revision, series`,
	`INSERT INTO addressee (filing, org, unit, title, channel, sections) SELECT filing || 'x' || n, org, unit, title, channel, sections FROM addressee, series`,
	`INSERT INTO reader (object, audience, kind, at) SELECT object || 'x' || n, audience, kind, at - n FROM reader, series`,
	`INSERT INTO duty (id, org, unit, rule, subject, due_on, state, opened_at, rev, body) SELECT id || 'x' || n, org, unit, rule, subject || 'x' || n, due_on, 'discharged', opened_at, rev, body FROM duty, series`,
	`INSERT INTO request (id, number, kind, filing, org, unit, asked_org, asked_unit, state, asked_at, question) SELECT id || 'x' || n, number || 'x' || n, kind, filing || 'x' || n, org, unit, asked_org, asked_unit, 'answered', asked_at - n, question FROM request, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO name_known (id, number, org, unit, kind, state, decided_at, by_actor, leaf, rev, body) SELECT id || 'n' || n, number || 'n' || n, org, unit, 'confirm', 'standing', opened_at - n, 'somebody', id || 'l' || n, rev, body FROM incident_case, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO name_rule (id, number, org, unit, kind, state, asks, decided_at, by_actor, leaf, rev, body) SELECT id || 'n' || n, number || 'n' || n, org, unit, 'none', 'standing', 1, opened_at - n, 'somebody', id || 'l' || n, rev, body FROM incident_case, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO name_ask (id, number, org, unit, state, asked_at, by_actor, leaf, body) SELECT id || 'n' || n, number || 'n' || n, org, unit, 'answered', opened_at - n, 'somebody', id || 'l' || n, body FROM incident_case, series WHERE number NOT LIKE '%x%'`,
	`INSERT INTO look (id, at, object, org, unit, actor, purpose) SELECT id || 'x' || n, arrived_at, id, org, unit, 'somebody', 'open' FROM filing, series WHERE n < 3`,
}

const series = `WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 4000) `

// analyse measures every row, not a sample of them: plans that cost nearly the same would change places from run to run.
var analyse = map[string]string{"sqlite": `ANALYZE`, "postgres": `SET default_statistics_target = 1000; ANALYZE`}

func TestPlansOfPages(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		s := stagetest.SQLite(t)
		dsn := "file:" + filepath.Join(s.Path, "kanmin.db") + "?_pragma=busy_timeout(10000)"
		plans(t, s, entrance{"sqlite", dsn, dsn})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		s, pg := stagetest.Beside(t)
		plans(t, s, entrance{"pgx", pg.Owner, pg.App})
	})
}

// entrance is how a test comes to a database beside the product: as its owner, and as the product does.
type entrance struct{ driver, owner, app string }

func (b entrance) open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(b.driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func plans(t *testing.T, s *stagetest.Stage, b entrance) {
	t.Helper()
	db, app := b.open(t, b.owner), b.open(t, b.app)
	if err := world.Story(t.Context(), s.World, s.Doors, stagetest.Day); err != nil {
		t.Fatal(err)
	}
	pages := recordPages(t, s)
	if s.Engine() == "postgres" {
		for _, table := range big { // nobody else measures meanwhile
			if _, err := db.ExecContext(t.Context(), `ALTER TABLE `+table+` SET (autovacuum_enabled = off)`); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, q := range clones {
		into, from, _ := strings.Cut(q, " SELECT ")
		if _, err := db.ExecContext(t.Context(), into+" "+series+"SELECT "+from); err != nil {
			t.Fatal(q, err)
		}
	}
	if _, err := db.ExecContext(t.Context(), analyse[s.Engine()]); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, p := range pages {
		fmt.Fprintf(&out, "## %s: %d statements\n", p.name, len(p.statements))
		if len(p.statements) > 8 {
			t.Errorf("%s takes %d statements, at most 8 are allowed", p.name, len(p.statements))
		}
		for _, st := range p.statements {
			fmt.Fprintf(&out, "\n%s\n", strings.Join(strings.Fields(st.query), " "))
			for _, line := range shown(s.Engine(), explained(t, app, s.Engine(), p.scope, st)) {
				fmt.Fprintf(&out, "    %s\n", line)
			}
		}
		out.WriteString("\n")
		for _, line := range tooMuch(t, app, s.Engine(), p) {
			t.Errorf("%s: %s", p.name, line)
		}
	}
	golden(t, filepath.Join("testdata", "plans."+s.Engine()+".golden"), out.Bytes())
	if s.Engine() == "postgres" {
		aWalkIsNoticed(t, db, app, pages)
	}
}

// shown are the lines of a plan that are kept. SQLite measures a sample of the keys, which are random: between plans that cost
// nearly the same its choice changes from run to run. Of its plans it is kept which tables are searched and which are walked.
func shown(engine string, lines []string) (list []string) {
	if engine == "postgres" {
		return lines
	}
	for _, line := range lines {
		if how, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok && (how == "SEARCH" || how == "SCAN") {
			table, _, _ := strings.Cut(rest, " ")
			list = append(list, how+" "+table)
		}
	}
	slices.Sort(list)
	return list
}

type statement struct {
	query string
	args  []any
}

type page struct {
	name       string
	most       int // how many rows of a table it may touch where that is more than others may
	scope      access.Scope
	statements []statement
}

// recordPages runs what the pages and the API read, and keeps every statement.
func recordPages(t *testing.T, s *stagetest.Stage) (pages []page) {
	t.Helper()
	var number ident.Number
	run := func(name, token string, do func(reportTx) error) {
		p := page{name: name, scope: s.Scope(token), most: searching(name)}
		ctx := store.Noting(t.Context(), func(query string, args []any) {
			if !strings.Contains(query, "FROM org_key") { // a key is loaded once in the life of a node
				p.statements = append(p.statements, statement{query, args})
			}
		})
		if err := store.Read[reportTx](s.DB)(ctx, s.Scope(token), do); err != nil {
			t.Fatal(name, err)
		}
		pages = append(pages, p)
	}
	one := func(tx reportTx) error { return readReport(tx, number) }
	run("operator: 報告の履歴", "operator-filer", func(tx reportTx) error {
		lines, err := tx.OwnFilings(store.Cursor{}, 50)
		number = lines[0].Number
		return err
	})
	run("operator: やること", "operator-filer", readHome)
	run("operator: one report", "operator-filer", one)
	run("ministry: 本日の対応", "ministry-officer", readDesk)
	run("ministry: 200 reports through the API", "ministry-officer", func(tx reportTx) error {
		_, err := tx.DeskFilings(store.Cursor{}, 201)
		return err
	})
	recordSearches(run)
	run("ministry: one report", "ministry-officer", one)
	run("cabinet: 本日の対応", "cabinet-analyst", readDesk)
	recordExpected(t, run)
	run("operator: 決めた製品名", "operator-filer", func(tx reportTx) error {
		if _, err := tx.OwnNames(store.Cursor{}, 50); err != nil {
			return err
		}
		if _, err := tx.OwnNameAsks(store.Cursor{}, 50); err != nil {
			return err
		}
		if _, err := tx.NewNameAnswers(200); err != nil {
			return err
		}
		if _, err := tx.CountNameAnswers(200); err != nil {
			return err
		}
		_, err := tx.NamesByID([]ident.Object{"a", "b"})
		return err
	})
	run("cabinet: 製品名の名寄せ", "cabinet-analyst", func(tx reportTx) error {
		if _, err := tx.DeskNameAsks(2000); err != nil {
			return err
		}
		_, err := tx.NameRules(store.Cursor{}, 50)
		return err
	})
	return pages
}

// recordExpected runs 提出状況 of an office, and of one to which every operator files.
func recordExpected(t *testing.T, run func(name, token string, do func(reportTx) error)) {
	t.Helper()
	for _, who := range [][2]string{{"ministry: 提出状況", "ministry-officer"}, {"cabinet: 提出状況", "cabinet-analyst"}} {
		run(who[0], who[1], func(tx reportTx) error {
			list, err := tx.ExpectedLines(expected.Notification)
			if len(list) == 0 {
				t.Errorf("%s is empty", who[0])
			}
			return err
		})
	}
}

// searching lets a search touch more: it counts what it leaves, up to ten thousand, and a filter that leaves little is asked of
// every row of the office. Here these are some 16,000; the others' 100,000 it must not see.
func searching(name string) int {
	if strings.Contains(name, "search") {
		return 20_000
	}
	return 0
}

// recordSearches runs a search of each side, as it opens and with every part of a filter.
func recordSearches(run func(name, token string, do func(reportTx) error)) {
	run("ministry: tiles, a search each", "ministry-officer", func(tx reportTx) error {
		_, err := tx.Tiles()
		if err == nil {
			_, err = tx.CountEach([]filing.Filter{{Kind: "-asset.", State: filing.Arrived}, {Kind: "asset.", Need: filing.NeedsMe}}, 10_001)
		}
		return err
	})
	for _, of := range [][2]string{{"ministry: a search", "ministry-officer"}, {"operator: a search", "operator-filer"}} {
		run(of[0], of[1], func(tx reportTx) error {
			_, err := tx.Search(filing.Filter{}, filing.Place{}, 50)
			return err
		})
		run(of[0]+" with every part", of[1], func(tx reportTx) error {
			_, err := tx.Search(filters[len(filters)-1], filing.Place{At: ident.At(stagetest.Day), ID: "f"}, 50)
			return err
		})
	}
}

func readReport(tx reportTx, number ident.Number) error {
	all, err := tx.CaseWith(number, access.Permission{Action: access.Read, Object: access.Report})
	if err != nil {
		return err
	}
	f := all[0].Filing
	if _, err := tx.Addressees(f); err != nil {
		return err
	}
	if _, err := tx.RequestsOf(f.ID); err != nil {
		return err
	}
	if _, err := tx.DutiesOf(ident.Object(f.Case)); err != nil {
		return err
	}
	if _, err := tx.CaseFilings(f.Case, access.Permission{Action: access.Read, Object: access.Report}); err != nil {
		return err
	}
	_, err = tx.LooksAt(ident.Object(f.ID))
	return err
}

func readHome(tx reportTx) error {
	if _, err := tx.OpenDrafts(20); err != nil {
		return err
	}
	if _, err := tx.WaitingRequests(20); err != nil {
		return err
	}
	if _, err := tx.OpenDuties(20); err != nil {
		return err
	}
	_, err := tx.OwnFilings(store.Cursor{}, 10)
	return err
}

func readDesk(tx reportTx) error {
	if _, err := tx.DeskFilings(store.Cursor{}, 50); err != nil {
		return err
	}
	_, err := tx.AskedRequests(50)
	return err
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // a directory of the tree
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // a golden file
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path) //nolint:gosec // a golden file
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./internal/adapter/keep/store -update, and look at the diff): %v\n%s", path, err, got)
	}
}
