// Package memory remembers what people decided about names (名寄せの記憶): an exact pair of maker and
// product text means this identity, first for the organisation that said so, then for all after a
// steward (名寄せ担当) has looked. Everything can be undone and nothing is forgotten: a Book is a history.
//
// The values are pure; the store keeps the decisions and gives them back in order.
package memory

import (
	"cmp"
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

// Kind is what a person decided.
type Kind string

// The kinds of decision.
const (
	Confirm Kind = "confirm" // this pair is this product, for the organisation
	Absent  Kind = "absent"  // this pair is in no dictionary, for the organisation
	Promote Kind = "promote" // a steward: the pair stands for all
	Reject  Kind = "reject"  // a steward: the pair does not stand for all; the organisation keeps its own
	Undo    Kind = "undo"    // an earlier decision no longer counts
)

// Pair is the exact pair as written. Only width, case, kana and old forms of kanji are folded: a memory
// never guesses.
type Pair struct{ Maker, Product string }

// key is what makes two pairs the same.
func (p Pair) key() [2]string { return [2]string{spelling.Fold(p.Maker), spelling.Fold(p.Product)} }

// Decision is one act of one person.
type Decision struct {
	ID      string // from the store, unique
	At      ident.Instant
	Org     ident.Org // whose pair it is; empty for Promote and Reject, which are for all
	By      ident.Person
	Kind    Kind
	Pair    Pair
	Product product.ID // Confirm and Promote
	Of      string     // Undo: the decision undone; Promote, Reject: the confirmation looked at
	Why     string     // what the person wrote, may be empty
}

// Book is the history of decisions and what it comes to. Its zero value is empty. It is a value: With gives
// a new one and changes nothing.
type Book struct {
	history []Decision
	undone  map[string]bool
	own     map[ownKey]Decision
	all     map[[2]string]Decision
	bad     map[[2]string]bool
}

type ownKey struct {
	org ident.Org
	key [2]string
}

// New makes a book of decisions, in any order.
func New(list []Decision) (*Book, error) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Decision) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	b := &Book{}
	for i, d := range list {
		if err := b.check(d); err != nil {
			return nil, fault.New(fault.Invalid, "fault.memory.history", fault.Args{"place": strconv.Itoa(i + 1)})
		}
		b.history = append(b.history, d)
	}
	b.settle()
	return b, nil
}

// With gives the book with one more decision. It refuses a decision that names nothing, one that undoes what is
// not there or already undone, and a promotion of what no organisation confirmed.
func (b *Book) With(d Decision) (*Book, error) {
	if err := b.check(d); err != nil {
		return nil, err
	}
	n := &Book{history: append(slices.Clip(slices.Clone(b.history)), d)}
	n.settle()
	return n, nil
}

func (b *Book) check(d Decision) error {
	var l fault.List
	text.Check(&l, "maker", d.Pair.Maker, 1000)
	text.Check(&l, "product", d.Pair.Product, 1000)
	text.Check(&l, "why", d.Why, 2000)
	if d.ID == "" || b.find(d.ID) != nil {
		l.Add("id", "fault.memory.id", nil)
	}
	switch d.Kind {
	case Confirm, Absent:
		if d.Org == "" {
			l.Add("org", "fault.required", nil)
		}
		if spelling.Squash(spelling.Fold(d.Pair.Product)) == "" {
			l.Add("product", "fault.required", nil)
		}
		if (d.Kind == Confirm) != (d.Product != "") {
			l.Add("identity", "fault.required", nil)
		}
	case Promote, Reject:
		of := b.find(d.Of)
		if of == nil || of.Kind != Confirm || b.undone[d.Of] {
			l.Add("of", "fault.memory.absent", nil)
		} else if of.By == d.By {
			l.Add("by", "fault.memory.own", nil) // a steward looks at what others said
		}
	case Undo:
		of := b.find(d.Of)
		if of == nil || of.Kind == Undo || b.undone[d.Of] {
			l.Add("of", "fault.memory.absent", nil)
		}
	default:
		l.Add("kind", "fault.memory.kind", nil)
	}
	return l.Err()
}

