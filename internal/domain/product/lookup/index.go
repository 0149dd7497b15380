package lookup

import (
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
)

// Index is an immutable dictionary ready to be asked. Any number of goroutines may ask it at once.
type Index struct {
	makers      []maker
	items       []item
	names       *corpus
	houses      *corpus
	byMaker     csr                // per maker: names of its items
	sounds      map[string][]int32 // skeleton of a Latin word → words of names
	houseSounds map[string][]int32 // skeleton of a maker's name → makers' names
	initials    map[string][]int32 // first letters → names
	sorted      []int32            // names in order of squash, for suggestions
	byID        map[product.ID]int32
	one         []int32  // per item: the first item of the same identity
	twins       []uint16 // per item: other items with one of its names
	cores       []uint32 // per name: what tells it apart
	english     english
}

// Build freezes what was added.
func (b *Builder) Build() *Index {
	b.vendors, b.keys, b.seen = nil, nil, nil // as large as what is built now
	x := &Index{makers: b.makers, items: b.items, names: b.names.freeze(), houses: b.houses.freeze(), english: b.english}
	x.names.maker = make([]int32, len(x.names.owner))
	for i, owner := range x.names.owner {
		x.names.maker[i] = x.items[owner].maker
	}
	x.byMaker = invert(len(x.makers), func(yield func(list, name int32)) {
		for i, owner := range x.names.owner {
			yield(x.items[owner].maker, int32(i)) //nolint:gosec // bounded by the importers
		}
	})
	x.sounds = map[string][]int32{}
	for w, t := range x.names.terms {
		if len(t) >= 3 && len(t) <= 20 && letters(t) {
			k := spelling.Skeleton(t)
			x.sounds[k] = append(x.sounds[k], int32(w)) //nolint:gosec // bounded by the importers
		}
	}
	x.houseSounds = map[string][]int32{}
	for i, h := range x.houses.squash {
		if len(h) >= 4 && h[0] < 0x80 {
			k := spelling.Skeleton(h)
			x.houseSounds[k] = append(x.houseSounds[k], int32(i)) //nolint:gosec // bounded by the importers
		}
	}
	x.initials = map[string][]int32{}
	for i := range x.names.squash {
		at, end := x.names.wordAt[i], x.names.wordAt[i+1]
		if end-at < 2 || end-at > 6 {
			continue
		}
		var buf [6]byte
		k := buf[:0]
		for _, w := range x.names.words[at:end] {
			k = append(k, x.names.terms[w][0])
		}
		x.initials[string(k)] = append(x.initials[string(k)], int32(i)) //nolint:gosec // bounded by the importers
	}
	x.joinTwins(b)
	x.numberOnes()
	x.countTwins()
	x.sortNames()
	x.numberCores()
	b.pairs = nil
	return x
}

func letters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

func (x *Index) numberOnes() {
	x.one = make([]int32, len(x.items))
	first := make(map[product.ID]int32, len(x.items))
	for i := range x.items {
		at, ok := first[x.items[i].id]
		if !ok {
			at = int32(i) //nolint:gosec // bounded by the importers
			first[x.items[i].id] = at
		}
		x.one[i] = at
	}
	for i, at := range x.one { // what was learned of one after the other was made is said of both
		if int32(i) != at { //nolint:gosec // bounded by the importers
			for _, code := range x.items[i].cpe {
				x.items[at].cpe = appendOnce(x.items[at].cpe, code)
			}
		}
	}
	for i, at := range x.one {
		x.items[i].cpe = x.items[at].cpe
	}
	x.byID = first
}

func (x *Index) countTwins() {
	x.twins = make([]uint16, len(x.items))
	for i, s := range x.names.squash {
		owner := x.names.owner[i]
		n := uint16(0)
		x.names.whole(s, func(name int32) {
			if o := x.names.owner[name]; o != owner && x.one[o] != x.one[owner] {
				n++
			}
		})
		x.twins[owner] = max(x.twins[owner], n)
	}
}

// Find gives the product of an identity that somebody remembers: a confirmed pair, a filed row. Its probability is
// 1 and it carries no reasons. ok is false when no dictionary of this index has it.
func (x *Index) Find(id product.ID) (c Candidate, ok bool) {
	at, ok := x.byID[id]
	if !ok {
		return Candidate{}, false
	}
	it := &x.items[at]
	return Candidate{ID: it.id, Called: x.called(at), CPE: it.cpe, Probability: 1}, true
}

// Size is the number of products and makers held.
func (x *Index) Size() (products, makers int) { return len(x.items), len(x.makers) }
