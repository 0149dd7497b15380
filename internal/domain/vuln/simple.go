package vuln

import (
	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Run is the keys of versions between two places, both inside.
type Run struct{ From, Until string }

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

// Runs gives the versions of a product that are affected, where that can be said by keys alone: one version that is known is affected when its
// key lies in a run, and not affected else. ok is false where it depends on more: on what else runs there, on editions, on statuses. It never
// differs from Judge, and spares asking it of each version.
func (c Case) Runs(p *Product) (runs []Run, ok bool) {
	s, one := p.Scheme()
	if !one || !p.Bound || c.State() != Published {
		return nil, false
	}
	for _, n := range p.Names {
		if n.Update.Literal() {
			return nil, false
		}
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
	rest := c.CPE
	rest.Part, rest.Vendor, rest.Product = wfn.Any, wfn.Any, wfn.Any
	if !rest.IsZero() || c.Otherwise != "" {
		return nil, false
	}
	if len(c.Spans) == 0 {
		return []Run{{Until: top}}, true
	}
	ruler := c.ruler(s)
	if ruler.scheme != s {
		return nil, false
	}
	for _, m := range ruler.spans {
		if m.unclear || m.status != Affected || len(m.changes) > 0 {
			return nil, false
		}
		run := Run{m.from, m.until}
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
