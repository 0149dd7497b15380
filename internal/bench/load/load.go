// Package load offers work at a constant rate, whether or not the house keeps up (open loop): a
// latency counts from the moment at which the work was due, so that a stall is seen by everybody who would have waited.
package load

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Result is what became of the offered work.
type Result struct {
	Done, Failed int
	Took         time.Duration // from the first due moment to the last answer
	latencies    []time.Duration
	FirstError   error
}

// Rate is completed work per second.
func (r Result) Rate() float64 { return float64(r.Done) / r.Took.Seconds() }

// Quantile returns the latency below which a share q of the answers lay.
func (r Result) Quantile(q float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(len(r.latencies)-1, int(q*float64(len(r.latencies))))]
}

// Patience is how long somebody waits whose piece of work was due and has not begun: then they give up, and it failed.
const Patience = 10 * time.Second

var errGaveUp = errors.New("nobody was free to ask in time")

// Open offers rate pieces of work a second for a time; at most limit are under way at once, the rest queue up and
// their latency grows.
func Open(ctx context.Context, rate float64, for_ time.Duration, limit int, work func(ctx context.Context, i int) error) Result {
	n := int(rate * for_.Seconds())
	start := time.Now()
	due := func(i int) time.Time { return start.Add(time.Duration(float64(i) / rate * float64(time.Second))) }
	return offer{n, limit, start, func(i int) time.Time {
		at := due(i)
		if d := time.Until(at); d > 0 {
			time.Sleep(d)
		}
		return at
	}}.run(ctx, work)
}

// Closed keeps limit pieces of work under way for a time: the most that the house can do.
func Closed(ctx context.Context, for_ time.Duration, limit int, work func(ctx context.Context, i int) error) Result {
	ctx, cancel := context.WithTimeout(ctx, for_)
	defer cancel()
	return offer{1 << 30, limit, time.Now(), func(int) time.Time { return time.Now() }}.run(ctx, work)
}

// offer is n pieces of work, at most limit at once; due waits for the moment of a piece and returns it.
type offer struct {
	n, limit int
	start    time.Time
	due      func(int) time.Time
}

func (o offer) run(ctx context.Context, work func(context.Context, int) error) Result {
	var mu sync.Mutex
	var r Result
	next := 0
	var group sync.WaitGroup
	for range o.limit {
		group.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= o.n || ctx.Err() != nil {
					return
				}
				at := o.due(i)
				err := errGaveUp
				if time.Since(at) < Patience {
					err = work(context.WithoutCancel(ctx), i)
				}
				took := time.Since(at)
				mu.Lock()
				if err != nil {
					r.Failed++
					if r.FirstError == nil {
						r.FirstError = err
					}
				} else {
					r.Done++
					r.latencies = append(r.latencies, took)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	r.Took = time.Since(o.start)
	slices.Sort(r.latencies)
	return r
}
