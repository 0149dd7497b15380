// Package expected is 提出状況 (R23) of an office: everyone of whom it expects a 届出 or a 詳報, where each of them stands, by when it is due, when the
// office last had to do with them, and the telephone. It shows what arrived and what is registered; drafts are no part of it.
package expected

import (
	"cmp"
	"context"
	_ "embed"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/reminding"
)

// Path is the page's address, for 届出; that of 詳報 stands below it.
const Path = "/ministry/expected"

// LettersPath is where what is chosen is written to (事務連絡).
const LettersPath = "/ministry/letters"

const reportsPath = "/ministry/reports/"

// Tx is what the page reads, in eight statements at most.
type Tx interface {
	Unit(ident.Unit) (party.Unit, error)
	ExpectedLines(expected.Of) ([]expected.Line, error)
	Views(view.List) ([]view.Saved, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
}

// At is the address of what is expected.
func At(of expected.Of) string {
	if of == expected.Detailed {
		return Path + "/" + string(of)
	}
	return Path
}

// Link leads to the page from others of the office.
func Link(r *gate.Request) look.Link { return look.Link{To: Path, Text: r.T("nav.expected")} }

// Routes returns the page's routes. Who has no desk is told what is told of an absent page.
func (p Page) Routes() (list []gate.Route) {
	needs := access.Permission{Action: access.Read, Object: access.Desk}
	for _, of := range expected.All() {
		list = append(list,
			gate.Route{Pattern: "GET " + At(of), Needs: needs, Handle: func(w http.ResponseWriter, r *gate.Request) error { return p.show(w, r, of) }},
			gate.Route{Pattern: "GET " + At(of) + "/export/{format}", Needs: needs, Fresh: true, Handle: func(w http.ResponseWriter, r *gate.Request) error { return p.export(w, r, of) }},
		)
	}
	return list
}

// View is what the page shows.
type View struct {
	Lead    string
	Office  string
	Of      []Tab     // what is expected
	Counts  []Tab     // rows of each state
	Mark    look.Mark // of the least certain date
	Listing look.Listing
	Whys    []Why
}

// Tab leads to a part of the list, with how many rows it has.
type Tab struct {
	look.Link
	Now  bool
	Rows string
}

// Why is how one date was counted.
type Why struct {
	ID string
	look.Due
}

// whysShown bounds how many dates are explained on one page.
const whysShown = 60

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/expected", source)

// loaded is what was read, and what the address leaves of it.
type loaded struct {
	of   expected.Of
	unit party.Unit
	all  []expected.Line
	cut  listing.Cut[expected.Line]
	kept kept
}

func (p Page) load(r *gate.Request, of expected.Of, purpose string) (l loaded, err error) {
	l.of = of
	err = p.Look(r.Context(), r.Scope, purpose, func(tx Tx) (seen []ident.Object, err error) {
		if l.unit, err = tx.Unit(r.Scope.Unit); err == nil {
			l.all, err = tx.ExpectedLines(of)
		}
		if err == nil {
			l.kept, err = keptOf(r, of, tx, purpose == access.LookList)
		}
		l.cut = roll(l.kept.as, of).Cut(l.kept.as, l.all)
		rows := l.cut.Rows
		if purpose == access.LookExport {
			rows = l.cut.All
		}
		for _, one := range rows {
			if one.Filing != "" {
				seen = append(seen, ident.Object(one.Filing))
			}
		}
		return seen, err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request, of expected.Of) error {
	l, err := p.load(r, of, access.LookList)
	if err != nil {
		return err
	}
	v := View{Lead: r.T("expected.lead." + string(of)), Office: look.Named(r.Lang, l.unit.Name, l.unit.NameEn), Listing: l.cut.View}
	v.Of, v.Counts = tabs(r, of), counts(r, l)
	v.Listing.Table, v.Whys = table(r, l.cut.Rows)
	v.Listing.Bulk, v.Mark = bulk(r, l), mark(r, l.cut.All)
	if err := l.kept.show(r, of, &v.Listing); err != nil {
		return err
	}
	if len(l.cut.All) > 0 {
		v.Listing.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return At(of) + "/export/" + format + "?" + l.cut.Said.Encode() })
		v.Listing.ExportText = r.T("expected.export")
	}
	f := r.Frame("nav.expected").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("nav.expected")})
	return page.WriteStatus(w, l.cut.Status(), f, v)
}

