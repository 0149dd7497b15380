// Package inventory is 機器台帳 (社内台帳): the operator's own list of products on machines, searched, changed one by one or many at a time, brought
// and taken as a sheet; the facilities with their segments; and what of it all would be filed, looked at column by column (R3).
package inventory

import (
	"cmp"
	"context"
	_ "embed"
	"io"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/adapter/format/listsheet"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/registering"
)

// Path is the page's address.
const Path = "/operator/inventory"

// Tx is what the pages read.
type Tx interface {
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
	Item(ident.Object) (asset.Item, error)
	ItemPast(asset.Item) ([]asset.Item, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	ConsultSheets(business string, limit int) ([]consult.Sheet, error)
	Unit(ident.Unit) (party.Unit, error)
	filling.Names
}

// Pages is filled in by serve.
type Pages struct {
	Read      func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Stocktake Stocktaking
	SetPlace  registering.SetPlace
	SetItems  registering.SetItems
	Draft     registering.Draft
	Names     naming.Index
	// Parse has an upload read in a child process.
	Parse func(ctx context.Context, kind table.Kind, file io.Reader) (table.Book, error)
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const small = 64 << 10
	read, write := registering.MayRead, registering.MayWrite
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: read, Handle: p.show},
		{Pattern: "GET " + Path + "/export/{format}", Needs: read, Fresh: true, Handle: p.export},
		{Pattern: "GET " + Path + "/items/new", Needs: write, Handle: p.newItem},
		{Pattern: "POST " + Path + "/items/new", Needs: write, Body: small, Handle: p.addItem},
		{Pattern: "GET " + Path + "/items/{item}", Needs: read, Handle: p.item},
		{Pattern: "POST " + Path + "/items/{item}", Needs: write, Body: small, Handle: p.setItem},
		{Pattern: "POST " + Path + "/items/{item}/out", Needs: write, Body: small, Handle: p.takeOut},
		{Pattern: "POST " + Path + "/many", Needs: write, Body: 512 << 10, Handle: p.many},
		{Pattern: "GET " + Path + "/places", Needs: read, Handle: p.places},
		{Pattern: "GET " + Path + "/places/new", Needs: write, Handle: p.newPlace},
		{Pattern: "POST " + Path + "/places/new", Needs: write, Body: small, Handle: p.addPlace},
		{Pattern: "GET " + Path + "/places/{place}", Needs: read, Handle: p.place},
		{Pattern: "POST " + Path + "/places/{place}", Needs: write, Body: small, Handle: p.setPlace},
		{Pattern: "GET " + Path + "/filing", Needs: read, Handle: p.filing},
		{Pattern: "POST " + Path + "/filing", Needs: registering.MayDraft, Body: small, Handle: p.draft},
		{Pattern: "GET " + StocktakePath, Needs: read, Handle: p.stocktake},
		{Pattern: "POST " + StocktakePath, Needs: registering.MayDraft, Body: small, Handle: p.take},
		{Pattern: "GET " + BillPath, Needs: write, Handle: p.bill},
		{Pattern: "POST " + BillPath, Needs: write, Body: fileLimit + 16<<20, Handle: p.billed},
		{Pattern: "GET " + Path + "/sheet", Needs: write, Handle: p.sheet},
		{Pattern: "POST " + Path + "/sheet", Needs: write, Body: fileLimit + 8<<20, Handle: p.brought},
	}
}

// View is what the list shows.
type View struct {
	Notices []look.Notice
	Links   []look.Link // what can be done here
	Listing look.Listing
	May     bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("operator/inventory", source)

// loaded is what was read for a page.
type loaded struct {
	bringing.Stock
	above []look.Notice // what a unit below another does not see
}

func (p Pages) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if l.Stock, err = bringing.Read(tx); err == nil {
			l.above, err = above(r, tx)
		}
		return err
	})
	return l, err
}

