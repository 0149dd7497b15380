// Package home is やること: 今すぐ, 今週中, 期限カレンダー, 最近の動き, in this order.
package home

import (
	"context"
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/operator/letters"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/approvals"
	"kanmin/internal/adapter/door/web/reporting/collections"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/adapter/door/web/reporting/notices"
	helping "kanmin/internal/adapter/door/web/support"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/carding"
	"kanmin/internal/flow/noticing"
	"kanmin/internal/flow/registering"
	"kanmin/internal/flow/supporting"
)

// Tx is what the page reads: five lists, and the names of up to three writers of drafts.
type Tx interface {
	OpenDrafts(limit int) ([]filing.Draft, error)
	WaitingRequests(limit int) ([]request.Request, error)
	OpenDuties(limit int) ([]duty.Duty, error)
	OwnFilings(before access.Cursor, limit int) ([]filing.Line, error)
	Person(ident.Person) (party.Person, error)
	Contacts() ([]party.Contact, error)
	Refused() ([]message.Refusal, error)
	Procedure(ref string) (procedure.Procedure, error)
	Rounds(waiting bool, limit int) ([]approval.Round, error)
	ActsFor() ([]ident.Person, error)
	SupportList(over bool, limit int) ([]support.Support, error)
	NoticeList(state notice.State, limit int) ([]notice.Notice, error)
	OpenErrands(limit int) ([]window.Errand, error)
	LettersReceived(limit int) ([]letter.Copy, error)
	Reminded() ([]reminder.Sent, error)
	organisation.DutyTx
}

// Page is what serve fills in.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + reporting.HomePath, Needs: access.Permission{Action: access.Read, Object: access.Home}, Handle: p.show}}
}