// bulk leads to writing to those who are chosen, for who may.
func bulk(r *gate.Request, l loaded) *look.Bulk {
	if r.Scope.Permit(reminding.MaySend) != nil || len(l.cut.Rows) == 0 {
		return nil
	}
	standard := look.Field{Kind: look.Select, ID: "standard", Label: r.T("memo.standard"), Width: look.Mid}
	for _, s := range letter.States() {
		standard.Options = append(standard.Options, look.Option{Value: string(s), Label: r.T("memo.standard." + string(s))})
	}
	said := maps.Clone(l.cut.Said)
	said.Set("of", string(l.of))
	return &look.Bulk{
		Action: LettersPath, Query: said.Encode(), Title: r.T("memo.bulk"), All: r.T("memo.bulk.all") + " (" + l.cut.View.Count + ")", Do: r.T("memo.bulk.do"), Field: standard, Past: look.Link{To: LettersPath, Text: r.T("memo.past")},
	}
}

// Filtered are the rows that the query of an address leaves, as the page shows them.
func Filtered(r *gate.Request, of expected.Of, query string, list []expected.Line) []expected.Line {
	asked := *r
	asked.Request = &http.Request{URL: &url.URL{RawQuery: query}}
	return roll(r, of).Cut(&asked, list).All
}

// mark is how certain the least certain date is.
func mark(r *gate.Request, lines []expected.Line) (m look.Mark) {
	least := law.Confirmed
	for _, l := range lines {
		if l.Dated() && l.Due.Certainty <= least {
			least = l.Due.Certainty
			m = look.Mark{Certainty: look.Certainty(least.String()), Source: r.T("statistic.date-of", "name", l.Due.Name.In(string(r.Lang)))}
		}
	}
	return m
}

// tabs lead to what else is expected.
func tabs(r *gate.Request, of expected.Of) (list []Tab) {
	for _, o := range expected.All() {
		list = append(list, Tab{Link: look.Link{To: At(o), Text: look.Capital(o.Name().In(string(r.Lang)))}, Now: o == of})
	}
	return list
}

// counts are the rows of each state, each leading to those rows.
func counts(r *gate.Request, l loaded) (list []Tab) {
	c, q := expected.Count(l.all, law.DayOf(r.Now)), l.kept.as.URL.Query()
	add := func(key, query string, n int, now bool) {
		to := At(l.of)
		if query != "" {
			to += "?" + query
		}
		list = append(list, Tab{look.Link{To: to, Text: r.T(key)}, now, look.Number(n)})
	}
	add("expected.all", l.kept.all(), c.All, len(l.cut.Said) == 0)
	add("expected.late", "late=yes", c.Overdue, q.Get("late") == "yes")
	for _, s := range states(l.of) {
		add(stateKey(l.of, s), "state="+string(s), c.By[s], q.Get("state") == string(s))
	}
	return list
}

// states are those in which something can be: nobody is consulted about a 詳報.
func states(of expected.Of) (list []expected.State) {
	for _, s := range expected.States() {
		if of != expected.Detailed || s != expected.Asking {
			list = append(list, s)
		}
	}
	return list
}

// stateKey is a state in words: of a 詳報 what is said is that nothing need be reported.
func stateKey(of expected.Of, s expected.State) string {
	if of == expected.Detailed && s == expected.None {
		return "expected.state.outside"
	}
	return "expected.state." + string(s)
}

