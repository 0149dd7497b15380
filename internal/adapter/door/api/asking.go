package api

import (
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

type requestOut struct{ Body Request }

type answerIn struct {
	Number  string `path:"number" doc:"整理番号 of the report, in Latin or Japanese"`
	Request string `path:"request" doc:"number of the request, in Latin (Q-R8-…) or Japanese (照-R8-…)"`
	Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

func (a *API) asking(t *table) {
	str := func(limit int) map[string]any { return map[string]any{"type": "string", "maxLength": limit} }
	add(t, mayAsk, huma.Operation{
		OperationID: "ask", Method: http.MethodPost, Path: "/reports/{number}/requests", DefaultStatus: http.StatusCreated, Tags: []string{"requests"},
		Summary: "Ask the filer: 補正のお願い (fix) or 照会 (enquiry)",
		RequestBody: jsonBody(objectSchema(map[string]any{
			"kind": map[string]any{"enum": []string{string(request.Fix), string(request.Enquiry)}}, "text": str(request.TextLimit),
			"answer_by": map[string]any{"type": "string", "format": "date"}, "fields": map[string]any{"type": "array", "items": map[string]any{"type": "string"}},
		}, "kind", "text"), true),
	}, a.ask)
	add(t, mayAnswer, huma.Operation{
		OperationID: "answer", Method: http.MethodPost, Path: "/reports/{number}/requests/{request}/answer", DefaultStatus: http.StatusCreated, Tags: []string{"requests"},
		Summary: "Answer a question", RequestBody: jsonBody(objectSchema(map[string]any{"reply": str(request.TextLimit)}, "reply"), true),
	}, a.answer)
}

func (a *API) ask(c *call, in *numberedAct) (*requestOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var kind, text, by string
	var fields []string
	err = c.texts(map[string]*string{"kind": &kind, "text": &text, "answer_by": &by}, map[string]*[]string{"fields": &fields}, map[string]int{"text": request.TextLimit})
	if err != nil {
		return nil, err
	}
	q := asking.Question{Filing: n, Kind: request.Kind(kind), Text: text, Fields: fields}
	if q.AnswerBy, err = dayAt("answer_by", by); err != nil {
		return nil, err
	}
	if len(fields) > 0 {
		if err := a.known(c, n, fields); err != nil {
			return nil, err
		}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Ask.Do(c.Context(), c.Scope, key, q)
	if err != nil {
		return nil, err
	}
	return a.request(c, n, id)
}

// known refuses fields that the form of a report does not have.
func (a *API) known(c *call, n ident.Number, fields []string) error {
	return a.Report(c.Context(), c.Scope, purposeAct, func(tx ReportTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, mayAsk)
		if err != nil {
			return nil, err
		}
		of, err := tx.Procedure(string(f.Kind))
		if err != nil {
			return nil, err
		}
		var l fault.List
		for i, id := range fields {
			if _, ok := of.Form.Field(id); !ok {
				l.Add("fields["+strconv.Itoa(i)+"]", "fault.form.option", fault.Args{"text": clip(id)})
			}
		}
		return []ident.Object{ident.Object(f.ID)}, l.Err()
	})
}

// dayAt reads a day that may be left out.
func dayAt(place, by string) (law.Day, error) {
	if by == "" {
		return law.Day{}, nil
	}
	d, err := law.ReadDay(by)
	if err == nil {
		return d.Day, nil
	}
	if e, ok := err.(*fault.Error); ok && e.Code != "" { //nolint:errorlint // of the calendar, never wrapped
		return law.Day{}, invalid(place, e.Code, e.Args)
	}
	return law.Day{}, invalid(place, "fault.day.form", fault.Args{"text": clip(by)})
}

func (a *API) answer(c *call, in *answerIn) (*requestOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	r, err := number("request", in.Request)
	if err != nil {
		return nil, err
	}
	var reply string
	if err := c.texts(map[string]*string{"reply": &reply}, nil, map[string]int{"reply": request.TextLimit}); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Answer.Do(c.Context(), c.Scope, key, asking.Reply{Filing: n, Request: r, Text: reply})
	if err != nil {
		return nil, err
	}
	return a.request(c, n, id)
}

// request reads a question back, as today and as far as the actor may see it.
func (a *API) request(c *call, n ident.Number, id ident.Request) (*requestOut, error) {
	var out *requestOut
	err := a.Report(c.Context(), c.Scope, purposeAct, func(tx ReportTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, mayRead)
		if err != nil {
			return nil, err
		}
		list, err := tx.RequestsOf(f.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if r.ID == id {
				out = &requestOut{requestView(r, f.BelongsTo(c.Scope.Org))}
				return []ident.Object{ident.Object(f.ID)}, nil
			}
		}
		return nil, fault.Absent()
	})
	return out, err
}
