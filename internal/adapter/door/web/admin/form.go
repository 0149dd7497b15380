package admin

import (
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
)

// Form is a page on which something is filled in; nothing happens before the page after it (R16).
type Form struct {
	Title    string
	Lead     string
	Notices  []look.Notice
	Problems look.Problems
	Tables   []look.Table
	Empty    *look.Empty // stands instead of the fields
	Action   string
	Ask      bool   // the form is only a question: it goes by GET
	Upload   bool   // files come with it
	Hidden   []Pair // carried on
	Fields   []look.Field
	Do       string      // words of the button; those of a check when empty
	Take     []look.Link // files to take before anything is filled in
	More     []look.Link
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[Form]("admin/form", formSource)

// WriteForm shows a form. What is wrong by field stands beside the field and in the summary; a fault without fields
// is a notice.
func WriteForm(w http.ResponseWriter, r *gate.Request, f look.Frame, v Form, wrong Wrong) error {
	for i, field := range v.Fields {
		if why := wrong.Why[field.ID]; why != "" {
			v.Fields[i].Error = why
		}
	}
	v.Problems = append(v.Problems, look.ProblemsOf(v.Fields)...)
	v.Notices = append(v.Notices, Says(r, wrong.Err)...)
	if v.Do == "" {
		v.Do = r.T("register.check")
	}
	f.Title = v.Title
	status := Status(wrong.Err)
	if len(wrong.Why) > 0 && wrong.Err == nil {
		status = http.StatusUnprocessableEntity
	}
	return formPage.WriteStatus(w, status, f, v)
}

// Wrong is why a form is shown again: sentences by field, and the fault of an act.
type Wrong struct {
	Why map[string]string
	Err error
}

// Of is what a fault says.
func Of(r *gate.Request, err error) Wrong { return Wrong{Why(r, err), err} }

// Text is a text that was typed, without spaces around it and with plain line ends.
func Text(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
