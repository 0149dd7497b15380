package statistic

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// Least is the least number that leaves government. The rule is ours, not the law's: a smaller number is not shown, nor one from which it
// could be calculated.
const Least = 5

// Masked is a table that may leave government.
type Masked struct {
	Figure Figure
	Total  Number
	Rows   []MaskedRow
}

// Number is a number that is shown, or is not.
type Number struct {
	N    int
	Hide bool
}

// MaskedRow is one value.
type MaskedRow struct {
	Value string
	Number
}

// Mask hides every number below the least. So that none of these can be calculated from the total and those that are shown, the next
// smallest are hidden with them, until what is hidden is two numbers or more, together not below the least itself, and not each as great as it
// could be. Numbers that are alike are hidden together: which of two was chosen would tell something. Where everything is hidden, the total is as well.
func Mask(t Table, total int) Masked {
	m := Masked{Figure: t.Figure, Total: Number{N: total, Hide: total < Least}}
	hidden, sum, next := 0, 0, 0
	hide := func(below int) {
		hidden, sum, next = 0, 0, 0
		for _, r := range t.Rows {
			switch {
			case r.N < below:
				hidden, sum = hidden+1, sum+r.N
			case next == 0 || r.N < next:
				next = r.N
			}
		}
	}
	below := Least
	for hide(below); hidden > 0 && (hidden < 2 || sum < Least || sum >= hidden*(below-1)) && next > 0; hide(below) {
		below = next + 1
	}
	for _, r := range t.Rows {
		m.Rows = append(m.Rows, MaskedRow{r.Value, Number{r.N, r.N < below}})
	}
	if hidden > 0 && hidden == len(t.Rows) {
		m.Total.Hide = true
	}
	for i := range m.Rows {
		if m.Rows[i].Hide || m.Total.Hide && hidden == len(t.Rows) {
			m.Rows[i].Number = Number{Hide: true}
		}
	}
	if m.Total.Hide {
		m.Total.N = 0
	}
	return m
}

// PublicMonth is the query of the month of a day, or of the last one that is over where none is said: whole months alone leave government, those that are over, so that no two periods can be
// subtracted from each other. Another one is an Invalid fault.
func PublicMonth(day, today law.Day) (Query, error) {
	if day.IsZero() {
		day = monthOf(today).first().Add(-1)
	}
	if day.Before(law.Commencement) || day.After(today) {
		return Query{}, noMonth()
	}
	m := monthOf(day)
	q := Query{From: m.first(), Until: m.next().first().Add(-1), Of: OfReport}
	if !q.Until.Before(today) {
		return Query{}, noMonth()
	}
	return q, nil
}

func noMonth() error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "month", Code: "fault.statistic.month", Args: fault.Args{"from": law.Commencement.String()}}}}
}

// Public counts a month (PublicMonth) for outside government. Every value that a question offers stands in its table, counted or not; of names
// that people typed, those that are hidden are not there.
func Public(cases []Case, month Query, today law.Day) (list []Masked) {
	r := Count(cases, month, today)
	for _, t := range r.Tables {
		t.offer(today)
		one := Mask(t, r.N)
		if t.Figure == Technique || t.Figure == Product {
			one.Rows = slices.DeleteFunc(one.Rows, func(r MaskedRow) bool { return r.Hide })
		}
		list = append(list, one)
	}
	return list
}

// offer adds the values that nobody chose, in the order in which they are offered.
func (t *Table) offer(today law.Day) {
	var values []string
	switch t.Figure {
	case Sector:
		for _, s := range law.At(today).Sectors() {
			values = append(values, string(s.Code))
		}
	case Technique, Product:
		return
	default:
		for field, f := range fields {
			if f == t.Figure {
				values = options(field)
			}
		}
		values = append(values, Unknown)
	}
	was := t.Rows
	t.Rows = nil
	for _, v := range append(values, None) {
		row := Row{Value: v}
		if i := slices.IndexFunc(was, func(r Row) bool { return r.Value == v }); i >= 0 {
			row = was[i]
		}
		t.Rows = append(t.Rows, row)
	}
}
