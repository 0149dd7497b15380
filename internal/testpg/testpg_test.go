package testpg_test

import (
	"database/sql"
	"os"
	"os/exec"
	"strings"
	"testing"

	"kanmin/internal/testpg"
)

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Each role enters as itself, and none of the product's three is above the walls.
func TestRoles(t *testing.T) {
	t.Parallel()
	db := testpg.New(t)
	for _, tc := range []struct {
		role, dsn string
		above     bool
	}{
		{"kanmin_owner", db.Owner, false},
		{"kanmin_app", db.App, false},
		{"kanmin_work", db.Work, false},
		{"postgres", db.Super, true}, // the control: the question can be answered with yes
	} {
		t.Run(tc.role, func(t *testing.T) {
			var name, database string
			var above bool
			err := open(t, tc.dsn).QueryRowContext(t.Context(), `SELECT current_user, current_database(), rolsuper OR rolbypassrls
				FROM pg_roles WHERE rolname = current_user`).Scan(&name, &database, &above)
			if err != nil {
				t.Fatal(err)
			}
			if name != tc.role || database != db.Name || above != tc.above {
				t.Errorf("entered as %s in %s, above row-level security: %v", name, database, above)
			}
		})
	}
}

// The owner may create tables, the others may not; two databases share nothing.
func TestFreshAndSeparate(t *testing.T) {
	t.Parallel()
	one, two := testpg.New(t), testpg.New(t)
	if _, err := open(t, one.Owner).ExecContext(t.Context(), "CREATE TABLE x (a INT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, one.App).ExecContext(t.Context(), "CREATE TABLE y (a INT)"); err == nil {
		t.Error("kanmin_app could create a table")
	}
	if _, err := open(t, two.Owner).ExecContext(t.Context(), "SELECT * FROM x"); err == nil {
		t.Error("a fresh database had another one's table")
	}
}

// A crash test is worth nothing on a cluster that does not write to the disk.
func TestDurable(t *testing.T) {
	t.Parallel()
	db := open(t, testpg.New(t).App)
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := db.QueryRowContext(t.Context(), "SELECT current_setting($1)", setting).Scan(&value); err != nil {
			t.Fatal(err)
		}
		if value != "on" {
			t.Errorf("%s = %s", setting, value)
		}
	}
}

// The database of a test is gone when the test has ended, though a connection was
// left open; so is that of a process that was killed, at the next start.
func TestDropped(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		db := testpg.New(t)
		name = db.Name
		left, err := sql.Open("pgx", db.App)
		if err != nil {
			t.Fatal(err)
		}
		if err := left.PingContext(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	var n int
	err := open(t, testpg.New(t).Super).QueryRowContext(t.Context(),
		"SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%s is still there", name)
	}
}

// What a killed process left behind is dropped at the next start. The test runs
// itself as a child that dies without cleaning up; that its database existed is
// what the child says, since any other test's start may reap it first.
func TestLeftBehind(t *testing.T) {
	if os.Getenv("TESTPG_DIE") != "" {
		db, _, err := testpg.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = os.Stdout.WriteString("left " + db.Name + "\n")
		os.Exit(0)
	}
	child := func() string {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLeftBehind$")
		cmd.Env = append(os.Environ(), "TESTPG_DIE=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		_, name, found := strings.Cut(strings.TrimSpace(string(out)), "left ")
		if !found {
			t.Fatalf("the child made no database:\n%s", out)
		}
		return name
	}
	first := child()
	child() // its start reaps
	var there bool
	err := open(t, testpg.New(t).Super).QueryRowContext(t.Context(),
		"SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", first).Scan(&there)
	if err != nil {
		t.Fatal(err)
	}
	if there {
		t.Errorf("%s was not reaped", first)
	}
}
