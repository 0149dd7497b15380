// Package gather measures what it costs a head to look at what forty units say, and to take it over (make bench BENCH=gather):
// 12,000 rows, some said twice. KANMIN_BENCH_ROWS makes it smaller.
package gather

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/gathering"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stage"
	"kanmin/internal/world/stagetest"
)

// Goals of the figures.
const (
	previewGoal = 10 * time.Second
	heldGoal    = 250 * time.Millisecond
)

const (
	units    = 40
	rowsGoal = 12_000
	doubled  = 40 // rows that a neighbour says too
)

// Run prints the figures.
func Run(ctx context.Context, w io.Writer) error {
	rows := rowsGoal
	if n, err := strconv.Atoi(os.Getenv("KANMIN_BENCH_ROWS")); err == nil && n >= units && n < rowsGoal {
		rows = n
	}
	fmt.Fprintf(w, "%d units, %d rows of 5 columns, %d of them said twice, one unit late, one with nothing\n", units, rows, doubled)
	return stagetest.Each(ctx, func(_ testing.TB, engine string, stage *stagetest.Stage) error {
		m := measure{ctx: ctx, w: w, engine: engine, s: stage, rows: rows}
		return m.all()
	})
}

type measure struct {
	ctx    context.Context
	w      io.Writer
	engine string
	s      *stagetest.Stage
	rows   int
	n      int
	draft  ident.Number
}

const who = "operator-filer"

func (m *measure) scope() access.Scope { return m.s.Scope(who) }

func (m *measure) key() ident.Key {
	m.n++
	m.s.Clock.Set(m.s.Clock.Now().Add(time.Second))
	return m.s.Key(who, fmt.Sprint("gather", m.n))
}

func (m *measure) say(what string, took, goal time.Duration) {
	fmt.Fprintf(m.w, "%-9s %-46s %10s  goal %s\n", m.engine, what, took.Round(time.Millisecond), goal)
}

func (m *measure) all() error {
	if err := m.scene(); err != nil {
		return err
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	p, err := m.preview()
	took := time.Since(begun)
	runtime.ReadMemStats(&after)
	if err != nil {
		return err
	}
	fresh := 0
	for _, u := range p.Units {
		fresh += u.New
	}
	if p.Open != doubled || fresh != m.rows-2*doubled {
		return fmt.Errorf("gather: %d rows would come and %d wait for a choice, of %d and %d", fresh, p.Open, m.rows-2*doubled, doubled)
	}
	m.say("preview: read, compared, judged", took, previewGoal)
	fmt.Fprintf(m.w, "%-9s %-46s %6d MiB  allocated on the way\n", m.engine, "preview", (after.TotalAlloc-before.TotalAlloc)>>20)
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Fprintf(m.w, "%-9s %-46s %6d MiB  held with the preview in hand\n", m.engine, "preview", (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20) //nolint:gosec // sizes of a heap
	return m.take(p)
}

func (m *measure) preview() (p collection.Preview, err error) {
	err = store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) error {
		g, err := tx.GatheredFrom(m.draft)
		p = g.Merge()
		return err
	})
	return p, err
}

// take takes every unit over, each in an act of its own.
func (m *measure) take(p collection.Preview) error {
	var held time.Duration
	act := store.Act[gathering.TakeTx](m.s.DB)
	take := gathering.Take{Act: func(ctx context.Context, s access.Scope, key ident.Key, do func(gathering.TakeTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		var begun time.Time
		leaf, err := act(ctx, s, key, func(tx gathering.TakeTx) (ledger.Entry, error) {
			begun = time.Now()
			return do(tx)
		})
		held = max(held, time.Since(begun))
		return leaf, err
	}}
	begun := time.Now()
	for _, u := range p.Units {
		if !u.Ready() || u.State == collection.None {
			continue
		}
		if err := take.Do(m.ctx, m.scope(), m.key(), m.draft, u); err != nil {
			return err
		}
	}
	m.say("all units taken over, one act each", time.Since(begun), previewGoal)
	m.say("the longest that an act held the writer", held, heldGoal)
	begun = time.Now()
	again, err := m.preview()
	if err != nil {
		return err
	}
	for _, u := range again.Units {
		if len(u.Writes) > 0 {
			return fmt.Errorf("gather: %s would be taken over again", u.Name)
		}
	}
	m.say("preview again, all taken over", time.Since(begun), previewGoal)
	return nil
}

// scene is a draft for which forty units were asked: all but two have filled in their rows.
func (m *measure) scene() error {
	of, err := stage.Survey(m.ctx, m.s.DB, m.s.World, ident.At(m.s.Clock.Now()), rowsGoal)
	if err != nil {
		return err
	}
	id, err := submitting.Open{Act: store.Act[submitting.OpenTx](m.s.DB), Entropy: m.s.Entropy}.Do(m.ctx, m.scope(), m.key(), of)
	if err != nil {
		return err
	}
	if err := store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) error {
		d, _, err := tx.DraftByID(id)
		m.draft = d.Number
		return err
	}); err != nil {
		return err
	}
	if err := m.ask(); err != nil {
		return err
	}
	return m.fill()
}

