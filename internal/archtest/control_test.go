package archtest

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// control is a tree that one check must refuse, or, where want is empty, accept.
type control struct {
	check string
	files map[string]string
	want  string // in the finding
}

// lines is a source of n lines of code.
func lines(n int, line string) string { return strings.Repeat(line+"\n", n) }

var controls = []control{
	{"covered", map[string]string{"internal/elsewhere/a.go": "package elsewhere"}, "no rule covers internal/elsewhere"},
	{"covered", map[string]string{"internal/adapter/out/a.go": "package out"}, "no rule covers internal/adapter/out"},
	{"covered", map[string]string{"internal/adapter/out/fax/a.go": "package fax"}, ""},

	{"direction", imports("internal/domain/asset", "kanmin/internal/flow/asking"), "may not import internal/flow/asking"},
	{"direction", imports("internal/domain/access", "kanmin/internal/domain/asset"), "may not import internal/domain/asset"},
	{"direction", imports("internal/domain/access/accesstest", "kanmin/internal/domain/access"), "may not import internal/domain/access"},
	{"direction", imports("internal/domain/asset", "kanmin/internal/domain/law"), ""},
	{"direction", imports("internal/flow/submitting", "kanmin/internal/flow/asking"), "may not import internal/flow/asking"},
	{"direction", imports("internal/flow/submitting", "kanmin/internal/adapter/keep/store"), "may not import internal/adapter/keep/store"},
	{"direction", imports("internal/adapter/door/web/operator", "kanmin/internal/adapter/keep/store"), "may not import internal/adapter/keep/store"},
	{"direction", imports("internal/adapter/door/taxii", "kanmin/internal/adapter/door/web"), "may not import internal/adapter/door/web"},
	{"direction", imports("internal/adapter/door/taxii", "kanmin/internal/adapter/door/gate"), ""},
	{"direction", imports("internal/adapter/door/taxii", "kanmin/internal/adapter/format/stix"), ""},
	{"direction", imports("internal/adapter/out/mail", "kanmin/internal/adapter/out/dial"), "may not import internal/adapter/out/dial"},
	{"direction", imports("internal/adapter/format/xlsx", "kanmin/internal/flow/asking"), "may not import internal/flow/asking"},
	{"direction", imports("internal/adapter/keep/store/incident", "kanmin/internal/adapter/keep/store/plan"), "may not import internal/adapter/keep/store/plan"},
	{"direction", imports("internal/adapter/keep/store/incident", "kanmin/internal/adapter/keep/store/row"), ""},
	{"direction", imports("internal/adapter/keep/store", "kanmin/internal/adapter/keep/store/incident"), ""},
	{"direction", imports("internal/serve", "kanmin/internal/cli"), "may not import internal/cli"},
	{"direction", imports("internal/cli", "kanmin/internal/adapter/door/login"), "may not import internal/adapter/door/login"},
	{"direction", imports("internal/cli", "kanmin/internal/world"), "may not import internal/world"},
	{"direction", imports("internal/serve", "kanmin/internal/world"), "may not import internal/world"},
	{"direction", imports("internal/cli/demo", "kanmin/internal/adapter/door/login"), ""},
	{"direction", imports("internal/cli/demo", "kanmin/internal/world"), ""},
	{"direction", imports("cmd/kanmin", "kanmin/internal/serve"), "may not import internal/serve"},

	{"direction", imports("internal/oracle", "kanmin/internal/domain/vuln"), "may not import internal/domain/vuln"},
	{"direction", imports("internal/oracle/against", "kanmin/internal/domain/vuln/wfn"), ""},

	{"testonly", imports("internal/serve", "kanmin/internal/testpg"), "is for tests"},
	{"testonly", imports("internal/serve", "kanmin/internal/oracle"), "is for tests"},
	{"testonly", imports("internal/domain/law", "kanmin/internal/domain/ledger/ledgertest"), "is for tests"},
	{"testonly", imports("internal/domain/law", "testing"), "is for tests"},
	{"testonly", imports("internal/crash/cmd", "kanmin/internal/testpg"), ""},

	{"std", imports("internal/domain/law", "net/http"), "may not import net/http"},
	{"std", imports("internal/domain/law", "context"), "may not import context"},
	{"std", imports("internal/domain/law", "os"), "may not import os"},
	{"std", imports("internal/domain/law", "math/rand/v2"), "may not import math/rand/v2"},
	{"std", imports("internal/domain/law", "log/slog"), "may not import log/slog"},
	{"std", imports("internal/domain/law", "time"), ""},
	{"std", imports("internal/flow/asking", "database/sql"), "may not import database/sql"},
	{"std", imports("internal/flow/asking", "context"), ""},
	{"std", imports("internal/adapter/door/api", "database/sql"), "only adapter/keep"},

	{"module", imports("internal/domain/law", "github.com/google/uuid"), "may not import github.com/google/uuid"},
	{"module", imports("internal/domain/ledger", "golang.org/x/mod/sumdb/tlog"), ""},
	{"module", imports("internal/domain/ledger", "golang.org/x/mod/semver"), "may not import golang.org/x/mod/semver"},
	{"module", imports("internal/serve", "example.org/nobody/knows"), "no line in docs/dependencies.md"},
	{"module", imports("internal/adapter/format/sheet", "github.com/xuri/excelize/v2"), "in the child alone"},
	{"module", imports("internal/adapter/out/parser", "kanmin/internal/adapter/format/sheet/read"), "it runs in the child alone"},
	{"module", imports("internal/adapter/door/bringing", "kanmin/internal/adapter/format/sbom"), "it runs in the child alone"},
	{"module", imports("internal/adapter/door/bringing", "github.com/CycloneDX/cyclonedx-go"), "in the child alone"},
	{"module", imports("internal/cli", "kanmin/internal/adapter/format/sheet/read"), ""},
	{"std", imports("internal/adapter/format/sheet", "unsafe"), "nothing here needs it"},

	{"use", body("internal/domain/law", "time", "_ = time.Now()"), "time is passed in"},
	{"use", body("internal/flow/asking", "time", "<-time.After(1)"), "time is passed in"},
	{"use", body("internal/adapter/door/api", "time", "_ = time.Now()"), "clock is read in serve"},
	{"use", body("internal/adapter/door/api", "time", "f := time.Now; _ = f"), "clock is read in serve"},
	{"use", body("internal/serve", "time", "_ = time.Now()"), ""},
	{"use", body("internal/domain/law", "time", "var time clock; _ = time.Now()"), ""},
	{"use", map[string]string{"internal/adapter/door/api/a_test.go": "package api\nimport \"time\"\nfunc f() { time.Sleep(1) }"}, "wait for what"},
	{"use", body("internal/domain/law", "fmt", "fmt.Println()"), "no I/O inside"},
	{"use", map[string]string{"internal/domain/law/a_test.go": "package law\nimport \"fmt\"\nfunc Example() { fmt.Println() }"}, ""},
	{"use", map[string]string{"internal/domain/law/a.go": "package law\nimport \"sync\"\nvar mu sync.Mutex"}, "no shared state"},
	{"use", body("internal/adapter/door/web/listing", "encoding/csv", "_ = csv.NewWriter(nil)"), "guards every cell"},
	{"use", body("internal/adapter/format/sheet", "encoding/csv", "_ = csv.NewWriter(nil)"), ""},
	{"use", body("internal/adapter/out/mail", "net", `_, _ = net.Dial("tcp", "")`), "egress dialer"},
	{"use", body("internal/adapter/out/mail", "net/http", `_, _ = http.Get("")`), "adapter/out/dial"},
	{"use", body("internal/adapter/out/dial", "net", `_, _ = net.Dial("tcp", "")`), ""},

	{"client", body("internal/adapter/out/pull", "net/http", "_ = &http.Client{}"), "made by adapter/out/dial alone"},
	{"client", body("internal/adapter/out/pull", "net/http", "_ = new(http.Client)"), "made by adapter/out/dial alone"},
	{"client", body("internal/adapter/out/pull", "net/http", "var c http.Client; _ = c"), "made by adapter/out/dial alone"},
	{"client", body("internal/adapter/out/pull", "net/http", "var c *http.Client; _ = c"), ""},

	{"goroutine", body("internal/domain/law", "fmt", "go func() {}()"), "start none"},
	{"goroutine", body("internal/flow/asking", "fmt", "select {}"), "wait for none"},
	{"goroutine", body("internal/adapter/door/api", "fmt", "go func() {}()"), ""},

	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar n int\nfunc f() { n = 1 }"}, "n is written"},
	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar n int", "internal/domain/law/b.go": "package law\nfunc f() { n++ }"}, "n is written"},
	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar m = map[int]int{}\nfunc f() { m[1] = 2 }"}, "m is written"},
	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar m = map[int]int{}\nfunc f() { delete(m, 1) }"}, "m is written"},
	{"global", map[string]string{"internal/flow/asking/a.go": "package asking\nfunc init() {}"}, "behind the reader's back"},
	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar m = func() map[int]int { m := map[int]int{}; m[1] = 2; return m }()"}, ""},
	{"global", map[string]string{"internal/domain/law/a.go": "package law\nvar n int\nfunc f() { n := 0; n = 1; _ = n }"}, ""},

	{"sql", body("internal/adapter/door/api", "fmt", `_ = "SELECT 1"`), "SQL lives in adapter/keep/store"},
	{"sql", body("internal/serve", "fmt", "_ = `\n\t\tINSERT INTO x VALUES (1)`"), "SQL lives in adapter/keep/store"},
	{"sql", body("internal/serve", "fmt", `_ = "Select one of these"`), ""},
	{"sql", body("internal/adapter/keep/store/plan", "fmt", `_ = "SELECT 1"`), ""},

	{"name", map[string]string{"internal/domain/util/a.go": "package util"}, "owns everything and nothing"},
	{"name", map[string]string{"internal/domain/law/a.go": "package statute"}, "package statute in directory"},
	{"name", map[string]string{"internal/domain/law/a.go": "package law\nimport . \"fmt\""}, "dot import"},
	{"name", map[string]string{"internal/domain/law/a_test.go": "package law_test"}, ""},

	{"port", map[string]string{"internal/flow/asking/a.go": "package asking\ntype Tx interface { A(); B(); C(); D(); E(); F(); G() }"}, "7 methods, at most 6"},
	{"port", map[string]string{"internal/flow/asking/a.go": "package asking\ntype Tx interface { Half; A(); B(); C() }\ntype Half interface { D(); E(); F(); G() }"}, "7 methods, at most 6"},
	{"port", map[string]string{"internal/flow/asking/a.go": "package asking\ntype Tx interface { A(); B(); C(); D(); E(); F() }"}, ""},

	{"size", map[string]string{"internal/serve/a.go": "package serve\n" + lines(400, "// one more")}, "401 lines, at most 400"},
	{"size", map[string]string{"internal/serve/a.go": "package serve\nvar table = []int{\n" + lines(900, "1,") + "}\n"}, ""},
	{"size", body("internal/serve", "fmt", lines(60, "fmt.Print()")), "62 lines, at most 60"},
	{"size", map[string]string{"internal/serve/a_test.go": "package serve\nfunc f() {\n\tfor range []int{\n" + lines(100, "1,") + "} {\n}\n}"}, ""},
	{"size", map[string]string{"internal/serve/a.go": "package serve\nfunc f(a, b, c int, d, e, f string) {}"}, "6 parameters, at most 5"},
	{"size", map[string]string{"internal/domain/law/a_table.go": "package law\nfunc f(a, b, c int, d, e, f string) row { return row{a, b, c, d, e, f} }"}, ""},
	{"size", map[string]string{"internal/domain/law/a_table.go": "package law\nfunc f(a, b, c int, d, e, f string) { g(); h() }"}, "6 parameters, at most 5"},
	{"size", map[string]string{"internal/serve/a.go": "// Code generated by hand. DO NOT EDIT.\n\npackage serve\n" + lines(400, "// one more")}, ""},
}

