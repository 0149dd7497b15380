// Package today is the first page of an office (本日の対応): what nobody has opened, answers to read, questions that
// wait, and what came lately. It refreshes itself. Nothing of a report's content stands in it, so showing
// it is not a look: who filed, number, kind and arrival are all.
package today

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	consulted "kanmin/internal/adapter/door/web/consult"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/concentration"
	"kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/ministry/intake"
	"kanmin/internal/adapter/door/web/ministry/registrations"
	"kanmin/internal/adapter/door/web/ministry/statistics"
	"kanmin/internal/adapter/door/web/ministry/tiles"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/flow/supporting"
)

// Path is the page's address.
const Path = "/ministry/today"

// Tx is what the page reads, in eight statements and one for each procedure that is not built in.
type Tx interface {
	DeskRecent(before access.Cursor, limit int) ([]access.Cursor, error)
	LastOpened([]ident.Filing) (map[ident.Filing]ident.Instant, error)
	AskedRequests(limit int) ([]request.Request, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	Procedure(ref string) (procedure.Procedure, error)
	Refused() ([]message.Refusal, error)
	WaitingIntakes(limit int) ([]ident.Filing, error)
	SupportList(over bool, limit int) ([]support.Support, error)
	ConsultList(limit int) ([]consult.Consultation, error)
	organisation.DutyTx
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
}

// Counting is what is read to count: three statements.
type Counting interface {
	DeskRecent(before access.Cursor, limit int) ([]access.Cursor, error)
	LastOpened([]ident.Filing) (map[ident.Filing]ident.Instant, error)
	AskedRequests(limit int) ([]request.Request, error)
}

// Counted tells the numbers of the page to 朝のまとめ: those that the page shows in the same scope.
func Counted(read func(ctx context.Context, s access.Scope, read func(Counting) error) error) func(ctx context.Context, s access.Scope) (message.Numbers, error) {
	return func(ctx context.Context, s access.Scope) (n message.Numbers, err error) {
		err = read(ctx, s, func(tx Counting) error {
			var d desk
			err := d.gather(tx, s, access.Cursor{})
			n = d.numbers()
			return err
		})
		return n, err
	}
}

func (d desk) numbers() message.Numbers {
	return message.Numbers{Now: d.unopenedAll + d.unreadAll, Arrived: d.arrived, Soon: d.soon}
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Desk}, Handle: p.show}}
}

// Bounds of one page. What nobody has opened is looked for among the newest reach reports.
const (
	pageSize = 20
	reach    = 500
	asked    = 200
	soonDays = 7
)

// View is what the page shows.
type View struct {
	Office      string      // whose desk it is
	Undelivered look.Notice // until an administrator has seen to addresses that refuse mail
	Duty        []look.Notice
	Tiles       string      // the tiles, which the page fetches by themselves
	Received    string      // the list of everything that arrived
	Intake      string      // 電話での受付; empty for who may not
	Procedures  string      // where the office makes procedures; empty for who may not
	Counted     []look.Link // what is counted of what arrived
	List
}

// List is the part that refreshes itself.
type List struct {
	Poll     string // address that htmx asks for news; empty on older pages
	Morning  string // the numbers of 朝のまとめ, as they are now
	Status   string // counts in one sentence, read out when they change
	Unopened []look.Todo
	Unread   []look.Todo
	Phoned   []look.Todo // taken by telephone, not confirmed yet
	Waiting  []look.Todo
	Consults []look.Todo // questions that wait for an answer
	Support  []look.Todo // who asked for help, the most urgent first; who did not stands nowhere
	More     string      // how many more of a section there are
	Recent   *look.Table
	Newest   string // address of the first page, on older ones
	Older    string // address of the next page
	Empty    *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/today", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	before, err := readCursor(r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	d, err := p.load(r, before)
	if err != nil {
		return err
	}
	l := d.view(r, before)
	if before == (access.Cursor{}) {
		l.Poll = Path + "?seen=" + l.digest()
	}
	if r.Header.Get("HX-Request") == "true" {
		if r.URL.RequestURI() == l.Poll {
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return page.WriteFragment(w, look.Frame{Lang: r.Lang}, "list", l)
	}
	f := r.Frame("desk.title")
	v := View{Office: d.officeName(r), Undelivered: organisation.Undelivered(r, d.refused), Duty: d.duty, List: l, Tiles: tiles.Path, Received: "/ministry/reports", Counted: []look.Link{statistics.Link(r), registrations.Link(r), concentration.Link(r), expected.Link(r)}}
	if r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Procedure}) == nil {
		v.Procedures = "/ministry/procedures"
	}
	if r.Scope.Permit(consulting.MayReadFAQ) == nil {
		v.Counted = append(v.Counted, look.Link{To: common.Path, Text: r.T("faq.list")})
	}
	if r.Scope.Permit(consulting.MayAnswer) == nil {
		v.Counted = append(v.Counted, look.Link{To: consulted.Desk, Text: r.T("consult.list")})
	}
	if r.Scope.Permit(submitting.MayReceive) == nil {
		v.Intake = intake.Path
	}
	return page.Write(w, f, v)
}

// digest tells whether anything that is shown has changed.
func (l List) digest() string {
	shown, err := json.Marshal(l) //nolint:musttag // by value, to be hashed: an address in memory is no news
	if err != nil {
		panic(err) // texts and numbers only
	}
	sum := sha256.Sum256(shown)
	return hex.EncodeToString(sum[:12])
}

