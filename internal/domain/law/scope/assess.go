package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// assessment is one run over the facts.
type assessment struct {
	law      law.Law
	book     law.Book
	day      law.Day
	facts    *Facts
	products []designatedProduct
	result   Result
	told     map[string]bool // assumptions already told, by path
	clocks   map[clockKey]law.Due
	words    map[answer]text.Both
}

type clockKey struct {
	rule     string
	question law.Question
}

// Assess answers for every machine of the facts, as the law l stands on day. It computes and never fails: what does not fit
// together is named in Contradictions, what is not known stays open.
func Assess(l law.Law, day law.Day, f Facts) Result {
	a := &assessment{law: l, day: day, facts: &f, told: map[string]bool{}, clocks: map[clockKey]law.Due{}, words: map[answer]text.Both{}}
	if day.Before(law.Commencement) {
		a.note(text.Both{
			Ja: law.Commencement.Era() + "の施行前なので、施行日の定めで答えます。",
			En: "Before commencement on " + law.Commencement.String() + ": answered by the rules of that day.",
		})
		a.day = law.Commencement
	}
	a.book = l.At(a.day)
	a.result.Book, a.result.Day = a.book.ID, day
	a.result.Unit, _ = a.book.Statement("row.unit")
	for b := range f.Businesses {
		for i := range f.Businesses[b].Facilities {
			a.facility(place{b, i, 0})
		}
	}
	a.contradictions()
	a.fold()
	return a.result.filled()
}

func (a *assessment) note(n text.Both) { a.result.Notes = append(a.result.Notes, n) }

func (a *assessment) assume(path, ja, en string) {
	if !a.told[path] {
		a.told[path] = true
		a.result.Assumptions = append(a.result.Assumptions, Assumption{path, text.Both{Ja: ja, En: en}})
	}
}

// facility answers for one facility and its machines.
func (a *assessment) facility(p place) {
	b := &a.facts.Businesses[p.business]
	f := &b.Facilities[p.facility]
	a.products = designatedOf(a.book, b.Sector, a.facts.Operator.Corporate)
	row, _ := a.book.Sector(b.Sector)
	area := Area{Path: p.facilityPath(), ID: f.ID, Name: f.Name, Sector: b.Sector, Active: law.TruthOf(row.Active()), Ministers: []Addressee{}}
	for _, m := range a.book.MinistersOf(b.Sector, b.Class) {
		area.Ministers = append(area.Ministers, Addressee{m, m.Title()})
	}
	if !row.Active() {
		a.note(text.Both{Ja: row.Name.Ja + "はまだ施行されていません。" + row.Note.Ja, En: "The sector " + row.Name.En + " is not in force. " + row.Note.En})
	}
	s := a.subject(p, nil)
	area.Special = specialOf(&s)
	area.Asked = law.Letters()
	if areaWide(&s) == law.Yes {
		area.Asked = []law.Letter{law.A, law.B, law.E}
	}
	area.Trace = []rule.Fired{
		rule.Explain(&whoSector, whoSector.Check(&s), &s, shown),
		rule.Explain(&areaSeparated, areaSeparated.Check(&s), &s, shown),
		rule.Explain(&areaCloud, areaCloud.Check(&s), &s, shown),
	}
	if area.Special != law.No {
		area.Readings = areaReadings(area.Asked)
	}
	a.result.Facilities = append(a.result.Facilities, area)
	typed := a.typed(p)
	for m := range f.Machines {
		p.machine = m
		a.result.Machines = append(a.result.Machines, a.machine(p, typed))
	}
}

func specialOf(s *subject) law.Truth { return law.Any(areaSeparated.Check(s), areaCloud.Check(s)) }

var (
	wideName   = text.Both{Ja: "広い読み方(設備そのものも求める)", En: "wider reading (the facility itself is asked too)"}
	narrowName = text.Both{Ja: "狭い読み方(やり取りする領域だけを求める)", En: "narrower reading (only the area of exchange)"}
)

func areaReadings(asked []law.Letter) []Reading {
	return []Reading{
		{ID: "wide", Name: wideName, Default: true, Types: asked},
		{ID: "narrow", Name: narrowName, Types: []law.Letter{law.A, law.B, law.E}},
	}
}

// typed tells for each machine of a facility, by id, whether it is of any of the types A–E: what type F asks.
func (a *assessment) typed(p place) map[string]law.Truth {
	machines := a.facts.Businesses[p.business].Facilities[p.facility].Machines
	out := make(map[string]law.Truth, len(machines))
	for i := range machines {
		p.machine = i
		s := a.subject(p, nil)
		fn := functional(&s)
		out[machines[i].ID] = law.Any(fn[:5]...)
	}
	return out
}

