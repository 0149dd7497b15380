package codex_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/codex"
)

var update = flag.Bool("update", false, "rewrite docs/law/TRACE.md")

const traceFile = "../../../../docs/law/TRACE.md"

// sources reads the Go files of the rule book: path below law → text.
func sources(t *testing.T) (code, tests map[string]string) {
	t.Helper()
	code, tests = map[string]string{}, map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		b, err := os.ReadFile(path) //nolint:gosec // our own tree
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		if strings.HasSuffix(path, "_test.go") {
			tests[name] = string(b)
		} else {
			code[name] = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return code, tests
}

// builders are the functions that make an id out of parts, in tables: prefix of the id → file.
var builders = map[string]string{
	"sector.": "sectors_table.go", "joint.": "sectors_table.go", "type.": "content_table.go", "item.": "content_table.go", "field.": "content_table.go",
	"recipient.": "content_table.go", "example.": "examples_table.go",
	"row.": "statements_table.go", "act.": "statements_table.go", "addressee.": "statements_table.go", "secrecy.": "statements_table.go", "outcome.": "statements_table.go", "release.": "statements_table.go",
	"equipment.": "statements_table.go", "level.": "statements_table.go",
}

// testOf names the test that holds entries which no test names one by one.
var testOf = map[string]string{
	"sector.": "book_test.go", "joint.": "book_test.go", "type.": "scope/clauses_test.go", "item.": "book_test.go", "field.": "book_test.go", "form.": "book_test.go",
	"recipient.": "event/assess_test.go", "example.": "book_test.go", "designated.": "scope/facts_test.go", "stage.": "book_test.go",
	"row.": "book_test.go", "act.": "book_test.go", "addressee.": "book_test.go", "secrecy.": "book_test.go", "outcome.": "book_test.go", "release.": "book_test.go", "equipment.": "book_test.go", "level.": "book_test.go",
	"ppc.final.improper": "due_test.go", "incident.prompt": "event/assess_test.go", "incident.waiver": "event/assess_test.go",
}

func find(files map[string]string, needle string) string {
	best := ""
	for name, text := range files {
		if strings.Contains(text, needle) && (best == "" || name < best) {
			best = name
		}
	}
	return best
}

func prefixed(table map[string]string, id string) string {
	for prefix, file := range table {
		if strings.HasPrefix(id, prefix) {
			return file
		}
	}
	return ""
}

func places(t *testing.T) func(string) codex.Place {
	code, tests := sources(t)
	ownTest := map[string]string{}
	for name, text := range tests {
		if !strings.HasPrefix(name, "codex/") {
			ownTest[name] = text
		}
	}
	return func(id string) codex.Place {
		if rule, ok := strings.CutPrefix(id, "due:"); ok {
			return codex.Place{File: find(code, `dueRule{id: "`+rule+`"`), Test: find(map[string]string{"due_test.go": tests["due_test.go"]}, `"`+rule+`"`)}
		}
		p := codex.Place{File: find(code, `ID: "`+id+`"`), Test: find(ownTest, `"`+id+`"`)}
		if p.File == "" {
			p.File = prefixed(builders, id)
		}
		if strings.HasPrefix(id, "scope.") || strings.HasPrefix(id, "event.") {
			p.Test = find(map[string]string{strings.SplitN(id, ".", 2)[0] + "/clauses_test.go": tests[strings.SplitN(id, ".", 2)[0]+"/clauses_test.go"]}, `{"`+id+`"`)
		}
		if p.Test == "" {
			p.Test = prefixed(testOf, id)
		}
		return p
	}
}

// docs/law/TRACE.md is what the book says today, and every line of it has a file and a test.
func TestTraceIsCurrent(t *testing.T) {
	t.Parallel()
	at := places(t)
	want := codex.Trace(law.Current(), func(id string) codex.Place {
		p := at(id)
		if p.File == "" {
			t.Errorf("%s stands in no file", id)
		}
		if p.Test == "" {
			t.Errorf("%s is held by no test", id)
		}
		return p
	})
	if *update {
		if err := os.WriteFile(traceFile, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(traceFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), want); diff != "" {
		t.Errorf("docs/law/TRACE.md is stale (go test ./internal/domain/law/codex -update):\n%s", diff)
	}
}

// A provision that nothing rests on is a leftover.
func TestEveryProvisionCarriesSomething(t *testing.T) {
	t.Parallel()
	code, _ := sources(t)
	for _, m := range regexp.MustCompile(`"([a-z0-9.-]+)":\s+\{Ja: "([^"]+)"`).FindAllStringSubmatch(code["provisions_table.go"], -1) {
		used := false
		for name, text := range code {
			used = used || name != "provisions_table.go" && strings.Contains(text, `"`+m[1]+`"`)
		}
		if !used {
			t.Errorf("nothing rests on %s (%s)", m[1], m[2])
		}
	}
}

// One condition, one file.
func TestEveryConditionHasItsOwnFile(t *testing.T) {
	t.Parallel()
	code, _ := sources(t)
	for name, text := range code {
		if n := strings.Count(text, "= rule.Condition[subject]{"); n > 1 {
			t.Errorf("%s holds %d conditions", name, n)
		}
		if n := strings.Count(text, "= dueRule{"); n > 1 {
			t.Errorf("%s holds %d due dates", name, n)
		}
	}
}
