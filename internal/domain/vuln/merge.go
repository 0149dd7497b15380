package vuln

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Case is what all sources say of one vulnerability, the one first that is believed first.
type Case struct {
	ID    ID
	Parts []Advisory
}

// rank is the place of a source in Sources.
func rank(s Source) int {
	if i := slices.Index(Sources, s); i >= 0 {
		return i
	}
	return len(Sources)
}

// Subjects are the vulnerabilities of which an advisory speaks: its CVE numbers, for they are what registers share; without one, its own id.
func (a Advisory) Subjects() (list []ID) {
	for _, id := range append([]ID{a.ID}, a.Aliases...) {
		if strings.HasPrefix(string(id), "CVE-") && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	if len(list) == 0 {
		list = append(list, a.ID)
	}
	return list
}

// Merge puts together what speaks of one vulnerability, in the order of ids. Of one source and publisher the document that said something
// last stands first. The answer does not depend on the order in which advisories came.
func Merge(list []Advisory) (cases []Case) {
	at := map[ID]int{}
	for _, a := range list {
		for _, id := range a.Subjects() {
			i, known := at[id]
			if !known {
				i = len(cases)
				at[id], cases = i, append(cases, Case{ID: id})
			}
			cases[i].Parts = append(cases[i].Parts, a)
		}
	}
	for _, c := range cases {
		slices.SortStableFunc(c.Parts, func(a, b Advisory) int {
			return cmp.Or(cmp.Compare(rank(a.Source), rank(b.Source)), cmp.Compare(b.ChangedAt(), a.ChangedAt()), cmp.Compare(a.Publisher, b.Publisher), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Document, b.Document))
		})
	}
	slices.SortFunc(cases, func(a, b Case) int { return cmp.Compare(a.ID, b.ID) })
	return cases
}

// State is Rejected where the register of the number took it back, unless a ministry or the maker still says otherwise; Withdrawn where every part is.
func (c Case) State() State {
	standing, rejected := false, false
	for _, p := range c.Parts {
		switch {
		case p.State != Published:
			rejected = rejected || p.State == Rejected && (p.Source == CVE || p.Source == NVD)
		case p.Source == Ministry || p.Source == CSAF:
			return Published
		default:
			standing = true
		}
	}
	switch {
	case rejected:
		return Rejected
	case standing:
		return Published
	}
	return Withdrawn
}

// Judge says whether the vulnerability concerns an item: the source that is believed first among those that name it decides.
func (c Case) Judge(it Item, e Environment) Verdict {
	if c.State() != Published {
		v := Verdict{Reason: Reason{Why: Retracted, Version: it.Version}}
		if len(c.Parts) > 0 {
			v.Reason.Source = c.Parts[0].Source
		}
		return v
	}
	best := Verdict{Reason: Reason{Why: Nameless, Version: it.Version}}
	for i := range c.Parts {
		v, spoke := c.Parts[i].Judge(it, e)
		if spoke {
			return v
		}
		if v.Reason.Why == Running && best.Reason.Why == Nameless {
			best = v
		}
	}
	return best
}

// Merged is what is shown of a vulnerability: each field from the source that is believed first among those that fill it.
func (c Case) Merged() (m Advisory) {
	m.ID, m.State = c.ID, c.State()
	for _, p := range c.Parts {
		if p.State != Published && m.State == Published {
			continue
		}
		m.Source = cmp.Or(m.Source, p.Source)
		m.Title.Ja, m.Title.En = cmp.Or(m.Title.Ja, p.Title.Ja), cmp.Or(m.Title.En, p.Title.En)
		m.Summary.Ja, m.Summary.En = cmp.Or(m.Summary.Ja, p.Summary.Ja), cmp.Or(m.Summary.En, p.Summary.En)
		m.EPSS, m.KEV = cmp.Or(m.EPSS, p.EPSS), cmp.Or(m.KEV, p.KEV)
		if len(m.SSVC) == 0 {
			m.SSVC = p.SSVC
		}
		if p.PublishedAt != 0 && (m.PublishedAt == 0 || p.PublishedAt < m.PublishedAt) {
			m.PublishedAt = p.PublishedAt
		}
		m.ModifiedAt, m.EmbargoAt = max(m.ModifiedAt, p.ChangedAt()), max(m.EmbargoAt, p.EmbargoAt)
		m.Scores = append(m.Scores, p.Scores...)
		m.Remedies, m.References = append(m.Remedies, p.Remedies...), append(m.References, p.References...)
		for _, id := range append([]ID{p.ID}, p.Aliases...) {
			if id != m.ID && !slices.Contains(m.Aliases, id) {
				m.Aliases = append(m.Aliases, id)
			}
		}
		for _, w := range p.Weaknesses {
			if !slices.Contains(m.Weaknesses, w) {
				m.Weaknesses = append(m.Weaknesses, w)
			}
		}
	}
	return m
}

// Score is the CVSS score that is shown: the newest version of CVSS, of the source that is believed first.
func (c Case) Score() (best Score, ok bool) {
	for _, p := range c.Parts {
		for _, s := range p.Scores {
			if !ok || s.Version > best.Version {
				best, ok = s, true
			}
		}
	}
	return best, ok
}

// The parts of an advisory that may change.
const (
	InState          = "state"
	InText           = "text"
	InScores         = "scores"
	InKEV            = "kev"
	InConfigurations = "configurations"
	InRemedies       = "remedies"
)

// Changed lists what differs between two versions of an advisory; what changes verdicts is in InState and InConfigurations alone.
func Changed(was, now Advisory) (list []string) {
	differ := func(part string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			list = append(list, part)
		}
	}
	differ(InState, was.State, now.State)
	differ(InText, []any{was.Title, was.Summary}, []any{now.Title, now.Summary})
	differ(InScores, []any{was.Scores, was.EPSS, was.SSVC}, []any{now.Scores, now.EPSS, now.SSVC})
	differ(InKEV, was.KEV, now.KEV)
	differ(InConfigurations, was.Configurations, now.Configurations)
	differ(InRemedies, was.Remedies, now.Remedies)
	return list
}
