package house

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"kanmin/internal/bench/load"
)

// What the second wall costs: the same pages of the same database through the same store, with row-level security on
// and off in turns, so that whatever else the machine does falls on both. The figure is processor time: what PostgreSQL
// spends more, as a share of what the page takes without the wall of PostgreSQL and of the program (with its client).
const (
	walledReports = 3000
	wallTurns     = 10 // of each
	wallWarm      = 24 // requests after each change: plans are made anew, five times by each connection
	wallRequests  = 25
)

// Walls measures the heaviest pages of an office and of an operator.
func Walls(ctx context.Context, w io.Writer) error {
	g, err := newGround(ctx, "postgres", "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	c, stop, err := g.serving(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	last := ""
	fill := load.Open(ctx, 1e9, walledReports*time.Nanosecond+time.Nanosecond, 16, func(ctx context.Context, i int) error {
		number, err := c.report(ctx, i, "walls")
		if i == 0 {
			last = number
		}
		return err
	})
	if err := failed(fill); err != nil {
		return err
	}
	if err := g.behind(ctx, "ANALYZE"); err != nil {
		return err
	}
	fmt.Fprintf(w, "pages with row-level security on and off in turns, PostgreSQL, %d reports\n", walledReports)
	for _, p := range []struct{ who, path string }{
		{"ministry-officer", "/ministry/today"}, {"ministry-officer", "/ministry/reports/" + last}, {"ministry-officer", "/api/v1/reports?limit=200"},
		{"operator0", "/reporting/reports"}, {"operator0", "/reporting/reports/" + last}, {"operator0", "/operator/home"},
	} {
		on, off, err := g.inTurns(ctx, c, p.who, p.path)
		if err != nil {
			return err
		}
		program := (on.program + off.program) / 2 // does the same in both
		more := 100 * float64(on.server-off.server) / float64(program+off.server)
		row(w, strings.Replace(p.path, last, "…", 1), fmt.Sprintf("%+.1f %% (PostgreSQL %d → %d µs, program %d µs; quickest tenth %s → %s, p50 %s → %s)", more,
			off.server.Microseconds(), on.server.Microseconds(), program.Microseconds(), ms(off.quick), ms(on.quick), ms(off.middle), ms(on.middle)), "≤ +10 %")
	}
	return nil
}

// spread is what a page took: the median of the turns' processor time, and by the clock the quickest tenth, in which the
// least of other work is, and the median.
type spread struct{ server, program, quick, middle time.Duration }

// inTurns measures a page with the wall and without it.
func (g *ground) inTurns(ctx context.Context, c *client, who, path string) (on, off spread, err error) {
	var took, server, program [2][]time.Duration
	for turn := range 2 * wallTurns {
		if err := g.wall(ctx, turn%2 == 0); err != nil {
			return on, off, err
		}
		if _, err := c.times(ctx, who, path, wallWarm); err != nil {
			return on, off, err
		}
		before, err := g.spent(ctx, "kanmin_app")
		if err != nil {
			return on, off, err
		}
		list, err := c.times(ctx, who, path, wallRequests)
		if err != nil {
			return on, off, err
		}
		after, err := g.spent(ctx, "kanmin_app")
		if err != nil {
			return on, off, err
		}
		ours, theirs := after.since(before)
		took[turn%2] = append(took[turn%2], list...)
		program[turn%2], server[turn%2] = append(program[turn%2], ours/wallRequests), append(server[turn%2], theirs/wallRequests)
	}
	of := func(i int) spread {
		return spread{server: share(server[i], 2), program: share(program[i], 2), quick: share(took[i], 10), middle: share(took[i], 2)}
	}
	return of(0), of(1), nil
}

// share is the value below which one part in so many lies.
func share(list []time.Duration, part int) time.Duration {
	slices.Sort(list)
	return list[len(list)/part]
}

// times asks for a page n times and says how long each took.
func (c *client) times(ctx context.Context, who, path string, n int) (took []time.Duration, err error) {
	for range n {
		began := time.Now()
		status, data, err := c.get(ctx, who, path)
		if err != nil || status != http.StatusOK {
			return nil, fmt.Errorf("%s as %s: %d %.200s %w", path, who, status, data, err)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// wall turns row-level security on or off for every table that has it.
func (g *ground) wall(ctx context.Context, on bool) error {
	verb := "DISABLE"
	if on {
		verb = "ENABLE"
	}
	return g.behind(ctx, `DO $$ DECLARE t record; BEGIN FOR t IN SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public' LOOP `+
		`EXECUTE format('ALTER TABLE %I `+verb+` ROW LEVEL SECURITY', t.tablename); END LOOP; END $$`)
}
