package many

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Done is the page of one act: what came of it, and how it is taken back.
type Done struct {
	Notice look.Notice
	Facts  []look.Answer
	Table  *look.Table
	Left   int    // filings of which it can still be taken back
	Undo   string // the address that does so
	Undone string // says that it was taken back; empty where it stands
	Back   string // the list

	Title, Key string // of Write
}

//go:embed done.tmpl
var doneSource string

var donePage = look.Parse[Done]("ministry/many/done", doneSource)

// Write writes the page; e is why it was not taken back.
func (v Done) Write(w http.ResponseWriter, r *gate.Request, f look.Frame, e *fault.Error) (err error) {
	v.Title = f.Title
	switch {
	case v.Undone != "":
		v.Notice, v.Undo = look.Notice{Tone: look.Info, Title: v.Undone}, ""
	case v.Left == 0:
		v.Undo = ""
	default:
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if e != nil {
		v.Notice, status = look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}, gate.Status(e)
	}
	return donePage.WriteStatus(w, status, f, v)
}

// TakeBack takes the act of the address back and leads to its page below path; what cannot be taken back any more is said there.
func TakeBack(w http.ResponseWriter, r *gate.Request, path string, undo func(context.Context, access.Scope, ident.Key, ident.Object) error, say func(http.ResponseWriter, *gate.Request, *fault.Error) error) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := r.PathValue("act")
	key, err := r.Key(organisation.Digest(id))
	if err != nil {
		return err
	}
	err = undo(r.Context(), r.Scope, key, ident.Object(id))
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Conflict {
		return say(w, r, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, path+"/"+id)
}

// Past is the page of the latest acts of a unit.
type Past struct {
	Lead  string
	Todos []look.Todo
	Empty *look.Empty // where there are none

	Title string // of Write
}

//go:embed past.tmpl
var pastSource string

var pastPage = look.Parse[Past]("ministry/many/past", pastSource)

// Write writes the page.
func (v Past) Write(w http.ResponseWriter, f look.Frame) error {
	if v.Title = f.Title; len(v.Todos) > 0 {
		v.Empty = nil
	}
	return pastPage.Write(w, f, v)
}
