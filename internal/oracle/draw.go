package oracle

import (
	"math/rand/v2"
	"strings"
)

// Draw draws questions of every class: what is rare in real life is frequent here.
type Draw struct{ *rand.Rand }

// NewDraw begins a sequence of questions; the same seed gives the same questions.
func NewDraw(seed uint64) Draw { return Draw{rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15))} } //nolint:gosec // a game that can be repeated

func (d Draw) once(in int) bool { return d.IntN(in) == 0 }

func pick[T any](d Draw, list ...T) T { return list[d.IntN(len(list))] }

// Question draws one.
func (d Draw) Question() Question {
	q := Question{Item: d.item(), Complete: d.once(3)}
	for range d.IntN(3) {
		q.Others = append(q.Others, d.item())
	}
	q.Tree = d.node(q, 0)
	return q
}

func (d Draw) item() Item {
	f := pick(d, families...)
	it := Item{Ladder: f.ladder, Bound: !d.once(6)}
	for _, pair := range f.names[:1+d.IntN(len(f.names))] {
		it.Names = append(it.Names, d.name(f, pair, false))
	}
	it.Version = d.version(f)
	update := Attribute{Kind: pick(d, "any", "any", "any", "na")}
	if it.Version.Kind == "split" {
		_, text := cut(f, it.Version.Rung)
		update = Attribute{Kind: "is", Text: text}
	}
	for i := range it.Names {
		it.Names[i][Update] = update
	}
	for range d.IntN(3) {
		it.Words = append(it.Words, d.words(f))
	}
	if d.once(5) {
		it.Names, it.Words = nil, append(it.Words, [2]string{f.names[0][1], f.names[0][2]})
		it.Bound = it.Bound && d.once(2)
		if it.Version.Kind != "na" && it.Version.Kind != "wild" && (f.scheme || it.Version.Kind == "split") {
			it.Version = Version{Kind: "any"} // without a name nobody knows how its versions are counted
		}
	}
	return it
}

func (d Draw) words(f family) [2]string {
	return [2]string{pick(d, f.names[0][1], "", "othermaker"), pick(d, f.names[0][2], f.names[0][2]+"more")}
}

func (d Draw) version(f family) Version {
	switch d.IntN(10) {
	case 0, 1:
		return Version{Kind: "any"}
	case 2:
		return Version{Kind: "na"}
	case 3:
		return Version{Kind: "wild", Text: pick(d, f.wild...)}
	case 4, 5:
		if f.series != "" {
			return Version{Kind: "series", Base: f.series, Rungs: f.members()}
		}
	case 6, 7:
		if rung := d.IntN(len(f.ladder)); f.splits != "" {
			if base, _ := cut(f, rung); base != "" {
				return Version{Kind: "split", Rung: rung, Base: base, Rungs: f.find(base)}
			}
		}
	}
	return Version{Kind: "rung", Rung: d.IntN(len(f.ladder))}
}

// written is a rung in one of the ways in which a source may write it.
func (d Draw) written(f family, rung int) Version {
	if base, _ := cut(f, rung); base != "" && d.once(2) {
		return Version{Kind: "split", Rung: rung, Base: base, Rungs: f.find(base)}
	}
	return Version{Kind: "rung", Rung: rung}
}

// name draws the attributes of a name; of a source it may have wildcards in what identifies, too.
func (d Draw) name(f family, pair [3]string, source bool) (n Name) {
	for i := range 3 {
		n[i] = Attribute{Kind: "is", Text: pair[i]}
	}
	for i := Update; i <= Other; i++ {
		n[i] = Attribute{Kind: "any"}
		if i == Update && !source || !d.once(6) {
			continue
		}
		n[i] = d.attribute()
	}
	if !d.once(3) {
		n[Part].Kind, n[Part].Text = "any", ""
	}
	if !source {
		return n
	}
	switch d.IntN(12) {
	case 0:
		n[Product] = Attribute{Kind: "any"}
	case 1:
		n[Product] = Attribute{Kind: "wild", Text: pair[2][:2] + "*"}
	case 2:
		n[Product] = Attribute{Kind: "wild", Text: pick(d, "?", "??") + pair[2][2:]}
	case 3:
		n[Vendor] = Attribute{Kind: "any"}
		if d.once(2) {
			n[Product] = Attribute{Kind: "any"}
		}
	case 4:
		n[Vendor] = Attribute{Kind: "na"}
	}
	if f.splits == "" && n[Update].Kind == "is" { // an update that is one with the version has a class of its own
		n[Update].Kind, n[Update].Text = "any", ""
	}
	return n
}

