// Package indicators is 侵害指標の表: the indicators of several reports beside each other, sorted, searched, exported, and compared with a list
// that the officer brings, of which nothing stays. Whoever filed a report sees that its indicators were read in a table, by office and time.
package indicators

import (
	"cmp"
	"context"
	_ "embed"
	"io"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/sighting"
	"kanmin/internal/flow/linking"
)

// Path is the page's address.
const Path = "/ministry/indicators"

const reportPath = "/ministry/reports/"

// linked is how many reports of an indicator are led to in a cell.
const linked = 3

// Tx is what the page reads beside the table.
type Tx interface {
	Campaigns(limit int) ([]campaign.Campaign, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Table linking.Table
	Each  func(ctx context.Context, kind sheet.Kind, file io.Reader, row func(*sheet.Sheet, sheet.Row) error) (sheet.Book, error)
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: linking.MayRead, Handle: p.show},
		{Pattern: "GET " + Path + "/export/{format}", Needs: linking.MayRead, Fresh: true, Handle: p.export},
		{Pattern: "GET " + Path + "/compare", Needs: linking.MayRead, Handle: p.ask},
		{Pattern: "POST " + Path + "/compare", Needs: linking.MayRead, Body: sighting.ListBytes + 1<<20, Handle: p.compare},
	}
}

// View is what the page shows.
type View struct {
	look.Listing
	Here, Compare string
	What          string        // of which reports the table is
	Wrong         look.Problems // with what the table is to be of
	Choose        []look.Field
	Facts         []look.Answer
	Copy          string // what the page shows, one on a line, defanged
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/indicators", source)

// of is of which reports the address wants a table. Reports that were ticked in a list, and what the form of this page says, are brought into
// one form: moved is true then.
func of(r *gate.Request) (o linking.Of, moved bool, err error) {
	q := r.URL.Query()
	switch {
	case q.Get("of") != "":
		o, err = linking.ReadOf(q.Get("of"))
		return o, false, err
	case q.Get("campaign") != "":
		return linking.Of{Campaign: ident.Object(q.Get("campaign"))}, true, nil
	case q.Get("all") != "":
		o, err = linking.ReadOf("filter:" + q.Get("query"))
		return o, true, err
	case len(q["n"]) > 0:
		o, err = linking.ReadOf("reports:" + strings.Join(q["n"], ","))
		return o, true, err
	case q.Has("from") || q.Has("until"):
		o.Filter, err = filing.ReadFilter(func(name string) string {
			if name == "from" || name == "until" {
				return q.Get(name)
			}
			return ""
		})
		return o, err == nil, err
	}
	return linking.Recent(law.DayOf(r.Now)), false, nil
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	o, moved, err := of(r)
	if err == nil && moved {
		return gate.See(w, Path+"?of="+url.QueryEscape(o.String()))
	}
	var t sighting.Table
	if err == nil {
		t, err = p.Table.Do(r.Context(), r.Scope, access.LookTable, o)
	}
	bad, mine := organisation.Mine(err)
	if err != nil && !mine {
		return err
	}
	all, err := p.campaigns(r)
	if err != nil {
		return err
	}
	v := View{Here: Path, What: what(r, o, all), Compare: Path + "/compare?of=" + url.QueryEscape(o.String()), Choose: choose(r, o, all)}
	if bad != nil {
		v.Wrong = organisation.Beside(r, v.Choose, bad, "from")
		return page.WriteStatus(w, gate.Status(bad), trail(r, ""), v)
	}
	return page.WriteStatus(w, v.fill(r, Path+"?of="+url.QueryEscape(o.String()), o, t), trail(r, ""), v)
}

// fill puts the table into the page, as far as the address asks for it.
func (v *View) fill(r *gate.Request, here string, o linking.Of, t sighting.Table) int {
	c := roll(r, t).Cut(r, t.Rows)
	v.Listing = c.View
	v.Filter = append([]look.Field{{Kind: look.Hidden, Name: "of", Value: o.String()}}, v.Filter...)
	v.Pages.Of = here + "&" + strings.TrimPrefix(v.Pages.Of, Path+"?")
	if v.Clear != "" {
		v.Clear = here
	}
	v.Table, v.Copy = table(r, t, c.Rows)
	v.facts(r, t)
	if len(c.All) > 0 {
		v.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return Path + "/export/" + format + "?of=" + url.QueryEscape(o.String()) })
		v.ExportText = r.T("sighting.export")
	}
	return c.Status()
}

