package statistic

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Result is what was counted.
type Result struct {
	Query
	Today  law.Day
	All    map[Of]int // cases of the period, by the count to which they belong
	N      int        // of the count that was asked for
	Timely Share
	Prompt Median // from 認知 to the report that opened the case
	Detail Median // from 認知 to the 詳報
	Months []Month
	Tables []Table
}

// Month is one month of the period.
type Month struct {
	On             law.Day // its first day
	From, Until    law.Day // as far as the period covers it
	N              int
	Timely         Share
	Prompt, Detail Median
}

// Share is how many of those whose date is over arrived by it.
type Share struct{ In, Of int }

// Percent is the share in per cent; ok is false where no date is over.
func (s Share) Percent() (p float64, ok bool) {
	if s.Of == 0 {
		return 0, false
	}
	return 100 * float64(s.In) / float64(s.Of), true
}

func (s *Share) add(t Timely) {
	if t != "" {
		s.Of++
	}
	if t == InTime {
		s.In++
	}
}

// Median is the middle of some times, in hours.
type Median struct {
	N     int // of how many
	Hours float64
}

// median is the middle one, or half of the two in the middle together.
func median(list []float64) Median {
	if len(list) == 0 {
		return Median{}
	}
	list = slices.Sorted(slices.Values(list))
	n := len(list)
	return Median{n, (list[(n-1)/2] + list[n/2]) / 2}
}

// Table is how many cases count under each value of a figure. One case may count under several, so that they need not add up.
type Table struct {
	Figure Figure
	Rows   []Row
	Other  int // values beyond the bound, and names that only one operator wrote
}

// Row is one value.
type Row struct {
	Value string
	N     int
}

// rowsMost bounds the values of a figure that are told apart.
const rowsMost = 50

// Count counts the cases that a query asks about, as of a day.
func Count(cases []Case, q Query, today law.Day) Result {
	r := Result{Query: q, Today: today, All: map[Of]int{}}
	var chosen []Case
	for _, c := range cases {
		if !q.counts(c) {
			continue
		}
		r.All[c.Of()]++
		if c.Of() == q.Of {
			chosen = append(chosen, c)
		}
	}
	r.N = len(chosen)
	r.Timely, r.Prompt, r.Detail = measure(chosen, today)
	at := 0 // they are in the order of arrival
	for m := monthOf(q.From); !m.first().After(q.Until); m = m.next() {
		one := Month{On: m.first(), From: m.first(), Until: m.next().first().Add(-1)}
		if one.From.Before(q.From) {
			one.From = q.From
		}
		if one.Until.After(q.Until) {
			one.Until = q.Until
		}
		end := at
		for end < len(chosen) && !law.DayOf(chosen[end].Opened.At).After(one.Until) {
			end++
		}
		one.N = end - at
		one.Timely, one.Prompt, one.Detail = measure(chosen[at:end], today)
		at, r.Months = end, append(r.Months, one)
	}
	for _, f := range Figures {
		r.Tables = append(r.Tables, tabulate(chosen, f))
	}
	return r
}

func measure(cases []Case, today law.Day) (s Share, prompt, detail Median) {
	var first, second []float64
	for _, c := range cases {
		s.add(c.Timely(today))
		if h, ok := c.Waited(c.Opened.At); ok {
			first = append(first, h)
		}
		if h, ok := c.Waited(c.Detailed); ok {
			second = append(second, h)
		}
	}
	return s, median(first), median(second)
}

// productKey is under which spellings of one name count together.
func productKey(name string) string { return text.Key(name) }

// shared reports whether a value may stand in a figure. A product's name is somebody's own words: where only one operator wrote it, it is read
// in the report, which leaves a look.
func shared(f Figure, value string, by map[ident.Org]bool) bool {
	return f != Product || value == Unknown || value == None || len(by) > 1
}

func tabulate(cases []Case, f Figure) Table {
	n, name, by := map[string]int{}, map[string]string{}, map[string]map[ident.Org]bool{}
	for _, c := range cases {
		seen := map[string]bool{}
		for _, v := range c.Values(f) {
			key := v
			if f == Product {
				key = productKey(v)
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			if by[key] == nil {
				by[key] = map[ident.Org]bool{}
			}
			by[key][c.Opened.Org] = true
			if n[key]++; name[key] == "" || v < name[key] {
				name[key] = v
			}
		}
	}
	t := Table{Figure: f}
	for key, many := range n {
		if shared(f, name[key], by[key]) {
			t.Rows = append(t.Rows, Row{name[key], many})
		} else {
			t.Other++
		}
	}
	last := func(r Row) int { // what nobody said comes last
		switch r.Value {
		case Unknown:
			return 1
		case None:
			return 2
		}
		return 0
	}
	slices.SortFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	if len(t.Rows) > rowsMost {
		t.Other, t.Rows = t.Other+len(t.Rows)-rowsMost, t.Rows[:rowsMost]
	}
	return t
}

// Behind are the cases behind one number: those under a value of a figure, those in time or late, or all of the query.
func Behind(cases []Case, q Query, today law.Day, f Figure, value string) (list []Case) {
	for _, c := range cases {
		if !q.counts(c) || c.Of() != q.Of {
			continue
		}
		if f == "" || f == Timeliness && string(c.Timely(today)) == value || f != Timeliness && c.Has(f, value) {
			list = append(list, c)
		}
	}
	return list
}

// Timeliness is the figure of a number behind which stand cases in time or late; it has no table.
const Timeliness Figure = "timely"
