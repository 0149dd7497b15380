package lookup

import (
	"math"
	"slices"
	"strings"
)

// The features of one candidate, in the order that the trained trees know. Appending is safe;
// reordering needs new training.
const (
	fEqual      = iota // 1 whole name equal, by the kind of view: core 1, bare 0.95, rest 0.9, sound 0.85, head 0.8, note 0.7
	fRecall            // share of the query's word weight that the name covers, the maker's words forgiven
	fPrecision         // share of the name's word weight that the query covers, the maker's words forgiven
	fRawRecall         // the same without forgiveness
	fRawPrec           //
	fDice              // trigram Dice of the best view
	fDiceCore          // trigram Dice of the core view
	fPrefix            // the name begins the view (share of length), or negative the other way round
	fFirst             // first words equal
	fLast              // last words equal
	fDigitsName        // number-bearing words of the name that the query lacks
	fDigitsView        // number-bearing words of the view that the name lacks
	fKind              // kind of the best view
	fWordsView         // words in the view
	fWordsName         // words in the name
	fLenRatio          // shorter over longer squash
	fShort             // first letters agree
	fMaker             // similarity of the maker's cell to this maker
	fMakerBest         // best similarity of the maker's cell to any maker
	fMakerGap          // best less this
	fInside            // this maker is named in the product's cell
	fUnsaid            // the maker's cell says nothing
	fSeller            // the maker's cell names a distributor
	fPopular           // log count
	fMakerSize         // log of the maker's products
	fTwins             // log of identities that share one of the names
	fShipped           // the shipped dictionary has it
	fSelf              // the name is the maker's own name (wordpress:wordpress)
	fMakerDice         // trigram Dice of the maker's cell and this maker's nearest name
	fJoint             // trigram Dice of maker and product together
	fMakerName         // the maker's cell names the product (vendor "Seers", product "Seers")
	fCheap             // retrieval score
	fCheapGap          // best retrieval score less this
	fIDFName           // weight of the name's words: how telling it is
	fProject           // a vendor that registers invented
	featureCount
)

// Features is what the trained trees look at.
type Features [featureCount]float32

type maker1 struct{ sim, dice float32 }

// featurise fills the features of every hit.
func (x *Index) featurise(q *query, hits []hit, s *scratch) []Features {
	out := make([]Features, len(hits))
	s.markViews(q)
	defer s.clearViews(q)
	cache := map[int32]maker1{}
	for i, h := range hits {
		f := &out[i]
		x.nameFeatures(q, h, f, s)
		mk := x.items[h.item].maker
		m, ok := cache[mk]
		if !ok {
			m = x.makerFeatures(q, mk)
			cache[mk] = m
		}
		it := &x.items[h.item]
		f[fMaker], f[fMakerDice] = m.sim, m.dice
		f[fMakerBest], f[fMakerGap] = q.best, q.best-m.sim
		f[fInside] = q.inside[mk]
		f[fUnsaid], f[fSeller] = flag(q.unsaid), flag(q.seller)
		f[fPopular] = popularity(it.count)
		f[fMakerSize] = float32(math.Log1p(float64(x.makers[mk].items)))
		f[fTwins] = float32(math.Log1p(float64(x.twins[h.item])))
		f[fShipped] = flag(it.shipped)
		f[fCheap], f[fCheapGap] = h.cheap, hits[0].cheap-h.cheap
		f[fProject] = flag(strings.HasSuffix(x.makers[mk].name, " project"))
		name := x.names.squash[h.name]
		for _, have := range x.makers[mk].squash {
			if have == name {
				f[fSelf] = 1
			}
		}
		if q.makerAll != "" && len(name) > 2 && strings.Contains(q.makerAll, name) {
			f[fMakerName] = float32(len(name)) / float32(len(q.makerAll))
		}
	}
	return out
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func popularity(count int32) float32 { return float32(math.Log1p(float64(count))) / 8 }

// marks is a set of trigram buckets.
type marks [buckets / 64]uint64

func (m *marks) set(grams []uint16) {
	for _, g := range grams {
		m[g>>6] |= 1 << (g & 63)
	}
}

func (m *marks) clear(grams []uint16) {
	for _, g := range grams {
		m[g>>6] = 0
	}
}

// dice is the share of trigrams that a marked name of n trigrams and another have in common.
func (m *marks) dice(n int, other []uint16) float32 {
	if n == 0 || len(other) == 0 {
		return 0
	}
	shared := 0
	for _, g := range other {
		if m[g>>6]&(1<<(g&63)) != 0 {
			shared++
		}
	}
	return min(2*float32(shared)/float32(n+len(other)), 1)
}

// dice is the share of trigrams that two names have in common.
func dice(a, b []uint16) float32 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	shared := 0
	var used uint64
	for _, g := range a {
		for j, h := range b {
			if g == h && (j >= 64 || used&(1<<j) == 0) {
				used |= 1 << j
				shared++
				break
			}
		}
	}
	return 2 * float32(shared) / float32(len(a)+len(b))
}

func (x *Index) makerFeatures(q *query, mk int32) maker1 {
	m := maker1{sim: q.makers[mk]}
	var own, said []uint16
	for _, k := range q.maker {
		said = gramsOf(said[:0], k)
		for _, s := range x.makers[mk].squash {
			own = gramsOf(own[:0], s)
			d := dice(said, own)
			if len(s) >= 4 && strings.Contains(k, s) || len(k) >= 4 && strings.Contains(s, k) {
				d = max(d, 0.6)
			}
			m.dice = max(m.dice, d)
		}
	}
	return m
}

