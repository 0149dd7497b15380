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
	"kanmin/internal/domain/notification"
)

// Bounds of the surge: 速報 each second, for how long, and rows of each notification that is filed beside them.
const (
	surgeRate = 200
	surgeFor  = 60 * time.Second
	surgeRows = notification.ProductsMost
)

// Surge measures what a 速報 waits for while notifications (届出) of 5,000 rows are filed one after the other: on SQLite, and on PostgreSQL with
// 5 ms added before each commit. The baseline is the same house without the notifications, in the same run.
func Surge(ctx context.Context, w io.Writer) error {
	for _, engine := range []string{"sqlite", "postgres"} {
		if err := surge(ctx, w, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return nil
}

func surge(ctx context.Context, w io.Writer, engine string) error {
	g, err := newGround(ctx, engine, "")
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	title := "200 速報/s beside 届出 of 5,000 rows, SQLite"
	if engine == "postgres" {
		title = "200 速報/s beside 届出 of 5,000 rows, PostgreSQL, 5 ms added before each commit"
		if err := g.behind(ctx, commitDelay); err != nil {
			return err
		}
	}
	c, stop, err := g.serving(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	reports := func(run string, spell time.Duration) load.Result {
		return load.Open(ctx, surgeRate, spell, 256, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, run); return err })
	}
	alone := reports("alone", spell)
	body, err := notice(surgeRows)
	if err != nil {
		return err
	}
	beside, cancel := context.WithCancel(ctx)
	done := make(chan load.Result, 1)
	go func() {
		done <- load.Closed(beside, surgeFor, 1, func(ctx context.Context, i int) error { return c.notify(ctx, i, body) })
	}()
	with := reports("beside", surgeFor)
	cancel()
	filed := <-done
	if err := failed(alone, with); err != nil {
		return err
	}
	fmt.Fprintln(w, title)
	row(w, "速報 alone", fmt.Sprintf("%.0f/s, p50 %s, p99 %s", alone.Rate(), ms(alone.Quantile(.5)), ms(alone.Quantile(.99))), "")
	row(w, "速報 for 60 s beside them", fmt.Sprintf("%.0f/s, %d answered, p50 %s, p99 %s", with.Rate(), with.Done, ms(with.Quantile(.5)), ms(with.Quantile(.99))), "p99 ≤ 400 ms")
	row(w, "届出 filed meanwhile", fmt.Sprintf("%d of %d rows each, p50 %s", filed.Done, surgeRows, ms(filed.Quantile(.5))), "≥ 1")
	if filed.Done == 0 {
		return fmt.Errorf("no notification was filed: %w", filed.FirstError)
	}
	return nil
}

// notice is the body of a notification with so many rows.
func notice(rows int) ([]byte, error) {
	products := make([]map[string]any, rows)
	for i := range products {
		products[i] = map[string]any{"kind": "software", "product": fmt.Sprintf("監視ソフト %d", i), "maker": fmt.Sprintf("サンプル電機%d", i%97), "types": []string{"a", "b", "c", "d", "e", "f"}, "facility": "S1", "itself": "no", "existing": "yes"}
	}
	return json.Marshal(map[string]any{
		notification.BusinessField: "electricity", notification.ContactField: "設備課 03-0000-2002", notification.ProductsField: products,
		notification.FacilitiesField: []map[string]any{{"no": "S1", "name": "給電制御システム", "role": "critical", "integrated": "yes", "internet": "connected", "media": "none", "cloud": "none"}},
	})
}

// notify files a notification.
func (c *client) notify(ctx context.Context, i int, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/procedures/"+notification.New.ID+"/filings", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Idempotency-Key", fmt.Sprint("notify", i))
	r.Header.Set("Content-Type", "application/json")
	status, data, err := c.do(r, fmt.Sprint("operator", i%scale.Operators))
	if err == nil && status != http.StatusCreated {
		err = fmt.Errorf("status %d: %.400s", status, data)
	}
	return err
}
