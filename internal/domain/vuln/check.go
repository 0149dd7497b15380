package vuln

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// Bounds. What is beyond them a reader cuts and notes as Shortened, or refuses; Check refuses it.
const (
	LongestID      = 100
	LongestName    = 1000 // of a maker, a product, a version, an address of a page
	LongestText    = 20_000
	MostAliases    = 200
	MostReferences = 500
	MostScores     = 50
	MostRemedies   = 2000
	MostCriteria   = 50_000 // in all configurations together
	MostSpans      = 5_000  // of one criterion
	MostDepth      = 8      // of nodes in nodes
	MostOddities   = 200
)

// Check notes everything that makes an advisory unfit to be kept.
func (a Advisory) Check() error {
	var l fault.List
	text.Need(&l, "id", string(a.ID), LongestID)
	for i, alias := range a.Aliases {
		text.Need(&l, at("aliases", i), string(alias), LongestID)
	}
	if !slices.Contains(Sources, a.Source) {
		l.Add("source", "fault.advisory.source", nil)
	}
	if a.State != Published && a.State != Rejected && a.State != Withdrawn {
		l.Add("state", "fault.advisory.state", nil)
	}
	for path, s := range map[string]string{"title.ja": a.Title.Ja, "title.en": a.Title.En, "publisher": a.Publisher, "document": a.Document, "revision": a.Revision} {
		text.Check(&l, path, s, LongestName)
	}
	text.Check(&l, "summary.ja", a.Summary.Ja, LongestText)
	text.Check(&l, "summary.en", a.Summary.En, LongestText)
	most(&l, "aliases", len(a.Aliases), MostAliases)
	most(&l, "references", len(a.References), MostReferences)
	most(&l, "scores", len(a.Scores), MostScores)
	most(&l, "remedies", len(a.Remedies), MostRemedies)
	most(&l, "oddities", len(a.Oddities), MostOddities)
	for i, s := range a.Scores {
		if s.Base < 0 || s.Base > 100 {
			l.Add(at("scores", i), "fault.advisory.score", nil)
		}
	}
	if e := a.EPSS; e != nil && (e.Probability < 0 || e.Probability > 1_000_000 || e.Percentile < 0 || e.Percentile > 1_000_000) {
		l.Add("epss", "fault.advisory.score", nil)
	}
	n := 0
	for i, c := range a.Configurations {
		c.check(&l, at("configurations", i), 1, &n)
	}
	most(&l, "configurations", n, MostCriteria)
	return l.Err()
}

func at(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func most(l *fault.List, path string, n, limit int) {
	if n > limit {
		l.Add(path, "fault.advisory.many", fault.Args{"limit": strconv.Itoa(limit), "count": strconv.Itoa(n)})
	}
}

func (n Node) check(l *fault.List, path string, depth int, criteria *int) {
	if depth > MostDepth {
		l.Add(path, "fault.advisory.deep", fault.Args{"limit": strconv.Itoa(MostDepth)})
		return
	}
	if n.Op != "" && n.Op != And && n.Op != Or {
		l.Add(path, "fault.advisory.operator", nil)
	}
	if *criteria += len(n.Criteria); *criteria > MostCriteria {
		return // told once, by the number
	}
	for i, c := range n.Criteria {
		c.check(l, at(path+".criteria", i))
	}
	for i, child := range n.Nodes {
		child.check(l, at(path+".nodes", i), depth+1, criteria)
	}
}

func (c Criterion) check(l *fault.List, path string) {
	if c.CPE.IsZero() && c.Product == "" && c.JVN == "" && c.PURL == "" {
		l.Add(path, "fault.advisory.nameless", nil)
	}
	for name, s := range map[string]string{".maker": c.Maker, ".product": c.Product, ".jvn": c.JVN, ".purl": c.PURL, ".ref": c.Ref} {
		text.Check(l, path+name, s, LongestName)
	}
	most(l, path+".spans", len(c.Spans), MostSpans)
	if !known(c.Otherwise) {
		l.Add(path+".otherwise", "fault.advisory.status", nil)
	}
	for i, s := range c.Spans {
		if !s.sound() {
			l.Add(at(path+".spans", i), "fault.advisory.span", nil)
		}
	}
}

func known(s Status) bool {
	switch s {
	case "", Affected, Unaffected, Fixed, Investigating, Unknown:
		return true
	}
	return false
}

// sound refuses a span that says nothing of one piece: one version and bounds, a bound without a version, too long a text.
func (s Span) sound() bool {
	ok := known(s.Status) && (s.Only == "" || s.From == "" && s.Until == "" && len(s.Changes) == 0) && (s.From != "" || !s.FromAfter) && (s.Until != "" || !s.UntilBefore)
	for _, v := range []string{s.Only, s.From, s.Until, s.Scheme} {
		ok = ok && len(v) <= LongestName && utf8.ValidString(v)
	}
	for _, c := range s.Changes {
		ok = ok && c.At != "" && len(c.At) <= LongestName && known(c.Status)
	}
	return ok
}
