package vuln

import (
	"slices"

	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Run is the keys of versions between two places, both inside, and what is said of them.
type Run struct {
	From, Until string
	Truth       Truth
}

// Scheme is how the versions of a product are counted; ok is false where its names are counted in different ways.
func (p *Product) Scheme() (s version.Scheme, ok bool) {
	for i, n := range p.Names {
		one := version.Of(n.Vendor.Text(), n.Product.Text())
		if i > 0 && one != s {
			return s, false
		}
		s = one
	}
	return s, true
}

// bare: no name says more than part, vendor and product, as in most registers.
func (p *Product) bare() bool {
	for _, n := range p.Names {
		if n != (wfn.Name{Part: n.Part, Vendor: n.Vendor, Product: n.Product}) {
			return false
		}
	}
	return true
}

// Runs gives the versions of a product that are affected or possibly so, where that can be said by keys alone: of a version that is known the run
// of the highest truth in which its key lies decides; one in none is not affected. ok is false where it depends on more: on what else runs there, on editions, on statuses. It never
// differs from Judge, and spares asking it of each version.
func (c Case) Runs(p *Product) (runs []Run, ok bool) {
	s, one := p.Scheme()
	if !one || !p.Bound || c.State() != Published || !p.bare() {
		return nil, false
	}
	for i := range c.Parts {
		part := &c.Parts[i]
		if part.State != Published {
			continue
		}
		spoke := false
		for k := range part.Configurations {
			n := &part.Configurations[k]
			if n.Op == And || n.Negate || len(n.Nodes) > 0 {
				return nil, false
			}
			for m := range n.Criteria {
				cr := &n.Criteria[m]
				if len(cr.recognise(p)) == 0 || !cr.Vulnerable {
					continue
				}
				found, plain := cr.runs(p, s)
				if !plain {
					return nil, false
				}
				runs, spoke = append(runs, found...), true
			}
		}
		if spoke {
			return runs, true
		}
	}
	return nil, true
}

// runs are those of one criterion that names the product.
func (c *Criterion) runs(p *Product, s version.Scheme) (list []Run, plain bool) {
	for _, r := range c.recognise(p) {
		if r.truth != Yes {
			return nil, false
		}
	}
	want, update := c.CPE.Version, c.CPE.Update
	if c.CPE.Part == "h" && want == wfn.NA {
		want = wfn.Any
	}
	most := Yes // where a register says nothing of edition, update and target, they make it possible
	rest := c.CPE
	rest.Part, rest.Vendor, rest.Product, rest.Version, rest.Update = wfn.Any, wfn.Any, wfn.Any, wfn.Any, wfn.Any
	if !rest.IsZero() {
		most = Maybe
	}
	within := most
	if update != wfn.Any {
		within = Maybe
	}
	switch {
	case c.Otherwise != "" || want.Wild() || want != wfn.Any && len(c.Spans) > 0:
		return nil, false
	case want == wfn.NA:
		return nil, true // of a version that is known it is another
	case want != wfn.Any:
		if update.Literal() {
			list = point(list, place(s, want, update).Key, most)
		}
		return point(list, place(s, want, wfn.Any).Key, within), true
	case len(c.Spans) == 0:
		return []Run{{Until: top, Truth: within}}, true
	}
	ruler := c.ruler(s)
	if ruler.scheme != s {
		return nil, false
	}
	for _, m := range ruler.spans {
		if m.unclear || m.status != Affected || len(m.changes) > 0 {
			return nil, false
		}
		run := Run{m.from, m.until, within}
		if m.after {
			run.From += "\x00" // no key lies between
		}
		if m.before {
			run.Until = below(m.until)
		}
		if run.From <= run.Until {
			list = append(list, run)
		}
	}
	return list, true
}

// point adds the run of one version, if it has a place.
func point(list []Run, key string, t Truth) []Run {
	if key == "" {
		return list
	}
	return append(list, Run{key, key, t})
}

// reduced is a node of which criteria that do not name the product are one: where nobody knows what else runs there, they are all alike.
func (n *Node) reduced(p *Product) Node {
	out := Node{Op: n.Op, Negate: n.Negate}
	others := false
	for i := range n.Criteria {
		c := &n.Criteria[i]
		is := len(c.recognise(p)) > 0
		if is || !others {
			out.Criteria = append(out.Criteria, *c)
		}
		others = others || !is
	}
	for i := range n.Nodes {
		out.Nodes = append(out.Nodes, n.Nodes[i].reduced(p))
	}
	return out
}

// For is the case cut to what matters to a product of which nobody knows what runs beside it: the same verdicts in fewer criteria.
func (c Case) For(p *Product) Case {
	out := Case{ID: c.ID}
	for _, part := range c.Parts {
		part.Configurations = slices.Clone(part.Configurations)
		for i := range part.Configurations {
			part.Configurations[i] = part.Configurations[i].reduced(p)
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

// below is a place under a key and above every lower one: keys end with a byte that is never the last of its kind.
func below(key string) string {
	if key == "" || key == top {
		return key
	}
	return key[:len(key)-1] + string([]byte{key[len(key)-1] - 1, 0xff, 0xff})
}

// Joined reports whether a verdict may depend on what else runs on the machine.
func (c Case) Joined() bool {
	for i := range c.Parts {
		for k := range c.Parts[i].Configurations {
			if c.Parts[i].Configurations[k].joined() {
				return true
			}
		}
	}
	return false
}

func (n *Node) joined() bool {
	if n.Op == And || n.Negate {
		return true
	}
	for i := range n.Nodes {
		if n.Nodes[i].joined() {
			return true
		}
	}
	return false
}