func (b *Book) find(id string) *Decision {
	for i := range b.history {
		if b.history[i].ID == id {
			return &b.history[i]
		}
	}
	return nil
}

// settle computes what the history comes to: the last decision that counts wins.
func (b *Book) settle() {
	b.undone, b.own, b.all, b.bad = map[string]bool{}, map[ownKey]Decision{}, map[[2]string]Decision{}, map[[2]string]bool{}
	for _, d := range b.history {
		if d.Kind == Undo {
			b.undone[d.Of] = true
		}
	}
	for _, d := range b.history {
		if b.undone[d.ID] {
			continue
		}
		switch d.Kind {
		case Confirm, Absent:
			b.own[ownKey{d.Org, d.Pair.key()}] = d
		case Promote:
			if of := b.find(d.Of); of != nil && !b.undone[of.ID] {
				b.all[of.Pair.key()] = *of
				delete(b.bad, of.Pair.key())
			}
		case Reject:
			if of := b.find(d.Of); of != nil {
				delete(b.all, of.Pair.key())
				b.bad[of.Pair.key()] = true
			}
		}
	}
}

// Known is what the book says about a pair.
type Known struct {
	Product  product.ID // empty: somebody decided that no dictionary has it
	ForAll   bool       // a steward has looked
	Decision Decision
}

// Recall says what the organisation decided about a pair, else what stands for all. ok is false when nobody
// decided anything that counts for it. Another organisation's decision is never seen.
func (b *Book) Recall(org ident.Org, p Pair) (k Known, ok bool) {
	if d, found := b.own[ownKey{org, p.key()}]; found {
		return Known{Product: d.Product, Decision: d}, true
	}
	if d, found := b.all[p.key()]; found {
		return Known{Product: d.Product, ForAll: true, Decision: d}, true
	}
	return Known{}, false
}

// Waiting lists the confirmations that a steward has not looked at: one per pair, the pair that most
// organisations confirmed first, then the older.
func (b *Book) Waiting() []Decision {
	type group struct {
		first Decision
		n     int
	}
	at := map[[2]string]*group{}
	var order []*group
	for _, d := range b.history {
		k := d.Pair.key()
		if d.Kind != Confirm || b.undone[d.ID] || b.bad[k] {
			continue
		}
		if _, done := b.all[k]; done {
			continue
		}
		if current, ok := b.own[ownKey{d.Org, k}]; !ok || current.ID != d.ID {
			continue
		}
		g, ok := at[k]
		if !ok {
			g = &group{first: d}
			at[k] = g
			order = append(order, g)
		}
		g.n++
	}
	slices.SortStableFunc(order, func(a, c *group) int { return cmp.Or(cmp.Compare(c.n, a.n), cmp.Compare(a.first.At, c.first.At)) })
	out := make([]Decision, 0, len(order))
	for _, g := range order {
		out = append(out, g.first)
	}
	return out
}

// History lists every decision about a pair that the organisation may see: its own and those for all, the
// oldest first, undone ones too.
func (b *Book) History(org ident.Org, p Pair) []Decision {
	k := p.key()
	var out []Decision
	seen := map[string]bool{}
	for _, d := range b.history {
		mine := d.Pair.key() == k && d.Org == org
		about := (d.Kind == Promote || d.Kind == Reject) && b.about(d, k) || d.Kind == Undo && seen[d.Of]
		if mine || about {
			seen[d.ID] = true
			out = append(out, d)
		}
	}
	return out
}

func (b *Book) about(d Decision, k [2]string) bool {
	of := b.find(d.Of)
	return of != nil && of.Pair.key() == k
}

// Undone reports whether a decision no longer counts.
func (b *Book) Undone(id string) bool { return b.undone[id] }
