package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Nodes is an experiment with several programs on one database: many clients make one and the same request at once,
// through any node, while nodes are killed.
type Nodes struct {
	Program
	Scene  Scene
	Count  int // nodes
	Posts  int // identical requests at once
	Rounds int // with a new key each
	Seed   uint64
}

// Noded is its result.
type Noded struct {
	Rounds  int
	Posts   int
	Kills   int
	Retried int // requests that had to be made again
	Unequal int // answers that differ from the first of their round
	Filings int // one a round, or something was doubled
	Verdict Verdict
	Took    time.Duration
}

func (n Noded) String() string {
	return fmt.Sprintf("rounds %d of %d identical posts, kills %d, made again %d, filings %d, unequal answers %d, rows: %s, %.1f s",
		n.Rounds, n.Posts, n.Kills, n.Retried, n.Filings, n.Unequal, n.Verdict, n.Took.Seconds())
}

// OK reports whether each round gave one filing and equal answers.
func (n Noded) OK() bool { return n.Unequal == 0 && n.Filings == n.Rounds && n.Verdict.OK() }

// node is one place where a program runs, is killed and started again.
type node struct {
	mu   sync.Mutex
	run  *Running
	base string
	up   chan struct{}
}

// Run makes the rounds, killing one node in each.
func (n Nodes) Run(ctx context.Context) (result Noded, err error) {
	began := time.Now()
	result.Posts = n.Posts
	random := rand.New(rand.NewPCG(n.Seed, 2))
	nodes := make([]*node, n.Count)
	defer func() {
		for _, one := range nodes {
			if one != nil && one.run != nil {
				err = errors.Join(err, one.run.Kill())
			}
		}
	}()
	for i := range nodes {
		nodes[i] = &node{up: make(chan struct{})}
		if err := n.restart(ctx, nodes[i]); err != nil {
			return result, err
		}
	}
	var acks []Ack
	for round := range n.Rounds {
		r := &posting{Nodes: n, nodes: nodes, key: fmt.Sprintf("same-%04d", round)}
		got, err := r.play(ctx, random)
		if err != nil {
			return result, err
		}
		result.Rounds++
		result.Kills += r.kills
		result.Retried += r.retried
		for _, a := range got[1:] {
			if !same(a, got[0]) {
				result.Unequal++
			}
		}
		acks = append(acks, got[0])
	}
	result.Verdict = Verify(ctx, n.Scene, n.Route, acks)
	result.Filings = result.Verdict.Filings
	result.Took = time.Since(began)
	return result, nil
}

// restart starts a node and tells those who wait for it.
func (n Nodes) restart(ctx context.Context, one *node) error {
	run, err := n.Start(ctx, n.Scene)
	if err != nil {
		return err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	one.run, one.base = run, run.Base
	close(one.up)
	one.up = make(chan struct{})
	return nil
}

// posting is one round under way.
type posting struct {
	Nodes
	nodes   []*node
	key     string
	kills   int
	mu      sync.Mutex
	retried int
	acks    []Ack
	got     chan struct{}
}

func (r *posting) play(ctx context.Context, random *rand.Rand) ([]Ack, error) {
	r.got = make(chan struct{}, r.Posts)
	errs := make([]error, r.Posts)
	var wg sync.WaitGroup
	for i := range r.Posts {
		wg.Go(func() { errs[i] = r.post(ctx, i) })
	}
	// After so many answers: none, when the first request is still under way, to a few.
	for range random.IntN(4) {
		<-r.got
	}
	moment(ctx, time.Duration(random.IntN(20_000))*time.Microsecond)
	victim := r.nodes[random.IntN(len(r.nodes))]
	err := victim.run.Kill()
	victim.mu.Lock()
	victim.base = ""
	victim.mu.Unlock()
	r.kills++
	err = errors.Join(err, r.restart(ctx, victim))
	wg.Wait()
	return slices.Clone(r.acks), errors.Join(err, errors.Join(errs...))
}

// post asks one node, then the next, until it is answered.
func (r *posting) post(ctx context.Context, i int) error {
	c := caller(r.Scene, "", 1)
	defer c.CloseIdleConnections()
	for try := i; ctx.Err() == nil; try++ {
		one := r.nodes[try%len(r.nodes)]
		one.mu.Lock()
		base, up := one.base, one.up
		one.mu.Unlock()
		if base == "" {
			select {
			case <-up:
			case <-ctx.Done():
			}
			continue
		}
		c.Base = base
		ack, err := r.Post(ctx, c, r.key, report(r.key))
		if err == nil {
			r.mu.Lock()
			r.acks = append(r.acks, ack)
			r.mu.Unlock()
			r.got <- struct{}{}
			return nil
		}
		if _, answered := errors.AsType[*refusal](err); answered {
			r.got <- struct{}{}
			return err
		}
		r.mu.Lock()
		r.retried++
		r.mu.Unlock()
	}
	return ctx.Err()
}
