package store_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

func prompt() submitting.Sending {
	return submitting.Prompt(world.Values(stagetest.Day.Add(-time.Hour), "監視端末の画面に身代金を求める文が出ている", "malware"))
}

// spoil runs SQL behind the product's back.
func spoil(t *testing.T, s *stagetest.Stage, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.Path, "kanmin.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

type reportTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	OwnFilings(before store.Cursor, limit int) ([]filing.Line, error)
	DeskFilings(before store.Cursor, limit int) ([]filing.Line, error)
	Search(filing.Filter, filing.Place, int) (filing.Found, error)
	Case(ident.Case) (incident.Case, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	CaseFilings(ident.Case, access.Permission) ([]filing.Reported, error)
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	LooksAt(ident.Object) ([]access.Seen, error)
	WaitingRequests(limit int) ([]request.Request, error)
	AskedRequests(limit int) ([]request.Request, error)
	OpenDuties(limit int) ([]duty.Duty, error)
	ExpectedLines(expected.Of) ([]expected.Line, error)
	Tiles() ([]view.Tile, error)
	CountEach(filters []filing.Filter, most int) ([]int, error)
	OwnNames(before store.Cursor, limit int) ([]memory.Known, error)
	NamesByID([]ident.Object) ([]memory.Known, error)
	OwnNameAsks(before store.Cursor, limit int) ([]memory.Ask, error)
	DeskNameAsks(limit int) ([]memory.Ask, error)
	NewNameAnswers(newest int) ([]memory.Ask, error)
	CountNameAnswers(newest int) (int, error)
	NameRules(before store.Cursor, limit int) ([]memory.Rule, error)
}

// reads says for every person of the world who may read the report of the grid company's first site. Whoever is not
// listed sees nothing of it through any method of the store.
var reads = map[string]string{
	"operator-filer": "own", "operator-approver": "own", "operator-admin": "own", "operator-site-filer": "own",
	"ministry-officer": "addressed", "ministry-supervisor": "addressed", "cabinet-analyst": "addressed", "cabinet-supervisor": "addressed",
}

func TestWhoSeesAReport(t *testing.T) {
	t.Parallel()
	engines := map[string]func(testing.TB, ...func(*store.Config)) *stagetest.Stage{"sqlite": stagetest.SQLite, "postgres": stagetest.Postgres}
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) { t.Parallel(); whoSeesAReport(t, engine(t), reads) })
	}
	// The same with the store's own predicate compiled out: row-level security alone gives the same answers.
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		whoSeesAReport(t, stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true }), reads)
	})
}

func whoSeesAReport(t *testing.T, s *stagetest.Stage, want map[string]string) {
	t.Helper()
	id, err := s.File.Do(t.Context(), s.Scope("operator-site-filer"), s.Key("operator-site-filer", "f"), prompt())
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Report(t.Context(), s.Scope("operator-site-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range s.People {
		got := sees(t, s, who.Token, f)
		if got != want[who.Token] {
			t.Errorf("%s: %q, want %q", who.Token, got, want[who.Token])
		}
	}
}

// sees says how somebody comes to a filing, and fails when two doors disagree.
func sees(t *testing.T, s *stagetest.Stage, token string, f filing.Filing) (how string) {
	t.Helper()
	read := access.Permission{Action: access.Read, Object: access.Report}
	err := store.Read[reportTx](s.DB)(t.Context(), s.Scope(token), func(tx reportTx) error {
		var open []bool
		note := func(err error) {
			if err != nil && !fault.Is(err, fault.Hidden) {
				t.Errorf("%s: %v", token, err)
			}
			open = append(open, err == nil)
		}
		_, _, err := tx.Filing(f.Number, read)
		note(err)
		_, _, err = tx.FilingByID(f.ID, read)
		note(err)
		_, err = tx.Case(f.Case)
		note(err)
		if slices.Contains(open, true) && slices.Contains(open, false) {
			t.Errorf("%s: doors disagree: %v", token, open)
		}
		own, err := tx.OwnFilings(store.Cursor{}, 100)
		if err != nil {
			return err
		}
		desk, err := tx.DeskFilings(store.Cursor{}, 100)
		if err != nil {
			return err
		}
		in := func(lines []filing.Line) bool {
			return slices.ContainsFunc(lines, func(l filing.Line) bool { return l.Filing.ID == f.ID })
		}
		switch {
		case in(own):
			how = "own"
		case in(desk):
			how = "addressed"
		}
		if (how != "") != open[0] {
			t.Errorf("%s: lists say %q, the record says %v", token, how, open[0])
		}
		return nil
	})
	if err != nil {
		t.Fatal(token, err)
	}
	return how
}

func TestAnOfficeLosesSightWhenItsJurisdictionEnds(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		s := stagetest.SQLite(t)
		losesSight(t, s, func(query string) { spoil(t, s, query) })
	})
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		s, pg := stagetest.Beside(t, func(c *store.Config) { c.NoWalls = true })
		owner := entrance{"pgx", pg.Owner, pg.App}.open(t, pg.Owner)
		losesSight(t, s, func(query string) {
			if _, err := owner.ExecContext(t.Context(), query); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func losesSight(t *testing.T, s *stagetest.Stage, behind func(query string)) {
	t.Helper()
	id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "f"), prompt())
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Report(t.Context(), s.Scope("operator-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	if got := sees(t, s, "ministry-officer", f); got != "addressed" {
		t.Fatalf("before: %q", got)
	}
	office := string(s.As("ministry-officer").Unit)
	behind(strings.ReplaceAll(`UPDATE audience_member SET until_at = 1 WHERE unit = '?'`, "?", office))
	if got := sees(t, s, "ministry-officer", f); got != "" {
		t.Errorf("after: %q", got)
	}
	if got := sees(t, s, "cabinet-analyst", f); got != "addressed" {
		t.Errorf("the other addressee: %q", got)
	}
}

// What the database keeps for a transaction is kept under whose it is: another office, another instant, another answer.
func TestWhereAnOfficeStandsIsAskedForEachOffice(t *testing.T) {
	t.Parallel()
	s, pg := stagetest.Beside(t)
	app := entrance{"pgx", pg.Owner, pg.App}.open(t, pg.App)
	tx, err := app.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	stands := func(set string) (units, audiences string) {
		t.Helper()
		if _, err := tx.ExecContext(t.Context(), set); err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRowContext(t.Context(), `SELECT array_to_string(kanmin_units(), ' '), array_to_string(kanmin_audiences(), ' ')`).Scan(&units, &audiences); err != nil {
			t.Fatal(err)
		}
		return units, audiences
	}
	if units, audiences := stands(`SELECT 1`); units != "" || audiences != "" {
		t.Errorf("nobody stands among %q, %q", units, audiences)
	}
	ministry, cabinet := s.Scope("ministry-officer"), s.Scope("cabinet-analyst")
	for range 2 {
		for _, o := range []access.Scope{ministry, cabinet} {
			if units, audiences := stands(inScope(o)); !strings.Contains(units, string(o.Unit)) || !strings.Contains(audiences, string(o.Unit)) {
				t.Errorf("%s stands among %q, %q", o.Unit, units, audiences)
			}
		}
	}
	ministry.At = -1
	if _, audiences := stands(inScope(ministry)); audiences != "" {
		t.Errorf("before it was: %q", audiences)
	}
}
