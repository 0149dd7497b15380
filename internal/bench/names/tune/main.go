// Command tune trains the ranking trees of the resolver on the half of the real pairs that is for
// tuning, and writes them to forest_table.go. It is run by hand when features or dictionary
// change: go run ./internal/bench/names/tune rank DATADIR, then judge DATADIR.
package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strings"

	"kanmin/internal/bench/names"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/spelling"
)

const (
	rounds = 120
	near   = 14 // candidates of a row that the trees are shown, and the right one
	target = "internal/domain/product/lookup/forest_table.go"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "tune cv|rank|judge DATADIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(what, dir string) error {
	x, err := names.Index(dir)
	if err != nil {
		return err
	}
	if what == "judge" {
		return trainJudge(x, dir)
	}
	if what == "cv" {
		return crossCheck(x, dir)
	}
	groups, err := gather(x, dir)
	if err != nil {
		return err
	}
	fmt.Println(len(groups), "groups")
	trees := rankTrees(groups)
	right := 0
	for _, g := range groups {
		best := g.list[0]
		for _, s := range g.list {
			if s.score > best.score {
				best = s
			}
		}
		if best.right {
			right++
		}
	}
	fmt.Printf("right on what it saw: %d of %d\n", right, len(groups))
	return write(trees)
}

// rankTrees grows the trees that rank.
func rankTrees(groups []*group) []tree {
	b := newBooster(groups)
	for _, s := range b.all {
		s.score = float64(lookup.Hand((*lookup.Features)(s.v)))
	}
	trees := make([]tree, 0, rounds)
	for range rounds {
		b.lambdas()
		trees = append(trees, b.grow())
	}
	return trees
}

// crossCheck prints how often the trees rank rightly what they have not seen: rounds, leaves and features are chosen
// by it.
func crossCheck(x *lookup.Index, dir string) error {
	groups, err := gather(x, dir)
	if err != nil {
		return err
	}
	var n, right [3]int
	for f := range folds {
		var seen []*group
		for _, g := range groups {
			if g.fold != f {
				seen = append(seen, g)
			}
		}
		trees := rankTrees(seen)
		for _, g := range groups {
			if g.fold != f {
				continue
			}
			best, score := g.list[0], math.Inf(-1)
			for _, s := range g.list {
				if v := float64(lookup.Hand((*lookup.Features)(s.v))) + sum(trees, s.v); v > score {
					best, score = s, v
				}
			}
			kind := 2 // maker in the cell, no maker
			if g.weight >= 1 {
				kind = 1
				if g.weight > 1 {
					kind = 0 // KEV
				}
			}
			n[kind]++
			if best.right {
				right[kind]++
			}
		}
	}
	for i, name := range []string{"KEV", "issuers", "without maker"} {
		fmt.Printf("%-14s %d of %d, %.1f %%\n", name, right[i], n[i], 100*float64(right[i])/float64(max(n[i], 1)))
	}
	return nil
}

// forest gives grown trees to a resolver.
func forest(trees []tree) *lookup.Forest {
	f := &lookup.Forest{}
	for _, t := range trees {
		nodes := make([]lookup.Node, len(t.nodes))
		for i, n := range t.nodes {
			nodes[i] = lookup.Node{Feature: int8(n.feature), Left: int16(n.left), Cut: n.cut} //nolint:gosec // small trees
			if n.feature < 0 {
				nodes[i].Cut = float32(n.value)
			}
		}
		f.Trees = append(f.Trees, nodes)
	}
	return f
}

// foldOf puts all rows of one maker into one fold, so that what is judged in a fold is of makers that its trees
// have not seen.
func foldOf(row names.Row) int {
	key := row.Maker
	if len(row.Gold) > 0 {
		key, _, _ = strings.Cut(row.Gold[0], ":")
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte("fold" + spelling.Company(spelling.Fold(strings.ReplaceAll(key, "_", " ")))[0]))
	return int(h.Sum32() >> 4 % folds)
}

