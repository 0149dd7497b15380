package inquiry_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"kanmin/internal/domain/law/inquiry"
)

// docs/law/ASSESS.md names every fact that can be given, and nothing else that looks like one.
func TestDocumentationNamesEveryFact(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../../docs/law/ASSESS.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	collect(reflect.TypeFor[inquiry.Inquiry](), names)
	if len(names) < 50 {
		t.Fatalf("only %d facts found", len(names))
	}
	for name := range names {
		if !regexp.MustCompile("[`\"]" + name + "(\\[\\])?[`\"]").Match(b) {
			t.Errorf("%s is not documented", name)
		}
	}
}

func collect(t reflect.Type, names map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		collect(t.Elem(), names)
	case reflect.Struct:
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" {
				continue // the inside of a day
			}
			names[name] = true
			collect(f.Type, names)
		}
	default:
	}
}
