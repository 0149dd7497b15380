package store_test

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

// told is a stage with a story of each kind of entry, numbered in three batches, and a way past every wall.
type told struct {
	*stagetest.Stage
	super *sql.DB
	first filing.Filing
	index int64 // of the first report
}

func tell(t *testing.T, s *stagetest.Stage) told {
	t.Helper()
	ctx := t.Context()
	tick := func() { s.Clock.Set(s.Clock.Now().Add(time.Second)) } // entries are numbered in the order of their instants
	tick()
	first := file(t, s, "operator-filer", "1")
	tick()
	officer := s.Scope("ministry-officer")
	id, err := s.Ask.Do(ctx, officer, s.Key("ministry-officer", "ask"), asking.Question{Filing: first.Number, Kind: "enquiry", Text: "影響の見込みを教えてください。"})
	if err != nil {
		t.Fatal(err)
	}
	sequence(t, s.DB)
	r, err := s.Request(ctx, officer, first.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	tick()
	step := asking.Step{Act: store.Act[asking.StepTx](s.DB), Entropy: rand.Reader}
	wish := asking.Told{Filing: first.Number, Request: r.Number, Kind: request.ExtensionAsked, By: law.DayOf(ident.At(s.Clock.Now())).Add(9), Reason: "調査に時間がかかります。"}
	if _, err := step.Do(ctx, s.Scope("operator-filer"), s.Key("operator-filer", "step"), wish); err != nil {
		t.Fatal(err)
	}
	tick()
	if _, err := s.Answer.Do(ctx, s.Scope("operator-filer"), s.Key("operator-filer", "answer"), asking.Reply{Filing: first.Number, Request: r.Number, Text: "調査中です。"}); err != nil {
		t.Fatal(err)
	}
	look(t, s, first)
	s.Clock.Set(s.Clock.Now().Add(2 * time.Minute))
	if n, err := (auditing.DigestLooks{Act: store.Act[auditing.LooksTx](s.DB)}).Do(ctx, access.System("looks", ident.At(s.Clock.Now()))); err != nil || n != 2 {
		t.Fatalf("%d looks, %v", n, err)
	}
	tick()
	file(t, s, "operator-filer", "2")
	sequence(t, s.DB)
	tick()
	file(t, s, "other-operator-filer", "3")
	sequence(t, s.DB)
	tick()
	file(t, s, "other-operator-filer", "4") // still waits
	b := told{Stage: s, super: super(t, s), first: first}
	if err := b.super.QueryRowContext(ctx, `SELECT idx FROM position WHERE leaf = $1`, string(first.Leaf)).Scan(&b.index); err != nil {
		t.Fatal(err)
	}
	return b
}

// super connects as somebody with every right.
func super(t *testing.T, s *stagetest.Stage) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", strings.Replace(s.URL, "user=kanmin_app", "user=postgres", 1)
	if path, ok := strings.CutPrefix(s.URL, "sqlite:"); ok {
		driver, dsn = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	if driver == "pgx" { // as an intruder would: no foreign keys
		if _, err := db.ExecContext(t.Context(), `SET session_replication_role = replica`); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// tables are those that the check reads.
var tables = []string{"leaf", "leaf_pending", "position", "tree_hash", "tree_head", "checkpoint", "filing", "filing_revision", "addressee", "request", "request_step", "look",
	"org", "unit", "unit_above", "hat", "designation", "jurisdiction", "audience_member", "reader", "standing"}

func (b told) keep(t *testing.T) {
	t.Helper()
	for _, name := range tables {
		if _, err := b.super.ExecContext(t.Context(), `CREATE TABLE kept_`+name+` AS SELECT * FROM `+name); err != nil {
			t.Fatal(err)
		}
	}
}

func (b told) restore(t *testing.T) {
	t.Helper()
	for _, name := range tables {
		if _, err := b.super.ExecContext(t.Context(), `DELETE FROM `+name); err != nil {
			t.Fatal(err)
		}
		if _, err := b.super.ExecContext(t.Context(), `INSERT INTO `+name+` SELECT * FROM kept_`+name); err != nil {
			t.Fatal(err)
		}
	}
}

// look opens a report as two offices.
func look(t *testing.T, s *stagetest.Stage, f filing.Filing) {
	t.Helper()
	open := store.Look[interface {
		FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	}](s.DB)
	for _, token := range []string{"ministry-officer", "cabinet-analyst"} {
		err := open(t.Context(), s.Scope(token), "open", func(tx interface {
			FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
		}) ([]ident.Object, error) {
			_, _, err := tx.FilingByID(f.ID, access.Permission{Action: access.Read, Object: access.Report})
			return []ident.Object{ident.Object(f.ID)}, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// bySQL edits the database as somebody with every right would.
func (b told) bySQL(t *testing.T, statements ...string) {
	t.Helper()
	for _, text := range statements {
		text = strings.NewReplacer("$index", fmt.Sprint(b.index), "$next", fmt.Sprint(b.index+1), "$leaf", string(b.first.Leaf), "$filing", string(b.first.ID),
			"$node", fmt.Sprint(tlog.StoredHashIndex(0, b.index))).Replace(text)
		if r, err := b.super.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		} else if n, err := r.RowsAffected(); err == nil && n == 0 {
			t.Fatalf("%s: changed nothing", text)
		}
	}
}

func (b told) check(t *testing.T) auditing.Report {
	t.Helper()
	r, err := b.VerifyLedger(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tampers are edits made directly in the database, each with what the check must say. place is relative to the
// first report; nowhere means that the finding has no place.
const nowhere = -1 << 20

var tampers = map[string]struct {
	do    []string
	found ledger.Finding
	place int64
}{
	"nothing":                     {nil, ledger.Sound, nowhere},
	"an entry edited":             {[]string{`UPDATE leaf SET body = (SELECT body FROM leaf o WHERE o.id <> leaf.id AND o.org = leaf.org ORDER BY o.id DESC LIMIT 1) WHERE id = '$leaf'`}, ledger.BadHash, 0},
	"a hash edited":               {[]string{`UPDATE leaf SET hash = (SELECT hash FROM tree_hash WHERE idx = 0) WHERE id = '$leaf'`}, ledger.BadHash, 0},
	"a place deleted":             {[]string{`DELETE FROM position WHERE idx = $index`}, ledger.MissingEntry, 0},
	"the newest place deleted":    {[]string{`DELETE FROM position WHERE idx = (SELECT MAX(idx) FROM position)`}, ledger.MissingEntry, 6},
	"an entry deleted":            {[]string{`DELETE FROM position WHERE leaf = '$leaf'`, `DELETE FROM leaf WHERE id = '$leaf'`}, ledger.MissingEntry, 0},
	"two places swapped":          {[]string{`UPDATE position SET idx = -5 WHERE idx = $index`, `UPDATE position SET idx = $index WHERE idx = $next`, `UPDATE position SET idx = $next WHERE idx = -5`}, ledger.BadLeaf, 0},
	"a place invented":            {[]string{`INSERT INTO position (idx, leaf, at) SELECT 900, l.id, l.at FROM leaf l WHERE l.id = (SELECT MAX(id) FROM leaf) AND EXISTS (SELECT 1 FROM position)`}, ledger.UnexpectedEntry, nowhere},
	"a tree hash edited":          {[]string{`UPDATE tree_hash SET hash = (SELECT hash FROM tree_hash WHERE idx = 0) WHERE idx = $node`}, ledger.BadLeaf, 0},
	"a tree hash deleted":         {[]string{`DELETE FROM tree_hash WHERE idx = $node`}, ledger.BadNode, 0},
	"the head edited":             {[]string{`UPDATE tree_head SET checkpoint = (SELECT c.note FROM checkpoint c ORDER BY c.size LIMIT 1)`}, ledger.BadHead, nowhere},
	"a head between edited":       {[]string{`UPDATE checkpoint SET note = (SELECT checkpoint FROM tree_head) WHERE size = (SELECT MIN(size) FROM checkpoint)`}, ledger.BadHead, nowhere},
	"an open column edited":       {[]string{`UPDATE leaf SET kind = 'draft.saved' WHERE id = '$leaf'`}, auditing.BadColumns, 0},
	"a report's body edited":      {[]string{`UPDATE filing_revision SET body = (SELECT body FROM filing_revision o WHERE o.filing <> filing_revision.filing AND o.org = filing_revision.org LIMIT 1) WHERE filing = '$filing'`}, auditing.BadFiling, 0},
	"a report's arrival edited":   {[]string{`UPDATE filing SET arrived_at = arrived_at - 1 WHERE id = '$filing'`}, auditing.BadFiling, 0},
	"an addressee deleted":        {[]string{`DELETE FROM addressee WHERE filing = '$filing' AND title LIKE '内閣%'`}, auditing.BadFiling, 0},
	"a question replaced":         {[]string{`UPDATE request SET question = answer WHERE filing = '$filing'`}, auditing.BadRequest, 1},
	"an answer removed":           {[]string{`UPDATE request SET answer = NULL WHERE filing = '$filing'`}, auditing.BadRequest, 3},
	"a wish for time edited":      {[]string{`UPDATE request_step SET by_on = '2027-06-01'`}, auditing.BadRequest, 2},
	"a wish for time moved":       {[]string{`UPDATE request_step SET at = at + 1`}, auditing.BadRequest, 2},
	"a wish for time deleted":     {[]string{`DELETE FROM request_step`}, auditing.BadRequest, 2},
	"a look deleted":              {[]string{`DELETE FROM look WHERE id = (SELECT MIN(id) FROM look)`}, auditing.BadLooks, 4},
	"a look moved":                {[]string{`UPDATE look SET object = 'other' WHERE id = (SELECT MAX(id) FROM look)`}, auditing.BadLooks, 4},
	"an entry that waits removed": {[]string{`DELETE FROM leaf_pending`}, auditing.Unplaced, nowhere},
	"a filing invented": {[]string{`INSERT INTO filing (id, org, unit, number, kind, subject, corrects, state, rev, arrived_at, leaf)
		SELECT 'x', org, unit, 'x', kind, subject, corrects, state, rev, arrived_at, leaf FROM filing WHERE id = '$filing'`}, auditing.Unrecorded, nowhere},
}

func TestVerifyNamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := tell(t, s)
		b.keep(t)
		for name, c := range tampers {
			b.bySQL(t, c.do...)
			r := b.check(t)
			if r.Finding != c.found || c.place != nowhere && r.Index != b.index+c.place {
				t.Errorf("%s: found %s at %d, not %s at %d: %s", name, r.Finding, r.Index, c.found, b.index+c.place, r.Text.En)
			}
			if r.Text.Ja == "" || r.Text.En == "" || r.Finding != ledger.Sound && strings.Contains(r.Text.En, "agree with the signed head.") {
				t.Errorf("%s: %+v", name, r.Text)
			}
			b.restore(t)
		}
		if r := b.check(t); !r.Sound() || r.Checked != b.index+7 || r.Waiting != 1 {
			t.Errorf("after all was put back: %+v", r)
		}
	})
}

func TestVerifyFindsALogComputedAnew(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := tell(t, s)
		b.bySQL(t, tampers["two places swapped"].do...)
		var leaves []tlog.Hash
		rows, err := b.super.QueryContext(t.Context(), `SELECT l.hash FROM position p JOIN leaf l ON l.id = p.leaf ORDER BY p.idx`)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var raw []byte
			if err := rows.Scan(&raw); err != nil {
				t.Fatal(err)
			}
			leaves = append(leaves, tlog.Hash(raw))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		made, _, err := ledger.Append(0, leaves, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range made {
			if _, err := b.super.ExecContext(t.Context(), `UPDATE tree_hash SET hash = $1 WHERE idx = $2`, h[:], i); err != nil {
				t.Fatal(err)
			}
		}
		// Every stored hash agrees now; only what was signed does not. The first head has three entries.
		if r := b.check(t); r.Finding != ledger.BadRoot || r.Index != 0 || r.Through != b.index+1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestVerifyOfAnEmptyLog(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		r, err := s.VerifyLedger(t.Context(), nil)
		if err != nil || !r.Sound() || r.Checked != 0 || r.Waiting != 1 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Database and log that were put back together agree with one another: only a head kept outside tells.
func TestVerifyAgainstAHeadKeptOutside(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		b := tell(t, s)
		size, head, err := b.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		receipt, _, _, err := b.DB.Receipt(t.Context(), b.Scope("operator-filer"), b.first.Leaf)
		if err != nil {
			t.Fatal(err)
		}
		against := func(kept []byte) auditing.Report {
			t.Helper()
			r, err := b.VerifyLedgerAgainst(t.Context(), kept, nil)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		b.keep(t)
		for name, kept := range map[string][]byte{"checkpoint": head, "receipt": receipt} {
			if r := against(kept); !r.Sound() {
				t.Errorf("%s: %+v", name, r)
			}
		}
		sequence(t, b.DB) // the fourth report has its place now
		later, newest, err := b.Head(t.Context())
		if err != nil || later <= size {
			t.Fatal(later, size, err)
		}
		b.restore(t)
		if r := b.check(t); !r.Sound() {
			t.Errorf("without a head the log that was put back is sound in itself: %+v", r)
		}
		if r := against(newest); r.Finding != auditing.RolledBack || r.Index != size || r.Through != later-1 {
			t.Errorf("put back: %+v, want %d to %d", r, size, later-1)
		}
		if _, err := b.super.ExecContext(t.Context(), `DELETE FROM leaf_pending`); err != nil {
			t.Fatal(err)
		}
		b.Clock.Set(b.Clock.Now().Add(time.Second))
		file(t, s, "operator-filer", "another life") // the log grows again, past the head and otherwise
		sequence(t, b.DB)
		if r := against(newest); r.Finding != auditing.Forked || r.Through != later-1 {
			t.Errorf("forked: %+v", r)
		}
		for name, kept := range map[string][]byte{"empty": {}, "words": []byte("hello\n"), "changed": append([]byte("1"), newest...)} {
			if _, err := b.VerifyLedgerAgainst(t.Context(), kept, nil); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
