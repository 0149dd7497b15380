package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// jump is a clock that many read and the test moves: each reading is a microsecond later.
type jump struct{ us atomic.Int64 }

func (j *jump) Now() time.Time {
	return stagetest.Day.Add(time.Duration(j.us.Add(1)) * time.Microsecond)
}

func (j *jump) ahead(d time.Duration) { j.us.Add(d.Microseconds()) }

// beats lets a goroutine wait for a while that is random.
func beats(r *rand.Rand, most int) {
	t := time.NewTicker(200 * time.Microsecond)
	defer t.Stop()
	for range r.IntN(most + 1) {
		<-t.C
	}
}

// chaos is 32 writers whose transactions end in another order than they began, sequencers that are cut off
// at random points or robbed of their lease, and followers.
type chaos struct {
	*stagetest.Stage
	clock *jump
	nodes []*store.DB
	each  int // acts of one writer
	delay int // beats before commit, at most

	mu     sync.Mutex
	leaves map[ident.Leaf]access.Actor
	kills  int
	robbed int
}

const writers = 32

func TestNothingIsLostWhateverTheSequencerSuffers(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		clock := &jump{}
		s := stagetest.SQLite(t, func(c *store.Config) { c.Now = clock.Now })
		(&chaos{Stage: s, clock: clock, nodes: []*store.DB{s.DB}, each: 6, delay: 3}).run(t)
	})
	t.Run("postgres, two nodes", func(t *testing.T) {
		t.Parallel()
		clock := &jump{}
		s := stagetest.Postgres(t, func(c *store.Config) { c.Now, c.Readers = clock.Now, 12 })
		other := s.DB.Config
		other.Readers = 2
		node, err := store.Open(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = node.Close() })
		(&chaos{Stage: s, clock: clock, nodes: []*store.DB{s.DB, node}, each: 12, delay: 60}).run(t)
	})
}

func (c *chaos) run(t *testing.T) {
	t.Helper()
	c.leaves = map[ident.Leaf]access.Actor{}
	writing, stop := context.WithCancel(t.Context())
	var others, all sync.WaitGroup
	seen := make([][]ledger.Followed, 2)
	for i := range seen {
		others.Go(func() { seen[i] = c.follow(t, writing, uint64(i)) })
	}
	others.Go(func() { c.torment(t, writing) })
	naive := 0
	others.Go(func() { naive = c.askForNewer(t, writing) })
	for i := range writers {
		all.Go(func() { c.write(t, i) })
	}
	all.Wait()
	stop()
	others.Wait()
	c.clock.ahead(store.LeaseTTL)
	sequence(t, c.DB)
	c.judge(t, seen)
	t.Logf("%d acts, %d sequencers cut off, %d robbed; “newer than” found %d", len(c.leaves), c.kills, c.robbed, naive-1)
	if c.kills < 5 {
		t.Errorf("too quiet: %d cut off", c.kills)
	}
	if len(c.nodes) > 1 && naive == 1+writers*c.each {
		t.Error("the control found every entry: transactions did not overtake one another")
	}
}

// write files reports; each transaction waits before it commits.
func (c *chaos) write(t *testing.T, seed int) {
	r := rand.New(rand.NewPCG(uint64(seed), 1)) //nolint:gosec // a test's dice
	act := store.Act[submitting.FileTx](c.nodes[seed%len(c.nodes)])
	token := []string{"operator-filer", "other-operator-filer"}[seed%2]
	f := submitting.File{Entropy: world.Entropy(uint64(seed) + 100), Act: func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		leaf, err := act(ctx, s, key, func(tx submitting.FileTx) (ledger.Entry, error) {
			e, err := do(tx)
			beats(r, c.delay)
			return e, err
		})
		if err == nil {
			c.mu.Lock()
			c.leaves[leaf.ID] = s.Actor
			c.mu.Unlock()
		}
		return leaf, err
	}}
	for i := range c.each {
		values := world.Values(stagetest.Day.Add(-time.Hour), "試験の報告", "access")
		if _, err := f.Do(t.Context(), access.For(c.As(token), ident.At(c.clock.Now())), c.Key(token, fmt.Sprintf("%d/%d", seed, i)), submitting.Prompt(values)); err != nil {
			t.Error(err)
			return
		}
	}
}

