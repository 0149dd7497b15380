package archtest

import (
	"go/ast"
	"go/token"
	"strings"
)

// breach is a bound that was passed, before exemptions.
type breach struct {
	finding
	key string // in the table of exemptions: the path, or path and function
}

func checkSizes(t tree) (out []finding) {
	for _, b := range breaches(t) {
		if exempt[b.key] == "" {
			out = append(out, b.finding)
		}
	}
	return out
}

// checkExempt: an exemption that nothing needs any more goes.
func checkExempt(t tree) (out []finding) {
	return unneeded(t, exempt)
}

func unneeded(t tree, exemptions map[string]string) (out []finding) {
	needed := map[string]bool{}
	for _, b := range breaches(t) {
		needed[b.key] = true
	}
	for key := range exemptions {
		if !needed[key] {
			out = append(out, finding{key, "exempt", "breaks no bound any more: delete it from the table"})
		}
	}
	return out
}

func breaches(t tree) (out []breach) {
	for _, s := range t.sources {
		if s.generated() {
			continue
		}
		tables := tableLines(s)
		lines := strings.Count(s.text, "\n")
		if len(tables)*5 > lines*4 { // a file of which four fifths are data is a table
			continue
		}
		if lines > maxFile {
			out = append(out, breach{s.find(s.ast.Package, "size", "%d lines, at most %d", lines, maxFile), s.path})
		}
		for _, d := range s.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				out = append(out, functionBreaches(s, fn, tables)...)
			}
		}
	}
	return out
}

func functionBreaches(s *source, fn *ast.FuncDecl, tables map[int]bool) (out []breach) {
	key := s.path + " " + fn.Name.Name
	first, last := s.line(fn.Pos()), s.line(fn.End())
	lines, data := last-first+1, 0
	for n := first; n <= last; n++ {
		if tables[n] {
			data++
		}
	}
	judged := lines
	if s.test || data*5 > lines*4 {
		judged -= data // the cases of a table test are no code to follow
	}
	if judged > maxFunction {
		out = append(out, breach{s.find(fn.Pos(), "size", "%s has %d lines, at most %d", fn.Name.Name, judged, maxFunction), key})
	}
	if n := fn.Type.Params.NumFields(); n > maxParameters && !isRow(s, fn) {
		out = append(out, breach{s.find(fn.Pos(), "size", "%s has %d parameters, at most %d", fn.Name.Name, n, maxParameters), key + "()"})
	}
	return out
}

// isRow tells the function that makes one row of a table: in a file named
// …_table.go, three statements at most, the last one returning it. Its parameters
// are the table's columns.
func isRow(s *source, fn *ast.FuncDecl) bool {
	if !strings.HasSuffix(s.path, "_table.go") || fn.Body == nil {
		return false
	}
	n := len(fn.Body.List)
	if n == 0 || n > 3 {
		return false
	}
	_, ok := fn.Body.List[n-1].(*ast.ReturnStmt)
	return ok
}

// tableLines are the lines inside composite literals of two lines or more and of
// constant blocks; a function literal inside a table is code again.
func tableLines(s *source) map[int]bool {
	lines := map[int]bool{}
	mark := func(n ast.Node, is bool) {
		for l := s.line(n.Pos()); l <= s.line(n.End()); l++ {
			if is {
				lines[l] = true
			} else {
				delete(lines, l)
			}
		}
	}
	ast.Inspect(s.ast, func(n ast.Node) bool { // parents first, so the innermost wins
		switch n := n.(type) {
		case *ast.CompositeLit:
			mark(n, s.line(n.Pos()) != s.line(n.End()) || lines[s.line(n.Pos())])
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				mark(n, true)
			}
		case *ast.FuncLit:
			if s.line(n.Pos()) != s.line(n.End()) {
				mark(n.Body, false)
			}
		}
		return true
	})
	return lines
}
