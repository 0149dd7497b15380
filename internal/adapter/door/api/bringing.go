package api

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/registering"
)

// What somebody brings to 機器台帳: rows, a sheet, a bill of materials (SBOM). Each is compared with what is there; dry_run stops there.

type bringIn struct {
	Key    string `header:"Idempotency-Key" maxLength:"200" doc:"One key for one act; needed unless dry_run."`
	DryRun bool   `query:"dry_run" doc:"only say what would be written" example:"true"`
}

type billIn struct {
	Key      string   `header:"Idempotency-Key" maxLength:"200" doc:"One key for one act; needed unless dry_run."`
	DryRun   bool     `query:"dry_run" doc:"only say what would be written" example:"true"`
	Facility string   `query:"facility" required:"true" doc:"name of the facility on which the parts run"`
	Segment  string   `query:"segment" doc:"name of its segment"`
	Machine  string   `query:"machine" doc:"name of the machine; without it the one to which the document was taken before, else the device in it"`
	Maker    string   `query:"maker" doc:"maker of parts of which the document names none; without it they are left"`
	Take     []string `query:"take" doc:"which parts become rows; without it all but library and untold" example:"[\"os\",\"application\"]"`
}

type inventoryFileIn struct {
	Format string `path:"format" enum:"xlsx,csv,sjis,json"`
}

// BroughtView is what bringing rows would do, or did.
type BroughtView struct {
	DryRun    bool         `json:"dry_run"`
	New       int          `json:"new"`
	Changed   int          `json:"changed"`
	Unchanged int          `json:"unchanged"`
	Absent    int          `json:"absent" doc:"rows of 機器台帳 that were not brought; they stay"`
	Rows      []BroughtRow `json:"rows" doc:"those that are new or changed"`
	Mended    []SheetPlace `json:"mended" doc:"cells that were read otherwise than they stand"`
}

// BroughtRow is one row that is written.
type BroughtRow struct {
	Place   string   `json:"place" doc:"where it stands in what was brought" example:"rows[3]"`
	ID      string   `json:"id,omitempty" doc:"of the row that it changes"`
	Machine string   `json:"machine"`
	Maker   string   `json:"maker"`
	Product string   `json:"product"`
	Version string   `json:"version,omitempty"`
	Columns []string `json:"columns,omitempty" doc:"what differs"`
}

// BillTaken is what taking a bill of materials over would do, or did.
type BillTaken struct {
	DryRun    bool           `json:"dry_run"`
	Standard  string         `json:"standard" example:"CycloneDX 1.6"`
	Serial    string         `json:"serial,omitempty"`
	Version   int            `json:"version,omitempty"`
	Parts     int            `json:"parts"`
	New       int            `json:"new"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Rows      []BroughtRow   `json:"rows" doc:"those that are new or changed"`
	Gone      []string       `json:"gone" doc:"ids of rows that the document no longer has; they stay"`
	Left      []LeftPart     `json:"left" doc:"parts that cannot be taken, 1000 at most"`
	Unchosen  map[string]int `json:"unchosen" doc:"parts of kinds that were not chosen, by kind"`
	Newer     int            `json:"newer,omitempty" doc:"the later version of this document that was taken before"`
}

// LeftPart is a part that becomes no row.
type LeftPart struct {
	Place  string `json:"place" example:"components[3]"`
	Name   string `json:"name,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type broughtOut struct{ Body BroughtView }

type billOut struct{ Body BillTaken }

// billTypes are the types under which bills are sent; what one is, it says itself. Plain JSON is none of them: of that the API describes each field.
var billTypes = []string{"application/vnd.cyclonedx+json", "application/vnd.cyclonedx+xml", "application/spdx+json", "text/spdx", "application/xml", "application/octet-stream"}

func (a *API) bringing(t *table, rows map[string]any) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"inventory"}}
	}
	files := func(what string, types ...string) *huma.RequestBody {
		b := &huma.RequestBody{Required: true, Description: what, Content: map[string]*huma.MediaType{}}
		for _, media := range types {
			b.Content[media] = binary()
		}
		return b
	}
	merge := op("merge-inventory", http.MethodPut, "/inventory/items", "Bring rows: each is found again by its _id, its own number, or facility, machine, maker and product, and changed; the rest is added. "+
		"Columns that no row names stay as they are. The same rows again change nothing", jsonBody(rows, true))
	merge.MaxBodyBytes = int64(inventoryForm.BodyLimit())
	in := op("bring-inventory-sheet", http.MethodPost, "/inventory/sheet", "The same from an Excel book or CSV, known by its headings", files("The file, at most 20 MiB", formsheet.XLSX, "text/csv", "application/octet-stream"))
	sbom := op("bring-inventory-sbom", http.MethodPost, "/inventory/sbom", "Take a bill of materials (SBOM) over: CycloneDX as JSON or XML, SPDX as JSON or tag-value. The same document again changes nothing", files("The document, at most 20 MiB", billTypes...))
	in.MaxBodyBytes, sbom.MaxBodyBytes = draftSheetBytes, draftSheetBytes
	out := op("download-inventory", http.MethodGet, "/inventory/sheet/{format}", "機器台帳 as the file that can be brought again", nil)
	out.Responses = fileResponse(formsheet.XLSX, false)
	add(t, registering.MayWrite, merge, a.mergeInventory)
	add(t, registering.MayWrite, in, a.bringInventorySheet)
	add(t, registering.MayWrite, sbom, a.bringBill)
	add(t, registering.MayRead, out, a.downloadInventory)
}

