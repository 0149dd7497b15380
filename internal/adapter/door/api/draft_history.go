package api

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/flow/submitting"
)

// HistoryEntry is one answer or row that was kept in a draft. Nothing of the history is rewritten.
type HistoryEntry struct {
	Field string `json:"field" doc:"a row of a table is TABLE/ROW"`
	Seq   int    `json:"seq"`
	State string `json:"state" enum:"current,beside,past"`
	At    string `json:"at" format:"date-time"`
	By    string `json:"by,omitempty"`
	From  string `json:"from,omitempty" doc:"name of the unit of which it was taken over"`
	Value any    `json:"value" doc:"null: 未把握; the cells of a row"`
	Gone  bool   `json:"gone,omitempty" doc:"the row was taken out"`
}

type historyIn struct {
	Number string `path:"number" doc:"整理番号 of the draft, in Latin or Japanese" example:"D-R8-7K4M-2QXD-W"`
	Field  string `query:"field" doc:"of this field alone" example:"which"`
	Page   string `query:"page" doc:"of 200 entries, from 1" example:"1"`
}

type historyOut struct {
	Body struct {
		Entries []HistoryEntry `json:"entries" doc:"the latest first"`
		Total   int            `json:"total"`
	}
}

func (a *API) draftHistory(t *table) {
	add(t, mayDraft, huma.Operation{
		OperationID: "read-history", Method: http.MethodGet, Path: "/drafts/{number}/history", Tags: []string{"drafts"}, Summary: "Who wrote what in a draft, the latest first",
	}, a.readHistory)
	n := map[string]any{"type": "integer", "minimum": 0}
	add(t, mayDraft, huma.Operation{
		OperationID: "restore-answer", Method: http.MethodPost, Path: "/drafts/{number}/history", Tags: []string{"drafts"}, Summary: "Bring an earlier answer back, over the one that was seen as the present one (base; 0: none)",
		RequestBody: jsonBody(objectSchema(map[string]any{"field": map[string]any{"type": "string", "maxLength": 200}, "seq": n, "base": n}, "field", "seq", "base"), true),
	}, a.restoreAnswer)
}

func (a *API) readHistory(c *call, in *historyIn) (*historyOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	page := 1
	if in.Page != "" {
		if page, err = strconv.Atoi(in.Page); err != nil || page < 1 || page > 1_000_000 {
			return nil, invalid("page", "fault.api.integer", nil)
		}
	}
	out := &historyOut{}
	out.Body.Entries = []HistoryEntry{}
	return out, a.Draft(c.Context(), c.Scope, func(tx DraftTx) error {
		d, entries, err := tx.Draft(n)
		if err != nil {
			return err
		}
		of, err := asked(tx, d)
		if err != nil {
			return err
		}
		entries = slices.DeleteFunc(entries, func(e filing.Entry) bool { return in.Field != "" && e.Field != in.Field })
		slices.SortStableFunc(entries, func(a, b filing.Entry) int { return int(b.At - a.At) })
		out.Body.Total = len(entries)
		from := min(len(entries), (page-1)*pageLimit)
		for _, e := range entries[from:min(len(entries), from+pageLimit)] {
			table, _ := filing.SplitField(e.Field)
			f, _ := of.Form.Field(table)
			one := HistoryEntry{Field: e.Field, Seq: e.Seq, State: string(e.State), At: clock(e.At), By: e.Name, From: e.From}
			if one.Gone = len(e.Value.Rows) == 1 && e.Value.Rows[0].Gone; !one.Gone {
				one.Value = kept(f, e.Value)
			}
			out.Body.Entries = append(out.Body.Entries, one)
		}
		return nil
	})
}

func (a *API) restoreAnswer(c *call, in *numberedAct) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var b struct {
		Field string `json:"field"`
		Seq   int    `json:"seq"`
		Base  int    `json:"base"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	if b.Seq < 1 || b.Base < 0 {
		return nil, invalid("seq", "fault.api.integer", nil)
	}
	if d, err := a.draftOf(c, n); err != nil {
		return nil, err
	} else if d.State != filing.DraftOpen {
		return nil, fault.New(fault.Conflict, "fault.draft.closed", nil)
	}
	key, err := c.key()
	if err == nil {
		err = a.Restore.Do(c.Context(), c.Scope, key, submitting.Earlier{Draft: n, Field: b.Field, Seq: b.Seq, Base: b.Base})
	}
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
}
