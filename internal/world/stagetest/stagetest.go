// Package stagetest gives a test its own small world on a fresh database.
package stagetest

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
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

// SQLite returns a stage on a fresh SQLite database.
func SQLite(t testing.TB, change ...func(*store.Config)) *Stage {
	t.Helper()
	dir := t.TempDir()
	url := "sqlite:" + filepath.Join(dir, "kanmin.db")
	return build(t, dir, url, store.Config{URL: url}, change)
}

// Postgres returns a stage on a fresh PostgreSQL database, connected as kanmin_app and kanmin_work.
func Postgres(t testing.TB, change ...func(*store.Config)) *Stage {
	t.Helper()
	return On(t, testpg.New(t), change...)
}

// On returns a stage on an empty PostgreSQL database, for tests that look at it from outside too.
func On(t testing.TB, pg testpg.Database, change ...func(*store.Config)) *Stage {
	t.Helper()
	return build(t, t.TempDir(), pg.Owner, store.Config{URL: pg.App, WorkURL: pg.Work}, change)
}

// Both runs a test on both engines.
func Both(t *testing.T, run func(t *testing.T, s *Stage)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); run(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); run(t, Postgres(t)) })
}

func build(t testing.TB, dir, owner string, c store.Config, change []func(*store.Config)) *Stage {
	t.Helper()
	ctx := t.Context()
	ring := Keys(t, dir)
	if err := store.Migrate(ctx, owner); err != nil {
		t.Fatal(err)
	}
	clock := world.NewClock(Day)
	c.Keys, c.Now, c.Origin = ring, clock.Now, Origin
	for _, f := range change {
		f(&c)
	}
	db, err := store.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w, err := stage.People(ctx, db, world.Small, 1, Day)
	if err != nil {
		t.Fatal(err)
	}
	return &Stage{DB: db, World: w, Doors: stage.Doors(db, clock), Keys: ring, Path: dir}
}

// Keys makes a key file in dir and loads it.
func Keys(t testing.TB, dir string) *seal.Keyring {
	t.Helper()
	path := filepath.Join(dir, "keys")
	if err := seal.Create(path, Origin, rand.Reader); err != nil {
		t.Fatal(err)
	}
	ring, err := seal.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}
