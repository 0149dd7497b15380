package naming

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

// ruledView is the list of decisions, or one of them.
type ruledView struct {
	Title   string
	Tabs    look.Tabs
	Number  string
	State   look.Tag
	Notice  *look.Notice
	List    []look.Todo
	Empty   *look.Empty
	More    string
	Answers []look.Answer
	History []look.Event
	Undo    string
	Note    string
	Key     look.Field
}

//go:embed ruled.tmpl
var ruledSource string

var ruledPage = look.Parse[ruledView]("cabinet/naming/decided", ruledSource)

func (p Page) ruled(w http.ResponseWriter, r *gate.Request) error {
	before, err := access.ReadCursor(r.URL.Query().Get("before"))
	if err != nil {
		before = access.Cursor{}
	}
	var list []memory.Rule
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.NameRules(before, shown+1)
		return err
	})
	if err != nil {
		return err
	}
	v := ruledView{Title: r.T("naming.desk.title"), Tabs: tabs(r, naming.RuledPath)}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("naming.ruled.empty"), Text: []string{r.T("naming.ruled.empty.text")}}
	}
	if len(list) > shown {
		list = list[:shown]
		v.More = naming.RuledPath + "?before=" + access.Cursor{At: list[shown-1].DecidedAt, ID: string(list[shown-1].ID)}.String()
	}
	for _, u := range list {
		v.List = append(v.List, look.Todo{
			What: naming.Written(r, u.Pairs[0]), Ref: string(u.Number), Tag: naming.State(r, u.State), Note: naming.Rule(r, u.RuleSays),
			Until: look.Moment(r.Lang, u.DecidedAt), Holder: r.T("naming.ruled.asks") + " " + strconv.Itoa(u.Asks), To: look.Link{To: naming.RuledPath + "/" + u.Number.ASCII(), Text: r.T("naming.rule.open")},
		})
	}
	return ruledPage.Write(w, r.Frame("naming.desk.title"), v)
}

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent() // an address, not something typed into a field
	}
	var u memory.Rule
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		u, err = tx.NameRule(n, mayRead)
		return err
	})
	if err != nil {
		return err
	}
	v, err := oneView(r, u)
	if err != nil {
		return err
	}
	f := r.Frame("naming.ruled.title").With(look.Link{To: naming.RuledPath, Text: r.T("naming.desk.decided")}, look.Link{Text: string(u.Number)}).About(string(u.Number))
	return ruledPage.Write(w, f, v)
}

func oneView(r *gate.Request, u memory.Rule) (v ruledView, err error) {
	var written []string
	for _, pair := range u.Pairs {
		written = append(written, naming.Written(r, pair))
	}
	v = ruledView{
		Title: naming.Written(r, u.Pairs[0]), Number: string(u.Number), State: naming.State(r, u.State),
		Answers: []look.Answer{
			{Question: r.T("naming.group.pairs"), Text: strings.Join(written, "\n")}, {Question: r.T("naming.group.choice"), Text: naming.Rule(r, u.RuleSays)},
			{Question: r.T("naming.group.why"), Text: u.Why}, {Question: r.T("naming.ruled.asks"), Text: strconv.Itoa(u.Asks)},
		},
	}
	if u.State == memory.Undone {
		v.History = append(v.History, look.Event{At: u.EndedAt, What: r.T("naming.state.undone"), By: r.T("naming.ruled.ended", "name", u.Ender)})
	}
	v.History = append(v.History, look.Event{At: u.DecidedAt, What: naming.Rule(r, u.RuleSays), By: r.T("naming.ruled.by", "name", u.Name), Done: u.State == memory.Standing})
	if r.URL.Query().Has("undone") && u.State == memory.Undone {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("naming.undone.now"), Assert: true}
	}
	if u.State == memory.Standing && r.Scope.Permit(mayDecide) == nil {
		key, err := r.NewKey()
		if err != nil {
			return v, err
		}
		v.Undo, v.Note = naming.RuledPath+"/"+u.Number.ASCII()+"/undo", r.T("naming.ruled.undo.note", "n", u.Asks)
		v.Key = look.Field{Kind: look.Hidden, Name: "key", Value: key}
	}
	return v, nil
}

func (p Page) undo(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent()
	}
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("undo " + string(n))))
	if err != nil {
		return err
	}
	if err := p.Undo.Do(r.Context(), r.Scope, key, n); err != nil {
		return err
	}
	return gate.See(w, naming.RuledPath+"/"+n.ASCII()+"?undone=1")
}