// desk is what was read.
type desk struct {
	unopened, recent []filing.Line
	phoned           []filing.Line
	unread, waiting  []question
	unopenedAll      int
	unreadAll        int
	waitingAll       int
	arrived, soon    int            // since the last working morning; answers wished within seven days, or before
	newest, latest   []ident.Filing // of what nobody has opened, and of all: those shown
	next             access.Cursor
	office           text.Both
	refused          []message.Refusal
	support          []support.Support
	consults         []consult.Consultation
	duty             []look.Notice // 緊急連絡先と当番表
	kinds            map[filing.Kind]procedure.Procedure
	fresh            map[ident.Filing]bool // nobody has opened it or asked about it
	open             map[ident.Filing]bool // a question about it waits
}

type question struct {
	request.Request
	about filing.Line
}

func (p Page) load(r *gate.Request, before access.Cursor) (d desk, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		state, err := tx.DutyState()
		if err != nil {
			return err
		}
		d.office = state.Unit
		if d.refused, err = tx.Refused(); err != nil {
			return err
		}
		if r.Scope.Permit(supporting.MayAnswer) == nil && before == (access.Cursor{}) {
			if d.support, err = tx.SupportList(false, pageSize); err != nil {
				return err
			}
		}
		if r.Scope.Permit(consulting.MayAnswer) == nil && before == (access.Cursor{}) {
			if d.consults, err = tx.ConsultList(pageSize); err != nil {
				return err
			}
		}
		if d.duty, err = organisation.NoticesOf(r, tx, state); err != nil {
			return err
		}
		if err := d.gather(tx, r.Scope, before); err != nil {
			return err
		}
		return d.show(tx)
	})
	return d, err
}

// gather counts and chooses what is shown; no line is opened.
func (d *desk) gather(tx Counting, s access.Scope, before access.Cursor) error {
	limit := reach
	if before != (access.Cursor{}) {
		limit = pageSize + 1
	}
	newest, err := tx.DeskRecent(before, limit)
	if err != nil {
		return err
	}
	requests, err := tx.AskedRequests(asked)
	if err != nil {
		return err
	}
	ids := make([]ident.Filing, 0, len(newest)+len(requests))
	for _, c := range newest {
		ids = append(ids, ident.Filing(c.ID))
	}
	handled := map[ident.Filing]bool{} // who asks about a report has dealt with it
	for _, q := range requests {
		ids, handled[q.Filing] = append(ids, q.Filing), true
	}
	opened, err := tx.LastOpened(ids)
	if err != nil {
		return err
	}
	if len(newest) > pageSize {
		d.next = newest[pageSize-1]
	}
	d.fresh, d.open = map[ident.Filing]bool{}, map[ident.Filing]bool{}
	today := law.DayOf(s.At)
	since := law.MorningBefore(today)
	for i, c := range newest {
		id := ident.Filing(c.ID)
		if opened[id] == 0 && !handled[id] {
			d.fresh[id] = true
			if d.unopenedAll++; len(d.newest) < pageSize {
				d.newest = append(d.newest, id)
			}
		}
		if i < pageSize {
			d.latest = append(d.latest, id)
		}
		if c.At >= since {
			d.arrived++
		}
	}
	d.sort(requests, opened, today)
	return nil
}

// show opens the lines of what was chosen.
func (d *desk) show(tx Tx) error {
	want := append(append([]ident.Filing{}, d.newest...), d.latest...)
	for _, q := range append(append([]question{}, d.unread...), d.waiting...) {
		want = append(want, q.Filing)
	}
	lines, err := tx.LinesOf(unique(want))
	if err != nil {
		return err
	}
	if err := d.taken(tx); err != nil {
		return err
	}
	d.fill(lines, d.newest, d.latest)
	d.kinds = map[filing.Kind]procedure.Procedure{}
	for _, l := range lines {
		if _, read := d.kinds[l.Kind]; read {
			continue
		}
		if d.kinds[l.Kind], err = tx.Procedure(string(l.Kind)); err != nil {
			return err
		}
	}
	return nil
}

// taken are those that came by telephone and wait to be confirmed, the longest first.
func (d *desk) taken(tx Tx) error {
	ids, err := tx.WaitingIntakes(pageSize)
	if err != nil || len(ids) == 0 {
		return err
	}
	d.phoned, err = tx.LinesOf(ids)
	slices.SortFunc(d.phoned, func(a, b filing.Line) int { return cmp.Compare(a.Taken, b.Taken) })
	return err
}

// sort tells answers that nobody has read from questions that wait.
func (d *desk) sort(requests []request.Request, opened map[ident.Filing]ident.Instant, today law.Day) {
	for _, q := range requests {
		switch {
		case q.State == request.Waiting:
			if !q.AnswerBy.IsZero() && q.AnswerBy.Since(today) <= soonDays {
				d.soon++
			}
			d.open[q.Filing] = true
			if d.waitingAll++; len(d.waiting) < pageSize {
				d.waiting = append(d.waiting, question{Request: q})
			}
		case q.State == request.Answered && opened[q.Filing] < q.AnsweredAt:
			if d.unreadAll++; len(d.unread) < pageSize {
				d.unread = append(d.unread, question{Request: q})
			}
		}
	}
}

func (d *desk) fill(lines []filing.Line, unopened, recent []ident.Filing) {
	by := map[ident.Filing]filing.Line{}
	for _, l := range lines {
		by[l.Filing.ID] = l
	}
	for _, id := range unopened {
		if l, ok := by[id]; ok {
			d.unopened = append(d.unopened, l)
		}
	}
	for _, id := range recent {
		if l, ok := by[id]; ok {
			d.recent = append(d.recent, l)
		}
	}
	for _, list := range [][]question{d.unread, d.waiting} {
		for i := range list {
			list[i].about = by[list[i].Filing]
		}
	}
}

func unique(ids []ident.Filing) []ident.Filing {
	seen := map[ident.Filing]bool{}
	var out []ident.Filing
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// invalidCursor is an address that was cut on its way.
func invalidCursor() error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "before", Code: "fault.api.cursor"}}}
}
