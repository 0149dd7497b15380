package statistics

import (
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
)

func (c counted) view(r *gate.Request) View {
	v := View{Heading: r.T(title(r)),
		Office: look.Named(r.Lang, c.office.Name, c.office.NameEn), AsOf: r.T("statistic.as-of", "n", look.Number(c.reached+1)), Filter: c.filter(r),
		Main: c.main(r), Of: c.apart(r), Words: figures.Words(r, statistic.Definitions(c.Today)),
	}
	if d, ok := law.At(c.Today).Deadline("incident.detailed", "", ""); ok {
		v.Mark = look.Mark{Certainty: look.Certainty(d.Certainty.String()), Source: r.T("statistic.date-of", "name", d.Name.In(string(r.Lang)))}
	}
	if len(c.cases) == 0 && len(c.wrong) == 0 {
		v.Empty = &look.Empty{Title: r.T("statistic.none"), Text: []string{r.T("statistic.none.text")}, Links: []look.Link{{To: "/ministry/reports", Text: r.T("received.title")}}}
	}
	v.Months = c.months(r)
	for _, t := range c.Tables {
		v.Figures = append(v.Figures, c.figure(r, t))
	}
	if len(c.wrong) == 0 {
		for _, f := range figures.Formats {
			v.Exports = append(v.Exports, look.Link{To: at(Path+"/export/"+f, c.Query), Text: r.T("listing.export." + f)})
		}
	}
	if month, ok := lastMonth(c.Today); ok {
		v.PublicFor = r.T("statistic.public.for", "month", monthName(month))
		for _, f := range figures.Formats {
			v.Public = append(v.Public, look.Link{To: Path + "/public/" + f + "?month=" + month.String(), Text: r.T("listing.export." + f)})
		}
	}
	return v
}

func (c counted) filter(r *gate.Request) look.Listing {
	typed := func(name string) string {
		if len(c.wrong) > 0 {
			return r.URL.Query().Get(name)
		}
		return c.Part(name)
	}
	choice := func(id, label string, free bool, values []string, name func(string) text.Both) look.Field {
		f := look.Field{Kind: look.Select, ID: id, Label: label}
		said := typed(id)
		if free {
			f.Options = append(f.Options, look.Option{Label: r.T("listing.any"), Chosen: said == ""})
		}
		for _, v := range values {
			f.Options = append(f.Options, look.Option{Value: v, Label: name(v).In(string(r.Lang)), Chosen: v == said})
		}
		return f
	}
	var counts, sectors []string
	for _, o := range statistic.Counts {
		counts = append(counts, string(o))
	}
	for _, s := range law.At(c.Today).Sectors() {
		sectors = append(sectors, string(s.Code))
	}
	l := look.Listing{ID: "statistic", Action: Path, Filter: []look.Field{
		{Kind: look.DayLine, ID: "from", Label: r.T("statistic.from"), Value: typed("from")},
		{Kind: look.DayLine, ID: "until", Label: r.T("statistic.until"), Value: typed("until")},
		choice("of", r.T("statistic.of"), false, counts, func(v string) text.Both { return statistic.Of(v).Name() }),
		choice("sector", r.T("statistic.sector"), true, sectors, func(v string) text.Both { return statistic.ValueName(statistic.Sector, v) }),
		choice("kind", r.T("statistic.kind"), true, kinds(), func(v string) text.Both { return statistic.ValueName(statistic.Kind, v) }),
	}}
	for i, f := range l.Filter {
		for _, w := range c.wrong {
			if w.Path == f.ID {
				l.Filter[i].Error = r.Why(w)
			}
		}
	}
	l.Problems = look.ProblemsOf(l.Filter)
	if r.URL.RawQuery != "" {
		l.Clear = Path
	}
	return l
}

func kinds() (list []string) {
	f, _ := incident.PromptForm.Field("what_kind")
	for _, o := range f.Options {
		list = append(list, o.ID)
	}
	return list
}

// rowsAt is the address of the rows behind a number.
func (c counted) rowsAt(f statistic.Figure, value string) string {
	if f == "" {
		return at(Path+"/rows", c.Query)
	}
	return at(Path+"/rows", c.Query, "figure", string(f), "value", value)
}

// main are the few numbers that are asked for first.
func (c counted) main(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("statistic.main"), Hide: true, Heads: []look.Head{{Text: r.T("statistic.item")}, {Text: r.T("statistic.number"), Right: true}, {Text: r.T("statistic.out-of"), Right: true}}}
	row := func(name, number, of, to string) {
		first := look.Cell{Text: name}
		if to != "" && number != "0" {
			first.To = to
		}
		t.Rows = append(t.Rows, []look.Cell{first, {Text: number}, {Text: of}})
	}
	row(c.Of.Name().In(string(r.Lang)), look.Number(c.N), "", c.rowsAt("", ""))
	if c.Of == statistic.OfReport {
		share := r.T("statistic.no-date")
		if _, ok := c.Timely.Percent(); ok {
			share = percent(c.Timely)
		}
		row(r.T("statistic.timely"), share, r.T("statistic.cases", "n", look.Number(c.Timely.Of)), "")
		row(r.T("statistic.late"), look.Number(c.Timely.Of-c.Timely.In), r.T("statistic.cases", "n", look.Number(c.Timely.Of)), c.rowsAt(statistic.Timeliness, string(statistic.Late)))
	}
	row(r.T("statistic.prompt"), waited(r, c.Prompt), r.T("statistic.cases", "n", look.Number(c.Prompt.N)), "")
	row(r.T("statistic.detail"), waited(r, c.Detail), r.T("statistic.cases", "n", look.Number(c.Detail.N)), "")
	return t
}