// stock is 機器台帳 as it stands.
func (a *API) stock(c *call) (s bringing.Stock, err error) {
	err = a.Registering.Read(c.Context(), c.Scope, func(tx InventoryTx) error {
		s, err = bringing.Read(tx)
		return err
	})
	return s, err
}

// settle writes what was compared, unless it is a dry run or nothing differs. The whole address counts for the key.
func (a *API) settle(c *call, dry bool, seen int, rows []registering.Written) error {
	if dry {
		return nil
	}
	h := sha256.New()
	h.Write([]byte(c.Method + " " + c.URL.Path + "?" + c.URL.RawQuery + "\n"))
	h.Write(c.body)
	key, err := c.Key([32]byte(h.Sum(nil)))
	if err != nil || len(rows) == 0 {
		return err
	}
	return a.Registering.SetItems.Do(c.Context(), c.Scope, key, registering.Writing{Seen: &seen, Rows: rows})
}

func (a *API) mergeInventory(c *call, in *bringIn) (*broughtOut, error) {
	values, err := inventoryForm.Decode(c.body)
	if err != nil {
		return nil, err
	}
	s, err := a.stock(c)
	if err != nil {
		return nil, err
	}
	rows := values[asset.Table.ID].Rows
	for i, row := range rows {
		if row.ID != "" && !slices.ContainsFunc(s.Items, func(o asset.Item) bool { return string(o.ID) == row.ID }) {
			return nil, invalid("items["+strconv.Itoa(i)+"]._id", "fault.asset.row", fault.Args{"text": clip(row.ID)})
		}
	}
	b, err := s.Lines(rows)
	if err != nil {
		return nil, err
	}
	return a.brought(c, in.DryRun, s, b, func(f tabular.Cell, column string) string {
		at := "items[" + strconv.Itoa(f.Row-1) + "]"
		if column != "" {
			at += "." + column
		}
		return at
	})
}

func (a *API) bringInventorySheet(c *call, in *bringIn) (*broughtOut, error) {
	if len(c.body) == 0 {
		return nil, invalid("", "excel.none", nil)
	}
	book, err := a.Parse(c.Context(), "", bytes.NewReader(c.body))
	if err != nil {
		return nil, err
	}
	file, err := formsheet.Bring(book)
	if err != nil {
		return nil, err
	}
	s, err := a.stock(c)
	if err != nil {
		return nil, err
	}
	b, err := s.Sheet(file.Grids)
	if err != nil {
		return nil, err
	}
	return a.brought(c, in.DryRun, s, b, func(f tabular.Cell, _ string) string {
		return formsheet.Placed(tabular.Fault{Cell: f})
	})
}

