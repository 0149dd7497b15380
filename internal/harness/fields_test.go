package harness

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// document is as much of the API's own description as is needed to know what a program may send.
type document struct {
	Paths map[string]map[string]struct {
		RequestBody struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
}

// schema is a schema: an object with properties, a list of one, or a value.
type schema struct {
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
}

// lacking are the properties of a schema that a sample does not have, as paths, and those that it has of its own.
func (s schema) lacking(sample any, at string) (list []string) {
	if s.Items != nil {
		if rows, ok := sample.([]any); ok && len(rows) > 0 {
			return s.Items.lacking(rows[0], at+"[]")
		}
		return nil // the list itself is there
	}
	fields, _ := sample.(map[string]any)
	for name := range fields {
		if _, described := s.Properties[name]; !described && len(s.Properties) > 0 {
			list = append(list, strings.TrimPrefix(at+"."+name, ".")+" (which is no field)")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		value, has := fields[name]
		path := strings.TrimPrefix(at+"."+name, ".")
		if !has {
			list = append(list, path)
			continue
		}
		list = append(list, s.Properties[name].lacking(value, path)...)
	}
	return list
}

// unboundFields says which fields of bodies the samples lack.
func unboundFields(d document, samples map[string]binding) (missing []string) {
	for path, operations := range d.Paths {
		for method, o := range operations {
			content, takes := o.RequestBody.Content["application/json"]
			pattern := strings.ToUpper(method) + " " + path
			if !takes {
				continue
			}
			var sample any
			if err := json.Unmarshal([]byte(samples[pattern].body), &sample); err != nil {
				missing = append(missing, fmt.Sprintf("%s: its row in internal/harness/bindings_test.go has no JSON body: %v", pattern, err))
				continue
			}
			members, _ := sample.(map[string]any)
			for _, other := range samples[pattern].further { // each has members of its own
				if err := json.Unmarshal([]byte(other.body), &members); err != nil {
					missing = append(missing, fmt.Sprintf("%s: its row in internal/harness/bindings_test.go has a body that is no JSON: %v", pattern, err))
				}
			}
			for _, field := range content.Schema.lacking(sample, "") {
				missing = append(missing, fmt.Sprintf("%s: its row in internal/harness/bindings_test.go must agree with the API's description about the body's %q", pattern, field))
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// described is the API's description as the house gives it.
func (h *house) described() (d document) {
	h.t.Helper()
	if err := json.Unmarshal([]byte(h.do(nil, ask{method: http.MethodGet, path: "/api/v1/openapi.json"}).body), &d); err != nil {
		h.t.Fatal(err)
	}
	return d
}

// Every field that a program may send stands in a sample, and one that is not described is refused by name.
func TestEveryFieldOfTheAPIIsBound(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	d := h.described()
	for _, what := range unboundFields(d, bindings) {
		t.Error(what)
	}
	tried := 0
	for _, r := range h.bind() {
		if _, takes := d.Paths[r.path][strings.ToLower(r.method)].RequestBody.Content["application/json"]; !takes {
			continue
		}
		who, c, ok := h.whoMay(r)
		if !ok {
			t.Errorf("%s serves nobody in the scene", r.Pattern)
			continue
		}
		tried++
		before := h.version()
		for _, a := range h.strange(h.ask(c)) {
			got := h.do(who, a)
			if got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest || !strings.Contains(got.body, "stranger") {
				t.Errorf("%s as %s: a field that nobody described is answered %d: %.300s", a, who.called(), got.status, got.body)
			}
		}
		if h.version() != before {
			t.Errorf("%s: something was written", r.Pattern)
		}
	}
	if tried < 15 {
		t.Errorf("only %d routes that take JSON were tried", tried)
	}
}

// whoMay is somebody whom a route serves, with a call that it answers; nobody where it is public.
func (h *house) whoMay(r *route) (*principal, call, bool) {
	for _, p := range h.everybody() {
		for _, c := range h.calls(r, p) {
			if h.serves(p, c) {
				return p, c, true
			}
		}
	}
	return nil, call{}, false
}

// strange puts a field that nobody described into a body, at the top and into each object of it.
func (h *house) strange(good ask) (list []ask) {
	h.t.Helper()
	var body any
	if err := json.Unmarshal([]byte(good.body), &body); err != nil {
		h.t.Fatalf("%s: %v", good, err)
	}
	a := good
	fields, ok := body.(map[string]any)
	if !ok {
		h.t.Fatalf("%s: the body is no object", good)
	}
	fields["stranger"] = "x"
	text, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	a.body = string(text)
	return append(list, a)
}

// The control: a field that no sample has is told, however deep it stands.
func TestAnUnboundFieldIsTold(t *testing.T) {
	t.Parallel()
	var d document
	if err := json.Unmarshal([]byte(`{"paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":{"properties":{
		"a":{}, "secretly":{}, "rows":{"items":{"properties":{"b":{},"deep":{}}}}}}}}}},"get":{}}}}`), &d); err != nil {
		t.Fatal(err)
	}
	said := strings.Join(unboundFields(d, map[string]binding{"POST /x": {body: `{"a":1,"rows":[{"b":"{bird}"}]}`}}), "\n")
	if !strings.Contains(said, `"secretly"`) || !strings.Contains(said, `"rows[].deep"`) || strings.Count(said, "\n") != 1 {
		t.Errorf("told: %s", said)
	}
	if said := unboundFields(d, map[string]binding{"POST /x": {body: `{"a":1,"secretly":1,"rows":[],"leaver":1}`}}); len(said) != 1 || !strings.Contains(said[0], "leaver") {
		t.Errorf("a field that is none: %q", said)
	}
	if said := unboundFields(d, map[string]binding{}); len(said) != 1 {
		t.Errorf("a route without a sample: %q", said)
	}
}
