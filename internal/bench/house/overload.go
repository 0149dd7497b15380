package house

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"kanmin/internal/bench/load"
	"kanmin/internal/serve"
)

// Overload prints what a 速報 waits for when ten times as much is asked of the house as it can do, with admission and, as
// the control, without. The house is a process of its own; the generator stays on the first core, and the house off it.
func Overload(ctx context.Context, w io.Writer) error {
	for _, engine := range []string{"sqlite", "postgres"} {
		if err := overload(ctx, w, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return nil
}

// The limits of the goal, and how long each measurement runs.
const (
	bearable = time.Second // of p99, in which a rate counts as within capacity
	flooding = 30 * time.Second
	probing  = 4 * time.Second
)

// mixed is one kind of request in the offered mix.
type mixed struct {
	name  string
	share float64
	ask   func(ctx context.Context, i int) error
}

func overload(ctx context.Context, w io.Writer, engine string) error {
	g, err := newGround(ctx, engine, "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	if engine == "postgres" {
		if err := g.behind(ctx, commitDelay); err != nil {
			return err
		}
	}
	free, err := pin(0)
	if err != nil {
		return err
	}
	defer free()
	most, alone, err := g.capacities(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "ten times what it can do, %s; generator on core 0, house on the others (%d)\n", engine, runtime.NumCPU()-1)
	row(w, "capacity (nobody turned away, p99 ≤ 1 s)", fmt.Sprintf("%.0f requests/s", most), "measured in this run")
	row(w, "of 速報 alone", fmt.Sprintf("%.0f requests/s", alone), "")
	for _, flood := range []bool{false, true} {
		what, goal := "with admission", "≥ 99.9 %, p99 ≤ 2 s"
		if flood {
			what, goal = "control: everybody comes in", "must fail"
		}
		err := g.apart(ctx, flood, func(c *client) error {
			mix, err := c.mix(ctx, what)
			if err != nil {
				return err
			}
			for i, r := range flooded(ctx, mix, 10*most, flooding) {
				told := fmt.Sprintf("%.0f/s asked, %.2f %% answered, p99 %s", 10*most*mix[i].share, 100*float64(r.Done)/float64(r.Done+r.Failed), ms(r.Quantile(.99)))
				if i > 0 {
					goal = ""
				}
				row(w, what+": "+mix[i].name, told, goal)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// capacities are the highest rates that are borne: of the whole mix, and of 速報 alone.
func (g *ground) capacities(ctx context.Context) (whole, alone float64, err error) {
	err = g.apart(ctx, true, func(c *client) error {
		mix, err := c.mix(ctx, "capacity")
		if err != nil {
			return err
		}
		if whole, err = capacity(ctx, mix); err != nil {
			return err
		}
		if mix, err = c.mix(ctx, "alone"); err != nil {
			return err
		}
		mix[0].share = 1
		alone, err = capacity(ctx, mix[:1])
		return err
	})
	return whole, alone, err
}

// mix is what people and programs ask at a bad hour: of a hundred requests four are 速報, six an office that opens a report, ten
// change something else, sixty read, twenty take out tables. Were one in ten a 速報, ten times the capacity would be more of them than
// the house can take if nobody else asked anything.
func (c *client) mix(ctx context.Context, run string) ([]mixed, error) {
	var reports, drafts []string
	for i := range scale.Operators {
		number, err := c.report(ctx, i, run+" ground")
		if err != nil {
			return nil, err
		}
		var draft struct {
			Number string `json:"number_ascii"`
		}
		if err := c.post(ctx, fmt.Sprint("operator", i), "/drafts", "{}", &draft); err != nil {
			return nil, err
		}
		reports, drafts = append(reports, number), append(drafts, draft.Number)
	}
	who := func(i int) string { return fmt.Sprint("operator", i%scale.Operators) }
	gets := func(who, path string) error {
		status, _, err := c.get(ctx, who, "/api/v1"+path)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("%s: status %d", path, status)
		}
		return err
	}
	return []mixed{
		{"速報", .04, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, run); return err }},
		{"an office opens a report", .06, func(_ context.Context, i int) error {
			return gets("ministry-officer", "/reports/"+reports[i%len(reports)])
		}},
		{"another act", .1, func(ctx context.Context, i int) error {
			return c.post(ctx, who(i), "/products/names", fmt.Sprintf(`{"rows":[{"product":"装置 %s %d","kind":"absent"}]}`, run, i), nil)
		}},
		{"a list", .6, func(_ context.Context, i int) error { return gets(who(i), "/reports") }},
		{"a table taken out", .2, func(_ context.Context, i int) error {
			return gets(who(i), "/drafts/"+drafts[i%len(drafts)]+"/sheet/filled.xlsx")
		}},
	}, nil
}

func (c *client) post(ctx context.Context, who, path, body string, to any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Idempotency-Key", rand.Text())
	r.Header.Set("Content-Type", "application/json")
	status, data, err := c.do(r, who)
	switch {
	case err != nil:
		return err
	case status != http.StatusCreated && status != http.StatusOK:
		return fmt.Errorf("%s: status %d: %s", path, status, data)
	case to == nil:
		return nil
	}
	return json.Unmarshal(data, to)
}

// flooded offers every kind at its share of rate for a time; no kind waits for another.
func flooded(ctx context.Context, mix []mixed, rate float64, long time.Duration) []load.Result {
	results := make([]load.Result, len(mix))
	done := make(chan struct{})
	for i, m := range mix {
		go func() {
			results[i] = load.Open(ctx, rate*m.share, long, 1000, m.ask)
			done <- struct{}{}
		}()
	}
	for range mix {
		<-done
	}
	return results
}

// capacity is the highest rate of the mix at which every kind is answered with a p99 within a second.
func capacity(ctx context.Context, mix []mixed) (float64, error) {
	n := 0
	var why error
	bears := func(rate float64) bool {
		n++
		for i := range mix { // every measurement sends its own
			ask, from := mix[i].ask, n*1_000_000
			mix[i].ask = func(ctx context.Context, i int) error { return ask(ctx, from+i) }
			defer func() { mix[i].ask = ask }()
		}
		for _, r := range flooded(ctx, mix, rate, probing) {
			if r.Failed > 0 || r.Quantile(.99) > bearable {
				why = fmt.Errorf("%d failed (%w), p99 %s", r.Failed, r.FirstError, ms(r.Quantile(.99)))
				return false
			}
		}
		return true
	}
	low := 20.0
	if !bears(low) {
		return 0, fmt.Errorf("not even %.0f requests/s: %w", low, why)
	}
	high := 2 * low
	for ; bears(high); high *= 2 {
		low = high
	}
	for high/low > 1.1 {
		if mid := (low + high) / 2; bears(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low, nil
}

// apart serves the ground in a process of its own, off the first core, for as long as do takes.
func (g *ground) apart(ctx context.Context, flood bool, do func(*client) error) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.CommandContext(ctx, self, "serve")
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	if err != nil {
		return err
	}
	out, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	defer func() { _ = in.Close(); _ = child.Wait() }() // it ends with its standard input
	if err := json.NewEncoder(in).Encode(served{g.config, flood, others()}); err != nil {
		return err
	}
	var address string
	if _, err := fmt.Fscanln(out, &address); err != nil {
		return fmt.Errorf("the house did not start: %w", err)
	}
	lines := &load.Wire{Address: address, Timeout: 10 * time.Second}
	defer lines.Close()
	return do(&client{base: "http://" + address, tokens: g.tokens, http: lines})
}

// served is what the child is told.
type served struct {
	Config serve.Config
	Flood  bool
	Cores  []int // on which it stays: it began on the generator's, and sees no others
}

// others are all cores but the generator's.
func others() []int {
	var all []int
	for i := 1; i < runtime.NumCPU(); i++ {
		all = append(all, i)
	}
	return all
}

// Serve is the child: a house on every core but the first, until its standard input ends.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var told served
	read := json.NewDecoder(in)
	if err := read.Decode(&told); err != nil {
		return err
	}
	if _, err := pin(told.Cores...); err != nil {
		return err
	}
	runtime.GOMAXPROCS(len(told.Cores))
	h, err := serve.Open(ctx, told.Config, io.Discard)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	ctx, cancel := context.WithCancel(ctx)
	go func() { _, _ = io.Copy(io.Discard, in); cancel() }()
	return h.Serve(ctx, serve.Extra{Flood: told.Flood, Ready: func(address string) { _, _ = fmt.Fprintln(out, address) }})
}

// pin keeps every thread of this process on some cores; free lets them go again.
func pin(cores ...int) (free func(), err error) {
	var before, set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return nil, err
	}
	for _, c := range cores {
		set.Set(c)
	}
	if len(cores) == 0 {
		set = before
	}
	all := func(s *unix.CPUSet) error {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, t := range threads {
			id, err := strconv.Atoi(t.Name())
			if err != nil {
				return err
			}
			if err := unix.SchedSetaffinity(id, s); err != nil && !strings.Contains(err.Error(), "no such process") {
				return err
			}
		}
		return nil
	}
	return func() { _ = all(&before) }, all(&set)
}
