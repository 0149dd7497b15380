package parser_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
	"kanmin/internal/adapter/out/parser"
	"kanmin/internal/domain/fault"
)

func of(mode string) *parser.Parser {
	return parser.New(slog.New(slog.DiscardHandler), os.Args[0], mode)
}

// code is the sentence that a file gets, without its beginning, and its place.
func code(t *testing.T, err error) (code, place string) {
	t.Helper()
	if err == nil {
		return "", ""
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("%v is no fault of the file", err)
	}
	code = e.Code
	if len(e.Fields) == 1 {
		code, place = e.Fields[0].Code, e.Fields[0].Path
	}
	return strings.TrimPrefix(code, "fault.sheet."), place
}

func TestHostileFilesGetAClearAnswer(t *testing.T) {
	t.Parallel()
	p := of("parse")
	for name, one := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := p.Parse(t.Context(), "", bytes.NewReader(bytesOf(t, one.file)))
			got, place := code(t, err)
			if !slices.Contains(strings.Split(one.fault, "|"), got) || place != one.place {
				t.Errorf("%q at %q, want %q at %q", got, place, one.fault, one.place)
			}
		})
	}
}

func TestABookCutShortAtEachKilobyteIsNeverRead(t *testing.T) {
	t.Parallel()
	p, whole := of("parse"), bytesOf(t, good(2000))
	if b, err := p.Parse(t.Context(), sheet.XLSX, bytes.NewReader(whole)); err != nil || len(b.Sheets[0].Rows) != 2001 {
		t.Fatalf("the whole book: %v", err)
	}
	if len(whole) < 8<<10 {
		t.Fatalf("only %d bytes", len(whole))
	}
	for n := 1 << 10; n < len(whole); n += 1 << 10 {
		_, err := p.Parse(t.Context(), "", bytes.NewReader(whole[:n]))
		if got, _ := code(t, err); got != "damaged" {
			t.Errorf("the first %d bytes: %q", n, got)
		}
	}
}

func TestAChildHasNothing(t *testing.T) {
	t.Setenv("KANMIN_KEY_FILE", "/secret")
	b, err := of("probe").Parse(t.Context(), "", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range b.Sheets {
		names = append(names, s.Name)
	}
	all := strings.Join(names, "\n")
	for _, control := range []string{"before: read a file", "before: write a file", "before: start a program", "before: listen"} {
		if !strings.Contains(all, control) {
			t.Errorf("the control did not work: %s", control)
		}
	}
	if strings.Contains(all, "after:") || strings.Contains(all, "secret") || strings.Contains(all, "KANMIN_") {
		t.Errorf("a confined child still could, or knew:\n%s", all)
	}
	if !slices.Contains(b.Confined, "system calls") || !slices.Contains(b.Confined, "limits") {
		t.Errorf("confined by %q alone", b.Confined)
	}
}

func TestAChildThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	go func() {
		_, _ = out.Write([]byte("x"))
		cancel() // whoever waited went away
	}()
	// It reads nothing, so the pipe is never emptied beyond the kernel's own.
	if _, err := of("hang").Parse(ctx, "", in); !errors.Is(err, context.Canceled) {
		t.Errorf("hanging: %v", err)
	}
	_, err := of("burn").Parse(t.Context(), "", strings.NewReader("x"))
	if got, _ := code(t, err); got != "time" {
		t.Errorf("burning: %v", err)
	}
	_, err = of("silent").Parse(t.Context(), "", strings.NewReader("x"))
	if got, _ := code(t, err); got != "damaged" {
		t.Errorf("silent: %v", err)
	}
	if _, err := parser.New(slog.New(slog.DiscardHandler), "/nowhere/kanmin").Parse(t.Context(), "", strings.NewReader("x")); err == nil || fault.Is(err, fault.Invalid) {
		t.Errorf("no child at all is not the file's fault: %v", err)
	}
	_, err = of("parse").Parse(t.Context(), "exe", strings.NewReader("x"))
	if got, _ := code(t, err); got != "kind" {
		t.Errorf("a kind that is none: %v", err)
	}
}

// stuck is a sender that stops sending.
type stuck struct{ open chan struct{} }

func (s stuck) Read([]byte) (int, error) { <-s.open; return 0, io.EOF }

func TestASenderThatStopsHoldsNobody(t *testing.T) {
	t.Parallel()
	s := stuck{make(chan struct{})}
	defer close(s.open)
	_, err := of("parse").Parse(t.Context(), "", io.MultiReader(bytes.NewReader(make([]byte, sheet.MaxBytes+1)), s))
	if got, _ := code(t, err); got != "bytes" {
		t.Errorf("too many bytes, then nothing: %v", err)
	}
	own := errors.New("enough")
	_, err = of("parse").Each(t.Context(), sheet.CSV, strings.NewReader("a\nb\n"), func(_ *sheet.Sheet, r sheet.Row) error {
		if r.N == 2 {
			return own
		}
		return nil
	})
	if !errors.Is(err, own) {
		t.Errorf("the caller's own error: %v", err)
	}
}

// growth is by how much the memory of this process grew at most while do ran, in bytes.
func growth(do func()) int64 {
	debug.FreeOSMemory()
	held := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys - m.HeapReleased) //nolint:gosec // far below
	}
	before, most := held(), int64(0)
	done, seen := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(seen)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, held()-before)
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	}()
	do()
	close(done)
	<-seen
	return most
}

const bearable = 16 << 20

// Not parallel: what others allocate would count.
func TestTwentyHostileFilesAtOnceCostTheHouseLittle(t *testing.T) { //nolint:paralleltest // measures this process
	dir, names := t.TempDir(), []string{}
	for name := range hostile {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		f, err := os.Create(filepath.Join(dir, string(rune('A'+i)))) //nolint:gosec // the test's own
		if err != nil {
			t.Fatal(err)
		}
		hostile[name].file(f)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	p := of("parse")
	got := growth(func() {
		var wait sync.WaitGroup
		next := make(chan int)
		for range 20 {
			wait.Go(func() {
				for i := range next {
					f, err := os.Open(filepath.Join(dir, string(rune('A'+i))))
					if err != nil {
						t.Error(err)
						continue
					}
					if _, err := p.Parse(t.Context(), "", f); err != nil && !fault.Is(err, fault.Invalid) {
						t.Errorf("%s: %v", names[i], err)
					}
					_ = f.Close()
				}
			})
		}
		for i := range names {
			next <- i
		}
		close(next)
		wait.Wait()
	})
	t.Logf("%d hostile files, 20 at once: the house grew by %.1f MiB, a child held at most %d MiB", len(names), float64(got)/(1<<20), p.Most()>>20)
	if got > bearable {
		t.Errorf("the house grew by %d bytes", got)
	}
	big := bytesOf(t, book(part{"xl/sharedStrings.xml", repeat("<sst "+main+">", "<si><t>a</t></si>", 900_000, "</sst>")}))
	if control := growth(func() { _, _ = read.Read("", bytes.NewReader(big), sheet.NewWriter(io.Discard), nil) }); control <= bearable {
		t.Errorf("the control, read inside, grew by %d bytes only: the measure sees nothing", control)
	}
}
