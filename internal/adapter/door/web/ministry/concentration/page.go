// Package concentration is 製品の集中状況 of an office: which products stand notified with how many operators, in which sectors and of which
// types, with the rows behind each number; and, of one product or name, which operators are concerned and whom to call. It is made from
// what was notified and received by the office; what it did not receive is in no number.
package concentration

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
)

// MayCount is who may look at what was notified, each as far as their office received it.
var MayCount = access.Permission{Action: access.Read, Object: access.Desk}

// Path is the page's address.
const Path = "/ministry/concentration"

// Page is filled in by serve.
type Page struct {
	figures.Notified
	Look func(ctx context.Context, s access.Scope, purpose string, read func(RowsTx) ([]ident.Object, error)) error // store.Look
}

// Routes returns the page's routes. Who has no desk is told what is told of an absent page.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: MayCount, Handle: p.show},
		{Pattern: "GET " + Path + "/rows", Needs: MayCount, Handle: p.rows},
		{Pattern: "GET " + Path + "/concerned", Needs: MayCount, Handle: p.concerned},
		{Pattern: "GET " + Path + "/export/{format}", Needs: MayCount, Fresh: true, Handle: p.export},
		{Pattern: "GET " + Path + "/concerned/export/{format}", Needs: MayCount, Fresh: true, Handle: p.exportConcerned},
	}
}

// View is what the page shows.
type View struct {
	Office  string
	AsOf    string
	Filter  look.Listing
	Empty   *look.Empty
	Told    string
	Grid    look.Grid
	Table   look.Table
	Words   look.Field // of the question which operators are concerned
	Ask     string     // to whom it is put
	Exports []look.Link
	Means   look.Table
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/concentration", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.Asked(r)
	if err != nil {
		return err
	}
	counted, standing := c.Concentrate()
	v := View{
		Office: c.OfficeName(r), AsOf: c.AsOf(r), Filter: c.Filter(r, Path), Words: words(r, ""), Ask: Path + "/concerned", Means: figures.Words(r, holding.Definitions(c.Today)),
		Told: r.T("concentration.told", "products", look.Number(counted.Products), "operators", look.Number(counted.Operators), "rows", look.Number(counted.Rows)),
	}
	switch {
	case len(standing) == 0 && len(c.Wrong) == 0:
		v.Empty = figures.Empty(r)
	case counted.Rows == 0:
		v.Empty = &look.Empty{Title: r.T("listing.none"), Text: []string{r.T("listing.none.text")}, Links: []look.Link{{To: Path, Text: r.T("listing.clear")}}}
	default:
		v.Grid, v.Table = grid(r, counted), table(r, counted)
		v.Exports = look.Downloads(r.Lang, figures.Formats, func(f string) string { return figures.At(Path+"/export/"+f, c.Query) })
	}
	status := http.StatusOK
	if len(c.Wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	f := r.Frame("concentration.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("concentration.title")})
	return page.WriteStatus(w, status, f, v)
}

// Link leads to the page from others of the office.
func Link(r *gate.Request) look.Link { return look.Link{To: Path, Text: r.T("concentration.title")} }

// words is the field of a product or maker, whatever version.
func words(r *gate.Request, value string) look.Field {
	return look.Field{Kind: look.Line, ID: "q", Label: r.T("concentration.words"), Hint: r.T("concentration.words.help"), Value: value, Limit: holding.WordsMost}
}
