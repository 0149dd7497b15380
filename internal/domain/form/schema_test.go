package form_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure/book"
)

// valid reads as much of JSON Schema (2020-12) as schemas of forms use, as the specification says it; a keyword that it does not know
// stops the test.
func valid(t *rapid.T, schema, v any) bool {
	s, ok := schema.(map[string]any)
	if !ok {
		return schema.(bool)
	}
	for word, arg := range s {
		if !holds(t, s, word, arg, v) {
			return false
		}
	}
	return true
}

func holds(t *rapid.T, s map[string]any, word string, arg, v any) bool {
	text, isText := v.(string)
	number, isNumber := v.(float64)
	list, isList := v.([]any)
	object, isObject := v.(map[string]any)
	switch word {
	case "$schema", "title", "description", "examples", "then", "else": // then and else are read with if
		return true
	case "type":
		return slices.Contains(words(arg), typeOf(v)) || typeOf(v) == "integer" && slices.Contains(words(arg), "number")
	case "enum":
		return slices.ContainsFunc(arg.([]any), func(one any) bool { return reflect.DeepEqual(one, v) })
	case "maxLength":
		return !isText || float64(utf8.RuneCountInString(text)) <= arg.(float64)
	case "minimum":
		return !isNumber || number >= arg.(float64)
	case "maximum":
		return !isNumber || number <= arg.(float64)
	case "maxItems":
		return !isList || float64(len(list)) <= arg.(float64)
	case "minItems":
		return !isList || float64(len(list)) >= arg.(float64)
	case "uniqueItems":
		return !isList || !slices.ContainsFunc(list, func(one any) bool {
			return len(slices.DeleteFunc(slices.Clone(list), func(o any) bool { return !reflect.DeepEqual(o, one) })) > 1
		})
	case "items":
		return !isList || !slices.ContainsFunc(list, func(one any) bool { return !valid(t, arg, one) })
	case "contains":
		return !isList || slices.ContainsFunc(list, func(one any) bool { return valid(t, arg, one) })
	case "anyOf":
		return slices.ContainsFunc(arg.([]any), func(one any) bool { return valid(t, one, v) })
	case "allOf":
		return !slices.ContainsFunc(arg.([]any), func(one any) bool { return !valid(t, one, v) })
	case "required", "properties", "additionalProperties":
		return !isObject || holdsOf(t, s, word, arg, object)
	case "if":
		next := "else"
		if valid(t, arg, v) {
			next = "then"
		}
		branch, there := s[next]
		return !there || valid(t, branch, v)
	}
	t.Fatalf("the schema has the keyword %q", word)
	return false
}

// holdsOf is what is said of an object.
func holdsOf(t *rapid.T, s map[string]any, word string, arg any, object map[string]any) bool {
	switch word {
	case "required":
		return !slices.ContainsFunc(words(arg), func(id string) bool { _, there := object[id]; return !there })
	case "properties":
		for id, schema := range arg.(map[string]any) {
			if one, there := object[id]; there && !valid(t, schema, one) {
				return false
			}
		}
	case "additionalProperties":
		for id := range object {
			if _, known := s["properties"].(map[string]any)[id]; !known && !valid(t, arg, object[id]) {
				return false
			}
		}
	}
	return true
}

