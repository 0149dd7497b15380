package crash

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
)

// Spine is an experiment with the log: writers whose acts take any time before they commit, sequencers
// that are killed, followers that must see one order without gaps.
type Spine struct {
	Self    string // path of the crash command
	Scene   Scene
	Writers int
	Acts    int // of each writer
	Kills   int // of sequencers, at least
	Seed    uint64
}

// Spined is its result.
type Spined struct {
	Committed int
	Kills     int
	Followed  []int // entries that each follower saw
	Overtaken int   // acts that one who asks for ids above the last would never have seen: what the log protects from
	Disorder  []string
	Verdict   Verdict
	Took      time.Duration
}

func (s Spined) String() string {
	first := ""
	if len(s.Disorder) > 0 {
		first = ", first disorder: " + s.Disorder[0]
	}
	return fmt.Sprintf("committed %d, sequencers killed %d, followed %v, overtaken %d, disorders %d%s, rows: %s, %.1f s",
		s.Committed, s.Kills, s.Followed, s.Overtaken, len(s.Disorder), first, s.Verdict, s.Took.Seconds())
}

// OK reports whether every committed act has exactly one index and every follower saw each in order.
func (s Spined) OK() bool { return len(s.Disorder) == 0 && s.Verdict.OK() }

// haste lets the clock of leases run faster than ours, so that a dead sequencer is missed in a fraction of a second.
const haste = 20

// hasty is a clock shared by processes: haste seconds a second from an instant on.
func hasty(from time.Time) func() time.Time {
	return func() time.Time { return from.Add(haste * time.Since(from)) }
}

func (s Scene) openAt(ctx context.Context, now func() time.Time) (*store.DB, error) {
	keys, err := seal.Load(s.KeyFile())
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{URL: s.URL, WorkURL: s.WorkURL, Keys: keys, Now: now, Origin: origin})
}

// SequenceCommand is the process that is killed: `crash sequence -dir DIR -from INSTANT`.
func SequenceCommand(ctx context.Context, args []string, ready io.Writer) error {
	f := flag.NewFlagSet("sequence", flag.ContinueOnError)
	dir := f.String("dir", "", "directory of the scene")
	from := f.Int64("from", 0, "instant from which the clock runs fast, in microseconds")
	if err := f.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	scene, err := LoadScene(*dir)
	if err != nil {
		return err
	}
	db, err := scene.openAt(ctx, hasty(time.UnixMicro(*from)))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	fmt.Fprintf(ready, "ready - %d\n", os.Getpid())
	return db.RunSequencer(ctx)
}

// spining is the experiment under way.
type spining struct {
	Spine
	db        *store.DB
	from      time.Time
	committed atomic.Int64
	finished  atomic.Bool // all writers
	mu        sync.Mutex
	leaves    map[ident.Leaf]bool
	disorder  []string
}

// Run writes, kills and follows.
func (s Spine) Run(ctx context.Context) (result Spined, err error) {
	began := time.Now()
	x := &spining{Spine: s, from: time.Now(), leaves: map[ident.Leaf]bool{}}
	if x.db, err = s.Scene.openAt(ctx, hasty(x.from)); err != nil {
		return result, err
	}
	defer func() { _ = x.db.Close() }()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var writers, others sync.WaitGroup
	errs := make([]error, s.Writers+4)
	for w := range s.Writers {
		writers.Go(func() { errs[w] = x.write(ctx, w) })
	}
	result.Followed = make([]int, 2)
	for f := range result.Followed {
		others.Go(func() { result.Followed[f], errs[s.Writers+f] = x.follow(ctx, fmt.Sprint("follower-", f)) })
	}
	others.Go(func() { result.Kills, errs[s.Writers+2] = x.sequence(ctx) })
	others.Go(func() { result.Overtaken, errs[s.Writers+3] = x.naive(ctx) })
	writers.Wait()
	x.finished.Store(true)
	others.Wait()
	if err := errors.Join(errs...); err != nil {
		return result, err
	}
	result.Committed, result.Disorder = int(x.committed.Load()), x.disorder
	result.Verdict = Verify(ctx, s.Scene, driverRoute, nil)
	result.Took = time.Since(began)
	return result, nil
}

