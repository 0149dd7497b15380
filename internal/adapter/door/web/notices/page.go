// Package notices lists what waits for the acting organisation (お知らせ・照会): questions to answer for a filer, answers to
// read for an office. Count is the same for the header of every page.
package notices

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/request"
)

// Tx is what the page reads, in at most five statements.
type Tx interface {
	WaitingRequests(limit int) ([]request.Request, error)
	AskedRequests(limit int) ([]request.Request, error)
	LastOpened([]ident.Filing) (map[ident.Filing]ident.Instant, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	GlassList(limit int) ([]emergency.Glass, error)
	NewNameAnswers(newest int) ([]memory.Ask, error)
	NoticeList(state notice.State, limit int) ([]notice.Notice, error)
}

// CountTx is what the header's count reads, in at most four statements.
type CountTx interface {
	GlassList(limit int) ([]emergency.Glass, error)
	CountWaiting(limit int) (int, error)
	CountUnread(newest int) (int, error)
	CountNameAnswers(newest int) (int, error)
	CountNotices(limit int) (int, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Tally func(ctx context.Context, s access.Scope, read func(CountTx) error) error
	// Own is the address of the operator's page of a report, without the number.
	Own string
	// Named is the address of a question to the steward of names, without the number.
	Named string
}

// Bounds: of what waits, as the header counts it, and among how many of the newest questions answers are looked for.
const (
	newest = 200
	most   = 999
)

// Routes returns the page's routes. Everybody with a hat has notices.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + gate.NoticesPath, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show}}
}

// answers and reads say which of the two lists a scope has.
func answers(s access.Scope) bool {
	own, _ := s.Relations(access.Permission{Action: access.Read, Object: access.Report})
	return own
}

func reads(s access.Scope) bool {
	_, addressed := s.Relations(access.Permission{Action: access.Read, Object: access.Report})
	return addressed
}

// asks says whether a scope has answers of the steward of names to read.
func asks(s access.Scope) bool {
	return s.Permit(access.Permission{Action: access.Read, Object: access.Name}) == nil
}

// Count counts what waits for the scope: gate.Gate.Notices. Who has none of the lists has none.
func (p Page) Count(ctx context.Context, s access.Scope) (n int, err error) {
	if !answers(s) && !reads(s) && !asks(s) {
		return 0, nil
	}
	err = p.Tally(ctx, s, func(tx CountTx) (err error) {
		switch {
		case answers(s):
			n, err = counted(tx, s.At)
		case reads(s):
			n, err = tx.CountUnread(newest)
		}
		if err == nil && asks(s) {
			var more int
			more, err = tx.CountNameAnswers(newest)
			n += more
		}
		return err
	})
	return n, err
}

// glasses bounds the 緊急閲覧 that are looked through.
const glasses = 50

// counted is what waits for an operator: questions, 気付き連絡, and each 緊急閲覧 of its reports that goes on now.
func counted(tx CountTx, now ident.Instant) (n int, err error) {
	if n, err = tx.CountWaiting(most); err != nil {
		return 0, err
	}
	told, err := tx.CountNotices(most)
	if err != nil {
		return 0, err
	}
	n += told
	list, err := tx.GlassList(glasses)
	for _, g := range list {
		if g.Now(now) == emergency.Open {
			n++
		}
	}
	return n, err
}

// View is what the page shows.
type View struct {
	Lead  string
	List  look.Listing
	Todos []look.Todo
	// Alarms: who is responsible for others is led to what the house has to say about their reads.
	Alarms bool
	// Glass says that a report was read by 緊急閲覧 (break-glass), to its owner.
	Glass *look.Notice
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("notices", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var list []request.Request
	var opened []emergency.Glass
	var named []memory.Ask
	var told []notice.Notice
	lines := map[ident.Filing]filing.Line{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if asks(r.Scope) {
			if named, err = tx.NewNameAnswers(newest); err != nil {
				return err
			}
		}
		if !answers(r.Scope) && !reads(r.Scope) {
			return nil
		}
		if answers(r.Scope) {
			if opened, err = tx.GlassList(1); err != nil {
				return err
			}
			if told, err = tx.NoticeList(notice.Waiting, newest); err != nil {
				return err
			}
		}
		if list, err = waiting(tx, r.Scope); err != nil {
			return err
		}
		found, err := tx.LinesOf(filings(list))
		for _, l := range found {
			lines[l.Filing.ID] = l
		}
		return err
	})
	if err != nil {
		return err
	}
	v := View{Lead: r.T("notices.lead"), Alarms: r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Alarms}) == nil}
	if answers(r.Scope) {
		v.Lead = r.T("notices.lead.operator")
	} else if reads(r.Scope) {
		v.Lead = r.T("notices.lead.office")
	}
	v.Glass = glassNotice(r, opened)
	var items []item
	for _, n := range told {
		items = append(items, toldItem(r, n))
	}
	for _, q := range list {
		items = append(items, p.question(r, q, lines[q.Filing]))
	}
	for _, q := range named {
		items = append(items, p.named(r, q))
	}
	f := r.Frame("notices.title")
	c := roll(r, f).Cut(r, items)
	v.List = c.View
	for _, i := range c.Rows {
		v.Todos = append(v.Todos, i.Todo)
	}
	return page.WriteStatus(w, c.Status(), f, v)
}

// glassNotice leads to the latest 緊急閲覧 of one of the organisation's reports.
func glassNotice(r *gate.Request, list []emergency.Glass) *look.Notice {
	if len(list) == 0 {
		return nil
	}
	n := look.Notice{Tone: look.Info, Title: r.T("emergency.notice.past"), Text: []string{r.T("emergency.notice.text")}, Link: look.Link{To: "/emergency", Text: r.T("emergency.title")}}
	if list[0].Now(r.Now) == emergency.Open {
		n.Tone, n.Title = look.Danger, r.T("emergency.notice")
	}
	return &n
}

// waiting are the questions that wait for a filer, or the answers that an office has not read.
func waiting(tx Tx, s access.Scope) ([]request.Request, error) {
	if answers(s) {
		return tx.WaitingRequests(most)
	}
	asked, err := tx.AskedRequests(newest)
	if err != nil {
		return nil, err
	}
	opened, err := tx.LastOpened(filings(asked))
	if err != nil {
		return nil, err
	}
	var unread []request.Request
	for _, q := range asked {
		if q.State == request.Answered && opened[q.Filing] < q.AnsweredAt {
			unread = append(unread, q)
		}
	}
	return unread, nil
}

func filings(list []request.Request) []ident.Filing {
	seen := map[ident.Filing]bool{}
	var ids []ident.Filing
	for _, q := range list {
		if !seen[q.Filing] {
			seen[q.Filing] = true
			ids = append(ids, q.Filing)
		}
	}
	return ids
}
