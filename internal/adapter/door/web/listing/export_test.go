package listing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
)

// many are as many filings as an export takes, made as they are asked for; what is measured is what the export keeps of them.
type many struct{ n, broken int }

func (m many) SearchLines(_ filing.Filter, after filing.Place, limit int) (lines []filing.Line, next filing.Place, err error) {
	from := int(after.At)
	if m.broken > 0 && from >= m.broken {
		return nil, next, errors.New("the disk is gone")
	}
	for i := from; i < min(from+limit, m.n); i++ {
		lines = append(lines, filing.Line{
			Filing:  filing.Filing{ID: ident.Filing(fmt.Sprintf("%026d", i)), Number: ident.Number(fmt.Sprintf("報-R8-%08d-W", i)), Kind: filing.KindPrompt, State: filing.Arrived, Rev: 1, ArrivedAt: ident.Instant(1795392000000000 + i)},
			Content: filing.Content{Values: bytes.Repeat([]byte("x"), 2000), Filer: filing.FilerBlock{Name: "=cmd|' /C calc'!A0", CorporateNumber: "8000012050001"}},
		})
	}
	if from+limit < m.n {
		next = filing.Place{At: ident.Instant(from + limit), ID: "x"}
	}
	return lines, next, nil
}

func (m many) CountFound(_ filing.Filter, most int) (int, error) { return min(m.n, most), nil }

func (many) Procedure(string) (procedure.Procedure, error) { return incident.Prompt, nil }

func exportOf(m many) *exporting {
	return &exporting{
		List: List{}, Request: &gate.Request{Request: httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil), Lang: look.Ja}, kinds: map[filing.Kind]procedure.Procedure{},
		look: func(_ context.Context, _ access.Scope, _ string, read func(ExportTx) ([]ident.Object, error)) error {
			_, err := read(m)
			return err
		},
	}
}

// growing counts what is written and looks at the heap now and then.
type growing struct {
	n, at int64
	most  uint64
}

func (g *growing) Write(b []byte) (int, error) {
	if g.n += int64(len(b)); g.n > g.at {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		g.most, g.at = max(g.most, m.HeapInuse), g.n+1<<20
	}
	return len(b), nil
}

// meter is a client that keeps nothing.
type meter struct {
	http.ResponseWriter
	*growing
}

func (m meter) Write(b []byte) (int, error) { return m.growing.Write(b) }

// 100,000 rows leave as they are read: the heap grows by no more than 64 MiB in any format.
func TestAnExportOfAHundredThousandRowsHoldsABatch(t *testing.T) { //nolint:paralleltest // the heap is measured
	for _, format := range listsheet.Formats {
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		var g growing
		w := httptest.NewRecorder()
		if err := exportOf(many{n: exportMost}).file(format).Send(meter{w, &g}); err != nil {
			t.Fatal(format, err)
		}
		grown := max(g.most, before.HeapInuse) - before.HeapInuse
		t.Logf("%s: %d bytes, heap grew by %.1f MiB", format, g.n, float64(grown)/(1<<20))
		if grown > 64<<20 || g.n < 1<<20 {
			t.Errorf("%s: %d bytes, heap grew by %d", format, g.n, grown)
		}
	}
}

func TestAnExportGuardsItsTextsAndEndsWithItsTrouble(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "sjis"} {
		var out bytes.Buffer
		if err := exportOf(many{n: 3}).file(format).Write(&out); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), ",=cmd") || strings.Contains(out.String(), `"=cmd`) || !strings.Contains(out.String(), "=cmd") {
			t.Errorf("%s: a formula leaves: %s", format, out.String())
		}
	}
	for _, format := range listsheet.Formats {
		if err := exportOf(many{n: 2000, broken: 1000}).file(format).Write(io.Discard); err == nil {
			t.Errorf("%s: half of it passes for the whole", format)
		}
	}
}