func gather(x *lookup.Index, dir string) ([]*group, error) {
	issuers, err := names.Issuers(dir)
	if err != nil {
		return nil, err
	}
	exploited, err := names.Exploited(dir)
	if err != nil {
		return nil, err
	}
	r := lookup.NewResolver(x)
	var out []*group
	add := func(row names.Row, weight float64) {
		if g := groupOf(r, row); g != nil {
			g.weight, g.fold = weight, foldOf(row)
			out = append(out, g)
		}
	}
	half, _ := names.Halves(issuers)
	kev, _ := names.Halves(exploited)
	for _, row := range kev {
		add(row, 1.5)
		add(names.Row{Product: row.Maker + " " + row.Product, Gold: row.Gold}, 0.7)
		add(names.Row{Product: row.Product, Gold: row.Gold}, 0.4)
	}
	for _, row := range half {
		add(row, 1)
		add(names.Row{Product: row.Maker + " " + row.Product, Gold: row.Gold}, 0.4)
		if strings.Count(row.Product, " ") > 0 {
			add(names.Row{Product: row.Product, Gold: row.Gold}, 0.3)
		}
	}
	out = append(out, shippedGroups(r)...)
	return out, nil
}

// shippedGroups asks the dictionary for its own aliases, with a version after some of them.
func shippedGroups(r *lookup.Resolver) []*group {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil
	}
	makers := map[string]string{}
	for _, m := range book.Makers {
		makers[string(m.ID)] = m.Names[0].Text
	}
	var out []*group
	for _, p := range book.Products {
		for _, n := range p.Names {
			h := fnv.New32a()
			_, _ = h.Write([]byte(string(p.ID) + n.Text))
			k := h.Sum32()
			if k%14 != 0 {
				continue
			}
			maker, text := makers[string(p.Maker)], n.Text
			switch k / 14 % 4 {
			case 0:
				text += " Ver.3.1"
			case 1:
				maker = ""
			case 2:
				text, maker = maker+" "+text, ""
			}
			var g group
			seen := false
			for _, c := range r.Inspect(maker, text) {
				right := c.ID == p.ID
				seen = seen || right
				g.list = append(g.list, &sample{v: c.Features[:], right: right})
			}
			if seen && len(g.list) > 1 {
				g.weight, g.fold = 0.3, -1
				out = append(out, &g)
			}
		}
	}
	return out
}

func groupOf(r *lookup.Resolver, row names.Row) *group {
	gold := map[string]bool{}
	for _, g := range row.Gold {
		gold[g] = true
	}
	g := &group{}
	seen := false
	for _, c := range r.Inspect(row.Maker, row.Product) {
		right := false
		for _, k := range c.CPE {
			right = right || gold[k]
		}
		seen = seen || right
		if right || len(g.list) < near {
			g.list = append(g.list, &sample{v: c.Features[:], right: right})
		}
	}
	if !seen || len(g.list) < 2 {
		return nil
	}
	return g
}

func write(trees []tree) error {
	var b strings.Builder
	b.WriteString("package lookup\n\n// shipped is trained by bench/names/tune on the tuning half; do not edit.\nvar shipped = ")
	writeForest(&b, trees)
	return os.WriteFile(target, []byte(b.String()), 0o644) //nolint:gosec // source code is for all to read
}

func writeForest(b *strings.Builder, trees []tree) {
	b.WriteString("Forest{Trees: [][]Node{\n")
	for _, t := range trees {
		b.WriteString("\t{")
		for i, n := range t.nodes {
			if i > 0 {
				b.WriteString(", ")
			}
			if n.feature < 0 {
				fmt.Fprintf(b, "{-1, 0, %.5g}", n.value)
			} else {
				fmt.Fprintf(b, "{%d, %d, %.6g}", n.feature, n.left, n.cut)
			}
		}
		b.WriteString("},\n")
	}
	b.WriteString("}}\n")
}
