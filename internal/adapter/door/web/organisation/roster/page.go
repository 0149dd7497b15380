// Package roster is 当番表 (R6): who of one's own unit is on duty from when until when, month by month, with the nights on which nobody is;
// how turns are written, copied, brought in a sheet and given to somebody else; and the press by which contacts and roster are confirmed.
package roster

import (
	"context"
	_ "embed"
	"io"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/format/listsheet"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
	duty "kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/calling"
)

// Path is the page's address.
const Path = organisation.RosterPath

// Tx is what the pages read.
type Tx interface {
	organisation.DutyTx
	CallList() (duty.List, error)
	DutyTurn(ident.Object) (duty.Turn, error)
	Colleagues() ([]party.Colleague, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Add     calling.AddTurns
	Copy    calling.CopyWeek
	Swap    calling.Swap
	Drop    calling.Drop
	Confirm calling.Confirm
	// Parse has an upload read in a child process.
	Parse func(ctx context.Context, kind table.Kind, file io.Reader) (table.Book, error)
	Feed  Feed
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const small = 16 << 10
	read, write := organisation.MayReach, calling.MaySet
	return append([]gate.Route{
		{Pattern: "GET " + Path, Needs: read, Handle: p.show},
		{Pattern: "POST " + Path, Needs: write, Body: small, Handle: p.add},
		{Pattern: "POST " + Path + "/copy", Needs: write, Body: small, Handle: p.copy},
		{Pattern: "POST " + Path + "/confirm", Needs: write, Body: small, Handle: p.confirm},
		{Pattern: "GET " + Path + "/turns/{turn}", Needs: write, Handle: p.turn},
		{Pattern: "POST " + Path + "/turns/{turn}", Needs: write, Body: small, Handle: p.swap},
		{Pattern: "POST " + Path + "/turns/{turn}/end", Needs: write, Body: small, Handle: p.drop},
		{Pattern: "GET " + Path + "/roster.xlsx", Needs: read, Fresh: true, Handle: p.export("xlsx")},
		{Pattern: "GET " + Path + "/roster.csv", Needs: read, Fresh: true, Handle: p.export("csv")},
		{Pattern: "GET " + Path + "/sheet", Needs: write, Handle: p.sheet},
		{Pattern: "POST " + Path + "/sheet", Needs: write, Body: fileLimit + 2<<20, Handle: p.brought},
	}, p.feedRoutes()...)
}

// View is what the page shows.
type View struct {
	Notices     []look.Notice
	Confirmed   string // by whom and when; "" never
	ConfirmKey  string // "" where there is nothing to confirm, or for who may only read
	Now         string // who is on duty now
	Month       string
	Prev, Next  look.Link
	Files       []look.Link
	Empty       *look.Empty
	Turns       *look.Table
	Swaps       []string
	Problems    look.Problems
	Add         []look.Field // for administrators
	CopyProblem look.Problems
	Copy        []look.Field
	AddKey      string
	CopyKey     string
	Open        bool // the form that is being filled in
	Feed        organisation.Feed
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/roster", source)

// loaded is what was read for a month.
type loaded struct {
	month    law.Day
	turns    []duty.Turn // of the month
	now      []duty.Turn
	state    duty.State
	list     duty.List
	people   []party.Colleague
	notices  []look.Notice
	mayWrite bool
}

// month is the first day of the month that is asked for; of the present one where none, or none that there is, is.
func month(r *gate.Request) law.Day {
	if d, err := law.ParseDay(r.URL.Query().Get("month") + "-01"); err == nil {
		return d
	}
	return first(law.DayOf(r.Now), 0)
}

// first is the first day of the month that is so many after that of a day.
func first(d law.Day, months int) law.Day {
	y, m, _ := d.Civil()
	m += months - 1
	f, ok := calendar.Date(y+(m+12)/12-1, (m+12)%12+1, 1)
	if !ok {
		return d
	}
	return f
}

func (p Pages) load(r *gate.Request) (l loaded, err error) {
	l.month, l.mayWrite = month(r), r.Scope.Permit(calling.MaySet) == nil
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if l.turns, err = tx.DutyTurns(l.month.Start(), first(l.month, 1).Start()); err != nil {
			return err
		}
		if l.now, err = tx.DutyTurns(r.Now, r.Now+1); err != nil {
			return err
		}
		if l.notices, err = organisation.DutyNotices(r, tx); err != nil {
			return err
		}
		for i := range l.notices { // they lead here
			l.notices[i].Link = look.Link{}
		}
		if l.state, err = tx.DutyState(); err != nil || !l.mayWrite {
			return err
		}
		if l.list, err = tx.CallList(); err != nil {
			return err
		}
		l.people, err = tx.Colleagues()
		return err
	})
	return l, err
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.write(w, r, l, filled{in: plan(r)})
}

// filled is what stands in a form, and what was wrong with it.
type filled struct {
	in   typed
	bad  error
	form string            // which of them: add, copy
	feed organisation.Feed // the address that was just made
}

