// Package names keeps the dictionary and what people decided about names in memory. The book of decisions is a
// value that follows the log and is swapped whole, stamped with the place it has reached: two nodes that have reached
// the same place give the same answers.
package names

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kanmin/internal/adapter/keep/index"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

// Tx is what the index reads, as background work.
type Tx interface {
	AllNames(after ident.Object, limit int) (known []memory.Known, rules []memory.Rule, next ident.Object, err error)
	NamesAt(leaves []ident.Leaf) (known []memory.Known, rules []memory.Rule, err error)
}

// Index answers which product a name means. Any number of goroutines may ask it at once. Until it is loaded every
// question is answered Unavailable: a node does not wait for it to serve.
type Index struct {
	Log  index.Headed
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	// Build makes the dictionary: when the index is loaded, and at each Rebuild. It takes about a second.
	Build func() (*lookup.Index, error)

	mirror index.Mirror[state]
}

// state is what answers are made from.
type state struct {
	dictionary *lookup.Index
	resolvers  *sync.Pool
	book       *memory.Book
	version    int64 // grows whenever an answer may have changed
}

// rowsAtOnce bounds what one read of Load takes.
const rowsAtOnce = 5000

// Load makes the dictionary and reads every decision there is. s is background work.
func (x *Index) Load(ctx context.Context, s access.Scope) error {
	whole := func(ctx context.Context) (state, error) { return x.whole(ctx, s) }
	return x.mirror.Load(ctx, x.Log, whole, func(ctx context.Context, was state, list []ledger.Followed) (func(state) state, error) {
		return x.take(ctx, s, was, list)
	})
}

func (x *Index) whole(ctx context.Context, s access.Scope) (state, error) {
	dictionary, err := x.Build()
	if err != nil {
		return state{}, err
	}
	book := &memory.Book{}
	for next, more := ident.Object(""), true; more; {
		err := x.Read(ctx, s, func(tx Tx) error {
			known, rules, after, err := tx.AllNames(next, rowsAtOnce)
			book = book.With(known, rules)
			next, more = after, after != ""
			return err
		})
		if err != nil {
			return state{}, err
		}
	}
	return state{dictionary, pool(dictionary), book, 1}, nil
}

func pool(d *lookup.Index) *sync.Pool {
	return &sync.Pool{New: func() any { return lookup.NewResolver(d) }}
}

// Rebuild makes the dictionary again from what its files hold now, and swaps it in whole. What was decided stays. Before
// Load it does nothing: Load builds.
func (x *Index) Rebuild() error {
	if _, _, ok := x.mirror.Now(); !ok {
		return nil
	}
	d, err := x.Build()
	if err != nil {
		return err
	}
	x.mirror.Change(func(s state) state { return state{d, pool(d), s.book, s.version + 1} })
	return nil
}

// take brings the book to the end of a batch of entries.
func (x *Index) take(ctx context.Context, s access.Scope, was state, list []ledger.Followed) (func(state) state, error) {
	book := was.book // nobody else changes it
	var leaves []ident.Leaf
	for _, e := range list {
		if strings.HasPrefix(string(e.Kind), "name.") || strings.HasPrefix(string(e.Kind), "naming.") {
			leaves = append(leaves, e.Leaf)
		}
	}
	for part := range slices.Chunk(leaves, 100) {
		err := x.Read(ctx, s, func(tx Tx) error {
			known, rules, err := tx.NamesAt(part)
			book = book.With(known, rules)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return func(s state) state {
		if len(leaves) > 0 {
			s.book, s.version = book, s.version+1
		}
		return s
	}, nil
}

// Step takes what the log has, once. It must come after Load.
func (x *Index) Step(ctx context.Context) error { return x.mirror.Step(ctx) }

// Run loads and follows the log until ctx ends. trouble hears of errors.
func (x *Index) Run(ctx context.Context, s access.Scope, trouble func(error)) error {
	return x.mirror.Run(ctx, func(ctx context.Context) error { return x.Load(ctx, s) }, trouble)
}

// ready is the state, or Unavailable while it is loaded.
func (x *Index) ready() (state, error) {
	if now, _, ok := x.mirror.Now(); ok {
		return now, nil
	}
	return state{}, fault.New(fault.Unavailable, "fault.names.loading", nil)
}

// Reached is the place in the log that the answers rest on; -1 is before the first entry, or not loaded yet.
func (x *Index) Reached() int64 {
	_, reached, _ := x.mirror.Now()
	return reached
}

// Version tells one set of answers from another: it grows whenever an answer may have changed; 0 until it is loaded.
func (x *Index) Version() int64 {
	now, _, _ := x.mirror.Now()
	return now.version
}

// Resolve says which product a pair means to an organisation.
func (x *Index) Resolve(org ident.Org, p memory.Pair) (memory.Answer, error) {
	now, err := x.ready()
	if err != nil {
		return memory.Answer{}, err
	}
	r := now.resolver()
	defer now.resolvers.Put(r)
	return now.book.Resolve(now.dictionary, r, org, p)
}

func (s state) resolver() *lookup.Resolver {
	if r, ok := s.resolvers.Get().(*lookup.Resolver); ok {
		return r
	}
	return lookup.NewResolver(s.dictionary)
}

// Suggest completes what was typed so far in the product's field, with at most n products.
func (x *Index) Suggest(maker, typed string, n int) ([]lookup.Suggestion, error) {
	now, err := x.ready()
	if err != nil {
		return nil, err
	}
	r := now.resolver()
	defer now.resolvers.Put(r)
	return r.Suggest(maker, typed, n), nil
}

// closelyMost bounds how many names that no dictionary has as they are written are looked at closely for one list.
const closelyMost = 100

// likely is from which probability on a name is taken for known: nobody is bound to a product by it.
const likely = 0.5

// Known says of the products of one list whether a dictionary, or a decision of the organisation, has them: at once where it is written as a
// dictionary has it; else it is looked at closely, closelyMost times. Of a dictionary that is not loaded nothing is said.
func (x *Index) Known(org ident.Org) func(maker, product string) bool {
	now, err := x.ready()
	if err != nil {
		return nil
	}
	seen, left := map[memory.Pair]bool{}, closelyMost
	return func(maker, name string) bool {
		p := memory.Pair{Maker: maker, Product: name}
		known, told := seen[p]
		if told {
			return known
		}
		if known = now.dictionary.Has(name); !known && left > 0 {
			left--
			a, err := x.Resolve(org, p)
			known = err == nil && (a.Product != nil || len(a.Candidates) > 0 && a.Candidates[0].Probability >= likely)
		}
		seen[p] = known
		return known
	}
}

// Find gives the product of an identity; one that the dictionary has not is absent.
func (x *Index) Find(id product.ID) (lookup.Candidate, error) {
	now, err := x.ready()
	if err != nil {
		return lookup.Candidate{}, err
	}
	c, ok := now.dictionary.Find(id)
	if !ok {
		return c, fault.Absent()
	}
	return c, nil
}

// History lists the ids of an organisation's decisions about a pair, the newest first.
func (x *Index) History(org ident.Org, p memory.Pair) []ident.Object {
	if now, _, ok := x.mirror.Now(); ok {
		return now.book.History(org, p)
	}
	return nil
}
