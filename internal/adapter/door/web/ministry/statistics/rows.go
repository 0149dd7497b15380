package statistics

import (
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/statistic"
)

// rowsSize is how many rows stand on a page.
const rowsSize = 20

// Rows is what the page of the rows behind a number shows.
type Rows struct {
	Heading string
	Lead    string
	List    look.Listing
	Table   *look.Table
	Back    look.Link
}

//go:embed rows.tmpl
var rowsSource string

var rowsPage = look.Parse[Rows]("ministry/statistics/rows", rowsSource)

// rows lists the reports that opened the cases behind one number. A number that nobody shows has none.
func (p Page) rows(w http.ResponseWriter, r *gate.Request) error {
	q, wrong := asked(r)
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: wrong}
	}
	c, err := p.count(r, q)
	if err != nil {
		return err
	}
	figure, value := statistic.Figure(r.URL.Query().Get("figure")), r.URL.Query().Get("value")
	if figure != "" && figure != statistic.Timeliness && !slices.Contains(statistic.Figures, figure) {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "figure", Code: "fault.filter.choice"}}}
	}
	behind := statistic.Behind(c.cases, q, c.Today, figure, value)
	slices.Reverse(behind)
	roll := listing.Roll[statistic.Case]{Path: c.rowsAt(figure, value), Size: rowsSize, None: look.Empty{Title: r.T("statistic.rows.none"), Text: []string{r.T("statistic.rows.none.text")}, Links: []look.Link{{To: at(Path, q), Text: r.T(title(r))}}}}
	cut := roll.Cut(r, behind)
	v := Rows{Heading: r.T("statistic.rows.all"), Lead: r.T("statistic.rows.period", "from", look.Day(r.Lang, q.From), "until", look.Day(r.Lang, q.Until), "of", q.Of.Name().In(string(r.Lang))), List: cut.View, Back: look.Link{To: at(Path, q), Text: r.T(title(r))}}
	if figure != "" {
		v.Heading = r.T("statistic.rows", "figure", figure.Name().In(string(r.Lang)), "value", statistic.ValueName(figure, value).In(string(r.Lang)))
	}
	if v.Table, err = p.table(r, c, cut.Rows); err != nil {
		return err
	}
	f := r.Frame("statistic.rows.all").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, v.Back, look.Link{Text: v.Heading})
	return rowsPage.Write(w, f, v)
}

// table reads the lines of a page: what is shown of them is recorded as a list is.
func (p Page) table(r *gate.Request, c counted, cases []statistic.Case) (*look.Table, error) {
	if len(cases) == 0 {
		return nil, nil
	}
	lines := map[ident.Filing]filing.Line{}
	names := map[filing.Kind]string{}
	err := p.Look(r.Context(), r.Scope, access.LookList, func(tx RowsTx) (seen []ident.Object, err error) {
		var ids []ident.Filing
		for _, one := range cases {
			ids = append(ids, one.Opened.ID)
		}
		list, err := tx.LinesOf(ids)
		for _, l := range list {
			if _, known := names[l.Kind]; !known && err == nil {
				of, failed := tx.Procedure(string(l.Kind))
				names[l.Kind], err = of.Name.In(string(r.Lang)), failed
			}
			lines[l.Filing.ID], seen = l, append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	})
	if err != nil {
		return nil, err
	}
	t := &look.Table{Caption: r.T("statistic.rows.all"), Hide: true, Heads: []look.Head{{Text: r.T("desk.number")}, {Text: r.T("desk.filer")}, {Text: r.T("desk.kind")}, {Text: r.T("desk.state")}, {Text: r.T("desk.at")}, {Text: statistic.Timeliness.Name().In(string(r.Lang))}}}
	for _, one := range cases {
		l, open := lines[one.Opened.ID]
		if !open {
			continue
		}
		state, timely := reporting.Tag(r.Lang, l.State), ""
		if in := one.Timely(c.Today); in != "" {
			timely = statistic.ValueName(statistic.Timeliness, string(in)).In(string(r.Lang))
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: "/ministry/reports/" + l.Number.ASCII(), Ref: true}, {Text: listing.FilerName(r, l)}, {Text: names[l.Kind]}, {Tag: &state}, {Text: look.Second(r.Lang, l.ArrivedAt), When: true}, {Text: timely},
		})
	}
	return t, nil
}
