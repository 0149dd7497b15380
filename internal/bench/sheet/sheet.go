// Package sheet measures what it costs to bring a table of thousands of rows into a draft (make bench BENCH=sheet): reading it in the
// child, judging and comparing it, taking it over, and what others wait for meanwhile. KANMIN_BENCH_ROWS makes it smaller.
package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser"
	"kanmin/internal/bench/load"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// Goals of the figures, for 5,000 rows.
const (
	previewGoal = 10 * time.Second
	commitGoal  = 5 * time.Second
	heldGoal    = 250 * time.Millisecond
	besideGoal  = 400 * time.Millisecond // 99th percentile of 速報 beside
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
	return stagetest.Each(ctx, func(_ testing.TB, engine string, stage *stagetest.Stage) error {
		m := measure{ctx: ctx, w: w, engine: engine, s: stage, rows: rows, parser: bin}
		return m.all()
	})
}

type measure struct {
	ctx    context.Context
	w      io.Writer
	engine string
	s      *stagetest.Stage
	rows   int
	parser string // the product's binary, which reads files in a child as it does in the house
	sent   int    // 速報
}

func (m *measure) say(what string, took, goal time.Duration) {
	fmt.Fprintf(m.w, "%-9s %-46s %10s  goal %s\n", m.engine, what, took.Round(time.Millisecond), goal)
}

// round is one file that comes in.
type round struct {
	name  string
	spoil bool
	note  string
	alone bool // nobody else is at work: what the processor did is its own
}

func (m *measure) all() error {
	draft, err := m.draft()
	if err != nil {
		return err
	}
	for _, r := range []round{{"first, with places to correct", true, "a", true}, {"first, all rows new", false, "a", true}, {"again, all rows changed", false, "b", true}, {"again, nothing changed", false, "b", true}} {
		if err := m.bring(draft, r); err != nil {
			return err
		}
	}
	quiet := m.beside(func() error { time.Sleep(quietFor); return nil })
	if draft, err = m.draft(); err != nil {
		return err
	}
	busy := m.beside(func() error {
		for _, note := range []string{"a", "b", "c", "d"} {
			if err := m.bring(draft, round{"速報 beside, " + note, false, note, false}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(quiet.FirstError, busy.FirstError); err != nil {
		return err
	}
	m.say(fmt.Sprintf("速報 at %d/s, nothing beside: p99 of %d", sending, quiet.Done), quiet.Quantile(.99), besideGoal)
	m.say(fmt.Sprintf("速報 at %d/s beside four files: p99 of %d", sending, busy.Done), busy.Quantile(.99), besideGoal)
	m.say("  the longest", busy.Quantile(1), besideGoal)
	return nil
}

// sending is how many 速報 are sent a second, whether or not the house keeps up, and quietFor for how long without anything beside.
const (
	sending  = 25
	quietFor = 4 * time.Second
)

// beside does something while others send 速報.
func (m *measure) beside(do func() error) load.Result {
	ctx, stop := context.WithCancel(m.ctx)
	defer stop()
	result := make(chan load.Result, 1)
	from := m.sent
	go func() {
		result <- load.Open(ctx, sending, time.Hour, 16, func(ctx context.Context, i int) error {
			now := m.s.Clock.Now()
			_, err := m.s.File.Do(ctx, m.s.Scope("other-operator-filer"), m.s.Key("other-operator-filer", fmt.Sprint("beside", from+i)),
				submitting.Prompt(world.Values(now.Add(-time.Minute), "監視端末の画面に身代金を求める文が出ている", "malware")))
			return err
		})
	}()
	err := do()
	stop()
	r := <-result
	m.sent += r.Done + r.Failed
	if r.FirstError = errors.Join(r.FirstError, err); r.FirstError == nil && r.Done == 0 {
		r.FirstError = errors.New("sheet: no 速報 was sent beside")
	}
	return r
}

// bring brings a file in as a person does: it is read, judged and compared, then taken over.
func (m *measure) bring(draft ident.Number, r round) error {
	file, err := m.file(r.spoil, r.note)
	if err != nil {
		return err
	}
	begun := time.Now()
	in, faults, err := m.preview(draft, file)
	if err != nil {
		return err
	}
	m.say("read, judged, compared: "+r.name, time.Since(begun), previewGoal)
	if r.spoil && faults < min(wrong, m.rows) {
		return fmt.Errorf("%d places were found, %d are wrong", faults, wrong)
	}
	if r.spoil || len(in.Rows[products.ID]) == 0 {
		return nil
	}
	return m.commit(in, r)
}

func (m *measure) draft() (n ident.Number, err error) {
	open := submitting.Open{Act: store.Act[submitting.OpenTx](m.s.DB), Entropy: m.s.Entropy}
	id, err := open.Do(m.ctx, m.scope(), ident.Key{}, incident.Prompt.ID)
	if err != nil {
		return n, err
	}
	err = store.Read[*store.Tx](m.s.DB)(m.ctx, m.scope(), func(tx *store.Tx) error {
		d, _, err := tx.DraftByID(id)
		n = d.Number
		return err
	})
	return n, err
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

// commit takes it over, and tells how long the writer was held: from the first statement of the act until it is durable.
func (m *measure) commit(in submitting.Taken, r round) error {
	act := store.Act[submitting.TakeTx](m.s.DB)
	var held, worked time.Duration
	take := submitting.Take{
		Read: store.Read[submitting.ReadyTx](m.s.DB),
		Act: func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.TakeTx) (ledger.Entry, error)) (ledger.Leaf, error) {
			var begun time.Time
			var before time.Duration
			leaf, err := act(ctx, s, key, func(tx submitting.TakeTx) (ledger.Entry, error) {
				begun, before = time.Now(), processor()
				return do(tx)
			})
			held, worked = time.Since(begun), processor()-before
			return leaf, err
		},
	}
	begun := time.Now()
	n, err := take.Do(m.ctx, m.scope(), m.s.Key("operator-filer", string(in.Draft)+r.name), in)
	if err != nil {
		return err
	}
	if n != m.rows {
		return fmt.Errorf("%s: %d rows were kept of %d", r.name, n, m.rows)
	}
	m.say("taken over: "+r.name, time.Since(begun), commitGoal)
	m.say("  the writer was held", held, heldGoal)
	if r.alone {
		m.say("  of it, this process's own processor time", worked, heldGoal)
	}
	return nil
}

// processor is the processor time of this process so far: unlike what a clock says, it is the same beside other work.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // of one's own process
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
