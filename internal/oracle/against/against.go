// Package against asks the matcher and the oracle the same questions.
package against

import (
	"fmt"
	"strings"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
	"kanmin/internal/oracle"
)

// Result is how often the two differ, the first questions where they do, and how many questions there were of each class.
type Result struct {
	Asked, Differences int
	First              []string
	Classes            map[string]int
}

// Ask asks n questions. stop ends at the first difference.
func Ask(n int, seed uint64, stop bool) Result {
	r := Result{Classes: map[string]int{}}
	d := oracle.NewDraw(seed)
	for range n {
		q := d.Question()
		want := oracle.Answer(q)
		got := Matcher(q)
		r.Asked++
		r.Classes["verdict: "+vuln.Truth(want).String()]++ //nolint:gosec // 0 to 2
		classes(q, r.Classes)
		if got == want {
			continue
		}
		r.Differences++
		if len(r.First) < 3 {
			r.First = append(r.First, fmt.Sprintf("oracle %d, matcher %d: %s", want, got, shown(q)))
		}
		if stop {
			break
		}
	}
	return r
}

// Matcher is the verdict of the product, as the oracle counts it.
func Matcher(q oracle.Question) int {
	a := vuln.Advisory{ID: "CVE-2026-0001", Source: vuln.NVD, State: vuln.Published, Configurations: []vuln.Node{node(q.Tree)}}
	e := vuln.Environment{Complete: q.Complete}
	for _, o := range q.Others {
		e.Others = append(e.Others, item(o))
	}
	v, _ := a.Judge(item(q.Item), e)
	return int(v.Truth)
}

func shown(q oracle.Question) string {
	a := vuln.Advisory{Configurations: []vuln.Node{node(q.Tree)}}
	b, err := a.Canonical()
	var out strings.Builder
	fmt.Fprintf(&out, "%s %v\n  item %+v %v", b, err, *item(q.Item).Product, item(q.Item).Version)
	for _, o := range q.Others {
		fmt.Fprintf(&out, "\n  beside %+v %v", *item(o).Product, item(o).Version)
	}
	fmt.Fprintf(&out, "\n  complete %v", q.Complete)
	return out.String()
}

func item(it oracle.Item) vuln.Item {
	p := &vuln.Product{Bound: it.Bound}
	for _, n := range it.Names {
		p.Names = append(p.Names, name(n))
	}
	for _, w := range it.Words {
		p.Called = append(p.Called, vuln.Words(w[0], w[1]))
	}
	return vuln.Item{Product: p, Version: version(it.Version, it.Ladder)}
}

func version(v oracle.Version, ladder []string) wfn.Value {
	switch v.Kind {
	case "any":
		return wfn.Any
	case "na":
		return wfn.NA
	case "wild":
		return value(oracle.Attribute{Kind: "wild", Text: v.Text})
	case "rung":
		return wfn.Quote(ladder[v.Rung])
	}
	return wfn.Quote(v.Base)
}

func value(a oracle.Attribute) wfn.Value {
	switch a.Kind {
	case "any":
		return wfn.Any
	case "na":
		return wfn.NA
	case "is":
		return wfn.Quote(a.Text)
	}
	s := strings.Trim(a.Text, "*?")
	from := strings.Index(a.Text, s)
	return wfn.Value(a.Text[:from]) + wfn.Quote(s) + wfn.Value(a.Text[from+len(s):])
}

func name(n oracle.Name) wfn.Name {
	return wfn.Name{
		Part: value(n[oracle.Part]), Vendor: value(n[oracle.Vendor]), Product: value(n[oracle.Product]), Update: value(n[oracle.Update]), Edition: value(n[oracle.Edition]),
		Language: value(n[oracle.Language]), SWEdition: value(n[oracle.SWEdition]), TargetSW: value(n[oracle.TargetSW]), TargetHW: value(n[oracle.TargetHW]), Other: value(n[oracle.Other]),
	}
}

func node(n oracle.Node) vuln.Node {
	out := vuln.Node{Negate: n.Negate}
	if n.And {
		out.Op = vuln.And
	}
	for _, c := range n.Criteria {
		out.Criteria = append(out.Criteria, criterion(c))
	}
	for _, child := range n.Nodes {
		out.Nodes = append(out.Nodes, node(child))
	}
	return out
}

func criterion(c oracle.Criterion) vuln.Criterion {
	out := vuln.Criterion{Vulnerable: c.Vulnerable, Maker: c.Words[0], Product: c.Words[1], Otherwise: vuln.Status(c.Otherwise)}
	if !c.Nameless {
		out.CPE = name(c.Name)
		out.CPE.Version = version(c.Version, c.Ladder)
	}
	at := func(rung int) string {
		if rung < 0 {
			return ""
		}
		return c.Ladder[rung]
	}
	for _, s := range c.Spans {
		one := vuln.Span{From: at(s.From), Until: at(s.Until), FromAfter: s.After, UntilBefore: s.Before, Status: vuln.Status(s.Status)}
		if s.From >= 0 && s.From == s.Until && !s.After && !s.Before && len(s.Changes) == 0 {
			one = vuln.Span{Only: at(s.From), Status: one.Status}
		}
		for _, ch := range s.Changes {
			one.Changes = append(one.Changes, vuln.Change{At: at(ch.At), Status: vuln.Status(ch.Status)})
		}
		out.Spans = append(out.Spans, one)
	}
	return out
}
