package house

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"kanmin/internal/bench/load"
	"kanmin/internal/serve"
)

// client speaks to the served house as programs do.
type client struct {
	base   string
	tokens map[string]string
	http   interface {
		Do(*http.Request) (*http.Response, error)
	}
}

func (c *client) get(ctx context.Context, token, path string) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return 0, nil, err
	}
	return c.do(r, token)
}

func (c *client) do(r *http.Request, token string) (int, []byte, error) {
	r.Header.Set("Authorization", "Bearer "+c.tokens[token])
	resp, err := c.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, data, err
}

// report sends one 速報 and returns its number.
func (c *client) report(ctx context.Context, i int, run string) (string, error) {
	body := fmt.Appendf(nil, `{"what_kind":["malware"],"what_text":"監視端末 %d","aware_at":%q,"which":null,"impact":"degraded","callback":"03-0000-2002"}`,
		i, time.Now().Add(-time.Minute).Format("2006-01-02T15:04Z07:00"))
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/reports/prompt", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Idempotency-Key", fmt.Sprint(run, i))
	r.Header.Set("Content-Type", "application/json")
	status, data, err := c.do(r, fmt.Sprint("operator", i%scale.Operators))
	if err != nil {
		return "", err
	}
	if status != http.StatusCreated {
		return "", fmt.Errorf("status %d: %s", status, data)
	}
	var made struct {
		Number string `json:"number_ascii"`
	}
	return made.Number, json.Unmarshal(data, &made)
}

// serving runs the house on a free port.
func (g *ground) serving(ctx context.Context) (*client, func() error, error) {
	h, err := serve.Open(ctx, g.config, io.Discard)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- h.Serve(ctx, serve.Extra{Ready: func(addr string) { ready <- addr }}) }()
	stop := func() error {
		cancel()
		err := <-done
		if closed := h.Close(); err == nil {
			err = closed
		}
		return err
	}
	select {
	case addr := <-ready:
		t := &http.Transport{MaxIdleConns: 256, MaxIdleConnsPerHost: 256}
		return &client{base: "http://" + addr, tokens: g.tokens, http: &http.Client{Transport: t, Timeout: time.Minute}}, stop, nil
	case err := <-done:
		return nil, nil, err
	}
}

// doors measures through HTTP: what an operator, an office and the holder of a receipt wait for.
func doors(ctx context.Context, w io.Writer) error {
	for _, engine := range []string{"sqlite", "postgres"} {
		if err := through(ctx, w, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return nil
}

func through(ctx context.Context, w io.Writer, engine string) error {
	g, err := newGround(ctx, engine, "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	title := "速報 through HTTP, SQLite"
	if engine == "postgres" {
		title = "速報 through HTTP, PostgreSQL, 5 ms added before each commit"
		if err := g.behind(ctx, commitDelay); err != nil {
			return err
		}
	}
	c, stop, err := g.serving(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	warm := load.Closed(ctx, time.Second, 8, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, "warm"); return err })
	most := load.Closed(ctx, spell, 32, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, "most"); return err })
	open := load.Open(ctx, 200, spell, 64, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, "open"); return err })
	if err := failed(warm, most, open); err != nil {
		return err
	}
	seen := load.Open(ctx, 10, spell, 64, func(ctx context.Context, i int) error { return c.visible(ctx, i) })
	final := load.Open(ctx, 10, spell, 64, func(ctx context.Context, i int) error { return c.proven(ctx, i) })
	if err := failed(seen, final); err != nil {
		return err
	}
	fmt.Fprintln(w, title)
	row(w, "most reports/s (32 at once)", fmt.Sprintf("%.0f; p99 %s", most.Rate(), ms(most.Quantile(.99))), "≥ 200/s")
	row(w, "open loop at 200/s", fmt.Sprintf("%.0f/s, p50 %s, p99 %s", open.Rate(), ms(open.Quantile(.5)), ms(open.Quantile(.99))), "p99 ≤ 250 ms SQLite, 400 ms PostgreSQL")
	row(w, "sent → on both offices' desks", fmt.Sprintf("p50 %s, p99 %s", ms(seen.Quantile(.5)), ms(seen.Quantile(.99))), "p99 ≤ 5 s")
	row(w, "sent → final receipt in hand", fmt.Sprintf("p50 %s, p99 %s", ms(final.Quantile(.5)), ms(final.Quantile(.99))), "p99 ≤ 2 s")
	return nil
}

// visible sends one report and waits until both addressees find it.
func (c *client) visible(ctx context.Context, i int) error {
	number, err := c.report(ctx, i, "seen")
	for _, office := range []string{"ministry-officer", "cabinet-analyst"} {
		for err == nil {
			var data []byte
			if _, data, err = c.get(ctx, office, "/api/v1/reports"); bytes.Contains(data, []byte(number)) {
				break
			}
		}
	}
	return err
}

// proven sends one report and waits until its final receipt can be had.
func (c *client) proven(ctx context.Context, i int) error {
	number, err := c.report(ctx, i, "proven")
	for err == nil {
		var status int
		status, _, err = c.get(ctx, fmt.Sprint("operator", i%scale.Operators), "/api/v1/reports/"+number+"/receipt")
		if status == http.StatusOK {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return err
}