// view is what the page shows.
type view struct {
	Banner        look.Notice // until somebody can be reached
	Undelivered   look.Notice // until somebody has seen to addresses that refuse mail
	Duty          []look.Notice
	Now, Week     []look.Todo
	NowEmpty      *look.Empty
	Calendar      []look.Todo
	CalendarEmpty *look.Empty
	All           string // 期限カレンダー
	Recent        []look.Todo
	RecentEmpty   *look.Empty
	More          string
	Others        string // その他の手続; empty for who may not fill in
	Approvals     string // 承認と確認
	Collections   string // 社内取りまとめ
	Offline       string // 通信が使えないときの備え
	Help          string // 支援を希望する; empty for who may not
	Helps         string // 支援の希望
	Noticed       string // 気付き連絡
	Letters       string // 届いた事務連絡
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("operator/home", source)

// Bounds of the lists.
const (
	draftsShown   = 10
	requestsShown = 20
	dutiesShown   = 20
	errandsRead   = 100
	filingsRead   = 50 // to find the report of a question or a duty
	recentShown   = 5
	helpsShown    = 20
	noticesShown  = 10
	lettersShown  = 10
	weekDays      = 7
)

// found is what was read.
type found struct {
	drafts []look.Todo
	agree  []look.Todo // what waits for the visitor's approval
	told   []look.Todo // what contractors noticed first
	asks   []request.Request
	owed   []duty.Duty
	hand   []window.Errand // what is handed in elsewhere, by each authority's own clock
	lines  []filing.Line
	// contacts are who can be reached for the organisation (R12).
	contacts []party.Contact
	refused  []message.Refusal
	helps    []support.Support // wishes for help that stand
	wrote    []letter.Copy     // what offices wrote
	onCall   []look.Notice     // 緊急連絡先と当番表
	reminded []reminder.Sent   // what people were reminded of by mail
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var f found
	err := p.Look(r.Context(), r.Scope, "list", func(tx Tx) (seen []ident.Object, err error) {
		if f, err = read(r, tx); err != nil {
			return nil, err
		}
		for _, l := range f.lines[:min(len(f.lines), recentShown)] {
			seen = append(seen, ident.Object(l.Filing.ID))
		}
		return seen, nil
	})
	if err != nil {
		return err
	}
	frame := r.Frame("home.title")
	v := f.view(r, frame.Alarm)
	if r.Scope.Permit(registering.MayReadCalendar) == nil {
		v.All = reporting.CalendarPath
	}
	if r.Scope.Permit(access.Permission{Action: access.Write, Object: access.Draft}) == nil {
		v.Others = reporting.ProceduresPath
	}
	if r.Scope.Permit(approvals.MaySee) == nil {
		v.Approvals = reporting.ApprovalsPath
	}
	if r.Scope.Permit(collections.MaySee) == nil {
		v.Collections = reporting.CollectionsPath
	}
	if r.Scope.Permit(carding.MayRead) == nil {
		v.Offline = reporting.OfflinePath
	}
	v.Helps, v.Letters = helping.Own, letters.Path
	if r.Scope.Permit(supporting.MayAsk) == nil {
		v.Help = helping.Own + "/new"
	}
	if r.Scope.Permit(noticing.MayRead) == nil {
		v.Noticed = reporting.NoticesPath
	}
	return page.Write(w, frame, v)
}

func read(r *gate.Request, tx Tx) (f found, err error) {
	if own, _ := r.Scope.Relations(access.Permission{Action: access.Write, Object: access.Draft}); own {
		drafts, err := tx.OpenDrafts(draftsShown)
		if err != nil {
			return f, err
		}
		if f.drafts, err = filling.Todos(r, tx, drafts); err != nil {
			return f, err
		}
	}
	if f.agree, err = approvals.Waiting(r, tx); err != nil {
		return f, err
	}
	if f.told, err = told(r, tx); err != nil {
		return f, err
	}
	if f.asks, err = tx.WaitingRequests(requestsShown); err != nil {
		return f, err
	}
	if f.owed, err = tx.OpenDuties(dutiesShown); err != nil {
		return f, err
	}
	if f.hand, err = tx.OpenErrands(errandsRead); err != nil {
		return f, err
	}
	if f.lines, err = tx.OwnFilings(access.Cursor{}, filingsRead); err != nil {
		return f, err
	}
	if f.contacts, err = tx.Contacts(); err != nil {
		return f, err
	}
	if f.refused, err = tx.Refused(); err != nil {
		return f, err
	}
	if f.helps, err = tx.SupportList(false, helpsShown); err != nil {
		return f, err
	}
	if f.wrote, err = tx.LettersReceived(lettersShown); err != nil {
		return f, err
	}
	if f.reminded, err = tx.Reminded(); err != nil {
		return f, err
	}
	f.onCall, err = organisation.DutyNotices(r, tx)
	return f, err
}

func (f found) view(r *gate.Request, alarm look.Link) view {
	today := law.DayOf(r.Now)
	v := view{Now: slices.Concat(f.agree, f.drafts), Banner: organisation.Banner(r, f.contacts), Undelivered: organisation.Undelivered(r, f.refused), Duty: f.onCall}
	for _, a := range f.asks {
		if a.AnswerBy.IsZero() || a.AnswerBy.Since(today) <= 1 || a.Kind == request.Fix {
			v.Now = append(v.Now, f.ask(r, a, true))
		} else {
			v.Week = append(v.Week, f.ask(r, a, false))
		}
	}
	for _, d := range f.owed {
		switch n := d.DueOn.Since(today); {
		case n <= 1:
			v.Now = append(v.Now, f.duty(r, d, true))
		case n <= weekDays:
			v.Week = append(v.Week, f.duty(r, d, false))
		}
		v.Calendar = append(v.Calendar, f.duty(r, d, false))
	}
	f.machines(r, &v)
	f.handIn(r, &v)
	for _, s := range f.helps {
		if s.Urgency == support.Now {
			v.Now = append(v.Now, helping.Todo(r, s))
		} else {
			v.Week = append(v.Week, helping.Todo(r, s))
		}
	}
	unopened, lately := letters.Todos(r, f.wrote)
	v.Now, v.Week = slices.Concat(f.told, f.taken(r), v.Now, unopened), append(v.Week, lately...)
	v.Recent = recent(r, f.lines)
	if len(f.lines) > recentShown {
		v.More = reporting.ReportsPath
	}
	f.empties(r, &v, alarm)
	return v
}

// empties says what will be where nothing is yet.
func (f found) empties(r *gate.Request, v *view, alarm look.Link) {
	if len(v.Now) == 0 {
		v.NowEmpty = &look.Empty{Title: r.T("home.now.empty"), Text: []string{r.T("home.now.empty.text")}}
		if alarm.To != "" {
			v.NowEmpty.Text = append(v.NowEmpty.Text, r.T("home.now.empty.alarm"))
		}
	}
	if len(v.Calendar) == 0 {
		v.CalendarEmpty = &look.Empty{Title: r.T("home.calendar.empty"), Text: []string{r.T("home.calendar.empty.text")}}
	}
	if len(f.lines) == 0 {
		v.RecentEmpty = &look.Empty{Title: r.T("home.recent.empty"), Text: []string{r.T("home.recent.empty.text")}}
	}
}

// handIn adds what is handed in elsewhere, each by the clock of its authority. What may be needed is one line of each report: whoever
// reports says whether it is.
func (f found) handIn(r *gate.Request, v *view) {
	today := law.DayOf(r.Now)
	perhaps := map[ident.Case]int{}
	for _, e := range f.hand {
		if e.Needed != law.Yes {
			perhaps[e.Case]++
			continue
		}
		l := f.ofFiling(e.Filing)
		line := f.remind(r, e.ID, reporting.ErrandTodo(r, e, l.Summary))
		switch n := e.DueOn.Since(today); {
		case e.DueOn.IsZero():
		case n <= 1:
			now := line
			now.Alert = true
			v.Now = append(v.Now, now)
		case n <= weekDays:
			v.Week = append(v.Week, line)
		}
		v.Calendar = append(v.Calendar, line)
	}
	for _, e := range f.hand {
		if n := perhaps[e.Case]; n > 0 {
			l := f.ofFiling(e.Filing)
			line := reporting.ErrandTodo(r, e, l.Summary)
			line.What, line.Tag, line.To.To = r.T("elsewhere.todo.perhaps", "n", n), look.Tag{}, reporting.ReportAt(e.Number, "elsewhere")
			v.Week = append(v.Week, line)
			delete(perhaps, e.Case)
		}
	}
}

// taken are reports that came by telephone and wait to be confirmed by somebody who may file.
func (f found) taken(r *gate.Request) (list []look.Todo) {
	if r.Scope.Permit(access.Permission{Action: access.File, Object: access.Report}) != nil {
		return nil
	}
	for _, l := range f.lines {
		if l.Telephone == intake.Waiting && l.Org == r.Scope.Org {
			list = append(list, look.Todo{
				What: r.T("phone.home"), Ref: string(l.Number), Tag: look.Tag{Text: r.T("phone.home.tag"), Tone: look.Warn}, Until: r.T("home.arrived", "at", look.Moment(r.Lang, l.ArrivedAt)),
				Note: l.Summary, To: look.Link{To: reporting.ReportAt(l.Number), Text: r.T("home.open")}, Alert: true,
			})
		}
	}
	return list
}

// told are the 気付き連絡 that wait: they stand before everything else.
func told(r *gate.Request, tx Tx) (list []look.Todo, err error) {
	if r.Scope.Permit(noticing.MayRead) != nil {
		return nil, nil //nolint:nilerr // it is not theirs to be told
	}
	waiting, err := tx.NoticeList(notice.Waiting, noticesShown)
	for _, n := range waiting {
		list = append(list, notices.Todo(r, n))
	}
	return list, err
}

// recent are the lines of the latest reports.
func recent(r *gate.Request, lines []filing.Line) []look.Todo {
	var list []look.Todo
	for _, l := range lines[:min(len(lines), recentShown)] {
		list = append(list, look.Todo{
			What: l.Summary, Ref: string(l.Number), Tag: reporting.Taken(r, l, reporting.Tag(r.Lang, l.State)), Until: r.T("home.arrived", "at", look.Second(r.Lang, l.ArrivedAt)),
			Holder: r.T("home.holder", "name", reporting.Sender(r.Lang, l.Content)), To: look.Link{To: reporting.ReportAt(l.Number), Text: r.T("home.open")},
		})
	}
	return list
}
