package house

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/bench/load"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
)

// The register at its size: filings of so many rows by so many operators, and a tenth of them beside it.
const (
	registerRows    = 10
	registerFilings = 50_000
	registerRounds  = 40
	registerWarm    = 5
)

var registerScale = world.Scale{Sites: 3, Banks: 1, Operators: 300}

// registerPages are what offices open every morning.
var registerPages = []struct{ who, path, goal string }{
	{"ministry-officer", "/ministry/today", "≤ 1.2 ×"},
	{"ministry-officer", "/ministry/expected", "≤ 1.2 ×"},
	{"ministry-officer", "/ministry/notification", ""},
	{"ministry-officer", "/ministry/formality", ""},
	{"cabinet-analyst", "/ministry/concentration", ""},
	{"cabinet-analyst", "/ministry/concentration/concerned?q=series-00123", "≤ 500 ms"},
	{"cabinet-analyst", "/ministry/registrations", ""},
}

// Register measures the pages of the register at 500,000 filed rows and, in turns in the same run, at 50,000.
func Register(ctx context.Context, w io.Writer) error {
	for _, engine := range []string{"sqlite", "postgres"} {
		if err := registers(ctx, w, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return nil
}

func registers(ctx context.Context, w io.Writer, engine string) error {
	var sizes [2]*client
	var ready, counted [2]time.Duration
	for i, filings := range []int{registerFilings / 10, registerFilings} {
		g, err := newGroundOf(ctx, registerScale, engine, "OFF") // filling need not be durable
		if err != nil {
			return err
		}
		defer func() { _ = g.close() }()
		began := time.Now()
		if err := g.register(ctx, filings); err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %d filings of %d rows filed in %s\n", engine, filings, registerRows, time.Since(began).Round(time.Second))
		if err := g.behind(ctx, "ANALYZE"); err != nil {
			return err
		}
		began = time.Now()
		c, stop, err := g.serving(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = stop() }()
		sizes[i], ready[i] = c, time.Since(began)
		for status := 0; status != http.StatusOK; { // what stands notified is read beside everything else
			if status, _, err = c.get(ctx, "cabinet-analyst", "/ministry/registrations"); err != nil {
				return err
			}
			time.Sleep(10 * time.Millisecond)
		}
		counted[i] = time.Since(began)
	}
	row(w, "start → serving", fmt.Sprintf("%s, %s", ms(ready[0]), ms(ready[1])), "")
	row(w, "start → what stands notified is counted", fmt.Sprintf("%s, %s", ms(counted[0]), ms(counted[1])), "")
	for _, p := range registerPages {
		var took [2][]time.Duration
		for n := range registerRounds + registerWarm {
			for i, c := range sizes {
				one, err := c.times(ctx, p.who, p.path, 1)
				if err != nil {
					return err
				}
				if n >= registerWarm {
					took[i] = append(took[i], one...)
				}
			}
		}
		for i := range took {
			slices.Sort(took[i])
		}
		half := registerRounds / 2
		row(w, p.path, fmt.Sprintf("p50 %s, %s: %.2f ×; worst %s, %s", ms(took[0][half]), ms(took[1][half]), float64(took[1][half])/float64(took[0][half]),
			ms(took[0][registerRounds-1]), ms(took[1][registerRounds-1])), p.goal)
	}
	return nil
}

// register files so many notifications of the ground's operators.
func (g *ground) register(ctx context.Context, filings int) error {
	db, err := g.open(ctx, "OFF")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	stop := sequencing(ctx, db.RunSequencer)
	defer stop()
	file := submitting.File{Act: store.Act[submitting.FileTx](db), Entropy: rand.Reader}
	return failed(load.Open(ctx, 1e9, time.Duration(filings)*time.Nanosecond+time.Nanosecond, 8, func(ctx context.Context, i int) error {
		a := g.w.Operators[i%len(g.w.Operators)]
		key := ident.Key{Org: a.Org, Actor: a.ID(), Route: "bench", Client: fmt.Sprint("register", i)}
		_, err := file.Do(ctx, access.For(a, ident.At(time.Now())), key, submitting.Sending{Of: notification.New.ID, Values: registered(i)})
		return err
	}))
}

// registered is a notification of a few products, each one of 20,000 names.
func registered(i int) form.Values {
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	v := form.Values{
		notification.BusinessField: one("electricity"), notification.ContactField: one("設備課 03-0000-2002"),
		notification.FacilitiesField: {Rows: []form.Row{{ID: "S1", Cells: form.Values{"no": one("S1"), "name": one("給電制御システム"), "role": one("critical"), "integrated": one("yes"), "internet": one("connected"), "media": one("none"), "cloud": one("none")}}}},
	}
	var rows []form.Row
	for n := range registerRows {
		name := (i*registerRows + n) % 20_000
		rows = append(rows, form.Row{ID: fmt.Sprintf("r%d", n), Cells: form.Values{
			"product": one(fmt.Sprintf("監視装置 Series-%05d 版%d", name/4, name%4)), "maker": one(fmt.Sprint("架空製作所", name%400)), "kind": one(notification.Software),
			"types": one("a", "b", "c", "d", "e", "f"), "facility": one("S1"), "existing": one("yes"),
		}})
	}
	v[notification.ProductsField] = form.Value{Rows: rows}
	return v
}
