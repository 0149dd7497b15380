// Package advisories is 脆弱性情報の取り込み: files of advisories are brought here, and what became of each is read here.
package advisories

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/vuln/feed"
	"kanmin/internal/flow/advising"
)

// Path is the page's address.
const Path = "/cabinet/advisories"

// Tx is what the pages read.
type Tx interface {
	AdvisoryFile(ident.Object) (feed.File, error)
	AdvisoryFiles(before access.Cursor, limit int) ([]feed.File, error)
	Registered() (party.Org, party.Unit, party.Person, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Bring advising.Bring
	Stop  advising.Stop
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	one := Path + "/{file}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: advising.MayBring, Handle: p.list},
		{Pattern: "POST " + Path, Needs: advising.MayBring, Body: feed.Most + 1<<20, Handle: p.bring},
		{Pattern: "GET " + one, Needs: advising.MayBring, Handle: p.show},
		{Pattern: "POST " + one + "/stop", Needs: advising.MayBring, Body: 4 << 10, Handle: p.stop},
	}
}

// shown is how many files the list has.
const shown = 50

// List is the page of all files, with the form.
type List struct {
	Todos    []look.Todo
	Empty    *look.Empty
	Problems look.Problems
	Key      string
	File     look.Field
	Most     int64
	TooLarge string
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[List]("advisories/list", listSource)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) write(w http.ResponseWriter, r *gate.Request, refused *fault.Error) error {
	var all []feed.File
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.AdvisoryFiles(access.Cursor{}, shown)
		return err
	}); err != nil {
		return err
	}
	v := List{File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("feed.file"), Hint: r.T("feed.bring.text")}, Most: feed.Most, TooLarge: r.T("fault.advisory.large", "limit", look.Number(feed.Most>>20))}
	for _, f := range all {
		v.Todos = append(v.Todos, look.Todo{What: f.Name, Tag: state(r, f), Until: look.Moment(r.Lang, f.At), Holder: f.By, Note: counted(r, f), To: look.Link{To: Path + "/" + string(f.ID), Text: r.T("feed.open")}})
	}
	if len(all) == 0 {
		v.Empty = &look.Empty{Title: r.T("feed.none"), Text: []string{r.T("feed.none.text")}}
	}
	status := http.StatusOK
	if refused != nil {
		status = gate.Status(refused)
		v.Problems = look.Problems{{ID: "file", Label: r.T("feed.file"), Text: look.SayArgs(r.Lang, refused.Code, refused.Args)}}
	}
	var err error
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return listPage.WriteStatus(w, status, r.Frame("feed.title"), v)
}

// bring takes one file in; the page of it tells what becomes of it.
func (p Page) bring(w http.ResponseWriter, r *gate.Request) error {
	by, err := p.person(r)
	if err != nil {
		return err
	}
	var made feed.File
	came, err := upload.Take(w, r, true, func(c *upload.Came, name string, body io.Reader) (err error) {
		made, err = p.Bring.Do(r.Context(), r.Scope, advising.Upload{Name: name, By: by, Body: body, Key: c.Key})
		return err
	})
	if err != nil {
		return err
	}
	if len(came.Refused) > 0 {
		r.Drain(w)
		return p.write(w, r, came.Refused[0].Error)
	}
	return gate.See(w, Path+"/"+string(made.ID))
}

func (p Page) person(r *gate.Request) (name string, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		_, _, person, err := tx.Registered()
		name = person.Name
		return err
	})
	return name, err
}

// One is the page of one file.
type One struct {
	Name     string
	Poll     string // asked again while it is worked on
	Here     string
	Key      string
	State    look.Tag
	Lead     string
	Notice   *look.Notice
	Progress *look.Progress
	Facts    []look.Answer
	Stop     string
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[One]("advisories/one", oneSource)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.answer(w, r, nil) }

func (p Page) answer(w http.ResponseWriter, r *gate.Request, problem *fault.Error) error {
	var f feed.File
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		f, err = tx.AdvisoryFile(ident.Object(r.PathValue("file")))
		return err
	}); err != nil {
		return err
	}
	v, err := view(r, f)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if problem != nil {
		status = gate.Status(problem)
		v.Notice = &look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, problem.Code, problem.Args), Assert: true}
	}
	if r.Header.Get("HX-Request") == "true" && problem == nil {
		return onePage.WriteFragment(w, look.Frame{Lang: r.Lang}, "advisories", v)
	}
	return onePage.WriteStatus(w, status, r.Frame("feed.one").With(look.Link{To: Path, Text: r.T("feed.title")}, look.Link{Text: f.Name}), v)
}

func (p Page) stop(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := r.PathValue("file")
	key, err := r.Key(organisation.Digest("advisories.stop", id))
	if err != nil {
		return err
	}
	err = p.Stop.Do(r.Context(), r.Scope, key, ident.Object(id))
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Conflict {
		return p.answer(w, r, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+id)
}
