package crash

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// Scene is a prepared place in which reports can be filed: a migrated and peopled database, its key file, and who files.
// It lives in one directory; with PostgreSQL the directory holds the rest.
type Scene struct {
	Dir     string
	URL     string // sqlite:PATH, or the DSN of kanmin_app
	WorkURL string // DSN of kanmin_work; empty with SQLite
	Filer   access.Actor
	Token   string // service token of the filer, for programs with a real gate
}

const origin = "crash.example"

// KeyFile is the scene's key file.
func (s Scene) KeyFile() string { return filepath.Join(s.Dir, "keys.json") }

// Database is the scene's SQLite file.
func (s Scene) Database() string { return filepath.Join(s.Dir, "kanmin.db") }

func sqliteURL(dir string) string { return "sqlite:" + filepath.Join(dir, "kanmin.db") }

// Postgres names the roles of a fresh PostgreSQL database; the zero value means SQLite.
type Postgres struct{ Owner, App, Work string }

// Prepare migrates and peoples a fresh database in dir, and writes scene.json, with which a driver finds it.
func Prepare(ctx context.Context, dir string, pg Postgres) (Scene, error) {
	s := Scene{Dir: dir, URL: pg.App, WorkURL: pg.Work}
	owner := pg.Owner
	if pg.App == "" {
		s.URL, owner = sqliteURL(dir), sqliteURL(dir)
	}
	if err := seal.Create(s.KeyFile(), origin, rand.Reader); err != nil {
		return s, err
	}
	if err := store.Migrate(ctx, owner); err != nil {
		return s, err
	}
	db, err := s.open(ctx, "")
	if err != nil {
		return s, err
	}
	defer func() { _ = db.Close() }()
	w, err := stage.People(ctx, db, world.Small, 1, time.Now().Add(-time.Hour))
	if err != nil {
		return s, err
	}
	s.Filer = w.As("operator-filer")
	if s.Token, err = s.issue(ctx, db); err != nil {
		return s, err
	}
	data, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	return s, os.WriteFile(filepath.Join(dir, sceneFile), data, 0o600)
}

type issuing interface {
	AddToken(t enrolling.Token, secret string) error
}

// issue gives the filer a service token.
func (s Scene) issue(ctx context.Context, db *store.DB) (secret string, err error) {
	at := ident.At(time.Now())
	_, err = store.Act[issuing](db)(ctx, access.System("crash", at), ident.Key{}, func(tx issuing) (ledger.Entry, error) {
		t, made, err := enrolling.NewToken(at, s.Filer.Hat, enrolling.TokenOrder{Label: "crash", Until: law.DayOf(at.Add(24 * time.Hour))}, rand.Reader)
		secret = made
		return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: ident.Object(t.ID)}, errors.Join(err, tx.AddToken(t, secret))
	})
	return secret, err
}

const driverRoute = "crash"

const sceneFile = "scene.json"

// LoadScene reads what Prepare wrote.
func LoadScene(dir string) (Scene, error) {
	var s Scene
	data, err := os.ReadFile(filepath.Join(dir, sceneFile))
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%s: %w", sceneFile, err)
	}
	return s, nil
}

// open opens the scene with the product's store. synchronous is empty but for a control.
func (s Scene) open(ctx context.Context, synchronous string) (*store.DB, error) {
	keys, err := seal.Load(s.KeyFile())
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{
		URL: s.URL, WorkURL: s.WorkURL, Keys: keys, Now: time.Now, Origin: origin, Synchronous: synchronous,
	})
}