func (p Page) campaigns(r *gate.Request) (all []campaign.Campaign, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		all, err = tx.Campaigns(campaign.Listed)
		return err
	})
	return all, err
}

// what says of which reports a table is.
func what(r *gate.Request, o linking.Of, all []campaign.Campaign) string {
	switch {
	case o.Campaign != "":
		for _, c := range all {
			if c.ID == o.Campaign {
				return r.T("sighting.of.campaign", "name", c.Name)
			}
		}
		return r.T("campaign.title")
	case len(o.Numbers) > 0:
		return r.T("sighting.of.reports", "n", look.Number(len(o.Numbers)))
	}
	from, until := o.Filter.From, o.Filter.Until
	switch {
	case from.IsZero() && until.IsZero():
		return r.T("sighting.of.all")
	case until.IsZero():
		return r.T("sighting.of.since", "from", look.Day(r.Lang, from))
	case from.IsZero():
		return r.T("sighting.of.until", "until", look.Day(r.Lang, until))
	}
	return r.T("sighting.of.filter", "from", look.Day(r.Lang, from), "until", look.Day(r.Lang, until))
}

// choose is the form that asks for another table.
func choose(r *gate.Request, o linking.Of, all []campaign.Campaign) []look.Field {
	q := r.URL.Query()
	day := func(id, said string) string {
		if q.Has(id) {
			return q.Get(id)
		}
		return said
	}
	which := look.Field{Kind: look.Select, ID: "campaign", Label: r.T("campaign.title"), Width: look.Mid, Options: []look.Option{{Label: r.T("sighting.by.days"), Chosen: o.Campaign == ""}}}
	for _, c := range all {
		which.Options = append(which.Options, look.Option{Value: string(c.ID), Label: c.Name, Chosen: c.ID == o.Campaign})
	}
	return []look.Field{
		which,
		{Kind: look.DayLine, ID: "from", Label: r.T("listing.from"), Value: day("from", o.Filter.Part("from"))},
		{Kind: look.DayLine, ID: "until", Label: r.T("listing.until"), Value: day("until", o.Filter.Part("until"))},
	}
}

func roll(r *gate.Request, t sighting.Table) listing.Roll[sighting.Row] {
	var kinds []look.Option
	for _, k := range []indicator.Kind{indicator.Address, indicator.Domain, indicator.URL, indicator.Mail, indicator.Hash, indicator.File} {
		kinds = append(kinds, look.Option{Value: string(k), Label: r.T("sighting.kind." + string(k))})
	}
	return listing.Roll[sighting.Row]{
		Path: Path, Search: r.T("sighting.search"),
		Texts: func(x sighting.Row) []string {
			texts := []string{x.Text, x.Defanged(), strings.Join(x.Techniques, " ")}
			for _, i := range x.Reports {
				texts = append(texts, string(t.Reports[i].Number), t.Reports[i].Number.ASCII())
			}
			return texts
		},
		Choices: []listing.Choice[sighting.Row]{
			{ID: "type", Label: r.T("sighting.kind"), Options: kinds, Fits: func(x sighting.Row, s string) bool { return string(x.Kind) == s }},
			{ID: "many", Label: r.T("sighting.many"), Options: []look.Option{{Value: "2", Label: r.T("sighting.many.two")}, {Value: "filers", Label: r.T("sighting.many.filers")}}, Fits: func(x sighting.Row, s string) bool {
				return s == "2" && len(x.Reports) > 1 || s == "filers" && x.Filers > 1
			}},
		},
		Orders: []listing.Order[sighting.Row]{
			{ID: "reports", Label: r.T("sighting.order.reports")},
			{ID: "value", Label: r.T("sighting.order.value"), Compare: func(a, b sighting.Row) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text)) }},
			{ID: "first", Label: r.T("sighting.order.first"), Compare: func(a, b sighting.Row) int { return cmp.Compare(t.First(a), t.First(b)) }},
			{ID: "last", Label: r.T("sighting.order.last"), Compare: func(a, b sighting.Row) int { return cmp.Compare(t.Last(b), t.Last(a)) }},
		},
		None: look.Empty{Title: r.T("sighting.none"), Text: []string{r.T("sighting.none.text")}, Links: []look.Link{{To: "/ministry/reports", Text: r.T("received.title")}, {To: "/ministry/campaigns", Text: r.T("campaign.title")}}},
	}
}

