// Package registrations is 登録の状況 of an office: how many 届出 it received, of which kind and for which business, what stands by them of
// which type, how much arrived by its date, and which names the dictionary does not know. Nobody is named in it; what the office did not
// receive is in no number, and nothing of it leaves government: there is no public form of it.
package registrations

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/concentration"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
)

// Path is the page's address.
const Path = "/ministry/registrations"

// Page is filled in by serve.
type Page struct{ figures.Notified }

// Routes returns the page's routes. Who has no desk is told what is told of an absent page.
func (p Page) Routes() []gate.Route {
	needs := access.Permission{Action: access.Read, Object: access.Desk}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: needs, Handle: p.show},
		{Pattern: "GET " + Path + "/export/{format}", Needs: needs, Fresh: true, Handle: p.export},
	}
}

// View is what the page shows.
type View struct {
	Office  string
	AsOf    string
	Filter  look.Listing
	Empty   *look.Empty
	Main    look.Table
	Mark    look.Mark
	Sectors look.Table
	Plots   []look.Plot
	More    look.Link
	Exports []look.Link
	Words   look.Table
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/registrations", source)

// counted is what was counted for a page.
type counted struct {
	figures.Counting
	holding.Registrations
}

func (c counted) none() bool {
	return c.Withdrawn == 0 && len(c.Filed) == 0
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	from, err := p.Asked(r)
	if err != nil {
		return err
	}
	c := counted{from, holding.Register(from.Facts, from.Names, from.Sight, from.Query, from.Today)}
	v := View{
		Office: c.OfficeName(r), AsOf: c.AsOf(r), Filter: c.Filter(r, Path), Main: c.main(r), Sectors: c.sectors(r), More: concentration.Link(r), Words: figures.Words(r, holding.Definitions(c.Today)),
		Plots: []look.Plot{
			bars(r, "types", "concentration.types", c.Types, func(t holding.InType) (text.Both, int) { return holding.TypeName(t.Type), t.Rows }),
			bars(r, "kinds", "concentration.kind", c.Kinds, func(k holding.InKind) (text.Both, int) { return holding.KindName(k.Kind), k.Rows }),
		},
		Exports: look.Downloads(r.Lang, figures.Formats, func(f string) string { return figures.At(Path+"/export/"+f, c.Counting.Query) }),
	}
	if d, ok := law.At(c.Today).Deadline("asset.new", "", ""); ok {
		v.Mark = look.Mark{Certainty: look.Certainty(d.Certainty.String()), Source: r.T("statistic.date-of", "name", d.Name.In(string(r.Lang)))}
	}
	status := http.StatusOK
	switch {
	case len(c.Wrong) > 0:
		status = http.StatusUnprocessableEntity
	case c.none() && c.Counting.Query == holding.Query{}:
		v.Empty = figures.Empty(r)
	case c.none():
		v.Empty = &look.Empty{Title: r.T("listing.none"), Text: []string{r.T("listing.none.text")}, Links: []look.Link{{To: Path, Text: r.T("listing.clear")}}}
	}
	f := r.Frame("registration.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("registration.title")})
	return page.WriteStatus(w, status, f, v)
}

// Link leads to the page from others of the office.
func Link(r *gate.Request) look.Link { return look.Link{To: Path, Text: r.T("registration.title")} }

func share(r *gate.Request, s statistic.Share) string {
	if p, ok := s.Percent(); ok {
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
	return r.T("statistic.no-number")
}

// main are the numbers that are asked for first.
func (c counted) main(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("registration.main"), Hide: true, Heads: []look.Head{{Text: r.T("statistic.item")}, {Text: r.T("statistic.number"), Right: true}}}
	row := func(name, number string) {
		t.Rows = append(t.Rows, []look.Cell{{Text: name}, {Text: number}})
	}
	for _, id := range holding.Procedures() {
		row(look.Capital(holding.ProcedureName(id).In(string(r.Lang))), look.Number(c.Filed[id]))
	}
	row(r.T("registration.withdrawn"), look.Number(c.Withdrawn))
	row(r.T("registration.operators"), look.Number(c.Operators))
	row(r.T("registration.lists"), look.Number(c.Lists))
	row(r.T("registration.rows"), look.Number(c.Rows))
	row(r.T("registration.unknown"), r.T("registration.unknown.of", "names", look.Number(c.Unknown.Names), "rows", look.Number(c.Unknown.Rows)))
	row(r.T("registration.timely"), r.T("statistic.share.of", "share", share(r, c.Timely), "in", c.Timely.In, "of", c.Timely.Of))
	row(r.T("registration.undated"), look.Number(c.Undated))
	return t
}

// sectors are the numbers of each business.
func (c counted) sectors(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("registration.sectors"), Hide: true, Heads: []look.Head{{Text: r.T("holding.sector")}}}
	for _, id := range holding.Procedures() {
		t.Heads = append(t.Heads, look.Head{Text: r.T("registration.short." + id), Right: true})
	}
	for _, key := range []string{"registration.operators", "registration.rows", "registration.timely"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(key), Right: true})
	}
	for _, s := range c.Registrations.Sectors {
		row := []look.Cell{{Text: look.Capital(holding.SectorName(s.Sector).In(string(r.Lang)))}}
		for _, id := range holding.Procedures() {
			row = append(row, look.Cell{Text: look.Number(s.Filed[id])})
		}
		t.Rows = append(t.Rows, append(row, look.Cell{Text: look.Number(s.Operators)}, look.Cell{Text: look.Number(s.Rows)}, look.Cell{Text: share(r, s.Timely)}))
	}
	return t
}

