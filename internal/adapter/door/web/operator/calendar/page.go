// Package calendar is 期限カレンダー: all that an operator owes by date, with 社内締切 and the reasons of each date, as a list, as a month, and as files.
package calendar

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/registering"
)

// Path is the page's address.
const Path = reporting.CalendarPath

// Page is filled in by serve.
type Page struct {
	// Calendar puts the dates together for a scope, and records what was looked at for it (owing.Door).
	Calendar func(ctx context.Context, s access.Scope, purpose string) (agenda.Plan, error)
	Days     registering.SetDays
	Host     string // makes the ids of a calendar's events unique
	Base     string // address of this installation
	// Own reads a person's own address of the dates, MakeFeed and EndFeed change it, Fetch is what is behind the secret of one (owing.Feeds).
	Own      func(ctx context.Context, s access.Scope, read func(organisation.FeedTx) error) error
	MakeFeed registering.MakeFeed
	EndFeed  registering.EndFeed
	Fetch    func(ctx context.Context, secret string, only bool) (access.Scope, agenda.Plan, error)
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	const small = 8 << 10
	return append([]gate.Route{
		{Pattern: "GET " + Path, Needs: registering.MayReadCalendar, Handle: p.show},
		{Pattern: "GET " + Path + "/export/{format}", Needs: registering.MayReadCalendar, Fresh: true, Handle: p.export},
		{Pattern: "GET " + Path + "/kanmin.ics", Needs: registering.MayReadCalendar, Handle: p.file},
		{Pattern: "POST " + Path + "/days", Needs: registering.MaySetDays, Body: small, Handle: p.days},
	}, p.feedRoutes()...)
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Notices  []look.Notice
	Month    Month
	Listing  look.Listing
	Whys     []Why
	Remind   Reminders
	Days     look.Field
	Said     string // how many days approval takes, where it cannot be changed here
	Key      string
	File     look.Link
	Feed     organisation.Feed
	Links    []look.Link
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

var page = look.Parse[View]("operator/calendar", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	v := View{Days: field(r, "")}
	if done := r.URL.Query().Get("done"); done == "days" || done == "feed" {
		v.Notices = []look.Notice{{Tone: look.Good, Title: r.T("calendar.done." + done)}}
	}
	return p.write(w, r, http.StatusOK, v)
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	plan, err := p.Calendar(r.Context(), r.Scope, access.LookList)
	if err != nil {
		return err
	}
	c := roll(r).Cut(r, plan.Entries)
	v.Listing = c.View
	v.Listing.Table, v.Whys = table(r, c.Rows)
	if v.Feed, err = p.feeding().Shown(r, v.Feed); err != nil {
		return err
	}
	v.Remind = reminders(r, plan, c.Rows)
	if len(c.All) > 0 {
		v.Listing.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return Path + "/export/" + format + "?" + c.Said.Encode() })
		v.Listing.ExportText = r.T("calendar.export")
		v.File = look.Link{To: Path + "/kanmin.ics", Text: r.T("calendar.file")}
	}
	if plan.Undated > 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("stocktake.undated", "n", look.Number(plan.Undated)), Link: look.Link{To: inventory.StocktakePath, Text: r.T("stocktake.title")}})
	}
	v.Month = month(r, plan.Entries)
	if r.Scope.Permit(registering.MaySetDays) == nil {
		if v.Days.Value == "" && v.Days.Error == "" {
			v.Days.Value = strconv.Itoa(plan.Days)
		}
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	} else {
		v.Days, v.Said = look.Field{}, r.T("calendar.days.said", "n", plan.Days)
	}
	return page.WriteStatus(w, max(status, c.Status()), r.Frame("home.calendar").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("home.calendar")}), v)
}

func field(r *gate.Request, typed string) look.Field {
	return look.Field{Kind: look.Line, ID: "days", Label: r.T("calendar.days"), Hint: r.T("calendar.days.hint"), Value: typed, Width: look.Short, Mode: "numeric", Need: true, Limit: 3}
}

// roll is how the list is narrowed.
func roll(r *gate.Request) listing.Roll[agenda.Entry] {
	kind := listing.Choice[agenda.Entry]{ID: "kind", Label: r.T("calendar.kind"), Fits: func(e agenda.Entry, s string) bool { return string(e.Kind) == s }}
	for _, k := range agenda.Kinds() {
		kind.Options = append(kind.Options, look.Option{Value: string(k), Label: r.T("calendar.kind." + string(k))})
	}
	state := listing.Choice[agenda.Entry]{ID: "state", Label: r.T("calendar.state"), Fits: func(e agenda.Entry, s string) bool { return string(e.State) == s }}
	for _, s := range agenda.States() {
		state.Options = append(state.Options, look.Option{Value: string(s), Label: r.T("calendar.state." + string(s))})
	}
	return listing.Roll[agenda.Entry]{
		Path: Path, At: "list", Choices: []listing.Choice[agenda.Entry]{kind, state}, DayOf: r.T("calendar.due"), Days: func(e agenda.Entry) string { return e.On.String() }, Most: agenda.Most,
		None: look.Empty{Title: r.T("calendar.none"), Text: []string{r.T("calendar.none.text")}, Links: begin(r)},
	}
}

// begin leads whoever has no date yet to what would have some.
func begin(r *gate.Request) (list []look.Link) {
	if r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Asset}) == nil {
		list = append(list, look.Link{To: inventory.Path, Text: r.T("inventory.title")})
	}
	return append(list, look.Link{To: "/assess/notification", Text: r.T("notification.need")})
}

