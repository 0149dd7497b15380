package crash

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/testpg"
)

// Away is an experiment in which the database is cut off again and again while clients file, and the program is killed while it
// keeps what they send, or while it takes that in.
type Away struct {
	Program       // it keeps what is sent in Spool
	Scene   Scene // as the program reaches it: over Line
	Direct  Scene // the same, past Line
	Line    *testpg.Line
	Spool   string // the program's directory
	Rounds  int
	Workers int
	Kept    int  // requests kept in a round at least
	Steal   bool // the control: a piece is taken out of the spool in each round
	Seed    uint64
}

// Cuttable is the released binary over a line to a scene on PostgreSQL, with a spool.
func Cuttable(binary string, scene Scene) (Away, error) {
	line := &testpg.Line{Dir: filepath.Join(scene.Dir, "line")}
	spool := filepath.Join(scene.Dir, "spool")
	over := scene
	over.URL, over.WorkURL = line.Through(scene.URL), line.Through(scene.WorkURL)
	return Away{Program: Released(binary, "KANMIN_SPOOL_DIR="+spool), Scene: over, Direct: scene, Line: line, Spool: spool}, os.MkdirAll(line.Dir, 0o700)
}

// Keeping is its result.
type Keeping struct {
	Rounds, Kills int
	Kept          int // requests that were kept, with a signed word
	Filed         int // requests filed at once
	Late          int // of those kept, how many arrived at another time than the word says
	Unordered     int // of those kept one after the other, how many stand in the log in another order
	Untaken       int // pieces that still wait, or were refused
	Verdict       Verdict
	Took          time.Duration
}

func (k Keeping) String() string {
	return fmt.Sprintf("rounds %d, kills %d, filed at once %d, kept %d, late %d, out of order %d, not taken in %d, filings %d, rows: %s, %.1f s",
		k.Rounds, k.Kills, k.Filed, k.Kept, k.Late, k.Unordered, k.Untaken, k.Verdict.Filings, k.Verdict, k.Took.Seconds())
}

// OK reports whether every promise was kept, once.
func (k Keeping) OK() bool {
	return k.Late == 0 && k.Unordered == 0 && k.Untaken == 0 && k.Verdict.OK() && k.Verdict.Filings == k.Verdict.Acts && k.Verdict.Acts >= k.Kept+k.Filed
}

// word is a kept request; n counts those of one client.
type word struct {
	key    string
	digest string // of what was sent
	n      int
	at     ident.Instant
}

// awaying is the experiment under way.
type awaying struct {
	Away
	random *rand.Rand
	mu     sync.Mutex
	filed  []Ack
	kept   []word
	result Keeping
}

// Run makes the rounds, and looks at the whole database after the last.
func (a Away) Run(ctx context.Context) (Keeping, error) {
	began := time.Now()
	r := &awaying{Away: a, random: rand.New(rand.NewPCG(a.Seed, 3))}
	for round := range a.Rounds {
		if err := r.round(ctx, round); err != nil {
			return r.result, fmt.Errorf("round %d: %w", round, err)
		}
		r.result.Rounds++
	}
	if err := r.judge(ctx); err != nil {
		return r.result, err
	}
	r.result.Took = time.Since(began)
	return r.result, nil
}

// round: with the database, then without it, then with it again. Two rounds of three end the program in the middle, one while the
// database is away, one while what was kept is taken in.
func (r *awaying) round(ctx context.Context, round int) error {
	if err := r.Line.Join(ctx); err != nil {
		return err
	}
	run, err := r.Start(ctx, r.Scene)
	if err != nil {
		return err
	}
	err = r.away(ctx, run, round)
	if round%3 == 1 {
		if run, err = r.again(ctx, run, err); err != nil {
			return err
		}
	}
	if r.Steal {
		err = errors.Join(err, r.steal())
	}
	if round%3 != 1 {
		err = errors.Join(err, r.Line.Join(ctx))
	}
	if round%3 == 2 && err == nil {
		moment(ctx, time.Second+time.Duration(r.random.IntN(50_000))*time.Microsecond) // it looks once a second
		if run, err = r.again(ctx, run, nil); err != nil {
			return err
		}
	}
	return errors.Join(err, r.empty(ctx), run.Stop(), r.Line.Cut())
}

