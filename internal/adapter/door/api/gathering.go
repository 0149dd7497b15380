package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/gathering"
)

// GatheringTx is what is read of 社内取りまとめ.
type GatheringTx interface {
	Gathered(n ident.Number, lock bool) (collection.Whole, error)
	GatheredFrom(n ident.Number) (collection.Gathered, error)
	Collections(limit int) ([]collection.Collection, error)
	AskedOf(limit int) ([]collection.Part, error)
	PartOf(n ident.Number, may access.Permission) (collection.Part, error)
}

// Gathering are the flows of 社内取りまとめ; every field is needed. They are those of the pages.
type Gathering struct {
	Read   Reading[GatheringTx]
	Ask    gathering.Ask
	Answer gathering.Answer
	Move   gathering.Move
	Settle gathering.Settle
	Take   gathering.Take
	Untake gathering.Untake
}

var (
	seeCollections = access.Permission{Action: access.Read, Object: access.Collection}
	mayCollect     = access.Permission{Action: access.Write, Object: access.Collection}
	mayAnswerPart  = access.Permission{Action: access.Answer, Object: access.Collection}
)

// Part is what one unit is asked for (部署の分). It is filled in as a draft of its own, under the same number.
type Part struct {
	Number  string     `json:"number" doc:"整理番号 of the unit's draft"`
	ASCII   string     `json:"number_ascii"`
	Unit    string     `json:"unit" doc:"id"`
	Name    string     `json:"name" doc:"of the unit, of the day"`
	From    string     `json:"from" doc:"name of the unit that asks"`
	Form    string     `json:"form" doc:"the procedure"`
	State   string     `json:"state" enum:"asked,done,none,same,returned,ended" doc:"none: 該当なし; same: 変更なし"`
	Rev     int        `json:"rev" doc:"an answer names the one that was seen"`
	Due     string     `json:"due" format:"date" doc:"社内締切"`
	Late    bool       `json:"late"`
	Open    bool       `json:"open" doc:"its draft can still be written"`
	Begun   bool       `json:"begun" doc:"the unit has written something"`
	After   bool       `json:"after" doc:"it has written after it said that it was done"`
	TakenAt string     `json:"taken_at,omitempty" format:"date-time"`
	Steps   []string   `json:"steps" doc:"ids of the steps of the form that are asked for"`
	Note    string     `json:"note,omitempty"`
	Moves   []PartMove `json:"moves" doc:"what happened, oldest first"`
	Links   Links      `json:"links" doc:"self: what the unit is asked; its answers are the draft of the same number"`
}

// PartMove is one thing that happened to a part.
type PartMove struct {
	Kind string `json:"kind" enum:"asked,done,none,same,returned,ended,begun,chased,extended,taken,untaken,reopened"`
	At   string `json:"at" format:"date-time"`
	By   string `json:"by,omitempty"`
	Note string `json:"note,omitempty"`
	Due  string `json:"due,omitempty" format:"date"`
}

// CollectionLine is a draft for which units were asked.
type CollectionLine struct {
	Number string `json:"number" doc:"整理番号 of the head's draft"`
	ASCII  string `json:"number_ascii"`
	Form   string `json:"form"`
	At     string `json:"at" format:"date-time"`
	Links  Links  `json:"links"`
}

// Board says how far each unit has come.
type Board struct {
	Number  string      `json:"number" doc:"整理番号 of the head's draft"`
	ASCII   string      `json:"number_ascii"`
	Form    string      `json:"form"`
	Open    bool        `json:"open" doc:"the head's draft can still be written"`
	Steps   []string    `json:"steps" doc:"ids of the steps that can be asked for"`
	Units   []BoardUnit `json:"units" doc:"below the draft's unit, each after the one above it"`
	Parts   []Part      `json:"parts"`
	Missing []string    `json:"missing" doc:"names of units of which nothing is known yet (未把握)"`
	Reached *int        `json:"reached,omitempty" doc:"after a move: to how many units it applied; 0 when the request was a repetition"`
	Links   Links       `json:"links"`
}

// BoardUnit is a unit that can be asked, or was.
type BoardUnit struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Above string `json:"above" doc:"id of the unit above it"`
	Asked bool   `json:"asked"`
}