// machine answers for one machine.
func (a *assessment) machine(p place, typed map[string]law.Truth) Verdict {
	m := &a.facts.Businesses[p.business].Facilities[p.facility].Machines[p.machine]
	s := a.subject(p, typed)
	ans := settle(&s)
	v := Verdict{
		Path: p.machinePath(), ID: m.ID, Name: m.Name, Count: m.Count,
		Specified: ans.specified, SpecifiedCertainty: specifiedCertainty(&s, ans.specified), Types: ans.types.list(), Possible: ans.possible.list(), File: ans.file, Report: ans.specified,
		Lines: a.lines(m, &s, ans), Dues: a.dues(p, m, ans), Summary: a.describe(ans), Certainty: law.Confirmed,
	}
	if s.byHand {
		v.ByHand = m.Reason
	}
	if ans.split {
		v.Readings = readings(ans)
	}
	v.trace(&s)
	v.Changes, v.Open = make([]Change, 0, len(facts)), []Change{}
	v.Nearly = explore(s, func(t rule.Turn[answer]) {
		c := Change{t.Path, t.Fact, t.From, t.To, a.describe(t.After)}
		if t.Open {
			v.Open = append(v.Open, c)
		} else {
			v.Changes = append(v.Changes, c)
		}
	})
	return v
}

func explore(s subject, turned func(rule.Turn[answer])) []rule.Nearly {
	return rule.Explore(s, facts, judge, conditions, turned)
}

// describe says an answer in words; the same answer is described once.
func (a *assessment) describe(ans answer) text.Both {
	t, ok := a.words[ans]
	if !ok {
		t = describe(ans)
		a.words[ans] = t
	}
	return t
}

// trace writes every rule that fired or may fire, and those that said no where the answer is no.
func (v *Verdict) trace(s *subject) {
	whole := law.All(whoDesignated.Check(s), whoSector.Check(s), whoUsed.Check(s), whoInUse.Check(s))
	noType := v.Specified == law.No && whole == law.Yes // then it is the types that said no
	for i, c := range conditions {
		outcome := c.Check(s)
		who, ofType := i < 4, i >= 4 && i < 10
		if outcome == law.No && !who && !(noType && ofType) {
			continue
		}
		if s.byHand && ofType {
			continue // types set by hand: the rules on types did not decide
		}
		v.Trace = append(v.Trace, rule.Explain(c, outcome, s, shown))
		aside := v.Specified == law.No && !who && !(noType && ofType)
		if aside || outcome == law.No && v.Specified != law.No || outcome == law.Yes && c == &whoInUse {
			continue
		}
		if !isClock(c) {
			v.Certainty = min(v.Certainty, c.Certainty)
		}
		if !c.Certainty.Refuses() {
			v.Asks = append(v.Asks, c.ID)
		}
	}
}

// isClock tells the rules on dates apart: each date carries its own certainty.
func isClock(c *rule.Condition[subject]) bool {
	return c == &clockExisting || c == &clockIntegrated || c == &clockDesignated || c == &clockChange || c == &clockNew
}

// specifiedCertainty is how sure it is that the machine is, or is not, a 特定重要電子計算機, apart from letters and lines.
func specifiedCertainty(s *subject, specified law.Truth) law.Certainty {
	switch {
	case specified == law.No && law.All(whoDesignated.Check(s), whoSector.Check(s), whoUsed.Check(s)) == law.No:
		return law.Confirmed
	case whoInUse.Check(s) == law.No:
		return whoInUse.Certainty
	case specified == law.Yes && whoFacility.Check(s) == law.Yes:
		return whoFacility.Certainty
	}
	return typeE.Certainty
}

func readings(a answer) []Reading {
	n := law.No
	if a.narrow != 0 {
		n = a.file
	}
	return []Reading{
		{ID: "wide", Name: wideName, Default: true, Types: (a.types | a.possible).list(), File: a.file},
		{ID: "narrow", Name: narrowName, Types: a.narrow.list(), File: n},
	}
}

// filled replaces absent lists by empty ones, so that the JSON has no null.
func (r Result) filled() Result {
	r.Notes, r.Contradictions, r.Assumptions = list(r.Notes), list(r.Contradictions), list(r.Assumptions)
	r.Facilities, r.Machines, r.Rows = list(r.Facilities), list(r.Machines), list(r.Rows)
	for i := range r.Machines {
		v := &r.Machines[i]
		v.Lines, v.Dues, v.Asks, v.Trace = list(v.Lines), list(v.Dues), list(v.Asks), list(v.Trace)
		v.Nearly, v.Changes, v.Open = list(v.Nearly), list(v.Changes), list(v.Open)
	}
	return r
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
