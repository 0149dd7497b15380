package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/access"
)

// The OpenAPI document lists every route and no other; with it the whole of it is golden.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := h.do("", "GET", "openapi.json", "")
	if r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	path := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.WriteFile(path, []byte(r.body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), r.body); d != "" {
		t.Errorf("openapi.json (-want +got):\n%s", d)
	}
	var doc struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Permission string           `json:"x-permission"`
			Security   []map[string]any `json:"security"`
		} `json:"paths"`
	}
	if err := json.Unmarshal([]byte(r.body), &doc); err != nil {
		t.Fatal(err)
	}
	var listed, served []string
	for p, methods := range doc.Paths {
		for m, op := range methods {
			listed = append(listed, strings.ToUpper(m)+" "+p+" "+op.Permission)
			if (op.Permission == "") != (len(op.Security) == 0) {
				t.Errorf("%s %s: permission %q, security %v", m, p, op.Permission, op.Security)
			}
		}
	}
	for _, route := range h.routes {
		needs := string(route.Needs.Action) + " " + string(route.Needs.Object)
		if route.Needs == (access.Permission{}) {
			needs = ""
		}
		served = append(served, route.Pattern+" "+needs)
	}
	slices.Sort(listed)
	slices.Sort(served)
	if d := cmp.Diff(served, listed); d != "" {
		t.Errorf("served and listed differ:\n%s", d)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s", doc.OpenAPI)
	}
	for _, word := range []string{"ErrorModel", "http://", "https://", "unpkg", `"$schema"`} {
		if strings.Contains(r.body, word) {
			t.Errorf("the document contains %s", word)
		}
	}
}

// Every $ref of the document leads somewhere.
func TestOpenAPIIsClosed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var doc any
	if err := json.Unmarshal([]byte(h.do("", "GET", "openapi.json", "").body), &doc); err != nil {
		t.Fatal(err)
	}
	refs := 0
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				at := doc
				for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
					m, _ := at.(map[string]any)
					at = m[step]
				}
				if refs++; at == nil {
					t.Errorf("%s leads nowhere", ref)
				}
			}
			for _, c := range v {
				walk(c)
			}
		case []any:
			for _, c := range v {
				walk(c)
			}
		}
	}
	walk(doc)
	if refs < 10 {
		t.Errorf("only %d references were found: the check sees nothing", refs)
	}
}

// Nothing is served but what stands in the table: no page of huma's, no other spelling of the document.
func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	absent := h.do("", "GET", "nothing", "")
	if absent.status != 404 {
		t.Fatalf("%d", absent.status)
	}
	for _, path := range []string{"docs", "openapi.yaml", "openapi-3.0.json", "schemas/Problem.json", "schemas/other.json", ""} {
		if r := h.do("", "GET", "/api/v1/"+path, ""); r.status != 404 || r.body != absent.body {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	s := h.do("", "GET", "schemas/report.prompt.json", "")
	if s.status != 200 || !strings.Contains(s.body, `"aware_at"`) || !strings.Contains(s.body, `"confirm"`) || s.header.Get("Content-Type") != "application/schema+json" {
		t.Errorf("schema: %d %s", s.status, s.body)
	}
}
