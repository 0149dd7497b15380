package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the prefix of our own imports.
const module = "kanmin/"

// source is one parsed Go file.
type source struct {
	path string // from the root of the repository, with slashes
	dir  string
	test bool // a _test.go file, or any file of a package made for tests
	text string
	fset *token.FileSet
	ast  *ast.File
}

// tree is the whole repository as the checks see it.
type tree struct {
	sources      []*source
	dependencies string // docs/dependencies.md
}

// finding is one breach, with its place and what to do.
type finding struct{ place, check, what string }

func (f finding) String() string { return f.place + ": " + f.check + ": " + f.what }

func (s *source) at(pos token.Pos) string {
	return s.path + ":" + strconv.Itoa(s.fset.Position(pos).Line)
}

func (s *source) line(pos token.Pos) int { return s.fset.Position(pos).Line }

func (s *source) find(pos token.Pos, check, format string, args ...any) finding {
	return finding{s.at(pos), check, fmt.Sprintf(format, args...)}
}

// generated files are checked at their generator.
func (s *source) generated() bool { return ast.IsGenerated(s.ast) }

// imports lists the import paths, with the name each has in the file.
func (s *source) imports() map[string]string {
	names := map[string]string{}
	for _, spec := range s.ast.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		names[target] = path.Base(target)
		if spec.Name != nil {
			names[target] = spec.Name.Name
		}
	}
	return names
}

// importAt is where the file imports a path.
func (s *source) importAt(target string) token.Pos {
	for _, spec := range s.ast.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && path == target {
			return spec.Pos()
		}
	}
	return s.ast.Package
}

// uses reports each use of package.Name in the file, unless a local name shadows
// the import.
func (s *source) uses(importPath string, report func(sel *ast.SelectorExpr)) {
	name, ok := s.imports()[importPath]
	if !ok {
		return
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == name && id.Obj == nil {
				report(sel)
			}
		}
		return true
	})
}

func parse(name, text string) (*source, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	dir := path.Dir(name)
	return &source{
		path: name, dir: dir, text: text, fset: fset, ast: file,
		test: strings.HasSuffix(name, "_test.go") || testPackage(dir),
	}, nil
}

// testPackage tells the packages that exist for tests by their name: storetest.
func testPackage(dir string) bool {
	base := path.Base(dir)
	return strings.HasSuffix(base, "test") && base != "test"
}

// skipped are the directories that hold no source of ours.
var skipped = []string{"node_modules", "testdata", "bin", "tmp", "demo-data", ".git"}

func readTree(t *testing.T, root string) tree {
	t.Helper()
	var out tree
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(skipped, entry.Name()) {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, name)
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := parse(filepath.ToSlash(rel), string(text))
		if err != nil {
			return err
		}
		out.sources = append(out.sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	out.dependencies = string(text)
	return out
}

// under tells whether a directory is prefix or lies below it.
func under(dir, prefix string) bool {
	return dir == prefix || strings.HasPrefix(dir, prefix+"/")
}

func underAny(dir string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return under(dir, p) })
}
