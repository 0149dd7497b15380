// Package notices is 気付き連絡 as an operator has it (R11): the list, and the page of one with what can be done about it. No office sees any.
package notices

import (
	"context"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	contacts "kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/noticing"
)

// Tx is what the pages read.
type Tx interface {
	NoticeList(state notice.State, limit int) ([]notice.Notice, error)
	Notice(ident.Number) (notice.Notice, error)
	CallList() (oncall.List, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// Pages is what serve fills in; every field is needed. Contacts is the page of those who have a code.
type Pages struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Take     noticing.Take
	Judge    noticing.Judge
	Reply    noticing.Reply
	Contacts string
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const one = reporting.NoticesPath + "/{number}"
	return []gate.Route{
		{Pattern: "GET " + reporting.NoticesPath, Needs: noticing.MayRead, Handle: p.list},
		{Pattern: "GET " + reporting.NoticesPath + "/export/{format}", Needs: noticing.MayRead, Fresh: true, Handle: p.export},
		{Pattern: "GET " + one, Needs: noticing.MayRead, Handle: p.show},
		{Pattern: "POST " + one + "/take", Needs: noticing.MayAnswer, Handle: p.take},
		{Pattern: "POST " + one + "/judge", Needs: noticing.MayAnswer, Body: 64 << 10, Handle: p.judge},
		{Pattern: "POST " + one + "/reply", Needs: noticing.MayAnswer, Body: 64 << 10, Handle: p.reply},
	}
}

// View is one notice.
type View struct {
	Here, Number string
	State        look.Tag
	Notices      []look.Notice
	Uncertain    string
	Certain      look.Certainty
	Answers      []look.Answer
	Pasted, Read string
	Calls        *look.Table
	Replies      *look.Table
	To           look.Link // the draft, or the report that came of it
	Key          string    // for who may deal with it
	Take         bool
	Judge        bool
	Problems     look.Problems
	Reason       look.Field
	Note         []look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("reporting/notices", source)

// typed is what stood in a form that was refused.
type typed struct{ reason, text string }

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, typed{}, nil)
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, t typed, bad error) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	var n notice.Notice
	var calls oncall.List
	if err := p.Look(r.Context(), r.Scope, access.LookOpen, func(tx Tx) (seen []ident.Object, err error) { // whoever opens one ends the calls about it
		if n, err = tx.Notice(number); err == nil {
			calls, err = tx.CallList()
		}
		return []ident.Object{n.ID}, err
	}); err != nil {
		return err
	}
	v := View{Here: reporting.NoticeAt(n.Number), Number: string(n.Number), State: Tag(r, n), Notices: told(r, n, bad), Answers: answers(r, n), Pasted: n.Technical, Uncertain: r.T("tip.aware"), Certain: look.Unknown}
	if n.Technical != "" {
		v.Read = reporting.Counted(r.Lang, n.Technical)
	}
	if len(calls.Contacts) > 0 {
		table := contacts.Table(r, calls)
		v.Calls = &table
	}
	v.replies(r, n)
	switch {
	case n.Sent != "":
		v.To = look.Link{To: reporting.ReportAt(n.Sent), Text: r.T("tip.to.report", "number", string(n.Sent))}
	case n.State == notice.Taken && !n.Aside && n.Into != "":
		v.To = look.Link{To: reporting.DraftAt(incident.Prompt.ID, n.Into, ""), Text: r.T("tip.to.draft", "number", string(n.Into))}
	}
	if r.Scope.Permit(noticing.MayAnswer) == nil {
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
		v.offer(r, n, t, admin.Why(r, bad))
	}
	frame := r.Frame("tip.one").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{To: reporting.NoticesPath, Text: r.T("tip.list")}, look.Link{Text: v.Number}).About(v.Number)
	return page.WriteStatus(w, admin.Status(bad), frame, v)
}

// offer are the forms of who may deal with a notice.
func (v *View) offer(r *gate.Request, n notice.Notice, t typed, why map[string]string) {
	v.Take, v.Judge = n.State != notice.Taken || n.Aside, n.State == notice.Waiting
	v.Reason = look.Field{Kind: look.Area, ID: "reason", Label: r.T("tip.judge.reason"), Value: t.reason, Need: true, Limit: notice.ReplyMost, Error: why["reason"]}
	v.Note = []look.Field{
		{Kind: look.Boxes, ID: "called", Label: r.T("tip.reply.kind"), Options: []look.Option{{Value: "yes", Label: r.T("tip.reply.called")}}},
		{Kind: look.Area, ID: "text", Label: r.T("tip.reply.text"), Value: t.text, Limit: notice.ReplyMost, Error: why["text"]},
	}
	v.Problems = look.ProblemsOf(append([]look.Field{v.Reason}, v.Note...))
}

// told are what happened, and what was refused.
func told(r *gate.Request, n notice.Notice, bad error) (list []look.Notice) {
	list = admin.Says(r, bad)
	if done := r.URL.Query().Get("done"); bad == nil && (done == "judged" || done == "replied") {
		list = append(list, look.Notice{Tone: look.Good, Title: r.T("tip.done." + done)})
	}
	if n.State == notice.Needless {
		list = append(list, look.Notice{Tone: look.Info, Title: r.T("tip.needless", "name", n.DoneBy, "at", look.Moment(r.Lang, n.DoneAt)), Text: []string{n.Reason}})
	}
	return list
}

// answers are what the contractor said, and as whom it is registered.
func answers(r *gate.Request, n notice.Notice) (list []look.Answer) {
	add := func(key, text string) {
		if strings.TrimSpace(text) != "" {
			list = append(list, look.Answer{Question: r.T("tip.form." + key), Text: text})
		}
	}
	add("arrived", look.Second(r.Lang, n.At))
	add("told_at", look.Moment(r.Lang, n.NoticedAt))
	add("from", n.From.Company+" "+n.From.Name+" "+n.From.Phone)
	add("back", n.Caller+" "+n.Phone)
	add("corrects", string(n.Earlier))
	add("told_what", n.What)
	add("told_machines", n.Machines)
	return list
}

func (v *View) replies(r *gate.Request, n notice.Notice) {
	if len(n.Replies) == 0 {
		return
	}
	t := look.Table{Caption: r.T("tip.replies"), Hide: true, Heads: []look.Head{{Text: r.T("tip.reply.at")}, {Text: r.T("tip.reply.by")}, {Text: r.T("tip.reply.text")}}}
	for _, x := range n.Replies {
		said := x.Text
		if x.Called {
			said = strings.TrimSpace(r.T("tip.reply.called") + " " + said)
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: look.Moment(r.Lang, x.At)}, {Text: x.By}, {Text: said}})
	}
	v.Replies = &t
}

// Tag is the state of a notice in words.
func Tag(r *gate.Request, n notice.Notice) look.Tag {
	tone := map[notice.State]look.Tone{notice.Waiting: look.Danger, notice.Taken: look.Good}[n.State]
	if n.State == notice.Taken && n.Aside {
		return look.Tag{Text: r.T("tip.state.aside"), Tone: look.Warn}
	}
	return look.Tag{Text: r.T("tip.state." + string(n.State)), Tone: tone}
}

func numberOf(r *gate.Request) (ident.Number, error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return "", fault.Absent()
	}
	return n, nil
}
