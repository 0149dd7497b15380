package house

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"kanmin/internal/bench/load"
)

// reports is how many the database of the start holds.
const reports = 100_000

// start measures from nothing to ready with a full database, and to the first desk that is shown.
func start(ctx context.Context, w io.Writer) error {
	g, err := newGround(ctx, "sqlite", "OFF") // filling need not be durable
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	if err := g.fill(ctx); err != nil {
		return err
	}
	began := time.Now()
	c, stop, err := g.serving(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	if status, data, err := c.get(ctx, "ministry-officer", "/readyz"); err != nil || status != http.StatusOK {
		return fmt.Errorf("readyz: %d %s %w", status, data, err)
	}
	ready := time.Since(began)
	if status, data, err := c.get(ctx, "ministry-officer", "/api/v1/reports"); err != nil || status != http.StatusOK {
		return fmt.Errorf("desk: %d %s %w", status, data, err)
	}
	desk := time.Since(began)
	list := load.Closed(ctx, spell/2, 2, func(ctx context.Context, _ int) error {
		_, _, err := c.get(ctx, "ministry-officer", "/api/v1/reports")
		return err
	})
	fmt.Fprintf(w, "start with %d reports, SQLite\n", reports)
	row(w, "start → ready", ms(ready), "≤ 2 s")
	row(w, "start → the ministry's list shown", ms(desk), "")
	row(w, "the ministry's list after that", fmt.Sprintf("p50 %s, p99 %s", ms(list.Quantile(.5)), ms(list.Quantile(.99))), "")
	return failed(list)
}

func (g *ground) fill(ctx context.Context) error {
	db, err := g.open(ctx, "OFF")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	stop := sequencing(ctx, db.RunSequencer)
	defer stop()
	work := g.filing(db, "fill")
	r := load.Open(ctx, 1e9, reports*time.Nanosecond+time.Nanosecond, 4, work)
	return failed(r)
}
