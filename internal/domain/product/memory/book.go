package memory

import (
	"cmp"
	"maps"
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
)

// Held is a decision as a Book holds it.
type Held struct {
	ID      ident.Object
	At      ident.Instant
	Kind    RuleKind // Adopt, None; Offer for a steward's only
	Product product.ID
	Undone  bool
}

// Book is what all decisions come to. It is a value: With gives a new one and changes nothing, so that any number
// of readers may hold it. The zero value is empty.
type Book struct {
	own map[ident.Org]map[Key][]Held
	all map[Key][]Held
}

// With gives the book with decisions as their rows now say; a decision that it holds already is replaced, so the
// same rows may come twice and in any order.
func (b *Book) With(known []Known, rules []Rule) *Book {
	n := &Book{own: maps.Clone(b.own), all: b.all}
	if n.own == nil {
		n.own = map[ident.Org]map[Key][]Held{}
	}
	fresh := map[ident.Org]bool{}
	for _, k := range known {
		if !fresh[k.Org] {
			fresh[k.Org] = true
			if n.own[k.Org] = maps.Clone(n.own[k.Org]); n.own[k.Org] == nil {
				n.own[k.Org] = map[Key][]Held{}
			}
		}
		h := Held{ID: k.ID, At: k.DecidedAt, Kind: None, Product: k.Product.ID, Undone: k.State == Undone}
		if k.Kind == Confirm {
			h.Kind = Adopt
		}
		put(n.own[k.Org], k.Pair.Key(), h)
	}
	if len(rules) == 0 {
		return n
	}
	if n.all = maps.Clone(b.all); n.all == nil {
		n.all = map[Key][]Held{}
	}
	for _, r := range rules {
		for _, p := range r.Pairs {
			put(n.all, p.Key(), Held{ID: r.ID, At: r.DecidedAt, Kind: r.Kind, Product: r.Product.ID, Undone: r.State == Undone})
		}
	}
	return n
}

// put keeps a list in order of time; the old list stays as it was for those who read it.
func put(m map[Key][]Held, k Key, h Held) {
	list := slices.DeleteFunc(slices.Clone(m[k]), func(o Held) bool { return o.ID == h.ID })
	list = append(list, h)
	slices.SortFunc(list, func(a, c Held) int { return cmp.Or(cmp.Compare(a.At, c.At), cmp.Compare(a.ID, c.ID)) })
	m[k] = list
}

// Source says who decided.
type Source string

// The sources of an answer.
const (
	ByNobody Source = ""    // nobody: the resolver's answer alone
	ByOwn    Source = "own" // the organisation itself
	ByAll    Source = "all" // the steward, for all
)

// Recall says what counts for an organisation: its own last decision that stands, else the steward's. Another
// organisation's decision is never seen.
func (b *Book) Recall(org ident.Org, p Pair) (Held, Source) {
	k := p.Key()
	if h, ok := last(b.own[org][k]); ok {
		return h, ByOwn
	}
	if h, ok := last(b.all[k]); ok {
		return h, ByAll
	}
	return Held{}, ByNobody
}

// History lists the ids of every decision of the organisation about a pair, the newest first.
func (b *Book) History(org ident.Org, p Pair) []ident.Object {
	var ids []ident.Object
	for _, h := range slices.Backward(b.own[org][p.Key()]) {
		ids = append(ids, h.ID)
	}
	return ids
}

// Rules lists the ids of every decision of the steward about a pair, the newest first.
func (b *Book) Rules(p Pair) []ident.Object {
	var ids []ident.Object
	for _, h := range slices.Backward(b.all[p.Key()]) {
		ids = append(ids, h.ID)
	}
	return ids
}

func last(list []Held) (Held, bool) {
	for _, h := range slices.Backward(list) {
		if !h.Undone {
			return h, true
		}
	}
	return Held{}, false
}
