package against

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// fault is one thing that a hand could get wrong in the matcher.
type fault struct{ file, is, becomes string }

var faults = []fault{
	{"wfn/compare.go", "case target.Wild():\n\t\treturn Undefined", "case target.Wild():\n\t\treturn Disjoint"},
	{"wfn/compare.go", "case source == Any:\n\t\treturn Superset", "case source == Any:\n\t\treturn Disjoint"},
	{"wfn/compare.go", "case target == Any:\n\t\treturn Subset", "case target == Any:\n\t\treturn Superset"},
	{"wfn/compare.go", "case source == NA || target == NA:", "case source == NA:"},
	{"wfn/compare.go", "at > before", "at >= before"},
	{"wfn/compare.go", "rest <= after", "rest < after"},
	{"wfn/compare.go", "for at := 0; at+len(core) <= len(t); at++", "for at := 0; at+len(core) < len(t); at++"},
	{"version/token.go", `"rc": 6`, `"rc": 1`},
	{"version/token.go", "strings.TrimLeft(run, \"0\")}", "run}"},
	{"version/token.go", "b = append(b, byte(len(t.text)))", "b = append(b, 1)"},
	{"version/token.go", "end    class = 0x20", "end    class = 0x48"},
	{"version/token.go", "return generic(text, early), numbers(text) < 3", "return generic(text, early), false"},
	{"version/version.go", "return version + \"-\" + update", "return version"},
	{"item.go", "if n.Pair() == \"\" || c.CPE.Vendor == wfn.Any && c.CPE.Product == wfn.Any {", "if n.Pair() == \"\" {"},
	{"item.go", "return Maybe, true", "return Yes, true"},
	{"item.go", "case m == maker && m != \"\" && p.Bound:", "case m == maker && p.Bound:"},
	{"item.go", "for i, n := range p.Names {", "for i, n := range p.Names[:min(1, len(p.Names))] {"},
	{"item.go", "case n != name || name == \"\":", "case n == \"\" || name == \"\":"},
	{"verdict.go", "case named && c.Vulnerable:", "case named:"},
	{"verdict.go", "if e.Complete {", "if !e.Complete {"},
	{"verdict.go", "if n.Op == And {\n\t\tt.hit", "if n.Op == Or {\n\t\tt.hit"},
	{"verdict.go", "case n.Op == And:", "case n.Op == Or:"},
	{"verdict.go", "t.holds.Truth.Not()", "t.holds.Truth"},
	{"verdict.go", "if !it.Bound && got.Truth == Yes {", "if it.Bound && got.Truth == Maybe {"},
	{"verdict.go", "other.Truth > own.Truth", "other.Truth < own.Truth"},
	{"span.go", "if c.CPE.Part == \"h\" && want == wfn.NA {", "if want == wfn.NA {"},
	{"span.go", "case v == wfn.Any || v.Wild():\n\t\treturn said(Maybe", "case v == wfn.Any || v.Wild():\n\t\treturn said(No"},
	{"span.go", "if v == wfn.NA {\n\t\treturn said(No", "if v == wfn.NA {\n\t\treturn said(Maybe"},
	{"span.go", "m.after && key == m.from", "m.after && key == m.until"},
	{"span.go", "m.before && key == m.until", "false"},
	{"span.go", "if c.at <= key {", "if c.at < key {"},
	{"span.go", "points = append(points, p, p+\"\\x00\")", "points = append(points, p)"},
	{"span.go", "case Investigating:\n\t\tr.Why = Examined\n\t\treturn Verdict{Maybe, r}", "case Investigating:\n\t\tr.Why = Examined\n\t\treturn Verdict{No, r}"},
	{"span.go", "have.Key == wanted.Key && !have.Series()", "have.Key == wanted.Key"},
	{"span.go", "if place.Series() {\n\t\treturn c.over", "if false {\n\t\treturn c.over"},
	{"span.go", "return said(Yes, Inside), true\n\tcase wanted.Key", "return said(Yes, Inside), false\n\tcase wanted.Key"},
}

const (
	asked  = 20_000
	module = "kanmin/internal/oracle/against/seeded"
)

// Each fault is put into a copy of the matcher, and the copy is asked what the oracle is asked. The copies stand in no directory: the compiler is
// told of them (-overlay). The first copy has no fault.
func TestEachSeededFaultIsCaught(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	replace := map[string]string{}
	put := func(name, text string) {
		at := filepath.Join(tmp, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, "internal/oracle/against/seeded", name)] = at
	}
	program := "package main\n\nimport (\n\t\"fmt\"\n"
	calls := ""
	for i, f := range append([]fault{{}}, faults...) {
		seed(t, root, fmt.Sprintf("m%02d", i), f, put)
		program += fmt.Sprintf("\tm%02d %q\n", i, module+fmt.Sprintf("/m%02d/against", i))
		calls += fmt.Sprintf("\tfmt.Println(m%02d.Ask(%d, 1, true).Differences)\n", i, asked)
	}
	put("main.go", program+")\n\nfunc main() {\n"+calls+"}\n")
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tmp, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", "-overlay", filepath.Join(tmp, "overlay.json"), module)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	lines := strings.Fields(string(out))
	if len(lines) != len(faults)+1 || lines[0] != "0" {
		t.Fatalf("%d answers; without a fault: %v", len(lines), lines[:1])
	}
	caught := 0
	for i, f := range faults {
		if lines[i+1] == "0" {
			t.Errorf("nobody notices in %s: %s", f.file, f.becomes)
			continue
		}
		caught++
	}
	fmt.Printf("proof: matching-faults %d\nproof: matching-faults-caught %d\n", len(faults), caught)
}

// seed copies the matcher and what asks it, with one fault.
func seed(t *testing.T, root, name string, f fault, put func(name, text string)) {
	t.Helper()
	found := 0
	for _, dir := range []string{"internal/domain/vuln", "internal/domain/vuln/wfn", "internal/domain/vuln/version", "internal/oracle/against"} {
		list, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range list {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := string(text)
			to := strings.TrimPrefix(strings.TrimPrefix(dir, "internal/domain/"), "internal/oracle/")
			if f.file != "" && path.Join("vuln", f.file) == path.Join(to, filepath.Base(file)) {
				found = strings.Count(s, f.is)
				s = strings.Replace(s, f.is, f.becomes, 1)
			}
			put(path.Join(name, to, filepath.Base(file)), strings.ReplaceAll(s, `"kanmin/internal/domain/vuln`, `"`+module+"/"+name+"/vuln"))
		}
	}
	if f.file != "" && found != 1 {
		t.Fatalf("%s has %d times: %s", f.file, found, f.is)
	}
}
