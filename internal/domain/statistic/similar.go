package statistic

import (
	"slices"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Thresholds of what an operator is told of others. The rule is ours, not the law's: at least five other operators of at least two sectors in
// thirty days, or nothing at all.
const (
	SimilarOperators = 5
	SimilarSectors   = 2
	SimilarDays      = 30
)

// Similar is how many other operators reported something alike.
type Similar struct {
	Figure    Figure // Kind, or Technique together with a kind
	Kind      string
	Technique string
	Operators int
}

// Asking is what an operator asks about others with: what its own case says.
type Asking struct {
	By         ident.Org
	Kinds      []string
	Techniques []string
}

// AskingOf is what the case of a report asks with; ok is false where nobody is told anything: its report is older than what is counted, was
// withdrawn, or was said not to be reportable.
func AskingOf(d dossier.Dossier, at ident.Instant) (a Asking, ok bool, err error) {
	var facts []*Fact
	for _, r := range d.Reports {
		f, is, err := Read(r.Of, r.Reported)
		if err != nil {
			return a, false, err
		}
		if is {
			facts = append(facts, &f)
		}
	}
	for _, c := range Cases(facts, nil, func(ident.Org, law.Day) []law.Sector { return nil }) {
		if c.Outside || c.Withdrawn || c.Opened.At < since(at) {
			continue
		}
		known := func(f Figure) []string {
			return slices.DeleteFunc(c.Values(f), func(v string) bool { return v == Unknown || v == None })
		}
		return Asking{c.Opened.Org, known(Kind), known(Technique)}, true, nil
	}
	return a, false, nil
}

// since is when what is counted begins.
func since(at ident.Instant) ident.Instant { return law.DayOf(at).Add(1 - SimilarDays).Start() }

// SimilarTo tells an operator that reported kinds, and techniques where it knows them, how many other operators did so in the thirty days up
// to an instant. Whoever asks counts as one that reported, so that the answer is the same for everybody of that kind. An operator counts
// once, however much it files, under one sector, whatever it is designated for. What was withdrawn, is said not to be reportable, or is in
// part withheld from an office does not count. Nothing is told unless the thresholds hold whichever operator is left out: nobody learns more by
// leaving out oneself. A technique is told only where the others of the kind are as many again, or none: the difference of two answers is never few.
func SimilarTo(facts []*Fact, of Designations, a Asking, at ident.Instant) (list []Similar) {
	today, asks := law.DayOf(at), a.By
	var recent []*Fact
	held := map[ident.Case]bool{}
	for _, f := range facts {
		if f.At >= since(at) {
			recent = append(recent, f)
			held[f.Case] = held[f.Case] || f.Held
		}
	}
	cases := slices.DeleteFunc(Cases(recent, nil, of), func(c Case) bool {
		return held[c.Opened.Case] || c.Opened.At > at || c.Outside || c.Withdrawn
	})
	for _, kind := range a.Kinds {
		if kind == "unclear" { // alike in nothing that is known
			continue
		}
		all := crowdOf(cases, of, asks, today, func(c Case) bool { return c.Has(Kind, kind) })
		if !all.enough() {
			continue
		}
		list = append(list, Similar{Figure: Kind, Kind: kind, Operators: len(all) - 1})
		for _, t := range a.Techniques {
			some := crowdOf(cases, of, asks, today, func(c Case) bool { return c.Has(Kind, kind) && c.Has(Technique, t) })
			if rest := len(all) - len(some); some.enough() && (rest == 0 || rest >= SimilarOperators) {
				list = append(list, Similar{Figure: Technique, Kind: kind, Technique: t, Operators: len(some) - 1})
			}
		}
	}
	return list
}

// crowd are operators, each with the one sector under which it counts.
type crowd map[ident.Org]law.Sector

// crowdOf are the operators of the cases that fit, and the one who asks.
func crowdOf(cases []Case, of Designations, asks ident.Org, today law.Day, fits func(Case) bool) crowd {
	all := crowd{asks: first(of(asks, today))}
	for _, c := range cases {
		if c.Opened.Org != asks && fits(c) {
			all[c.Opened.Org] = first(c.Sectors)
		}
	}
	return all
}

func first(list []law.Sector) law.Sector {
	if len(list) == 0 {
		return ""
	}
	return slices.Min(list)
}

// enough reports whether the thresholds hold for what is left without any one of the crowd.
func (c crowd) enough() bool {
	if len(c)-1 < SimilarOperators {
		return false
	}
	n := map[law.Sector]int{}
	for _, s := range c {
		n[s]++
	}
	delete(n, "") // of no sector: it is none
	for _, s := range c {
		left := len(n)
		if n[s] == 1 {
			left--
		}
		if left < SimilarSectors {
			return false
		}
	}
	return true
}
