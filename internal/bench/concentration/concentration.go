// Package concentration measures what an office waits for when it counts half a million filed rows (make bench BENCH=concentration): 製品の集中状況,
// who is concerned by a product, 登録の状況. The baseline counts the same rows by their names, as they were filed.
package concentration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"time"

	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/product/memory"
)

// The scale, and the goal of each figure.
const (
	operators = 258
	rows      = 500_000
	names     = 20_000
	goal      = 500 * time.Millisecond
	rounds    = 5
)

// filed is what operators filed, as a node holds it.
func filed() (h holding.Held, sight holding.Sight) {
	r, today := rand.New(rand.NewPCG(1, 2)), law.MustDay("2026-11-30") //nolint:gosec // the same figures each time
	pairs := make([]memory.Pair, names)
	for i := range pairs {
		pairs[i] = memory.Pair{Maker: fmt.Sprint("架空製作所", i%400), Product: fmt.Sprintf("監視装置 Series-%05d 版%d", i/4, i%4)}
	}
	h.Names = holding.Meaning(pairs, func(_ holding.NameID, p memory.Pair) holding.Product {
		var n, version int
		if _, err := fmt.Sscanf(p.Product, "監視装置 Series-%05d 版%d", &n, &version); err != nil || n%3 == 0 {
			return holding.Unresolved(p)
		}
		one := holding.Product{Key: fmt.Sprint("series/", n), Known: true}
		one.Name.Ja, one.Maker.Ja = fmt.Sprint("監視装置 Series-", n), p.Maker
		return one
	})
	sectors := law.At(today).Sectors()
	sight = holding.Sight{}
	for i := range operators {
		f := &holding.Fact{
			ID: ident.Filing(fmt.Sprintf("f%04d", i)), Case: ident.Case(fmt.Sprintf("c%04d", i)), Org: ident.Org(fmt.Sprintf("o%04d", i)), Of: notification.New.ID, At: today.Start(),
			Business: sectors[i%len(sectors)].Code,
		}
		for range rows / operators {
			f.Rows = append(f.Rows, holding.Row{Name: holding.NameID(min(r.IntN(names), r.IntN(names))), Types: holding.Types(1 + r.IntN(63)), Kind: holding.Kind(1 + r.IntN(3))}) //nolint:gosec // small numbers
		}
		h.Facts, sight[f.ID] = append(h.Facts, f), []string{"outline", "computer", "contact"}
	}
	return h, sight
}

// Run prints the figures.
func Run(_ context.Context, w io.Writer) error {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	h, sight := filed()
	runtime.GC()
	runtime.ReadMemStats(&after)
	today, n := law.MustDay("2026-11-30"), rows/operators*operators
	fmt.Fprintf(w, "%d operators, %d filed rows, %d names; %d MiB held\n", operators, n, names, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20) //nolint:gosec // sizes of a heap
	say := func(what string, do func() int) error {
		var worst time.Duration
		for range rounds {
			begun := time.Now()
			if got := do(); got != n {
				return fmt.Errorf("concentration: %s counted %d rows of %d", what, got, n)
			}
			worst = max(worst, time.Since(begun))
		}
		fmt.Fprintf(w, "%-52s %10s  goal %s\n", what, worst.Round(time.Millisecond), goal)
		return nil
	}
	err := say("baseline: products by sector, by their names", func() int { return byNames(h) })
	return errors.Join(err,
		say("製品の集中状況", func() int {
			return holding.Concentrate(holding.Stand(h.Facts, sight), h.Names, holding.Query{}, today).Rows
		}),
		say("rows behind a cell", func() int {
			standing := holding.Stand(h.Facts, sight)
			c := holding.Concentrate(standing, h.Names, holding.Query{}, today)
			return n + len(c.Behind(standing, h.Names, c.Lines[0].Key, c.Sectors[0])) - c.Lines[0].Cells[0].Rows
		}),
		say("who is concerned, by words", func() int {
			return n + min(0, len(holding.Concerned(holding.Stand(h.Facts, sight), h.Names, holding.What{Words: "series-00123"}))-2) // some have it
		}),
		say("登録の状況", func() int { return holding.Register(h.Facts, h.Names, sight, holding.Query{}, today).Rows }))
}

// byNames counts rows under the words of their products and sectors, as one would without an index.
func byNames(h holding.Held) (n int) {
	type cell struct {
		name   memory.Key
		sector law.Sector
	}
	found := map[cell]int{}
	for _, f := range h.Facts {
		for _, r := range f.Rows {
			found[cell{h.Names.Pairs[r.Name].Group(), f.Business}]++
		}
	}
	for _, one := range found {
		n += one
	}
	return n
}
