package form

import (
	"encoding/json"

	"kanmin/internal/domain/text"
)

// Schema returns the JSON Schema (2020-12) of the API body of the form. A reader of the schema sees the
// Japanese and English labels; null means 未把握 where it is offered.
func (f Form) Schema() ([]byte, error) {
	m := objectSchema(f.Steps)
	m["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	m["title"], m["description"] = f.Title.En, f.Title.Ja
	return json.MarshalIndent(m, "", "  ")
}

// objectSchema is the schema of an object with the members that these steps ask for: those that are always asked and needed are required,
// and each condition says what it adds and what has no place without it.
func objectSchema(steps []Step) map[string]any {
	props, needed, kinds := map[string]any{}, []string{}, map[string]Kind{}
	var rules ruled
	for _, step := range steps {
		for _, field := range step.Fields {
			props[field.ID], kinds[field.ID] = field.schema(), field.Kind
			conditions := both(step.When, field.When)
			if field.Needed && len(conditions) == 0 {
				needed = append(needed, field.ID)
				continue
			}
			if r := rules.of(conditions); r != nil {
				r.fields = append(r.fields, field.ID)
				if field.Needed {
					r.needed = append(r.needed, field.ID)
				}
			}
			if !field.Needed && field.NeededWhen.Field != "" {
				r := rules.of(append(conditions, field.NeededWhen))
				r.needed = append(r.needed, field.ID)
			}
		}
	}
	m := map[string]any{"type": "object", "properties": props, "required": needed, "additionalProperties": false}
	if len(rules) > 0 {
		m["allOf"] = rules.schemas(kinds)
	}
	return m
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
	case Day:
		m["examples"] = []string{"2026-11-24", "令和8年11月24日"}
	case Count:
		kind = "integer"
		m["minimum"] = f.Min
		if f.Max != 0 {
			m["maximum"] = f.Max
		}
	case Table:
		kind = "array"
		m["maxItems"] = f.Limit
		m["items"] = objectSchema([]Step{{Fields: append([]Field{{ID: RowID, Label: text.Both{Ja: "行のID", En: "Row id"}, Kind: Line, Limit: 64}}, f.Columns...)}})
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
