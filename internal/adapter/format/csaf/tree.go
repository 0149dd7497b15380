package csaf

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
)

// mostBranches bounds how deep branches lie in one another (CSAF 2.1, 3.1.2: 30).
const mostBranches = 30

// planted is a product of the tree: which it is, and which versions of it are meant.
type planted struct {
	criterion vuln.Criterion
	runs      []vuln.Span // without their status, unless nothing could be made of what is written
	on        string      // the product that a relationship puts it on
	of        string      // the product that the relationship is about
}

// tree is all products of a document by their ids.
type tree struct {
	place  feed.Place
	leaves map[string]planted
	groups map[string][]string
	odd    []vuln.Odd
}

// mostProducts bounds a tree.
const mostProducts = 100_000

func plant(p feed.Place, doc *Document) (*tree, error) {
	t := &tree{place: p.In("product_tree"), leaves: map[string]planted{}, groups: map[string][]string{}}
	for i, b := range doc.Tree.Branches {
		if err := t.branch(t.place.Item("branches", i), b, way{}, 1); err != nil {
			return nil, err
		}
	}
	for i, f := range doc.Tree.Full {
		if err := t.add(t.place.Item("full_product_names", i), f, way{name: f.Name}); err != nil {
			return nil, err
		}
	}
	for i, r := range doc.Tree.Relations {
		at := t.place.Item("relationships", i)
		if err := t.fresh(at, r.Product.ID); err != nil {
			return nil, err
		}
		t.leaves[r.Product.ID] = planted{of: r.Component, on: r.Of}
	}
	for _, g := range doc.Tree.Groups {
		t.groups[g.ID] = g.Products
	}
	return t, nil
}

// way is what the branches above a product say.
type way struct {
	maker, family, name string
	runs                []vuln.Span
	unread              bool
}

func (t *tree) branch(at feed.Place, b branch, w way, depth int) error {
	if depth > mostBranches {
		return at.Over("fault.feed.deep", mostBranches)
	}
	name := strings.TrimSpace(b.Name)
	switch b.Category {
	case "vendor":
		w.maker = name
	case "product_family":
		w.family = name
	case "product_name":
		w.name = name
	case "product_version":
		w.runs, w.unread = []vuln.Span{{Only: name}}, false
	case "product_version_range":
		list, ok := feed.Spans(name, "")
		w.runs, w.unread = list, !ok
	}
	if b.Product != nil {
		if err := t.add(at.In("product"), *b.Product, w); err != nil {
			return err
		}
	}
	for i, c := range b.Branches {
		if err := t.branch(at.Item("branches", i), c, w, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// fresh refuses a product id that is missing or means two products.
func (t *tree) fresh(at feed.Place, id string) error {
	switch _, twice := t.leaves[id]; {
	case id == "":
		return at.Fault("fault.feed.missing", "text", "product_id")
	case twice:
		return at.Fault("fault.feed.twice", "text", id)
	case len(t.leaves) >= mostProducts:
		return at.Over("fault.feed.many", mostProducts)
	}
	return nil
}

func (t *tree) add(at feed.Place, p leaf, w way) error {
	if err := t.fresh(at, p.ID); err != nil {
		return err
	}
	l := planted{runs: w.runs, criterion: vuln.Criterion{Maker: w.maker, Product: w.name}}
	c := &l.criterion
	if c.Product == "" {
		c.Product = w.family
	}
	if c.Product == "" {
		c.Product = p.Name
	}
	if w.unread {
		t.note(at)
		l.runs = []vuln.Span{{Status: vuln.Unknown}}
	}
	cpe := p.Helper.CPE
	if cpe == "" {
		cpe = p.CPE
	}
	if cpe != "" {
		n, ok := wfn.Parse(cpe)
		if !ok {
			t.note(at)
		}
		if len(l.runs) == 0 && n.Version.Literal() {
			l.runs = []vuln.Span{{Only: n.Version.Text()}}
		}
		if n.Version = wfn.Any; n.Pair() != "" {
			c.CPE = n
		}
	}
	for _, s := range append([]string{p.Helper.PURL}, p.Helper.PURLs...) {
		name, version := feed.PURL(s)
		if c.PURL == "" && name != "" {
			c.PURL = name
			if len(l.runs) == 0 && version != "" {
				l.runs = []vuln.Span{{Only: version}}
			}
		}
	}
	if strings.HasPrefix(p.ID, "jvnpid:") {
		var version string
		if c.JVN, version = feed.JVN(p.ID); version != "" && len(l.runs) == 0 {
			l.runs = []vuln.Span{{Only: version}}
		}
	}
	t.leaves[p.ID] = l
	return nil
}

func (t *tree) note(at feed.Place) {
	if len(t.odd) < vuln.MostOddities {
		t.odd = append(t.odd, vuln.Odd{Code: vuln.Unreadable, Path: at.At})
	}
}

// members are the products of a list and of groups.
func (t *tree) members(products, groups []string) []string {
	list := slices.Clone(products)
	for _, g := range groups {
		list = append(list, t.groups[g]...)
	}
	return list
}

// concerned is a product with a status as a node: itself, or itself where another runs.
func (t *tree) concerned(d *feed.Draft, path, id string, status vuln.Status) (vuln.Node, bool, error) {
	l, known := t.leaves[id]
	if !known {
		return vuln.Node{}, false, t.place.In("").Fault("fault.feed.loose", "text", id)
	}
	n := vuln.Node{}
	if l.of == "" {
		c, ok, err := t.criterion(d, path, id, status)
		n.Criteria = []vuln.Criterion{c}
		return n, ok, err
	}
	c, ok, err := t.criterion(d, path, l.of, status)
	if err != nil || !ok {
		return n, ok, err
	}
	c.Ref = d.Text(path, id, vuln.LongestName)
	where, ok, err := t.criterion(d, path, l.on, vuln.Affected)
	if err != nil {
		return n, false, err
	}
	n.Op, n.Criteria = vuln.And, []vuln.Criterion{c}
	if where.Vulnerable = false; ok {
		n.Criteria = append(n.Criteria, where)
	}
	return n, true, nil
}

// criterion follows a relationship of a relationship down to the product itself.
func (t *tree) criterion(d *feed.Draft, path, id string, status vuln.Status) (c vuln.Criterion, ok bool, err error) {
	l, known := t.leaves[id]
	for hops := 0; known && l.of != ""; hops++ {
		if hops > vuln.MostDepth {
			return c, false, t.place.Fault("fault.feed.ring", "text", id)
		}
		l, known = t.leaves[l.of]
	}
	if !known {
		return c, false, t.place.Fault("fault.feed.loose", "text", id)
	}
	c = l.criterion
	c.Ref, c.Vulnerable = id, true
	for _, r := range l.runs {
		if r.Status == "" {
			r.Status = status
		}
		c.Spans = append(c.Spans, r)
	}
	if len(c.Spans) == 0 {
		c.Spans = []vuln.Span{{Status: status}}
	}
	return d.Criterion(path, c)
}
