package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

func (a *API) stepping(t *table) {
	day := map[string]any{"type": "string", "format": "date"}
	reason := map[string]any{"type": "string", "maxLength": request.ReasonLimit}
	add(t, mayAnswer, huma.Operation{
		OperationID: "ask-extension", Method: http.MethodPost, Path: "/reports/{number}/requests/{request}/extension", DefaultStatus: http.StatusCreated, Tags: []string{"requests"},
		Summary: "Ask for more time to answer", RequestBody: jsonBody(objectSchema(map[string]any{"by": day, "reason": reason}, "by", "reason"), true),
	}, func(c *call, in *answerIn) (*requestOut, error) { return a.step(c, in, request.ExtensionAsked) })
	add(t, mayAsk, huma.Operation{
		OperationID: "step", Method: http.MethodPost, Path: "/reports/{number}/requests/{request}/steps", DefaultStatus: http.StatusCreated, Tags: []string{"requests"},
		Summary: "Give more time or not, or ask once more",
		RequestBody: jsonBody(objectSchema(map[string]any{
			"kind": map[string]any{"enum": []string{string(request.Extended), string(request.NotExtended), string(request.Chased)}}, "by": day, "reason": reason,
		}, "kind"), true),
	}, func(c *call, in *answerIn) (*requestOut, error) { return a.step(c, in, "") })
}

// step takes a step about a question; kind "" is said in the body.
func (a *API) step(c *call, in *answerIn, kind request.StepKind) (*requestOut, error) {
	told := asking.Told{Kind: kind}
	var err error
	if told.Filing, err = number("number", in.Number); err != nil {
		return nil, err
	}
	if told.Request, err = number("request", in.Request); err != nil {
		return nil, err
	}
	var said, by string
	into := map[string]*string{"by": &by, "reason": &told.Reason}
	if kind == "" {
		into["kind"] = &said
	}
	if err := c.texts(into, nil, map[string]int{"reason": request.ReasonLimit}); err != nil {
		return nil, err
	}
	if kind == "" {
		if told.Kind = request.StepKind(said); told.Kind == request.ExtensionAsked {
			return nil, invalid("kind", "fault.form.option", fault.Args{"text": said})
		}
	}
	if told.By, err = dayAt("by", by); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Step.Do(c.Context(), c.Scope, key, told)
	if err != nil {
		return nil, err
	}
	return a.request(c, told.Filing, id)
}
