// Package sheet measures what it costs to bring a table of thousands of rows into a draft (make bench BENCH=sheet): reading it in the
// child, judging and comparing it, taking it over, and what others wait for meanwhile. KANMIN_BENCH_ROWS makes it smaller.
package sheet

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// Goals of the figures, for 5,000 rows.
const (
	previewGoal = 10 * time.Second
	commitGoal  = 5 * time.Second
	heldGoal    = 250 * time.Millisecond
	besideGoal  = 400 * time.Millisecond // 99th percentile of small acts beside
)

const (
	rowsGoal = 5000
	wrong    = 300 // places that want correction
)

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

func column(id, label string, kind form.Kind) form.Field {
	return form.Field{ID: id, Label: both(label), Kind: kind, Limit: 100, Max: 100_000}
}

var products = form.Field{ID: "products", Label: both("製品一覧"), Kind: form.Table, Limit: rowsGoal, Number: "number", Key: []string{"maker", "product"}, Columns: []form.Field{
	column("number", "管理番号", form.Line), column("maker", "メーカー", form.Line), column("product", "製品名", form.Line), column("site", "事業所", form.Line), column("since", "導入日", form.Day),
	column("quantity", "台数", form.Count), column("note", "備考", form.Line),
}}

var survey = form.Form{ID: "survey", Steps: []form.Step{{ID: "one", Fields: []form.Field{products}}}}

// Run prints the figures.
func Run(ctx context.Context, w io.Writer) error {
	testing.Init() // what the world of tests is made with wants a testing.TB
	if err := flag.Set("test.benchtime", "1x"); err != nil {
		return err
	}
	rows := rowsGoal
	if n, err := strconv.Atoi(os.Getenv("KANMIN_BENCH_ROWS")); err == nil && n > 0 && n < rowsGoal {
		rows = n
	}
	fmt.Fprintf(w, "%d rows of %d columns, %d places to correct; names of products are not compared with the dictionary\n", rows, len(products.Columns), min(wrong, rows))
	dir, err := os.MkdirTemp("", "bench-sheet")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bin := filepath.Join(dir, "kanmin")
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/kanmin").CombinedOutput(); err != nil {
		return fmt.Errorf("sheet: %w: %s", err, said)
	}
	for _, engine := range []struct {
		name string
		make func(testing.TB, ...func(*store.Config)) *stagetest.Stage
	}{{"sqlite", stagetest.SQLite}, {"postgres", stagetest.Postgres}} {
		var failed error
		done := false
		testing.Benchmark(func(b *testing.B) {
			if done {
				return
			}
			m := measure{ctx: ctx, w: w, engine: engine.name, s: engine.make(b), rows: rows, parser: bin}
			failed, done = m.all(), true
		})
		if failed != nil || !done {
			return errors.Join(failed, fmt.Errorf("sheet: %s, done: %v", engine.name, done))
		}
	}
	return nil
}

type measure struct {
	ctx    context.Context
	w      io.Writer
	engine string
	s      *stagetest.Stage
	rows   int
	parser string        // the product's binary, which reads files in a child as it does in the house
	held   time.Duration // the longest that the act of taking over held the writer
}

func (m *measure) say(what string, took, goal time.Duration) {
	fmt.Fprintf(m.w, "%-9s %-46s %10s  goal %s\n", m.engine, what, took.Round(time.Millisecond), goal)
}

func (m *measure) all() error {
	draft, other, err := m.drafts()
	if err != nil {
		return err
	}
	for _, round := range []struct {
		name  string
		spoil bool
		note  string
	}{{"first, with places to correct", true, "a"}, {"first, all rows new", false, "a"}, {"again, all rows changed", false, "b"}, {"again, nothing changed", false, "b"}} {
		file, err := m.file(round.spoil, round.note)
		if err != nil {
			return err
		}
		begun := time.Now()
		in, faults, err := m.preview(draft, file)
		if err != nil {
			return err
		}
		m.say("read, judged, compared: "+round.name, time.Since(begun), previewGoal)
		if round.spoil {
			if faults < min(wrong, m.rows) {
				return fmt.Errorf("%d places were found, %d are wrong", faults, wrong)
			}
			continue
		}
		if len(in.Rows[products.ID]) == 0 {
			continue
		}
		if err := m.commit(in, other, round.name); err != nil {
			return err
		}
	}
	return nil
}

