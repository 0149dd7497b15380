package filling

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// startView is the page on which a procedure begins.
type startView struct {
	Key        string
	Action     string
	Heading    string
	Lead       string
	Begin      string // words of the button that opens a draft
	Unfinished string // heading of the open drafts
	DraftName  string
	Drafts     []look.Todo
	Aside      []aside
	Discarded  string // the number of the draft that was just put aside
	Questions  []string
	Follows    bool // it begins on the page of a report
	Reports    string
	Desk       look.Desk
}

//go:embed start.tmpl
var startSource string

var startPage = look.Parse[startView]("reporting/prompt", startSource)

// Bounds of the list of open drafts, and of the statements that name their writers.
const (
	draftsShown = 10
	namesRead   = 3
	asideShown  = 5
	asideLife   = 30 * 24 * time.Hour // how long a discarded draft is offered
)

// start says what to expect and opens nothing: a GET writes nothing.
func (p Pages) start(w http.ResponseWriter, r *gate.Request) error {
	id, err := named(r)
	if err != nil {
		return err
	}
	v := startView{Action: reporting.StartAt(id), Reports: reporting.ReportsPath, Discarded: justNow(r)}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	var of procedure.Procedure
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) error {
		if of, err = tx.Procedure(id); err != nil {
			return err
		}
		list, err := tx.OpenDrafts(draftsShown)
		if err != nil {
			return err
		}
		if v.Drafts, err = Todos(r, tx, only(id, list)); err != nil {
			return err
		}
		gone, err := tx.DiscardedDrafts(r.Now.Add(-asideLife), asideShown)
		if err != nil {
			return err
		}
		v.Aside, err = asides(r, id, gone)
		return err
	})
	if err != nil {
		return err
	}
	f := trail(r, of, of.Form.Title.In(string(r.Lang)))
	f.Crumbs = append(f.Crumbs[:1], f.Crumbs[2])
	v.Heading, v.Lead, v.Desk = f.Title, of.Form.Lead.In(string(r.Lang)), f.Desk
	v.Begin, v.Unfinished = say(r, of, wordsOf(of).start), say(r, of, wordsOf(of).drafts)
	if len(v.Drafts) > 0 {
		v.Begin = say(r, of, wordsOf(of).again)
	}
	v.DraftName = say(r, of, wordsOf(of).draft)
	if v.Follows = of.Follows; v.Follows {
		v.Begin = r.T("follow.choose")
	}
	for _, s := range of.Form.Steps {
		v.Questions = append(v.Questions, s.Title.In(string(r.Lang)))
	}
	return startPage.Write(w, f, v)
}

// only keeps the drafts of one procedure.
func only(id string, list []filing.Draft) (mine []filing.Draft) {
	for _, d := range list {
		if of, _ := procedure.SplitRef(d.Form); of == id {
			mine = append(mine, d)
		}
	}
	return mine
}

// Names finds people by id, and the procedures of drafts.
type Names interface {
	Person(ident.Person) (party.Person, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Todos are the lines of open drafts: what, since when, who holds it, one button.
func Todos(r *gate.Request, tx Names, list []filing.Draft) ([]look.Todo, error) {
	known := map[string]procedure.Procedure{}
	names := map[ident.Person]string{r.Scope.Person: r.T("prompt.you")}
	var todos []look.Todo
	for _, d := range list {
		of, read := known[d.Form]
		if !read {
			var err error
			if of, err = tx.Procedure(d.Form); err != nil {
				return nil, err
			}
			known[d.Form] = of
		}
		if names[d.By] == "" {
			names[d.By] = r.T("prompt.colleague")
			if len(names) <= namesRead && d.By != "" {
				who, err := tx.Person(d.By)
				if err != nil {
					return nil, err
				}
				names[d.By] = who.Name
			}
		}
		if d.Root != "" {
			todos = append(todos, partTodo(r, d, of))
			continue
		}
		todos = append(todos, look.Todo{
			What: say(r, of, wordsOf(of).draft), Ref: string(d.Number), Tag: look.Tag{Text: r.T("prompt.unsent"), Tone: look.Warn},
			Until: say(r, of, wordsOf(of).until), Holder: r.T("prompt.holder", "name", names[d.By]),
			Note: r.T("prompt.draft.saved", "at", look.Moment(r.Lang, d.UpdatedAt)),
			To:   look.Link{To: reporting.DraftAt(of.ID, d.Number, ""), Text: r.T("prompt.go-on")}, Alert: true,
		})
	}
	return todos, nil
}

// open opens a draft and goes to its first question. A second press of the same button finds the same draft.
func (p Pages) open(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	of, err := named(r)
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte(of)))
	if err != nil {
		return err
	}
	id, err := p.Open.Do(r.Context(), r.Scope, key, of)
	if err != nil {
		return err
	}
	var d filing.Draft
	var what procedure.Procedure
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		if d, _, err = tx.DraftByID(id); err != nil {
			return err
		}
		what, err = tx.Procedure(d.Form)
		return err
	})
	if err != nil {
		return err
	}
	return gate.See(w, reporting.DraftAt(what.ID, d.Number, what.Form.Steps[0].ID))
}

// goOn leads to the first question that has no answer, or to 提出前の確認.
func (p Pages) goOn(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	for _, s := range d.asked().Steps {
		for _, f := range s.Fields {
			if f.Needed && d.values[f.ID].Empty() || len(d.answers[f.ID].Beside) > 0 {
				return gate.See(w, d.at(s.ID))
			}
		}
	}
	return gate.See(w, d.at(check))
}
