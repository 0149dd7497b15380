package known

import (
	"crypto/sha256"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

// oneView is one decision with the history of its pair.
type oneView struct {
	Notice  *look.Notice
	Written string
	Number  string
	State   look.Tag
	Is      []look.Answer
	History []look.Event
	Again   []look.Field // carries the pair to the page of looking up
	Undo    string       // address, empty when it cannot be undone
	Key     look.Field
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[oneView]("naming/known/one", oneSource)

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent() // an address, not something typed into a field
	}
	var k memory.Known
	var history []memory.Known
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if k, err = tx.Name(n, mayRead); err != nil {
			return err
		}
		history, err = tx.NamesByID(p.History(r.Scope.Org, k.Pair))
		return err
	})
	if err != nil {
		return err
	}
	if len(history) == 0 { // the index has not reached it yet
		history = []memory.Known{k}
	}
	v := oneView{
		Written: naming.Written(r, k.Pair), Number: string(k.Number), State: naming.State(r, k.State), History: events(r, history),
		Is: []look.Answer{
			{Question: r.T("naming.col.product"), Text: naming.Product(r, k.Product)}, {Question: r.T("naming.col.by"), Text: by(r, k.Name)},
			{Question: r.T("naming.col.at"), Text: look.Moment(r.Lang, k.DecidedAt)},
		},
		Again: []look.Field{{Kind: look.Hidden, Name: "maker", Value: k.Maker}, {Kind: look.Hidden, Name: "product", Value: k.Pair.Product}},
	}
	if r.URL.Query().Has("undone") && k.State == memory.Undone {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("naming.undone.now"), Assert: true}
	}
	if k.State == memory.Standing && r.Scope.Permit(access.Permission{Action: access.Write, Object: access.Name}) == nil {
		key, err := r.NewKey()
		if err != nil {
			return err
		}
		v.Undo, v.Key = naming.KnownPath+"/"+k.Number.ASCII()+"/undo", look.Field{Kind: look.Hidden, Name: "key", Value: key}
	}
	f := r.Frame("naming.one.title").With(look.Link{To: naming.KnownPath, Text: r.T("naming.known.title")}, look.Link{Text: string(k.Number)}).About(string(k.Number))
	return onePage.Write(w, f, v)
}

// events are what was decided and undone about a pair, the newest first.
func events(r *gate.Request, list []memory.Known) (out []look.Event) {
	for _, k := range list {
		what := naming.Product(r, k.Product)
		if k.State == memory.Undone {
			out = append(out, look.Event{At: k.EndedAt, What: r.T("naming.one.undone", "product", what), By: by(r, k.Ender)})
		}
		out = append(out, look.Event{At: k.DecidedAt, What: r.T("naming.one.was", "product", what), By: by(r, k.Name), Done: k.State == memory.Standing})
	}
	return out
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
	if err := p.Withdraw.Do(r.Context(), r.Scope, key, n); err != nil {
		return err
	}
	return gate.See(w, naming.KnownPath+"/"+n.ASCII()+"?undone=1")
}