type (
	gatheredIn struct {
		Gathered string `path:"gathered" doc:"整理番号 of the head's draft" example:"D-R8-7K4M-2QXD-W"`
	}
	gatheredAct struct {
		Gathered string `path:"gathered" doc:"整理番号 of the head's draft" example:"D-R8-7K4M-2QXD-W"`
		Key      string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	partIn struct {
		Part string `path:"part" doc:"整理番号 of the unit's draft" example:"D-R8-7K4M-2QXD-W"`
	}
	partAct struct {
		Part string `path:"part" doc:"整理番号 of the unit's draft" example:"D-R8-7K4M-2QXD-W"`
		Key  string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	collectionsOut struct {
		Body struct {
			Asked       []Part           `json:"asked" doc:"of the caller's own unit"`
			Collections []CollectionLine `json:"collections" doc:"drafts for which units were asked, the latest change first"`
		}
	}
	boardOut struct{ Body Board }
	partOut  struct{ Body Part }
)

func (a *API) gathering(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"collections"}}
	}
	const one, part = "/collections/{gathered}", "/asked/{part}"
	line, note := map[string]any{"type": "string", "maxLength": 100}, map[string]any{"type": "string", "maxLength": collection.NoteMost}
	day := map[string]any{"type": "string", "format": "date"}
	list := map[string]any{"type": "array", "maxItems": collection.UnitsMost, "items": line}
	add(t, seeCollections, op("list-collections", http.MethodGet, "/collections", "What the unit is asked for, and drafts for which units were asked (社内取りまとめ)", nil), a.listCollections)
	add(t, mayCollect, op("read-collection", http.MethodGet, one, "How far each unit has come, and which can be asked", nil), a.readBoard)
	add(t, mayCollect, op("ask-units", http.MethodPost, one+"/ask", "Ask units for their part of a draft", jsonBody(objectSchema(map[string]any{"steps": list, "units": list, "due": day, "note": note}, "steps", "units", "due"), true)), a.askUnits)
	add(t, mayCollect, op("move-units", http.MethodPost, one+"/move", "Chase (chased), give more time (extended), send back (returned), end an asking (ended), or ask again (asked); without units all to whom it can be done", jsonBody(objectSchema(map[string]any{
		"to": map[string]any{"enum": []string{collection.Chased, collection.Extended, string(collection.Returned), string(collection.Ended), string(collection.Asked)}}, "units": list, "due": day, "note": note,
	}, "to"), true)), a.moveUnits)
	a.merging(t, op)
	add(t, seeCollections, op("read-part", http.MethodGet, part, "What one unit is asked for; its answers are the draft of the same number", nil), a.readPart)
	add(t, mayAnswerPart, op("answer-part", http.MethodPost, part+"/answer", "Say that the part is done, has nothing (none), is as the last time (same); take that back (asked); or begin with the last time (begun)", jsonBody(objectSchema(map[string]any{
		"to": map[string]any{"enum": gathering.Answers()}, "rev": map[string]any{"type": "integer", "minimum": 1}, "note": note,
	}, "to", "rev"), true)), a.answerPart)
}

func partView(p collection.Part, now ident.Instant) Part {
	v := Part{
		Number: string(p.Number), ASCII: p.Number.ASCII(), Unit: string(p.Unit), Name: p.Name, From: p.From, Form: p.Ref, State: string(p.State), Rev: p.Rev, Due: p.DueOn.String(), Late: p.Late(law.DayOf(now)),
		Open: p.Open, Begun: p.Begun(), After: p.After(), Steps: append([]string{}, p.Steps...), Note: p.Note, Moves: []PartMove{}, Links: Links{Self: Prefix + "/asked/" + p.Number.ASCII()},
	}
	if p.TakenAt != 0 {
		v.TakenAt = clock(p.TakenAt)
	}
	for _, m := range p.Moves {
		one := PartMove{Kind: m.Kind, At: clock(m.At), By: m.Name, Note: m.Note}
		if !m.Due.IsZero() {
			one.Due = m.Due.String()
		}
		v.Moves = append(v.Moves, one)
	}
	return v
}

func (a *API) listCollections(c *call, _ *struct{}) (*collectionsOut, error) {
	out := &collectionsOut{}
	out.Body.Asked, out.Body.Collections = []Part{}, []CollectionLine{}
	return out, a.Gathering.Read(c.Context(), c.Scope, func(tx GatheringTx) error {
		asked, err := tx.AskedOf(pageLimit)
		if err != nil {
			return err
		}
		for _, p := range asked {
			out.Body.Asked = append(out.Body.Asked, partView(p, c.Now))
		}
		own, err := tx.Collections(pageLimit)
		for _, o := range own {
			out.Body.Collections = append(out.Body.Collections, CollectionLine{Number: string(o.Number), ASCII: o.Number.ASCII(), Form: o.Of, At: clock(o.At), Links: Links{Self: collectionAt(o.Number)}})
		}
		return err
	})
}

