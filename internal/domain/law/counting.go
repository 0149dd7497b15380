package law

import (
	"slices"
	"strings"

	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/text"
)

// counting is one computation of a due date while it is being explained.
type counting struct {
	book  Book
	q     Question
	cite  Cite
	due   Due
	leans []string
}

// lean notes provisions on which the answer rests.
func (c *counting) lean(ids ...string) { c.leans = append(c.leans, ids...) }

// note adds a remark once.
func (c *counting) note(n text.Both) {
	if n.Ja == "" {
		return
	}
	if !slices.Contains(c.due.Notes, n) {
		c.due.Notes = append(c.due.Notes, n)
	}
}

// span is one period with its ends and the sentences that explain them.
type span struct {
	nominal, due Day
	steps        []Step
	passed       []calendar.Closed
}

// deadline counts a period and moves its end past closed days.
func deadline(opens Day, l Length) span {
	s := window(opens, l)
	s.move()
	return s
}

// window counts a period whose end does not move.
func window(opens Day, l Length) span {
	s := span{steps: []Step{firstCounted(opens, l.First)}}
	var how calendar.How
	s.nominal, how = l.Ends(opens)
	if l.Unit == Days {
		s.steps = append(s.steps, Step{text.Both{
			Ja: itoa(l.N) + "日目の" + s.nominal.Era() + "の終わりに満了します。",
			En: "Day " + itoa(l.N) + " is " + s.nominal.English() + "; the period ends at its end.",
		}, "civil.141", s.nominal})
	} else {
		s.steps = append(s.steps, monthStep(how, l.N, s.nominal))
	}
	s.due = s.nominal
	return s
}

func firstCounted(opens Day, f FirstDay) Step {
	if f == Counted {
		return Step{text.Both{
			Ja: opens.Era() + "を初日として数えます。",
			En: opens.English() + " is counted as the first day.",
		}, "civil.140.but", opens}
	}
	next := opens.Add(1)
	return Step{text.Both{
		Ja: opens.Era() + "は数えず、翌日の" + next.Era() + "から数えます。",
		En: opens.English() + " is not counted; counting starts on " + next.English() + ".",
	}, "civil.140", next}
}

func monthStep(how calendar.How, n int, end Day) Step {
	months := itoa(n)
	switch how {
	case calendar.WholeMonths:
		return Step{text.Both{
			Ja: "月の初めから数えるので、" + months + "月目の末日の" + end.Era() + "に満了します。",
			En: "Counted from the first of a month, " + months + " months end with the last day of a month, " + end.English() + ".",
		}, "civil.143.1", end}
	case calendar.NoCorresponding:
		return Step{text.Both{
			Ja: months + "月後の月に応当する日がないので、末日の" + end.Era() + "に満了します。",
			En: "The month " + months + " months on has no corresponding day, so the period ends with its last day, " + end.English() + ".",
		}, "civil.143.2.but", end}
	case calendar.DayBefore:
	}
	return Step{text.Both{
		Ja: months + "月後の応当日の前日、" + end.Era() + "に満了します。",
		En: "The period ends on the day before the corresponding day " + months + " months on, " + end.English() + ".",
	}, "civil.143.2", end}
}

// move puts the end on the next open day and says why.
func (s *span) move() {
	s.due, s.passed = calendar.Open(s.nominal)
	if len(s.passed) == 0 {
		s.steps = append(s.steps, Step{text.Both{
			Ja: s.due.Era() + "は開庁日なので、動きません。",
			En: s.due.English() + " is a working day; the date stays.",
		}, "closed.1", s.due})
		return
	}
	why := [2][]string{}
	for _, p := range s.passed {
		_, m, d := p.Day.Civil()
		why[0] = append(why[0], itoa(m)+"月"+itoa(d)+"日は"+p.Why.Ja)
		why[1] = append(why[1], p.Day.String()+" "+p.Why.En)
	}
	if len(s.passed) > 3 {
		first, last := s.passed[0], s.passed[len(s.passed)-1]
		why[0] = []string{first.Day.Era() + "から" + last.Day.Era() + "まで閉庁日(" + first.Why.Ja + "ほか)"}
		why[1] = []string{first.Day.String() + " to " + last.Day.String() + " (" + first.Why.En + " and others)"}
	}
	s.steps = append(s.steps,
		Step{text.Both{Ja: strings.Join(why[0], "、") + "です。", En: "Closed: " + strings.Join(why[1], ", ") + "."}, "closed.1", s.nominal},
		Step{text.Both{
			Ja: "行政機関の休日に当たるので、次の開庁日の" + s.due.Era() + "が期限です。",
			En: "It is a closed day of administrative organs, so the next open day, " + s.due.English() + ", is the due date.",
		}, "closed.2", s.due})
}

// reading makes another date out of a span.
func (c *counting) reading(id string, t text.Both, s span, certainty Certainty) Reading {
	return Reading{ID: id, Both: t, Due: s.due, Nominal: s.nominal, Steps: s.steps, Certainty: certainty, Passed: s.due.Before(c.q.AsOf)}
}

// answer takes a span as the date to work to. When closed days moved it, the date without
// moving stands beside it, because whether the order excludes the general rule is not known.
func (c *counting) answer(s span) {
	c.due.Due, c.due.Nominal = s.due, s.nominal
	c.due.Steps = append(c.due.Steps, s.steps...)
	if len(s.passed) > 0 {
		c.lean("closed.2")
		c.also(Reading{ID: "not-moved", Both: text.Both{
			Ja: "休日の定めが適用されない場合は、動かす前の日になります。",
			En: "If the rule on closed days does not apply, the date before moving.",
		}, Due: s.nominal, Nominal: s.nominal, Steps: []Step{}, Certainty: Unknown, Passed: s.nominal.Before(c.q.AsOf)})
	}
}

// also adds another reading.
func (c *counting) also(r Reading) { c.due.Alternatives = append(c.due.Alternatives, r) }

// finish resolves provisions, the safe day and the forecast.
func (c *counting) finish() Due {
	for _, s := range c.due.Steps {
		if s.Provision != "" {
			c.lean(s.Provision)
		}
	}
	d := c.due
	d.Provision = Provisions(c.leans...)
	if d.Safe.IsZero() {
		d.Safe = d.Due
		for _, r := range d.Alternatives {
			if !r.Passed && r.Due.Before(d.Safe) {
				d.Safe = r.Due
			}
		}
	}
	if d.Due.After(calendar.AnnouncedUntil) {
		d.Forecast = true
		d.Notes = append(d.Notes, forecastNote)
	}
	return d
}
