package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/submitting"
)

// Draft is a report that has not been sent (下書き); colleagues of the unit share it.
type Draft struct {
	Number    string                 `json:"number" example:"稿-R8-7K4M-2QXD-W"`
	ASCII     string                 `json:"number_ascii" example:"D-R8-7K4M-2QXD-W"`
	Form      string                 `json:"form" example:"report.prompt"`
	State     string                 `json:"state" enum:"open,sent,discarded"`
	UpdatedAt string                 `json:"updated_at" format:"date-time"`
	Answers   map[string]DraftAnswer `json:"answers,omitempty"`
	Problems  []gate.ProblemField    `json:"problems,omitempty" doc:"what was kept as typed, but cannot be read yet"`
	Links     Links                  `json:"links"`
}

// DraftAnswer is a field of a draft. Base is the seq that a save must name as the one it has seen.
type DraftAnswer struct {
	Value  any          `json:"value" doc:"null: 未把握"`
	Seq    int          `json:"seq"`
	By     string       `json:"by,omitempty"`
	At     string       `json:"at,omitempty" format:"date-time"`
	Beside []DraftEntry `json:"beside,omitempty" doc:"texts of colleagues who wrote at once; choose one before sending"`
}

// DraftEntry is one text that stands beside another.
type DraftEntry struct {
	Value any    `json:"value"`
	Seq   int    `json:"seq"`
	By    string `json:"by,omitempty"`
	At    string `json:"at" format:"date-time"`
}

type (
	draftOut struct {
		Location string `header:"Location"`
		Body     Draft
	}
	draftsOut struct {
		Body struct {
			Drafts []Draft `json:"drafts"`
		}
	}
)

// draftsLimit bounds the list of open drafts of a unit.
const draftsLimit = 200

// formLimit bounds the name of a procedure, in characters.
const formLimit = 40

func (a *API) drafting(t *table) {
	add(t, seeDraft, huma.Operation{
		OperationID: "list-drafts", Method: http.MethodGet, Path: "/drafts", Tags: []string{"drafts"}, Summary: "Open drafts of the unit, newest first",
	}, a.listDrafts)
	add(t, mayDraft, huma.Operation{
		OperationID: "open-draft", Method: http.MethodPost, Path: "/drafts", DefaultStatus: http.StatusCreated, Tags: []string{"drafts"},
		Summary: "Open a draft", RequestBody: jsonBody(objectSchema(map[string]any{"form": map[string]any{"type": "string", "maxLength": formLimit, "examples": []string{incident.Prompt.ID}, "description": "The procedure; the prompt report (速報) when absent."}}), false),
	}, a.openDraft)
	add(t, seeDraft, huma.Operation{
		OperationID: "read-draft", Method: http.MethodGet, Path: "/drafts/{number}", Tags: []string{"drafts"}, Summary: "A draft with its answers",
	}, a.readDraft)
	add(t, mayDraft, huma.Operation{
		OperationID: "save-draft", Method: http.MethodPatch, Path: "/drafts/{number}", Tags: []string{"drafts"},
		Summary:     "Save answers; what a colleague saved meanwhile stays beside",
		RequestBody: jsonBody(answersSchema(), true),
	}, a.saveDraft)
	add(t, mayDraft, huma.Operation{
		OperationID: "choose-answer", Method: http.MethodPost, Path: "/drafts/{number}/choose", Tags: []string{"drafts"},
		Summary: "Choose between two texts that were written at once",
		RequestBody: jsonBody(objectSchema(map[string]any{
			"field": map[string]any{"type": "string"}, "seq": map[string]any{"type": "integer", "minimum": 1},
		}, "field", "seq"), true),
	}, a.choose)
	add(t, mayDraft, huma.Operation{
		OperationID: "discard-draft", Method: http.MethodPost, Path: "/drafts/{number}/discard", Tags: []string{"drafts"}, Summary: "Put a draft aside; nothing of it is deleted",
	}, func(c *call, in *numberedAct) (*draftOut, error) { return a.discard(c, in, a.Discard.Do) })
	add(t, mayRestore, huma.Operation{
		OperationID: "restore-draft", Method: http.MethodPost, Path: "/drafts/{number}/restore", Tags: []string{"drafts"}, Summary: "Take a discarded draft back",
	}, func(c *call, in *numberedAct) (*draftOut, error) { return a.discard(c, in, a.Discard.Undo) })
}