func collectionAt(n ident.Number) string { return Prefix + "/collections/" + n.ASCII() }

func (a *API) readBoard(c *call, in *gatheredIn) (*boardOut, error) {
	n, err := number("gathered", in.Gathered)
	if err != nil {
		return nil, err
	}
	return a.board(c, n)
}

func (a *API) board(c *call, n ident.Number) (*boardOut, error) {
	var w collection.Whole
	err := a.Gathering.Read(c.Context(), c.Scope, func(tx GatheringTx) (err error) {
		w, err = tx.Gathered(n, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	v := Board{
		Number: string(w.Draft.Number), ASCII: w.Draft.Number.ASCII(), Form: w.Draft.Form, Open: w.Draft.State == filing.DraftOpen,
		Steps: []string{}, Units: []BoardUnit{}, Parts: []Part{}, Missing: []string{}, Links: Links{Self: collectionAt(n)},
	}
	for _, s := range w.Of.Form.Steps {
		v.Steps = append(v.Steps, s.ID)
	}
	asked := map[ident.Unit]bool{}
	for _, p := range w.Parts {
		asked[p.Unit] = true
		v.Parts = append(v.Parts, partView(p, c.Now))
		if p.Missing() {
			v.Missing = append(v.Missing, p.Name)
		}
	}
	for _, u := range w.Units {
		v.Units = append(v.Units, BoardUnit{ID: string(u.ID), Name: u.Name, Above: string(u.Parent), Asked: asked[u.ID]})
	}
	return &boardOut{v}, nil
}

// toUnits reads a body about units.
func (c *call) toUnits(gathered string, b any, due *string) (n ident.Number, day law.Day, key ident.Key, err error) {
	if n, err = number("gathered", gathered); err != nil {
		return n, day, key, err
	}
	if err = c.strict(b); err != nil {
		return n, day, key, err
	}
	if day, err = dayAt("due", *due); err != nil {
		return n, day, key, err
	}
	key, err = c.key()
	return n, day, key, err
}

func (a *API) askUnits(c *call, in *gatheredAct) (*boardOut, error) {
	var b struct {
		Steps []string     `json:"steps"`
		Units []ident.Unit `json:"units"`
		Due   string       `json:"due"`
		Note  string       `json:"note"`
	}
	n, due, key, err := c.toUnits(in.Gathered, &b, &b.Due)
	if err == nil {
		err = a.Gathering.Ask.Do(c.Context(), c.Scope, key, collection.Request{Draft: n, Steps: b.Steps, Units: b.Units, DueOn: due, Note: b.Note})
	}
	if err != nil {
		return nil, err
	}
	return a.board(c, n)
}

func (a *API) moveUnits(c *call, in *gatheredAct) (*boardOut, error) {
	var b struct {
		To    string       `json:"to"`
		Units []ident.Unit `json:"units"`
		Due   string       `json:"due"`
		Note  string       `json:"note"`
	}
	n, due, key, err := c.toUnits(in.Gathered, &b, &b.Due)
	if err != nil {
		return nil, err
	}
	reached, err := a.Gathering.Move.Do(c.Context(), c.Scope, key, gathering.Moved{Draft: n, Units: b.Units, To: b.To, Note: b.Note, DueOn: due})
	if err != nil {
		return nil, err
	}
	out, err := a.board(c, n)
	if err == nil {
		out.Body.Reached = &reached
	}
	return out, err
}

func (a *API) readPart(c *call, in *partIn) (*partOut, error) {
	n, err := number("part", in.Part)
	if err != nil {
		return nil, err
	}
	return a.part(c, n)
}

func (a *API) part(c *call, n ident.Number) (*partOut, error) {
	out := &partOut{}
	return out, a.Gathering.Read(c.Context(), c.Scope, func(tx GatheringTx) error {
		p, err := tx.PartOf(n, seeCollections)
		if err == nil {
			out.Body = partView(p, c.Now)
		}
		return err
	})
}

func (a *API) answerPart(c *call, in *partAct) (*partOut, error) {
	n, err := number("part", in.Part)
	if err != nil {
		return nil, err
	}
	var b struct {
		To   string `json:"to"`
		Rev  int    `json:"rev"`
		Note string `json:"note"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Gathering.Answer.Do(c.Context(), c.Scope, key, gathering.Said{Number: n, Rev: b.Rev, To: b.To, Note: b.Note})
	}
	if err != nil {
		return nil, err
	}
	return a.part(c, n)
}