// torment runs one sequencer after another: each has a random while until its context ends, or its lease runs
// out behind its back and the next one takes it.
func (c *chaos) torment(t *testing.T, ctx context.Context) { //nolint:revive // t first, as everywhere
	r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a test's dice
	var running sync.WaitGroup
	defer running.Wait()
	for i := 0; ctx.Err() == nil; i++ {
		life, cut := context.WithCancel(ctx)
		c.clock.ahead(store.LeaseTTL)
		running.Go(func() { c.sequencer(t, life, c.nodes[i%len(c.nodes)], fmt.Sprint(i)) })
		beats(r, 40)
		if i%2 == 0 {
			c.kills++
			cut()
			continue
		}
		running.Go(func() { // it lives on, and must not be able to write once the next has the lease
			beats(rand.New(rand.NewPCG(uint64(i), 3)), 400) //nolint:gosec // a test's dice
			cut()
		})
	}
}

func (c *chaos) sequencer(t *testing.T, ctx context.Context, db *store.DB, holder string) { //nolint:revive // t first, as everywhere
	l, ok, err := db.TakeSpine(ctx, holder)
	for err == nil && ok && ctx.Err() == nil {
		_, err = db.Sequence(ctx, l)
	}
	switch {
	case err == nil, ctx.Err() != nil, errors.Is(err, context.Canceled):
	case fault.Is(err, fault.Unavailable):
	case fault.Is(err, fault.Conflict):
		c.mu.Lock()
		c.robbed++
		c.mu.Unlock()
	default:
		t.Errorf("sequencer %s: %v", holder, err)
	}
}

// follow reads the log while it grows.
func (c *chaos) follow(t *testing.T, ctx context.Context, seed uint64) (seen []ledger.Followed) { //nolint:revive // t first, as everywhere
	r := rand.New(rand.NewPCG(seed, 5))   //nolint:gosec // a test's dice
	db := c.nodes[int(seed)%len(c.nodes)] //nolint:gosec // 0 or 1
	for ctx.Err() == nil {
		list, err := db.Follow(t.Context(), int64(len(seen))-1, 1+r.IntN(20))
		if fault.Is(err, fault.Unavailable) { // a sequencer that was cut off left its connection broken
			continue
		}
		if err != nil {
			t.Error(err)
			return seen
		}
		seen = append(seen, list...)
		beats(r, 10)
	}
	return seen
}

// askForNewer is the control: it reads what is newer than the newest it knows, and so misses what commits late.
func (c *chaos) askForNewer(t *testing.T, ctx context.Context) (count int) { //nolint:revive // t first, as everywhere
	db, last := super(t, c.Stage), ""
	for done := false; !done; {
		done = ctx.Err() != nil
		count += newer(t, db, &last)
	}
	return count
}

func newer(t *testing.T, db *sql.DB, last *string) (count int) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT id FROM leaf WHERE id > $1 ORDER BY id`, *last)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(last); err != nil {
			t.Error(err)
		}
		count++
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return count
}

func (c *chaos) judge(t *testing.T, seen [][]ledger.Followed) {
	t.Helper()
	ctx := t.Context()
	total := 1 + writers*c.each // the first entry peopled the world
	if len(c.leaves) != total-1 {
		t.Fatalf("%d acts were acknowledged, not %d", len(c.leaves), total-1)
	}
	for i := range seen {
		for {
			list, err := c.Follow(ctx, int64(len(seen[i]))-1, store.FollowLimit)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				break
			}
			seen[i] = append(seen[i], list...)
		}
		places := map[ident.Leaf]int64{}
		for n, f := range seen[i] {
			if f.Index != int64(n) {
				t.Fatalf("follower %d: entry %d came as number %d", i, f.Index, n)
			}
			if n > 0 && f.Placed < seen[i][n-1].Placed {
				t.Errorf("entry %d was placed before %d", n, n-1)
			}
			places[f.Leaf] = f.Index
		}
		if len(seen[i]) != total || len(places) != total {
			t.Errorf("follower %d saw %d entries of %d leaves, not %d", i, len(seen[i]), len(places), total)
		}
		for leaf := range c.leaves {
			if _, ok := places[leaf]; !ok {
				t.Errorf("leaf %s has no place", leaf)
			}
		}
	}
	c.receipts(t)
	r, err := c.VerifyLedger(ctx, nil)
	if err != nil || !r.Sound() || r.Checked != int64(total) || r.Waiting != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func (c *chaos) receipts(t *testing.T) {
	t.Helper()
	keys, err := ledger.ParseKeys(c.Keys.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	for leaf, actor := range c.leaves {
		final, _, _, err := c.DB.Receipt(t.Context(), access.For(actor, ident.At(c.clock.Now())), leaf)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := ledger.VerifyReceipt(final, keys); err != nil || r.Statement.Leaf != leaf {
			t.Errorf("receipt of %s: %v", leaf, err)
		}
	}
}