func tone(s expected.State) look.Tone {
	switch s {
	case expected.Missing:
		return look.Warn
	case expected.Asking:
		return look.Info
	case expected.Fix:
		return look.Danger
	case expected.None:
		return look.Plain
	case expected.Filed:
	}
	return look.Good
}

// roll is how the list is searched, narrowed and put in order.
func roll(r *gate.Request, of expected.Of) listing.Roll[expected.Line] {
	today := law.DayOf(r.Now)
	state := listing.Choice[expected.Line]{ID: "state", Label: r.T("expected.state"), Fits: func(l expected.Line, s string) bool { return string(l.State) == s }}
	for _, s := range states(of) {
		state.Options = append(state.Options, look.Option{Value: string(s), Label: r.T(stateKey(of, s))})
	}
	late := listing.Choice[expected.Line]{ID: "late", Label: r.T("expected.due"), Options: []look.Option{{Value: "yes", Label: r.T("expected.late")}}, Fits: func(l expected.Line, _ string) bool { return l.Overdue(today) }}
	sector := listing.Choice[expected.Line]{ID: "sector", Label: r.T("holding.sector"), Fits: func(l expected.Line, s string) bool { return l.In(law.Sector(s)) }}
	for _, s := range law.At(today).Sectors() {
		sector.Options = append(sector.Options, look.Option{Value: string(s.Code), Label: look.Capital(s.Name.In(string(r.Lang)))})
	}
	return listing.Roll[expected.Line]{
		Path: At(of), At: "roll", Search: r.T("expected.search"), Most: expected.Most,
		Texts:   expected.Line.Texts,
		Choices: []listing.Choice[expected.Line]{state, sector, late},
		Orders: []listing.Order[expected.Line]{
			{ID: "due", Label: r.T("expected.order.due"), Compare: expected.ByDate}, {ID: "state", Label: r.T("expected.order.state"), Compare: expected.ByState},
			{ID: "name", Label: r.T("expected.order.name"), Compare: expected.ByName}, {ID: "contact", Label: r.T("expected.order.contact"), Compare: expected.ByContact},
		},
		None: look.Empty{Title: r.T("expected.none." + string(of)), Text: []string{r.T("expected.none.text")}, Links: []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}}},
	}
}

var heads = []string{"expected.operator", "holding.sector", "expected.state", "expected.due", "expected.left", "expected.contact", "expected.phone", "expected.number"}

func table(r *gate.Request, lines []expected.Line) (t look.Table, whys []Why) {
	t = look.Table{Caption: r.T("nav.expected"), Hide: true}
	for _, h := range heads {
		t.Heads = append(t.Heads, look.Head{Text: r.T(h)})
	}
	today := law.DayOf(r.Now)
	explained := map[string]string{}
	for _, l := range lines {
		day := look.Cell{Text: r.T("expected.due.none")}
		if l.Dated() {
			day.Text = look.Day(r.Lang, l.Due.Due)
			of := l.Due.Rule + l.Due.On.String() + l.Due.Due.String()
			if explained[of] == "" && len(whys) < whysShown {
				why := Why{ID: "why-" + strconv.Itoa(len(whys)+1), Due: reporting.Due(r.Lang, l.Due, today)}
				why.Title = day.Text + " " + look.Capital(l.Due.Name.In(string(r.Lang)))
				explained[of], whys = why.ID, append(whys, why)
			}
			if id := explained[of]; id != "" {
				day.To = "#" + id
			}
		}
		number := look.Cell{Text: r.T("expected.number.none")}
		if l.Number != "" {
			number = look.Cell{Text: string(l.Number), To: reportsPath + l.Number.ASCII(), Ref: true}
		}
		t.Rows = append(t.Rows, []look.Cell{
			pick(r, l), {Text: sectors(r, l)}, {Tag: &look.Tag{Text: r.T(stateKey(l.Of, l.State)), Tone: tone(l.State)}}, day, left(r, l), {Text: contact(r, l)}, {Text: phone(r, l), When: true}, number,
		})
	}
	return t, whys
}

