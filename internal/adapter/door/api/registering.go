package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/registering"
)

// InventoryTx is what is read of 機器台帳.
type InventoryTx interface {
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
}

// Registering are the flows of 機器台帳 (社内台帳); every field is needed.
type Registering struct {
	Read     Reading[InventoryTx]
	SetPlace registering.SetPlace
	SetItems registering.SetItems
}

// PlaceView is a facility with its segments.
type PlaceView struct {
	ID       string          `json:"id"`
	Rev      int             `json:"rev" doc:"changes so far; to be sent with the next"`
	Name     string          `json:"name"`
	Role     string          `json:"role,omitempty" enum:"critical,component"`
	Business string          `json:"business,omitempty" doc:"id of the designation to which it belongs"`
	InPlace  string          `json:"in_place,omitempty" enum:"yes,no,unknown" doc:"on 1 October 2026"`
	Internet string          `json:"internet,omitempty" enum:"connected,separated,unknown"`
	Media    string          `json:"media,omitempty" enum:"periodic,occasional,none,unknown"`
	Cloud    string          `json:"cloud,omitempty" enum:"all,most,part,none,unknown"`
	Segments []scope.Segment `json:"segments"`
	Note     string          `json:"note,omitempty"`
}

// FiledView is one row that would be filed.
type FiledView struct {
	Facility string       `json:"facility"`
	Business string       `json:"business,omitempty"`
	Types    []law.Letter `json:"types"`
	Kind     string       `json:"kind" enum:"software,appliance,service"`
	Maker    string       `json:"maker"`
	Product  string       `json:"product"`
	DueOn    string       `json:"due_on,omitempty" format:"date"`
	Items    []string     `json:"items" doc:"ids of the rows of 機器台帳 from which it was folded; they are never filed"`
}

type placesOut struct {
	Body struct {
		Places []PlaceView `json:"places"`
	}
}

type placeIn struct {
	actIn
	Place string `path:"place" doc:"id of the facility, or new"`
}

type itemsIn struct {
	actIn
	Seen string `query:"seen" doc:"the revision on which the rows rest; needed where a row has an _id"`
}

type itemsOut struct{ Body json.RawMessage }

type projectionOut struct {
	Body struct {
		Rows     []FiledView `json:"rows"`
		Kept     int         `json:"kept" doc:"rows of 機器台帳 that are not filed"`
		Open     int         `json:"open" doc:"rows about which it cannot be said yet"`
		Homeless int         `json:"homeless" doc:"rows on facilities without a business"`
	}
}

// inventoryForm is 機器台帳 as the body of a program.
var inventoryForm = form.Form{ID: "inventory", Steps: []form.Step{{ID: "items", Fields: []form.Field{asset.Table}}}}

func (a *API) registering(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"inventory"}}
	}
	word := map[string]any{"type": "string", "maxLength": 200}
	place := jsonBody(objectSchema(map[string]any{
		"rev": map[string]any{"type": "integer", "minimum": 0}, "name": word, "role": word, "business": word, "in_place": word, "internet": word, "media": word, "cloud": word, "note": map[string]any{"type": "string", "maxLength": 2000},
		"segments": map[string]any{"type": "array", "maxItems": asset.MostSegments, "items": objectSchema(map[string]any{"name": word, "role": word}, "name")},
	}, "name"), true)
	rows := map[string]any{}
	if b, err := inventoryForm.Schema(); err != nil || json.Unmarshal(b, &rows) != nil {
		panic("api: the form of the inventory has no schema")
	}
	delete(rows, "$schema")
	delete(rows, "$id")
	items := op("write-inventory", http.MethodPost, "/inventory/items", "Write rows of 機器台帳: all of them, or none. A row with an _id is changed, one without is added; nothing of it leaves the organisation", jsonBody(rows, true))
	items.MaxBodyBytes = int64(inventoryForm.BodyLimit())
	add(t, registering.MayRead, op("list-inventory", http.MethodGet, "/inventory/items", "機器台帳 of the own organisation, at and below the own unit", nil), a.inventory)
	add(t, registering.MayWrite, items, a.writeInventory)
	add(t, registering.MayRead, op("list-facilities", http.MethodGet, "/inventory/places", "The facilities with their segments", nil), a.facilities)
	add(t, registering.MayWrite, op("write-facility", http.MethodPost, "/inventory/places/{place}", "Write a facility over the revision that was seen; of “new” it is added", place), a.writeFacility)
	a.bringing(t, rows)
	add(t, registering.MayRead, op("project-inventory", http.MethodGet, "/inventory/projection", "What of 機器台帳 would be filed (届出), folded; looking at it files nothing", nil), a.projection)
}

