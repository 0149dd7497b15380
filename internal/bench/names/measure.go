package names

import (
	"fmt"
	"io"
	"slices"
	"time"

	"kanmin/internal/domain/product/lookup"
)

// Tally counts how rows of one set were answered.
type Tally struct {
	Rows, First, Five int // rows with gold; right at first place; right among five
	Absent, Silent    int // rows without gold; of them answered with no candidate
	Bound, FalseBound int
	times             []time.Duration
	judged            []judged
	Misses            []string
}

type judged struct {
	p     float64
	right bool
}

// measure resolves rows and counts.
func measure(r *lookup.Resolver, rows []Row) (all, hard Tally) {
	for _, row := range rows {
		start := time.Now()
		a, err := r.Resolve(row.Maker, row.Product)
		took := time.Since(start)
		place := -1
		bound := false
		p := 0.0
		if err == nil {
			bound = a.Bound
			for i, c := range a.Candidates {
				if place < 0 && overlap(c.CPE, row.Gold) {
					place = i
				}
			}
			if len(a.Candidates) > 0 {
				p = a.Candidates[0].Probability
			}
		}
		for _, t := range []*Tally{&all, &hard} {
			if t == &hard && row.Trivial() {
				continue
			}
			t.times = append(t.times, took)
			t.judged = append(t.judged, judged{p, place == 0})
			t.count(row, place, bound, err == nil && len(a.Candidates) == 0)
		}
		if len(row.Gold) > 0 && place != 0 || bound && place != 0 {
			miss := fmt.Sprintf("%s | %s | want %v", row.Maker, row.Product, row.Gold)
			if err == nil {
				for i := 0; i < len(a.Candidates) && i < 3; i++ {
					miss += fmt.Sprintf(" ; %s %v %.2f", a.Candidates[i].Name, a.Candidates[i].CPE, a.Candidates[i].Probability)
				}
			}
			if bound {
				miss = "FALSE BIND " + miss
			}
			all.Misses = append(all.Misses, miss)
		}
	}
	return all, hard
}

func (t *Tally) count(row Row, place int, bound, silent bool) {
	if len(row.Gold) == 0 {
		t.Absent++
		if silent {
			t.Silent++
		}
	} else {
		t.Rows++
		if place == 0 {
			t.First++
		}
		if place >= 0 && place < lookup.MostCandidates {
			t.Five++
		}
	}
	if bound {
		t.Bound++
		if place != 0 {
			t.FalseBound++
		}
	}
}

func overlap(cpe, gold []string) bool {
	for _, c := range cpe {
		if slices.Contains(gold, c) {
			return true
		}
	}
	return false
}

func (t *Tally) print(w io.Writer, name string) error {
	share := func(k, n int) string {
		low, high := Wilson(k, n)
		return fmt.Sprintf("%5.1f %% [%4.1f–%4.1f]", 100*float64(k)/float64(max(n, 1)), 100*low, 100*high)
	}
	n := t.Rows + t.Absent
	_, err := fmt.Fprintf(w, "  %-34s n=%5d  top-1 %s  top-5 %s  bound %s  false %d of %d\n",
		name, n, share(t.First, t.Rows), share(t.Five, t.Rows), share(t.Bound, n), t.FalseBound, t.Bound)
	return err
}
