package concentration

import (
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// RowsTx is what is read beside the index: whose notifications they are, and whom to call.
type RowsTx interface{ concern.Tx }

// rowsSize is how many rows stand on a page.
const rowsSize = 50

// Rows is what the page of the rows behind a number shows.
type Rows struct {
	Heading string
	Lead    string
	List    look.Listing
	Table   *look.Table
	Back    look.Link
}

//go:embed rows.tmpl
var rowsSource string

var rowsPage = look.Parse[Rows]("ministry/concentration/rows", rowsSource)

// rows lists the rows behind one number. A number that nobody shows has none.
func (p Page) rows(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.Whole(r)
	if err != nil {
		return err
	}
	product := r.URL.Query().Get("product")
	in := law.Sector(r.URL.Query().Get("in"))
	counted, standing := c.Concentrate()
	behind := counted.Behind(standing, c.Names, product, in)
	back := look.Link{To: figures.At(Path, c.Query), Text: r.T("concentration.title")}
	roll := listing.Roll[holding.Found]{Path: figures.At(Path+"/rows", c.Query, "product", product, "in", string(in)), Size: rowsSize, None: look.Empty{Title: r.T("holding.rows.none"), Text: []string{r.T("holding.rows.none.text")}, Links: []look.Link{back}}}
	cut := roll.Cut(r, behind)
	v := Rows{Heading: r.T("concentration.rows.all"), Lead: r.T("concentration.rows.lead"), List: cut.View, Back: back}
	if len(behind) > 0 && product != "" && product != holding.Other {
		v.Heading = r.T("concentration.rows.of", "product", named(r, behind[0].Product))
	}
	if in != "" && len(behind) > 0 {
		v.Lead = sectorName(r, in) + ": " + v.Lead
	}
	if v.Table, err = p.rowsTable(r, cut.Rows); err != nil {
		return err
	}
	f := r.Frame("concentration.rows.all").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, back, look.Link{Text: v.Heading})
	return rowsPage.Write(w, f, v)
}

// rowsTable reads whose rows they are: what is shown of them is recorded as a list is.
func (p Page) rowsTable(r *gate.Request, rows []holding.Found) (*look.Table, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	var ids []ident.Filing
	for _, one := range rows {
		if len(ids) == 0 || ids[len(ids)-1] != one.ID {
			ids = append(ids, one.ID)
		}
	}
	whose := map[ident.Filing]filing.Line{}
	if err := p.Look(r.Context(), r.Scope, access.LookList, func(tx RowsTx) (seen []ident.Object, err error) {
		list, err := tx.LinesOf(ids)
		for _, l := range list {
			whose[l.Filing.ID], seen = l, append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	}); err != nil {
		return nil, err
	}
	t := &look.Table{Caption: r.T("concentration.rows.all"), Hide: true}
	for _, key := range []string{"concentration.as-filed", "concentration.maker", "concentration.types", "concentration.kind", "desk.filer", "holding.sector", "desk.number"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(key)})
	}
	for _, one := range rows {
		l, open := whose[one.ID]
		if !open {
			continue
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: one.As.Product}, {Text: one.As.Maker}, {Text: strings.Join(one.Types.List(), " ")}, {Text: kindName(r, one.Row.Kind)}, {Text: listing.FilerName(r, l)}, {Text: sectorName(r, one.Business)},
			{Text: string(l.Number), To: "/ministry/reports/" + l.Number.ASCII(), Ref: true},
		})
	}
	return t, nil
}

func kindName(r *gate.Request, k holding.Kind) string {
	if k == 0 {
		return holding.KindName("").In(string(r.Lang))
	}
	return holding.KindName(holding.Kinds[k-1]).In(string(r.Lang))
}
