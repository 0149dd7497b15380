package lookup

import (
	"sort"
	"strings"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
)

// Suggestion is one line under the field while somebody types.
type Suggestion struct {
	ID product.ID
	Called
}

func (x *Index) sortNames() {
	x.sorted = make([]int32, len(x.names.squash))
	for i := range x.sorted {
		x.sorted[i] = int32(i) //nolint:gosec // bounded by the importers
	}
	sort.Slice(x.sorted, func(i, j int) bool { return x.names.squash[x.sorted[i]] < x.names.squash[x.sorted[j]] })
}

// Suggest completes what was typed so far in the product's field, at most n products, those of the
// maker first, then those that registers name most. It costs microseconds and never binds.
func (r *Resolver) Suggest(maker, typed string, n int) []Suggestion {
	x, s := r.x, r.s
	prefix := spelling.Squash(spelling.Fold(typed))
	if prefix == "" || n <= 0 || len(typed) > 200 {
		return nil
	}
	q := &query{makers: map[int32]float32{}, inside: map[int32]float32{}}
	q.prepareMaker(maker)
	x.solveMaker(q, s)
	from := sort.Search(len(x.sorted), func(i int) bool { return x.names.squash[x.sorted[i]] >= prefix })
	best := map[int32]float32{}
	for i := from; i < len(x.sorted) && i < from+4000; i++ {
		name := x.names.squash[x.sorted[i]]
		if !strings.HasPrefix(name, prefix) {
			break
		}
		it := x.names.owner[x.sorted[i]]
		score := 2*q.makers[x.items[it].maker] + popularity(x.items[it].count) - 0.01*float32(len(name)-len(prefix))
		if x.items[it].shipped {
			score += 0.5
		}
		if old, ok := best[it]; !ok || score > old {
			best[it] = score
		}
	}
	hits := make([]hit, 0, len(best))
	for it, score := range best {
		hits = append(hits, hit{item: it, cheap: score})
	}
	top(hits, n)
	out := make([]Suggestion, 0, n)
	for i := 0; i < len(hits) && i < n; i++ {
		out = append(out, Suggestion{ID: x.items[hits[i].item].id, Called: x.called(hits[i].item)})
	}
	return out
}

// Has reports whether some product is called just so. It costs microseconds.
func (x *Index) Has(name string) (has bool) {
	x.names.whole(spelling.Squash(spelling.Fold(name)), func(int32) { has = true })
	return has
}
