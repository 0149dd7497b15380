package form_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

func TestStrict(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"a":"x","list":[{"a":"x"},{"a":"x"}]}`:       "",
		`{"a":"x","a":"x"}`:                            "a fault.json.duplicate",
		`{"a":"x","\u0061":"x"}`:                       "a fault.json.duplicate",
		`{"a":"x","A":"y"}`:                            "A fault.json.duplicate",
		`{"list":[{"a":"x"},{"a":"x","a":"x"}]}`:       "list[1].a fault.json.duplicate",
		`{"list":[{"b":"x"}]}`:                         "b fault.form.field",
		`{"a":1}`:                                      "a fault.json.string",
		`{"a":"\ud800"}`:                               " fault.json.surrogate",
		strings.Repeat(`{"list":[`, 100):               " fault.json.depth",
		`{"a":"x"}{}`:                                  " fault.json.trailing",
		`{"a":"` + strings.Repeat("x", 1000) + `"`:     " fault.json.syntax",
		`{"a":"` + strings.Repeat("x", 100_000) + `"}`: " fault.body.large",
	} {
		type row struct {
			A    string `json:"a"`
			List []row  `json:"list"`
		}
		said := ""
		if e, ok := errors.AsType[*fault.Error](form.Strict([]byte(body), 10_000, 8, &row{})); ok {
			if said = " " + e.Code; len(e.Fields) > 0 {
				said = e.Fields[0].Path + " " + e.Fields[0].Code
			}
		}
		if said != want {
			t.Errorf("%.60s: %q, want %q", body, said, want)
		}
	}
}
