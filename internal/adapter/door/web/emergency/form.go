package emergency

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// FormView is the page on which one is asked for.
type FormView struct {
	Problems look.Problems
	Fields   []look.Field
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[FormView]("emergency/form", formSource)

func (p Pages) form(w http.ResponseWriter, r *gate.Request) error {
	return p.formWrite(w, r, url.Values{"hours": {"1"}}, nil)
}

func (p Pages) formWrite(w http.ResponseWriter, r *gate.Request, typed url.Values, problem error) error {
	why := admin.Why(r, problem)
	hours := []look.Option{}
	for n := 1; n <= emergency.MostHours; n++ {
		hours = append(hours, look.Option{Value: strconv.Itoa(n), Label: r.T("emergency.hours.n", "n", strconv.Itoa(n)), Chosen: typed.Get("hours") == strconv.Itoa(n)})
	}
	v := FormView{Fields: []look.Field{
		{Kind: look.Line, ID: "number", Label: r.T("emergency.about"), Hint: r.T("emergency.about.hint"), Need: true, Width: look.Mid, Value: typed.Get("number")},
		{Kind: look.Area, ID: "reason", Label: r.T("emergency.reason"), Hint: r.T("emergency.reason.hint"), Need: true, Free: true, Value: typed.Get("reason")},
		{Kind: look.Radio, ID: "hours", Label: r.T("emergency.hours"), Need: true, Options: hours},
	}}
	for i, f := range v.Fields {
		if v.Fields[i].Error = why[f.ID]; v.Fields[i].Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: f.Label, Text: v.Fields[i].Error})
		}
	}
	return formPage.WriteStatus(w, admin.Status(problem), place(r, r.T("emergency.new")), v)
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	if typed.Get("do") == "fix" {
		return p.formWrite(w, r, typed, nil)
	}
	g := emergency.Glass{Reason: strings.ReplaceAll(typed.Get("reason"), "\r\n", "\n")}
	if g.Hours, err = strconv.Atoi(typed.Get("hours")); err != nil {
		g.Hours = 0
	}
	var wrong *fault.Field
	if s := strings.TrimSpace(typed.Get("number")); s != "" {
		if g.About, err = ident.ParseNumber(s); err != nil {
			wrong = &fault.Field{Path: "number", Code: "fault.emergency.number"}
			g.About = "?"
		}
	}
	problem := g.Check()
	if wrong != nil {
		problem = &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{*wrong}}
	}
	if problem != nil {
		return p.formWrite(w, r, typed, problem)
	}
	if typed.Get("do") != "go" {
		c := admin.Check{
			Title: r.T("emergency.check"), Lead: r.T("emergency.check.lead"), Answers: answers(r, g), Action: Path + "/new", Do: r.T("emergency.ask"), Fix: true, Danger: true,
			Notices: []look.Notice{{Tone: look.Warn, Title: r.T("emergency.effect"), Text: []string{r.T("emergency.effect.1"), r.T("emergency.effect.2"), r.T("emergency.effect.3")}}},
		}
		for _, id := range []string{"number", "reason", "hours"} {
			c.Carry = append(c.Carry, admin.Pair{Name: id, Value: typed.Get(id)})
		}
		return admin.WriteCheck(w, r, place(r, c.Title), c)
	}
	digest, err := admin.Key(r, []any{g.About, g.Reason, g.Hours})
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Ask.Do(r.Context(), r.Scope, key, g)
	if admin.Mine(err) {
		return p.formWrite(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id))
}
