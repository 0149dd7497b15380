// Package house measures the House: what a 速報 costs on both engines, beside the raw commits of the same disk in the
// same run.
package house

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/serve"
	"kanmin/internal/testpg"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// ground is a peopled database and a serving house on it.
type ground struct {
	dir    string
	config serve.Config
	owner  string // DSN for SQL behind the product's back
	driver string
	w      *world.World
	tokens map[string]string
	drop   []func() error
}

// scale has enough operators that no two reports of a second come from one.
var scale = world.Scale{Sites: 3, Banks: 1, Operators: 50}

// commitDelay is added before every commit on PostgreSQL: a synchronous replica in another building.
const commitDelay = `CREATE FUNCTION bench_delay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.005); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER bench_delay AFTER INSERT ON leaf DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bench_delay()`

func newGround(ctx context.Context, engine, synchronous string) (*ground, error) {
	return newGroundOf(ctx, scale, engine, synchronous)
}

func newGroundOf(ctx context.Context, scale world.Scale, engine, synchronous string) (*ground, error) {
	dir, err := os.MkdirTemp("", "kanmin-bench")
	if err != nil {
		return nil, err
	}
	g := &ground{dir: dir, tokens: map[string]string{}, drop: []func() error{func() error { return os.RemoveAll(dir) }}}
	path := filepath.Join(dir, "kanmin.db")
	g.config = serve.Config{
		DatabaseURL: "sqlite:" + path, KeyFile: filepath.Join(dir, "keys"), BaseURL: "http://localhost:1", Listen: "127.0.0.1:0", World: "real",
		SessionIdle: time.Hour, SessionMax: time.Hour, LogLevel: "error",
	}
	g.driver, g.owner = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	if engine == "postgres" {
		db, drop, err := testpg.Open(ctx)
		if err != nil {
			return nil, errors.Join(err, g.close())
		}
		g.drop = append(g.drop, drop)
		g.config.DatabaseURL, g.config.WorkURL, g.config.OwnerURL = db.App, db.Work, db.Owner
		g.driver, g.owner = "pgx", db.Owner
	}
	if err := g.people(ctx, scale, synchronous); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

func (g *ground) people(ctx context.Context, scale world.Scale, synchronous string) error {
	if err := serve.Migrate(ctx, g.config); err != nil {
		return err
	}
	db, err := g.open(ctx, synchronous)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if g.w, err = stage.People(ctx, db, scale, 1, time.Now()); err != nil {
		return err
	}
	at := ident.At(time.Now())
	_, err = store.Act[tokenTx](db)(ctx, access.System("bench", at), ident.Key{}, func(tx tokenTx) (ledger.Entry, error) {
		for i, a := range g.w.Operators {
			if err := g.token(tx, fmt.Sprint("operator", i), a, at); err != nil {
				return ledger.Entry{}, err
			}
		}
		for _, name := range []string{"ministry-officer", "cabinet-analyst"} {
			if err := g.token(tx, name, g.w.As(name), at); err != nil {
				return ledger.Entry{}, err
			}
		}
		return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: "bench"}, nil
	})
	return err
}

type tokenTx interface {
	AddToken(t enrolling.Token, secret string) error
}

func (g *ground) token(tx tokenTx, name string, a access.Actor, at ident.Instant) error {
	t, secret, err := enrolling.NewToken(at, a.Hat, enrolling.TokenOrder{Label: name, Until: law.DayOf(at.Add(48 * time.Hour))}, rand.Reader)
	if err != nil {
		return err
	}
	g.tokens[name] = secret
	return tx.AddToken(t, secret)
}

func (g *ground) open(ctx context.Context, synchronous string) (*store.DB, error) {
	keys, err := seal.Load(g.config.KeyFile)
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{
		URL: g.config.DatabaseURL, WorkURL: g.config.WorkURL, Keys: keys, Now: time.Now, Origin: keys.Signer().Name(), Synchronous: synchronous, Readers: 32,
	})
}

// behind runs SQL as the owner.
func (g *ground) behind(ctx context.Context, query string) error {
	db, err := sql.Open(g.driver, g.owner)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for part := range strings.SplitSeq(query, ";\n") {
		if _, err := db.ExecContext(ctx, part); err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	return nil
}

func (g *ground) close() error {
	var err error
	for _, d := range g.drop {
		err = errors.Join(err, d())
	}
	return err
}

// filing returns one piece of work: a 速報 of the i-th operator through the flow.
func (g *ground) filing(db *store.DB, run string) func(ctx context.Context, i int) error {
	file := submitting.File{Act: store.Act[submitting.FileTx](db), Entropy: rand.Reader}
	return func(ctx context.Context, i int) error {
		now := time.Now()
		a := g.w.Operators[i%len(g.w.Operators)]
		key := ident.Key{Org: a.Org, Actor: a.ID(), Route: "bench", Client: fmt.Sprint(run, i)}
		_, err := file.Do(ctx, access.For(a, ident.At(now)), key, submitting.Prompt(world.Values(now.Add(-time.Minute), "監視端末の画面に身代金を求める文が出ている", "malware")))
		return err
	}
}
