package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/submitting"
)

// ownChannels are authorities to which a report is handed in at their own windows, as answers name them.
var ownChannels = []string{"個人情報保護委員会", "都道府県警察", "電気関係報告規則", "recipient.ppc", "recipient.police", "recipient.electricity"}

// arrivals are the words with which something is said to be with whom it was meant for.
var arrivals = []string{"提出済み", "提出を記録済み", "到達", "handed-in", "arrived"}

// claims are the places of an answer that name such an authority beside a word of arrival: an object of JSON by itself, else a line. named counts
// those that name one at all.
func claims(body string) (said []string, named int) {
	look := func(place string) {
		has := func(list []string) bool {
			return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(place, w) })
		}
		if has(ownChannels) {
			if named++; has(arrivals) {
				said = append(said, place)
			}
		}
	}
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		for line := range strings.Lines(body) {
			look(line)
		}
		return said, named
	}
	objects(v, look)
	return said, named
}

// objects looks at each object by its own texts, not by those of the objects in it.
func objects(v any, look func(string)) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			objects(one, look)
		}
	case map[string]any:
		var own []string
		for name, one := range v {
			if s, ok := one.(string); ok {
				own = append(own, name+": "+s)
			} else {
				objects(one, look)
			}
		}
		slices.Sort(own)
		look(strings.Join(own, "; "))
	}
}

// R1: whatever a program reads or takes out of a report, nothing says of an authority with a channel of its own that it has the report, until somebody
// records that it was handed in; then that says so, with its 受付番号, and nothing else does.
func TestNoProgramIsToldThatAnotherAuthorityHasIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	sent := h.reported(true)
	read := func() (said []string, named int) {
		for _, n := range sent {
			for _, path := range []string{"", "/elsewhere", "/revisions", "/content/content.json", "/content/content.xlsx", "/content/_answers.csv", "/content/_answers.cp932.csv", "/receipt.txt", "/receipt"} {
				for _, who := range []string{"operator-filer", "ministry-officer", "cabinet-analyst"} {
					r := h.do(who, "GET", "reports/"+n+path, "")
					if strings.HasPrefix(r.body, "PK") {
						r.body = masked(t, r.body) // the texts in the book
					}
					s, k := claims(r.body)
					for _, one := range s {
						said = append(said, who+" "+path+" "+one)
					}
					if named += k; k > 0 && who != "operator-filer" && path != "" {
						t.Errorf("%s is told of another authority by %s", who, path)
					}
				}
			}
		}
		return said, named
	}
	if said, named := read(); len(said) > 0 || named < 8 {
		t.Errorf("before anything was recorded (%d places): %q", named, said)
	}
	list := h.must("operator-filer", "GET", "reports/"+sent[1]+"/elsewhere", "", http.StatusOK).json(t)["errands"].([]any)
	for _, e := range list {
		if e := e.(map[string]any); e["authority"] == "recipient.ppc" && e["clock"] == "ppc.prompt" {
			h.must("operator-filer", "POST", "reports/"+sent[1]+"/elsewhere", fmt.Sprintf(`{"errand":%q,"state":"handed-in","on":"R8.11.23","number":"個-2026-𠮷1"}`, e["id"]), http.StatusOK)
		}
	}
	said, _ := read()
	if len(said) != len(sent) { // the case is one: both reports say so
		t.Errorf("after it was recorded: %q", said)
	}
	for _, one := range said {
		if !strings.HasPrefix(one, "operator-filer /elsewhere ") || !strings.Contains(one, "clock: ppc.prompt") {
			t.Error(one)
		}
	}
	if r := h.must("operator-filer", "GET", "reports/"+sent[0]+"/elsewhere", "", http.StatusOK); !strings.Contains(r.body, "個-2026-𠮷1") {
		t.Errorf("the 受付番号 is missing: %s", r.body)
	}
}

func elsewhereOf(h *store.DB) api.Elsewhere {
	return api.Elsewhere{Look: store.Look[api.ElsewhereTx](h), Record: submitting.Elsewhere{Act: store.Act[submitting.ElsewhereTx](h)}}
}
