// Package names keeps the dictionary and what people decided about names in memory. The book of decisions is a
// value that follows the log and is swapped whole, stamped with the place it has reached: two nodes that have reached
// the same place give the same answers.
package names

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

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

// Log is the log as the index follows it (store.DB).
type Log interface {
	index.Log
	Head(ctx context.Context) (size int64, signed []byte, err error)
}

// Index answers which product a name means. Any number of goroutines may ask it at once. Until it is loaded every
// question is answered Unavailable: a node does not wait for it to serve.
type Index struct {
	Log  Log
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	// Build makes the dictionary: when the index is loaded, and at each Rebuild. It takes about a second.
	Build func() (*lookup.Index, error)

	now      atomic.Pointer[state]
	changing sync.Mutex // held by whoever swaps now: the follower and Rebuild
	follower *index.Follower
}

// state is what answers are made from.
type state struct {
	dictionary *lookup.Index
	resolvers  *sync.Pool
	book       *memory.Book
	reached    int64
}

// rowsAtOnce bounds what one read of Load takes.
const rowsAtOnce = 5000

// Load makes the dictionary and reads every decision there is. s is background work. The place in the log is read
// first, so that what is decided meanwhile comes again, and nothing is missed.
func (x *Index) Load(ctx context.Context, s access.Scope) error {
	dictionary, err := x.Build()
	if err != nil {
		return err
	}
	size, _, err := x.Log.Head(ctx)
	if err != nil {
		return err
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
			return err
		}
	}
	x.now.Store(&state{dictionary, pool(dictionary), book, size - 1})
	x.follower = index.NewFollower(x.Log, size-1, func(ctx context.Context, list []ledger.Followed) error { return x.take(ctx, s, list) })
	return nil
}

func pool(d *lookup.Index) *sync.Pool {
	return &sync.Pool{New: func() any { return lookup.NewResolver(d) }}
}

// Rebuild makes the dictionary again from what its files hold now, and swaps it in whole. What was decided stays. Before
// Load it does nothing: Load builds.
func (x *Index) Rebuild() error {
	if x.now.Load() == nil {
		return nil
	}
	d, err := x.Build()
	if err != nil {
		return err
	}
	x.change(func(s *state) { s.dictionary, s.resolvers = d, pool(d) })
	return nil
}

func (x *Index) change(f func(*state)) {
	x.changing.Lock()
	defer x.changing.Unlock()
	now := *x.now.Load()
	f(&now)
	x.now.Store(&now)
}

// take brings the book to the end of a batch of entries.
func (x *Index) take(ctx context.Context, s access.Scope, list []ledger.Followed) error {
	book := x.now.Load().book // nobody else changes it
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
			return err
		}
	}
	x.change(func(s *state) { s.book, s.reached = book, list[len(list)-1].Index })
	return nil
}

// Step takes what the log has, once. It must come after Load.
func (x *Index) Step(ctx context.Context) error {
	_, err := x.follower.Step(ctx)
	return err
}

// again is how long a failed Load waits before the next.
const again = 5 * time.Second

// Run loads and follows the log until ctx ends. trouble hears of errors.
func (x *Index) Run(ctx context.Context, s access.Scope, trouble func(error)) error {
	tick := time.NewTicker(again)
	defer tick.Stop()
	for ctx.Err() == nil {
		err := x.Load(ctx, s)
		if err == nil {
			return x.follower.Run(ctx, trouble)
		}
		trouble(err)
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// ready is the state, or Unavailable while it is loaded.
func (x *Index) ready() (*state, error) {
	if now := x.now.Load(); now != nil {
		return now, nil
	}
	return nil, fault.New(fault.Unavailable, "fault.names.loading", nil)
}

// Reached is the place in the log that the answers rest on; -1 is before the first entry, or not loaded yet.
func (x *Index) Reached() int64 {
	if now := x.now.Load(); now != nil {
		return now.reached
	}
	return -1
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

func (s *state) resolver() *lookup.Resolver {
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
	if now := x.now.Load(); now != nil {
		return now.book.History(org, p)
	}
	return nil
}