var equalBy = [...]float32{viewCore: 1, viewBare: 0.95, viewHead: 0.8, viewNote: 0.7, viewSound: 0.85, viewRest: 0.9}

func (x *Index) nameFeatures(q *query, h hit, f *Features, t *scratch) {
	c := x.names
	s := c.squash[h.name]
	words := c.words[c.wordAt[h.name]:c.wordAt[h.name+1]]
	t.own = gramsOf(t.own[:0], s)
	own := t.own
	mk := &x.makers[x.items[h.item].maker]
	best := float32(-1)
	for i := range q.views {
		v := &q.views[i]
		p := x.compare(v, s, words, mk)
		p.dice = t.views[i].dice(len(v.grams), own)
		if i == 0 {
			f[fDiceCore] = p.dice
		}
		if v.squash == s {
			f[fEqual] = max(f[fEqual], equalBy[v.kind])
		}
		total := 0.3*p.recall + 0.3*p.precision + 0.4*p.dice - 0.1*(1-equalBy[v.kind])
		if total > best {
			best = total
			f[fRecall], f[fPrecision], f[fRawRecall], f[fRawPrec], f[fDice] = p.recall, p.precision, p.rawRecall, p.rawPrecision, p.dice
			f[fDigitsName], f[fDigitsView] = p.digitsName, p.digitsView
			f[fKind], f[fWordsView] = float32(v.kind), float32(len(v.words))
			f[fFirst], f[fLast] = p.first, p.last
			f[fPrefix] = prefix(v.squash, s)
			f[fLenRatio] = float32(min(len(v.squash), len(s))) / float32(max(len(v.squash), len(s)))
		}
		f[fShort] = max(f[fShort], x.short(v, words))
	}
	f[fWordsName] = float32(len(words))
	for _, w := range words {
		f[fIDFName] += c.idf[w] / 10
	}
	t.own = gramsOf(t.own, first(mk.squash))
	f[fJoint] = t.joint.dice(len(t.jointGrams), t.own)
}

func (s *scratch) markViews(q *query) {
	for i := range q.views {
		s.views[i].set(q.views[i].grams)
	}
	s.jointGrams = gramsOf(append(s.jointGrams[:0], q.views[0].grams...), first(q.maker))
	s.joint.set(s.jointGrams)
}

func (s *scratch) clearViews(q *query) {
	for i := range q.views {
		s.views[i].clear(q.views[i].grams)
	}
	s.joint.clear(s.jointGrams)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (x *Index) short(v *view, words []int32) float32 {
	if len(words) < 2 || len(words) > 6 || len(v.squash) != len(words) {
		return 0
	}
	for i, w := range words {
		if x.names.terms[w][0] != v.squash[i] {
			return 0
		}
	}
	return 1
}

func prefix(view, name string) float32 {
	switch {
	case strings.HasPrefix(view, name):
		return float32(len(name)) / float32(len(view))
	case strings.HasPrefix(name, view):
		return -float32(len(view)) / float32(len(name))
	}
	return 0
}

type likeness struct {
	recall, precision, rawRecall, rawPrecision, dice float32
	digitsName, digitsView, first, last              float32
}

// compare weighs the words of a view against those of a name. A word counts as covered when the other
// side has it, whole or run together with others.
func (x *Index) compare(v *view, squash string, words []int32, mk *maker) likeness {
	var p likeness
	var got, forgiven float32
	for i, w := range v.words {
		cover := covered(w, v.ids[i], words, squash)
		got += cover * v.idf[i]
		if cover < 0.5 {
			if ofMaker(w, mk) {
				forgiven += v.idf[i]
			} else if strings.ContainsAny(w, "0123456789") {
				p.digitsView++
			}
		}
	}
	if v.total > 0 {
		p.rawRecall = got / v.total
		p.recall = got / max(v.total-forgiven, 0.01)
	}
	var all float32
	got, forgiven = 0, 0
	for _, w := range words {
		t, idf := x.names.terms[w], x.names.idf[w]
		all += idf
		if slices.Contains(v.words, t) || len(t) >= 3 && strings.Contains(v.squash, t) {
			got += idf
		} else if ofMaker(t, mk) {
			forgiven += idf
		} else if strings.ContainsAny(t, "0123456789") {
			p.digitsName++
		}
	}
	if all > 0 {
		p.rawPrecision = got / all
		p.precision = got / max(all-forgiven, 0.01)
	}
	p.recall, p.precision = min(p.recall, 1), min(p.precision, 1)
	if len(words) > 0 && len(v.words) > 0 {
		p.first = flag(x.names.terms[words[0]] == v.words[0])
		p.last = flag(x.names.terms[words[len(words)-1]] == v.words[len(v.words)-1])
	}
	return p
}

func covered(w string, id int32, words []int32, squash string) float32 {
	if id >= 0 && slices.Contains(words, id) {
		return 1
	}
	if len(w) >= 3 && strings.Contains(squash, w) {
		return 0.9
	}
	return 0
}

func ofMaker(w string, mk *maker) bool {
	for _, s := range mk.squash {
		if s == w || len(w) >= 3 && strings.Contains(s, w) {
			return true
		}
	}
	return false
}
