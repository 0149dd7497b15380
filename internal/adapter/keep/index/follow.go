// Package index keeps what is looked up in memory: immutable values built by pure code, stamped with
// the place in the log that they have reached. Everything in it follows the log; nothing asks the
// database for "what is new".
package index

import (
	"context"
	"sync/atomic"
	"time"

	"kanmin/internal/domain/ledger"
)

// Log is the spine as a follower reads it (store.DB).
type Log interface {
	// Follow returns the entries after an index, in order and without gaps; -1 is before the first.
	Follow(ctx context.Context, after int64, limit int) ([]ledger.Followed, error)
}

const (
	followBatch = 500
	followPoll  = 200 * time.Millisecond
)

// Follower reads the log in order and hands it on in batches. It may be read from many goroutines.
type Follower struct {
	log     Log
	take    func(context.Context, []ledger.Followed) error
	reached atomic.Int64
}

// NewFollower makes a follower that has reached an index: -1 for what is kept in memory only. take gets each
// entry once and in order; after an error it gets the same batch again.
func NewFollower(log Log, reached int64, take func(context.Context, []ledger.Followed) error) *Follower {
	f := &Follower{log: log, take: take}
	f.reached.Store(reached)
	return f
}

// Reached returns the index of the last entry taken, -1 before the first: what a node that lags says of itself.
func (f *Follower) Reached() int64 { return f.reached.Load() }

// Step takes what there is, batch by batch, and returns how many entries.
func (f *Follower) Step(ctx context.Context) (taken int, err error) {
	for {
		list, err := f.log.Follow(ctx, f.reached.Load(), followBatch)
		if err != nil || len(list) == 0 {
			return taken, err
		}
		if err := f.take(ctx, list); err != nil {
			return taken, err
		}
		f.reached.Store(list[len(list)-1].Index)
		taken += len(list)
	}
}

// Run follows until ctx ends. trouble hears of errors; the follower goes on where it was.
func (f *Follower) Run(ctx context.Context, trouble func(error)) error {
	tick := time.NewTicker(followPoll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if _, err := f.Step(ctx); err != nil && ctx.Err() == nil {
			trouble(err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}
