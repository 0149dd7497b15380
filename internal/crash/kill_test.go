package crash_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"kanmin/internal/crash"
	"kanmin/internal/testpg"
)

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && crash.Commands[os.Args[1]] != nil {
		if err := crash.Commands[os.Args[1]](context.Background(), os.Args[2:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	_ = os.Remove(filepath.Join(os.TempDir(), fmt.Sprintf("kanmin-crash-test-%d", os.Getpid())))
	os.Exit(code)
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func sqlite(t *testing.T) crash.Scene {
	t.Helper()
	return prepare(t, crash.Postgres{})
}

func postgres(t *testing.T) crash.Scene {
	t.Helper()
	pg := testpg.New(t)
	return prepare(t, crash.Postgres{Owner: pg.Owner, App: pg.App, Work: pg.Work})
}

func prepare(t *testing.T, pg crash.Postgres) crash.Scene {
	t.Helper()
	scene, err := crash.Prepare(t.Context(), t.TempDir(), pg)
	if err != nil {
		t.Fatal(err)
	}
	return scene
}

// released is the platform, built as it is released.
func released(t *testing.T) crash.Program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return crash.Released(path)
}

// binary is built once; TestMain deletes it.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("kanmin-crash-test-%d", os.Getpid()))
	return path, crash.Build(context.Background(), path)
})

func TestKill(t *testing.T) {
	c := crash.Campaign{Program: released(t), Scene: sqlite(t), Kills: 100, Workers: 12, Between: 10, Seed: 1}
	k, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(k)
	if k.Bad() > 0 || k.Kills != 100 || crash.Median(k.InFlight) < 4 || crash.Median(k.Between) < 10 {
		t.Error(k)
	}
}

// TestKillFinds: programs that answer too early, or forget whom they answered, must be caught.
func TestKillFinds(t *testing.T) {
	for mode, found := range map[crash.Control]func(crash.Killed) bool{
		crash.Early:     func(k crash.Killed) bool { return k.Lost > 0 },
		crash.Forgetful: func(k crash.Killed) bool { return k.Unequal > 0 && k.Doubled > 0 },
	} {
		t.Run(string(mode), func(t *testing.T) {
			c := crash.Campaign{Program: crash.Driven(self(t), mode), Scene: sqlite(t), Kills: 16, Workers: 8, Between: 10, Seed: 1}
			k, err := c.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Log(k)
			if !found(k) {
				t.Errorf("not found: %v", k)
			}
		})
	}
}

func TestIdenticalPostsOnTwoNodes(t *testing.T) {
	n := crash.Nodes{Program: crash.Driven(self(t), crash.Sound), Scene: postgres(t), Count: 2, Posts: 200, Rounds: 6, Seed: 1}
	result, err := n.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(result)
	if !result.OK() || result.Retried == 0 {
		t.Error(result)
	}
}

// TestIdenticalPostsFind: without idempotency keys the experiment must fail.
func TestIdenticalPostsFind(t *testing.T) {
	n := crash.Nodes{Program: crash.Driven(self(t), crash.Forgetful), Scene: postgres(t), Count: 2, Posts: 20, Rounds: 1, Seed: 1}
	result, err := n.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if result.OK() || result.Filings < 2 || result.Unequal == 0 {
		t.Errorf("not found: %v", result)
	}
}

func TestSpine(t *testing.T) {
	for name, scene := range map[string]func(*testing.T) crash.Scene{"sqlite": sqlite, "postgres": postgres} {
		t.Run(name, func(t *testing.T) {
			s := crash.Spine{Self: self(t), Scene: scene(t), Writers: 32, Acts: 120, Kills: 8, Seed: 1}
			result, err := s.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Log(result)
			if !result.OK() || result.Committed != 32*120 || result.Kills < 8 {
				t.Error(result)
			}
			if name == "postgres" && result.Overtaken == 0 {
				t.Error("no act committed after one with a higher id: the experiment tests nothing")
			}
		})
	}
}

func TestDatabaseAway(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for name, steal := range map[string]bool{"kept": false, "a piece is gone": true} {
		t.Run(name, func(t *testing.T) {
			a, err := crash.Cuttable(path, postgres(t))
			if err != nil {
				t.Fatal(err)
			}
			a.Rounds, a.Workers, a.Kept, a.Steal, a.Seed = 3, 4, 16, steal, 1
			k, err := a.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Log(k)
			if k.OK() == steal || k.Kept != 48 || k.Kills != 2 || steal && len(k.Verdict.Lost) != 3 {
				t.Error(k)
			}
		})
	}
}
