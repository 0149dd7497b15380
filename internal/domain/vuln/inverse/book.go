package inverse

import (
	"iter"

	"kanmin/internal/domain/vuln"
)

// Book is what is known of vulnerabilities.
type Book struct {
	Cases []vuln.Case
	names lookup[uint32]
}

// NewBook lays out cases by the products that they name as vulnerable or not.
func NewBook(cases []vuln.Case) *Book {
	b := &Book{Cases: cases}
	for i, c := range cases {
		for cr := range criteria(c) {
			b.names.addCriterion(cr, uint32(i)) //nolint:gosec // cases are fewer
		}
	}
	return b
}

// Hit is one vulnerability that concerns an item.
type Hit struct {
	Case    uint32 // its place among the cases
	Verdict vuln.Verdict
}

// Match finds the vulnerabilities that concern an item, with their reasons.
func (b *Book) Match(it vuln.Item, e vuln.Environment) (hits []Hit) {
	for _, i := range b.names.of(it.Product) {
		if v := b.Cases[i].Judge(it, e); v.Truth != vuln.No {
			hits = append(hits, Hit{i, v})
		}
	}
	return hits
}

// criteria walks all criteria of a case.
func criteria(c vuln.Case) iter.Seq[*vuln.Criterion] {
	return func(yield func(*vuln.Criterion) bool) {
		for i := range c.Parts {
			for k := range c.Parts[i].Configurations {
				if !walk(&c.Parts[i].Configurations[k], yield) {
					return
				}
			}
		}
	}
}

func walk(n *vuln.Node, yield func(*vuln.Criterion) bool) bool {
	for i := range n.Criteria {
		if !yield(&n.Criteria[i]) {
			return false
		}
	}
	for i := range n.Nodes {
		if !walk(&n.Nodes[i], yield) {
			return false
		}
	}
	return true
}
