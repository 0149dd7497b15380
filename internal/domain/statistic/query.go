package statistic

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
)

// Query is what is counted: cases by the day on which the report that opened them arrived.
type Query struct {
	From, Until law.Day
	Of          Of
	Sector      law.Sector // empty: all
	Kind        string     // what is happening; empty: all
}

// QueryNames are the names of its parts in an address.
var QueryNames = []string{"from", "until", "of", "sector", "kind"}

// monthsMost bounds a period.
const monthsMost = 60

// ReadQuery reads what is to be counted from the parts of an address. The period is a year up to today where none is given, and never
// begins before the law. What cannot be counted is an Invalid fault with the part; the query is then what is counted by default.
func ReadQuery(get func(name string) string, today law.Day) (Query, error) {
	var wrong fault.List
	q := Query{Of: OfReport, Sector: law.Sector(get("sector")), Kind: get("kind")}
	q.Until = readDay(get, "until", today, &wrong)
	q.From = readDay(get, "from", yearTo(q.Until, today), &wrong)
	switch {
	case q.Until.Before(q.From):
		wrong.Add("until", "fault.filter.order", nil)
	case q.Until.Before(law.Commencement):
		wrong.Add("until", "fault.statistic.before", fault.Args{"from": law.Commencement.String()})
	case monthsBetween(q.From, q.Until) > monthsMost:
		wrong.Add("from", "fault.statistic.long", fault.Args{"years": strconv.Itoa(monthsMost / 12)})
	}
	if of := Of(get("of")); of != "" {
		if q.Of = of; !slices.Contains(Counts, of) {
			wrong.Add("of", "fault.filter.choice", nil)
		}
	}
	if _, known := law.At(today).Sector(q.Sector); q.Sector != "" && !known {
		wrong.Add("sector", "fault.filter.choice", nil)
	}
	if _, known := what().Option(q.Kind); q.Kind != "" && !known {
		wrong.Add("kind", "fault.filter.choice", nil)
	}
	if err := wrong.Err(); err != nil {
		return Query{From: yearTo(today, today), Until: today, Of: OfReport}, err
	}
	if q.From.Before(law.Commencement) {
		q.From = law.Commencement
	}
	return q, nil
}

// yearTo is where a period begins of which the end alone was given.
func yearTo(until, today law.Day) law.Day {
	if until.After(today) {
		until = today
	}
	if from := monthOf(until).back(11); from.After(law.Commencement) {
		return from
	}
	return law.Commencement
}

func readDay(get func(string) string, name string, otherwise law.Day, wrong *fault.List) law.Day {
	if strings.TrimSpace(get(name)) == "" {
		return otherwise
	}
	r, err := law.ReadDay(get(name))
	if err != nil {
		wrong.Add(name, "fault.filter.day", nil)
		return otherwise
	}
	return r.Day
}

// Part is a part of the query as an address carries it.
func (q Query) Part(name string) string {
	switch name {
	case "from":
		return q.From.String()
	case "until":
		return q.Until.String()
	case "of":
		return string(q.Of)
	case "sector":
		return string(q.Sector)
	case "kind":
		return q.Kind
	}
	return ""
}

// counts reports whether a case is among those that the query asks about, whatever count it belongs to.
func (q Query) counts(c Case) bool {
	day := law.DayOf(c.Opened.At)
	return !day.Before(q.From) && !day.After(q.Until) && (q.Sector == "" || slices.Contains(c.Sectors, q.Sector)) && (q.Kind == "" || c.Has(Kind, q.Kind))
}

// month is a month of the calendar.
type month struct{ year, month int }

func monthOf(d law.Day) month {
	y, m, _ := d.Civil()
	return month{y, m}
}

// first is its first day; the day of the law where that would lie before the calendar.
func (m month) first() law.Day {
	d, err := law.ParseDay(pad(m.year, 4) + "-" + pad(m.month, 2) + "-01")
	if err != nil {
		return law.Commencement
	}
	return d
}

func (m month) next() month {
	if m.month == 12 {
		return month{m.year + 1, 1}
	}
	return month{m.year, m.month + 1}
}

// back is the first day of the month n months before.
func (m month) back(n int) law.Day {
	all := m.year*12 + m.month - 1 - n
	return month{all / 12, all%12 + 1}.first()
}

func monthsBetween(from, until law.Day) int {
	a, b := monthOf(from), monthOf(until)
	return (b.year-a.year)*12 + b.month - a.month + 1
}

func pad(n, wide int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, wide-len(s))) + s
}

// what is the question of a 速報 to which a kind is an answer.
func what() form.Field {
	f, _ := incident.PromptForm.Field("what_kind")
	return f
}

// options are the values that a question offers.
func options(field string) (list []string) {
	f, _ := incident.DetailedForm.Field(field)
	for _, o := range f.Options {
		list = append(list, o.ID)
	}
	return list
}