func answersSchema() map[string]any {
	props, _ := formSchema(incident.PromptForm)["properties"].(map[string]any)
	answers := map[string]any{}
	for id, p := range props {
		if id != "confirm" {
			answers[id] = objectSchema(map[string]any{"value": p, "base": map[string]any{"type": "integer", "minimum": 0}}, "value")
		}
	}
	return objectSchema(map[string]any{"answers": objectSchema(answers)}, "answers")
}

func (a *API) listDrafts(c *call, _ *struct{}) (*draftsOut, error) {
	var list []filing.Draft
	err := a.Draft(c.Context(), c.Scope, func(tx DraftTx) (err error) {
		list, err = tx.OpenDrafts(draftsLimit)
		return err
	})
	out := &draftsOut{}
	out.Body.Drafts = []Draft{}
	for _, d := range list {
		out.Body.Drafts = append(out.Body.Drafts, draftView(d, form.Form{}, nil))
	}
	return out, err
}

func (a *API) openDraft(c *call, _ *acting) (*draftOut, error) {
	id := incident.Prompt.ID
	if len(c.body) > 0 {
		if err := c.texts(map[string]*string{"form": &id}, nil, map[string]int{"form": formLimit}); err != nil {
			return nil, err
		}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	draft, err := a.Open.Do(c.Context(), c.Scope, key, id)
	if fault.Is(err, fault.Hidden) {
		return nil, invalid("form", "fault.form.option", fault.Args{"text": clip(id)})
	}
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.DraftByID(draft) })
}

func (a *API) readDraft(c *call, in *numbered) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
}

func (a *API) saveDraft(c *call, in *numbered) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	of, err := a.ofDraft(c, n)
	if err != nil {
		return nil, err
	}
	fields, err := answers(of.Form, c.body)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if c.Header.Get("Idempotency-Key") == "" {
		key.Client, err = "", nil // a save that is repeated changes nothing
	}
	if err != nil {
		return nil, err
	}
	saved, err := a.Save.Do(c.Context(), c.Scope, key, submitting.SaveOf{Draft: n, Form: of.Form, Answers: fields})
	if err != nil {
		return nil, under("answers", err)
	}
	out, err := a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
	if err != nil {
		return nil, err
	}
	for _, f := range saved.Faults {
		out.Body.Problems = append(out.Body.Problems, gate.ProblemField{Path: "answers." + f.Path, Code: f.Code, Detail: c.Why(f), Args: f.Args})
	}
	return out, nil
}

func (a *API) choose(c *call, in *numberedAct) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	m, err := members(c.body, func(string) int { return 0 })
	if err != nil {
		return nil, err
	}
	pick := submitting.Pick{Draft: n}
	var l fault.List
	for name := range m {
		if name != "field" && name != "seq" {
			l.Add(clip(name), "fault.form.field", nil)
		}
	}
	if json.Unmarshal(m["field"], &pick.Field) != nil {
		l.Add("field", "fault.json.string", nil)
	}
	if json.Unmarshal(m["seq"], &pick.Seq) != nil || pick.Seq < 1 {
		l.Add("seq", "fault.api.integer", nil)
	}
	if err := sorted(&l); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	if err := a.Choose.Do(c.Context(), c.Scope, key, pick); err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
}

func (a *API) discard(c *call, in *numberedAct, do onNumber) (*draftOut, error) {
	n, err := c.onNumber(in, do)
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.Draft(n) })
}