func mayWrite(r *gate.Request) bool { return r.Scope.Permit(registering.MayWrite) == nil }

var told = []string{"added", "changed", "out", "many", "brought", "place"}

func notices(r *gate.Request) []look.Notice {
	if word := r.URL.Query().Get("done"); slices.Contains(told, word) {
		return []look.Notice{{Tone: look.Good, Title: r.T("inventory.done." + word)}}
	}
	return nil
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	c := l.roll(r).Cut(r, l.Items)
	v := View{Notices: slices.Concat(notices(r), l.above, undated(r, l.Items)), Listing: c.View, May: mayWrite(r)}
	v.Links = []look.Link{{To: Path + "/places", Text: r.T("inventory.places")}, {To: Path + "/filing", Text: r.T("inventory.filing")}, {To: StocktakePath, Text: r.T("stocktake.title")}, {To: "/naming/lookup", Text: r.T("nav.lookup")}}
	if v.May {
		v.Links = append(v.Links, look.Link{To: Path + "/sheet", Text: r.T("inventory.sheet")}, look.Link{To: BillPath, Text: r.T("bill.title")})
	}
	v.Listing.Table = l.table(r, c.Rows, v.May)
	if len(c.All) > 0 {
		v.Listing.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return Path + "/export/" + format + "?" + c.Said.Encode() })
		v.Listing.ExportText = r.T("inventory.export")
		if v.May {
			v.Listing.Bulk = bulk(r, c.Said)
		}
	}
	return page.WriteStatus(w, c.Status(), r.Frame("inventory.title").With(look.Link{Text: r.T("inventory.title")}), v)
}

// roll is how the list is searched and narrowed.
func (l loaded) roll(r *gate.Request) listing.Roll[asset.Item] {
	column := func(id string) listing.Choice[asset.Item] {
		f, _ := asset.Table.Column(id)
		c := listing.Choice[asset.Item]{ID: id, Label: f.Label.In(string(r.Lang)), Fits: func(i asset.Item, s string) bool { return i.Cells[id].Has(s) || id == asset.Use && i.State == s }}
		for _, o := range f.Options {
			c.Options = append(c.Options, look.Option{Value: o.ID, Label: o.Label.In(string(r.Lang))})
		}
		return c
	}
	where := listing.Choice[asset.Item]{ID: "place", Label: r.T("inventory.place"), Fits: func(i asset.Item, s string) bool { return string(i.Facility) == s }}
	for _, p := range l.Places {
		where.Options = append(where.Options, look.Option{Value: string(p.ID), Label: p.Name})
	}
	by := func(id string) func(a, b asset.Item) int {
		return func(a, b asset.Item) int { return cmp.Compare(a.Text(id), b.Text(id)) }
	}
	return listing.Roll[asset.Item]{
		Path: Path, Search: r.T("inventory.search"),
		Texts: func(i asset.Item) (texts []string) {
			for _, v := range i.Shown(l.Places) {
				texts = append(texts, v.Texts...)
			}
			return texts
		},
		Choices: []listing.Choice[asset.Item]{where, column(asset.Kind), column(asset.Use), column(asset.Roles), dated(r)},
		Orders: []listing.Order[asset.Item]{
			{ID: "entered", Label: r.T("inventory.order.entered")}, {ID: "machine", Label: r.T("inventory.order.machine"), Compare: by(asset.Machine)}, {ID: "product", Label: r.T("inventory.order.product"), Compare: by(asset.Product)},
			{ID: "changed", Label: r.T("inventory.order.changed"), Compare: func(a, b asset.Item) int { return cmp.Compare(b.ChangedAt, a.ChangedAt) }},
		},
		None: look.Empty{Title: r.T("inventory.none"), Text: []string{r.T("inventory.none.text"), r.T("inventory.own")}, Links: l.begin(r)},
	}
}

