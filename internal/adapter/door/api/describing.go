package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/text"
)

// Me is who the caller is here.
type Me struct {
	Organisation text.Both `json:"organisation"`
	Hat          text.Both `json:"hat" doc:"立場: for whom and as what the caller acts"`
	Kind         string    `json:"kind" example:"operator"`
	Roles        []string  `json:"roles"`
	Via          string    `json:"via" enum:"token,session"`
	At           string    `json:"at" format:"date-time" doc:"the platform's clock"`
}

type meOut struct{ Body Me }

type documentOut struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Cache       string `header:"Cache-Control" hidden:"true"`
	Body        []byte
}

func (a *API) describing(t *table) {
	add(t, access.Permission{Action: access.Read, Object: access.Account}, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: "/me", Tags: []string{"about"}, Summary: "Who the caller is here",
	}, me)
	add(t, access.Permission{}, huma.Operation{
		OperationID: "prompt-schema", Method: http.MethodGet, Path: "/schemas/report.prompt.json", Tags: []string{"about"},
		Summary: "JSON Schema of the body of a prompt report", Responses: documentResponse("application/schema+json"),
	}, func(*call, *struct{}) (*documentOut, error) {
		return document(promptSchema(), "application/schema+json")
	})
	add(t, access.Permission{}, huma.Operation{
		OperationID: "openapi", Method: http.MethodGet, Path: "/openapi.json", Tags: []string{"about"},
		Summary: "This document (OpenAPI 3.1)", Responses: documentResponse("application/openapi+json"),
	}, func(*call, *struct{}) (*documentOut, error) {
		return document(t.doc, "application/openapi+json")
	})
	t.doc = t.huma.OpenAPI()
	for _, name := range []string{"ErrorModel", "ErrorDetail"} { // huma's own: errors here are the gate's
		delete(t.doc.Components.Schemas.Map(), name)
	}
}

func documentResponse(media string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {
		Description: "OK", Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: "object"}}},
	}}
}

func document(v any, media string) (*documentOut, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	return &documentOut{ContentType: media, Cache: "max-age=300", Body: append(b, '\n')}, err
}

func me(c *call, _ *struct{}) (*meOut, error) {
	v := Me{Organisation: c.Visitor.OrgName, Hat: c.Visitor.HatName, Kind: string(c.Visitor.Kind), Roles: []string{}, Via: "session", At: clock(c.Now)}
	for _, r := range c.Visitor.Roles {
		v.Roles = append(v.Roles, string(r))
	}
	if c.Visitor.Token != "" {
		v.Via = "token"
	}
	return &meOut{v}, nil
}
