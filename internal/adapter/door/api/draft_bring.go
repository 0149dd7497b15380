package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/submitting"
)

func (a *API) draftBring(t *table) {
	add(t, submitting.MayBring, huma.Operation{
		OperationID: "bring-indicators", Method: http.MethodPost, Path: "/drafts/{number}/indicators", Tags: []string{"drafts"},
		Summary:     "Take the indicators of a notice (気付き連絡) over into a draft of a detailed or further report: those that it does not have yet, each line with the number of the notice",
		RequestBody: jsonBody(objectSchema(map[string]any{"notice": map[string]any{"type": "string", "maxLength": formLimit}}, "notice"), true),
	}, a.bring)
}

func (a *API) bring(c *call, in *numberedAct) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var typed string
	if err := c.texts(map[string]*string{"notice": &typed}, nil, map[string]int{"notice": formLimit}); err != nil {
		return nil, err
	}
	of, err := ident.ParseNumber(typed)
	if err != nil {
		return nil, invalid("notice", "fault.form.option", map[string]string{"text": clip(typed)})
	}
	key, err := c.key()
	if err == nil {
		_, err = a.Bring.Do(c.Context(), c.Scope, key, submitting.Bringing{Draft: n, Notice: of})
	}
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
}
