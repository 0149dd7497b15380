package form

import "encoding/json"

// Schema returns the JSON Schema (2020-12) of the API body of the form. A reader of the schema sees the
// Japanese and English labels; null means 未把握 where it is offered.
func (f Form) Schema() ([]byte, error) {
	props, needed := map[string]any{}, []string{}
	for _, field := range f.Fields() {
		props[field.ID] = field.schema()
		if field.Needed {
			needed = append(needed, field.ID)
		}
	}
	return json.MarshalIndent(map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                f.Title.En,
		"description":          f.Title.Ja,
		"type":                 "object",
		"properties":           props,
		"required":             needed,
		"additionalProperties": false,
	}, "", "  ")
}

func (f Field) schema() map[string]any {
	m := map[string]any{"title": f.Label.En, "description": f.Label.Ja}
	kind := "string"
	switch f.Kind {
	case Choice:
		m["enum"] = f.enum()
	case Choices:
		kind = "array"
		m["items"] = map[string]any{"enum": f.enum()}
		m["uniqueItems"], m["minItems"] = true, 1
	case Moment:
		m["examples"] = []string{"2026-11-24T10:15+09:00", "令和8年11月24日 10時15分"}
	case Line, Area:
		m["maxLength"] = f.Limit
	}
	if f.Unknowable {
		m["type"] = []string{kind, "null"}
		if e, ok := m["enum"].([]any); ok {
			m["enum"] = append(e, nil)
		}
	} else {
		m["type"] = kind
	}
	return m
}

func (f Field) enum() []any {
	var ids []any
	for _, o := range f.Options {
		ids = append(ids, o.ID)
	}
	return ids
}
