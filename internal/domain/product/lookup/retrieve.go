package lookup

import "sort"

// scratch is the working memory of one question, reused by a Resolver.
type scratch struct {
	shared  []uint16  // per name: trigrams shared with the view
	weight  []float32 // per name: word weight shared with the view
	touched []int32
	mark    []bool
	best    []float32 // per item: best cheap score
	bestAt  []int32   // per item: the name that gave it
	items   []int32
	house   []float32 // per maker: how likely the row means it
	common  []uint16  // per maker's name: trigrams shared
	met     []int32

	views      [mostViews]marks // trigrams of the views, while candidates are compared
	joint      marks            // trigrams of view and maker together
	jointGrams []uint16
	own        []uint16
}

func newScratch(x *Index) *scratch {
	return &scratch{
		shared: make([]uint16, len(x.names.squash)), weight: make([]float32, len(x.names.squash)), mark: make([]bool, len(x.names.squash)),
		best: make([]float32, len(x.items)), bestAt: make([]int32, len(x.items)), house: make([]float32, len(x.makers)), common: make([]uint16, len(x.houses.squash)),
	}
}

// depth is how many identities are looked at closely.
const depth = 64

type hit struct {
	item  int32
	name  int32
	cheap float32
}

// retrieve gathers the identities that the row may mean, the likeliest first.
func (x *Index) retrieve(q *query, s *scratch) []hit {
	for at, sim := range q.inside {
		s.house[at] = 0.7 * sim
	}
	for at, sim := range q.makers {
		s.house[at] = max(s.house[at], sim)
	}
	for i := range q.views {
		x.gather(q, &q.views[i], s)
	}
	for at := range q.inside {
		s.house[at] = 0
	}
	for at := range q.makers {
		s.house[at] = 0
	}
	for _, n := range x.shortForms(q) {
		s.offer(x, n, 0.75+0.5*q.makers[x.items[x.names.owner[n]].maker])
	}
	hits := make([]hit, 0, len(s.items))
	for _, it := range s.items {
		hits = append(hits, hit{it, s.bestAt[it], s.best[it]})
		s.best[it] = 0
	}
	s.items = s.items[:0]
	top(hits, depth)
	if len(hits) > depth {
		hits = hits[:depth]
	}
	return hits
}

// top brings the n best hits to the front, in order.
func top(hits []hit, n int) {
	less := func(a, b hit) bool { return a.cheap > b.cheap || a.cheap == b.cheap && a.item < b.item }
	lo, hi := 0, len(hits)-1
	for lo < hi && hi >= n { // quickselect
		p := hits[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for less(hits[i], p) {
				i++
			}
			for less(p, hits[j]) {
				j--
			}
			if i <= j {
				hits[i], hits[j] = hits[j], hits[i]
				i++
				j--
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			lo = hi
		}
	}
	m := min(n, len(hits))
	sort.Slice(hits[:m], func(i, j int) bool { return less(hits[i], hits[j]) })
}

func (s *scratch) touch(n int32) {
	if !s.mark[n] {
		s.mark[n] = true
		s.touched = append(s.touched, n)
	}
}

func (s *scratch) offer(x *Index, name int32, score float32) {
	it := x.names.owner[name]
	if s.best[it] == 0 {
		s.items = append(s.items, it)
	}
	if score > s.best[it] {
		s.best[it], s.bestAt[it] = score, name
	}
}

// The lengths of lists: from telling on a list of a trigram no longer brings names in but still counts for
// those that other lists brought; from common on a list is not read.
const (
	telling = 600
	common  = 3000
)

// gather scores every name that shares a word or enough trigrams with the view.
func (x *Index) gather(q *query, v *view, s *scratch) {
	c := x.names
	rare := false
	for _, id := range v.ids {
		rare = rare || id >= 0 && len(c.names.of(id)) <= common
	}
	for i, id := range v.ids {
		if id < 0 || rare && len(c.names.of(id)) > common {
			continue
		}
		for _, n := range c.names.of(id) {
			s.touch(n)
			s.weight[n] += v.idf[i]
		}
	}
	if v.kind == viewCore {
		for at, sim := range q.makers {
			if sim > 0.5 {
				for _, n := range x.byMaker.of(at) {
					s.touch(n)
				}
			}
		}
	}
	for _, g := range v.grams {
		if list := c.grams.of(int32(g)); len(list) <= telling {
			for _, n := range list {
				s.touch(n)
				s.shared[n]++
			}
		}
	}
	for _, g := range v.grams {
		if list := c.grams.of(int32(g)); len(list) > telling && len(list) <= common {
			for _, n := range list {
				if s.mark[n] {
					s.shared[n]++
				}
			}
		}
	}
	x.weigh(q, v, s)
}

// weigh turns what was gathered for one view into offers and clears it.
func (x *Index) weigh(q *query, v *view, s *scratch) {
	c := x.names
	penalty := float32(0)
	if v.kind == viewNote {
		penalty = 0.2
	}
	least := float32(len(v.grams)) / 5
	for _, n := range s.touched {
		w, g := s.weight[n], float32(s.shared[n])
		s.weight[n], s.shared[n], s.mark[n] = 0, 0, false
		house := s.house[c.maker[n]]
		if house == 0 && w == 0 && g < least {
			continue
		}
		jaccard := w / (c.total[n] + v.total - min(w, c.total[n]) + 0.01)
		dice := 2 * g / float32(len(v.grams)+int(c.count[n]))
		part := 0.5*min(jaccard, 1) + 0.5*min(dice, 1)
		if part < 0.1 && house == 0 {
			continue
		}
		if q.several {
			if house == 0 && q.best > 0.9 {
				continue // several products of the maker that is named, not of others
			}
			part += popularity(x.items[c.owner[n]].count)
		}
		if score := part + 0.5*house - penalty; score > 0.12 {
			s.offer(x, n, score)
		}
	}
	s.touched = s.touched[:0]
}

// shortForms finds names by their first letters: EPM, APIC.
func (x *Index) shortForms(q *query) []int32 {
	var out []int32
	for i := range q.views {
		v := &q.views[i]
		if len(v.squash) < 2 || len(v.squash) > 6 || !letters(v.squash) {
			continue
		}
		for _, n := range x.initials[v.squash] {
			mk := x.items[x.names.owner[n]].maker
			if q.makers[mk] > 0.5 || q.inside[mk] > 0.5 || len(v.squash) > 3 {
				out = append(out, n)
			}
			if len(out) > 200 {
				return out
			}
		}
	}
	return out
}
