package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

type fileOut struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// kinds of file that a receipt is handed out as.
const (
	proofType = "application/octet-stream"
	textType  = "text/plain; charset=utf-8"
	pdfType   = "application/pdf"
)

func (a *API) receipting(t *table) {
	for _, f := range []struct{ id, path, media, summary string }{
		{"final-receipt", "/receipt", proofType, "The final receipt (受付証), a C2SP *.tlog-proof; 409 with Retry-After while the log has not placed the entry"},
		{"provisional-receipt", "/receipt.provisional", textType, "The provisional receipt (暫定版): a signed promise, there at once"},
		{"text-receipt", "/receipt.txt", textType, "The final receipt inside a text that people can read"},
		{"pdf-receipt", "/receipt.pdf", pdfType, "The final receipt as a document, with the *.tlog-proof inside"},
	} {
		add(t, seeProof, huma.Operation{
			OperationID: f.id, Method: http.MethodGet, Path: "/reports/{number}" + f.path, Tags: []string{"receipts"}, Summary: f.summary,
			Responses: fileResponse(f.media, f.path != "/receipt.provisional"),
		}, func(c *call, in *numbered) (*fileOut, error) { return a.receipt(c, in, f.path) })
	}
}

func fileResponse(media string, waits bool) map[string]*huma.Response {
	r := map[string]*huma.Response{"200": {
		Description: "OK", Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
	}}
	if waits {
		r["409"] = &huma.Response{
			Description: "Not there yet: try again after Retry-After; Link names the provisional receipt",
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}},
		}
	}
	return r
}

func (a *API) receipt(c *call, in *numbered, path string) (*fileOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var f filing.Filing
	err = a.Report(c.Context(), c.Scope, purposeReceipt, func(tx ReportTx) ([]ident.Object, error) {
		var err error
		f, _, err = tx.Filing(n, seeProof)
		return []ident.Object{ident.Object(f.ID)}, err
	})
	if err != nil {
		return nil, err
	}
	final, text, provisional, err := a.Receipts.Receipt(c.Context(), c.Scope, f.Leaf)
	if err != nil {
		return nil, err
	}
	name, media, body := f.Number.ASCII()+".tlog-proof", proofType, final
	switch {
	case path == "/receipt.provisional":
		name, media, body = f.Number.ASCII()+".provisional.txt", textType, provisional
	case len(final) == 0:
		c.header.Set("Retry-After", "2")
		c.header.Set("Link", "<"+address(f.Number)+`/receipt.provisional>; rel="alternate"`)
		return nil, fault.New(fault.Conflict, "fault.api.pending", nil)
	case path == "/receipt.txt":
		name, media, body = f.Number.ASCII()+".txt", textType, text
	case path == "/receipt.pdf":
		name, media = f.Number.ASCII()+".pdf", pdfType
		if body, err = paper.Receipt(final, f.Number.ASCII()); err != nil {
			return nil, err
		}
	}
	return &fileOut{ContentType: media, Disposition: `attachment; filename="` + name + `"`, Body: body}, nil
}
