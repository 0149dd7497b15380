package main

import (
	"errors"
	"fmt"
	"go/format"
	"math"
	"os"
	"slices"
	"sort"
	"strings"

	"kanmin/internal/bench/names"
	"kanmin/internal/domain/product/lookup"
)

const (
	judgeTarget = "internal/domain/product/lookup/judge_table.go"
	judgeRounds = 70
	folds       = 5
)

// verdict is one row with what the judge sees and whether the first candidate was right.
type verdict struct {
	j     *lookup.Verdict
	right bool
	fold  int
	row   names.Row
	gold  []string
	slice string // of those that the rule of binding is drawn on
}

// outcome is one row as a judge scored it that had not seen it.
type outcome struct {
	score float64
	right bool
	of    *verdict
}

// bin is a stretch of the curve.
type bin struct {
	from float64
	n, k int
}

// trainJudge trains the judge on the tuning half, one row in eight with its gold hidden, and writes its trees with the
// calibration curve. The judge sees each row as ranked by trees that were grown without the row's maker: ranked by
// trees that have seen the row it would learn to trust margins that no new row has.
func trainJudge(x *lookup.Index, dir string) error {
	groups, err := gather(x, dir)
	if err != nil {
		return err
	}
	var list, written []*verdict
	for f := range folds {
		var seen []*group
		for _, g := range groups {
			if g.fold != f {
				seen = append(seen, g)
			}
		}
		trees := forest(rankTrees(seen))
		some, err := verdicts(x, trees, dir, f)
		if err != nil {
			return err
		}
		list = append(list, some...)
		if some, err = asWritten(x, trees, dir, f); err != nil {
			return err
		}
		written = append(written, some...)
	}
	var out, bind []outcome
	for f := range folds {
		var seen []*verdict
		for _, v := range list {
			if v.fold != f {
				seen = append(seen, v)
			}
		}
		trees := judgeTrees(seen)
		out = append(out, scored(trees, list, f)...)
		bind = append(bind, scored(trees, written, f)...)
	}
	worst(out)
	rule := bindingOf(bind)
	if math.IsInf(rule.from, 1) {
		return errors.New("from no surety on does every slice hold: nothing is written")
	}
	return writeJudge(judgeTrees(list), pool(out), rule)
}

// scored asks a judge about the rows of a fold.
func scored(trees []tree, list []*verdict, fold int) (out []outcome) {
	for _, v := range list {
		if v.fold == fold {
			out = append(out, outcome{sum(trees, v.j.Judged[:]), v.right, v})
		}
	}
	return out
}

// worst prints the rows of which a judge that had not seen them was surest, and wrong: what a rule should be found for.
func worst(out []outcome) {
	sort.Slice(out, func(i, j int) bool { return out[i].score > out[j].score })
	left := 40
	for i, o := range out {
		if !o.right && left > 0 {
			left--
			fmt.Printf("%4d of %d, score %.2f: %s | %s | %v\n", i, len(out), o.score, o.of.row.Maker, o.of.row.Product, o.of.gold)
		}
	}
}

// pool cuts the outcomes into stretches of rising shares (pool adjacent violators).
func pool(out []outcome) []bin {
	sort.Slice(out, func(i, j int) bool { return out[i].score < out[j].score })
	var bins []bin
	const per = 60
	for i := 0; i < len(out); i += per {
		b := bin{from: out[i].score}
		for _, s := range out[i:min(i+per, len(out))] {
			b.n++
			if s.right {
				b.k++
			}
		}
		bins = append(bins, b)
		for len(bins) > 1 {
			p, q := bins[len(bins)-2], bins[len(bins)-1]
			if float64(p.k)/float64(p.n) < float64(q.k)/float64(q.n) {
				break
			}
			bins = append(bins[:len(bins)-2], bin{p.from, p.n + q.n, p.k + q.k})
		}
	}
	return bins
}

