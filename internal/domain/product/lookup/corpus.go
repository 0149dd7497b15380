package lookup

import (
	"math"

	"kanmin/internal/domain/product/spelling"
)

// corpus is an immutable set of names with the lists that find them: by words, by trigrams, whole.
// It serves products and makers alike.
type corpus struct {
	squash []string // per name
	owner  []int32  // per name: item or maker
	maker  []int32  // per name of an item: its maker

	wordAt []int32 // CSR: words of each name
	words  []int32

	vocab map[string]int32
	terms []string
	idf   []float32
	names csr // per word: names

	grams csr // per trigram bucket: names
	count []uint8
	total []float32 // per name: weight of its words

	head map[string]int32 // squash → first name
	next []int32          // chain of names with that squash, -1 ends
}

const buckets = 1 << 16

// csr is a list of lists.
type csr struct {
	at  []int32
	all []int32
}

func (c csr) of(i int32) []int32 { return c.all[c.at[i]:c.at[i+1]] }

// gram hashes three runes into a bucket.
func gram(a, b, c rune) uint16 {
	h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B ^ uint32(c)*0xC2B2AE35 //nolint:gosec // runes are positive
	h ^= h >> 15
	h *= 0x2C1B3C6D
	return uint16(h >> 16)
}

// gramsOf appends the trigram buckets of a squashed name, with its borders, to dst.
func gramsOf(dst []uint16, squash string) []uint16 {
	a, b := '^', '^'
	n := 0
	for _, r := range squash {
		dst = append(dst, gram(a, b, r))
		a, b = b, r
		if n++; n == 48 {
			return dst
		}
	}
	return append(dst, gram(a, b, '$'))
}

// draft collects names before they are frozen into a corpus.
type draft struct {
	squash []string
	owner  []int32
	wordAt []int32
	words  []int32
	vocab  map[string]int32
	terms  []string
}

func newDraft(size int) *draft {
	return &draft{
		squash: make([]string, 0, size), owner: make([]int32, 0, size), wordAt: append(make([]int32, 0, size+1), 0),
		words: make([]int32, 0, size*3), vocab: make(map[string]int32, size/2), terms: make([]string, 0, size/2),
	}
}

func (d *draft) add(owner int32, folded, squash string) {
	d.squash = append(d.squash, squash)
	d.owner = append(d.owner, owner)
	for _, w := range spelling.Words(folded) {
		d.words = append(d.words, d.term(w))
	}
	d.wordAt = append(d.wordAt, int32(len(d.words))) //nolint:gosec // bounded by the importers
}

func (d *draft) term(w string) int32 {
	id, ok := d.vocab[w]
	if !ok {
		id = int32(len(d.terms)) //nolint:gosec // bounded by the importers
		d.vocab[w] = id
		d.terms = append(d.terms, w)
	}
	return id
}

// freeze builds the lists.
func (d *draft) freeze() *corpus {
	n := len(d.squash)
	c := &corpus{squash: d.squash, owner: d.owner, wordAt: d.wordAt, words: d.words, vocab: d.vocab, terms: d.terms}
	c.names = invert(len(d.terms), func(yield func(list, name int32)) {
		for i := range n {
			for _, w := range d.words[d.wordAt[i]:d.wordAt[i+1]] {
				yield(w, int32(i)) //nolint:gosec // bounded by the importers
			}
		}
	})
	c.idf = make([]float32, len(d.terms))
	for w := range c.idf {
		df := float64(c.names.at[w+1] - c.names.at[w])
		c.idf[w] = float32(math.Log(1 + float64(n)/(df+0.5)))
	}
	c.total = make([]float32, n)
	for i := range n {
		for _, w := range d.words[d.wordAt[i]:d.wordAt[i+1]] {
			c.total[i] += c.idf[w]
		}
	}
	c.count = make([]uint8, n)
	var buf []uint16
	flat := make([]uint16, 0, n*16)
	for i, s := range d.squash {
		buf = gramsOf(buf[:0], s)
		flat = append(flat, buf...)
		c.count[i] = uint8(len(buf)) //nolint:gosec // at most 49
	}
	c.grams = invert(buckets, func(yield func(list, name int32)) {
		at := 0
		for i := range n {
			for range c.count[i] {
				yield(int32(flat[at]), int32(i)) //nolint:gosec // bounded by the importers
				at++
			}
		}
	})
	c.head = make(map[string]int32, n)
	c.next = make([]int32, n)
	for i := n - 1; i >= 0; i-- {
		c.next[i] = -1
		if first, ok := c.head[d.squash[i]]; ok {
			c.next[i] = first
		}
		c.head[d.squash[i]] = int32(i) //nolint:gosec // bounded by the importers
	}
	return c
}

// invert makes lists from the pairs that walk yields; walk is called twice and must repeat itself.
func invert(lists int, walk func(yield func(list, name int32))) csr {
	at := make([]int32, lists+1)
	walk(func(list, _ int32) { at[list+1]++ })
	for i := range lists {
		at[i+1] += at[i]
	}
	all := make([]int32, at[lists])
	fill := make([]int32, lists)
	copy(fill, at)
	walk(func(list, name int32) {
		all[fill[list]] = name
		fill[list]++
	})
	return csr{at: at, all: all}
}

// whole calls f with every name that equals squash.
func (c *corpus) whole(squash string, f func(name int32)) {
	i, ok := c.head[squash]
	for ok && i >= 0 {
		f(i)
		i = c.next[i]
	}
}

// rare is the weight of a word that the corpus has never seen.
func (c *corpus) rare() float32 { return float32(math.Log(1 + 2*float64(len(c.squash)))) }

// weight is a word's weight and its id, -1 when unknown.
func (c *corpus) weight(w string) (int32, float32) {
	if id, ok := c.vocab[w]; ok {
		return id, c.idf[id]
	}
	return -1, c.rare()
}
