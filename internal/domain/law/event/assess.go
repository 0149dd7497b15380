package event

import (
	"slices"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// assessment is one run over the facts.
type assessment struct {
	law    law.Law
	book   law.Book
	day    law.Day
	facts  *Facts
	sector law.SectorRow
	result Result
}

// Assess answers for one event, as the law l stood when the operator became aware; day is the day of asking. It computes and never
// fails: what does not fit together is named in Contradictions, what is not known stays open.
func Assess(l law.Law, day law.Day, f Facts) Result {
	a := &assessment{law: l, day: day, facts: &f}
	on := day
	if m := earliest(f.When.Aware.Day, f.When.Provider.Day); !m.IsZero() {
		on = m
	}
	if on.Before(law.Commencement) {
		a.note("施行("+law.Commencement.Era()+")前の日です。施行日の定めで答えます。", "A day before commencement on "+law.Commencement.String()+": answered by the rules of that day.")
		on = law.Commencement
	}
	a.book = l.At(on)
	a.result.Book, a.result.Day = a.book.ID, day
	s := a.subject()
	ans := judge(&s).Answer
	r := &a.result
	r.Required, r.Reportable, r.Waived = ans.required, ans.event, ans.waived
	r.Summary = describe(ans)
	r.Items = a.book.ReportItems()
	a.heads(&s, ans)
	a.awareness(ans)
	a.form(ans)
	a.clocks(ans)
	a.trace(&s, ans)
	r.Nearly = rule.Explore(s, facts, judge, conditions, func(t rule.Turn[answer]) {
		c := Change{t.Path, t.Fact, t.From, t.To, describe(t.After)}
		if t.Open {
			r.Open = append(r.Open, c)
		} else {
			r.Changes = append(r.Changes, c)
		}
	})
	a.contradictions()
	return r.filled()
}

func (a *assessment) note(ja, en string) {
	a.result.Notes = append(a.result.Notes, text.Both{Ja: ja, En: en})
}

func (a *assessment) assume(path, ja, en string) {
	a.result.Assumptions = append(a.result.Assumptions, Assumption{path, text.Both{Ja: ja, En: en}})
}

// subject flattens the facts.
func (a *assessment) subject() subject {
	o, m, h, p := &a.facts.Operator, &a.facts.Machine, &a.facts.Happened, &a.facts.Personal
	s := subject{
		designated: assumed(o.Designated, law.Yes), sectorActive: law.Maybe, specified: specified(m), typeE: typeE(m),
		malware: open(h.Malware), access: open(h.Access), interference: open(h.Interference), line: open(h.Line), harm: open(h.Harm),
		malwareTrace: open(h.MalwareTrace), accessTrace: open(h.AccessTrace), interferenceTrace: open(h.InterferenceTrace),
		received: open(h.Received), attempt: open(h.Attempt), credentials: open(h.Credentials), command: open(h.Command), scan: assumed(h.Scan, law.No),
		model: m.Model, layer: m.Layer, contractor: law.TruthOf(!a.facts.When.Contractor.IsZero()), kind: a.facts.Kind,
		leak: assumed(p.Leak, law.No), sensitive: open(p.Sensitive), financial: open(p.Financial), improper: assumed(p.Improper, law.Yes), overNumber: open(p.Thousand),
	}
	if o.Designated == law.NotAsked {
		a.assume("operator.designated", "事業者は指定されているものとしました。", "The operator was taken to be designated.")
	}
	if p.Leak == law.Yes && p.Improper == law.NotAsked {
		a.assume("personal_data.improper_purpose", "攻撃によるものなので、不正の目的によるおそれがあるものとしました。", "An attack was taken to have an improper purpose.")
	}
	if o.Sector == "" {
		s.sectorActive = law.Yes
		a.assume("operator.sector", "施行済みの事業の区分としました。", "The sector was taken to be in force.")
	} else if row, ok := a.book.Sector(o.Sector); ok {
		a.sector, s.sectorActive = row, law.TruthOf(row.Active())
		if !row.Active() {
			a.note(row.Name.Ja+"はまだ施行されていません。"+row.Note.Ja, "The sector "+row.Name.En+" is not in force. "+row.Note.En)
		}
	}
	s.waived = a.waived()
	return s
}

// waived tells whether the event occurred in the window after designation. The window does not move past closed days.
func (a *assessment) waived() law.Truth {
	o := &a.facts.Operator
	if o.DesignatedOn.IsZero() {
		a.assume("operator.designated_on", "指定から6月を過ぎているものとしました。", "Designation was taken to lie more than six months back.")
		return law.No
	}
	w, ok := a.book.Window("incident.waiver", o.Sector, o.Corporate)
	if !ok {
		return law.No
	}
	last, _ := calendar.MonthsFrom(o.DesignatedOn.Add(1), w.Length.N)
	a.result.WaivedUntil = last
	occurred, aware := a.facts.When.Occurred.Day, a.facts.When.Aware.Day
	switch {
	case last.Before(law.Commencement):
		return law.No // the window closed before the duty began
	case !occurred.IsZero():
	case !aware.IsZero() && !aware.After(last):
		return law.Yes // it cannot have occurred after it was noticed
	default:
		return law.Maybe
	}
	return law.TruthOf(!occurred.After(last))
}

func (a *assessment) heads(s *subject, ans answer) {
	for i, h := range heads {
		switch {
		case ans.certain&(1<<i) != 0:
			a.result.Heads = append(a.result.Heads, Head{h.ID, h.Name, law.Yes})
		case ans.possible&(1<<i) != 0:
			a.result.Heads = append(a.result.Heads, Head{h.ID, h.Name, law.Maybe})
		}
	}
	if ans.waived != law.No {
		a.note("報告の猶予は改正案の対象です。採否は確認できていません。報告することはできます。", "The waiver is under amendment; the outcome is not known. A report may be made all the same.")
	}
	if noneScan.Check(s) == law.Yes && ans.event == law.No {
		a.note("自社の記録に残してください。", "Keep it in your own log.")
	}
}

// trace writes every rule that fired or may fire, and those that said no where the answer is no.
func (a *assessment) trace(s *subject, ans answer) {
	r := &a.result
	r.Certainty = law.Confirmed
	whole := law.All(whoDesignated.Check(s), whoSector.Check(s), whoSpecified.Check(s))
	noHead := ans.event == law.No && whole == law.Yes // then it is the clauses that said no
	for i, c := range conditions {
		outcome := c.Check(s)
		if outcome == law.No && i >= who && !(noHead && isHead(c)) {
			continue
		}
		r.Trace = append(r.Trace, rule.Explain(c, outcome, s, shown))
		aside := ans.event == law.No && i >= who && !(noHead && (isHead(c) || c == &noneScan))
		if aside || c == &ppcLeak || outcome == law.No && ans.event != law.No {
			continue
		}
		if !c.Certainty.Refuses() {
			r.Asks = append(r.Asks, c.ID)
		}
		if i < who || a.carries(c, s) {
			r.Certainty = min(r.Certainty, c.Certainty)
		}
	}
}

// carries tells whether the answer rests on a rule: a confirmed head needs no draft beside it.
func (a *assessment) carries(c *rule.Condition[subject], s *subject) bool {
	if c == &waiverNew || c == &noneScan {
		return c.Check(s) == law.Yes
	}
	if harmDone.Check(s) == law.Yes {
		return c == &harmDone
	}
	return isHead(c)
}

func isHead(c *rule.Condition[subject]) bool {
	return slices.Contains(heads, c)
}

// filled replaces absent lists by empty ones, so that the JSON has no null.
func (r Result) filled() Result {
	r.Asks, r.Heads, r.Items, r.Techniques, r.Clocks = list(r.Asks), list(r.Heads), list(r.Items), list(r.Techniques), list(r.Clocks)
	r.Notes, r.Contradictions, r.Assumptions = list(r.Notes), list(r.Contradictions), list(r.Assumptions)
	r.Trace, r.Nearly, r.Changes, r.Open = list(r.Trace), list(r.Nearly), list(r.Changes), list(r.Open)
	r.Awareness.Readings = list(r.Awareness.Readings)
	return r
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// earliest returns the earliest of the days that are known.
func earliest(days ...law.Day) law.Day {
	var first law.Day
	for _, d := range days {
		if !d.IsZero() && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
}
