package stagetest

import (
	"context"
	"flag"
	"fmt"
	"testing"

	"kanmin/internal/adapter/keep/store"
)

// Each runs a measurement once on a fresh stage of each engine, in a program that is no test: a stage wants a testing.TB.
// What run returns, or that a stage failed, ends it.
func Each(ctx context.Context, run func(t testing.TB, engine string, s *Stage) error) error {
	testing.Init()
	if err := flag.Set("test.benchtime", "1x"); err != nil {
		return err
	}
	for _, engine := range []struct {
		name string
		make func(testing.TB, ...func(*store.Config)) *Stage
	}{{"sqlite", SQLite}, {"postgres", Postgres}} {
		if err := ctx.Err(); err != nil {
			return err
		}
		var failed error
		done := false
		testing.Benchmark(func(b *testing.B) {
			if !done {
				failed = run(b, engine.name, engine.make(b))
				done = true
			}
		})
		if failed != nil {
			return fmt.Errorf("%s: %w", engine.name, failed)
		}
		if !done {
			return fmt.Errorf("%s: the stage failed", engine.name)
		}
	}
	return nil
}
