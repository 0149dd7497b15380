package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/noticing"
)

// NoticesTx is what is read of notices.
type NoticesTx interface {
	NoticeList(state notice.State, limit int) ([]notice.Notice, error)
	Notice(ident.Number) (notice.Notice, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// Noticing are the flows about 気付き連絡; every field is needed.
type Noticing struct {
	Read  Reading[NoticesTx]
	Look  Looking[NoticesTx]
	Send  func(ctx context.Context, c notice.Content, to []notice.To, client string) ([]notice.Told, error)
	Take  noticing.Take
	Judge noticing.Judge
	Reply noticing.Reply
}

// NoticeTold is what became of one address.
type NoticeTold struct {
	Operator  string `json:"operator" doc:"法人番号, as it was sent"`
	Number    string `json:"number,omitempty" example:"連-R8-7K4M-2QXD-W"`
	ArrivedAt string `json:"arrived_at,omitempty" format:"date-time"`
	Receipt   string `json:"receipt,omitempty" doc:"the signed promise that it arrived, or its final receipt"`
	Refused   string `json:"refused,omitempty" doc:"why it was not taken; one sentence for whatever does not stand"`
}

// NoticeView is a notice as the operator has it.
type NoticeView struct {
	Number     string        `json:"number" example:"連-R8-7K4M-2QXD-W"`
	State      string        `json:"state" enum:"waiting,taken,needless"`
	ArrivedAt  string        `json:"arrived_at" format:"date-time"`
	NoticedAt  string        `json:"noticed_at" format:"date-time" doc:"when the contractor noticed"`
	Corrects   string        `json:"corrects,omitempty"`
	Company    string        `json:"company" doc:"as registered"`
	Contact    string        `json:"contact" doc:"as registered"`
	What       string        `json:"what"`
	Machines   string        `json:"machines,omitempty"`
	Technical  string        `json:"technical,omitempty" doc:"as it was pasted; not in lists"`
	Caller     string        `json:"caller"`
	Phone      string        `json:"phone"`
	Draft      string        `json:"draft,omitempty" doc:"into which it was taken over"`
	Report     string        `json:"report,omitempty" doc:"that came of it"`
	Reason     string        `json:"reason,omitempty" doc:"why no report is needed"`
	HandledBy  string        `json:"handled_by,omitempty"`
	HandledAt  string        `json:"handled_at,omitempty" format:"date-time"`
	Replies    []NoticeReply `json:"replies"`
	Discarded  bool          `json:"draft_discarded,omitempty" doc:"it can be taken over again"`
	OfContract string        `json:"contractor" doc:"id of the contact"`
}

// NoticeReply is one note of the operator.
type NoticeReply struct {
	At     string `json:"at" format:"date-time"`
	By     string `json:"by,omitempty"`
	Called bool   `json:"called"`
	Text   string `json:"text,omitempty"`
}

type (
	noticesToldOut struct {
		Body struct {
			Notices []NoticeTold `json:"notices"`
		}
	}
	noticeOut  struct{ Body NoticeView }
	noticesOut struct {
		Body struct {
			Notices []NoticeView `json:"notices"`
		}
	}
	noticesIn struct {
		State string `query:"state" enum:"waiting,taken,needless"`
	}
)

// noticesMost is how many notices a list has.
const noticesMost = 500

func (a *API) noticing(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"notices"}}
	}
	text := func(most int) map[string]any { return map[string]any{"type": "string", "maxLength": most} }
	to := objectSchema(map[string]any{"operator": text(20), "code": text(20), "corrects": text(40)}, "operator", "code")
	content := jsonBody(objectSchema(map[string]any{
		"to": map[string]any{"type": "array", "minItems": 1, "maxItems": notice.ToMost, "items": to}, "what": text(notice.TextMost), "noticed_at": text(40), "machines": text(notice.TextMost),
		"technical": text(notice.TechnicalMost), "caller": text(oncall.Limit), "phone": text(oncall.Limit),
	}, "to", "what", "noticed_at", "caller", "phone"), true)
	send := op("send-notice", http.MethodPost, "/notices", "Tell operators what a contractor noticed (気付き連絡), each by its number and the code that it gave. Nobody need sign in. Whatever does not stand is one answer; the same content is kept once.", content)
	send.DefaultStatus = http.StatusCreated
	add(t, access.Permission{}, send, a.sendNotice)
	t.under(opening.Report)
	add(t, noticing.MayRead, op("list-notices", http.MethodGet, "/notices", "The notices that contractors sent, those that wait first", nil), a.listNotices)
	add(t, noticing.MayRead, op("show-notice", http.MethodGet, "/notices/{number}", "One notice, whole", nil), a.showNotice)
	take := op("take-notice", http.MethodPost, "/notices/{number}/take", "Take a notice over into a draft of a prompt report (速報に取り込む); a second time is a conflict that names the draft", jsonBody(objectSchema(map[string]any{}), false))
	add(t, noticing.MayAnswer, take, a.takeNotice)
	add(t, noticing.MayAnswer, op("judge-notice", http.MethodPost, "/notices/{number}/judge", "Record that a notice needs no report, with the reason", jsonBody(objectSchema(map[string]any{"reason": text(notice.ReplyMost)}, "reason"), true)), a.judgeNotice)
	add(t, noticing.MayAnswer, op("reply-notice", http.MethodPost, "/notices/{number}/replies", "Note what was done about a notice: a call, or a word", jsonBody(objectSchema(map[string]any{"called": map[string]any{"type": "boolean"}, "text": text(notice.ReplyMost)}), true)), a.replyNotice)
}

