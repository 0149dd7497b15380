package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/submitting"
)

// ElsewhereTx is what is read of what is handed in elsewhere.
type ElsewhereTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	ErrandsOf(ident.Case) ([]window.Errand, error)
}

// Elsewhere is what is handed in at an authority itself (R1); every field is needed.
type Elsewhere struct {
	Look   Looking[ElsewhereTx]
	Record submitting.Elsewhere
}

// Errand is one report that is handed in at an authority itself.
type Errand struct {
	ID        string          `json:"id"`
	Report    string          `json:"report" doc:"with whose arrival it was frozen"`
	Authority string          `json:"authority" example:"recipient.ppc"`
	Name      string          `json:"name" example:"個人情報保護委員会"`
	Clock     string          `json:"clock,omitempty" example:"ppc.prompt"`
	Needed    string          `json:"needed" enum:"yes,no,unknown"`
	DueOn     string          `json:"due_on,omitempty" format:"date"`
	State     string          `json:"state" enum:"open,handed-in,not-needed" doc:"handed-in: somebody recorded so; the platform itself hands in nothing"`
	Records   []ErrandRecord  `json:"records"`
	Provision []law.Provision `json:"provision"`
}

// ErrandRecord is one record; a correction is a further one.
type ErrandRecord struct {
	At     string `json:"at" format:"date-time"`
	State  string `json:"state" enum:"handed-in,not-needed"`
	On     string `json:"handed_in_on,omitempty" format:"date"`
	Number string `json:"number,omitempty"`
	Note   string `json:"note,omitempty"`
	Name   string `json:"recorded_by"`
}

type elsewhereOut struct {
	Body struct {
		Number  string   `json:"number"`
		Errands []Errand `json:"errands"`
	}
}

func (a *API) elsewhere(t *table) {
	add(t, mayRead, huma.Operation{
		OperationID: "list-elsewhere", Method: http.MethodGet, Path: "/reports/{number}/elsewhere", Tags: []string{"reports"},
		Summary: "What of a report is handed in at an authority itself (様式を出力して提出), by when, with what was recorded of it; for the own organisation",
	}, a.listElsewhere)
	add(t, submitting.MayRecord, huma.Operation{
		OperationID: "record-elsewhere", Method: http.MethodPost, Path: "/reports/{number}/elsewhere", Tags: []string{"reports"},
		Summary: "Record that it was handed in, or why it need not be; a further record corrects the one before",
		RequestBody: jsonBody(objectSchema(map[string]any{
			"errand": map[string]any{"type": "string", "maxLength": 64}, "state": map[string]any{"type": "string", "enum": []any{"handed-in", "not-needed"}},
			"on": map[string]any{"type": "string", "maxLength": 100, "description": "day of handing in"}, "number": map[string]any{"type": "string", "maxLength": window.RecordNumberMost},
			"note": map[string]any{"type": "string", "maxLength": window.RecordNoteMost},
		}, "errand", "state"), true),
	}, a.recordElsewhere)
}

func (a *API) listElsewhere(c *call, in *numbered) (*elsewhereOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	out := &elsewhereOut{}
	out.Body.Number, out.Body.Errands = string(n), []Errand{}
	return out, a.Elsewhere.Look(c.Context(), c.Scope, purposeOpen, func(tx ElsewhereTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, mayRead)
		if err != nil {
			return nil, err
		}
		if !f.BelongsTo(c.Scope.Org) {
			return nil, fault.Absent()
		}
		list, err := tx.ErrandsOf(f.Case)
		for _, e := range list {
			out.Body.Errands = append(out.Body.Errands, errandOf(e))
		}
		return []ident.Object{ident.Object(f.ID)}, err
	})
}

func errandOf(e window.Errand) Errand {
	v := Errand{
		ID: string(e.ID), Report: string(e.Number), Authority: e.Authority, Name: e.Name().Ja, Clock: e.Clock, Needed: e.Needed.String(), State: string(e.State),
		Records: []ErrandRecord{}, Provision: []law.Provision{},
	}
	if !e.DueOn.IsZero() {
		v.DueOn = e.DueOn.String()
	}
	if of, ok := law.RecipientOf(e.Authority); ok {
		v.Provision = law.Provisions(of.Provision...)
	}
	for _, r := range e.Records {
		one := ErrandRecord{At: clock(r.At), State: string(r.State), Number: r.Number, Note: r.Note, Name: r.Name}
		if !r.On.IsZero() {
			one.On = r.On.String()
		}
		v.Records = append(v.Records, one)
	}
	return v
}

func (a *API) recordElsewhere(c *call, in *numberedAct) (*elsewhereOut, error) {
	var h submitting.Handing
	var errand, state, on string
	if err := c.texts(map[string]*string{"errand": &errand, "state": &state, "on": &on, "number": &h.Number, "note": &h.Note}, nil,
		map[string]int{"errand": 64, "state": 20, "on": 100, "number": window.RecordNumberMost, "note": window.RecordNoteMost}); err != nil {
		return nil, err
	}
	day, err := days(map[string]string{"on": on})
	if err != nil {
		return nil, err
	}
	h.Errand, h.State, h.On = ident.Object(errand), window.ErrandState(state), day["on"]
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		h.Of = n
		return a.Elsewhere.Record.Do(ctx, s, key, h)
	}); err != nil {
		return nil, err
	}
	return a.listElsewhere(c, &numbered{in.Number})
}
