package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// checks are all of them; control_test.go has a bad source for each name.
var checks = map[string]func(tree) []finding{
	"covered":   checkCovered,
	"direction": checkDirection,
	"testonly":  checkTestOnly,
	"std":       checkStd,
	"module":    checkModules,
	"use":       checkUses,
	"client":    checkClients,
	"goroutine": checkGoroutines,
	"global":    checkGlobals,
	"sql":       checkSQL,
	"name":      checkNames,
	"port":      checkPorts,
	"size":      checkSizes,
	"exempt":    checkExempt,
}

// ruleFor finds the longest rule that covers a directory; "/*" stands for each
// directory below on its own.
func ruleFor(dir string) (rule, string, bool) {
	best, own, found := rule{}, "", false
	for _, r := range rules {
		prefix, each := strings.CutSuffix(r.dir, "/*")
		if !under(dir, prefix) || each && dir == prefix {
			continue
		}
		root := prefix
		if each {
			child, _, _ := strings.Cut(strings.TrimPrefix(dir, prefix+"/"), "/")
			root = prefix + "/" + child
		}
		longer := len(root) > len(own) || len(root) == len(own) && !each
		if !found || longer {
			best, own, found = r, root, true
		}
	}
	return best, own, found
}

func checkCovered(t tree) (out []finding) {
	for _, s := range t.sources {
		if _, _, ok := ruleFor(s.dir); !ok {
			out = append(out, s.find(s.ast.Package, "covered", "no rule covers %s: add a row to rules_test.go", s.dir))
		}
	}
	return out
}

// checkDirection: imports of ours point inward, as the table says.
func checkDirection(t tree) (out []finding) {
	for _, s := range t.sources {
		r, own, ok := ruleFor(s.dir)
		if !ok {
			continue
		}
		may := append(slices.Clone(r.may), own)
		if r.dir == flow { // a flow is not its neighbour
			may = append(slices.Clone(r.may), s.dir)
		}
		if s.test {
			may = append(may, r.tests...)
		}
		for target := range s.imports() {
			ours, is := strings.CutPrefix(target, module)
			if !is || underAny(ours, may) || s.test && testPackage(ours) && within(ours, may) {
				continue
			}
			out = append(out, s.find(s.importAt(target), "direction", "%s may not import %s", s.dir, ours))
		}
	}
	return out
}

// within: a package of samples (ledgertest) may be imported by the tests of those
// who may import its parent.
func within(dir string, may []string) bool { return underAny(path.Dir(dir), may) }

func checkTestOnly(t tree) (out []finding) {
	for _, s := range t.sources {
		if s.test || underAny(s.dir, tools) {
			continue
		}
		for target := range s.imports() {
			ours, is := strings.CutPrefix(target, module)
			if is && (underAny(ours, forTests) || testPackage(ours)) || target == "testing" {
				out = append(out, s.find(s.importAt(target), "testonly", "%s is for tests", target))
			}
		}
	}
	return out
}

// checkStd: what of the standard library each house may touch. Inside it is a list
// of what is pure; outside, SQL and drivers belong to store.
func checkStd(t tree) (out []finding) {
	for _, s := range t.sources {
		if s.test {
			continue
		}
		for target := range s.imports() {
			if !isStd(target) {
				continue
			}
			bad := ""
			switch {
			case under(s.dir, domain) && !slices.Contains(pureStd, target):
				bad = "domain has no I/O, clock or randomness"
			case under(s.dir, flow) && target != "context" && !slices.Contains(pureStd, target):
				bad = "flow has no I/O, clock or randomness"
			case strings.HasPrefix(target, "database/sql") && !underAny(s.dir, append([]string{keep, "internal/serve"}, tools...)):
				bad = "only adapter/keep speaks to a database"
			case target == "unsafe" && s.dir != child:
				bad = "nothing here needs it"
			}
			if bad != "" {
				out = append(out, s.find(s.importAt(target), "std", "%s may not import %s: %s", s.dir, target, bad))
			}
		}
	}
	return out
}

func isStd(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return !strings.Contains(first, ".") && !strings.HasPrefix(target, module)
}

// checkModules: inside only what is pure, and every module of all has its line of
// why in docs/dependencies.md.
func checkModules(t tree) (out []finding) {
	for _, s := range t.sources {
		for target := range s.imports() {
			if (target == module+child && s.dir != "internal/cli" || target == module+bills && s.dir != child) && !s.test && !testPackage(s.dir) {
				out = append(out, s.find(s.importAt(target), "module", "%s may not import %s: it runs in the child alone", s.dir, target))
			}
			if isStd(target) || strings.HasPrefix(target, module) {
				continue
			}
			inside := under(s.dir, domain) || under(s.dir, flow)
			switch {
			case underAny(target, childModules) && s.dir != child && s.dir != bills:
				out = append(out, s.find(s.importAt(target), "module", "%s may not import %s: it reads what strangers send, in the child alone", s.dir, target))
			case s.test && underAny(target, testModules):
			case inside && !underAny(target, pureModules) && !(s.test && under(s.dir, flow)):
				out = append(out, s.find(s.importAt(target), "module", "%s may not import %s", s.dir, target))
			case !documented(t.dependencies, target):
				out = append(out, s.find(s.importAt(target), "module", "%s has no line in docs/dependencies.md", target))
			}
		}
	}
	return out
}

