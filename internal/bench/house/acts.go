package house

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"kanmin/internal/bench/load"
)

// spell is how long each measurement runs.
const spell = 6 * time.Second

// Run prints every figure of the House.
func Run(ctx context.Context, w io.Writer) error {
	for _, part := range []func(context.Context, io.Writer) error{sqliteActs, postgresActs, doors, start} {
		if err := part(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// raw measures durable one-row commits of the same engine on the same disk: the baseline.
func raw(ctx context.Context, driver, dsn string, limit int) (load.Result, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return load.Result{}, err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(limit)
	if driver == "sqlite" {
		db.SetMaxOpenConns(1) // one writer, as the product has
	}
	create := `CREATE TABLE IF NOT EXISTS bench_raw (id BIGINT, body TEXT)`
	if _, err := db.ExecContext(ctx, create); err != nil {
		return load.Result{}, err
	}
	body := string(make([]byte, 1000))
	if driver != "sqlite" {
		body = fmt.Sprintf("%1000d", 7)
	}
	return load.Closed(ctx, spell/2, limit, func(ctx context.Context, i int) error {
		_, err := db.ExecContext(ctx, `INSERT INTO bench_raw (id, body) VALUES ($1, $2)`, i, body)
		return err
	}), nil
}

func sqliteActs(ctx context.Context, w io.Writer) error {
	g, err := newGround(ctx, "sqlite", "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	db, err := g.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	baseline := func() (load.Result, error) {
		return raw(ctx, "sqlite", "file:"+filepath.Join(g.dir, "raw.db")+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate", 8)
	}
	before, err := baseline()
	if err != nil {
		return err
	}
	stop := sequencing(ctx, db.RunSequencer)
	idle, err := g.spent(ctx)
	if err != nil {
		return err
	}
	most := load.Closed(ctx, spell, 8, g.filing(db, "closed"))
	busy, err := g.spent(ctx)
	if err != nil {
		return err
	}
	open := load.Open(ctx, 200, spell, 64, g.filing(db, "open"))
	stop()
	after, err := baseline()
	if err != nil {
		return err
	}
	base := (before.Rate() + after.Rate()) / 2
	if err := failed(most, open); err != nil {
		return err
	}
	fmt.Fprintf(w, "速報 acts, SQLite, sealed, through the flow, sequencer running\n")
	row(w, "raw durable commits/s before, after", fmt.Sprintf("%.0f, %.0f", before.Rate(), after.Rate()), "")
	row(w, "most acts/s (8 at once)", fmt.Sprintf("%.0f = %.2f × raw; p99 %s", most.Rate(), most.Rate()/base, ms(most.Quantile(.99))), "≥ 0.2 × raw and ≥ 200/s")
	row(w, "processor time an act (with the sequencer)", busy.each(idle, most.Done), "")
	row(w, "open loop at 200/s", fmt.Sprintf("%.0f/s, p50 %s, p99 %s", open.Rate(), ms(open.Quantile(.5)), ms(open.Quantile(.99))), "p99 ≤ 250 ms")
	return nil
}

func postgresActs(ctx context.Context, w io.Writer) error {
	g, err := newGround(ctx, "postgres", "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	before, err := raw(ctx, "pgx", g.owner, 32)
	if err != nil {
		return err
	}
	if err := g.behind(ctx, commitDelay); err != nil {
		return err
	}
	db, err := g.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	stop := sequencing(ctx, db.RunSequencer)
	defer stop()
	idle, err := g.spent(ctx)
	if err != nil {
		return err
	}
	most := load.Closed(ctx, spell, 48, g.filing(db, "closed"))
	busy, err := g.spent(ctx)
	if err != nil {
		return err
	}
	if err := failed(most); err != nil {
		return err
	}
	fmt.Fprintf(w, "速報 acts, PostgreSQL, row-level security on, 5 ms added before each commit, sequencer running\n")
	row(w, "raw durable commits/s (32 at once, no delay)", fmt.Sprintf("%.0f", before.Rate()), "")
	row(w, "most acts/s at the store (48 at once)", fmt.Sprintf("%.0f = %.2f × raw; p50 %s, p99 %s", most.Rate(), most.Rate()/before.Rate(), ms(most.Quantile(.5)), ms(most.Quantile(.99))), "≥ 1,000/s")
	row(w, "processor time an act (with the sequencer)", busy.each(idle, most.Done), "")
	return nil
}

// sequencing runs the sequencer until the returned function is called.
func sequencing(ctx context.Context, run func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { _ = run(ctx) })
	return func() { cancel(); group.Wait() }
}

func failed(results ...load.Result) error {
	for _, r := range results {
		if r.Failed > 0 {
			return fmt.Errorf("%d of %d failed, first: %w", r.Failed, r.Failed+r.Done, r.FirstError)
		}
	}
	return nil
}

func row(w io.Writer, what, got, goal string) {
	if goal != "" {
		goal = "   (goal " + goal + ")"
	}
	fmt.Fprintf(w, "  %-46s %s%s\n", what, got, goal)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
