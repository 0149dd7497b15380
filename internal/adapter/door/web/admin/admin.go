// Package admin owns what the pages of the platform's administrators share: how a form is filled in, looked at once more
// before anything happens (R16: Enter never acts), and how what went wrong is said beside its field.
package admin

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

// Addresses of the pages.
const (
	AccountPath = "/admin/account"
	OrgPath     = AccountPath + "/org"
	ChangePath  = "/admin/change"
)

// What the routes need.
var (
	MayRead    = access.Permission{Action: access.Read, Object: access.Organisation}
	MayWrite   = access.Permission{Action: access.Write, Object: access.Organisation}
	MayConfirm = access.Permission{Action: access.Confirm, Object: access.Organisation}
)

// BodyLimit bounds a posted form.
const BodyLimit = 64 << 10

// Values reads the fields of a form that was posted.
func Values(f form.Form, posted url.Values) form.Values {
	v := form.Values{}
	for _, field := range f.Fields() {
		if s := posted.Get(field.ID); s != "" {
			v[field.ID] = form.Value{Texts: []string{s}}
		}
	}
	return v
}

// Fields draws a form with what was typed; what is wrong with it stands beside the field.
func Fields(r *gate.Request, f form.Form, values form.Values, err error) (list []look.Field) {
	l := string(r.Lang)
	why := Why(r, err)
	for _, field := range f.Fields() {
		v := look.Field{
			Kind: look.Line, ID: field.ID, Label: field.Label.In(l), Hint: field.Help.In(l), Example: field.Example.In(l), Need: field.Needed,
			Value: strings.ToValidUTF8(values[field.ID].Text(), "\ufffd"), Error: why[field.ID],
		}
		if field.Kind == form.Area {
			v.Kind, v.Limit = look.Area, field.Limit
		}
		if field.Kind == form.Choice {
			v.Kind, v.Width = look.Select, look.Mid
			v.Options = append(v.Options, look.Option{Label: r.T("register.choose")})
			for _, o := range field.Options {
				v.Options = append(v.Options, look.Option{Value: o.ID, Label: o.Label.In(l), Chosen: v.Value == o.ID})
			}
		}
		list = append(list, v)
	}
	return list
}

// Why are the sentences of a fault by place.
func Why(r *gate.Request, err error) map[string]string {
	why := map[string]string{}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			if why[f.Path] == "" {
				why[f.Path] = r.Why(f)
			}
		}
	}
	return why
}

// Mine reports whether a fault is about what was typed, so that the page is shown again with it.
func Mine(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Exceeded)
}

// Status is the status of a form that is shown with what was wrong.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return gate.Status(err)
}

// Says is a fault as a notice, for what no field is to blame for.
func Says(r *gate.Request, err error) []look.Notice {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) > 0 {
		return nil
	}
	return []look.Notice{{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}}
}

// Answers lists a form's answers for the page before acting; what is empty is left out.
func Answers(l look.Lang, f form.Form, values form.Values) (list []look.Answer) {
	for _, field := range f.Fields() {
		said := values[field.ID].Text()
		if o, ok := field.Option(said); ok {
			said = o.Label.In(string(l))
		}
		if strings.TrimSpace(said) != "" {
			list = append(list, look.Answer{Question: field.Label.In(string(l)), Text: said})
		}
	}
	return list
}

// Pair is a value that the page before acting carries on.
type Pair struct{ Name, Value string }

// Carry lists what was posted of a form, for the page before acting.
func Carry(f form.Form, values form.Values) (list []Pair) {
	for _, field := range f.Fields() {
		if s := values[field.ID].Text(); s != "" {
			list = append(list, Pair{field.ID, s})
		}
	}
	return list
}

// Check is the page before acting: what will happen, one button that does it, one that goes back to the form.
type Check struct {
	Refused error // why the act was refused that was pressed last, for the status of the answer
	Title   string
	Lead    string
	Notices []look.Notice
	Answers []look.Answer
	Tables  []look.Table
	Action  string
	Carry   []Pair
	Key     string
	Do      string // words of the button
	Danger  bool
	Also    []Pair // further buttons that change nothing: what do is, and their words
	Fix     bool   // back is the form with what was typed, by do=fix
	Back    look.Link
}

//go:embed check.tmpl
var source string

var checkPage = look.Parse[Check]("admin/check", source)

// WriteCheck shows the page before acting.
func WriteCheck(w http.ResponseWriter, r *gate.Request, f look.Frame, c Check) (err error) {
	if c.Key == "" {
		if c.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	f.Title = c.Title
	return checkPage.WriteStatus(w, Status(c.Refused), f, c)
}

// Key is the idempotency key of a posted act; v is all of what is asked for.
func Key(r *gate.Request, v any) (k [32]byte, err error) {
	b, err := json.Marshal(v)
	return sha256.Sum256(append([]byte(r.URL.Path+"\n"), b...)), err
}

// Done are the notices for what a page before has done, by the word in its address.
func Done(r *gate.Request, known ...string) []look.Notice {
	word := r.URL.Query().Get("done")
	for _, k := range known {
		if k == word {
			return []look.Notice{{Tone: look.Good, Title: r.T("register.done." + k)}}
		}
	}
	return nil
}

// Place is the way to a page below 組織とアカウント.
func Place(r *gate.Request, f look.Frame, more ...look.Link) look.Frame {
	return f.With(append([]look.Link{{To: AccountPath, Text: r.T("nav.accounts")}}, more...)...)
}
