package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

type contentIn struct {
	Number string `path:"number" doc:"整理番号 of the report, in Latin or Japanese" example:"R-R8-7K4M-2QXD-W"`
	File   string `path:"file" doc:"form.xlsx (the official form, 公式様式, filled; while none is in force, content.xlsx), content.xlsx, content.json, and for each table TABLE.csv or TABLE.cp932.csv; the other answers are _answers" example:"content.xlsx"`
}

func (a *API) reportSheets(t *table) {
	add(t, mayRead, huma.Operation{
		OperationID: "download-report-content", Method: http.MethodGet, Path: "/reports/{number}/content/{file}", Tags: []string{"reports"}, Responses: fileResponse(formsheet.XLSX, false),
		Summary: "What arrived in the official form, as Excel, CSV or JSON, cut to the sections that the caller received; no cell can be taken for a formula. Taking it is shown to its owner",
	}, a.downloadContent)
}

func (a *API) downloadContent(c *call, in *contentIn) (*fileOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var file formsheet.Taken
	err = a.Report(c.Context(), c.Scope, access.LookExport, func(tx ReportTx) ([]ident.Object, error) { // a file that is not there is no look
		o, err := open(tx, c.Scope, n)
		if err != nil {
			return nil, err
		}
		f, err := formsheet.Arrived(o.of, o.Filing, o.Content, inJapanese)
		if err == nil {
			file, err = f.Take(tx, in.File, inJapanese)
		}
		return []ident.Object{ident.Object(o.ID)}, err
	})
	if err != nil {
		return nil, err
	}
	out, err := file.Bytes(c.Context(), a.Fill)
	if err != nil {
		return nil, err
	}
	return &fileOut{ContentType: file.Media, Disposition: `attachment; filename="` + n.ASCII() + "-" + in.File + `"`, Body: out}, nil
}
