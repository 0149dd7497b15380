package prompt

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
)

// startView is the page of GET /reporting/prompt.
type startView struct {
	Key       string
	Lead      string
	Drafts    []look.Todo
	Aside     []aside
	Discarded string // the number of the draft that was just put aside
	Questions []string
	Desk      look.Desk
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
	f := r.Frame("prompt.title")
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {Text: f.Title}}
	v := startView{Discarded: justNow(r), Lead: prompt().Lead.In(string(r.Lang)), Desk: f.Desk}
	var err error
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for _, s := range prompt().Steps {
		v.Questions = append(v.Questions, s.Title.In(string(r.Lang)))
	}
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) error {
		list, err := tx.OpenDrafts(draftsShown)
		if err != nil {
			return err
		}
		if v.Drafts, err = Todos(r, tx, list); err != nil {
			return err
		}
		gone, err := tx.DiscardedDrafts(r.Now.Add(-asideLife), asideShown)
		if err != nil {
			return err
		}
		v.Aside, err = asides(r, gone)
		return err
	})
	if err != nil {
		return err
	}
	return startPage.Write(w, f, v)
}

// Names finds people by id.
type Names interface {
	Person(ident.Person) (party.Person, error)
}

// Todos are the lines of open drafts of this form: what, since when, who holds it, one button.
func Todos(r *gate.Request, tx Names, list []filing.Draft) ([]look.Todo, error) {
	names := map[ident.Person]string{r.Scope.Person: r.T("prompt.you")}
	var todos []look.Todo
	for _, d := range list {
		if d.Form != prompt().ID {
			continue
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
		todos = append(todos, look.Todo{
			What: r.T("prompt.draft"), Ref: string(d.Number), Tag: look.Tag{Text: r.T("prompt.unsent"), Tone: look.Warn},
			Until: r.T("prompt.draft.until"), Holder: r.T("prompt.holder", "name", names[d.By]),
			Note: r.T("prompt.draft.saved", "at", look.Moment(r.Lang, d.UpdatedAt)),
			To:   look.Link{To: reporting.PromptAt(d.Number, ""), Text: r.T("prompt.go-on")}, Alert: true,
		})
	}
	return todos, nil
}

// open opens a draft and goes to its first question. A second press of the same button finds the same draft.
func (p Pages) open(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte(prompt().ID)))
	if err != nil {
		return err
	}
	id, err := p.Open.Do(r.Context(), r.Scope, key, prompt())
	if err != nil {
		return err
	}
	var d filing.Draft
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	})
	if err != nil {
		return err
	}
	return gate.See(w, reporting.PromptAt(d.Number, prompt().Steps[0].ID))
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
	for _, s := range prompt().Steps {
		for _, f := range s.Fields {
			if f.Needed && d.values[f.ID].Empty() || len(d.answers[f.ID].Beside) > 0 {
				return gate.See(w, reporting.PromptAt(d.Number, s.ID))
			}
		}
	}
	return gate.See(w, reporting.PromptAt(d.Number, "check"))
}
