package statistics

import (
	"net/http"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
)

// export hands out every number of the page: in Excel with a sheet for each figure and one of definitions, in CSV one line a number with
// its definition beside it.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	q, wrong := asked(r)
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: wrong}
	}
	if !slices.Contains(figures.Formats, r.PathValue("format")) {
		return fault.Absent()
	}
	c, err := p.count(r, q)
	if err != nil {
		return err
	}
	f := figures.Book{Request: r, Name: "statistics-" + c.From.String() + "-" + c.Until.String(), Title: r.T("statistic.title"), Definitions: statistic.Definitions(c.Today)}
	f.About = [][2]string{{r.T("statistic.period"), c.From.String() + " – " + c.Until.String()}, {r.T("statistic.of"), c.Of.Name().In(string(r.Lang))}, {r.T("statistic.position"), strconv.FormatInt(c.reached+1, 10)}}
	for _, o := range statistic.Counts {
		f.Add("of", r.T("statistic.apart"), o.Name().In(string(r.Lang)), strconv.Itoa(c.All[o]))
	}
	for _, m := range c.Months {
		f.Add("case", r.T("statistic.months"), monthName(m.On), strconv.Itoa(m.N))
	}
	for _, m := range append(c.Months, statistic.Month{Timely: c.Timely, Prompt: c.Prompt, Detail: c.Detail}) {
		on := r.T("statistic.whole")
		if !m.On.IsZero() {
			on = monthName(m.On)
		}
		if share, ok := m.Timely.Percent(); ok {
			f.Add("timely", r.T("statistic.timely"), on, strconv.FormatFloat(share, 'f', 1, 64))
		}
		median(&f, "prompt", on, m.Prompt)
		median(&f, "detail", on, m.Detail)
	}
	for _, t := range c.Tables {
		for _, row := range t.Rows {
			f.Add(string(t.Figure), t.Figure.Name().In(string(r.Lang)), statistic.ValueName(t.Figure, row.Value).In(string(r.Lang)), strconv.Itoa(row.N))
		}
	}
	return f.Send(w)
}

// public hands out one month as it may leave government.
func (p Page) public(w http.ResponseWriter, r *gate.Request) error {
	if !slices.Contains(figures.Formats, r.PathValue("format")) {
		return fault.Absent()
	}
	var month law.Day
	why := ""
	if r.URL.Query().Has("month") {
		month, why = r.Day(r.URL.Query().Get("month"))
	}
	if why != "" {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "month", Code: "fault.filter.day"}}}
	}
	q, err := statistic.PublicMonth(month, law.DayOf(r.Now))
	if err != nil {
		return err
	}
	c, err := p.count(r, q)
	if err != nil {
		return err
	}
	f := figures.Book{Request: r, Name: "statistics-public-" + monthName(q.From), Title: r.T("statistic.title"), Definitions: statistic.Definitions(c.Today), About: [][2]string{{r.T("statistic.period"), monthName(q.From)}, {r.T("statistic.hidden"), r.T("statistic.public.rule", "n", statistic.Least)}}}
	number := func(n statistic.Number) string {
		if n.Hide {
			return r.T("statistic.hidden")
		}
		return strconv.Itoa(n.N)
	}
	for _, m := range statistic.Public(c.cases, q, c.Today) {
		name := m.Figure.Name().In(string(r.Lang))
		f.Add(string(m.Figure), name, r.T("statistic.total"), number(m.Total))
		for _, row := range m.Rows {
			f.Add(string(m.Figure), name, statistic.ValueName(m.Figure, row.Value).In(string(r.Lang)), number(row.Number))
		}
	}
	return f.Send(w)
}

func median(b *figures.Book, definition, on string, m statistic.Median) {
	if m.N > 0 {
		b.Add(definition, b.T("statistic."+definition)+b.T("statistic.hours.in"), on, strconv.FormatFloat(m.Hours, 'f', 1, 64))
	}
}
