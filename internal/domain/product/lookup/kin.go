package lookup

import (
	"math"
	"slices"
	"strings"
)

// Where a register holds several products of one house whose names hardly differ, its analyst often chose
// another member than the row seems to name: "flowmon" and "flowmon_os", a plugin under its title and under its
// short name, a model and the models that continue its number. kin is how many of them stand beside a candidate.
type kin struct {
	same    int     // identities of the house whose names are equal but for words that tell nothing apart
	longer  int     // identities of the house whose names continue this one
	shorter int     // identities of the house whose names this one continues
	popular float32 // the most named of all these
}

// light are words that do not tell the products of one house apart surely enough to choose without a person.
var light = map[string]bool{
	"plugin": true, "plugins": true, "theme": true, "extension": true, "addon": true, "addons": true, "module": true, "for": true, "wordpress": true, "wp": true,
	"woocommerce": true, "software": true, "the": true, "a": true, "an": true, "of": true, "and": true, "with": true, "by": true, "in": true, "os": true, "firmware": true,
	"platform": true, "app": true, "application": true, "suite": true, "system": true, "series": true, "free": true, "lite": true, "pro": true, "premium": true,
	"edition": true, "product": true, "products": true, "project": true, "server": true, "client": true, "router": true, "camera": true, "switch": true, "device": true,
	"シリズ": true, "版": true, "製品": true,
}

// bare is a name without the maker's words and without light words.
func (x *Index) bare(name int32) string {
	var b strings.Builder
	c := x.names
	mk := &x.makers[c.maker[name]]
	for _, w := range c.words[c.wordAt[name]:c.wordAt[name+1]] {
		if t := c.terms[w]; !light[t] && !ofMaker(t, mk) {
			b.WriteString(t)
		}
	}
	return b.String()
}

// core numbers what is left of a name without the maker's words and without light words, in any order.
func (x *Index) core(name int32) uint32 {
	c := x.names
	mk := &x.makers[c.maker[name]]
	var left, all [12]string
	n, m := 0, 0
	for _, w := range c.words[c.wordAt[name]:c.wordAt[name+1]] {
		t := c.terms[w]
		if light[t] || m == len(all) {
			continue
		}
		all[m] = strings.TrimSuffix(t, "s")
		m++
		if !ofMaker(t, mk) {
			left[n] = strings.TrimSuffix(t, "s")
			n++
		}
	}
	words := left[:n]
	if n == 0 {
		words = all[:m]
	}
	slices.Sort(words)
	h := uint32(2166136261)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint32(w[i])) * 16777619
		}
	}
	return h
}

// numberCores numbers the cores of all names.
func (x *Index) numberCores() {
	x.cores = make([]uint32, len(x.names.squash))
	for i := range x.cores {
		x.cores[i] = x.core(int32(i)) //nolint:gosec // bounded by the importers
	}
}

// kinOf looks over the house of a candidate, for products that have a code which the candidate has not.
func (x *Index) kinOf(r ranked) kin {
	var k kin
	c, first := x.names, &x.items[r.item]
	core, one := x.cores[r.name], x.one[r.item]
	own := [2]string{c.squash[r.name], x.bare(r.name)}
	last := int32(-1)
	for _, n := range x.byMaker.of(first.maker) {
		it := c.owner[n]
		if it == last || x.one[it] == one {
			continue
		}
		switch s := c.squash[n]; {
		case x.cores[n] != core && !continues(s, own[0]) && !continues(s, own[1]) && !continues(own[0], s), within(x.items[it].cpe, first.cpe):
			continue
		case x.cores[n] == core:
			k.same++
		case continues(s, own[0]) || continues(s, own[1]):
			k.longer++
		default:
			k.shorter++
		}
		last = it
		k.popular = max(k.popular, popularity(x.items[it].count))
	}
	return k
}

func continues(long, short string) bool {
	return len(short) >= 3 && len(long) > len(short) && strings.HasPrefix(long, short)
}

// within reports whether every code of some stands in all.
func within(some, all []string) bool {
	for _, s := range some {
		if !slices.Contains(all, s) {
			return false
		}
	}
	return true
}

func logOf(n int) float32 { return float32(math.Log1p(float64(n))) }