// draftOf is a draft without its answers.
func (a *API) draftOf(c *call, n ident.Number) (d filing.Draft, err error) {
	err = a.Draft(c.Context(), c.Scope, func(tx DraftTx) (err error) {
		d, _, err = tx.Draft(n)
		return err
	})
	return d, err
}

// ofDraft is the procedure of a draft.
func (a *API) ofDraft(c *call, n ident.Number) (of procedure.Procedure, err error) {
	err = a.Draft(c.Context(), c.Scope, func(tx DraftTx) error {
		d, _, err := tx.Draft(n)
		if err == nil {
			of, err = asked(tx, d)
		}
		return err
	})
	return of, err
}

// asked is the procedure of a draft; of a unit's part it has the questions that the unit was asked.
func asked(tx DraftTx, d filing.Draft) (of procedure.Procedure, err error) {
	if of, err = tx.Procedure(d.Form); err != nil || d.Root == "" {
		return of, err
	}
	part, err := tx.PartOf(d.Number, seeCollections)
	of.Form = of.Form.Within(part.Steps)
	return of, err
}

func (a *API) draft(c *call, load func(DraftTx) (filing.Draft, []filing.Entry, error)) (*draftOut, error) {
	var d filing.Draft
	var entries []filing.Entry
	var of procedure.Procedure
	err := a.Draft(c.Context(), c.Scope, func(tx DraftTx) (err error) {
		if d, entries, err = load(tx); err != nil {
			return err
		}
		of, err = asked(tx, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	v := draftView(d, of.Form, entries)
	return &draftOut{Location: v.Links.Self, Body: v}, nil
}

func draftView(d filing.Draft, f form.Form, entries []filing.Entry) Draft {
	v := Draft{
		Number: string(d.Number), ASCII: d.Number.ASCII(), Form: d.Form, State: string(d.State), UpdatedAt: clock(d.UpdatedAt),
		Links: Links{Self: Prefix + "/drafts/" + d.Number.ASCII()},
	}
	tables := map[string]DraftAnswer{}
	for id, a := range filing.Answers(entries) {
		if v.Answers == nil {
			v.Answers = map[string]DraftAnswer{}
		}
		name, row := filing.SplitField(id)
		field, _ := f.Field(name)
		one := writtenView(field, a)
		if row == "" {
			v.Answers[id] = one
			continue
		}
		if t, known := tables[name]; !known || t.At < one.At {
			tables[name] = DraftAnswer{Seq: one.Seq, By: one.By, At: one.At}
		}
		if len(one.Beside) > 0 { // one row of two texts is chosen by itself
			v.Answers[id] = one
		}
	}
	written := filing.Values(entries)
	for name, t := range tables {
		field, _ := f.Field(name)
		t.Value = plain(field, written[name])
		v.Answers[name] = t
	}
	return v
}

func writtenView(f form.Field, a filing.Answer) DraftAnswer {
	one := DraftAnswer{Value: plain(f, a.Current.Value), Seq: a.Current.Seq, By: a.Current.Name, At: clock(a.Current.At)}
	for _, b := range a.Beside {
		one.Beside = append(one.Beside, DraftEntry{Value: plain(f, b.Value), Seq: b.Seq, By: b.Name, At: clock(b.At)})
	}
	return one
}

// plain writes an answer as a save takes it: null for 未把握, a list for several choices, a list of rows for a table, and as it was typed what is no
// number.
func plain(f form.Field, v form.Value) any {
	switch {
	case v.Unknown:
		return nil
	case f.Kind == form.Choices:
		return append([]string{}, v.Texts...)
	case f.Kind == form.Count:
		if n, err := strconv.ParseUint(v.Text(), 10, 64); err == nil {
			return n
		}
	case f.Kind == form.Table:
		rows := []map[string]any{}
		for _, r := range v.Rows {
			row := map[string]any{form.RowID: r.ID}
			for _, c := range f.Columns {
				if cell, written := r.Cells[c.ID]; written && !cell.Empty() {
					row[c.ID] = plain(c, cell)
				}
			}
			rows = append(rows, row)
		}
		return rows
	}
	return v.Text()
}
