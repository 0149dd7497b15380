package vuln

import (
	"slices"
	"strings"

	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Product is what a row of a register means, under all its names: those of what it runs as well, so an appliance carries the name of its
// operating system. It is never changed once it is used.
type Product struct {
	// Names are CPE names without a version, the usual one first; edition, target and the like where a row says so.
	Names []wfn.Name
	JVN   []string
	PURLs []string
	// Called are the groups of the ways of writing it: maker and product.
	Called []memory.Key
	// Bound: a dictionary or a person says which product it is. Else only the words as filed are known.
	Bound bool
}

// Item is a product in a version.
type Item struct {
	*Product
	Version wfn.Value // Any: not known
}

// Registered is the version of a row as somebody wrote it; 不明, latest and the like are not known.
func Registered(text string) wfn.Value {
	if _, ok := version.Read(version.Generic, text); !ok {
		return wfn.Any
	}
	return wfn.Quote(text)
}

// Environment is what else runs on the machine.
type Environment struct {
	Others []Item
	// Complete: nothing else does, so what is not in Others is absent. A register rarely knows that.
	Complete bool
}

// Basis is by what a product was recognised.
type Basis string

// The bases.
const (
	ByName  Basis = "name"  // its usual CPE name
	ByAlias Basis = "alias" // another name of the same product
	ByCode  Basis = "code"
	ByWords Basis = "words" // maker and product as written
)

// recognised says whether c names the product, by what, and for each CPE name by which it does: under a name the other attributes count.
type recognised struct {
	truth Truth
	basis Basis
	name  wfn.Name // the usual one where it was recognised without a name
	wide  bool     // the source names all products of a maker, or all of a name
}

// recognise lists the ways in which a criterion names a product; none: it names another.
func (c *Criterion) recognise(p *Product) (list []recognised) {
	for i, n := range p.Names {
		t, wide := c.names(n)
		if t == No {
			continue
		}
		r := recognised{truth: t, basis: ByName, name: n, wide: wide}
		if i > 0 {
			r.basis = ByAlias
		}
		list = append(list, r)
	}
	if c.JVN != "" && slices.Contains(p.JVN, c.JVN) || c.PURL != "" && slices.Contains(p.PURLs, c.PURL) {
		list = append(list, recognised{truth: Yes, basis: ByCode, name: p.usual()})
	}
	if len(list) == 0 {
		if t := c.worded(p); t != No {
			list = append(list, recognised{truth: t, basis: ByWords, name: p.usual()})
		}
	}
	return list
}

// usual is the name by whose scheme versions are counted; zero where it has none.
func (p *Product) usual() (n wfn.Name) {
	if len(p.Names) > 0 {
		return p.Names[0]
	}
	return n
}

// names compares what identifies: part, vendor, product. A part that a register does not know is no doubt. ANY for vendor or product is too
// wide to say that just this product is meant; ANY for both says nothing.
func (c *Criterion) names(n wfn.Name) (t Truth, wide bool) {
	if n.Pair() == "" || c.CPE.Vendor == wfn.Any && c.CPE.Product == wfn.Any {
		return No, false
	}
	if wfn.Compare(c.CPE.Part, n.Part) == wfn.Disjoint {
		return No, false
	}
	for _, r := range []wfn.Relation{wfn.Compare(c.CPE.Vendor, n.Vendor), wfn.Compare(c.CPE.Product, n.Product)} {
		if r != wfn.Equal && r != wfn.Superset {
			return No, false
		}
	}
	if c.CPE.Vendor == wfn.Any || c.CPE.Product == wfn.Any {
		return Maybe, true
	}
	return Yes, false
}

// worded compares maker and product as written. Words bind nobody: where the register does not know the product, or one side no maker, it is
// possible. A CPE name is read as words only for a product that is not known.
func (c *Criterion) worded(p *Product) Truth {
	if len(p.Called) == 0 || c.Product == "" && (p.Bound || c.CPE.Pair() == "") {
		return No
	}
	written := Words(c.Maker, c.Product)
	if c.Product == "" {
		written = Words(c.CPE.Vendor.Text(), c.CPE.Product.Text())
	}
	maker, name, _ := strings.Cut(string(written), "\x00")
	best := No
	for _, k := range p.Called {
		m, n, _ := strings.Cut(string(k), "\x00")
		switch {
		case n != name || name == "":
		case m == maker && m != "" && p.Bound:
			return Yes
		case m == maker || m == "" || maker == "":
			best = Maybe
		}
	}
	return best
}

// Words is the group of a maker and a product as written.
func Words(maker, name string) memory.Key {
	return memory.Pair{Maker: maker, Product: name}.Group()
}
