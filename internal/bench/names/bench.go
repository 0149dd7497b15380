package names

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"time"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
)

// Run prints every figure of the resolver: accuracy on real pairs (tuning half and frozen half apart,
// trivial and non-trivial apart), the risk–coverage curve, our own Japanese rows, speed and memory.
// dataDir holds the real data; without it only our own rows are measured.
func Run(ctx context.Context, w io.Writer, dataDir string) error {
	if _, err := os.Stat(filepath.Join(dataDir, "vp-dict.tsv.gz")); err != nil {
		if _, err := fmt.Fprintln(w, "names: no real data in", dataDir, "- only our own rows"); err != nil {
			return err
		}
		dataDir = ""
	}
	before := heap()
	start := time.Now()
	x, err := Index(dataDir)
	if err != nil {
		return err
	}
	took := time.Since(start)
	products, makers := x.Size()
	if _, err := fmt.Fprintf(w, "names: %d products, %d makers, built in %v, %d MB held\n", products, makers, took.Round(time.Millisecond), (heap()-before)>>20); err != nil {
		return err
	}
	if err := shipped(w); err != nil {
		return err
	}
	r := lookup.NewResolver(x)
	if err := own(w, r, dataDir); err != nil {
		return err
	}
	if dataDir == "" {
		return nil
	}
	issuers, err := Issuers(dataDir)
	if err != nil {
		return err
	}
	exploited, err := Exploited(dataDir)
	if err != nil {
		return err
	}
	if err := halves(w, r, "CVE issuers", issuers); err != nil {
		return err
	}
	if err := halves(w, r, "KEV", exploited); err != nil {
		return err
	}
	if err := noise(w, r, issuers); err != nil {
		return err
	}
	if err := speed(w, r, issuers); err != nil {
		return err
	}
	if err := command(ctx, w, dataDir, issuers); err != nil {
		return err
	}
	half, _ := Halves(issuers)
	kev, _ := Halves(exploited)
	return kinds(w, r, slices.Concat(Own(), kev, half))
}

// shipped prints how much the dictionary in the binary holds.
func shipped(w io.Writer) error {
	book, err := dictionary.Shipped()
	if err != nil {
		return err
	}
	coded, ja := 0, 0
	for _, p := range book.Products {
		if len(p.Codes) > 0 {
			coded++
		}
		if slices.ContainsFunc(p.Names, func(n product.Name) bool { return n.Lang == "ja" }) {
			ja++
		}
	}
	_, err = fmt.Fprintf(w, "  the shipped dictionary: %d makers (goal 400), %d products (goal 2,000), %d with CPE, %d with a Japanese name; %d Japanese regression rows (goal 500)\n",
		len(book.Makers), len(book.Products), coded, ja, len(Own()))
	return err
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func halves(w io.Writer, r *lookup.Resolver, name string, rows []Row) error {
	tuning, frozen := Halves(rows)
	t, th := measure(r, tuning)
	if err := t.print(w, name+", tuning half"); err != nil {
		return err
	}
	if err := th.print(w, name+", tuning, non-trivial"); err != nil {
		return err
	}
	all, hard := measure(r, frozen)
	if err := all.print(w, name+", frozen half"); err != nil {
		return err
	}
	if err := hard.print(w, name+", frozen, non-trivial"); err != nil {
		return err
	}
	if err := curve(w, name+", frozen", all.judged); err != nil {
		return err
	}
	return curve(w, name+", frozen, non-trivial", hard.judged)
}

// curve prints how often the first candidate is right among the rows of which the resolver is surest.
func curve(w io.Writer, name string, list []judged) error {
	sort.SliceStable(list, func(i, j int) bool { return list[i].p > list[j].p })
	if _, err := fmt.Fprintf(w, "  risk–coverage, %s:\n", name); err != nil {
		return err
	}
	right := 0
	next := 1
	for i, j := range list {
		if j.right {
			right++
		}
		if n := i + 1; n*10 >= next*len(list) {
			low, high := Wilson(right, n)
			if _, err := fmt.Fprintf(w, "    %3d %% of rows: right %5.1f %% [%4.1f–%4.1f], from p=%.3f\n",
				next*10, 100*float64(right)/float64(n), 100*low, 100*high, j.p); err != nil {
				return err
			}
			next++
		}
	}
	return nil
}

func speed(w io.Writer, r *lookup.Resolver, rows []Row) error {
	all, _ := measure(r, rows)
	slices.Sort(all.times)
	total := time.Duration(0)
	for _, t := range all.times {
		total += t
	}
	at := func(p float64) time.Duration { return all.times[int(p*float64(len(all.times)-1))] }
	_, err := fmt.Fprintf(w, "  speed: %.0f rows/s on one core, p50 %v, p99 %v, max %v\n",
		float64(len(rows))/total.Seconds(), at(0.5).Round(time.Microsecond), at(0.99).Round(time.Microsecond), at(1).Round(time.Microsecond))
	return err
}
