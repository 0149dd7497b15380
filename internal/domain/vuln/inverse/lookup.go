package inverse

import (
	"slices"
	"strings"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
)

// lookup finds by the ways in which a source and a register may name one product. It finds too much rather than too little: who it finds is judged.
type lookup[T ~uint32] struct {
	pairs, vendors, products, codes, words map[string][]T
	wide                                   []T // with wildcards: they are looked at each time
}

func put[T ~uint32](m *map[string][]T, key string, id T) {
	if *m == nil {
		*m = map[string][]T{}
	}
	if list := (*m)[key]; len(list) == 0 || list[len(list)-1] != id {
		(*m)[key] = append(list, id)
	}
}

// thing is the product's half of words.
func thing(words string) string {
	_, name, _ := strings.Cut(words, "\x00")
	return name
}

func (l *lookup[T]) addProduct(p *vuln.Product, id T) {
	for _, n := range p.Names {
		put(&l.pairs, n.Pair(), id)
		put(&l.vendors, n.Vendor.Text(), id)
		put(&l.products, n.Product.Text(), id)
	}
	for _, code := range slices.Concat(p.JVN, p.PURLs) {
		put(&l.codes, code, id)
	}
	for _, k := range p.Called {
		put(&l.words, thing(string(k)), id)
	}
}

// addCriterion is the same from the side of a source.
func (l *lookup[T]) addCriterion(c *vuln.Criterion, id T) {
	switch v, p := c.CPE.Vendor, c.CPE.Product; {
	case v.Literal() && p.Literal():
		put(&l.pairs, c.CPE.Pair(), id)
		put(&l.words, thing(string(vuln.Words(v.Text(), p.Text()))), id)
	case v == wfn.Any && p == wfn.Any || v == wfn.NA || p == wfn.NA:
	case v.Literal() && p == wfn.Any:
		put(&l.vendors, v.Text(), id)
	case v == wfn.Any && p.Literal():
		put(&l.products, p.Text(), id)
	case len(l.wide) == 0 || l.wide[len(l.wide)-1] != id:
		l.wide = append(l.wide, id)
	}
	for _, code := range []string{c.JVN, c.PURL} {
		if code != "" {
			put(&l.codes, code, id)
		}
	}
	if c.Product != "" {
		put(&l.words, thing(string(vuln.Words(c.Maker, c.Product))), id)
	}
}

// named are the products that a case may name, in their order.
func (l *lookup[T]) named(c vuln.Case, all []*vuln.Product) (list []T) {
	for c := range criteria(c) {
		switch v, p := c.CPE.Vendor, c.CPE.Product; {
		case v.Literal() && p.Literal():
			list = append(list, l.pairs[c.CPE.Pair()]...)
			if c.Product == "" && len(l.words) > 0 {
				list = append(list, l.words[thing(string(vuln.Words(v.Text(), p.Text())))]...)
			}
		case v == wfn.Any && p == wfn.Any || v == wfn.NA || p == wfn.NA:
		case v.Literal() && p == wfn.Any:
			list = append(list, l.vendors[v.Text()]...)
		case v == wfn.Any && p.Literal():
			list = append(list, l.products[p.Text()]...)
		default:
			for i := range all {
				list = append(list, T(i)) //nolint:gosec // products are fewer
			}
		}
		list = append(list, l.codes[c.JVN]...)
		list = append(list, l.codes[c.PURL]...)
		if c.Product != "" {
			list = append(list, l.words[thing(string(vuln.Words(c.Maker, c.Product)))]...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// of is what may name a product.
func (l *lookup[T]) of(p *vuln.Product) (list []T) {
	for _, n := range p.Names {
		list = slices.Concat(list, l.pairs[n.Pair()], l.vendors[n.Vendor.Text()], l.products[n.Product.Text()])
	}
	for _, code := range slices.Concat(p.JVN, p.PURLs) {
		list = append(list, l.codes[code]...)
	}
	for _, k := range p.Called {
		list = append(list, l.words[thing(string(k))]...)
	}
	list = append(list, l.wide...)
	slices.Sort(list)
	return slices.Compact(list)
}
