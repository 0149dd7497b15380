// Package testpg gives a test a fresh PostgreSQL database of its own.
//
// All test packages of a machine share one cluster, which scripts/testpg starts
// (this package calls it, so `go test ./internal/...` needs no preparation). It
// has production's roles (kanmin_owner, kanmin_app, kanmin_work: no superuser,
// no way past row-level security) and production's durability. Where PostgreSQL
// is missing the test fails with the command that installs it; it never skips.
//
//	db := testpg.New(t)          // dropped when t ends
//	sql.Open("pgx", db.App)      // as the product connects
//	testpg.URL(t)                // the owner's DSN, when one is enough
package testpg

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Database is one fresh database and the ways to enter it. Each field but Name is
// a DSN that database/sql's driver "pgx" and KANMIN_DATABASE_URL accept.
type Database struct {
	Name  string
	Owner string // kanmin_owner: owns the database, runs migrations
	App   string // kanmin_app: answers requests
	Work  string // kanmin_work: background work
	Super string // superuser: only to look from outside, or to see it refused
}

// New creates an empty database, owned by kanmin_owner, and drops it when t ends.
func New(t testing.TB) Database {
	t.Helper()
	return Copy(t, empty)
}

// empty is what a new database is a copy of; scripts/testpg makes it.
var empty = Database{Name: "kanmin_template"}

// Copy is New, but a copy of a database of the cluster that nobody has open.
func Copy(t testing.TB, template Database) Database {
	t.Helper()
	db, drop, err := open(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("testpg: %v", err)
		}
	})
	return db
}

// URL is New for those who need one connection: the owner's.
func URL(t testing.TB) string {
	t.Helper()
	return New(t).Owner
}

// DataDir is where the cluster keeps its files, WAL and log, for a test that looks
// for secrets in them. It is readable by the server's user and root only.
func DataDir(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c.home
}

// Open is New for a program that is no test (bench, crash): the caller drops.
func Open(ctx context.Context) (Database, func() error, error) { return open(ctx, empty) }

func open(ctx context.Context, template Database) (Database, func() error, error) {
	c, err := shared()
	if err != nil {
		return Database{}, nil, err
	}
	name := prefix + strconv.Itoa(os.Getpid()) + "_" + token()
	if _, err := c.super.ExecContext(ctx, "CREATE DATABASE "+name+" OWNER kanmin_owner TEMPLATE "+template.Name); err != nil {
		return Database{}, nil, fmt.Errorf("testpg: create %s: %w", name, err)
	}
	drop := func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		return c.drop(ctx, name)
	}
	return Database{
		Name: name, Owner: c.dsn("kanmin_owner", name), App: c.dsn("kanmin_app", name),
		Work: c.dsn("kanmin_work", name), Super: c.dsn("postgres", name),
	}, drop, nil
}

// prefix marks what is ours; the process id follows, so that what a killed test
// left behind is recognised by the next run.
const prefix = "kanmin_test_"

type cluster struct {
	home  string // socket directory
	super *sql.DB
}

// shared is once per process.
var shared = sync.OnceValues(func() (*cluster, error) {
	home, err := start()
	if err != nil {
		return nil, err
	}
	c := &cluster{home: home}
	if c.super, err = sql.Open("pgx", c.dsn("postgres", "postgres")); err != nil {
		return nil, fmt.Errorf("testpg: %w", err)
	}
	c.super.SetMaxOpenConns(4)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	return c, c.reap(ctx)
})

func (c *cluster) dsn(role, database string) string {
	return "postgres:///" + database + "?host=" + c.home + "&user=" + role
}

func (c *cluster) drop(ctx context.Context, name string) error {
	_, err := c.super.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	if err != nil {
		return fmt.Errorf("testpg: drop %s: %w", name, err)
	}
	return nil
}

// reap drops the databases of processes that no longer live.
func (c *cluster) reap(ctx context.Context) error {
	names, err := c.leftovers(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := c.drop(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) leftovers(ctx context.Context) (names []string, err error) {
	rows, err := c.super.QueryContext(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", prefix)
	if err != nil {
		return nil, fmt.Errorf("testpg: list databases: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("testpg: list databases: %w", err)
		}
		if !alive(name) {
			names = append(names, name)
		}
	}
	return names, rows.Err()
}

// alive tells whether the process in the name of a database still runs.
func alive(name string) bool {
	pid, _, _ := strings.Cut(strings.TrimPrefix(name, prefix), "_")
	n, err := strconv.Atoi(pid)
	if err != nil || n <= 0 {
		return false
	}
	return !errors.Is(syscall.Kill(n, 0), syscall.ESRCH)
}

// start runs scripts/testpg, which does nothing when the cluster is up. It takes a
// lock, so packages tested in parallel do not race.
func start() (string, error) {
	script, err := find()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(context.Background(), script, "start")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("testpg: %s start: %w\n%s", script, err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// find looks for the script from the working directory upwards (go test runs in the
// package's directory), then from where this file was compiled.
func find() (string, error) {
	var starts []string
	if wd, err := os.Getwd(); err == nil {
		starts = append(starts, wd)
	}
	if _, file, _, ok := runtime.Caller(0); ok {
		starts = append(starts, filepath.Dir(file))
	}
	for _, dir := range starts {
		for {
			script := filepath.Join(dir, "scripts", "testpg")
			if _, err := os.Stat(script); err == nil {
				return script, nil
			}
			if filepath.Dir(dir) == dir {
				break
			}
			dir = filepath.Dir(dir)
		}
	}
	return "", errors.New("testpg: scripts/testpg not found: run inside the repository")
}

func token() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never returns an error
	return hex.EncodeToString(b[:])
}
