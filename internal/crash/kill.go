package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Campaign kills a program again and again while clients file.
type Campaign struct {
	Program
	Scene   Scene
	Kills   int
	Workers int
	Between int // answers that clients get at least between two kills
	Seed    uint64
}

// Killed is the result of a campaign.
type Killed struct {
	Kills    int
	InFlight []int // requests without an answer, at each kill
	Between  []int // answers between kills
	Verified int   // receipts compared with the database after the last kill
	Repeated int   // requests made again with the same key, after the kill that took their answer or later
	Lost     int   // receipts that are not true
	Broken   int   // acts that are there in part
	Doubled  int   // filings more than acts
	Unequal  int   // repeated requests that got another answer
	First    string
	Took     time.Duration
}

func (k Killed) String() string {
	s := fmt.Sprintf("kills %d, in flight at each %s, acknowledged between %s, receipts verified %d, repeated requests %d, lost %d, broken %d, doubled %d, unequal answers %d, %.1f s",
		k.Kills, spread(k.InFlight), spread(k.Between), k.Verified, k.Repeated, k.Lost, k.Broken, k.Doubled, k.Unequal, k.Took.Seconds())
	if k.First != "" {
		s += "\n  first: " + k.First
	}
	return s
}

// Bad is the number of broken promises.
func (k Killed) Bad() int { return k.Lost + k.Broken + k.Doubled + k.Unequal }

func spread(n []int) string {
	if len(n) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d–%d (median %d)", slices.Min(n), slices.Max(n), Median(n))
}

// Median is the middle of a list that is not empty.
func Median(n []int) int {
	n = slices.Clone(n)
	slices.Sort(n)
	return n[len(n)/2]
}

// campaign is a campaign under way.
type campaign struct {
	Campaign
	inFlight atomic.Int64
	refused  atomic.Pointer[error] // an answer that was neither success nor a broken connection

	mu   sync.Mutex
	base string        // where the program listens; empty while it is dead
	up   chan struct{} // closed when base changes
	acks []Ack
	got  chan struct{} // receives after each answer
}

