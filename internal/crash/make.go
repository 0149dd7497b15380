package crash

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"kanmin/internal/testpg"
)

// Make is `make crash`: every experiment at full size, with its controls.
type Make struct {
	Self   string // path of the crash command
	Out    io.Writer
	images int
	kills  int
	only   string
	seed   uint64

	dir    string
	binary string
	failed []string
}

// Command reads arguments and runs everything; it fails when an experiment finds a broken promise, or a control finds none.
func (m *Make) Command(ctx context.Context, args []string) (err error) {
	f := flag.NewFlagSet("crash", flag.ContinueOnError)
	f.IntVar(&m.images, "images", 10_000, "disks to open at least")
	f.IntVar(&m.kills, "kills", 400, "times to kill the program")
	f.StringVar(&m.only, "only", "", "one experiment: cuts, kills, nodes, spine or away")
	f.Uint64Var(&m.seed, "seed", 1, "of everything random")
	f.StringVar(&m.binary, "binary", "", "the kanmin to break; built when empty")
	if err := f.Parse(args); err != nil {
		return err
	}
	if m.dir, err = os.MkdirTemp("", "kanmin-crash-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(m.dir)) }()
	if m.binary == "" {
		m.binary = filepath.Join(m.dir, "kanmin")
		if err := Build(ctx, m.binary); err != nil {
			return err
		}
	}
	for _, e := range []struct {
		name string
		run  func(context.Context) error
	}{{"cuts", m.cuts}, {"kills", m.killing}, {"nodes", m.nodes}, {"spine", m.spine}, {"away", m.away}} {
		if m.only != "" && m.only != e.name {
			continue
		}
		if err := e.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	if len(m.failed) > 0 {
		return fmt.Errorf("failed: %q", m.failed)
	}
	return nil
}

// Build builds the release binary as scripts/build does.
func Build(ctx context.Context, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "kanmin/cmd/kanmin")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func (m *Make) say(name string, ok bool, what fmt.Stringer) {
	verdict := "ok"
	if !ok {
		verdict = "FAILED"
		m.failed = append(m.failed, name)
	}
	fmt.Fprintf(m.Out, "%-28s %s\n  %s\n", name, verdict, what)
}

// place is a new directory for one experiment.
func (m *Make) place() (string, error) { return os.MkdirTemp(m.dir, "") }

func (m *Make) cuts(ctx context.Context) error {
	// A report with its receipts is about 180 images, the fewer the more acts share a commit; this many acts are enough
	// and fill the write-ahead log past its checkpoint.
	acts := max(m.images/140, 2)
	t, err := m.cut(ctx, Released(m.binary), acts, Cuts{Seed: m.seed})
	if err != nil {
		return err
	}
	m.say("power cut: release binary", t.Bad() == 0 && t.Images >= m.images, t)
	fmt.Fprintf(m.Out, "proof: images %d\nproof: images-lost %d\n", t.Images, t.Bad())
	if t, err = m.cut(ctx, Driven(m.Self, Sound), max(acts/8, 2), Cuts{Seed: m.seed}); err != nil {
		return err
	}
	m.say("power cut: driver", t.Bad() == 0, t)
	if t, err = m.cut(ctx, Driven(m.Self, NormalSync), max(acts/8, 2), Cuts{Seed: m.seed}); err != nil {
		return err
	}
	m.say("control: synchronous=NORMAL", t.Lost > 0 && t.Corrupt == 0, t)
	if t, err = m.cut(ctx, Driven(m.Self, SecondOutbox), max(acts/8, 2), Cuts{Seed: m.seed}); err != nil {
		return err
	}
	m.say("control: second transaction", t.Broken > 0 && t.Lost == 0 && t.Corrupt == 0, t)
	return nil
}

func (m *Make) cut(ctx context.Context, p Program, acts int, c Cuts) (Tally, error) {
	dir, err := m.place()
	if err != nil {
		return Tally{}, err
	}
	r, err := Record(ctx, p, dir, acts, 4)
	if err != nil {
		return Tally{}, err
	}
	c.Scratch = Scratch()
	return r.Replay(ctx, c)
}

func (m *Make) killing(ctx context.Context) error {
	whole := func(k Killed) bool { return k.Bad() == 0 && Median(k.InFlight) >= 4 && Median(k.Between) >= 10 }
	for _, e := range []struct {
		name  string
		p     Program
		kills int
		where func(context.Context) (Scene, func() error, error)
		ok    func(Killed) bool
	}{
		{"kill -9: release binary", Released(m.binary), m.kills, m.sqlite, whole},
		{"kill -9: with PostgreSQL", Released(m.binary), max(m.kills/8, 1), m.postgres, whole},
		{"control: early answers", Driven(m.Self, Early), 10, m.sqlite, func(k Killed) bool { return k.Lost > 0 }},
		{"control: keys forgotten", Driven(m.Self, Forgetful), 10, m.sqlite, func(k Killed) bool { return k.Doubled > 0 && k.Unequal > 0 }},
	} {
		scene, drop, err := e.where(ctx)
		if err != nil {
			return err
		}
		k, err := Campaign{Program: e.p, Scene: scene, Kills: e.kills, Workers: 12, Between: 10, Seed: m.seed}.Run(ctx)
		if err := errors.Join(err, drop()); err != nil {
			return err
		}
		m.say(e.name, e.ok(k), k)
		fmt.Fprintf(m.Out, "proof: kills %d\n", k.Kills)
	}
	return nil
}

// sqlite prepares a scene in a directory of its own, which goes with the others.
func (m *Make) sqlite(ctx context.Context) (Scene, func() error, error) {
	dir, err := m.place()
	if err != nil {
		return Scene{}, nil, err
	}
	scene, err := Prepare(ctx, dir, Postgres{})
	return scene, func() error { return nil }, err
}

// postgres prepares a scene on a fresh database, which the caller drops.
func (m *Make) postgres(ctx context.Context) (Scene, func() error, error) {
	db, drop, err := testpg.Open(ctx)
	if err != nil {
		return Scene{}, nil, err
	}
	dir, err := m.place()
	if err != nil {
		return Scene{}, drop, errors.Join(err, drop())
	}
	scene, err := Prepare(ctx, dir, Postgres{Owner: db.Owner, App: db.App, Work: db.Work})
	if err != nil {
		return scene, drop, errors.Join(err, drop())
	}
	return scene, drop, nil
}

func (m *Make) nodes(ctx context.Context) (err error) {
	for _, e := range []struct {
		name   string
		p      Program
		posts  int
		rounds int
		ok     func(Noded) bool
	}{
		{"two nodes: release binary", Released(m.binary), 200, max(m.kills/10, 1), Noded.OK},
		{"control: keys forgotten", Driven(m.Self, Forgetful), 20, 1, func(n Noded) bool { return n.Filings > 1 && n.Unequal > 0 }},
	} {
		scene, drop, err := m.postgres(ctx)
		if err != nil {
			return err
		}
		n, err := Nodes{Program: e.p, Scene: scene, Count: 2, Posts: e.posts, Rounds: e.rounds, Seed: m.seed}.Run(ctx)
		if err := errors.Join(err, drop()); err != nil {
			return err
		}
		m.say(e.name, e.ok(n), n)
	}
	return nil
}

func (m *Make) spine(ctx context.Context) error {
	lite, _, err := m.sqlite(ctx)
	if err != nil {
		return err
	}
	pg, drop, err := m.postgres(ctx)
	if err != nil {
		return err
	}
	for name, scene := range map[string]Scene{"spine: SQLite": lite, "spine: PostgreSQL": pg} {
		var s Spined
		s, err = Spine{Self: m.Self, Scene: scene, Writers: 32, Acts: 100, Kills: 20, Seed: m.seed}.Run(ctx)
		if err != nil {
			break
		}
		// Where acts overlap, one who asks for "newer than the last" must miss some: else nothing was tested.
		m.say(name, s.OK() && (s.Overtaken > 0 || scene.WorkURL == ""), s)
	}
	return errors.Join(err, drop())
}

// away cuts the database off, and takes a piece out of the spool for the control.
func (m *Make) away(ctx context.Context) error {
	for _, e := range []struct {
		name   string
		rounds int
		steal  bool
		ok     func(Keeping) bool
	}{
		{"database away: spool", max(m.kills/16, 3), false, Keeping.OK},
		{"control: a piece is gone", 2, true, func(k Keeping) bool { return len(k.Verdict.Lost) > 0 }},
	} {
		scene, drop, err := m.postgres(ctx)
		if err != nil {
			return err
		}
		a, err := Cuttable(m.binary, scene)
		if err == nil {
			a.Rounds, a.Workers, a.Kept, a.Steal, a.Seed = e.rounds, 8, 40, e.steal, m.seed
			var k Keeping
			k, err = a.Run(ctx)
			m.say(e.name, err == nil && e.ok(k), k)
		}
		if err := errors.Join(err, drop()); err != nil {
			return err
		}
	}
	return nil
}
