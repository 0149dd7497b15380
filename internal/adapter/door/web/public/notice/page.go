// Package notice is 気付きを連絡する (R11): where a contractor that noticed first tells the operators who gave it a code. Nobody need be signed
// in. What was told is shown to nobody here; the answer is a number and a receipt for each operator.
package notice

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/text"
)

// Path is the page's address.
const Path = "/notice"

// Page is filled in by serve. Take tells each operator.
type Page struct {
	Take func(ctx context.Context, c notice.Content, to []notice.To, client string) ([]notice.Told, error)
}

// Routes returns the page's routes: public, both.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Function: opening.Report, Handle: p.show},
		{Pattern: "POST " + Path, Function: opening.Report, Handle: p.post},
	}
}

// View is what the page shows: the form, what was typed before it is sent, or what became of it.
type View struct {
	Here     string
	Notices  []look.Notice
	Problems look.Problems
	To, More []look.Field
	Open     bool // the part for further operators
	Fields   []look.Field
	Back     []look.Field
	Answers  []look.Answer
	Hidden   []look.Field
	Told     []Line
	Desk     look.Desk
}

// Line is what became of one address.
type Line struct {
	Operator, Number, At, Receipt, Bad string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/notice", source)

// noticedAt is typed as the moments of a form are.
var noticedAt = form.Field{ID: "noticed_at", Kind: form.Moment, Needed: true, Label: text.Both{Ja: "気付いた日時", En: "When you noticed"}}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return write(w, r, http.StatusOK, formOf(r, typed{caller: r.Visitor.OrgName.In(string(r.Lang))}, nil))
}

func write(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	f := r.Frame("tip.title")
	v.Here, v.Desk = Path, f.House.Desk
	return page.WriteStatus(w, status, f, v)
}

// formOf is the form with what was typed, and what is wrong with it.
func formOf(r *gate.Request, t typed, why map[string]string) (v View) {
	line := func(id, hint, value string, f look.Field) look.Field {
		f.Kind, f.ID, f.Label, f.Hint, f.Value = look.Line, id, r.T("tip.form."+id), hint, value
		f.Width = look.Mid
		return f
	}
	v.To = []look.Field{
		line("operator", r.T("tip.form.operator.hint"), t.to.Operator, look.Field{Need: true, Mode: "numeric"}),
		line("code", r.T("tip.form.code.hint"), t.to.Code, look.Field{Need: true}),
		line("earlier", r.T("tip.form.earlier.hint"), t.to.Earlier, look.Field{Free: true}),
	}
	v.More = []look.Field{{Kind: look.Area, ID: "others", Label: r.T("tip.form.others"), Hint: r.T("tip.form.others.hint"), Example: r.T("tip.form.others.example"), Value: t.others, Free: true}}
	v.Open = t.others != ""
	v.Fields = []look.Field{
		{Kind: look.Area, ID: "what", Label: r.T("tip.form.what"), Hint: r.T("tip.form.what.hint"), Value: t.content.What, Need: true, Limit: notice.TextMost},
		filling.Field(r, form.Form{}, noticedAt, t.noticed),
		{Kind: look.Area, ID: "machines", Label: r.T("tip.form.machines"), Hint: r.T("tip.form.machines.hint"), Value: t.content.Machines, Free: true, Limit: notice.TextMost},
		{Kind: look.Area, ID: "technical", Label: r.T("tip.form.technical"), Hint: r.T("tip.form.technical.hint"), Value: t.content.Technical, Free: true},
	}
	v.Back = []look.Field{
		line("caller", r.T("tip.form.caller.hint"), t.caller, look.Field{Need: true}),
		line("phone", "", t.content.Phone, look.Field{Need: true, Mode: "tel"}),
	}
	for _, list := range [][]look.Field{v.To, v.More, v.Fields, v.Back} {
		for i := range list {
			if x := why[list[i].ID]; x != "" {
				list[i].Error = x
			}
		}
		v.Problems = append(v.Problems, look.ProblemsOf(list)...)
	}
	return v
}
