package listing

import (
	"context"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
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

// Bounds of an export: filings, and filings read at a time.
const (
	exportMost  = export.Most
	exportBatch = export.Batch
)

// exporting is one export on its way.
type exporting struct {
	List
	*gate.Request
	look   Look
	filter filing.Filter
	kinds  map[filing.Kind]procedure.Procedure
}

// Export hands out everything that the filter of the address leaves, in the order of the list, as it is read: no more than a batch
// is held. Each batch is recorded before a byte of it leaves. One that cannot be ended is broken off, so that nobody takes a part
// for the whole.
func (l List) Export(look Look) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		format := r.PathValue("format")
		if _, err := listsheet.Media(format); err != nil {
			return err
		}
		filter, err := filing.ReadFilter(r.URL.Query().Get)
		if err != nil {
			return err
		}
		if filter.Kind == "" {
			l.leaveOut(&filter)
		}
		e := &exporting{List: l, Request: r, look: look, filter: filter, kinds: map[filing.Kind]procedure.Procedure{}}
		if err := e.bounded(); err != nil {
			return err
		}
		return e.file(format).Send(w)
	}
}

// File is a list as a file for a reader.
func File(r *gate.Request, format string, own bool, each func(yield func(listsheet.Line) bool) error) listsheet.File {
	second := func(at ident.Instant) string { return look.Second(r.Lang, at) }
	return listsheet.File{Words: listsheet.Words{Say: r.T, Lang: string(r.Lang), Own: own, Second: second}, Format: format, Now: r.Now, Each: each}
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

func (e *exporting) file(format string) listsheet.File { return File(e.Request, format, e.Own, e.each) }

// each reads batch by batch.
func (e *exporting) each(yield func(listsheet.Line) bool) error {
	var after filing.Place
	for {
		var batch []filing.Line
		err := e.look(e.Context(), e.Scope, access.LookExport, func(tx ExportTx) (seen []ident.Object, err error) {
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
		if err != nil {
			return err
		}
		for _, l := range batch {
			if !yield(listsheet.Line{Line: l, Kind: e.kinds[l.Kind].Name}) {
				return nil
			}
		}
		if after.At == 0 {
			return nil
		}
	}
}