// pick is the first cell, by which a row is chosen where something can be done with it.
func pick(r *gate.Request, l expected.Line) look.Cell {
	c := look.Cell{Text: operator(r, l)}
	if r.Scope.Permit(reminding.MaySend) == nil {
		c.Pick, c.PickText = l.ID+":"+string(l.State), r.T("memo.bulk.pick", "name", c.Text)
	}
	return c
}

// Called is a row in few words: the operator, and of what.
func Called(r *gate.Request, l expected.Line) string {
	if l.Of == expected.Detailed {
		return operator(r, l) + " " + string(l.Number)
	}
	return operator(r, l) + " " + sectors(r, l)
}

func operator(r *gate.Request, l expected.Line) string {
	return look.Named(r.Lang, l.Operator.Name, l.Operator.NameEn)
}

func sectors(r *gate.Request, l expected.Line) string {
	var names []string
	for _, s := range l.Sectors {
		names = append(names, look.Capital(admin.SectorWords(r.Lang, s)))
	}
	return strings.Join(names, r.T("reports.comma"))
}

// left is how many days there are until what is missing is due.
func left(r *gate.Request, l expected.Line) look.Cell {
	today := law.DayOf(r.Now)
	switch {
	case !l.State.Waiting() || !l.Dated():
		return look.Cell{Text: r.T("expected.left.none")}
	case l.Overdue(today):
		return look.Cell{Tag: &look.Tag{Text: r.T("expected.late.by", "n", today.Since(l.Due.Due)), Tone: look.Danger}}
	}
	text, tone := reporting.Left(r.Lang, l.Due.Due, today)
	return look.Cell{Tag: &look.Tag{Text: text, Tone: tone}}
}

// contact is when the office last had to do with them, and how.
func contact(r *gate.Request, l expected.Line) string {
	if l.Last.At == 0 {
		return r.T("expected.contact.none")
	}
	return r.T("expected.contact."+string(l.Last.Kind), "day", look.Day(r.Lang, law.DayOf(l.Last.At)))
}

func phone(r *gate.Request, l expected.Line) string {
	return cmp.Or(l.Phone, r.T("expected.phone.none"))
}

// export hands out what the address leaves.
func (p Page) export(w http.ResponseWriter, r *gate.Request, of expected.Of) error {
	format := r.PathValue("format")
	if _, err := listsheet.Media(format); err != nil {
		return err
	}
	l, err := p.load(r, of, access.LookExport)
	if err != nil {
		return err
	}
	t := listsheet.Table{File: "expected-" + string(of) + "-" + law.DayOf(r.Now).String(), Title: r.T("nav.expected"), List: "expected", Columns: []listsheet.Column{
		{Key: "operator", Title: r.T("expected.operator")}, {Key: "corporate_number", Title: r.T("expected.corporate")}, {Key: "sector", Title: r.T("holding.sector")}, {Key: "state", Title: r.T("expected.state")},
		{Key: "due_on", Title: r.T("expected.due")}, {Key: "certainty", Title: r.T("expected.certainty")}, {Key: "overdue", Title: r.T("expected.late")}, {Key: "contact", Title: r.T("expected.contact")},
		{Key: "phone", Title: r.T("expected.phone")}, {Key: "number", Title: r.T("expected.number")},
	}}
	today := law.DayOf(r.Now)
	for _, one := range l.cut.All {
		due, certainty, late := "", "", ""
		if one.Dated() {
			due, certainty = one.Due.Due.String(), one.Due.Certainty.Label().In(string(r.Lang))
		}
		if one.Overdue(today) {
			late = r.T("expected.late.by", "n", today.Since(one.Due.Due))
		}
		t.Rows = append(t.Rows, []any{operator(r, one), one.Operator.CorporateNumber, sectors(r, one), r.T(stateKey(of, one.State)), due, certainty, late, contact(r, one), one.Phone, string(one.Number)})
	}
	return t.Send(w, format)
}
