package form

import (
	"reflect"
	"slices"
)

// rule is what holds under some conditions, all of them: these fields have a place then and none otherwise, and those are needed.
type rule struct {
	when           []Condition
	fields, needed []string
}

// ruled are the rules of an object, those with the same conditions in one.
type ruled []*rule

// both are the conditions that there are.
func both(conditions ...Condition) (list []Condition) {
	for _, c := range conditions {
		if c.Field != "" && !slices.ContainsFunc(list, func(o Condition) bool { return reflect.DeepEqual(c, o) }) {
			list = append(list, c)
		}
	}
	return list
}

// of returns the rule of some conditions; nil where there are none.
func (r *ruled) of(when []Condition) *rule {
	if when = both(when...); len(when) == 0 {
		return nil
	}
	for _, one := range *r {
		if reflect.DeepEqual(one.when, when) {
			return one
		}
	}
	one := &rule{when: when}
	*r = append(*r, one)
	return one
}

// schemas are the rules as if, then and else. A condition on an answer that is itself not asked cannot hold: that answer has no place.
func (r ruled) schemas(kinds map[string]Kind) (list []any) {
	for _, one := range r {
		m := map[string]any{"if": all(kinds, one.when)}
		if len(one.needed) > 0 {
			m["then"] = map[string]any{"required": one.needed}
		}
		if len(one.fields) > 0 {
			none := map[string]any{}
			for _, id := range one.fields {
				none[id] = false
			}
			m["else"] = map[string]any{"properties": none}
		}
		list = append(list, m)
	}
	return list
}

func all(kinds map[string]Kind, conditions []Condition) map[string]any {
	if len(conditions) == 1 {
		return conditions[0].schema(kinds[conditions[0].Field])
	}
	var list []any
	for _, c := range conditions {
		list = append(list, c.schema(kinds[c.Field]))
	}
	return map[string]any{"allOf": list}
}

// schema holds for a body in which the condition holds on an answer of that kind.
func (c Condition) schema(kind Kind) map[string]any {
	var one []any
	for _, id := range c.In {
		one = append(one, id)
	}
	said := map[string]any{"type": "array", "contains": map[string]any{"enum": one}}
	if kind != Choices {
		if c.Unknown {
			one = append(one, nil)
		}
		said = map[string]any{"enum": one}
	} else if unknown := map[string]any{"type": "null"}; c.Unknown && len(one) == 0 {
		said = unknown
	} else if c.Unknown {
		said = map[string]any{"anyOf": []any{said, unknown}}
	}
	return map[string]any{"properties": map[string]any{c.Field: said}, "required": []string{c.Field}}
}