// write shows the page with what stands in its forms.
func (p Pages) write(w http.ResponseWriter, r *gate.Request, l loaded, f filled) (err error) {
	v := View{Notices: slices.Concat(admin.Says(r, f.bad), done(r, f.bad), l.notices), Month: monthWords(r.Lang, l.month)}
	v.Prev, v.Next = at(r, first(l.month, -1)), at(r, first(l.month, 1))
	query := "?month=" + l.month.String()[:7]
	v.Files = []look.Link{{To: Path + "/roster.xlsx" + query, Text: r.T("listing.export.xlsx")}, {To: Path + "/roster.csv" + query, Text: r.T("listing.export.csv")}}
	l.tell(r, &v)
	if v.Feed, err = p.feeding().Shown(r, f.feed); err != nil {
		return err
	}
	if l.mayWrite {
		if v.AddKey, err = r.NewKey(); err != nil {
			return err
		}
		if v.CopyKey, err = r.NewKey(); err != nil {
			return err
		}
		if l.state.Contacts+l.state.Turns > 0 {
			if v.ConfirmKey, err = r.NewKey(); err != nil {
				return err
			}
		}
		v.Open = f.form == "add" || len(l.turns) == 0
		v.forms(r, l, f)
	}
	frame := r.Frame("roster.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("roster.title")})
	return page.WriteStatus(w, admin.Status(f.bad), frame, v)
}

func done(r *gate.Request, bad error) []look.Notice {
	word := r.URL.Query().Get("done")
	if bad != nil || !slices.Contains([]string{"added", "copied", "swapped", "ended", "confirmed", "feed"}, word) {
		return nil
	}
	return []look.Notice{{Tone: look.Good, Title: r.T("roster.done." + word)}}
}

func at(r *gate.Request, d law.Day) look.Link {
	return look.Link{To: Path + "?month=" + d.String()[:7], Text: monthWords(r.Lang, d)}
}

func monthWords(l look.Lang, d law.Day) string {
	y, m, _ := d.Civil()
	return look.Say(l, "roster.month", "y", y, "m", m)
}

// tell puts what was read into words.
func (l loaded) tell(r *gate.Request, v *View) {
	if l.state.ConfirmedAt != 0 {
		v.Confirmed = r.T("roster.confirmed", "name", l.state.By, "at", look.Moment(r.Lang, l.state.ConfirmedAt))
	}
	v.Now = r.T("roster.now.none")
	if on := duty.OnDuty(l.now, r.Now); len(on) > 0 {
		v.Now = r.T("roster.now", "who", oncall.Named(on[0].Who), "phone", on[0].Who.Phone)
	}
	if l.state.Turns == 0 && len(l.turns) == 0 {
		v.Empty = &look.Empty{Title: r.T("roster.none"), Text: []string{r.T("roster.none.text")}}
		return
	}
	v.Turns = l.table(r)
	for _, t := range l.turns {
		if t.Was != "" {
			v.Swaps = append(v.Swaps, r.T("roster.swap.line", "when", organisation.SpanWords(r.Lang, duty.Span{From: t.From, Until: t.Until}), "was", t.Was, "who", t.Who.Name, "why", t.Why, "by", t.By))
		}
	}
}

// table is the month: its turns, and the nights without anybody where they begin.
func (l loaded) table(r *gate.Request) *look.Table {
	t := &look.Table{Caption: monthWords(r.Lang, l.month), Hide: true, Heads: []look.Head{
		{Text: r.T("roster.when")}, {Text: r.T("roster.role")}, {Text: r.T("oncall.name")}, {Text: r.T("oncall.phone")}, {Text: r.T("roster.state")}, {Text: r.T("roster.change")},
	}}
	if !l.mayWrite {
		t.Heads = t.Heads[:5]
	}
	end := first(l.month, 1)
	gaps := organisation.Ahead(duty.Gaps(l.turns, duty.Nights(l.month, end)), r.Now)
	twice := duty.Doubled(l.turns)
	gap := func(g duty.Span) {
		row := []look.Cell{{Text: organisation.SpanWords(r.Lang, g)}, {}, {}, {}, {Tag: &look.Tag{Text: r.T("roster.gap"), Tone: look.Warn}}, {}}
		t.Rows = append(t.Rows, row[:len(t.Heads)])
	}
	for _, x := range l.turns {
		for len(gaps) > 0 && gaps[0].From < x.From {
			gap(gaps[0])
			gaps = gaps[1:]
		}
		t.Rows = append(t.Rows, row(r, x, twice[x.ID])[:len(t.Heads)])
	}
	for _, g := range gaps {
		gap(g)
	}
	return t
}

func row(r *gate.Request, x duty.Turn, twice bool) []look.Cell {
	role := r.T("roster.role.first")
	if x.Deputy {
		role = r.T("roster.role.deputy")
	}
	cells := []look.Cell{{Text: organisation.SpanWords(r.Lang, duty.Span{From: x.From, Until: x.Until})}, {Text: role, When: true}, {Text: oncall.Named(x.Who)}, {Text: x.Who.Phone}, {}, {}}
	switch {
	case x.Away:
		cells[4].Tag = &look.Tag{Text: r.T("roster.away"), Tone: look.Danger}
	case twice:
		cells[4].Tag = &look.Tag{Text: r.T("roster.twice"), Tone: look.Warn}
	case x.From <= r.Now && r.Now < x.Until:
		cells[4].Tag = &look.Tag{Text: r.T("roster.on"), Tone: look.Good}
	}
	if x.Until > r.Now {
		cells[5] = look.Cell{Text: r.T("roster.change.one"), To: turnAt(x.ID)}
	}
	return cells
}

// export hands the month out as the sheet that comes in again.
func (p Pages) export(format string) func(http.ResponseWriter, *gate.Request) error {
	return func(w http.ResponseWriter, r *gate.Request) error {
		l, err := p.load(r)
		if err != nil {
			return err
		}
		t := listsheet.Table{File: "roster-" + l.month.String()[:7], Title: r.T("roster.title")}
		for _, c := range duty.Sheet.Columns {
			t.Columns = append(t.Columns, listsheet.Column{Title: c.Label.In(string(r.Lang))})
		}
		for _, x := range l.turns {
			var cells []any
			for _, c := range x.Cells(string(r.Lang)) {
				cells = append(cells, c)
			}
			t.Rows = append(t.Rows, cells)
		}
		return t.Send(w, format)
	}
}
