package index

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Headed is a log that says how long it is.
type Headed interface {
	Log
	Head(ctx context.Context) (size int64, signed []byte, err error)
}

// Mirror is a value in memory that follows the log: made whole once, brought on batch by batch, swapped whole, and stamped with the place
// that it has reached. Any number of goroutines may read it.
type Mirror[S any] struct {
	now      atomic.Pointer[stamped[S]]
	changing sync.Mutex // held by whoever swaps now: the follower and Change
	follower *Follower
}

type stamped[S any] struct {
	value   S
	reached int64
}

// Taking reads what a batch of entries did and returns how the value changes. Reading is slow and done beside; the change is applied to
// the value of that moment, so that nothing of a Change between is lost.
type Taking[S any] func(ctx context.Context, was S, list []ledger.Followed) (func(S) S, error)

// Load makes the value and begins to follow with take. The place in the log is read first, so that what arrives while the value is made
// comes again, and nothing is missed: take must bear what it has already.
func (m *Mirror[S]) Load(ctx context.Context, log Headed, whole func(ctx context.Context) (S, error), take Taking[S]) error {
	size, _, err := log.Head(ctx)
	if err != nil {
		return err
	}
	value, err := whole(ctx)
	if err != nil {
		return err
	}
	m.now.Store(&stamped[S]{value, size - 1})
	m.follower = NewFollower(log, size-1, func(ctx context.Context, list []ledger.Followed) error {
		change, err := take(ctx, m.now.Load().value, list)
		if err == nil {
			m.swap(change, list[len(list)-1].Index)
		}
		return err
	})
	return nil
}

// Now is the value and the place that it has reached; ok is false until it is loaded.
func (m *Mirror[S]) Now() (value S, reached int64, ok bool) {
	if now := m.now.Load(); now != nil {
		return now.value, now.reached, true
	}
	return value, -1, false
}

// Change swaps in what f makes of the value, for what does not come from the log. Before Load it does nothing: Load makes it whole.
func (m *Mirror[S]) Change(f func(S) S) {
	if m.now.Load() != nil {
		m.swap(f, -1)
	}
}

func (m *Mirror[S]) swap(f func(S) S, reached int64) {
	m.changing.Lock()
	defer m.changing.Unlock()
	now := m.now.Load()
	m.now.Store(&stamped[S]{f(now.value), max(now.reached, reached)})
}

// Step takes what the log has, once. It must come after Load.
func (m *Mirror[S]) Step(ctx context.Context) error {
	_, err := m.follower.Step(ctx)
	return err
}

// again is how long a failed load waits before the next.
const again = 5 * time.Second

// Run loads, again until it succeeds, and follows the log until ctx ends. trouble hears of errors.
func (m *Mirror[S]) Run(ctx context.Context, load func(context.Context) error, trouble func(error)) error {
	tick := time.NewTicker(again)
	defer tick.Stop()
	for ctx.Err() == nil {
		err := load(ctx)
		if err == nil {
			return m.follower.Run(ctx, trouble)
		}
		trouble(err)
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// Objects are what entries are about, each once.
func Objects(list []ledger.Followed) (ids []ident.Object) {
	for _, e := range list {
		ids = append(ids, e.Object)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Put puts one at the place of its id in a list that is in the order of ids, for the one with that id where there is one.
func Put[T any](list []T, one T, id func(T) string) []T {
	i, found := slices.BinarySearchFunc(list, id(one), func(o T, wanted string) int { return strings.Compare(id(o), wanted) })
	if found {
		list[i] = one
		return list
	}
	return slices.Insert(list, i, one)
}

// Once remembers the answers of a question within one read.
func Once[K comparable, V any](ask func(K) (V, error)) func(K) (V, error) {
	known := map[K]V{}
	return func(k K) (V, error) {
		v, have := known[k]
		if have {
			return v, nil
		}
		v, err := ask(k)
		if err == nil {
			known[k] = v
		}
		return v, err
	}
}
