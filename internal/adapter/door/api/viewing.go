package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
)

// ViewsTx is what is read of saved views.
type ViewsTx interface {
	Views(view.List) ([]view.Saved, error)
}

// Viewing are the flows of saved views (保存した条件); every field is needed.
type Viewing struct {
	Read   Reading[ViewsTx]
	Save   viewing.Save
	Change viewing.Change
	End    viewing.End
	Pin    viewing.Pin
	Count  Reading[pinned.Tx]
}

// SavedView is what a list is narrowed to, under a name.
type SavedView struct {
	ID        string `json:"id"`
	List      string `json:"list" enum:"received,history,organisations,filings,sent,expected"`
	Name      string `json:"name"`
	Query     string `json:"query" doc:"the conditions, as they stand in the address of the list and of /reports" example:"state=fix-asked&order=oldest"`
	Share     string `json:"share" enum:"mine,unit,org"`
	First     bool   `json:"first" doc:"the caller's list opens with it"`
	Rev       int    `json:"rev" doc:"to be sent with a change"`
	ChangedAt string `json:"changed_at" format:"date-time"`
}

type viewsOut struct {
	Body struct {
		Views []SavedView `json:"views"`
	}
}

func (a *API) viewing(t *table) {
	text := map[string]any{"type": "string"}
	share, yes, rev := map[string]any{"type": "string", "enum": []string{"mine", "unit", "org"}}, map[string]any{"type": "boolean"}, map[string]any{"type": "integer", "minimum": 1}
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/views" + path, Summary: summary, RequestBody: body, Tags: []string{"views"}}
	}
	add(t, access.Permission{Action: access.Read, Object: access.View}, op("list-views", http.MethodGet, "", "Saved views of lists (保存した条件): one's own, and those that colleagues share", nil), a.listViews)
	add(t, viewing.MayWrite, op("save-view", http.MethodPost, "", "Save what a list is narrowed to under a name", jsonBody(objectSchema(map[string]any{
		"list": map[string]any{"type": "string", "enum": view.Lists}, "name": text, "query": text, "share": share, "first": yes,
	}, "list", "name", "query", "share"), true)), a.saveView)
	add(t, viewing.MayWrite, op("change-view", http.MethodPost, "/{id}/change", "Rename a saved view, share it, or let the list open with it",
		jsonBody(objectSchema(map[string]any{"name": text, "share": share, "first": yes, "rev": rev}, "name", "share", "rev"), true)), a.changeView)
	add(t, viewing.MayWrite, op("end-view", http.MethodPost, "/{id}/end", "Delete a saved view for everybody who has it", jsonBody(objectSchema(map[string]any{"rev": rev}, "rev"), true)), a.endView)
}

func (a *API) listViews(c *call, _ *struct{}) (*viewsOut, error) {
	out := &viewsOut{}
	out.Body.Views = []SavedView{}
	return out, a.Viewing.Read(c.Context(), c.Scope, func(tx ViewsTx) error {
		for _, l := range view.Lists {
			list, err := tx.Views(l)
			if err != nil {
				return err
			}
			for _, s := range list {
				out.Body.Views = append(out.Body.Views, SavedView{ID: string(s.ID), List: string(s.List), Name: s.Name, Query: s.Query, Share: string(s.Share), First: s.First, Rev: s.Rev, ChangedAt: clock(s.At)})
			}
		}
		return nil
	})
}

// viewBody is what a program says of a view.
type viewBody struct {
	List  view.List  `json:"list"`
	Name  string     `json:"name"`
	Query string     `json:"query"`
	Share view.Share `json:"share"`
	First bool       `json:"first"`
	Rev   int        `json:"rev"`
}

// afterView reads a body, does an act with it and answers with what there is then.
func (a *API) afterView(c *call, do func(viewBody, ident.Key) error) (*viewsOut, error) {
	var b viewBody
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = do(b, key)
	}
	if err != nil {
		return nil, err
	}
	return a.listViews(c, nil)
}

func (a *API) saveView(c *call, _ *actIn) (*viewsOut, error) {
	return a.afterView(c, func(b viewBody, k ident.Key) error {
		return a.Viewing.Save.Do(c.Context(), c.Scope, k, view.Saved{List: b.List, Share: b.Share, First: b.First, Words: view.Words{Name: b.Name, Query: b.Query}})
	})
}

func (a *API) changeView(c *call, in *idAct) (*viewsOut, error) {
	return a.afterView(c, func(b viewBody, k ident.Key) error {
		return a.Viewing.Change.Do(c.Context(), c.Scope, k, viewing.To{ID: ident.Object(in.ID), Rev: b.Rev, Name: b.Name, Share: b.Share, First: b.First})
	})
}

func (a *API) endView(c *call, in *idAct) (*viewsOut, error) {
	return a.afterView(c, func(b viewBody, k ident.Key) error {
		return a.Viewing.End.Do(c.Context(), c.Scope, k, ident.Object(in.ID), b.Rev)
	})
}
