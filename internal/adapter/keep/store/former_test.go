package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
	"kanmin/internal/world/stagetest"
)

// former are the databases of earlier days, each as the program of its day left it, and the key file of all of them. The
// keys are test material: they open nothing but these files.
const (
	former     = "testdata/world"
	formerKeys = former + "/keys.json"
)

// Every database that was ever kept comes to today's schema with all its reports readable and its log whole. With -update
// a migration that has no database yet gets one of today: one that exists is never written again.
func TestFormerDatabasesComeToToday(t *testing.T) {
	t.Parallel()
	versions, err := store.Versions()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, n := range versions {
		want = append(want, filepath.Join(former, fmt.Sprintf("%04d.db", n)))
		if *update {
			keepToday(t, want[len(want)-1])
		}
	}
	list, err := filepath.Glob(filepath.Join(former, "*.db"))
	if err != nil || !slices.Equal(list, want) {
		t.Fatalf("databases %v for the schemas %v (go test ./internal/adapter/keep/store -run Former -update): %v", list, want, err)
	}
	for _, path := range list {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			if info, err := os.Stat(path); err != nil || info.Size() >= 1<<20 {
				t.Errorf("%s is too large to be kept: %d bytes, %v", path, info.Size(), err)
			}
			comesToToday(t, path)
		})
	}
}

func comesToToday(t *testing.T, path string) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "kanmin.db")
	data, err := os.ReadFile(path) //nolint:gosec // of the tree
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o600); err != nil { //nolint:gosec // of the test
		t.Fatal(err)
	}
	if err := store.Migrate(t.Context(), "sqlite:"+copied); err != nil {
		t.Fatal(err)
	}
	db := openFormer(t, copied, time.Now)
	if err := db.CheckSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := opened(t, db, copied); n < 4 {
		t.Errorf("%d reports are there, at least 4 were filed", n)
	}
	verified := func() bool {
		r, err := db.VerifyLedger(t.Context(), func(int64, int64) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if r.Sound() {
			if r.Checked < 8 {
				t.Errorf("only %d entries", r.Checked)
			}
			return true
		}
		return false
	}
	if !verified() {
		t.Error("the log of the day does not verify")
	}
	behind(t, copied, `UPDATE leaf SET hash = zeroblob(32) WHERE id = (SELECT leaf FROM position WHERE idx = 3)`)
	if verified() {
		t.Error("the control: an entry was altered, and the log verifies")
	}
}

// opened lists and opens every report for its filer and for its office, and returns how many there are.
func opened(t *testing.T, db *store.DB, path string) (n int) {
	t.Helper()
	for query, desk := range map[string]bool{
		`SELECT DISTINCT f.org, f.unit FROM filing f`: false, `SELECT DISTINCT a.org, a.unit FROM addressee a`: true,
	} {
		for _, where := range behind(t, path, query) {
			a := access.Actor{Person: "reader", Org: ident.Org(where[0]), Unit: ident.Unit(where[1]), Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}}
			if desk {
				a.Kind, a.Roles = party.Ministry, []access.Role{access.Officer}
			}
			err := store.Read[reportTx](db)(t.Context(), access.For(a, ident.At(time.Now())), func(tx reportTx) error {
				list := tx.OwnFilings
				if desk {
					list = tx.DeskFilings
				}
				lines, err := list(store.Cursor{}, 100)
				if err == nil && len(lines) == 0 {
					err = errors.New("nothing is listed for " + where[1])
				}
				for _, l := range lines {
					if err == nil {
						err = openReport(tx, l)
					}
				}
				if !desk {
					n += len(lines)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	return n
}

func openReport(tx reportTx, l filing.Line) error {
	_, c, err := tx.Filing(l.Number, access.Permission{Action: access.Read, Object: access.Report})
	if err == nil && (c.Summary == "" || c.Summary != l.Summary) {
		err = errors.New("the report has lost its words")
	}
	if err == nil {
		_, err = tx.RequestsOf(l.Filing.ID)
	}
	if err == nil {
		_, err = tx.Addressees(l.Filing)
	}
	return errors.Join(err, readReport(tx, l.Number))
}

func openFormer(t *testing.T, path string, now func() time.Time) *store.DB {
	t.Helper()
	key := filepath.Join(t.TempDir(), "keys") // a file of a tree has not the mode of a secret
	data, err := os.ReadFile(formerKeys)
	if err == nil {
		err = os.WriteFile(key, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.Load(key)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + path, Keys: ring, Now: now, Origin: stagetest.Origin, Entropy: rand.NewChaCha8([32]byte{7})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// keepToday writes the database of today's schema, once.
func keepToday(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	if _, err := os.Stat(formerKeys); errors.Is(err, fs.ErrNotExist) {
		if err := errors.Join(os.MkdirAll(former, 0o755), seal.Create(formerKeys, stagetest.Origin, rand.NewChaCha8([32]byte{8}))); err != nil { //nolint:gosec // a directory of the tree
			t.Fatal(err)
		}
	}
	made := filepath.Join(t.TempDir(), "kanmin.db")
	if err := store.Migrate(t.Context(), "sqlite:"+made); err != nil {
		t.Fatal(err)
	}
	clock := world.NewClock(stagetest.Day.Add(-60 * 24 * time.Hour))
	db := openFormer(t, made, clock.Now)
	w, err := stage.People(t.Context(), db, world.Small, 1, clock.Now())
	if err == nil {
		err = world.Story(t.Context(), w, stage.Doors(db, clock), stagetest.Day)
	}
	if err == nil {
		err = number(t.Context(), db)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	behind(t, made, `PRAGMA journal_mode = DELETE`)
	behind(t, made, `PRAGMA page_size = 1024; VACUUM`) // most tables hold a row or none: small pages keep the file small
	data, err := os.ReadFile(made)                     //nolint:gosec // of the test
	if err == nil {
		err = os.WriteFile(path, data, 0o644) //nolint:gosec // a file of the tree
	}
	if err != nil {
		t.Fatal(err)
	}
}

// number gives every entry its place.
func number(ctx context.Context, db *store.DB) error {
	l, ok, err := db.TakeSpine(ctx, "former")
	if err != nil || !ok {
		return errors.Join(err, errors.New("no lease"))
	}
	for n := 1; n > 0 && err == nil; {
		n, err = db.Sequence(ctx, l)
	}
	return err
}

// behind runs SQL behind the product's back and returns rows of two texts.
func behind(t *testing.T, path, query string) (list [][2]string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r [2]string
		if names, err := rows.Columns(); err != nil || len(names) != 2 {
			continue
		}
		if err := rows.Scan(&r[0], &r[1]); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
