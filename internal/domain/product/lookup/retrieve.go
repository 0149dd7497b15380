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
}

func newScratch(x *Index) *scratch {
	return &scratch{
		shared: make([]uint16, len(x.names.squash)), weight: make([]float32, len(x.names.squash)), mark: make([]bool, len(x.names.squash)),
		best: make([]float32, len(x.items)), bestAt: make([]int32, len(x.items)),
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
	for i := range q.views {
		x.gather(q, &q.views[i], s)
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

// gather scores every name that shares a word or enough trigrams with the view.
func (x *Index) gather(q *query, v *view, s *scratch) {
	c := x.names
	for i, id := range v.ids {
		if id < 0 {
			continue
		}
		for _, n := range c.names.of(id) {
			s.touch(n)
			s.weight[n] += v.idf[i]
		}
	}
	for _, g := range v.grams {
		list := c.grams.of(int32(g))
		if len(list) > 6000 {
			for _, n := range list {
				s.shared[n]++ // counted, but too common to bring a name in
			}
			continue
		}
		for _, n := range list {
			s.touch(n)
			s.shared[n]++
		}
	}
	for at, sim := range q.makers {
		if sim > 0.5 {
			for _, n := range x.byMaker.of(at) {
				s.touch(n)
			}
		}
	}
	for _, n := range s.touched {
		own := float32(0)
		for _, w := range c.words[c.wordAt[n]:c.wordAt[n+1]] {
			own += c.idf[w]
		}
		jaccard := s.weight[n] / (own + v.total - min(s.weight[n], own) + 0.01)
		dice := 2 * float32(s.shared[n]) / float32(len(v.grams)+int(c.count[n]))
		mk := x.items[c.owner[n]].maker
		score := 0.5*min(jaccard, 1) + 0.5*min(dice, 1) + 0.5*max(q.makers[mk], 0.7*q.inside[mk])
		if v.kind == viewNote {
			score -= 0.2
		}
		s.weight[n], s.mark[n] = 0, false
		if score > 0.12 {
			s.offer(x, n, score)
		}
	}
	s.touched = s.touched[:0]
	for _, g := range v.grams {
		for _, n := range c.grams.of(int32(g)) {
			s.shared[n] = 0
		}
	}
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
