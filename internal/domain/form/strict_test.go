package form_test

import (
	"errors"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

// encoding/json takes capitals and small letters for one name, and the last of two values.
func TestOneNameInCapitalsStandsTwice(t *testing.T) {
	t.Parallel()
	type row struct {
		A string `json:"a"`
	}
	for body, want := range map[string]string{`{"a":"x"}`: "", `{"a":"x","A":"y"}`: "A fault.json.duplicate", `{"ſ":"x","S":"y"}`: "S fault.json.duplicate"} {
		said := ""
		if e, ok := errors.AsType[*fault.Error](form.Strict([]byte(body), 1000, 8, &row{})); ok {
			said = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if said != want {
			t.Errorf("%s: %q, want %q", body, said, want)
		}
	}
}
