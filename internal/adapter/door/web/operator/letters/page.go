// Package letters is 届いた事務連絡 of an operator (R23): what offices wrote to it, each with its number. Whoever wrote is told that it was opened, by
// organisation and time.
package letters

import (
	"context"
	_ "embed"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/letter"
)

// Path is the page's address.
const Path = "/operator/letters"

// Tx is what the pages read.
type Tx interface {
	LettersReceived(limit int) ([]letter.Copy, error)
	LetterReceived(ident.Number) (letter.Copy, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
}

// Routes returns the pages' routes. An office has pages of its own, and is told of no page here.
func (p Page) Routes() []gate.Route {
	home := access.Permission{Action: access.Read, Object: access.Home}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: home, Handle: p.list},
		{Pattern: "GET " + Path + "/{letter}", Needs: home, Handle: p.show},
	}
}

// listed bounds the list.
const listed = 100

// View is the list.
type View struct {
	Todos []look.Todo
	Empty *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("operator/letters", source)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	var v View
	if err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		all, err := tx.LettersReceived(listed)
		for _, c := range all {
			v.Todos, seen = append(v.Todos, Todo(r, c)), append(seen, c.ID)
		}
		return seen, err
	}); err != nil {
		return err
	}
	if len(v.Todos) == 0 {
		v.Empty = &look.Empty{Title: r.T("memo.received.none"), Text: []string{r.T("memo.received.none.text")}, Links: []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}}}
	}
	return page.Write(w, r.Frame("memo.received").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("memo.received")}), v)
}

// Todo is the line of what an office wrote.
func Todo(r *gate.Request, c letter.Copy) look.Todo {
	t := look.Todo{
		What: c.Title, Ref: string(c.Number), Tag: look.Tag{Text: r.T("memo.unopened"), Tone: look.Warn}, Until: look.Moment(r.Lang, c.At), Holder: look.Named(r.Lang, c.OfficeIs, c.OfficeEn),
		To: look.Link{To: Path + "/" + c.Number.ASCII(), Text: r.T("memo.read")}, Alert: true,
	}
	if c.OpenedAt != 0 {
		t.Tag, t.Alert = look.Tag{Text: r.T("memo.opened.tag"), Tone: look.Plain}, false
	}
	return t
}

// lately is how long what was opened already stays on やること.
const lately = 14 * 24 * time.Hour

// Todos are the lines of やること: what nobody has opened, and what came lately.
func Todos(r *gate.Request, list []letter.Copy) (unopened, opened []look.Todo) {
	for _, c := range list {
		switch {
		case c.OpenedAt == 0:
			unopened = append(unopened, Todo(r, c))
		case c.At.Add(lately) > r.Now:
			opened = append(opened, Todo(r, c))
		}
	}
	return unopened, opened
}

// Show is one that arrived.
type Show struct {
	Title  string
	Text   string
	Office string
	Phone  string
	Number string
	At     ident.Instant
}

//go:embed show.tmpl
var showSource string

var showPage = look.Parse[Show]("operator/letters/show", showSource)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("letter"))
	if err != nil {
		return fault.Absent()
	}
	var c letter.Copy
	if err := p.Look(r.Context(), r.Scope, access.LookOpen, func(tx Tx) ([]ident.Object, error) {
		if c, err = tx.LetterReceived(n); err != nil {
			return nil, err
		}
		return []ident.Object{c.ID}, nil
	}); err != nil {
		return err
	}
	v := Show{Title: c.Title, Text: c.Text, Office: look.Named(r.Lang, c.OfficeIs, c.OfficeEn), Phone: c.Phone, Number: string(c.Number), At: c.At}
	f := r.Frame("memo.received").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{To: Path, Text: r.T("memo.received")}, look.Link{Text: v.Number}).About(v.Number)
	return showPage.Write(w, f, v)
}