func (a *API) inventory(c *call, _ *struct{}) (*itemsOut, error) {
	var rev int
	value := form.Value{}
	if err := a.Registering.Read(c.Context(), c.Scope, func(tx InventoryTx) (err error) {
		if rev, err = tx.InventoryRev(); err != nil {
			return err
		}
		places, err := tx.Places()
		if err != nil {
			return err
		}
		list, err := tx.Items()
		for _, i := range list {
			value.Rows = append(value.Rows, form.Row{ID: string(i.ID), Cells: i.Shown(places)})
		}
		return err
	}); err != nil {
		return nil, err
	}
	raw, err := inventoryForm.Canonical(form.Values{asset.Table.ID: value})
	if err != nil {
		return nil, err
	}
	body := map[string]any{"rev": rev, "items": []any{}}
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	out := &itemsOut{}
	out.Body, err = json.Marshal(body)
	return out, err
}

func (a *API) writeInventory(c *call, in *itemsIn) (*itemsOut, error) {
	values, err := inventoryForm.Decode(c.body)
	if err != nil {
		return nil, err
	}
	w := registering.Writing{}
	if in.Seen != "" {
		seen, err := strconv.Atoi(in.Seen)
		if err != nil {
			return nil, invalid("seen", "fault.json.integer", nil)
		}
		w.Seen = &seen
	}
	for _, row := range values[asset.Table.ID].Rows {
		if row.ID != "" && w.Seen == nil {
			return nil, invalid("seen", "fault.form.needed", nil)
		}
		w.Rows = append(w.Rows, registering.Written{ID: ident.Object(row.ID), Rev: registering.AsSeen, Cells: row.Cells})
	}
	key, err := c.key()
	if err == nil {
		err = a.Registering.SetItems.Do(c.Context(), c.Scope, key, w)
	}
	if err != nil {
		return nil, err
	}
	return a.inventory(c, nil)
}

func (a *API) facilities(c *call, _ *struct{}) (*placesOut, error) {
	out := &placesOut{}
	out.Body.Places = []PlaceView{}
	return out, a.Registering.Read(c.Context(), c.Scope, func(tx InventoryTx) error {
		list, err := tx.Places()
		for _, p := range list {
			v := PlaceView{ID: string(p.ID), Rev: p.Rev, Name: p.Name, Role: p.Role, Business: p.Business, Internet: string(p.Internet), Media: string(p.Media), Cloud: string(p.Cloud), Segments: append([]scope.Segment{}, p.Segments...), Note: p.Note}
			if p.InPlace != law.NotAsked {
				v.InPlace = p.InPlace.String()
			}
			out.Body.Places = append(out.Body.Places, v)
		}
		return err
	})
}

func (a *API) writeFacility(c *call, in *placeIn) (*placesOut, error) {
	var b struct {
		Rev      int            `json:"rev"`
		Name     string         `json:"name"`
		Role     string         `json:"role"`
		Business string         `json:"business"`
		InPlace  law.Truth      `json:"in_place"`
		Internet scope.Internet `json:"internet"`
		Media    scope.Media    `json:"media"`
		Cloud    scope.Cloud    `json:"cloud"`
		Note     string         `json:"note"`
		Segments []struct {
			Name string     `json:"name"`
			Role scope.Role `json:"role"`
		} `json:"segments"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	to := asset.Asked{Name: b.Name, Role: b.Role, Business: b.Business, InPlace: b.InPlace, Internet: b.Internet, Media: b.Media, Cloud: b.Cloud, Note: b.Note}
	for _, s := range b.Segments {
		to.Segments = append(to.Segments, scope.Segment{Name: s.Name, Role: s.Role})
	}
	id := ident.Object(in.Place)
	if id == "new" {
		id = ""
	}
	key, err := c.key()
	if err == nil {
		_, err = a.Registering.SetPlace.Do(c.Context(), c.Scope, key, registering.Placing{ID: id, Rev: b.Rev, Asked: to})
	}
	if err != nil {
		return nil, err
	}
	return a.facilities(c, nil)
}

func (a *API) projection(c *call, _ *struct{}) (*projectionOut, error) {
	var places []asset.Place
	var items []asset.Item
	var designations []party.Designation
	today := law.DayOf(c.Scope.At)
	if err := a.Registering.Read(c.Context(), c.Scope, func(tx InventoryTx) (err error) {
		if places, err = tx.Places(); err != nil {
			return err
		}
		if items, err = tx.Items(); err != nil {
			return err
		}
		designations, err = tx.Sectors(c.Scope.Org, today)
		return err
	}); err != nil {
		return nil, err
	}
	p := asset.Project(law.Release(), today, asset.Known{Businesses: asset.Businesses(designations), Places: places, Items: items})
	out := &projectionOut{}
	b := &out.Body
	b.Rows, b.Homeless = []FiledView{}, p.Homeless
	for n, row := range p.Rows {
		v := FiledView{Facility: row.Facility, Business: row.Business, Types: append([]law.Letter{}, row.Types...), Kind: row.Kind, Maker: row.Maker, Product: row.Product, Items: []string{}}
		if !row.DueOn.IsZero() {
			v.DueOn = row.DueOn.String()
		}
		for _, id := range p.Behind[n] {
			v.Items = append(v.Items, string(id))
		}
		b.Rows = append(b.Rows, v)
	}
	for _, v := range p.Verdicts {
		switch v.File {
		case law.No:
			b.Kept++
		case law.Maybe, law.NotAsked:
			b.Open++
		case law.Yes:
		}
	}
	return out, nil
}
