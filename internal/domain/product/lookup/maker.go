package lookup

import (
	"cmp"
	"slices"
	"strings"

	"kanmin/internal/domain/product/spelling"
)

// solveMaker finds the makers that the row may mean: in the maker's cell, and inside the
// product's cell.
func (x *Index) solveMaker(q *query, s *scratch) {
	for i, k := range q.maker {
		sim := float32(1)
		if i > 0 {
			sim = 0.97
		}
		x.houses.whole(k, func(name int32) { q.makers[x.houses.owner[name]] = max(q.makers[x.houses.owner[name]], sim) })
	}
	if len(q.makers) == 0 && !q.unsaid {
		x.nearMakers(q, s)
	}
	for at, sim := range q.makers {
		q.best = max(q.best, sim)
		if x.makers[at].sells && sim > 0.9 {
			q.seller = true
		}
	}
	x.insideMakers(q)
	if q.unsaid || q.seller {
		for at, sim := range q.inside {
			q.makers[at] = max(q.makers[at], sim*0.95)
		}
	}
}

// nearMakers looks for makers by words and trigrams when none is written exactly so.
func (x *Index) nearMakers(q *query, s *scratch) {
	var hits []near
	for _, k := range q.maker {
		grams := gramsOf(nil, k)
		for _, g := range grams {
			list := x.houses.grams.of(int32(g))
			if len(list) > 1500 {
				continue
			}
			for _, n := range list {
				if s.common[n] == 0 {
					s.met = append(s.met, n)
				}
				s.common[n]++
			}
		}
		for _, n := range s.met {
			c := s.common[n]
			s.common[n] = 0
			dice := 2 * float32(c) / float32(len(grams)+int(x.houses.count[n]))
			if dice < 0.2 {
				continue
			}
			if sim := partly(k, x.houses.squash[n], dice); sim > 0.4 {
				hits = append(hits, near{n, min(sim, 0.95)})
			}
		}
		s.met = s.met[:0]
	}
	x.soundMakers(q, func(name int32, sim float32) { hits = append(hits, near{name, sim}) })
	slices.SortFunc(hits, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.sim, a.sim), cmp.Compare(a.name, b.name))
	})
	for i, h := range hits {
		if i == 12 {
			break
		}
		q.makers[x.houses.owner[h.name]] = max(q.makers[x.houses.owner[h.name]], h.sim)
	}
}

type near struct {
	name int32
	sim  float32
}

// partly raises the likeness of names of which one holds the other.
func partly(k, s string, dice float32) float32 {
	switch {
	case len(s) >= 4 && strings.HasPrefix(k, s):
		return max(dice, 0.6+0.3*float32(len(s))/float32(len(k)))
	case len(k) >= 4 && strings.HasPrefix(s, k):
		return max(dice, 0.55+0.3*float32(len(k))/float32(len(s)))
	case len(s) >= 5 && strings.Contains(k, s):
		return max(dice, 0.5+0.3*float32(len(s))/float32(len(k)))
	}
	return dice
}

// soundMakers compares a maker in katakana by its sound.
func (x *Index) soundMakers(q *query, found func(name int32, sim float32)) {
	for _, k := range q.maker {
		if r := []rune(k); !spelling.Katakana(r[0]) {
			continue
		}
		l, _ := spelling.Latin(k)
		s := spelling.Squash(l)
		if s == "" {
			continue
		}
		skeleton := spelling.Skeleton(s)
		if len(skeleton) < 2 {
			continue
		}
		x.houses.whole(s, func(name int32) { found(name, 0.93) })
		for _, name := range x.houseSounds[skeleton] {
			if sim := 0.4 + 0.5*alike(s, x.houses.squash[name]); sim > 0.6 {
				found(name, sim)
			}
		}
	}
}

// insideMakers finds makers whose name begins or stands in the product's cell.
func (x *Index) insideMakers(q *query) {
	if len(q.views) == 0 {
		return
	}
	words := q.views[0].words
	for i := range words {
		for j := i; j < len(words) && j < i+4; j++ {
			joined := strings.Join(words[i:j+1], "")
			if len(joined) < 2 || i > 0 && len(joined) < 4 {
				continue
			}
			sim := float32(0.9)
			if i > 0 {
				sim = 0.6
			}
			x.houses.whole(joined, func(name int32) {
				at := x.houses.owner[name]
				if x.makers[at].items > 0 {
					q.inside[at] = max(q.inside[at], sim)
				}
			})
		}
		if i == 5 {
			break
		}
	}
}

// withoutMaker is the core without the words of a maker that is named in it; empty when none is.
func (x *Index) withoutMaker(q *query) string {
	if len(q.views) == 0 || len(q.inside) == 0 {
		return ""
	}
	words := q.views[0].words
	cut := 0
	for j := 0; j < len(words) && j < 4; j++ {
		joined := strings.Join(words[:j+1], "")
		x.houses.whole(joined, func(name int32) {
			at := x.houses.owner[name]
			if q.makers[at] > 0.5 || q.unsaid || q.seller || x.makers[at].shipped {
				cut = j + 1
			}
		})
	}
	if cut == 0 || cut == len(words) {
		return ""
	}
	return strings.Join(words[cut:], " ")
}
