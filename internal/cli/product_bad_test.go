package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"kanmin/internal/domain/product/memory/memorytest"
)

// Each bad row of the one table is answered, in JSON and in words, and none is bound.
func TestResolveSaysWhatIsWrongWithARow(t *testing.T) {
	t.Parallel()
	rows := memorytest.Rows()
	var in strings.Builder
	for _, r := range rows {
		in.WriteString(r.Maker + "\t" + r.Product + "\n")
	}
	for i, got := range resolveLines(t, ProductResolveCmd{JSON: true, Lang: "en"}, in.String()) {
		r := rows[i]
		b, err := json.Marshal(got["remarks"])
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(r.Remarks)
		if err != nil {
			t.Fatal(err)
		}
		if got["bound"] != false || string(b) != string(want) {
			t.Errorf("%s: bound %v, remarks %s", r.Name, got["bound"], b)
		}
		p, _ := got["problem"].(map[string]any)
		if (p == nil) != (r.Code == "") || p != nil && (p["code"] != r.Code || p["field"] != r.Field || !strings.Contains(p["detail"].(string), r.En)) {
			t.Errorf("%s: problem %v", r.Name, p)
		}
		if args, _ := p["args"].(map[string]any); r.Place != "" && args["place"] != r.Place {
			t.Errorf("%s: place %v", r.Name, args)
		}
		if said, _ := got["said"].([]any); r.Code == "" && (len(said) == 0 || !strings.Contains(said[0].(string)+said[len(said)-1].(string), r.En)) {
			t.Errorf("%s: said %v", r.Name, said)
		}
	}
	var out bytes.Buffer
	if err := (&ProductResolveCmd{Lang: "ja"}).Run(&Streams{In: strings.NewReader(in.String()), Out: &out, Err: io.Discard}); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if !strings.Contains(out.String(), r.Ja) || strings.Contains(out.String(), "fault.") {
			t.Errorf("%s is not said in words", r.Name)
		}
	}
}