// Run kills, and looks after each kill whether what clients were told is true.
func (c Campaign) Run(ctx context.Context) (Killed, error) {
	began := time.Now()
	r := &campaign{Campaign: c, up: make(chan struct{}), got: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for w := range c.Workers {
		wg.Go(func() { r.work(ctx, w) })
	}
	k, err := r.kill(ctx)
	cancel()
	wg.Wait()
	k.Took = time.Since(began)
	if p := r.refused.Load(); p != nil {
		err = errors.Join(err, *p)
	}
	return k, err
}

func (r *campaign) kill(ctx context.Context) (k Killed, err error) {
	random := rand.New(rand.NewPCG(r.Seed, 1))
	for k.Kills < r.Kills && r.refused.Load() == nil {
		run, err := r.Start(ctx, r.Scene)
		if err != nil {
			return k, err
		}
		before := r.count()
		r.announce(run.Base)
		if err := r.repeat(ctx, run.Base, random, &k); err != nil {
			return k, errors.Join(err, run.Kill())
		}
		if err := r.await(ctx, before+r.Between+random.IntN(r.Between)); err != nil {
			return k, errors.Join(err, run.Kill())
		}
		moment(ctx, time.Duration(random.IntN(5000))*time.Microsecond)
		k.InFlight = append(k.InFlight, int(r.inFlight.Load()))
		if err := run.Kill(); err != nil {
			return k, err
		}
		r.announce("")
		k.Kills++
		k.Between = append(k.Between, r.count()-before)
		if k.Kills%lookEvery == 0 && k.Kills < r.Kills {
			r.look(ctx, &k)
		}
	}
	r.look(ctx, &k)
	k.Verified = r.count()
	return k, nil
}

// moment waits so that a kill hits anywhere: between two calls of the program, or in one.
func moment(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// lookEvery is how many kills lie between two looks at the whole database: what is lost or broken stays so.
const lookEvery = 25

// look verifies every receipt so far, while the program is dead.
func (r *campaign) look(ctx context.Context, k *Killed) {
	r.mu.Lock()
	acks := slices.Clone(r.acks)
	r.mu.Unlock()
	v := Verify(ctx, r.Scene, r.Route, acks)
	if v.Corrupt != nil {
		v.Lost = append(v.Lost, "corrupt: "+v.Corrupt.Error())
	}
	k.Lost, k.Broken = max(k.Lost, len(v.Lost)), max(k.Broken, len(v.Broken))
	k.Doubled = max(k.Doubled, v.Filings-v.Acts)
	if !v.OK() && k.First == "" {
		k.First = fmt.Sprintf("after kill %d: %s", k.Kills, v)
	}
}

// repeat asks some earlier requests again: each must get the answer that it got.
func (r *campaign) repeat(ctx context.Context, base string, random *rand.Rand, k *Killed) error {
	c := caller(r.Scene, base, 1)
	defer c.CloseIdleConnections()
	n := r.count()
	for range min(n, 3) {
		r.mu.Lock()
		was := r.acks[random.IntN(n)]
		r.mu.Unlock()
		is, err := r.Post(ctx, c, was.Client, report(was.Client))
		if err != nil {
			return err
		}
		k.Repeated++
		if !same(was, is) {
			k.Unequal++
			if k.First == "" {
				k.First = fmt.Sprintf("after kill %d: a repeated request got %+v, not %+v", k.Kills, is, was)
			}
		}
	}
	return nil
}

// same compares what both say.
func same(a, b Ack) bool {
	for _, pair := range [][2]string{{a.Client, b.Client}, {a.Number, b.Number}, {a.Filing, b.Filing}, {a.Leaf, b.Leaf}, {a.Digest, b.Digest}} {
		if pair[0] != pair[1] && pair[0] != "" && pair[1] != "" {
			return false
		}
	}
	return a.Number == b.Number
}

// work files until the campaign ends. A request whose connection broke is made again with the same key: the client cannot
// know whether it was done.
func (r *campaign) work(ctx context.Context, worker int) {
	c := caller(r.Scene, "", 1)
	defer c.CloseIdleConnections()
	for n := 0; ctx.Err() == nil; n++ {
		key := fmt.Sprintf("kill-%02d-%06d", worker, n)
		for ctx.Err() == nil {
			base, up := r.where()
			if base == "" {
				select {
				case <-up:
				case <-ctx.Done():
				}
				continue
			}
			c.Base = base
			if r.ask(ctx, c, key, worker == 0) {
				break
			}
		}
	}
}

// ask makes one request, and for one in some the request for its final receipt, and reports whether the first was answered.
func (r *campaign) ask(ctx context.Context, c Caller, key string, final bool) bool {
	r.inFlight.Add(1)
	ack, err := r.Post(ctx, c, key, report(key))
	r.inFlight.Add(-1)
	if err == nil {
		r.told(ack)
		if final {
			r.prove(ctx, c, ack, func(a Ack, err error) bool {
				if err == nil {
					r.told(a)
				}
				return err == nil // a broken connection: the next request finds out
			})
		}
		return true
	}
	if _, answered := errors.AsType[*refusal](err); answered {
		r.refused.CompareAndSwap(nil, &err)
		return true
	}
	// The connection broke: the program is dead, or was started again meanwhile.
	r.mu.Lock()
	if r.base == c.Base {
		r.base = ""
	}
	r.mu.Unlock()
	return false
}

func (r *campaign) told(a Ack) {
	r.mu.Lock()
	r.acks = append(r.acks, a)
	r.mu.Unlock()
	select {
	case r.got <- struct{}{}:
	default:
	}
}

func report(key string) string {
	return "監視端末に身代金を求める文が出ている " + key
}

func (r *campaign) where() (string, chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.base, r.up
}

func (r *campaign) announce(base string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.base = base
	close(r.up)
	r.up = make(chan struct{})
}

func (r *campaign) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.acks)
}

func (r *campaign) await(ctx context.Context, acks int) error {
	slow := time.NewTimer(time.Minute)
	defer slow.Stop()
	for r.count() < acks && r.refused.Load() == nil {
		select {
		case <-r.got:
		case <-slow.C:
			return fmt.Errorf("%d answers after a minute, %d awaited", r.count(), acks)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
