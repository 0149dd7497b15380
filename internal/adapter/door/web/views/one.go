package views

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
)

// One is the page of one view: what changes it and what ends it. A view that could not be saved is shown by it too.
type One struct {
	Name, Here string
	Open       look.Link // the list as the view narrows it
	Problems   look.Problems
	Fields     []look.Field
	Do         string
	Key, Rev   string
	Shared     bool
	Tile       string // where it becomes a tile; empty for who has none, and of lists that have none
	New        bool
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[One]("views/one", oneSource)

func write(w http.ResponseWriter, r *gate.Request, s view.Saved, key string, e *fault.Error) error {
	v := One{
		Name: s.Name, Here: Path + "/" + string(s.ID), Open: look.Link{To: At(s.List, s.Query), Text: r.T("view.open")}, Do: r.T("view.change.do"), Fields: fields(r, s),
		Key: key, Rev: strconv.Itoa(s.Rev), Shared: s.Share != view.Mine, New: s.ID == "",
	}
	if s.List.Pinned() && r.Scope.Permit(viewing.MayPin) == nil {
		v.Tile = "/ministry/today/tiles"
	}
	title := "view.one"
	if v.New {
		title, v.Here, v.Do = "view.save", Path+"/new", r.T("view.save.do")
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, Name: "list", Value: string(s.List)}, look.Field{Kind: look.Hidden, Name: "query", Value: s.Query})
	}
	status := http.StatusOK
	if e != nil {
		status = gate.Status(e)
		v.Problems = append(v.Problems, organisation.Beside(r, v.Fields, e, "")...)
	}
	f := r.Frame(title).With(look.Link{To: places[s.List].Path, Text: r.T(places[s.List].Title)}, look.Link{To: Path, Text: r.T("view.title")}, look.Link{Text: r.T(title)})
	return onePage.WriteStatus(w, status, f, v)
}

// typed reads a form; its revision is the one that was on screen.
func typed(r *gate.Request) (s view.Saved, form url.Values, key ident.Key, err error) {
	if form, err = r.Fields(); err != nil {
		return s, form, key, err
	}
	s = view.Saved{ID: ident.Object(r.PathValue("view")), List: view.List(form.Get("list")), Share: view.Share(form.Get("share")), First: form.Get("first") != "", Words: view.Words{Name: form.Get("name"), Query: form.Get("query")}}
	if s.Rev, err = strconv.Atoi(form.Get("rev")); err != nil {
		s.Rev = 0 // a form that was not ours: no view has this revision
	}
	key, err = r.Key(organisation.Digest(s))
	return s, form, key, err
}

// again shows a form with what is wrong; another fault is the gate's to answer.
func again(w http.ResponseWriter, r *gate.Request, s view.Saved, form url.Values, err error) error {
	e, mine := organisation.Mine(err)
	if !mine {
		return err
	}
	return write(w, r, s, form.Get("key"), e)
}

func (p Page) save(w http.ResponseWriter, r *gate.Request) error {
	s, form, key, err := typed(r)
	if err != nil {
		return err
	}
	if places[s.List].Path == "" {
		return fault.Absent()
	}
	if err := p.Save.Do(r.Context(), r.Scope, key, s); err != nil {
		return again(w, r, s, form, err)
	}
	query, err := s.List.ReadQuery(s.Query)
	if err != nil {
		return err
	}
	return gate.See(w, At(s.List, query))
}

func (p Page) load(r *gate.Request) (s view.Saved, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		s, err = tx.View(ident.Object(r.PathValue("view")))
		return err
	})
	return s, err
}

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	s, err := p.load(r)
	if err != nil {
		return err
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	return write(w, r, s, key, nil)
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	s, form, key, err := typed(r)
	if err != nil {
		return err
	}
	old, err := p.load(r)
	if err != nil {
		return err
	}
	s.List, s.Query = old.List, old.Query
	if err := p.Change.Do(r.Context(), r.Scope, key, viewing.To{ID: s.ID, Rev: s.Rev, Name: s.Name, Share: s.Share, First: s.First}); err != nil {
		return again(w, r, s, form, err)
	}
	return gate.See(w, At(s.List, s.Query))
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	s, _, key, err := typed(r)
	if err == nil {
		err = p.End.Do(r.Context(), r.Scope, key, s.ID, s.Rev)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path)
}
