package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/phasing"
)

// OpeningTx is what is read of the acts by which functions are opened and closed.
type OpeningTx interface {
	Openings() ([]opening.Act, error)
	Opening(ident.Object) (opening.Act, error)
}

// Opening are the flows of 機能の公開; every field is needed.
type Opening struct {
	Read  Reading[OpeningTx]
	Enter phasing.Enter
	End   phasing.End
}

var (
	mayOpenings = access.Permission{Action: access.Read, Object: access.Opening}
	mayOpen     = access.Permission{Action: access.Write, Object: access.Opening}
)

// FunctionState is how one function stands for the caller.
type FunctionState struct {
	ID      string `json:"id"`
	Row     string `json:"row" doc:"row of the list of functions: S1 …"`
	Name    string `json:"name"`
	Open    bool   `json:"open"`
	When    string `json:"when" doc:"in words: from when it is planned, or until when it is closed"`
	OpensAt string `json:"opens_at,omitempty" format:"date-time" doc:"where the day is fixed"`
	EndsAt  string `json:"ends_at,omitempty" format:"date-time" doc:"when this state ends, where that is fixed"`
	Form    string `json:"form,omitempty" doc:"which form to use until then"`
	Address string `json:"address,omitempty" doc:"where to send it until then"`
}

// OpeningAct is one act by which a function was opened or closed.
type OpeningAct struct {
	ID       string `json:"id"`
	Function string `json:"function"`
	Open     bool   `json:"open"`
	Reach    string `json:"reach" enum:"org,ministry,kind,everybody"`
	Of       string `json:"of,omitempty" doc:"id of an organisation or ministry, or a kind of organisation"`
	FromAt   string `json:"from_at" format:"date-time"`
	UntilAt  string `json:"until_at,omitempty" format:"date-time"`
	Ground   string `json:"ground"`
	When     string `json:"when,omitempty"`
	Form     string `json:"form,omitempty"`
	Address  string `json:"address,omitempty"`
	At       string `json:"at" format:"date-time"`
	By       string `json:"by" doc:"organisation that decided"`
	EndedAt  string `json:"ended_at,omitempty" format:"date-time" doc:"when it was taken back"`
}

type functionsOut struct {
	Body struct {
		Functions []FunctionState `json:"functions"`
	}
}

type openingsOut struct {
	Body struct {
		Openings []OpeningAct `json:"openings"`
	}
}

type openingOut struct{ Body OpeningAct }

func (a *API) openings(t *table) {
	line := map[string]any{"type": "string", "maxLength": opening.UntilLimit}
	day := map[string]any{"type": "string", "format": "date"}
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"functions"}}
	}
	add(t, access.Permission{}, op("functions", http.MethodGet, "/functions", "Which functions are open to the caller, and what to do until the others are (機能の公開)", nil), functions)
	add(t, mayOpenings, op("openings", http.MethodGet, "/openings", "What was decided about functions, the latest first", nil), a.openingList)
	add(t, mayOpen, op("open-function", http.MethodPost, "/openings", "Open or close a function for an audience, from a day until a day", jsonBody(objectSchema(map[string]any{
		"function": line, "way": map[string]any{"type": "string", "enum": []string{"open", "close"}}, "reach": map[string]any{"type": "string", "enum": opening.Reaches}, "of": line, "from": day, "until": day,
		"ground": map[string]any{"type": "string", "maxLength": opening.GroundLimit}, "when": line, "form": line, "address": line,
	}, "function", "way", "reach", "ground"), true)), a.openingEnter)
	add(t, mayOpen, op("end-opening", http.MethodPost, "/openings/{opening}/end", "Take a decision back: what counted before counts again", nil), a.openingEnd)
}

func functions(c *call, _ *struct{}) (*functionsOut, error) {
	out := &functionsOut{}
	for _, k := range opening.All() {
		s, err := c.State(k.ID)
		if err != nil {
			return nil, err
		}
		f := FunctionState{ID: string(k.ID), Row: k.Row, Name: k.Name.In(string(c.Lang)), Open: s.Open, When: gate.WhenTag(c.Lang, k, s).Text}
		if s.OpensAt != 0 {
			f.OpensAt = clock(s.OpensAt)
		}
		if s.EndsAt != 0 {
			f.EndsAt = clock(s.EndsAt)
		}
		if !s.Open {
			f.Form, f.Address = s.Words.Form, s.Words.Address
		}
		out.Body.Functions = append(out.Body.Functions, f)
	}
	return out, nil
}

func openingView(o opening.Act) OpeningAct {
	v := OpeningAct{
		ID: string(o.ID), Function: string(o.Function), Open: o.Open, Reach: string(o.Audience.Reach), Of: o.Audience.Of, FromAt: clock(o.FromAt),
		Ground: o.Words.Ground, When: o.Words.When, Form: o.Words.Form, Address: o.Words.Address, At: clock(o.At), By: string(o.Org),
	}
	if o.UntilAt != 0 {
		v.UntilAt = clock(o.UntilAt)
	}
	if o.EndedAt != 0 {
		v.EndedAt = clock(o.EndedAt)
	}
	return v
}

func (a *API) openingList(c *call, _ *struct{}) (*openingsOut, error) {
	out := &openingsOut{}
	out.Body.Openings = []OpeningAct{}
	err := a.Opening.Read(c.Context(), c.Scope, func(tx OpeningTx) error {
		list, err := tx.Openings()
		for _, o := range list {
			out.Body.Openings = append(out.Body.Openings, openingView(o))
		}
		return err
	})
	return out, err
}

func (a *API) openingOne(c *call, id ident.Object) (*openingOut, error) {
	out := &openingOut{}
	return out, a.Opening.Read(c.Context(), c.Scope, func(tx OpeningTx) error {
		o, err := tx.Opening(id)
		if err == nil {
			out.Body = openingView(o)
		}
		return err
	})
}

func (a *API) openingEnter(c *call, _ *actIn) (*openingOut, error) {
	var d opening.Decision
	var function, way, reach, from, until string
	err := c.texts(map[string]*string{
		"function": &function, "way": &way, "reach": &reach, "of": &d.Audience.Of, "from": &from, "until": &until,
		"ground": &d.Words.Ground, "when": &d.Words.When, "form": &d.Words.Form, "address": &d.Words.Address,
	}, nil, map[string]int{"ground": opening.GroundLimit, "form": opening.UntilLimit, "address": opening.UntilLimit, "when": opening.WhenLimit})
	if err != nil {
		return nil, err
	}
	days, err := days(map[string]string{"from": from, "until": until})
	if err != nil {
		return nil, err
	}
	if way != "open" && way != "close" {
		return nil, invalid("way", "fault.form.needed", nil)
	}
	d.Function, d.Open, d.Audience.Reach, d.From, d.Until = opening.Function(function), way == "open", opening.Reach(reach), days["from"], days["until"]
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Opening.Enter.Do(c.Context(), c.Scope, key, d)
	if err != nil {
		return nil, renamed(err, "open", "way")
	}
	return a.openingOne(c, id)
}

type openingAct struct {
	Opening string `path:"opening" doc:"id of the list"`
	Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

func (a *API) openingEnd(c *call, in *openingAct) (*openingOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Opening.End.Do(c.Context(), c.Scope, key, ident.Object(in.Opening))
	}
	if err != nil {
		return nil, err
	}
	return a.openingOne(c, ident.Object(in.Opening))
}
