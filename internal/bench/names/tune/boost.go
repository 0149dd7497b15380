package main

import (
	"math"
	"slices"
	"sort"
)

// sample is one candidate of one row.
type sample struct {
	v     []float32
	bins  []uint8
	right bool
	score float64
	grad  float64
	hess  float64
}

// group is one row with its candidates.
type group struct {
	list   []*sample
	weight float64
	fold   int
}

const (
	bins   = 48
	leaves = 10
	rate   = 0.08
	ridge  = 6.0
	least  = 12.0 // hessian in a leaf
)

type tree struct{ nodes []treeNode }

type treeNode struct {
	feature int
	left    int
	cut     float32
	value   float64
}

type booster struct {
	groups []*group
	all    []*sample
	cuts   [][]float32
}

func newBooster(groups []*group) *booster {
	b := &booster{groups: groups}
	for _, g := range groups {
		b.all = append(b.all, g.list...)
	}
	n := len(b.all[0].v)
	b.cuts = make([][]float32, n)
	for f := range n {
		vals := make([]float32, len(b.all))
		for i, s := range b.all {
			vals[i] = s.v[f]
		}
		slices.Sort(vals)
		last := float32(math.Inf(-1))
		for k := 1; k < bins; k++ {
			if c := vals[k*(len(vals)-1)/bins]; c > last && c < vals[len(vals)-1] {
				b.cuts[f] = append(b.cuts[f], c)
				last = c
			}
		}
	}
	for _, s := range b.all {
		s.bins = make([]uint8, n)
		for f := range n {
			s.bins[f] = uint8(sort.Search(len(b.cuts[f]), func(i int) bool { return s.v[f] <= b.cuts[f][i] })) //nolint:gosec // at most 48
		}
	}
	return b
}

// lambdas sets the gradients of LambdaRank with the gain of the first places.
func (b *booster) lambdas() {
	for _, g := range b.groups {
		sort.SliceStable(g.list, func(i, j int) bool { return g.list[i].score > g.list[j].score })
		for _, s := range g.list {
			s.grad, s.hess = 0, 1e-6
		}
		for i, p := range g.list {
			if !p.right {
				continue
			}
			for j, n := range g.list {
				if n.right {
					continue
				}
				d := math.Abs(1/math.Log2(float64(i)+2)-1/math.Log2(float64(j)+2)) * g.weight
				if (i == 0) != (j == 0) {
					d += 0.5 * g.weight
				}
				rho := 1 / (1 + math.Exp(p.score-n.score))
				p.grad += d * rho
				n.grad -= d * rho
				h := d * rho * (1 - rho)
				p.hess += h
				n.hess += h
			}
		}
	}
}

type leaf struct {
	at    int
	list  []*sample
	gain  float64
	f     int
	bin   int
	grad  float64
	hess  float64
	valid bool
}

func (b *booster) grow() tree {
	t := tree{nodes: []treeNode{{feature: -1}}}
	open := []*leaf{b.best(0, b.all)}
	for len(open) < leaves {
		pick := -1
		for i, l := range open {
			if l.valid && (pick < 0 || l.gain > open[pick].gain) {
				pick = i
			}
		}
		if pick < 0 {
			break
		}
		l := open[pick]
		var left, right []*sample
		for _, s := range l.list {
			if int(s.bins[l.f]) <= l.bin {
				left = append(left, s)
			} else {
				right = append(right, s)
			}
		}
		at := len(t.nodes)
		t.nodes[l.at] = treeNode{feature: l.f, left: at, cut: b.cuts[l.f][l.bin]}
		t.nodes = append(t.nodes, treeNode{feature: -1}, treeNode{feature: -1})
		open[pick] = b.best(at, left)
		open = append(open, b.best(at+1, right))
	}
	for _, l := range open {
		v := rate * l.grad / (l.hess + ridge)
		t.nodes[l.at].value = v
		for _, s := range l.list {
			s.score += v
		}
	}
	return t
}

func (b *booster) best(at int, list []*sample) *leaf {
	l := &leaf{at: at, list: list}
	for _, s := range list {
		l.grad += s.grad
		l.hess += s.hess
	}
	whole := l.grad * l.grad / (l.hess + ridge)
	for f := range b.cuts {
		var g, h [bins + 1]float64
		for _, s := range list {
			g[s.bins[f]] += s.grad
			h[s.bins[f]] += s.hess
		}
		lg, lh := 0.0, 0.0
		for k := range b.cuts[f] {
			lg += g[k]
			lh += h[k]
			rg, rh := l.grad-lg, l.hess-lh
			if lh < least || rh < least {
				continue
			}
			gain := lg*lg/(lh+ridge) + rg*rg/(rh+ridge) - whole
			if gain > l.gain+1e-9 {
				l.gain, l.f, l.bin, l.valid = gain, f, k, true
			}
		}
	}
	return l
}