var inBackticks = regexp.MustCompile("`([^`\\s]+)`")

func documented(text, target string) bool {
	for _, m := range inBackticks.FindAllStringSubmatch(text, -1) {
		if under(target, m[1]) {
			return true
		}
	}
	return false
}

// checkUses walks the table of names that only some may mention.
func checkUses(t tree) (out []finding) {
	for _, s := range t.sources {
		for _, u := range uses {
			if u.where != nil && !underAny(s.dir, u.where) || underAny(s.dir, u.but) || s.test && !u.tests {
				continue
			}
			s.uses(u.pkg, func(sel *ast.SelectorExpr) {
				if slices.Contains(u.names, sel.Sel.Name) {
					out = append(out, s.find(sel.Pos(), u.check, "%s.%s: %s", u.pkg, sel.Sel.Name, u.why))
				}
			})
		}
	}
	return out
}

// checkClients: http.Client may be held and passed by anybody, made only by the
// dialer and the command line.
func checkClients(t tree) (out []finding) {
	but := append([]string{dial, "internal/cli"}, tools...)
	for _, s := range t.sources {
		name, has := s.imports()["net/http"]
		if !has || s.test || underAny(s.dir, but) {
			continue
		}
		isClient := func(e ast.Expr) bool {
			sel, ok := e.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Client" {
				return false
			}
			id, ok := sel.X.(*ast.Ident)
			return ok && id.Name == name && id.Obj == nil
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			made := false
			switch n := n.(type) {
			case *ast.CompositeLit:
				made = isClient(n.Type)
			case *ast.CallExpr:
				id, ok := n.Fun.(*ast.Ident)
				made = ok && id.Name == "new" && len(n.Args) == 1 && isClient(n.Args[0])
			case *ast.ValueSpec:
				made = n.Type != nil && isClient(n.Type)
			}
			if made {
				out = append(out, s.find(n.Pos(), "client", "an http.Client is made by adapter/out/dial alone"))
			}
			return true
		})
	}
	return out
}

func checkGoroutines(t tree) (out []finding) {
	for _, s := range t.sources {
		if s.test || !underAny(s.dir, []string{domain, flow}) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				out = append(out, s.find(n.Pos(), "goroutine", "domain and flow start none"))
			case *ast.SelectStmt:
				out = append(out, s.find(n.Pos(), "goroutine", "domain and flow wait for none"))
			}
			return true
		})
	}
	return out
}

// keyword is how a statement of SQL starts: upper case, as all of ours is written.
var keyword = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE)\s`)

func checkSQL(t tree) (out []finding) {
	for _, s := range t.sources {
		if s.test || underAny(s.dir, append([]string{store}, tools...)) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if ok && lit.Kind == token.STRING && keyword.MatchString(strings.Trim(lit.Value, "\"`")) {
				out = append(out, s.find(lit.Pos(), "sql", "SQL lives in adapter/keep/store"))
			}
			return true
		})
	}
	return out
}

// checkNames: a package is called like its directory, and by a name that says what
// it owns; nothing is imported without its name.
func checkNames(t tree) (out []finding) {
	for _, s := range t.sources {
		name := strings.TrimSuffix(s.ast.Name.Name, "_test")
		switch {
		case slices.Contains(bannedNames, name) || slices.Contains(bannedNames, path.Base(s.dir)):
			out = append(out, s.find(s.ast.Package, "name", "a package called %s owns everything and nothing", name))
		case name != "main" && name != path.Base(s.dir):
			out = append(out, s.find(s.ast.Package, "name", "package %s in directory %s", name, s.dir))
		case strings.ToLower(name) != name || strings.Contains(name, "_"):
			out = append(out, s.find(s.ast.Package, "name", "%s: one lowercase word", name))
		}
		for target, local := range s.imports() {
			if local == "." {
				out = append(out, s.find(s.importAt(target), "name", "dot import of %s", target))
			}
		}
	}
	return out
}

// checkPorts: a flow asks for little.
func checkPorts(t tree) (out []finding) {
	for _, s := range t.sources {
		if s.test || !under(s.dir, flow) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if face, ok := spec.Type.(*ast.InterfaceType); ok {
				if methods := countMethods(t, s.dir, face, 0); methods > maxPort {
					out = append(out, s.find(spec.Pos(), "port", "%s has %d methods, at most %d", spec.Name.Name, methods, maxPort))
				}
			}
			return true
		})
	}
	return out
}

// countMethods counts an embedded interface of the same package with its methods,
// any other as one.
func countMethods(t tree, dir string, face *ast.InterfaceType, depth int) int {
	n := 0
	for _, m := range face.Methods.List {
		if len(m.Names) > 0 {
			n += len(m.Names)
			continue
		}
		embedded := (*ast.InterfaceType)(nil)
		if id, ok := m.Type.(*ast.Ident); ok && depth < 8 {
			embedded = t.face(dir, id.Name)
		}
		if embedded == nil {
			n++
			continue
		}
		n += countMethods(t, dir, embedded, depth+1)
	}
	return n
}

func (t tree) face(dir, name string) *ast.InterfaceType {
	for _, s := range t.sources {
		if s.dir != dir {
			continue
		}
		for _, d := range s.ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.Name == name {
					face, _ := ts.Type.(*ast.InterfaceType)
					return face
				}
			}
		}
	}
	return nil
}
