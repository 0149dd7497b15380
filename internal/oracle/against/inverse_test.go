package against

import (
	"testing"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/inverse"
	"kanmin/internal/oracle"
)

// inventory draws products, and rows of them on machines of some organisations.
func inventory(d oracle.Draw, n int) (products []*vuln.Product, rows []inverse.Row) {
	for range n {
		drawn := d.Question()
		it := item(drawn.Item)
		p := uint32(len(products))
		products = append(products, it.Product)
		for i := range 1 + d.IntN(6) {
			v := it.Version
			if i > 0 && len(it.Names) > 0 { // other versions of the same product
				v = version(oracle.Version{Kind: "rung", Rung: d.IntN(len(drawn.Item.Ladder))}, drawn.Item.Ladder)
			}
			rows = append(rows, inverse.Row{Product: p, Version: v, Org: uint32(d.IntN(70)), Host: uint32(d.IntN(n))})
		}
	}
	return products, rows
}

// plain makes of a tree what most advisories are: one of several products, in ranges.
func plain(n vuln.Node) vuln.Node {
	n.Op, n.Negate, n.Nodes = vuln.Or, false, nil
	for i := range n.Criteria {
		c := &n.Criteria[i]
		c.CPE.Version, c.CPE.Update, c.CPE.Edition, c.CPE.Language, c.CPE.SWEdition, c.CPE.TargetSW, c.CPE.TargetHW, c.CPE.Other, c.Otherwise = "", "", "", "", "", "", "", "", ""
		for k := range c.Spans {
			c.Spans[k].Status, c.Spans[k].Changes = vuln.Affected, nil
		}
	}
	return n
}

func corpus(d oracle.Draw, n int) (list []vuln.Advisory) {
	for i := range n {
		a := vuln.Advisory{ID: vuln.ID([]string{"CVE-1", "CVE-2", "CVE-3"}[d.IntN(3)] + string(rune('a'+i%26)) + string(rune('a'+i/26%26))), State: vuln.Published}
		a.Source = vuln.Sources[d.IntN(len(vuln.Sources))]
		for range 1 + d.IntN(2) {
			tree := node(d.Question().Tree)
			if d.IntN(3) > 0 {
				tree = plain(tree)
			}
			a.Configurations = append(a.Configurations, tree)
		}
		if d.IntN(20) == 0 {
			a.State = vuln.Rejected
		}
		list = append(list, a)
	}
	return list
}

// The index, the book and the plain evaluation of each row with each case give the same verdicts; counts and changes follow from them.
func TestTheIndexSaysWhatEachVerdictSays(t *testing.T) {
	t.Parallel()
	d := oracle.NewDraw(7)
	products, rows := inventory(d, 60)
	cases := vuln.Merge(corpus(d, 500))
	x, book := inverse.New(products, rows), inverse.NewBook(cases)
	known := make([]map[uint32]vuln.Truth, len(rows))
	for i := range rows {
		known[i] = map[uint32]vuln.Truth{}
		for _, h := range book.Match(x.Item(uint32(i)), x.Environment(uint32(i))) {
			known[i][h.Case] = h.Verdict.Truth
		}
	}
	var seen struct{ yes, maybe, apart, fast int }
	var last inverse.Found
	for k, c := range cases {
		found := x.Match(c)
		got := x.Rows(found)
		var want inverse.Total
		orgs := map[uint32]bool{}
		for i, r := range rows {
			v := c.Judge(x.Item(uint32(i)), x.Environment(uint32(i))).Truth
			if got[uint32(i)] != v || known[i][uint32(k)] != v {
				t.Fatalf("case %d, row %d: the index says %s, the book %s, each %s", k, i, got[uint32(i)], known[i][uint32(k)], v)
			}
			switch v {
			case vuln.Yes:
				want.Affected++
			case vuln.Maybe:
				want.Possible++
			}
			if v != vuln.No {
				orgs[r.Org] = true
			}
		}
		total := x.Total(found)
		if total.Affected != want.Affected || total.Possible != want.Possible || bits(total.Orgs) != len(orgs) {
			t.Fatalf("case %d: %+v, want %+v of %d", k, total, want, len(orgs))
		}
		if x.Changes(found, found) != nil || len(x.Changes(inverse.Found{}, found)) != len(got) {
			t.Fatalf("case %d: changes", k)
		}
		for _, ch := range x.Changes(last, found) {
			if got[ch.Row] != ch.Now || x.Rows(last)[ch.Row] != ch.Was || ch.Was == ch.Now {
				t.Fatalf("case %d: %+v", k, ch)
			}
		}
		last = found
		seen.yes, seen.maybe, seen.apart = seen.yes+want.Affected, seen.maybe+want.Possible, seen.apart+len(found.Apart)
		for _, p := range products {
			if runs, ok := c.Runs(p); ok && len(runs) > 0 {
				seen.fast++
			}
		}
	}
	if seen.yes == 0 || seen.maybe == 0 || seen.apart == 0 || seen.fast < 100 {
		t.Errorf("too little was tried: %+v", seen)
	}
	t.Logf("%+v", seen)
}

func bits(words []uint64) (n int) {
	for _, w := range words {
		for ; w > 0; w &= w - 1 {
			n++
		}
	}
	return n
}
