package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
)

// CountedTile is a saved view on 本日の対応 with the number of rows that it leaves now.
type CountedTile struct {
	View  string `json:"view" doc:"its id, as list-views says it"`
	Name  string `json:"name"`
	List  string `json:"list" enum:"received,filings,expected"`
	Query string `json:"query"`
	For   string `json:"for" enum:"me,office"`
	Count int    `json:"count" doc:"rows of the list that it opens; up to 10,000"`
	More  bool   `json:"more" doc:"there are more than were counted"`
	Lost  bool   `json:"lost,omitempty" doc:"its conditions can no longer be read"`
}

type tilesOut struct {
	Body struct {
		Tiles []CountedTile `json:"tiles" doc:"in their order, those of the office first"`
	}
}

func (a *API) tiling(t *table) {
	add(t, access.Permission{Action: access.Read, Object: access.Desk}, huma.Operation{
		OperationID: "list-tiles", Method: http.MethodGet, Path: "/tiles", Tags: []string{"views"}, Summary: "Tiles of 本日の対応: saved views with the number of rows that each leaves now",
	}, a.tiles)
	add(t, viewing.MayPin, huma.Operation{
		OperationID: "arrange-tile", Method: http.MethodPost, Path: "/tiles/{id}", Tags: []string{"views"}, Summary: "Put a saved view up as a tile, move it, or take it down; what was taken down comes back to its place",
		RequestBody: jsonBody(objectSchema(map[string]any{"do": map[string]any{"type": "string", "enum": view.Moves}, "for": map[string]any{"type": "string", "enum": []string{"me", "office"}}}, "do", "for"), true),
	}, a.arrangeTile)
}

func (a *API) tiles(c *call, _ *struct{}) (*tilesOut, error) {
	out := &tilesOut{}
	out.Body.Tiles = []CountedTile{}
	return out, a.Viewing.Count(c.Context(), c.Scope, func(tx pinned.Tx) error {
		on, _, _, err := pinned.Read(tx, law.DayOf(c.Scope.At))
		for _, t := range on {
			one := CountedTile{View: string(t.ID), Name: t.Name, List: string(t.List), Query: t.Query, For: "me", Count: t.N, More: t.More, Lost: t.Lost}
			if t.Office {
				one.For = "office"
			}
			out.Body.Tiles = append(out.Body.Tiles, one)
		}
		return err
	})
}

func (a *API) arrangeTile(c *call, in *idAct) (*tilesOut, error) {
	var b struct {
		Do  view.Move `json:"do"`
		For string    `json:"for"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	if b.For != "me" && b.For != "office" {
		return nil, invalid("for", "fault.filter.choice", nil)
	}
	key, err := c.key()
	if err == nil {
		err = a.Viewing.Pin.Do(c.Context(), c.Scope, key, viewing.Where{View: ident.Object(in.ID), Office: b.For == "office", Move: b.Do})
	}
	if err != nil {
		return nil, err
	}
	return a.tiles(c, nil)
}