// brought answers, and writes. Cells that cannot be read are a 422 with their places: nothing is written then.
func (a *API) brought(c *call, dry bool, s bringing.Stock, b bringing.Brought, place func(at tabular.Cell, column string) string) (*broughtOut, error) {
	if len(b.Cells) > 0 {
		e := &fault.Error{Kind: fault.Invalid, Code: "fault.sheet.places", Args: fault.Args{"n": sheet.Number(len(b.Cells))}}
		for _, f := range b.Cells[:min(len(b.Cells), sheetPlaces)] {
			args := fault.Args{"field": f.Column.ID}
			maps.Copy(args, f.Args)
			e.Fields = append(e.Fields, fault.Field{Path: place(f.Cell, f.Column.ID), Code: f.Code, Args: args})
		}
		return nil, e
	}
	if err := a.settle(c, dry, s.Rev, b.Rows); err != nil {
		return nil, err
	}
	v := BroughtView{DryRun: dry, New: len(b.Merge.New) + len(b.Merge.Unsure), Changed: len(b.Merge.Changed), Unchanged: len(b.Merge.Same), Absent: len(b.Merge.Gone), Rows: []BroughtRow{}, Mended: []SheetPlace{}}
	for _, m := range slices.Concat(b.Merge.New, b.Merge.Unsure, b.Merge.Changed) {
		cells := m.After().Cells
		row := BroughtRow{Place: place(tabular.Cell{Row: m.Line.Row}, ""), ID: m.Before.ID, Machine: cells[asset.Machine].Text(), Maker: cells[asset.Maker].Text(), Product: cells[asset.Product].Text(), Version: cells["version"].Text()}
		for _, change := range m.Cells {
			row.Columns = append(row.Columns, change.Field.ID)
		}
		v.Rows = append(v.Rows, row)
	}
	for _, f := range b.Fixed[:min(len(b.Fixed), sheetPlaces)] {
		v.Mended = append(v.Mended, SheetPlace{Path: place(f.Cell, f.Column.ID), Field: f.Column.ID, Detail: f.Text + " → " + f.Fix.To})
	}
	return &broughtOut{v}, nil
}

func (a *API) bringBill(c *call, in *billIn) (*billOut, error) {
	if len(c.body) == 0 {
		return nil, invalid("", "fault.bill.none", nil)
	}
	b, err := bringing.ParseBill(c.Context(), a.Parse, c.body)
	if err != nil {
		return nil, err
	}
	s, err := a.stock(c)
	if err != nil {
		return nil, err
	}
	choice := bill.Choice{Facility: in.Facility, Segment: in.Segment, Machine: in.Machine, Maker: in.Maker, Take: bill.Usual()}
	if len(in.Take) > 0 {
		choice.Take = nil
	}
	for _, g := range in.Take {
		choice.Take = append(choice.Take, bill.Group(g))
	}
	if place, ok := asset.Named(s.Places, in.Facility); ok && choice.Machine == "" {
		choice.Machine = b.Earlier(place.ID, s.Items)
	}
	p, rows, err := s.Bill(b, choice, bringing.Known(a.Naming.Index, c.Scope.Org))
	if err == nil {
		err = a.settle(c, in.DryRun, s.Rev, rows)
	}
	if err != nil {
		return nil, err
	}
	return &billOut{billView(c, in.DryRun, b, p)}, nil
}

// leftShown bounds the parts that one answer names.
const leftShown = 1000

func billView(c *call, dry bool, b bill.Bill, p bill.Proposal) BillTaken {
	v := BillTaken{
		DryRun: dry, Standard: b.Standard, Serial: b.Serial, Version: b.Version, Parts: len(b.Parts), New: len(p.New), Changed: len(p.Changed), Unchanged: len(p.Same),
		Rows: []BroughtRow{}, Gone: []string{}, Left: []LeftPart{}, Unchosen: map[string]int{}, Newer: p.Newer,
	}
	for _, r := range slices.Concat(p.New, p.Changed) {
		v.Rows = append(v.Rows, BroughtRow{
			Place: r.Part.At, ID: string(r.Before.ID), Machine: r.Cells[asset.Machine].Text(), Maker: r.Cells[asset.Maker].Text(), Product: r.Cells[asset.Product].Text(), Version: r.Cells["version"].Text(), Columns: r.What,
		})
	}
	for _, i := range p.Gone {
		v.Gone = append(v.Gone, string(i.ID))
	}
	for _, l := range p.Left[:min(len(p.Left), leftShown)] {
		v.Left = append(v.Left, LeftPart{Place: l.Part.At, Name: l.Part.Name, Code: l.Code, Detail: c.Why(fault.Field{Code: l.Code, Args: l.Args})})
	}
	for g, n := range p.Unchosen {
		v.Unchosen[string(g)] = n
	}
	return v
}

func (a *API) downloadInventory(c *call, in *inventoryFileIn) (*fileOut, error) {
	s, err := a.stock(c)
	if err != nil {
		return nil, err
	}
	out := &fileOut{}
	out.ContentType, out.Disposition, out.Body, err = s.Table(c.Lang, law.DayOf(c.Now), s.Items).Bytes(in.Format)
	return out, err
}
