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
// and off in turns, so that whatever else the machine does falls on both.
const (
	walledReports = 3000
	wallTurns     = 12 // of each
	wallWarm      = 8  // requests after each change: plans are made anew
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
		more := 100 * (float64(on.quick)/float64(off.quick) - 1)
		row(w, strings.Replace(p.path, last, "…", 1), fmt.Sprintf("%+.1f %%: on %s (p50 %s), off %s (p50 %s)", more, ms(on.quick), ms(on.middle), ms(off.quick), ms(off.middle)), "≤ +10 %")
	}
	return nil
}

// spread is what a page took: the quickest tenth, in which the least of other work is, and the median.
type spread struct{ quick, middle time.Duration }

// inTurns measures a page with the wall and without it.
func (g *ground) inTurns(ctx context.Context, c *client, who, path string) (on, off spread, err error) {
	var took [2][]time.Duration
	for turn := range 2 * wallTurns {
		if err := g.wall(ctx, turn%2 == 0); err != nil {
			return on, off, err
		}
		for i := range wallWarm + wallRequests {
			began := time.Now()
			status, data, err := c.get(ctx, who, path)
			if err != nil || status != http.StatusOK {
				return on, off, fmt.Errorf("%s as %s: %d %.200s %w", path, who, status, data, err)
			}
			if i >= wallWarm {
				took[turn%2] = append(took[turn%2], time.Since(began))
			}
		}
	}
	of := func(list []time.Duration) spread {
		slices.Sort(list)
		return spread{list[len(list)/10], list[len(list)/2]}
	}
	return of(took[0]), of(took[1]), nil
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
