package dictionary_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

func TestTheShippedDictionaryIsSound(t *testing.T) {
	t.Parallel()
	b, err := dictionary.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Makers) < 400 || len(b.Products) < 2000 {
		t.Errorf("%d makers and %d products; 400 and 2,000 are promised", len(b.Makers), len(b.Products))
	}
	makers := map[product.MakerID]bool{}
	for _, m := range b.Makers {
		makers[m.ID] = true
		checkNames(t, string(m.ID), m.Names)
		if spelling.Company(spelling.Fold(m.Names[0].Text))[0] == "" {
			t.Errorf("maker %s has a name that says nothing: %q", m.ID, m.Names[0].Text)
		}
	}
	withCode := 0
	for _, p := range b.Products {
		if !makers[p.Maker] {
			t.Errorf("%s has no maker", p.ID)
		}
		checkNames(t, string(p.ID), p.Names)
		if len(p.Codes) > 0 {
			withCode++
		}
		for _, c := range p.Codes {
			v, n, ok := product.Pair(c.Value)
			if !ok || c.Value != strings.ToLower(c.Value) || strings.ContainsAny(v+n, " {}|") {
				t.Errorf("%s: code %q", p.ID, c.Value)
			}
		}
	}
	if withCode < 2000 {
		t.Errorf("only %d products have a code", withCode)
	}
}

func checkNames(t *testing.T, of string, names []product.Name) {
	t.Helper()
	if len(names) == 0 {
		t.Errorf("%s has no name", of)
	}
	for _, n := range names {
		var l fault.List
		text.Check(&l, "name", n.Text, 120)
		if l.Err() != nil || n.Text == "" || strings.ContainsAny(n.Text, "{}|") || spelling.Judge(n.Text) != spelling.Sound || n.On != dictionary.Day {
			t.Errorf("%s: name %q", of, n.Text)
		}
	}
}