func (m *measure) drafts() (a, b ident.Number, err error) {
	open := submitting.Open{Act: store.Act[submitting.OpenTx](m.s.DB), Entropy: m.s.Entropy}
	for i, n := range []*ident.Number{&a, &b} {
		id, err := open.Do(m.ctx, m.scope(), m.s.Key("operator-filer", fmt.Sprint("open", i)), incident.Prompt.ID)
		if err != nil {
			return a, b, err
		}
		err = store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) error {
			d, _, err := tx.DraftByID(id)
			*n = d.Number
			return err
		})
		if err != nil {
			return a, b, err
		}
	}
	return a, b, nil
}

func (m *measure) scope() access.Scope { return m.s.Scope("operator-filer") }

// file is a book as somebody would send it.
func (m *measure) file(spoil bool, note string) ([]byte, error) {
	page := sheet.Page{Name: "製品一覧"}
	for _, c := range products.Columns {
		page.Columns = append(page.Columns, sheet.Head{Title: c.Label.Ja})
	}
	page.Rows = func(yield func([]string) bool) {
		for i := range m.rows {
			day := "令和8年10月31日"
			if spoil && i < wrong {
				day = "46447"
			}
			if !yield([]string{fmt.Sprint("K-", i), "富士通株式会社", fmt.Sprint("PRIMERGY RX", i), "北部事業所", day, "3", note}) {
				return
			}
		}
	}
	var out bytes.Buffer
	err := sheet.Write(&out, page)
	return out.Bytes(), err
}

// preview is what a person waits for after the press: the child reads, the sheet is judged, and compared with the draft.
func (m *measure) preview(draft ident.Number, file []byte) (in submitting.Taken, faults int, err error) {
	book, err := parser.New(slog.New(slog.DiscardHandler), m.parser, "parse").Parse(m.ctx, "", bytes.NewReader(file))
	if err != nil {
		return in, 0, err
	}
	g := tabular.Grid{Sheet: book.Sheets[0].Name}
	for _, r := range book.Sheets[0].Rows {
		cells := make([]string, len(products.Columns))
		for _, c := range r.Cells {
			cells[c.Col-1] = c.Text
		}
		g.Rows = append(g.Rows, cells)
	}
	read, err := tabular.ReadBook(survey, []tabular.Grid{g}, nil)
	if err != nil {
		return in, 0, err
	}
	in = submitting.Taken{Draft: draft, Form: survey, Rows: map[string][]form.Row{}}
	err = store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) error {
		_, entries, err := tx.Draft(draft)
		in.Seen = filing.Seen(entries)
		there := filing.Values(entries)[products.ID].Rows
		in.There = map[string]int{products.ID: len(there)}
		merge := tabular.Match(products, read.Tables[0].Reading, there)
		mint := form.RowIDs(m.scope().At, in.Seen)
		for i, met := range slices.Concat(merge.New, merge.Changed) {
			row := met.After()
			if row.ID == "" {
				row.ID = mint(i)
			}
			in.Rows[products.ID] = append(in.Rows[products.ID], row)
		}
		return err
	})
	return in, len(read.Faults()), err
}

// commit takes it over while a colleague saves small answers elsewhere, one after another.
func (m *measure) commit(in submitting.Taken, other ident.Number, name string) error {
	act := store.Act[submitting.TakeTx](m.s.DB)
	take := submitting.Take{Act: func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.TakeTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		var begun time.Time
		leaf, err := act(ctx, s, key, func(tx submitting.TakeTx) (ledger.Entry, error) {
			begun = time.Now()
			return do(tx)
		})
		m.held = time.Since(begun)
		return leaf, err
	}}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](m.s.DB)}
	stop, waits := make(chan struct{}), []time.Duration{}
	var beside sync.WaitGroup
	var failed error
	beside.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			begun := time.Now()
			_, err := save.Do(m.ctx, m.scope(), ident.Key{}, submitting.SaveOf{Draft: other, Form: incident.PromptForm, Answers: map[string]submitting.Answer{"which": {Value: form.Value{Texts: []string{fmt.Sprint(name, i)}}, Base: i}}})
			failed = errors.Join(failed, err)
			waits = append(waits, time.Since(begun))
		}
	})
	begun := time.Now()
	n, err := take.Do(m.ctx, m.scope(), m.s.Key("operator-filer", name), in)
	took := time.Since(begun)
	close(stop)
	beside.Wait()
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	if n != m.rows {
		return fmt.Errorf("%s: %d rows were kept of %d", name, n, m.rows)
	}
	slices.Sort(waits)
	m.say("taken over: "+name, took, commitGoal)
	m.say("the writer was held", m.held, heldGoal)
	m.say(fmt.Sprintf("small acts beside, the longest of %d", len(waits)), waits[len(waits)-1], besideGoal)
	return nil
}