func writeJudge(trees []tree, bins []bin, bound binding) error {
	var b strings.Builder
	b.WriteString("package lookup\n\n// judge, curve and bindFrom are trained by bench/names/tune on the tuning half; do not edit.\nvar judge = ")
	writeForest(&b, trees)
	b.WriteString("\nvar curve = []step{\n")
	for _, s := range bins {
		fmt.Fprintf(&b, "\t{%.4f, %.4f}, // %d of %d\n", s.from, (float64(s.k)+0.5)/(float64(s.n)+1), s.k, s.n)
		fmt.Printf("from %.2f right %d of %d\n", s.from, s.k, s.n)
	}
	b.WriteString("}\n\n")
	bound.write(&b)
	source, err := format.Source([]byte(b.String()))
	if err != nil {
		return err
	}
	return os.WriteFile(judgeTarget, source, 0o644) //nolint:gosec // source code is for all to read
}

func sum(trees []tree, v []float32) float64 {
	total := 0.0
	for _, t := range trees {
		at := 0
		for t.nodes[at].feature >= 0 {
			n := t.nodes[at]
			at = n.left
			if v[n.feature] > n.cut {
				at++
			}
		}
		total += t.nodes[at].value
	}
	return total
}

func judgeTrees(list []*verdict) []tree {
	g := &group{weight: 1}
	for _, v := range list {
		g.list = append(g.list, &sample{v: v.j.Judged[:], right: v.right})
	}
	b := newBooster([]*group{g})
	for _, s := range b.all {
		s.score = 0
	}
	var trees []tree
	for range judgeRounds {
		for _, s := range b.all {
			p := 1 / (1 + math.Exp(-s.score))
			s.grad, s.hess = -p, p*(1-p)
			if s.right {
				s.grad++
			}
		}
		trees = append(trees, b.grow())
	}
	return trees
}

// verdicts asks for the rows of a fold twice: with the CPE list, and with the shipped dictionary alone, where most
// rows of the issuers are in no dictionary.
func verdicts(x *lookup.Index, trees *lookup.Forest, dir string, fold int) ([]*verdict, error) {
	with, err := verdictsOf(x, trees, dir, fold, 1)
	if err != nil {
		return nil, err
	}
	alone, err := names.Index("")
	if err != nil {
		return nil, err
	}
	without, err := verdictsOf(alone, trees, dir, fold, 3)
	if err != nil {
		return nil, err
	}
	for _, v := range without {
		if !v.j.Plain() { // one whose name stands in both was asked already
			with = append(with, v)
		}
	}
	return with, nil
}

func verdictsOf(x *lookup.Index, trees *lookup.Forest, dir string, fold, every int) ([]*verdict, error) {
	issuers, err := names.Issuers(dir)
	if err != nil {
		return nil, err
	}
	exploited, err := names.Exploited(dir)
	if err != nil {
		return nil, err
	}
	half, _ := names.Halves(issuers)
	kev, _ := names.Halves(exploited)
	a := &asker{r: lookup.With(x, trees), fold: fold}
	for i, row := range names.Own() {
		if foldOf(row) == fold {
			a.add(row, row, false)
			if i%10 == 0 && len(row.Gold) > 0 {
				a.add(row, row, true)
			}
		}
	}
	for i, row := range append(kev, half...) {
		if i%every != 0 || foldOf(row) != fold {
			continue
		}
		a.add(row, row, false)
		if i%8 == 0 {
			a.add(row, row, true)
		}
		switch i % 5 {
		case 0:
			a.add(row, names.Row{Product: row.Maker + " " + row.Product}, false)
		case 1:
			a.add(row, names.Row{Product: row.Product}, i%10 == 1)
		}
	}
	return a.out, nil
}

type asker struct {
	r    *lookup.Resolver
	fold int
	out  []*verdict

	slice string
}

// add asks for a row as it was written, with the gold of the row that it stands for.
func (a *asker) add(row, written names.Row, hide bool) {
	match := func(cpe []string) bool { return overlap(cpe, row.Gold) }
	var hidden func([]string) bool
	if hide {
		hidden = match
	}
	j := a.r.InspectJudge(written.Maker, written.Product, hidden)
	if j != nil && len(j.CPE) > 0 { // what no register has a code for cannot be told right or wrong, and is never bound
		a.out = append(a.out, &verdict{j: j, right: !hide && match(j.CPE), fold: a.fold, row: written, gold: row.Gold, slice: a.slice})
	}
}

func overlap(cpe, gold []string) bool {
	for _, c := range cpe {
		if slices.Contains(gold, c) {
			return true
		}
	}
	return false
}