func table(r *gate.Request, entries []agenda.Entry) (t look.Table, whys []Why) {
	t = look.Table{Caption: r.T("home.calendar"), Hide: true, Heads: []look.Head{
		{Text: r.T("calendar.due")}, {Text: r.T("calendar.what")}, {Text: r.T("calendar.left")}, {Text: r.T("calendar.internal")}, {Text: r.T("receipt.number")}, {Text: r.T("calendar.do")},
	}}
	today := law.DayOf(r.Now)
	for _, e := range entries {
		day := look.Cell{Text: look.Day(r.Lang, e.On)}
		if e.Why.Rule != "" && len(whys) < whysShown {
			why := Why{ID: "why-" + strconv.Itoa(len(whys)+1), Due: reporting.Due(r.Lang, e.Why, today)}
			why.Title = look.Day(r.Lang, e.On) + " " + what(r, e)
			whys = append(whys, why)
			day.To = "#" + why.ID
		}
		left, tone := reporting.Left(r.Lang, e.On, today)
		if e.State == agenda.Late {
			left = r.T("calendar.state.late")
		}
		t.Rows = append(t.Rows, []look.Cell{day, {Text: what(r, e)}, {Tag: &look.Tag{Text: left, Tone: tone}}, {Text: internal(r, e)}, {Text: cmp.Or(string(e.Number), r.T("calendar.number.none")), Ref: e.Number != ""}, {Links: []look.Link{link(r, e)}}})
	}
	return t, whys
}

// what is what an entry is about, in words.
func what(r *gate.Request, e agenda.Entry) string {
	switch e.Kind {
	case agenda.Elsewhere:
		return strings.TrimSpace(r.T("elsewhere.todo", "name", e.Errand.Name().In(string(r.Lang)), "what", e.Errand.What().In(string(r.Lang))))
	case agenda.Filing:
		return r.T("calendar.what.filing", "n", look.Number(e.Count), "business", admin.SectorWords(r.Lang, e.Business))
	case agenda.Stocktake:
		return r.T("calendar.what.stocktake", "business", admin.SectorWords(r.Lang, e.Business))
	case agenda.Detailed:
	}
	return r.T("home.detailed")
}

// internal is the 社内締切, and whether it has passed.
func internal(r *gate.Request, e agenda.Entry) string {
	day := look.Day(r.Lang, e.Internal)
	if e.State == agenda.Inside {
		return r.T("calendar.internal.past", "day", day)
	}
	return day
}

// link leads to where it is done.
func link(r *gate.Request, e agenda.Entry) look.Link {
	switch {
	case e.Kind == agenda.Filing || e.Kind == agenda.Stocktake:
		return look.Link{To: inventory.StocktakePath, Text: r.T("stocktake.title")}
	case e.Kind == agenda.Elsewhere:
		return look.Link{To: reporting.ReportAt(e.Number, "elsewhere"), Text: r.T("elsewhere.record")}
	case e.Number != "":
		return look.Link{To: reporting.ReportAt(e.Number), Text: r.T("home.open")}
	}
	return look.Link{To: reporting.ReportsPath, Text: r.T("home.open")}
}

// export hands out what the address leaves.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	format := r.PathValue("format")
	if _, err := listsheet.Media(format); err != nil {
		return err
	}
	plan, err := p.Calendar(r.Context(), r.Scope, access.LookExport)
	if err != nil {
		return err
	}
	t := listsheet.Table{File: "calendar-" + law.DayOf(r.Now).String(), Title: r.T("home.calendar"), List: "entries", Columns: []listsheet.Column{
		{Key: "due_on", Title: r.T("calendar.due")}, {Key: "what", Title: r.T("calendar.what")}, {Key: "state", Title: r.T("calendar.state")}, {Key: "internal_on", Title: r.T("calendar.internal")},
		{Key: "number", Title: r.T("receipt.number")}, {Key: "why", Title: r.T("due.why")},
	}}
	for _, e := range roll(r).Cut(r, plan.Entries).All {
		var steps []string
		for _, s := range e.Why.Steps {
			steps = append(steps, s.In(string(r.Lang)))
		}
		t.Rows = append(t.Rows, []any{e.On.String(), what(r, e), r.T("calendar.state." + string(e.State)), e.Internal.String(), string(e.Number), strings.Join(steps, " ")})
	}
	return t.Send(w, format)
}

// file hands out the dates for the calendar of another program: that something is due, and its number.
func (p Page) file(w http.ResponseWriter, r *gate.Request) error {
	plan, err := p.Calendar(r.Context(), r.Scope, access.LookExport)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ics.Media)
	h.Set("Content-Disposition", `attachment; filename="kanmin.ics"`)
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(ics.Calendar(p.Host, p.Base+Path, r.Now, events(r.Scope.Org, plan.Entries)))
	return err
}

// events are the entries as other programs are told of them. What they are called there says nothing: the organisation's own id, which is told nowhere, keeps it from
// being guessed.
func events(org ident.Org, entries []agenda.Entry) (list []ics.Event) {
	for _, e := range entries {
		sum := sha256.Sum256([]byte(string(org) + "\x00" + e.ID()))
		list = append(list, ics.Event{ID: hex.EncodeToString(sum[:16]), On: e.On, Number: e.Number})
	}
	return list
}

// days changes how many working days approval takes.
func (p Page) days(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest("days", fields.Encode()))
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(fields.Get("days"))
	n, bad := strconv.Atoi(typed)
	if err = registering.BadDays(); bad == nil {
		err = p.Days.Do(r.Context(), r.Scope, key, n)
	}
	if err == nil {
		return gate.See(w, Path+"?done=days#days")
	}
	e, mine := organisation.Mine(err)
	if !mine || fault.Is(err, fault.Conflict) {
		return err
	}
	list := []look.Field{field(r, typed)}
	v := View{Problems: organisation.Beside(r, list, e, "days")}
	v.Days = list[0]
	return p.write(w, r, gate.Status(err), v)
}
