// Package asked is 名寄せ担当に聞いた製品名: what an organisation sent to the steward, the answers, and taking a question back.
package asked

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
	flow "kanmin/internal/flow/naming"
)

// Tx is what the pages read.
type Tx interface {
	OwnNameAsks(before access.Cursor, limit int) ([]memory.Ask, error)
	NameAsk(ident.Number, access.Permission) (memory.Ask, error)
}

// Page is filled in by serve.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Look    func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	TakeOff flow.TakeOff
}

var mayRead = access.Permission{Action: access.Read, Object: access.Name}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + naming.AskedPath, Needs: mayRead, Handle: p.list},
		{Pattern: "GET " + naming.AskedPath + "/{number}", Needs: mayRead, Handle: p.one},
		{Pattern: "POST " + naming.AskedPath + "/{number}/withdraw", Needs: access.Permission{Action: access.Ask, Object: access.Name}, Handle: p.takeOff},
	}
}

const pageSize = 50

type view struct {
	Tabs   look.Tabs
	Notice *look.Notice
	List   []look.Todo
	Empty  *look.Empty
	More   string
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("naming/asked", source)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	before, err := access.ReadCursor(r.URL.Query().Get("before"))
	if err != nil {
		before = access.Cursor{}
	}
	var list []memory.Ask
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.OwnNameAsks(before, pageSize+1)
		return err
	})
	if err != nil {
		return err
	}
	v := view{Tabs: naming.Tabs(r, naming.AskedPath)}
	if n, err := strconv.Atoi(r.URL.Query().Get("sent")); err == nil && n > 0 && n <= memory.MostAtOnce {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("naming.asked.now", "n", n), Text: []string{r.T("naming.asked.now.text")}, Assert: true}
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{
			Title: r.T("naming.asked.empty"), Text: []string{r.T("naming.asked.empty.text")}, Links: []look.Link{{To: naming.LookupPath, Text: r.T("naming.title")}},
		}
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		v.More = naming.AskedPath + "?before=" + access.Cursor{At: list[pageSize-1].AskedAt, ID: string(list[pageSize-1].ID)}.String()
	}
	for _, q := range list {
		t := look.Todo{
			What: naming.Written(r, q.Pair), Ref: string(q.Number), Tag: naming.AskState(r, q.State), Until: r.T("naming.asked.at") + " " + look.Moment(r.Lang, q.AskedAt),
			To: look.Link{To: naming.AskedPath + "/" + q.Number.ASCII(), Text: r.T("naming.asked.open")},
		}
		if q.State == memory.Answered {
			t.Note = naming.Rule(r, q.Answer)
		}
		v.List = append(v.List, t)
	}
	return page.Write(w, r.Frame("naming.asked.title"), v)
}

// oneView is one question with its answer.
type oneView struct {
	Notice  *look.Notice
	Written string
	Number  string
	State   look.Tag
	Sent    []look.Answer
	Answer  []look.Answer
	TakeOff string
	Key     look.Field
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[oneView]("naming/asked/one", oneSource)

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent() // an address, not something typed into a field
	}
	var q memory.Ask
	err = p.Look(r.Context(), r.Scope, "open", func(tx Tx) (seen []ident.Object, err error) {
		if q, err = tx.NameAsk(n, mayRead); err == nil && q.State == memory.Answered {
			seen = append(seen, q.ID) // an answer that was opened is news no more
		}
		return seen, err
	})
	if err != nil {
		return err
	}
	v := oneView{Written: naming.Written(r, q.Pair), Number: string(q.Number), State: naming.AskState(r, q.State)}
	v.Sent = []look.Answer{
		{Question: r.T("picker.maker"), Text: q.Maker}, {Question: r.T("picker.product"), Text: q.Pair.Product}, {Question: r.T("naming.check.note"), Text: q.Note},
		{Question: r.T("naming.group.org"), Text: q.Asker}, {Question: r.T("naming.asked.at"), Text: look.Moment(r.Lang, q.AskedAt)},
	}
	if q.Proposed.ID != "" {
		v.Sent = append(v.Sent, look.Answer{Question: r.T("naming.col.product"), Text: r.T("naming.proposed", "name", naming.Product(r, q.Proposed))})
	}
	if q.State == memory.Answered {
		v.Answer = []look.Answer{
			{Question: r.T("naming.asked.answer"), Text: naming.Rule(r, q.Answer)}, {Question: r.T("naming.rule.why"), Text: q.Answer.Why},
			{Question: r.T("naming.rule.office"), Text: q.Answer.Office}, {Question: r.T("naming.col.at"), Text: look.Moment(r.Lang, q.EndedAt)},
		}
	}
	if r.URL.Query().Has("withdrawn") && q.State == memory.TakenOff {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("naming.asked.gone"), Assert: true}
	}
	if q.State == memory.Waiting && r.Scope.Permit(access.Permission{Action: access.Ask, Object: access.Name}) == nil {
		key, err := r.NewKey()
		if err != nil {
			return err
		}
		v.TakeOff, v.Key = naming.AskedPath+"/"+q.Number.ASCII()+"/withdraw", look.Field{Kind: look.Hidden, Name: "key", Value: key}
	}
	f := r.Frame("naming.asked.one").With(look.Link{To: naming.AskedPath, Text: r.T("naming.asked.title")}, look.Link{Text: string(q.Number)}).About(string(q.Number))
	return onePage.Write(w, f, v)
}

func (p Page) takeOff(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent()
	}
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("withdraw " + string(n))))
	if err != nil {
		return err
	}
	if err := p.TakeOff.Do(r.Context(), r.Scope, key, n); err != nil {
		return err
	}
	return gate.See(w, naming.AskedPath+"/"+n.ASCII()+"?withdrawn=1")
}