// away files once, so that the program has seen who files, cuts the line and files until enough is kept.
func (r *awaying) away(ctx context.Context, run *Running, round int) error {
	c := caller(r.Scene, run.Base, r.Workers)
	defer c.CloseIdleConnections()
	if err := r.file(ctx, c, fmt.Sprintf("seen-%03d", round)); err != nil {
		return err
	}
	if err := r.Line.Cut(); err != nil {
		return err
	}
	errs := make([]error, r.Workers)
	var wg sync.WaitGroup
	for w := range r.Workers {
		wg.Go(func() {
			for n := range (r.Kept + r.Workers - 1) / r.Workers {
				key := fmt.Sprintf("away-%03d-%02d-%03d", round, w, n)
				kept, err := keptByAPI(ctx, c, key, report(key))
				if err != nil {
					errs[w] = err
					return
				}
				r.mu.Lock()
				r.kept = append(r.kept, word{key, hex.EncodeToString(kept.Digest[:]), n, kept.At})
				r.mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (r *awaying) file(ctx context.Context, c Caller, key string) error {
	ack, err := r.Post(ctx, c, key, report(key))
	if err == nil {
		r.filed = append(r.filed, ack)
	}
	return err
}

// again kills the program and starts it; it wants its database for that.
func (r *awaying) again(ctx context.Context, run *Running, err error) (*Running, error) {
	if err := errors.Join(err, run.Kill(), r.Line.Cut(), r.Line.Join(ctx)); err != nil {
		return nil, err
	}
	r.result.Kills++
	return r.Start(ctx, r.Scene)
}

func (r *awaying) steal() error {
	waiting, err := filepath.Glob(filepath.Join(r.Spool, "*.sealed"))
	if err != nil || len(waiting) == 0 {
		return errors.Join(err, errors.New("nothing to take out of the spool"))
	}
	return os.Remove(waiting[r.random.IntN(len(waiting))])
}

// empty waits until nothing waits in the spool.
func (r *awaying) empty(ctx context.Context) error {
	for range 600 {
		waiting, err := filepath.Glob(filepath.Join(r.Spool, "*.sealed"))
		if err != nil || len(waiting) == 0 {
			return err
		}
		moment(ctx, 50*time.Millisecond)
	}
	return errors.New("what was kept is not taken in within 30 s")
}

// judge compares what clients were told with the database.
func (r *awaying) judge(ctx context.Context) error {
	rows, err := r.Direct.rows(ctx, r.Route)
	if err != nil {
		return err
	}
	acks := slices.Clone(r.filed)
	at := map[string]int64{}
	for _, w := range r.kept {
		ack := Ack{Client: w.key, Digest: w.digest}
		for _, f := range rows.filings {
			if f.leaf == rows.acts[w.key] {
				ack.Number, at[w.key] = f.number, f.at
			}
		}
		if acks = append(acks, ack); ack.Number != "" && at[w.key] != int64(w.at) {
			r.result.Late++
		}
	}
	left, err := filepath.Glob(filepath.Join(r.Spool, "*", "*.sealed"))
	r.result.Filed, r.result.Kept, r.result.Untaken = len(r.filed), len(r.kept), len(left)
	r.result.Unordered = unordered(r.kept, func(key string) int64 {
		if at, ok := rows.position[rows.acts[key]]; ok {
			return at
		}
		return math.MaxInt64 // the last ones may have no place yet
	})
	r.result.Verdict = Verify(ctx, r.Direct, r.Route, acks)
	return err
}

// unordered counts, for each client, what stands in the log before something that it sent earlier.
func unordered(kept []word, position func(key string) int64) (n int) {
	kept = slices.SortedFunc(slices.Values(kept), func(a, b word) int {
		return cmp.Or(cmp.Compare(a.key[:len("away-000-00")], b.key[:len("away-000-00")]), cmp.Compare(a.n, b.n))
	})
	for i := 1; i < len(kept); i++ {
		if kept[i].n > 0 && position(kept[i].key) < position(kept[i-1].key) {
			n++
		}
	}
	return n
}
