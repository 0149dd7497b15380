package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kanmin/internal/domain/product/memory/memorytest"
)

// Each bad row of the one table is answered in its place, in both languages; the others are not lost by it.
func TestBadNamesAreSaidWithTheirPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	rows := memorytest.Rows()
	type pair struct {
		Maker   string `json:"maker"`
		Product string `json:"product"`
	}
	ask := map[string][]pair{}
	for _, r := range rows {
		ask["rows"] = append(ask["rows"], pair{r.Maker, r.Product})
	}
	body, err := json.Marshal(ask)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ja", "en"} {
		reply := h.do("operator-filer", "POST", "products/resolve", string(body), "Accept-Language", lang)
		var got struct {
			Rows []struct {
				Bound         bool
				Remarks, Said []string
				Problem       *struct {
					Code, Field, Detail string
					Args                map[string]string
				}
			}
		}
		if err := json.Unmarshal([]byte(reply.body), &got); err != nil || len(got.Rows) != len(rows) {
			t.Fatalf("%v: %d %.200s", err, reply.status, reply.body)
		}
		for i, g := range got.Rows {
			r := rows[i]
			want := map[string]string{"ja": r.Ja, "en": r.En}[lang]
			if g.Bound || strings.Join(g.Remarks, " ") != strings.Join(r.Remarks, " ") || r.Code == "" && !strings.Contains(strings.Join(g.Said, " "), want) {
				t.Errorf("%s, %s: %+v", lang, r.Name, g)
			}
			if p := g.Problem; (p == nil) != (r.Code == "") || p != nil && (p.Code != r.Code || p.Field != r.Field || p.Args["place"] != r.Place || !strings.Contains(p.Detail, want)) {
				t.Errorf("%s, %s: problem %+v", lang, r.Name, p)
			}
		}
	}
}
