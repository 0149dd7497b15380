package archtest

import (
	"go/ast"
	"strings"
	"testing"
)

// behalfAt are the places at which somebody acts in the rows of another organisation (access.Scope.Behalf).
func behalfAt(t tree) (places []string) {
	for _, s := range t.sources {
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Behalf" {
				places = append(places, s.path)
			}
			return true
		})
	}
	return places
}

// An officer acts in an operator's rows where a report is taken down on the telephone, and nowhere else.
func TestOneFlowActsOnBehalfOfAnother(t *testing.T) {
	t.Parallel()
	places := behalfAt(readTree(t, "../.."))
	if len(places) == 0 {
		t.Error("nobody acts on behalf of another: the search is blind")
	}
	for _, p := range places {
		if p != "internal/flow/submitting/intake.go" {
			t.Errorf("%s acts on behalf of another organisation", p)
		}
	}
}