// apart are the counts that stand beside one another and never add up.
func (c counted) apart(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("statistic.apart"), Heads: []look.Head{{Text: r.T("statistic.of")}, {Text: r.T("statistic.unit"), Right: true}}, Keep: true}
	for _, o := range statistic.Counts {
		q := c.Query
		q.Of = o
		t.Rows = append(t.Rows, []look.Cell{{Text: o.Name().In(string(r.Lang)), To: at(Path, q)}, {Text: look.Number(c.All[o])}})
	}
	return t
}

func percent(s statistic.Share) string {
	p, _ := s.Percent()
	return strconv.FormatFloat(p, 'f', 1, 64) + "%"
}

// waited is a time in words: hours, and days from two days on.
func waited(r *gate.Request, m statistic.Median) string {
	switch {
	case m.N == 0:
		return r.T("statistic.no-number")
	case m.Hours >= 48:
		return r.T("statistic.days", "n", strconv.FormatFloat(m.Hours/24, 'f', 1, 64))
	}
	return r.T("statistic.hours", "n", strconv.FormatFloat(m.Hours, 'f', 1, 64))
}

func monthName(d law.Day) string { return d.String()[:7] }

// months are the numbers of each month as pictures.
func (c counted) months(r *gate.Request) []look.Plot {
	n := look.Plot{Kind: look.Columns, ID: "months", Title: r.T("statistic.months"), Text: r.T("statistic.months.text"), Head: r.T("statistic.month"), Unit: r.T("statistic.unit"), Series: []look.Series{{Name: c.Of.Name().In(string(r.Lang))}}}
	share := look.Plot{Kind: look.Lines, ID: "timely", Title: r.T("statistic.timely"), Text: r.T("statistic.timely.text"), Head: r.T("statistic.month"), Unit: "%", Series: []look.Series{{Name: r.T("statistic.share")}}}
	prompt := look.Plot{Kind: look.Lines, ID: "prompt", Title: r.T("statistic.prompt"), Text: r.T("statistic.prompt.text"), Head: r.T("statistic.month"), Unit: r.T("statistic.in-hours"), Series: []look.Series{{Name: r.T("statistic.in-hours")}}}
	detail := look.Plot{Kind: look.Lines, ID: "detail", Title: r.T("statistic.detail"), Text: r.T("statistic.detail.text"), Head: r.T("statistic.month"), Unit: r.T("statistic.in-days"), Series: []look.Series{{Name: r.T("statistic.in-days")}}}
	none := look.Value{None: true, Text: r.T("statistic.no-number")}
	for _, m := range c.Months {
		q := c.Query
		q.From, q.Until = m.From, m.Until
		label, to := monthName(m.On), at(Path+"/rows", q)
		if m.N == 0 {
			to = ""
		}
		add := func(p *look.Plot, v look.Value) {
			p.Labels, p.To, p.Series[0].Values = append(p.Labels, label), append(p.To, to), append(p.Series[0].Values, v)
		}
		add(&n, look.Value{N: float64(m.N)})
		v := none
		if p, ok := m.Timely.Percent(); ok {
			v = look.Value{N: p, Text: r.T("statistic.share.of", "share", percent(m.Timely), "in", m.Timely.In, "of", m.Timely.Of)}
		}
		add(&share, v)
		add(&prompt, middle(m.Prompt, 1, none))
		add(&detail, middle(m.Detail, 24, none))
	}
	return slices.DeleteFunc([]look.Plot{n, share, prompt, detail}, func(p look.Plot) bool {
		return p.ID == share.ID && c.Of != statistic.OfReport || !slices.ContainsFunc(p.Series[0].Values, func(v look.Value) bool { return !v.None })
	})
}

// middle is a median in units of some hours, with one decimal.
func middle(m statistic.Median, unit float64, none look.Value) look.Value {
	if m.N == 0 {
		return none
	}
	return look.Value{N: m.Hours / unit, Text: strconv.FormatFloat(m.Hours/unit, 'f', 1, 64)}
}

// figure is how many cases count under each value.
func (c counted) figure(r *gate.Request, t statistic.Table) look.Plot {
	p := look.Plot{Kind: look.Bars, ID: "by-" + string(t.Figure), Title: t.Figure.Name().In(string(r.Lang)), Head: t.Figure.Name().In(string(r.Lang)), Unit: r.T("statistic.unit"), Series: []look.Series{{}}}
	for _, d := range statistic.Definitions(c.Today) {
		if d.ID == string(t.Figure) {
			p.Text = d.Text.In(string(r.Lang))
		}
	}
	if t.Other > 0 {
		p.Text += r.T("statistic.other", "n", look.Number(t.Other))
	}
	for _, row := range t.Rows {
		p.Labels = append(p.Labels, statistic.ValueName(t.Figure, row.Value).In(string(r.Lang)))
		p.To = append(p.To, c.rowsAt(t.Figure, row.Value))
		p.Series[0].Values = append(p.Series[0].Values, look.Value{N: float64(row.N)})
	}
	return p
}

// lastMonth is the first day of the last month that is over; ok is false where none is since the law came into force.
func lastMonth(today law.Day) (law.Day, bool) {
	_, _, d := today.Civil()
	before := today.Add(-d)
	_, _, last := before.Civil()
	month := before.Add(1 - last)
	return month, !month.Before(law.Commencement)
}