// bars are rows by something as a picture.
func bars[T any](r *gate.Request, id, key string, list []T, of func(T) (text.Both, int)) look.Plot {
	p := look.Plot{Kind: look.Bars, ID: "by-" + id, Title: r.T(key), Head: r.T(key), Text: r.T("registration." + id + ".text"), Unit: r.T("concentration.rows"), Series: []look.Series{{}}}
	for _, one := range list {
		name, n := of(one)
		p.Labels = append(p.Labels, name.In(string(r.Lang)))
		p.Series[0].Values = append(p.Series[0].Values, look.Value{N: float64(n)})
	}
	return p
}

// export hands out every number with its definition.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	from, err := p.Whole(r)
	if err != nil {
		return err
	}
	format := r.PathValue("format")
	if format != "xlsx" && format != "csv" {
		return fault.Absent()
	}
	c := counted{from, holding.Register(from.Facts, from.Names, from.Sight, from.Query, from.Today)}
	b := figures.Book{Request: r, Name: "registrations-" + c.Today.String(), Title: r.T("registration.title"), Definitions: holding.Definitions(c.Today)}
	b.About = [][2]string{{r.T("statistic.position"), strconv.FormatInt(c.Reached+1, 10)}}
	c.put(r, &b)
	return b.Send(w)
}

func (c counted) put(r *gate.Request, b *figures.Book) {
	add := func(definition, key, of string, n int) { b.Add(definition, r.T(key), of, strconv.Itoa(n)) }
	all := r.T("statistic.total")
	filed := func(of string, by map[string]int) {
		for _, id := range holding.Procedures() {
			add("filed", "registration.filed", of+" / "+holding.ProcedureName(id).In(string(r.Lang)), by[id])
		}
	}
	filed(all, c.Filed)
	add("filed", "registration.withdrawn", all, c.Withdrawn)
	add("standing", "registration.lists", all, c.Lists)
	add("operators", "registration.operators", all, c.Operators)
	add("rows", "registration.rows", all, c.Rows)
	add("unknown", "registration.unknown", all, c.Unknown.Names)
	add("timely", "registration.timely.in", all, c.Timely.In)
	add("timely", "registration.timely.of", all, c.Timely.Of)
	add("timely", "registration.undated", all, c.Undated)
	for _, s := range c.Registrations.Sectors {
		name := look.Capital(holding.SectorName(s.Sector).In(string(r.Lang)))
		filed(name, s.Filed)
		add("operators", "registration.operators", name, s.Operators)
		add("rows", "registration.rows", name, s.Rows)
	}
	for _, t := range c.Types {
		add("type", "concentration.types", holding.TypeName(t.Type).In(string(r.Lang)), t.Rows)
	}
	for _, k := range c.Kinds {
		add("kind", "concentration.kind", holding.KindName(k.Kind).In(string(r.Lang)), k.Rows)
	}
}