func (d Draw) attribute() Attribute {
	switch d.IntN(5) {
	case 0:
		return Attribute{Kind: "na"}
	case 1:
		return Attribute{Kind: "wild", Text: pick(d, "x*", "?64", "??x64", "*6*", "x6??", "?")}
	}
	return Attribute{Kind: "is", Text: pick(d, "x64", "x6", "ax64", "x64*y", "lts")}
}

func (d Draw) node(q Question, depth int) Node {
	n := Node{And: d.once(2), Negate: d.once(8)}
	if depth < 2 && d.once(2) {
		for range 1 + d.IntN(2) {
			n.Nodes = append(n.Nodes, d.node(q, depth+1))
		}
	}
	for range d.IntN(3) {
		n.Criteria = append(n.Criteria, d.criterion(q))
	}
	return n
}

func (d Draw) criterion(q Question) (c Criterion) {
	f := d.about(q)
	pair := pick(d, f.names...)
	c = Criterion{Name: d.name(f, pair, true), Vulnerable: !d.once(4), Ladder: f.ladder}
	switch d.IntN(8) {
	case 0:
		c.Nameless, c.Words = true, [2]string{pick(d, pair[1], ""), pick(d, f.names[0][2], f.names[0][2]+"more")}
	case 1:
		c.Words = [2]string{pick(d, pair[1], "othermaker"), f.names[0][2]}
	}
	c.Version = Version{Kind: "any"}
	switch {
	case c.Nameless:
	case pair[0] == "h" && d.once(2):
		c.Name[Part], c.Version = Attribute{Kind: "is", Text: "h"}, Version{Kind: "na"}
	case d.once(2):
		c.Version = d.version(f)
		if have := q.Item.Version; &f.ladder[0] == &q.Item.Ladder[0] && (have.Kind == "rung" || have.Kind == "split") && d.once(2) {
			c.Version = d.written(f, have.Rung)
		}
		c.update(f)
	}
	if c.Name[Update].Kind == "is" && c.Version.Kind != "split" {
		c.Name[Update] = Attribute{Kind: "any"}
	}
	if d.once(2) {
		c.Spans = d.spans(f)
		c.Otherwise = pick(d, "", "", "affected", "unaffected", "investigating", "unknown")
	}
	return c
}

// update makes the version of a source of what was drawn: it names versions, never a series.
func (c *Criterion) update(f family) {
	if c.Version.Kind == "series" {
		c.Version = Version{Kind: "any"}
	}
	if c.Version.Kind == "split" {
		_, text := cut(f, c.Version.Rung)
		c.Name[Update] = Attribute{Kind: "is", Text: text}
	}
}

// about is a product that is there, mostly.
func (d Draw) about(q Question) family {
	for _, it := range append([]Item{q.Item}, q.Others...) {
		for _, f := range families {
			if &f.ladder[0] == &it.Ladder[0] && d.once(2) {
				return f
			}
		}
	}
	return pick(d, families...)
}

// bound is a rung that may stand as a bound: between any two of them lies one that never does.
func (d Draw) bound(f family) int { return 1 + 2*d.IntN(len(f.ladder)/2) }

func (d Draw) status() string {
	return pick(d, "affected", "affected", "affected", "unaffected", "fixed", "investigating", "unknown")
}

func (d Draw) spans(f family) (list []Span) {
	for range 1 + d.IntN(3) {
		s := Span{From: -1, Until: -1, Status: d.status()}
		switch d.IntN(6) {
		case 0:
			s.From = d.bound(f)
			s.Until = s.From
		case 1:
			s.From, s.After = d.bound(f), d.once(2)
		case 2:
			s.Until, s.Before = d.bound(f), d.once(2)
		default:
			s.From, s.Until, s.After, s.Before = d.bound(f), d.bound(f), d.once(2), d.once(2)
			if d.once(3) {
				s.Changes = append(s.Changes, Change{d.bound(f), d.status()})
			}
		}
		list = append(list, s)
	}
	return list
}

// cut takes a version apart where its maker's names do; empty where they do not.
func cut(f family, rung int) (base, update string) {
	i := strings.Index(f.ladder[rung], f.splits)
	if f.splits == "" || i < 0 {
		return "", ""
	}
	return f.ladder[rung][:i], strings.TrimPrefix(f.ladder[rung][i:], "-")
}
