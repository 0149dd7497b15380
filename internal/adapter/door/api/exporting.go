package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/exporting"
)

// ExportsTx is what is read of exports.
type ExportsTx interface {
	Exports() ([]export.Export, error)
	Export(ident.Object) (export.Export, error)
}

// Exporting are the flows of long lists that are got ready as a task (書き出し); every field is needed.
type Exporting struct {
	Read  Reading[ExportsTx]
	Order exporting.Order
	Stop  exporting.Stop
	Take  exporting.Take
}

// Export is a list that is, or was, got ready.
type Export struct {
	ID      string `json:"id"`
	State   string `json:"state" enum:"waiting,running,ready,stopped,refused,gone"`
	Why     string `json:"why,omitempty" doc:"where it was refused"`
	Query   string `json:"query" doc:"the filter, as in the address of /reports"`
	Done    int    `json:"done" doc:"reports gathered"`
	Total   int    `json:"total,omitempty" doc:"reports that the filter left at the beginning; absent while unknown"`
	Left    int    `json:"seconds_left,omitempty" doc:"at the pace of the present run; absent while unknown"`
	At      string `json:"ordered_at" format:"date-time"`
	EndsAt  string `json:"ends_at" format:"date-time" doc:"when it is thrown away"`
	Formats Files  `json:"files,omitempty" doc:"addresses by format, once it is ready"`
}

// Files are addresses by format.
type Files map[string]string

type exportsOut struct {
	Body struct {
		Exports []Export `json:"exports"`
	}
}

type exportOut struct{ Body Export }

type exportFile struct {
	ID     string `path:"id" doc:"id of the list"`
	Format string `path:"format" enum:"xlsx,csv,sjis,json"`
}

func (a *API) exporting(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/exports" + path, Summary: summary, RequestBody: body, Tags: []string{"exports"}}
	}
	add(t, exporting.MayRead, op("list-exports", http.MethodGet, "", "Long lists that the caller had got ready, the latest first", nil), a.listExports)
	add(t, exporting.MayRead, op("order-export", http.MethodPost, "", "Have everything that a filter leaves of one's list got ready: at most 100,000 reports, kept for 24 hours",
		jsonBody(objectSchema(map[string]any{"query": map[string]any{"type": "string", "description": "the filter, as in the address of /reports"}}, "query"), true)), a.orderExport)
	add(t, exporting.MayRead, op("show-export", http.MethodGet, "/{id}", "How far it is", nil), a.showExport)
	add(t, exporting.MayRead, op("stop-export", http.MethodPost, "/{id}/stop", "Stop it, or throw away what was got ready", nil), a.stopExport)
	take := op("take-export", http.MethodGet, "/{id}/{format}", "Take it: what is not open to the caller any more is left out; no cell can be taken for a formula. Its owners are shown that it was exported", nil)
	take.Responses = fileResponse(formsheet.XLSX, false)
	add(t, exporting.MayRead, take, a.takeExport)
	t.fresh()
}

func (c *call) export(e export.Export) Export {
	v := Export{ID: string(e.ID), State: string(e.State), Query: e.Query, Done: e.Done, Total: e.Total, At: clock(e.At), EndsAt: clock(e.EndsAt)}
	if e.Why != "" {
		v.Why = c.T(e.Why, "limit", look.Number(export.Most))
	}
	if left, ok := e.Left(c.Now); ok {
		v.Left = int(left.Seconds())
	}
	switch {
	case e.State == export.Ready && e.EndsAt <= c.Now:
		v.State = string(export.Gone)
	case e.State == export.Ready:
		v.Formats = Files{}
		for _, f := range listsheet.Formats {
			v.Formats[f] = Prefix + "/exports/" + v.ID + "/" + f
		}
	}
	return v
}

func (a *API) listExports(c *call, _ *struct{}) (*exportsOut, error) {
	if err := exporting.Permit(c.Scope); err != nil {
		return nil, err
	}
	out := &exportsOut{}
	out.Body.Exports = []Export{}
	return out, a.Exporting.Read(c.Context(), c.Scope, func(tx ExportsTx) error {
		list, err := tx.Exports()
		for _, e := range list {
			out.Body.Exports = append(out.Body.Exports, c.export(e))
		}
		return err
	})
}

func (a *API) showExport(c *call, in *idIn) (*exportOut, error) {
	if err := exporting.Permit(c.Scope); err != nil {
		return nil, err
	}
	out := &exportOut{}
	return out, a.Exporting.Read(c.Context(), c.Scope, func(tx ExportsTx) error {
		e, err := tx.Export(ident.Object(in.ID))
		out.Body = c.export(e)
		return err
	})
}

func (a *API) orderExport(c *call, _ *actIn) (*exportOut, error) {
	var b struct {
		Query string `json:"query"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Exporting.Order.Do(c.Context(), c.Scope, key, b.Query)
	if err != nil {
		return nil, err
	}
	return a.showExport(c, &idIn{ID: string(id)})
}

func (a *API) stopExport(c *call, in *idAct) (*exportOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Exporting.Stop.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.showExport(c, &idIn{ID: in.ID})
}

func (a *API) takeExport(c *call, in *exportFile) (*fileOut, error) {
	if _, err := listsheet.Media(in.Format); err != nil {
		return nil, err
	}
	e, err := a.Exporting.Take.Begin(c.Context(), c.Scope, ident.Object(in.ID))
	if err != nil {
		return nil, err
	}
	own, _ := c.Scope.Relations(exporting.MayRead)
	words := listsheet.Words{Say: c.T, Lang: string(c.Lang), Own: own, Second: func(at ident.Instant) string { return look.Second(c.Lang, at) }}
	f := listsheet.File{Words: words, Format: in.Format, Now: c.Now, Each: listsheet.Parts(func(each func(export.Part) bool) error { return a.Exporting.Take.Do(c.Context(), c.Scope, e, each) })}
	if err := f.Send(c.w); err != nil {
		return nil, err
	}
	c.sent = true
	return nil, nil //nolint:nilnil // the answer has been streamed
}