func imports(dir, target string) map[string]string {
	return map[string]string{dir + "/a.go": "package x\nimport _ \"" + target + "\"\n"}
}

func body(dir, target, statements string) map[string]string {
	return map[string]string{dir + "/a.go": "package x\nimport \"" + target + "\"\nfunc f() {\n" + strings.TrimSuffix(statements, "\n") + "\n}\n"}
}

func TestControls(t *testing.T) {
	t.Parallel()
	refused := map[string]bool{"exempt": true} // TestUnneeded
	for _, c := range controls {
		refused[c.check] = refused[c.check] || c.want != ""
		sample := tree{dependencies: "| `golang.org/x/mod` | why |"}
		for _, name := range slices.Sorted(maps.Keys(c.files)) {
			s, err := parse(name, c.files[name])
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sample.sources = append(sample.sources, s)
		}
		var found []string
		for _, f := range checks[c.check](sample) {
			found = append(found, f.String())
		}
		got := strings.Join(found, "\n")
		if c.want == "" && got != "" {
			t.Errorf("%s refused what is good: %s", c.check, got)
		}
		if c.want != "" && !strings.Contains(got, c.want) {
			t.Errorf("%s: want %q, found %q in\n%v", c.check, c.want, got, c.files)
		}
	}
	for name := range checks {
		if !refused[name] {
			t.Errorf("check %s has no control that must fail", name)
		}
	}
}

// TestUnneeded is the control of "exempt".
func TestUnneeded(t *testing.T) {
	t.Parallel()
	s, err := parse("internal/serve/a.go", "package serve\n"+lines(400, "// one more"))
	if err != nil {
		t.Fatal(err)
	}
	got := unneeded(tree{sources: []*source{s}}, map[string]string{"internal/serve/a.go": "long", "internal/serve/b.go": "was long"})
	if len(got) != 1 || got[0].place != "internal/serve/b.go" {
		t.Errorf("found %v", got)
	}
}