func words(v any) (list []string) {
	if one, ok := v.(string); ok {
		return []string{one}
	}
	for _, one := range v.([]any) {
		list = append(list, one.(string))
	}
	return list
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// conditional has what no built-in form has: conditions on several answers, on 未把握, on one that is itself conditional, in rows, and what is needed
// only sometimes.
func conditional() form.Form {
	f := sample
	yes := []form.Option{{ID: "yes", Label: both("はい")}, {ID: "no", Label: both("いいえ")}}
	f.Steps = append(slices.Clone(f.Steps), form.Step{ID: "deep", Title: both("奥"), When: form.Condition{Field: "kind", In: []string{"large"}, Unknown: true}, Fields: []form.Field{
		{ID: "several", Label: both("いくつか"), Kind: form.Choices, Options: yes, Unknowable: true, Section: "a", Needed: true},
		{ID: "if_several", Label: both("次"), Kind: form.Choice, Options: yes, Unknowable: true, Section: "a", When: form.Condition{Field: "several", In: []string{"yes"}, Unknown: true}, Needed: true},
		{ID: "if_unknown", Label: both("未把握なら"), Kind: form.Line, Limit: 20, Section: "a", When: form.Condition{Field: "several", Unknown: true}},
		{ID: "deeper", Label: both("その次"), Kind: form.Count, Max: 9, Section: "a", When: form.Condition{Field: "if_several", In: []string{"yes"}}, NeededWhen: form.Condition{Field: "several", In: []string{"no"}}},
	}}, form.Step{ID: "lines", Title: both("行"), Fields: []form.Field{{ID: "lines", Label: both("行"), Kind: form.Table, Limit: 3, Section: "a", Columns: []form.Field{
		{ID: "which", Label: both("どれ"), Kind: form.Choice, Options: yes, Needed: true},
		{ID: "cell", Label: both("ます"), Kind: form.Day, Unknowable: true, When: form.Condition{Field: "which", In: []string{"yes"}}, Needed: true},
		{ID: "other", Label: both("別"), Kind: form.Line, Limit: 9, NeededWhen: form.Condition{Field: "which", In: []string{"no"}}},
	}}}})
	return f
}

// answer draws an answer that the field takes by itself, or none, once in rare times.
func answer(t *rapid.T, f form.Field, rare int) (form.Value, bool) {
	if rapid.IntRange(1, rare).Draw(t, f.ID+" is answered") == rare {
		return form.Value{}, false
	}
	if f.Unknowable && rapid.IntRange(0, 3).Draw(t, f.ID+" is known") == 0 {
		return form.Value{Unknown: true}, true
	}
	var ids []string
	for _, o := range f.Options {
		ids = append(ids, o.ID)
	}
	switch f.Kind {
	case form.Choice:
		return form.Value{Texts: []string{rapid.SampledFrom(ids).Draw(t, f.ID)}}, true
	case form.Choices:
		return form.Value{Texts: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, min(3, len(ids)), rapid.ID).Draw(t, f.ID)}, true
	case form.Table:
		cells := form.Values{} // of one row: that no two may be of one key no schema can say
		for _, c := range f.Columns {
			if one, ok := answer(t, c, rare); ok {
				cells[c.ID] = one
			}
		}
		return form.Value{Rows: []form.Row{{Cells: cells}}}, len(cells) > 0 // a blank row is left out
	}
	for _, typed := range []string{f.Example.Ja, "2026-11-20", "2026-11-20 10:15", "3", "203.0.113.5", "CVE-2024-21762", "T1498.001"} {
		var l fault.List
		if v := f.Tidy(&l, form.Value{Texts: []string{typed}}); len(l.Fields) == 0 && !v.Empty() {
			return v, true
		}
	}
	t.Fatalf("no answer is good for %s", f.ID)
	return form.Value{}, false
}

// A body of answers each of which is good by itself is valid by the schema exactly when the form takes it: what is needed is there, and nothing is
// there that is not asked.
func TestTheSchemaSaysWhatTheFormSays(t *testing.T) {
	t.Parallel()
	forms := []form.Form{sample, conditional()}
	for _, p := range book.All() {
		forms = append(forms, p.Form)
	}
	for _, f := range forms {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			raw, err := f.Schema()
			if err != nil {
				t.Fatal(err)
			}
			var schema any
			if err := json.Unmarshal(raw, &schema); err != nil {
				t.Fatal(err)
			}
			told := map[bool]int{}
			rapid.Check(t, func(t *rapid.T) { told[agree(t, f, schema)]++ })
			if told[true] == 0 || told[false] == 0 {
				t.Errorf("%d bodies were good and %d were not: nothing was compared", told[true], told[false])
			}
		})
	}
}

func agree(t *rapid.T, f form.Form, schema any) (good bool) {
	values, rare := form.Values{}, rapid.SampledFrom([]int{3, 60}).Draw(t, "unanswered")
	for _, field := range f.Fields() {
		if v, ok := answer(t, field, rare); ok {
			values[field.ID] = v
		}
	}
	if rapid.Bool().Draw(t, "only what is asked") { // else hardly a body would be good
		asked := f.Asked(values)
		for id := range values {
			if !asked[id] {
				delete(values, id)
			}
		}
	}
	raw, err := f.Canonical(values)
	if err != nil {
		t.Fatal(err)
	}
	var body any
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	_, _, refused := f.Check(values, now)
	unasked := f.Unasked(values)
	good = valid(t, schema, body)
	if good != (refused == nil && len(unasked) == 0) {
		t.Fatalf("%s: by the schema %v, by the form %v %v", raw, good, refused, unasked)
	}
	return good
}
