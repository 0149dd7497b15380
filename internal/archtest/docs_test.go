package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// top is the repository, seen from this package.
const top = "../.."

// pathInDoc is a path of the tree between backticks.
var pathInDoc = regexp.MustCompile("`((?:cmd|internal|docs|web|scripts)(?:/[A-Za-z0-9_.*-]+)*/?)`")

// Every path that a document names exists: a map that lies is worse than none.
func TestDocsNameWhatExists(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/ARCHITECTURE.md", "docs/GLOSSARY.md", "docs/threat-model.md"} {
		text, err := os.ReadFile(filepath.Join(top, doc))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, path := range missing(string(text)) {
			t.Errorf("%s names %s, which is not there", doc, path)
		}
	}
}

func missing(text string) (list []string) {
	for _, m := range pathInDoc.FindAllStringSubmatch(text, -1) {
		found, err := filepath.Glob(filepath.Join(top, strings.TrimSuffix(m[1], "/")))
		if err != nil || len(found) == 0 {
			list = append(list, m[1])
		}
	}
	return list
}

func TestAMissingPathIsNoticed(t *testing.T) {
	t.Parallel()
	if got := missing("see `internal/archtest` and `internal/nowhere/x.go`"); len(got) != 1 || got[0] != "internal/nowhere/x.go" {
		t.Errorf("noticed %v", got)
	}
}
