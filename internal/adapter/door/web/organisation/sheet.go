package organisation

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
)

// Sheet is one thing that is filled in, checked on a second page, and done from there: Enter in a field never does it
// (R16), and what was typed is there again whatever happens.
type Sheet struct {
	Key         string // of the title in the catalogue
	Title, Lead string
	Here        string // address of the form; /send does it
	Back        look.Link
	Notice      *look.Notice
	Problems    look.Problems
	Fields      []look.Field
	Answers     []look.Answer // what will be done, in words: the second page
	Told        []string      // what follows from it
	Hidden      []look.Field
	Next, Do    string
	Danger      bool
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[Sheet]("organisation/sheet", sheetSource)

// Write shows the sheet.
func (v Sheet) Write(w http.ResponseWriter, r *gate.Request, status int, crumbs ...look.Link) error {
	v.Title = r.T(v.Key)
	return sheetPage.WriteStatus(w, status, r.Frame(v.Key).With(append([]look.Link{{To: Path, Text: r.T("organisation.title")}}, append(crumbs, look.Link{Text: v.Title})...)...), v)
}

// Keep carries what was typed from the form to the page that checks it, with the key of the act.
func Keep(form url.Values, names ...string) (list []look.Field) {
	for _, n := range append(names, "key") {
		for _, v := range form[n] {
			list = append(list, look.Field{Kind: look.Hidden, Name: n, Value: v})
		}
	}
	return list
}

// KeyField is the key under which the form's act is done once.
func KeyField(key string) look.Field {
	return look.Field{Kind: look.Hidden, Name: "key", Value: key}
}

// Mine tells a fault that the form can show, from one that the gate answers.
func Mine(err error) (*fault.Error, bool) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Conflict && e.Kind != fault.Exceeded && (e.Kind != fault.Denied || e.Code == "fault.denied") {
		return nil, false
	}
	return e, true
}

// Tell puts a fault into the form: at its fields, and in the summary at its head.
func (v *Sheet) Tell(r *gate.Request, e *fault.Error) {
	v.Problems = append(v.Problems, Beside(r, v.Fields, e, "main")...)
}

// Beside puts a fault at those of the fields that it is about, and returns it for the summary at the head; at is where what is
// about none of them leads: "" nowhere.
func Beside(r *gate.Request, fields []look.Field, e *fault.Error, at string) (all look.Problems) {
	if len(e.Fields) == 0 && e.Code != "" {
		all = append(all, look.Problem{ID: at, Text: look.SayArgs(r.Lang, e.Code, e.Args)})
	}
	for _, f := range e.Fields {
		p := look.Problem{ID: at, Text: r.Why(f)}
		for i := range fields {
			if fields[i].ID == f.Path {
				fields[i].Error, p.ID, p.Label = p.Text, f.Path, fields[i].Label
			}
		}
		all = append(all, p)
	}
	return all
}
