package vuln

import "kanmin/internal/domain/vuln/version"

// Compiled is a case as it stands to one product of which nobody knows what runs beside it: each bound is read once, and then any number of
// versions are judged by their keys. It never differs from Judge.
type Compiled struct{ nodes []compiled }

type compiled struct {
	and, negate bool
	leaves      []leaf
	nodes       []compiled
}

type leaf struct {
	runs       []Run
	named      bool
	vulnerable bool
}

// Compile is for products in one scheme, as Runs; ok is false where it depends on more than keys.
func (c Case) Compile(p *Product) (out Compiled, ok bool) {
	s, one := p.Scheme()
	if !one || !p.Bound || c.State() != Published || !p.bare() {
		return out, false
	}
	for i := range c.Parts {
		if c.Parts[i].State != Published {
			continue
		}
		spoke := false
		out.nodes = nil
		for k := range c.Parts[i].Configurations {
			n, touched, ok := c.Parts[i].Configurations[k].compile(p, s)
			if !ok {
				return out, false
			}
			out.nodes, spoke = append(out.nodes, n), spoke || touched
		}
		if spoke {
			return out, true
		}
	}
	return Compiled{}, true
}

func (n *Node) compile(p *Product, s version.Scheme) (out compiled, touched, ok bool) {
	out.and, out.negate = n.Op == And, n.Negate
	for i := range n.Criteria {
		c := &n.Criteria[i]
		l := leaf{vulnerable: c.Vulnerable, named: len(c.recognise(p)) > 0}
		if l.named {
			if l.runs, ok = c.runs(p, s); !ok {
				return out, false, false
			}
			touched = touched || c.Vulnerable
		}
		if l.named || len(out.leaves) == 0 || out.leaves[len(out.leaves)-1].named { // those that name others are all alike
			out.leaves = append(out.leaves, l)
		}
	}
	for i := range n.Nodes {
		child, below, ok := n.Nodes[i].compile(p, s)
		if !ok {
			return out, false, false
		}
		out.nodes, touched = append(out.nodes, child), touched || below
	}
	return out, touched && !n.Negate, true
}

// At is the verdict of the version with a key.
func (c Compiled) At(key string) (t Truth) {
	for i := range c.nodes {
		_, hit := c.nodes[i].at(key)
		t = max(t, hit)
	}
	return t
}

func (n *compiled) at(key string) (holds, hit Truth) {
	first := true
	join := func(h, through Truth) {
		hit = max(hit, through)
		switch {
		case first:
			holds, first = h, false
		case n.and:
			holds = min(holds, h)
		default:
			holds = max(holds, h)
		}
	}
	for i := range n.leaves {
		join(n.leaves[i].at(key))
	}
	for i := range n.nodes {
		join(n.nodes[i].at(key))
	}
	if n.and {
		hit = min(hit, holds)
	}
	if n.negate && !first {
		return holds.Not(), No
	}
	return holds, hit
}

func (l *leaf) at(key string) (holds, hit Truth) {
	if !l.named {
		return Maybe, No
	}
	for _, r := range l.runs {
		if key >= r.From && key <= r.Until {
			holds = max(holds, r.Truth)
		}
	}
	if l.vulnerable {
		hit = holds
	}
	return holds, hit
}
