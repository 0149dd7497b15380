package listing

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
)

// ExportTx is what an export reads, a batch at a time.
type ExportTx interface {
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	CountFound(f filing.Filter, most int) (int, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Look is store.Look: what is handed out has been recorded.
type Look func(ctx context.Context, s access.Scope, purpose string, read func(ExportTx) ([]ident.Object, error)) error

// formats are those of an export, as they stand in its address.
var formats = []string{"xlsx", "csv", "sjis", "json"}

var formatNames = map[string]string{"xlsx": "listing.export.xlsx", "csv": "listing.export.csv", "sjis": "listing.export.sjis", "json": "listing.export.json"}

var types = map[string]string{
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8", "sjis": "text/csv; charset=shift_jis", "json": "application/json",
}

// Bounds of an export: filings, filings read at a time, and how long a client may take.
const (
	exportMost  = 100_000
	exportBatch = 500
	exportTime  = 10 * time.Minute
)

// exporting is one export on its way.
type exporting struct {
	List
	*gate.Request
	look   Look
	filter filing.Filter
	kinds  map[filing.Kind]procedure.Procedure
	err    error // why it ended early
}

// Export hands out everything that the filter of the address leaves, in the order of the list, as it is read: no more than a batch
// is held. Each batch is recorded before a byte of it leaves. One that cannot be ended is broken off, so that nobody takes a part
// for the whole.
func (l List) Export(look Look) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		format := r.PathValue("format")
		if types[format] == "" {
			return fault.Absent()
		}
		filter, err := filing.ReadFilter(r.URL.Query().Get)
		if err != nil {
			return err
		}
		e := &exporting{List: l, Request: r, look: look, filter: filter, kinds: map[filing.Kind]procedure.Procedure{}}
		if err := e.bounded(); err != nil {
			return err
		}
		if format == "sjis" { // a character that it does not have is told, not replaced: nothing may have left by then
			var whole bytes.Buffer
			if err := e.write(&whole, format); err != nil {
				return refused(err)
			}
			e.head(w, format)
			_, _ = io.Copy(w, &whole) // the client went away: nobody to tell
			return nil
		}
		e.head(w, format)
		_ = http.NewResponseController(w).SetWriteDeadline(r.Now.Time().Add(exportTime)) // a recorder has none
		if err := e.write(w, format); err != nil {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

func (e *exporting) bounded() error {
	n := 0
	err := e.look(e.Context(), e.Scope, access.LookExport, func(tx ExportTx) (_ []ident.Object, err error) {
		n, err = tx.CountFound(e.filter, exportMost+1)
		return nil, err
	})
	if err == nil && n > exportMost {
		err = fault.New(fault.Invalid, "fault.listing.export", fault.Args{"limit": look.Number(exportMost)})
	}
	return err
}

func refused(err error) error {
	if f, ok := err.(*sheet.Fault); ok { //nolint:errorlint // the writer's own, not wrapped
		return f.Refused()
	}
	return err
}

func (e *exporting) head(w http.ResponseWriter, format string) {
	day, ending := law.DayOf(e.Now).String(), format
	if format == "sjis" {
		ending = "csv"
	}
	h := w.Header()
	h.Set("Content-Type", types[format])
	h.Set("Content-Disposition", `attachment; filename="reports-`+day+`.`+ending+`"; filename*=UTF-8''`+url.PathEscape(e.T("listing.file")+"-"+day)+`.`+ending)
	h.Set("Cache-Control", "private, no-store")
}

func (e *exporting) write(w io.Writer, format string) (err error) {
	switch format {
	case "json":
		err = e.json(w)
	case "xlsx":
		err = sheet.Write(w, e.page())
	case "csv":
		err = sheet.WriteCSV(w, sheet.UTF8, e.page())
	default:
		err = sheet.WriteCSV(w, sheet.CP932, e.page())
	}
	if e.err != nil {
		return e.err
	}
	return err
}

// lines reads batch by batch; an error ends it and stays in e.err.
func (e *exporting) lines() iter.Seq[filing.Line] {
	return func(yield func(filing.Line) bool) {
		var after filing.Place
		for {
			var batch []filing.Line
			e.err = e.look(e.Context(), e.Scope, access.LookExport, func(tx ExportTx) (seen []ident.Object, err error) {
				if batch, after, err = tx.SearchLines(e.filter, after, exportBatch); err != nil {
					return nil, err
				}
				for _, l := range batch {
					if _, known := e.kinds[l.Kind]; !known {
						if e.kinds[l.Kind], err = tx.Procedure(string(l.Kind)); err != nil {
							return nil, err
						}
					}
					seen = append(seen, ident.Object(l.Filing.ID))
				}
				return seen, nil
			})
			if e.err != nil {
				return
			}
			for _, l := range batch {
				if !yield(l) {
					return
				}
			}
			if after.At == 0 {
				return
			}
		}
	}
}

// page is the list as a sheet: what stands on the page, with what people sort by in full.
func (e *exporting) page() sheet.Page {
	p := sheet.Page{Name: e.T("listing.file")}
	for _, c := range []struct {
		key  string
		wide int
	}{{"receipt.number", 22}, {"listing.kind", 20}, {"listing.filer", 32}, {"reports.filer.number", 18}, {"listing.state", 16}, {"receipt.arrived", 34}, {"listing.arrived", 28}, {"procedures.col.version", 8}, {"reports.col.waiting", 10}} {
		p.Columns = append(p.Columns, sheet.Head{Title: e.T(c.key), Width: c.wide})
	}
	if e.Own {
		p.Columns = append(p.Columns, sheet.Head{Title: e.T("reports.col.what"), Width: 40})
	}
	p.Rows = func(yield func([]string) bool) {
		for l := range e.lines() {
			row := []string{
				string(l.Number), e.kinds[l.Kind].Name.In(string(e.Lang)), FilerName(e.Request, l), l.Filer.CorporateNumber, reporting.Tag(e.Lang, l.State).Text,
				look.Second(e.Lang, l.ArrivedAt), look.Machine(l.ArrivedAt), strconv.Itoa(l.Rev), strconv.Itoa(l.Waiting),
			}
			if e.Own {
				row = append(row, l.Summary)
			}
			if !yield(row) {
				return
			}
		}
	}
	return p
}

// exported is one filing in an export as JSON.
type exported struct {
	Number    string `json:"number"`
	Kind      string `json:"kind"`
	Filer     string `json:"filer"`
	Corporate string `json:"corporate_number,omitempty"`
	State     string `json:"state"`
	ArrivedAt string `json:"arrived_at"`
	Rev       int    `json:"rev"`
	Waiting   int    `json:"waiting"`
	Summary   string `json:"summary,omitempty"`
}

func (e *exporting) json(w io.Writer) error {
	if _, err := io.WriteString(w, "{\"reports\": ["); err != nil {
		return err
	}
	between := "\n"
	for l := range e.lines() {
		one := exported{
			Number: string(l.Number), Kind: string(l.Kind), Filer: l.Filer.Name, Corporate: l.Filer.CorporateNumber, State: string(l.State), ArrivedAt: l.ArrivedAt.Japan().Format(time.RFC3339Nano), Rev: l.Rev, Waiting: l.Waiting,
		}
		if e.Own {
			one.Summary = l.Summary
		}
		b, err := json.Marshal(one)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+string(b)); err != nil {
			return err
		}
		between = ",\n"
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}
