package vuln

import (
	"kanmin/internal/domain/vuln/wfn"
)

// Truth is a truth of three values, in their order: what is not known makes no Yes and no No (Kleene).
type Truth uint8

// The truths. As verdicts: not affected, possible, affected.
const (
	No Truth = iota
	Maybe
	Yes
)

var truths = [...]string{"not_affected", "possible", "affected"}

// String is the verdict in the words of programs.
func (t Truth) String() string { return truths[t] }

// Not is the negation.
func (t Truth) Not() Truth { return Yes - t }

// Why is the fact that decided.
type Why string

// The facts.
const (
	Nameless          Why = "nameless"            // the source names no such product (該当しない)
	Running           Why = "running"             // it is named only as what the vulnerable product runs on
	EveryVersion      Why = "every_version"       // all versions are affected
	Inside            Why = "inside"              // the version lies in a range, or is named
	Outside           Why = "outside"             // the version lies in no range
	Mended            Why = "fixed"               // the source says that this version is fixed
	Declared          Why = "unaffected"          // the source says that it is not affected
	Examined          Why = "investigating"       // the source does not know yet
	VersionUnknown    Why = "version_unknown"     // the register does not know the version
	SeriesOnly        Why = "series_only"         // the register knows the series only: 7.4
	Unordered         Why = "unordered"           // the source gives bounds that cannot be compared
	OtherEdition      Why = "other_edition"       // edition, update or target is another
	EditionUnknown    Why = "edition_unknown"     // the register does not know edition, update or target
	NameOnly          Why = "name_only"           // only words are alike
	TooWide           Why = "too_wide"            // the source names all products of a maker
	EnvironmentAbsent Why = "environment_absent"  // what it must run with is not there
	EnvironmentUnsure Why = "environment_unknown" // nobody knows whether what it must run with is there
	Excepted          Why = "excepted"            // a condition that must not hold does
	Retracted         Why = "retracted"           // rejected or withdrawn
)

// Reason is why a verdict is as it is (該当と判断した理由 / 該当しない理由).
type Reason struct {
	Why       Why
	Source    Source
	Publisher string
	Basis     Basis
	Criterion *Criterion // the one that decided; nil where none names the product
	Span      int        // of Criterion, from 1; 0: none
	Version   wfn.Value  // as registered
}

// Verdict is whether an advisory concerns a product.
type Verdict struct {
	Truth  Truth
	Reason Reason
}

func lower(a, b Verdict) Verdict {
	if b.Truth < a.Truth {
		return b
	}
	return a
}

func higher(a, b Verdict) Verdict {
	if b.Truth > a.Truth {
		return b
	}
	return a
}

// through is the value of a tree for one item: whether the condition holds on the machine, and whether it holds because the item is
// vulnerable. Only the latter is a verdict: what a vulnerable product runs on is never concerned itself.
type through struct {
	holds   Verdict
	hit     Verdict
	touched bool // some vulnerable criterion names the item
}

// Judge says what one advisory says of an item. spoke is false where it names it nowhere as vulnerable, so another source may be asked.
func (a *Advisory) Judge(it Item, e Environment) (v Verdict, spoke bool) {
	if a.State != Published {
		return Verdict{Reason: Reason{Why: Retracted, Source: a.Source, Publisher: a.Publisher, Version: it.Version}}, false
	}
	best := Verdict{Reason: Reason{Why: Nameless}}
	for i := range a.Configurations {
		got := a.Configurations[i].through(it, e)
		best, spoke = better(best, got.hit), spoke || got.touched
	}
	best.Reason.Source, best.Reason.Publisher, best.Reason.Version = a.Source, a.Publisher, it.Version
	return best, spoke
}

func (n *Node) through(it Item, e Environment) (t through) {
	t.hit.Reason.Why = Nameless
	t.holds.Reason.Why = Nameless
	first := true
	join := func(one through) {
		t.touched = t.touched || one.touched
		t.hit = better(t.hit, one.hit)
		switch {
		case first:
			t.holds, first = one.holds, false
		case n.Op == And:
			t.holds = lower(t.holds, one.holds)
		default:
			t.holds = higher(t.holds, one.holds)
		}
	}
	for i := range n.Criteria {
		join(n.Criteria[i].through(it, e))
	}
	for i := range n.Nodes {
		join(n.Nodes[i].through(it, e))
	}
	if n.Op == And {
		t.hit = lower(t.hit, t.holds)
	}
	if n.Negate && !first {
		t.holds = Verdict{t.holds.Truth.Not(), Reason{Why: Excepted, Criterion: t.holds.Reason.Criterion}}
		t.hit, t.touched = Verdict{Reason: Reason{Why: Nameless}}, false
	}
	return t
}

// better keeps, of two verdicts that are No, the one that says more.
func better(a, b Verdict) Verdict {
	if a.Truth == b.Truth && (a.Reason.Why == Nameless || a.Reason.Why == Running && b.Reason.Why != Nameless) {
		return b
	}
	return higher(a, b)
}

func (c *Criterion) through(it Item, e Environment) (t through) {
	own, named := c.judge(it)
	t.hit.Reason.Why = Nameless
	switch {
	case named && c.Vulnerable:
		t.hit, t.touched = own, true
	case named:
		t.hit = Verdict{Reason: Reason{Why: Running, Basis: own.Reason.Basis, Criterion: c}}
	}
	for _, o := range e.Others {
		if other, there := c.judge(o); there && (!named || other.Truth > own.Truth) {
			own, named = other, true
		}
	}
	if !named {
		own = Verdict{Maybe, Reason{Why: EnvironmentUnsure, Criterion: c}}
		if e.Complete {
			own = Verdict{No, Reason{Why: EnvironmentAbsent, Criterion: c}}
		}
	}
	t.holds = own
	return t
}

// judge compares a criterion with one item; named is false where it names another product. Of several names the one that says most counts.
func (c *Criterion) judge(it Item) (v Verdict, named bool) {
	for _, r := range c.recognise(it.Product) {
		one := Verdict{r.truth, Reason{Why: NameOnly, Basis: r.basis, Criterion: c}}
		if r.wide {
			one.Reason.Why = TooWide
		}
		got := c.under(r.name, it.Version)
		got.Reason.Basis = r.basis
		if got.Truth >= one.Truth && r.truth == Maybe {
			got = one
		}
		if !it.Bound && got.Truth == Yes {
			got.Truth, got.Reason.Why = Maybe, NameOnly
		}
		if !named || got.Truth > v.Truth {
			v, named = got, true
		}
	}
	return v, named
}
