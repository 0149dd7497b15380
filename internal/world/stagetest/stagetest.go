// Package stagetest gives a test its own small world on a fresh database.
package stagetest

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/testpg"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// Stage is a small world on a real store, whose clock the test moves.
type Stage struct {
	*store.DB
	*world.World
	world.Doors
	Keys *seal.Keyring
	Path string // directory of the test
}

// Day is the present of every stage until the test moves its clock.
var Day = time.Date(2026, 11, 23, 9, 0, 0, 0, ident.JST)

// Origin is the log origin of stages.
const Origin = "test.example"

// Scope returns the scope of a person of the world now.
func (s *Stage) Scope(token string) access.Scope {
	return s.World.Scope(token, ident.At(s.Clock.Now()))
}

// Key returns an idempotency key of an actor.
func (s *Stage) Key(token, client string) ident.Key {
	a := s.As(token)
	return ident.Key{Org: a.Org, Actor: a.ID(), Route: "test", Client: client}
}

// Filed is a 速報 that a person of the world files now; client is its idempotency key.
func (s *Stage) Filed(t testing.TB, token, client string) filing.Filing {
	t.Helper()
	who := s.Scope(token)
	id, err := s.File.Do(t.Context(), who, s.Key(token, client), submitting.Prompt(world.Values(s.Clock.Now().Add(-time.Hour), "試験の報告", "access")))
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Report(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// SQLite returns a stage on a fresh SQLite database.
func SQLite(t testing.TB, change ...func(*store.Config)) *Stage {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "kanmin.db")
	ready, err := readySQLite()
	if err == nil {
		err = os.WriteFile(path, ready.database, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return ready.open(t, dir, store.Config{URL: "sqlite:" + path}, change)
}

// Postgres returns a stage on a fresh PostgreSQL database, connected as kanmin_app and kanmin_work.
func Postgres(t testing.TB, change ...func(*store.Config)) *Stage {
	t.Helper()
	s, _ := Beside(t, change...)
	return s
}

// Beside is Postgres for a test that looks at its database from outside too.
func Beside(t testing.TB, change ...func(*store.Config)) (*Stage, testpg.Database) {
	t.Helper()
	ready, err := readyPostgres()
	if err != nil {
		t.Fatal(err)
	}
	pg := testpg.Copy(t, ready.template)
	return ready.open(t, t.TempDir(), store.Config{URL: pg.App, WorkURL: pg.Work}, change), pg
}

// Both runs a test on both engines.
func Both(t *testing.T, run func(t *testing.T, s *Stage)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); run(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); run(t, Postgres(t)) })
}

// ready is a stage that every test of a process begins with a copy of: migrating and peopling it takes longer than most tests.
type ready struct {
	keys     []byte // the key file
	world    *world.World
	database []byte          // SQLite's
	template testpg.Database // PostgreSQL's
}

var readySQLite = sync.OnceValues(func() (ready, error) {
	var r ready
	err := r.prepare(func(dir string) (owner string, c store.Config, err error) {
		c.URL = "sqlite:" + filepath.Join(dir, "kanmin.db")
		return c.URL, c, nil
	}, func(dir string) (err error) {
		r.database, err = os.ReadFile(filepath.Join(dir, "kanmin.db")) //nolint:gosec // made above; closing wrote all into it
		return err
	})
	return r, err
})

var readyPostgres = sync.OnceValues(func() (ready, error) {
	var r ready
	err := r.prepare(func(string) (owner string, c store.Config, err error) {
		r.template, _, err = testpg.Open(context.Background()) // whoever runs tests next drops it
		return r.template.Owner, store.Config{URL: r.template.App, WorkURL: r.template.Work}, err
	}, func(string) error { return nil })
	return r, err
})

// prepare makes the stage; keep is called when nothing has it open any more.
func (r *ready) prepare(begin func(dir string) (owner string, c store.Config, err error), keep func(dir string) error) (err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "kanmin-stage")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	owner, c, err := begin(dir)
	if err == nil {
		err = store.Migrate(ctx, owner)
	}
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "keys")
	if c.Keys, err = created(path); err != nil {
		return err
	}
	if r.keys, err = os.ReadFile(path); err != nil { //nolint:gosec // made above
		return err
	}
	c.Now, c.Origin = world.NewClock(Day).Now, Origin
	db, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	r.world, err = stage.People(ctx, db, world.Small, 1, Day)
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return keep(dir)
}

// open opens a copy for one test, with keys and a world that are its own to change.
func (r ready) open(t testing.TB, dir string, c store.Config, change []func(*store.Config)) *Stage {
	t.Helper()
	path := filepath.Join(dir, "keys")
	err := os.WriteFile(path, r.keys, 0o600)
	if err == nil {
		c.Keys, err = seal.Load(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	clock := world.NewClock(Day)
	c.Now, c.Origin = clock.Now, Origin
	for _, f := range change {
		f(&c)
	}
	db, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := *r.world
	w.People, w.Operators = slices.Clone(w.People), slices.Clone(w.Operators)
	return &Stage{DB: db, World: &w, Doors: stage.Doors(db, clock), Keys: c.Keys, Path: dir}
}

// Keys makes a key file in dir and loads it.
func Keys(t testing.TB, dir string) *seal.Keyring {
	t.Helper()
	ring, err := created(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func created(path string) (*seal.Keyring, error) {
	if err := seal.Create(path, Origin, rand.Reader); err != nil {
		return nil, err
	}
	return seal.Load(path)
}
