package store_test

import (
	"fmt"
	"testing"

	"kanmin/internal/world/stagetest"
)

// BenchmarkFiling is one 速報 through the flow, for profiles; make bench prints the figures.
func BenchmarkFiling(b *testing.B) {
	for name, engine := range map[string]*stagetest.Stage{"sqlite": stagetest.SQLite(b), "postgres": stagetest.Postgres(b)} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := engine.File.Do(b.Context(), engine.Scope("operator-filer"), engine.Key("operator-filer", fmt.Sprint(b.N, i)), prompt()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