// ask adds units until there are forty, and asks all of them.
func (m *measure) ask() error {
	a := m.s.As(who)
	var list []ident.Unit
	_, err := store.Act[*store.Tx](m.s.DB)(m.ctx, m.scope(), m.key(), func(tx *store.Tx) (ledger.Entry, error) {
		own, err := tx.OwnUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, u := range own {
			if u.ID != a.Unit && len(list) < units {
				list = append(list, u.ID)
			}
		}
		for len(list) < units {
			id, err := ident.NewID[ident.Unit](tx.Now(), m.s.Entropy)
			if err != nil {
				return ledger.Entry{}, err
			}
			if err := tx.AddUnit(party.Unit{ID: id, Org: a.Org, Parent: a.Unit, Name: fmt.Sprintf("第%d事業所", len(list))}); err != nil {
				return ledger.Entry{}, err
			}
			list = append(list, id)
		}
		return ledger.Entry{Kind: ledger.UnitAdded, Object: ident.Object(a.Unit), Org: a.Org, Unit: a.Unit, Actor: a.ID()}, nil
	})
	if err != nil {
		return err
	}
	in := collection.Request{Draft: m.draft, Steps: []string{"list"}, Units: list, DueOn: law.DayOf(ident.At(m.s.Clock.Now())).Add(7)}
	return gathering.Ask{Act: store.Act[gathering.AskTx](m.s.DB), Entropy: m.s.Entropy}.Do(m.ctx, m.scope(), m.key(), in)
}

func (m *measure) fill() error {
	var w collection.Whole
	if err := store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) (err error) {
		w, err = tx.Gathered(m.draft, false)
		return err
	}); err != nil {
		return err
	}
	table, _ := w.Of.Form.Field("equipment")
	writing := units - 2
	for i, p := range w.Parts {
		to := string(collection.Done)
		switch {
		case i == units-1:
			continue // late
		case i == units-2:
			to = string(collection.None)
		default:
			n := m.rows/writing + map[bool]int{true: m.rows % writing}[i == 0]
			if err := m.put(p, table, i, n); err != nil {
				return err
			}
		}
		if err := (gathering.Answer{Act: store.Act[gathering.AnswerTx](m.s.DB)}).Do(m.ctx, m.scope(), m.key(), gathering.Said{Number: p.Number, Rev: p.Rev, To: to}); err != nil {
			return err
		}
	}
	return nil
}

// put writes the rows of one unit; the second one says some that the first one said.
func (m *measure) put(p collection.Part, table form.Field, unit, n int) error {
	var rows []submitting.Written
	for i := range n {
		site := unit
		if unit == 1 && i < doubled {
			site = 0
		}
		r := submitting.Written{Row: form.Row{ID: fmt.Sprintf("u%02d-%05d", unit, i), Cells: form.Values{}}}
		for id, v := range map[string]string{"number": fmt.Sprintf("K-%d-%d", unit, i), "maker": "富士通株式会社", "product": fmt.Sprint("PRIMERGY RX", i), "place": fmt.Sprintf("第%d事業所", site), "count": "3"} {
			r.Cells[id] = form.Value{Texts: []string{v}}
		}
		rows = append(rows, r)
	}
	for part := range slices.Chunk(rows, 1000) {
		if _, err := (submitting.Rows{Act: store.Act[submitting.SaveTx](m.s.DB)}).Do(m.ctx, m.scope(), m.key(), submitting.RowsOf{Draft: p.Number, Table: table, Rows: part}); err != nil {
			return err
		}
	}
	return nil
}
