package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

// Tally is the result of a replay.
type Tally struct {
	Boundaries  int // calls that changed what a cut could leave
	Images      int // disks that were opened
	ByWay       [ways]int
	Checkpoints int // times that the write-ahead log was carried into the database
	Acks        int
	Lost        int // images in which a receipt that was out was not true
	Broken      int // images in which an act was there in part
	Corrupt     int // images that did not open or hold together
	First       string
	Took        time.Duration
}

// Bad is the number of images in which a promise was broken.
func (t Tally) Bad() int { return t.Lost + t.Broken + t.Corrupt }

func (t Tally) String() string {
	ways := make([]string, len(t.ByWay))
	for i, n := range t.ByWay {
		ways[i] = fmt.Sprintf("%s %d", Way(i), n)
	}
	s := fmt.Sprintf("images %d (%s), boundaries %d, checkpoints %d, receipts %d, lost %d, broken %d, corrupt %d, %.1f s",
		t.Images, strings.Join(ways, ", "), t.Boundaries, t.Checkpoints, t.Acks, t.Lost, t.Broken, t.Corrupt, t.Took.Seconds())
	if t.First != "" {
		s += "\n  first: " + t.First
	}
	return s
}

// Scratch is where images are laid: in memory where the system has such a place.
func Scratch() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// Cuts says how a recording is cut.
type Cuts struct {
	Seed    uint64
	Rounds  int // times that the random ways are drawn at each boundary; 0 is 1
	Every   int // only every so many boundaries; 0 is all
	Enough  int // stop after so many bad images; 0 never
	Scratch string
}

// Replay cuts the power at each boundary of a recording in each way, and verifies each image.
func (r *Recording) Replay(ctx context.Context, c Cuts) (Tally, error) {
	began := time.Now()
	workers := runtime.GOMAXPROCS(0)
	tallies, errs := make([]Tally, workers), make([]error, workers)
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			cutter := &cutter{Recording: r, Cuts: c, worker: w, workers: workers, enough: enough}
			errs[w] = cutter.run(ctx)
			tallies[w] = cutter.tally
		})
	}
	wg.Wait()
	t := Tally{Acks: len(r.Acks), Checkpoints: r.checkpoints(), Boundaries: tallies[0].Boundaries, Took: time.Since(began)}
	for _, one := range tallies {
		t.Images += one.Images
		t.Lost, t.Broken, t.Corrupt = t.Lost+one.Lost, t.Broken+one.Broken, t.Corrupt+one.Corrupt
		for i, n := range one.ByWay {
			t.ByWay[i] += n
		}
		if t.First == "" {
			t.First = one.First
		}
	}
	return t, errors.Join(errs...)
}

// checkpoints counts syncs of the database after writes to it.
func (r *Recording) checkpoints() (n int) {
	main := filepath.Base(r.Scene.Database())
	written := false
	for _, op := range r.Ops {
		if op.Path != main {
			continue
		}
		if op.Change == Sync && written {
			n++
		}
		written = op.Change == Write || written && op.Change != Sync
	}
	return n
}

// cutter is one worker: it plays the whole recording on a disk of its own and builds its share of the images.
type cutter struct {
	*Recording
	Cuts
	worker, workers int
	enough          func()
	tally           Tally
	dir             string
	none            string // the last "none" image: version and receipts
}

func (c *cutter) run(ctx context.Context) error {
	var err error
	if c.dir, err = os.MkdirTemp(c.Scratch, "kanmin-crash-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(c.dir) }()
	d := NewDisk(c.Before)
	for i, op := range c.Ops {
		if changed := d.Apply(op); !changed && op.Change != Out {
			continue
		} else if changed {
			c.tally.Boundaries++
		}
		if i%c.workers != c.worker || c.Every > 1 && i/c.workers%c.Every != 0 {
			continue
		}
		if err := c.cut(ctx, d, i); err != nil || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// cut builds the images of one boundary. An answer that leaves changes nothing on the disk, but from then on its
// receipt must be true even if nothing late arrives.
func (c *cutter) cut(ctx context.Context, d *Disk, i int) error {
	acks := c.Acks[:sort.SearchInts(c.AckedAt, i+1)]
	if none := fmt.Sprint(d.Version, len(acks)); none != c.none {
		c.none = none
		if err := c.image(ctx, d, cut{None, i, 0}, acks); err != nil {
			return err
		}
	}
	if c.Ops[i].Change == Out || !d.Dirty() {
		return nil
	}
	if err := c.image(ctx, d, cut{All, i, 0}, acks); err != nil {
		return err
	}
	for round := range max(c.Rounds, 1) {
		if err := c.image(ctx, d, cut{Some, i, round}, acks); err != nil {
			return err
		}
		if c.Ops[i].Change != Write {
			continue
		}
		if err := c.image(ctx, d, cut{Torn, i, round}, acks); err != nil {
			return err
		}
	}
	return nil
}

// cut names one image: how, after which call, which draw.
type cut struct {
	way   Way
	call  int
	round int
}

// image builds one image and looks at it, unless enough was found.
func (c *cutter) image(ctx context.Context, d *Disk, at cut, acks []Ack) error {
	if over(ctx) {
		return nil
	}
	random := rand.New(rand.NewPCG(c.Seed, uint64(at.call)<<16|uint64(at.round)<<4|uint64(at.way)))
	if err := c.lay(d.Image(at.way, random)); err != nil {
		return err
	}
	c.tally.Images++
	c.tally.ByWay[at.way]++
	scene := c.Scene
	scene.Dir, scene.URL = c.dir, sqliteURL(c.dir)
	// All receipts are compared with the rows. Opening each as its filer would is done where nothing late arrived; elsewhere
	// for the newest, which are the ones that a cut can take.
	opened := acks
	if at.way != None {
		opened = acks[max(0, len(acks)-newest):]
	}
	v := verify(ctx, scene, c.Route, acks, opened)
	if over(ctx) || v.OK() {
		return nil
	}
	switch {
	case v.Corrupt != nil:
		c.tally.Corrupt++
	case len(v.Lost) > 0:
		c.tally.Lost++
	default:
		c.tally.Broken++
	}
	if c.tally.First == "" {
		c.tally.First = fmt.Sprintf("cut after call %d, %s arrived, %d receipts out: %s", at.call, at.way, len(acks), v)
	}
	if c.Enough > 0 && c.tally.Bad() >= c.Enough {
		c.enough()
	}
	return nil
}

// over reports whether enough was found: what an interrupted look says is not a finding.
func over(ctx context.Context) bool { return ctx.Err() != nil }

// newest is how many receipts are opened in an image into which something late arrived.
const newest = 6

// lay makes the directory hold an image and nothing else.
func (c *cutter) lay(image map[string][]byte) error {
	old, err := os.ReadDir(c.dir)
	if err != nil {
		return err
	}
	for _, e := range old {
		if err := os.RemoveAll(filepath.Join(c.dir, e.Name())); err != nil {
			return err
		}
	}
	for name, data := range image {
		path := filepath.Join(c.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