// write files, and holds each act back for a random time before it commits: the order of ids is not that of commits.
func (x *spining) write(ctx context.Context, w int) error {
	random := mathrand.New(mathrand.NewPCG(x.Seed, uint64(w)))
	act := store.Act[submitting.FileTx](x.db)
	a := x.Scene.Filer
	flow := submitting.File{Entropy: rand.Reader, Act: func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		leaf, err := act(ctx, s, key, func(tx submitting.FileTx) (ledger.Entry, error) {
			e, err := do(tx)
			moment(ctx, time.Duration(random.IntN(20_000))*time.Microsecond/time.Duration(x.slow()))
			return e, err
		})
		if err == nil {
			x.mu.Lock()
			x.leaves[leaf.ID] = true
			x.mu.Unlock()
			x.committed.Add(1)
		}
		return leaf, err
	}}
	for i := range x.Acts {
		client := fmt.Sprintf("spine-%02d-%04d", w, i)
		key := ident.Key{Org: a.Org, Actor: a.ID(), Route: driverRoute, Client: client}
		values := world.Values(time.Date(2026, 11, 1, 9, 0, 0, 0, ident.JST), report(client), "access")
		if _, err := flow.Do(ctx, access.For(a, ident.At(time.Now())), key, submitting.Prompt(values)); err != nil {
			return fmt.Errorf("%s: %w", client, err)
		}
	}
	return nil
}

// slow shortens the delays on SQLite, where they stand behind one another.
func (x *spining) slow() int {
	if x.db.Engine() == "sqlite" {
		return 8
	}
	return 1
}

// sequence keeps two sequencers alive and kills one of them again and again, until everything has its place.
func (x *spining) sequence(ctx context.Context) (kills int, err error) {
	random := mathrand.New(mathrand.NewPCG(x.Seed, 1<<32))
	var live [2]*Running
	defer func() {
		for _, r := range live {
			if r != nil {
				err = errors.Join(err, r.Kill())
			}
		}
	}()
	for {
		for i, r := range live {
			if r != nil {
				continue
			}
			live[i], err = start(exec.CommandContext(ctx, x.Self, "sequence", "-dir", x.Scene.Dir, "-from", fmt.Sprint(x.from.UnixMicro())), readyLine)
			if err != nil {
				return kills, err
			}
		}
		moment(ctx, time.Duration(random.IntN(150))*time.Millisecond)
		pending, _, err := x.db.Lag(ctx)
		if err != nil {
			return kills, err
		}
		if x.finished.Load() && pending == 0 {
			return kills, nil
		}
		if kills < x.Kills || !x.finished.Load() {
			victim := random.IntN(len(live))
			if err := live[victim].Kill(); err != nil {
				return kills, err
			}
			live[victim] = nil
			kills++
		}
	}
}

// follow sees every entry once, in order, whatever happens to those who number.
func (x *spining) follow(ctx context.Context, name string) (seen int, err error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	at, err := x.db.Reached(ctx, name)
	if err != nil {
		return 0, err
	}
	found := map[ident.Leaf]bool{}
	for {
		list, err := x.db.Follow(ctx, at, 64)
		if err != nil {
			return seen, err
		}
		for _, f := range list {
			if f.Index != at+1 || found[f.Leaf] {
				x.say(fmt.Sprintf("%s: entry %s at index %d after %d", name, f.Leaf, f.Index, at))
			}
			found[f.Leaf] = true
			if err := x.db.Reach(ctx, name, at, f.Index); err != nil {
				return seen, err
			}
			at, seen = f.Index, seen+1
		}
		if len(list) > 0 {
			continue
		}
		// Ask in this order: an entry that is no longer pending was followed, or will be in the next round.
		if x.finished.Load() && x.all(found) {
			return seen, nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			x.say(fmt.Sprintf("%s: saw %d entries of %d acts", name, seen, x.committed.Load()))
			return seen, nil
		}
	}
}

// naive is the control: it follows by ids, which are minted when an act begins, and misses those that commit late.
func (x *spining) naive(ctx context.Context) (missed int, err error) {
	name, dsn := x.Scene.source()
	db, err := sql.Open(name, dsn)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	found := map[ident.Leaf]bool{}
	for last, over := "", false; !over; <-tick.C {
		over = x.finished.Load()
		if last, err = above(ctx, db, last, found); err != nil {
			return 0, err
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for leaf := range x.leaves {
		if !found[leaf] {
			missed++
		}
	}
	return missed, nil
}

// above finds the leaves above an id, and returns the last.
func above(ctx context.Context, db *sql.DB, last string, found map[ident.Leaf]bool) (string, error) {
	rows, err := db.QueryContext(ctx, `SELECT id FROM leaf WHERE id > $1 ORDER BY id`, last)
	if err != nil {
		return last, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			return last, err
		}
		found[ident.Leaf(last)] = true
	}
	return last, rows.Err()
}

// all reports whether every committed act was seen.
func (x *spining) all(found map[ident.Leaf]bool) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	for leaf := range x.leaves {
		if !found[leaf] {
			return false
		}
	}
	return true
}

func (x *spining) say(what string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.disorder = append(x.disorder, what)
}
