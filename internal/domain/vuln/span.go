package vuln

import (
	"slices"

	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// under judges an item under one of its names: first what the name says besides the version, then the version.
func (c *Criterion) under(n wfn.Name, v wfn.Value) Verdict {
	r := Verdict{Yes, Reason{Why: EveryVersion, Criterion: c}}
	versioned, update := c.edition(n, v)
	pairs := [][2]wfn.Value{
		{c.CPE.Edition, n.Edition}, {c.CPE.Language, n.Language}, {c.CPE.SWEdition, n.SWEdition}, {c.CPE.TargetSW, n.TargetSW}, {c.CPE.TargetHW, n.TargetHW}, {c.CPE.Other, n.Other},
	}
	if !update {
		pairs = append(pairs, [2]wfn.Value{c.CPE.Update, n.Update})
	}
	for _, p := range pairs {
		switch stands(p[0], p[1]) {
		case No:
			r = lower(r, Verdict{No, Reason{Why: OtherEdition, Criterion: c}})
		case Maybe:
			r = lower(r, Verdict{Maybe, Reason{Why: EditionUnknown, Criterion: c}})
		}
	}
	ranged := c.versions(n, v)
	if ranged.Reason.Why == EveryVersion || versioned.Truth < ranged.Truth {
		ranged = versioned
	}
	if ranged.Truth <= r.Truth {
		return ranged
	}
	return r
}

// stands says what the relation of two values says of the item: the source means it, perhaps, or another. The standard leaves open whether
// ANY covers a registered wildcard; it does.
func stands(source, target wfn.Value) Truth {
	if source == wfn.Any {
		return Yes
	}
	switch wfn.Compare(source, target) {
	case wfn.Equal, wfn.Superset:
		return Yes
	case wfn.Disjoint:
		return No
	}
	return Maybe
}

// edition compares the version that the CPE name itself has. settled is true when version and update were compared together: a maker writes
// 10.2.9-h1 where a name says version 10.2.9, update h1.
func (c *Criterion) edition(n wfn.Name, v wfn.Value) (r Verdict, settled bool) {
	want := c.CPE.Version
	if c.CPE.Part == "h" && want == wfn.NA { // of hardware NVD writes "not applicable" where nobody counts versions
		want = wfn.Any
	}
	said := func(t Truth, why Why) Verdict { return Verdict{t, Reason{Why: why, Criterion: c}} }
	switch {
	case want == wfn.Any:
		return said(Yes, EveryVersion), false
	case v == wfn.Any || v.Wild():
		return said(Maybe, VersionUnknown), false
	case !want.Literal() || !v.Literal():
		if stands(want, v) == Yes {
			return said(Yes, Inside), false
		}
		return said(No, Outside), false
	}
	return c.exact(n, v, said)
}

// exact compares two literal versions.
func (c *Criterion) exact(n wfn.Name, v wfn.Value, said func(Truth, Why) Verdict) (r Verdict, settled bool) {
	want, s := c.CPE.Version, version.Of(n.Vendor.Text(), n.Product.Text())
	read := func(v, update wfn.Value) version.Version { return place(s, v, update) }
	have, wanted := read(v, wfn.Any), read(want, wfn.Any)
	full := have
	if n.Update.Literal() {
		full = read(v, n.Update)
	}
	switch u := c.CPE.Update; {
	case have.Key == "":
		return said(Maybe, VersionUnknown), false
	case u.Literal() && n.Update == wfn.Any && read(want, u).Key == have.Key:
		return said(Yes, Inside), true
	case wanted.Key == "":
		return said(No, Outside), false // a word, as "vista": another version
	case u == wfn.Any && n.Update.Literal() && full.Key == wanted.Key:
		return said(Yes, Inside), true
	case have.Key == wanted.Key && !have.Series() || want == v:
		return said(Yes, Inside), false
	case have.Series() && !n.Update.Literal() && wanted.Key >= have.Key && wanted.Key <= have.Top:
		return said(Maybe, SeriesOnly), false
	}
	return said(No, Outside), false
}

// place is where a version with its update stands; a version that is none has an empty key.
func place(s version.Scheme, v, update wfn.Value) version.Version {
	text := v.Text()
	if update.Literal() {
		text = version.Compose(s, text, update.Text())
	}
	at, _ := version.Read(s, text)
	return at
}

// versions compares with the spans.
func (c *Criterion) versions(n wfn.Name, v wfn.Value) Verdict {
	said := func(t Truth, why Why) Verdict { return Verdict{t, Reason{Why: why, Criterion: c}} }
	if len(c.Spans) == 0 && c.Otherwise == "" {
		return said(Yes, EveryVersion)
	}
	if v == wfn.NA {
		return said(No, Outside)
	}
	text := v.Text()
	s := version.Of(n.Vendor.Text(), n.Product.Text())
	if n.Update.Literal() && v.Literal() {
		text = version.Compose(s, text, n.Update.Text())
	}
	ruler := c.ruler(s)
	place, ok := version.Read(ruler.scheme, text)
	if v.Wild() || v == wfn.Any || !ok {
		return c.over(ruler, version.Version{Top: "\xff"}, VersionUnknown)
	}
	if place.Series() {
		return c.over(ruler, place, SeriesOnly)
	}
	return c.said(ruler.at(place.Key, c.Otherwise))
}

// said is the verdict of a status, and the span that gave it.
func (c *Criterion) said(s Status, span int) Verdict {
	r := Reason{Criterion: c, Span: span}
	switch s {
	case Affected:
		r.Why = Inside
		if span == 0 {
			r.Why = EveryVersion
		}
		return Verdict{Yes, r}
	case Fixed:
		r.Why = Mended
	case Investigating:
		r.Why = Examined
		return Verdict{Maybe, r}
	case Unknown:
		r.Why = Unordered
		return Verdict{Maybe, r}
	default:
		r.Why = Declared
		if span == 0 {
			r.Why = Outside
		}
	}
	return Verdict{No, r}
}

// over judges a version of which only the place between two keys is known: alike all over is sure, else it is possible.
func (c *Criterion) over(r ruler, within version.Version, why Why) Verdict {
	points := []string{within.Key, within.Top}
	for _, p := range r.points {
		if p >= within.Key && p <= within.Top {
			points = append(points, p, p+"\x00")
		}
	}
	v := c.said(r.at(points[0], c.Otherwise))
	for _, p := range points[1:] {
		if one := c.said(r.at(p, c.Otherwise)); one.Truth != v.Truth {
			return Verdict{Maybe, Reason{Why: why, Criterion: c, Span: max(v.Reason.Span, one.Reason.Span)}}
		}
	}
	return v
}

// ruler is the spans of a criterion on the scale of one scheme.
type ruler struct {
	scheme version.Scheme
	spans  []measured
	points []string // every place where the status may change
}

type measured struct {
	from, until   string
	after, before bool
	status        Status
	changes       []measuredChange
	unclear       bool // a bound has no place
	empty         bool // it ends before it begins
}

type measuredChange struct {
	at     string
	status Status
}

// ruler measures the spans. A scheme that a feed names counts only where the product has none of its own.
func (c *Criterion) ruler(s version.Scheme) (r ruler) {
	if s == version.Generic {
		for _, span := range c.Spans {
			if named, ok := version.Named(span.Scheme); ok {
				s = named
				break
			}
		}
	}
	r.scheme = s
	for _, span := range c.Spans {
		m := span.measure(s)
		r.spans = append(r.spans, m)
		r.points = append(r.points, m.from)
		if m.until != top {
			r.points = append(r.points, m.until)
		}
		for _, ch := range m.changes {
			r.points = append(r.points, ch.at)
		}
	}
	slices.Sort(r.points)
	r.points = slices.Compact(r.points)
	return r
}

// top is above every key.
const top = "\xff"

func (s Span) measure(scheme version.Scheme) (m measured) {
	m = measured{until: top, status: s.Status, after: s.FromAfter, before: s.UntilBefore}
	if m.status == "" {
		m.status = Affected
	}
	read := func(text string) string {
		v, ok := version.Read(scheme, text)
		m.unclear = m.unclear || !ok
		return v.Key
	}
	switch {
	case s.Only != "":
		m.from = read(s.Only)
		m.until = m.from
		return m
	case scheme == version.None:
		m.unclear = true
	}
	if s.From != "" && !Open(s.From) {
		m.from = read(s.From)
	}
	if s.Until != "" && s.Until != "*" {
		m.until = read(s.Until)
	}
	for _, c := range s.Changes {
		m.changes = append(m.changes, measuredChange{read(c.At), c.Status})
	}
	m.empty = !m.unclear && (m.from > m.until || m.from == m.until && (m.after || m.before))
	return m
}

// Open reports whether a beginning is the way in which feeds say that there is none.
func Open(from string) bool {
	return from == "0" || from == "*" || from == "unspecified" || from == "n/a"
}

// Contradictory reports whether nothing can lie in a span of a product's versions.
func (s Span) Contradictory(scheme version.Scheme) bool { return s.measure(scheme).empty }

// at is the status at a place, and the span that gives it, from 1.
func (r ruler) at(key string, otherwise Status) (Status, int) {
	unclear := 0
	for i, m := range r.spans {
		if m.unclear {
			unclear = i + 1
			continue
		}
		if key < m.from || key > m.until || m.after && key == m.from || m.before && key == m.until {
			continue
		}
		s := m.status
		for _, c := range m.changes {
			if c.at <= key {
				s = c.status
			}
		}
		return s, i + 1
	}
	if unclear > 0 { // no other span decides, and this one may
		return Unknown, unclear
	}
	if otherwise == "" {
		otherwise = Unaffected
	}
	return otherwise, 0
}
