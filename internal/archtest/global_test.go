package archtest

import (
	"go/ast"
	"go/token"
)

// checkGlobals: inside, a package variable is a table. It is filled where it is
// declared and written nowhere else, nor does its address leave.
func checkGlobals(t tree) (out []finding) {
	vars, topLevel := packageVars(t)
	for _, s := range t.sources {
		if s.test || !underAny(s.dir, []string{domain, flow}) {
			continue
		}
		written := func(e ast.Expr) {
			if id := root(e); id != nil && vars[s.dir][id.Name] && global(id, topLevel) {
				out = append(out, s.find(e.Pos(), "global", "%s is written outside its declaration", id.Name))
			}
		}
		for _, d := range s.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if fn.Name.Name == "init" && fn.Recv == nil {
				out = append(out, s.find(fn.Pos(), "global", "init runs behind the reader's back: fill the table where it is declared"))
			}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				inspectWrite(n, written)
				return true
			})
		}
	}
	return out
}

func inspectWrite(n ast.Node, written func(ast.Expr)) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, e := range n.Lhs {
				written(e)
			}
		}
	case *ast.IncDecStmt:
		written(n.X)
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			written(n.Key)
			if n.Value != nil {
				written(n.Value)
			}
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (id.Name == "delete" || id.Name == "clear") {
			written(n.Args[0])
		}
	}
}

// root is the variable that an expression on the left writes into.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// global tells a package's variable from a local one of the same name: the parser
// resolves locals to their place in the function and other files' names to nothing.
func global(id *ast.Ident, topLevel map[*ast.ValueSpec]bool) bool {
	if id.Obj == nil {
		return true
	}
	spec, ok := id.Obj.Decl.(*ast.ValueSpec)
	return ok && id.Obj.Kind == ast.Var && topLevel[spec]
}

// packageVars are the names of the variables of each directory, and their specs.
func packageVars(t tree) (map[string]map[string]bool, map[*ast.ValueSpec]bool) {
	vars, topLevel := map[string]map[string]bool{}, map[*ast.ValueSpec]bool{}
	for _, s := range t.sources {
		if vars[s.dir] == nil {
			vars[s.dir] = map[string]bool{}
		}
		for _, d := range s.ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				value := spec.(*ast.ValueSpec)
				topLevel[value] = true
				for _, name := range value.Names {
					vars[s.dir][name.Name] = true
				}
			}
		}
	}
	return vars, topLevel
}