func (a *API) sendNotice(c *call, _ *acting) (*noticesToldOut, error) {
	var b struct {
		To []struct {
			Operator string `json:"operator"`
			Code     string `json:"code"`
			Corrects string `json:"corrects"`
		} `json:"to"`
		What      string `json:"what"`
		NoticedAt string `json:"noticed_at"`
		Machines  string `json:"machines"`
		Technical string `json:"technical"`
		Caller    string `json:"caller"`
		Phone     string `json:"phone"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	content := notice.Content{What: b.What, Machines: b.Machines, Technical: b.Technical, Caller: b.Caller, Phone: b.Phone}
	if content.NoticedAt, err = instant("noticed_at", b.NoticedAt); err != nil {
		return nil, err
	}
	var to []notice.To
	for _, one := range b.To {
		to = append(to, notice.To{Operator: one.Operator, Code: one.Code, Earlier: one.Corrects})
	}
	told, err := a.Noticing.Send(c.Context(), content, to, key.Client)
	if err != nil {
		return nil, err
	}
	out := &noticesToldOut{}
	arrived := false
	for _, one := range told {
		v := NoticeTold{Operator: one.Operator, Number: string(one.Number), ArrivedAt: when(one.At), Receipt: string(one.Receipt)}
		if arrived = arrived || one.Bad == nil; one.Bad != nil {
			v.Refused = why(c.Request, one.Bad)
		}
		out.Body.Notices = append(out.Body.Notices, v)
	}
	if !arrived {
		return nil, told[0].Bad
	}
	return out, nil
}

// why is why one address was not taken, in the caller's language.
func why(r *gate.Request, bad error) string {
	e, ok := errors.AsType[*fault.Error](bad)
	if !ok {
		return ""
	}
	if len(e.Fields) > 0 {
		return r.Why(e.Fields[0])
	}
	return look.SayArgs(r.Lang, e.Code, e.Args)
}

// instant reads a time of a body; an empty one is 0.
func instant(path, typed string) (ident.Instant, error) {
	if typed == "" {
		return 0, nil
	}
	m, err := form.ReadMoment(typed)
	if err == nil {
		var at ident.Instant
		if at, err = form.MomentInstant(m); err == nil {
			return at, nil
		}
	}
	return 0, invalid(path, "fault.form.moment", fault.Args{"text": clip(typed)})
}

func noticeView(n notice.Notice) NoticeView {
	v := NoticeView{
		Number: string(n.Number), State: string(n.State), ArrivedAt: clock(n.At), NoticedAt: clock(n.NoticedAt), Corrects: string(n.Earlier), Company: n.From.Company, Contact: n.From.Name,
		What: n.What, Machines: n.Machines, Technical: n.Technical, Caller: n.Caller, Phone: n.Phone, Draft: string(n.Into), Report: string(n.Sent), Reason: n.Reason, HandledBy: n.DoneBy,
		HandledAt: when(n.DoneAt), Replies: []NoticeReply{}, Discarded: n.Aside, OfContract: string(n.Contact),
	}
	for _, r := range n.Replies {
		v.Replies = append(v.Replies, NoticeReply{At: clock(r.At), By: r.By, Called: r.Called, Text: r.Text})
	}
	return v
}

func (a *API) listNotices(c *call, in *noticesIn) (*noticesOut, error) {
	out := &noticesOut{}
	out.Body.Notices = []NoticeView{}
	return out, a.Noticing.Read(c.Context(), c.Scope, func(tx NoticesTx) error {
		list, err := tx.NoticeList(notice.State(in.State), noticesMost)
		for _, n := range list {
			out.Body.Notices = append(out.Body.Notices, noticeView(n))
		}
		return err
	})
}

func (a *API) showNotice(c *call, in *numbered) (*noticeOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	out := &noticeOut{}
	return out, a.Noticing.Look(c.Context(), c.Scope, purposeOpen, func(tx NoticesTx) ([]ident.Object, error) { // whoever opens one ends the calls about it
		one, err := tx.Notice(n)
		out.Body = noticeView(one)
		return []ident.Object{one.ID}, err
	})
}

func (a *API) takeNotice(c *call, in *numberedAct) (*noticeOut, error) {
	if _, err := a.plainKey(c); err != nil {
		return nil, err
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		_, err := a.Noticing.Take.Do(ctx, s, key, n)
		return err
	}); err != nil {
		return nil, err
	}
	return a.showNotice(c, &numbered{Number: in.Number})
}

func (a *API) judgeNotice(c *call, in *numberedAct) (*noticeOut, error) {
	var reason string
	if err := c.texts(map[string]*string{"reason": &reason}, nil, map[string]int{"reason": notice.ReplyMost}); err != nil {
		return nil, err
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		return a.Noticing.Judge.Do(ctx, s, key, n, reason)
	}); err != nil {
		return nil, err
	}
	return a.showNotice(c, &numbered{Number: in.Number})
}

func (a *API) replyNotice(c *call, in *numberedAct) (*noticeOut, error) {
	var b struct {
		Called bool   `json:"called"`
		Text   string `json:"text"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		return a.Noticing.Reply.Do(ctx, s, key, n, notice.Reply{Called: b.Called, Text: b.Text})
	}); err != nil {
		return nil, err
	}
	return a.showNotice(c, &numbered{Number: in.Number})
}