// dated tells rows without a day of introduction from those with one.
func dated(r *gate.Request) listing.Choice[asset.Item] {
	return listing.Choice[asset.Item]{
		ID: "day", Label: r.T("inventory.day"), Options: []look.Option{{Value: "none", Label: r.T("inventory.day.none")}, {Value: "there", Label: r.T("inventory.day.there")}},
		Fits: func(i asset.Item, s string) bool {
			return s == "none" && i.Undated() || s == "there" && i.Text(asset.Day) != ""
		},
	}
}

// above tells a unit below another that filings of other units are not open to it: what it does not see filed may be filed already.
func above(r *gate.Request, tx Tx) ([]look.Notice, error) {
	u, err := tx.Unit(r.Scope.Unit)
	if err != nil || u.Parent == "" {
		return nil, err
	}
	return []look.Notice{{Tone: look.Info, Title: r.T("inventory.above"), Text: []string{r.T("inventory.above.text")}}}, nil
}

// undated is told where rows lack the day from which their time is counted.
func undated(r *gate.Request, items []asset.Item) []look.Notice {
	n := 0
	for _, i := range items {
		if i.Undated() {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []look.Notice{{Tone: look.Warn, Title: r.T("inventory.undated", "n", look.Number(n)), Text: []string{r.T("inventory.undated.text")}, Link: look.Link{To: Path + "?day=none", Text: r.T("inventory.undated.to")}}}
}

// begin leads whoever has nothing yet to what comes first: a facility, then its machines.
func (l loaded) begin(r *gate.Request) []look.Link {
	if !mayWrite(r) {
		return nil
	}
	if len(l.Places) == 0 {
		return []look.Link{{To: Path + "/places/new", Text: r.T("inventory.place.add")}}
	}
	return []look.Link{{To: Path + "/items/new", Text: r.T("inventory.add")}, {To: Path + "/sheet", Text: r.T("inventory.sheet")}, {To: BillPath, Text: r.T("bill.title")}}
}

func itemAt(id ident.Object) string { return Path + "/items/" + url.PathEscape(string(id)) }

func (l loaded) table(r *gate.Request, items []asset.Item, pick bool) look.Table {
	kind, _ := asset.Table.Column(asset.Kind)
	t := look.Table{Caption: r.T("inventory.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.head.product")}, {Text: r.T("inventory.head.version")}, {Text: r.T("inventory.head.kind")}, {Text: r.T("inventory.place")}, {Text: r.T("inventory.head.use")},
	}}
	for _, i := range items {
		first := look.Cell{Text: i.Text(asset.Machine), To: itemAt(i.ID)}
		if pick {
			first.Pick, first.PickText = string(i.ID), i.Text(asset.Machine)+" "+i.Text(asset.Product)
		}
		place, _ := asset.Of(l.Places, i.Facility)
		where := place.Name
		if s := i.Text(asset.Segment); s != "" {
			where += " / " + s
		}
		t.Rows = append(t.Rows, []look.Cell{first, {Text: i.Text(asset.Maker) + " " + i.Text(asset.Product)}, {Text: i.Text("version")}, {Text: reporting.Cell(r.Lang, kind, i.Cells[asset.Kind])}, {Text: where}, useCell(r, i)})
	}
	return t
}

func useCell(r *gate.Request, i asset.Item) look.Cell {
	f, _ := asset.Table.Column(asset.Use)
	o, _ := f.Option(i.State)
	tone := look.Good
	if i.State != asset.InUse {
		tone = look.Plain
	}
	return look.Cell{Tag: &look.Tag{Text: o.Label.In(string(r.Lang)), Tone: tone}}
}

// export hands out what the address leaves: the sheet that comes in again.
func (p Pages) export(w http.ResponseWriter, r *gate.Request) error {
	format := r.PathValue("format")
	if _, err := listsheet.Media(format); err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return l.Table(r.Lang, law.DayOf(r.Now), l.roll(r).Cut(r, l.Items).All).Send(w, format)
}