// facts say what went into the table.
func (v *View) facts(r *gate.Request, t sighting.Table) {
	with := 0
	for _, one := range t.Reports {
		if one.Named > 0 {
			with++
		}
	}
	v.Facts = []look.Answer{
		{Question: r.T("sighting.read"), Text: r.T("sighting.read.n", "n", look.Number(len(t.Reports)), "with", look.Number(with))},
		{Question: r.T("sighting.indicators"), Text: r.T("sighting.n", "n", look.Number(len(t.Rows)))},
	}
}

// table shows some rows, and is what of them can be copied.
func table(r *gate.Request, t sighting.Table, list []sighting.Row) (look.Table, string) {
	v := look.Table{Caption: r.T("sighting.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("sighting.value")}, {Text: r.T("sighting.kind")}, {Text: r.T("sighting.reports"), Right: true}, {Text: r.T("sighting.filers"), Right: true},
		{Text: r.T("sighting.first")}, {Text: r.T("sighting.last")}, {Text: r.T("sighting.where")}, {Text: r.T("sighting.techniques")},
	}}
	var b strings.Builder
	for _, x := range list {
		b.WriteString(x.Defanged() + "\n")
		where := look.Cell{}
		for _, i := range x.Reports[:min(linked, len(x.Reports))] {
			n := t.Reports[i].Number
			where.Links = append(where.Links, look.Link{To: reportPath + n.ASCII(), Text: string(n)})
		}
		if rest := len(x.Reports) - linked; rest > 0 {
			where.Text = r.T("sighting.more", "n", look.Number(rest))
		}
		v.Rows = append(v.Rows, []look.Cell{
			{Text: x.Defanged(), Code: true}, {Text: r.T("sighting.kind." + string(x.Kind)), When: true}, {Text: look.Number(len(x.Reports))}, {Text: look.Number(x.Filers)},
			{Text: look.Moment(r.Lang, t.First(x)), When: true}, {Text: look.Moment(r.Lang, t.Last(x)), When: true}, where, {Text: strings.Join(x.Techniques, " ")},
		})
	}
	return v, b.String()
}

// export hands the whole table out.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	format := r.PathValue("format")
	if _, err := listsheet.Media(format); err != nil {
		return err
	}
	o, _, err := of(r)
	if err != nil {
		return err
	}
	t, err := p.Table.Do(r.Context(), r.Scope, access.LookExport, o)
	if err != nil {
		return err
	}
	f := listsheet.Table{File: "indicators-" + law.DayOf(r.Now).String(), Title: r.T("sighting.title"), List: "indicators", Columns: []listsheet.Column{
		{Key: "value", Title: r.T("sighting.plain")}, {Key: "defanged", Title: r.T("sighting.value")}, {Key: "type", Title: r.T("sighting.kind")}, {Key: "reports", Title: r.T("sighting.reports")}, {Key: "filers", Title: r.T("sighting.filers")},
		{Key: "first_at", Title: r.T("sighting.first")}, {Key: "last_at", Title: r.T("sighting.last")}, {Key: "numbers", Title: r.T("sighting.where")}, {Key: "techniques", Title: r.T("sighting.techniques")},
	}}
	for _, x := range t.Rows {
		var numbers []string
		for _, i := range x.Reports {
			numbers = append(numbers, string(t.Reports[i].Number))
		}
		f.Rows = append(f.Rows, []any{
			x.Text, x.Defanged(), string(x.Kind), len(x.Reports), x.Filers, stamp(t.First(x)), stamp(t.Last(x)), strings.Join(numbers, " "), strings.Join(x.Techniques, " "),
		})
	}
	return f.Send(w, format)
}

func stamp(at ident.Instant) string { return at.Japan().Format("2006-01-02T15:04:05-07:00") }

// trail is the frame of the page, or of one below it.
func trail(r *gate.Request, title string) look.Frame {
	f := r.Frame("sighting.title")
	links := []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}, {To: "/ministry/reports", Text: r.T("received.title")}}
	if title == "" {
		return f.With(append(links, look.Link{Text: r.T("sighting.title")})...)
	}
	f.Title = title
	return f.With(append(links, look.Link{To: Path, Text: r.T("sighting.title")}, look.Link{Text: title})...)
}
