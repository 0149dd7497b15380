package statistic

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Sight is what a reader received: the released sections of each report. A report that is not in it does not exist for the reader.
type Sight map[ident.Filing][]string

// Case is one 事案 as a reader knows it: by the report that opened it.
type Case struct {
	Opened    Fact
	Sectors   []law.Sector
	Aware     ident.Instant // the last that was said; 0 where it was not released or is not known
	Due       law.Day       // of the 詳報; zero where none is owed or it was not released
	Detailed  ident.Instant // when the 詳報 arrived; 0 until then
	Outside   bool          // 対象外の申出
	Withdrawn bool          // 取下げ of the report that opened it
	answers   map[string][]string
}

// Of is to which count a case belongs: each belongs to one.
type Of string

// The counts.
const (
	OfReport    Of = "report"    // 法5条の報告
	OfVoluntary Of = "voluntary" // 任意の報告
	OfOutside   Of = "outside"   // 対象外の申出のあった事案
	OfWithdrawn Of = "withdrawn" // 取下げ
)

// Counts are all of them.
var Counts = []Of{OfReport, OfVoluntary, OfOutside, OfWithdrawn}

// Of is the count to which the case belongs.
func (c Case) Of() Of {
	switch {
	case c.Withdrawn:
		return OfWithdrawn
	case c.Outside:
		return OfOutside
	case c.Opened.Owed:
		return OfReport
	}
	return OfVoluntary
}

// Designations tells for which businesses an operator is designated on a day.
type Designations func(operator ident.Org, on law.Day) []law.Sector

// Cases puts together the cases of which a reader received the report that opened them, in the order in which these arrived. Of each report
// nothing counts but the sections that were released; a nil sight is everything.
func Cases(facts []*Fact, sight Sight, of Designations) (list []Case) {
	at := map[ident.Case]int{}
	see := func(opening bool) {
		for _, f := range facts {
			if f.Opens != opening {
				continue
			}
			sections, seen := sight[f.ID]
			if sight != nil && (!seen || len(sections) == 0) {
				continue
			}
			released := func(section string) bool { return sight == nil || slices.Contains(sections, section) }
			if i, known := at[f.Case]; known {
				list[i].add(f, released)
			} else if opening {
				at[f.Case] = len(list)
				c := Case{Opened: *f, Sectors: of(f.Org, law.DayOf(f.At)), Withdrawn: f.Withdrawn, answers: map[string][]string{}}
				c.add(f, released)
				c.Opened.Said = nil // whole: it is not for this reader
				list = append(list, c)
			}
		}
	}
	see(true)
	see(false)
	slices.SortFunc(list, func(a, b Case) int {
		return cmp.Or(cmp.Compare(a.Opened.At, b.Opened.At), cmp.Compare(a.Opened.ID, b.Opened.ID))
	})
	return list
}

// add takes over what one more report of the case says. They come in the order in which they arrived, so the last one counts.
func (c *Case) add(f *Fact, released func(section string) bool) {
	if f.Withdrawn && !f.Opens {
		return
	}
	if f.Stays {
		c.Outside = true
	}
	if f.Ends && c.Detailed == 0 {
		c.Detailed = f.At
	}
	for _, s := range f.Said {
		switch {
		case !released(s.Section):
		case s.Aware != 0:
			if c.Aware = s.Aware; c.Opened.Owed {
				c.Due = s.Due
			}
		default:
			c.answers[s.Field] = s.Values
		}
	}
}

// Values are what the case says to a figure: None where it says nothing.
func (c Case) Values(f Figure) (list []string) {
	if f == Sector {
		for _, s := range c.Sectors {
			list = append(list, string(s))
		}
	}
	for field, values := range c.answers {
		if fields[field] == f {
			list = append(list, values...)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) > 1 { // 未把握 of one question beside an answer to another says nothing
		list = slices.DeleteFunc(list, func(v string) bool { return v == Unknown })
	}
	if len(list) == 0 {
		return []string{None}
	}
	return list
}

// Has reports whether the case counts under a value of a figure.
func (c Case) Has(f Figure, value string) bool {
	if f == Product {
		value = productKey(value)
		return slices.ContainsFunc(c.Values(f), func(v string) bool { return productKey(v) == value })
	}
	return slices.Contains(c.Values(f), value)
}

// Waited is how long it took from 認知 to an arrival, in hours; ok is false where one of them is not known, or the 認知 was corrected to
// after it.
func (c Case) Waited(arrived ident.Instant) (hours float64, ok bool) {
	if c.Aware == 0 || arrived == 0 || arrived < c.Aware {
		return 0, false
	}
	return float64(arrived-c.Aware) / 3_600_000_000, true
}

// Timely is where the 詳報 of a case stands on a day.
type Timely string

// The answers: a case of which no 詳報 is owed, or whose date has not passed, has none.
const (
	InTime Timely = "in-time"
	Late   Timely = "late"
)

// Timely says whether the 詳報 arrived by its date (到達主義, Japanese days), once that date is over. 速報 has no date: 速やかに is elapsed time.
func (c Case) Timely(today law.Day) Timely {
	switch {
	case c.Of() != OfReport || c.Due.IsZero() || !c.Due.Before(today):
		return ""
	case c.Detailed != 0 && !law.DayOf(c.Detailed).After(c.Due):
		return InTime
	}
	return Late
}
