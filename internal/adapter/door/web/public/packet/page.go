// Package packet is where anybody brings a report that was written without a network (R7): the file alone, without signing in. The answer is
// a number; what is inside is shown to nobody here.
package packet

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/packet"
)

// Path is the page's address.
const Path = "/packet"

// Page is filled in by serve. Take files a packet.
type Page struct {
	Take func(ctx context.Context, file []byte) (ident.Number, ident.Instant, error)
}

// Routes returns the page's routes: public, both.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Function: opening.Report, Handle: p.show},
		{Pattern: "POST " + Path, Function: opening.Report, Body: envelope.Body, Handle: p.take},
	}
}

// View is what the page shows.
type View struct {
	Taken    bool
	Number   string
	At       ident.Instant
	Refused  *look.Notice
	Problems look.Problems
	File     look.Field
	Desk     look.Desk
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/packet", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, http.StatusOK, View{})
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	f := r.Frame("packet.title")
	v.Desk = f.House.Desk
	v.File = look.Field{Kind: look.Upload, ID: "file", Label: r.T("packet.file"), Hint: r.T("packet.file.hint"), Need: true, Error: v.File.Error}
	if v.File.Error != "" {
		v.Problems = look.Problems{{ID: "file", Label: v.File.Label, Text: v.File.Error}}
	}
	return page.WriteStatus(w, status, f, v)
}

func (p Page) take(w http.ResponseWriter, r *gate.Request) error {
	_, file, err := r.Uploaded(envelope.Body)
	if err != nil {
		return err
	}
	if len(file.Data) == 0 {
		return p.write(w, r, http.StatusUnprocessableEntity, View{File: look.Field{Error: r.T("packet.nothing")}})
	}
	n, at, err := p.Take(r.Context(), file.Data)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Invalid {
		return p.write(w, r, http.StatusUnprocessableEntity, View{Refused: refused(r, e)})
	}
	if err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, View{Taken: true, Number: string(n), At: at})
}

// refused says what to do: one answer for whatever is not known, and the places for whoever showed a good code.
func refused(r *gate.Request, e *fault.Error) *look.Notice {
	n := &look.Notice{Tone: look.Danger, Title: r.T("packet.refused"), Assert: true, Text: []string{r.T("packet.refused.file"), r.T("packet.refused.code"), r.T("packet.refused.form"), r.T("packet.refused.call")}}
	if len(e.Fields) == 0 {
		return n
	}
	n.Title, n.Text = r.T("packet.unread"), nil
	for _, f := range e.Fields {
		name := f.Path
		if x, ok := packet.Form().Field(f.Path); ok {
			name = x.Label.In(string(r.Lang))
		}
		n.Text = append(n.Text, name+": "+r.Why(f))
	}
	n.Text = append(n.Text, r.T("packet.unread.again"))
	return n
}
