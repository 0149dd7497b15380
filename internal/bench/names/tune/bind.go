package main

import (
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"kanmin/internal/bench/names"
	"kanmin/internal/domain/product/lookup"
)

// The rule of binding. Rows of the tuning half, as written and as people might have written them, are ranked and judged
// by trees that have not seen their makers, and lined up by surety; those that a rule forbids to bind are out. Bound is from the
// least surety at which the lower 95 % Wilson bound of every slice is still 98 %, and no more than the surest three
// in ten of the non-trivial rows: other makers' rows are never quite like these.
const (
	leastLow  = 0.98
	mostShare = 0.3
	// fewest rows, all right, reach 98 %: a slice with fewer bound says nothing and hinders nothing
	fewest     = 189
	nontrivial = "non-trivial"
)

// binding is the rule that was found, with what each slice was from there on.
type binding struct {
	from   float64
	slices []slice
}

type slice struct {
	name       string
	all, n, ok int
}

// asWritten asks for the tuning half's rows of a fold: as they are, and with every habit.
func asWritten(x *lookup.Index, trees *lookup.Forest, dir string, fold int) ([]*verdict, error) {
	issuers, err := names.Issuers(dir)
	if err != nil {
		return nil, err
	}
	exploited, err := names.Exploited(dir)
	if err != nil {
		return nil, err
	}
	half, _ := names.Halves(issuers)
	kev, _ := names.Halves(exploited)
	a := &asker{r: lookup.With(x, trees), fold: fold}
	for i, row := range append(kev, half...) {
		if foldOf(row) != fold {
			continue
		}
		kind := nontrivial
		if row.Trivial() {
			kind = "trivial"
		}
		a.slice = kind
		a.add(row, row, false)
		// of rows with swapped letters few are bound: a second draw, so that the bound says something
		for _, h := range append(names.Habits(row, uint64(i)), names.Swapped(row, uint64(i))) { //nolint:gosec // an index
			a.slice = h.Name
			a.add(row, h.Row, false)
		}
	}
	return a.out, nil
}

// bindingOf finds the rule.
func bindingOf(out []outcome) binding {
	surety := func(o outcome) float64 { return o.of.j.Surety(o.score) }
	sort.SliceStable(out, func(i, j int) bool { return surety(out[i]) > surety(out[j]) })
	surest(out, surety)
	at := map[string]int{}
	var now binding
	for _, o := range out {
		if _, ok := at[o.of.slice]; !ok {
			at[o.of.slice] = len(now.slices)
			now.slices = append(now.slices, slice{name: o.of.slice})
		}
		now.slices[at[o.of.slice]].all++
	}
	found := binding{from: math.Inf(1)}
	for i, o := range out {
		if o.of.j.MayBind {
			s := &now.slices[at[o.of.slice]]
			s.n++
			if o.right {
				s.ok++
			}
		}
		now.from = math.Ceil(surety(o)*10) / 10
		if i+1 < len(out) && surety(out[i+1]) >= now.from { // only whole tenths: finer steps are noise
			continue
		}
		if now.holds() {
			found = binding{now.from, append([]slice(nil), now.slices...)}
		}
	}
	return found
}

// surest prints the rows that no rule forbids to bind and that are wrong, the surest first: what a rule should be found for.
func surest(out []outcome, surety func(outcome) float64) {
	n := 0
	for _, o := range out {
		if !o.of.j.MayBind {
			continue
		}
		if n++; !o.right {
			fmt.Printf("bound %5d., surety %.1f, %s: %s | %s | want %v, got %v\n", n, surety(o), o.of.slice, o.of.row.Maker, o.of.row.Product, o.of.gold, o.of.j.CPE)
		}
	}
	fmt.Println(n, "rows may be bound")
}

func (b *binding) holds() bool {
	for _, s := range b.slices {
		low, _ := names.Wilson(s.ok, s.n)
		if s.n >= fewest && low < leastLow || s.name == nontrivial && (s.n < fewest || float64(s.n) > mostShare*float64(s.all)) {
			return false
		}
	}
	return true
}

func (b *binding) write(w io.Writer) {
	var text strings.Builder
	text.WriteString("// bindFrom is the surety from which a name is bound without a person. From there on, of makers that the trees had not seen:\n")
	for _, s := range b.slices {
		low, _ := names.Wilson(s.ok, s.n)
		fmt.Fprintf(&text, "//   %s: %d of %d rows, %d wrong, lower bound %.4f\n", s.name, s.n, s.all, s.n-s.ok, low)
	}
	fmt.Fprintf(&text, "const bindFrom = %.1f\n", b.from)
	fmt.Print(text.String())
	_, _ = io.WriteString(w, text.String())
}
