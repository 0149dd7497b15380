package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func resolveLines(t *testing.T, c ProductResolveCmd, in string) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	if err := c.Run(&Streams{In: strings.NewReader(in), Out: &out, Err: io.Discard}); err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		lines = append(lines, m)
	}
	return lines
}

func TestResolveAnswersEveryLineInOrder(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "list.tsv")
	if err := os.WriteFile(list, []byte("mihondenki\tk1_monitor\t9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := strings.Join([]string{
		"サイボウズ\tガルーン", "mihondenki\tK1 Monitor", "", "\t", "no tab at all", "a\tb\tc\td", "NUL\x00\tx", "x\tbidi\u202e", "\xff\xfe\tx", "縺ゅ＞縺\t繝輔ぃ",
		"x\t" + strings.Repeat("長", 10000), "x\t" + strings.Repeat("y", 200000), "株式会社\t", "last\tline without end",
	}, "\n")
	got := resolveLines(t, ProductResolveCmd{JSON: true, Dictionary: []string{list}}, in)
	if len(got) != 14 {
		t.Fatalf("%d answers to 14 lines", len(got))
	}
	problem := func(i int) string {
		if p, ok := got[i]["problem"].(map[string]any); ok {
			return p["code"].(string)
		}
		return ""
	}
	for i, want := range map[int]string{0: "", 4: "", 5: "", 6: "fault.text.nul", 7: "fault.text.bidi", 8: "fault.text.encoding", 9: "fault.text.damaged", 10: "fault.text.long", 11: "fault.text.long", 13: ""} {
		if problem(i) != want {
			t.Errorf("line %d: problem %q, want %q", i+1, problem(i), want)
		}
	}
	for i, m := range got {
		list, ok := m["candidates"].([]any)
		if !ok || len(list) > 5 {
			t.Errorf("line %d: candidates %v", i+1, m["candidates"])
		}
		if problem(i) != "" && m["bound"] != false {
			t.Errorf("line %d is bound in spite of %s", i+1, problem(i))
		}
	}
	for i, want := range map[int]string{0: "cybozu:garoon", 1: "mihondenki:k1_monitor"} {
		first := got[i]["candidates"].([]any)[0].(map[string]any)
		if first["cpe"].([]any)[0] != want || first["probability"].(float64) <= 0 || first["name"] == "" {
			t.Errorf("line %d: %v, want %s", i+1, first, want)
		}
	}
	if got[4]["maker"] != "" || got[4]["product"] != "no tab at all" || got[5]["product"] != "b" {
		t.Errorf("cells: %v, %v", got[4], got[5])
	}
}

// oneByOne gives one line and then wants its answer before it gives the next.
type oneByOne struct {
	t     *testing.T
	lines []string
	out   *bytes.Buffer
	given int
}

func (r *oneByOne) Read(p []byte) (int, error) {
	if answered := strings.Count(r.out.String(), "\n"); answered != r.given {
		r.t.Errorf("%d lines given, %d answered", r.given, answered)
	}
	if r.given == len(r.lines) {
		return 0, io.EOF
	}
	r.given++
	return copy(p, r.lines[r.given-1]+"\n"), nil
}

func TestResolveStreams(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	r := &oneByOne{t: t, lines: []string{"シスコ\tASA 5506-X", "\tPostgreSQL", "a\x00\tb"}, out: &out}
	c := ProductResolveCmd{JSON: true}
	if err := c.Run(&Streams{In: r, Out: &out, Err: io.Discard}); err != nil {
		t.Fatal(err)
	}
}

func TestResolveRefusesABadDictionary(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "list.tsv")
	if err := os.WriteFile(list, []byte("only one column\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := ProductResolveCmd{JSON: true, Dictionary: []string{list}}
	if err := c.Run(&Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("%v", err)
	}
}

func TestSuggestOnTheCommandLine(t *testing.T) {
	t.Parallel()
	got := resolveLines(t, ProductResolveCmd{JSON: true, Suggest: 3}, "ヤマハ\trtx8\n")
	if list := got[0]["candidates"].([]any); len(list) == 0 || len(list) > 3 {
		t.Errorf("%v", list)
	}
}

func TestImportSaysWhatEachFileGives(t *testing.T) {
	t.Parallel()
	dir, into := t.TempDir(), filepath.Join(t.TempDir(), "dictionary")
	good, bad := filepath.Join(dir, "good.json"), filepath.Join(dir, "bad.json")
	for name, content := range map[string]string{
		good: `{"catalogVersion":"1","vulnerabilities":[{"vendorProject":"Mihon","product":"K1"}]}`, bad: `{"catalogVersion":`,
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	err := (&ProductImportCmd{Files: []string{good, bad}, Into: into, Lang: "ja"}).Run(&Streams{Out: &out})
	if err == nil || exitCode(err) != 1 {
		t.Errorf("%v", err)
	}
	if got := out.String(); !strings.Contains(got, good+": kev、製品1件") || !strings.Contains(got, bad+": document 1, byte") {
		t.Errorf("%s", got)
	}
	if list, err := os.ReadDir(into); err != nil || len(list) != 1 || list[0].Name() != "good.json" {
		t.Errorf("%v %v", list, err)
	}
	out.Reset()
	if err := (&ProductImportCmd{Files: []string{into}, Lang: "en", JSON: true}).Run(&Streams{Out: &out}); err != nil || !strings.Contains(out.String(), `"kind":"kev","makers":0,"products":1}`) {
		t.Errorf("%v %s", err, out.String())
	}
}
