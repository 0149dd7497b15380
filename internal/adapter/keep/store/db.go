// Package store keeps everything in SQL: one text for SQLite and PostgreSQL, one directory per noun, one
// way to write (Act) and one way to read (Read, Look), both in a scope.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/adapter/keep/store/watch"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Config says where the data is.
type Config struct {
	// URL is sqlite:PATH, or postgres://… of the role kanmin_app.
	URL string
	// WorkURL is postgres://… of the role kanmin_work; empty for SQLite.
	WorkURL string
	Keys    *seal.Keyring
	Now     func() time.Time
	Entropy io.Reader // crypto/rand when nil
	Log     *slog.Logger
	// Origin names the log in statements and checkpoints: host of KANMIN_BASE_URL.
	Origin string
	// Synchronous is SQLite's; FULL unless a crash test needs its control.
	Synchronous string
	// NoWalls compiles the scope's join out, so that a test sees row-level security alone.
	NoWalls bool
	// Full is told when a write found no room on the disk; true: there is some now. Optional.
	Full func() bool
	// ReadOnly opens a database beside the program that works on it: nothing is written, not even what SQLite writes by itself.
	ReadOnly bool
	// Readers bounds concurrent reads (and, on PostgreSQL, writes); 0 chooses.
	Readers int
}

// DB is an open database.
type DB struct {
	Config
	dialect  dialect
	write    *sql.DB // acts
	read     *sql.DB // scoped reads
	work     *sql.DB // background
	kick     chan struct{}
	attempts chan watch.Missed // what was asked for in vain, until it is written down
	closing  sync.Once
	closed   error
}

// dialect is all that differs between the engines.
type dialect interface {
	name() string
	tokens() *strings.Replacer // type tokens of migrations
	kind(error) fault.Kind
	lost(error) bool // the connection, in the middle
	full(error) bool // the disk, or what of it the database may have
	open(Config) (write, read, work *sql.DB, err error)
	// begin opens a transaction and prepares it for a scope.
	begin(ctx context.Context, pool *sql.DB, s access.Scope, readOnly bool) (transaction, error)
	check(ctx context.Context, db *DB) error
	close() error // gives back what begin keeps
}

// Open connects; it does not migrate.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.Entropy == nil {
		c.Entropy = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	db := &DB{Config: c, kick: make(chan struct{}, 1), attempts: make(chan watch.Missed, missedLimit)}
	switch {
	case strings.HasPrefix(c.URL, "sqlite:"):
		db.dialect = &sqlite{}
	case strings.HasPrefix(c.URL, "postgres://"), strings.HasPrefix(c.URL, "postgresql://"):
		db.dialect = postgres{}
	default:
		return nil, fmt.Errorf("KANMIN_DATABASE_URL: neither sqlite:PATH nor postgres://…: %q", scheme(c.URL))
	}
	var err error
	if db.write, db.read, db.work, err = db.dialect.open(c); err != nil {
		return nil, err
	}
	if err := db.dialect.check(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// transaction is an open transaction of one engine.
type transaction interface {
	row.Tx
	commit(ctx context.Context, last []row.Statement) error
	close() // rolls back what was not committed and gives the connection back
}

func scheme(url string) string {
	s, _, _ := strings.Cut(url, ":")
	return s + ":…" // a URL may hold a password
}

// Close waits for the transactions under way and closes every connection. A second call does nothing.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.closed = errors.Join(db.dialect.close(), db.write.Close(), db.read.Close(), db.work.Close())
	})
	return db.closed
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Engine is "sqlite" or "postgres".
func (db *DB) Engine() string { return db.dialect.name() }

// Kicks receives after each commit that left an entry to be numbered.
func (db *DB) Kicks() <-chan struct{} { return db.kick }

func (db *DB) kicked() {
	select {
	case db.kick <- struct{}{}:
	default:
	}
}

// q is a transaction as the nouns see it.
func (db *DB) q(ctx context.Context, tx row.Tx, s access.Scope) *row.Q {
	return &row.Q{
		Ctx: ctx, Tx: tx, Scope: s, Keys: db.Keys, Entropy: db.Entropy, Walls: !db.NoWalls,
		Note: noted(ctx), Kind: db.dialect.kind, Missed: db.missed(s),
	}
}

type noteKey struct{}

// Noting returns a context in which every statement is told to note.
func Noting(ctx context.Context, note func(query string, args []any)) context.Context {
	return context.WithValue(ctx, noteKey{}, note)
}

func noted(ctx context.Context) func(string, []any) {
	note, _ := ctx.Value(noteKey{}).(func(string, []any))
	return note
}

// now is the clock of acts.
func (db *DB) now() ident.Instant { return ident.At(db.Config.Now()) }
