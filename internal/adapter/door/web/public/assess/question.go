package assess

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
)

// asked says which question is shown, and with what.
type asked struct {
	at    int
	then  string
	typed *Typed // what could not be read
}

// questionView is one question.
type questionView struct {
	Carry
	Title, At, Then string
	Step            Step
	Steps           look.Steps
	Problems        look.Problems
	Back            bool
	Cites           []common.Cite
}

// Carry is what every page of a walk sends along.
type Carry struct {
	Action, Save string // addresses
	Other        string // this page's address in the other language
	OtherName    string
	OtherLang    look.Lang
	Facts        string
}

// startView is the first page of an assessment.
type startView struct {
	Carry
	Title, Lead string
	Expect      []string
	Problems    look.Problems
	File        look.Field
	Upload      string
}

//go:embed question.tmpl
var questionSource string

//go:embed start.tmpl
var startSource string

var (
	questionPage = look.Parse[questionView]("public/assess/question", questionSource+common.CitesSource)
	startPage    = look.Parse[startView]("public/assess", startSource)
)

func (k Walk) carry(r *gate.Request, q *inquiry.Inquiry) (Carry, error) {
	facts, err := Encode(*q)
	c := Carry{Action: k.action(r, ""), Save: k.action(r, "/save"), Facts: string(facts)}
	c.OtherLang, c.OtherName = look.En, r.T("lang.en")
	if r.Lang == look.En {
		c.OtherLang, c.OtherName = look.Ja, r.T("lang.ja")
	}
	c.Other = k.Path + "?lang=" + string(c.OtherLang)
	return c, err
}

// ask shows a question; 422 when it shows what could not be read.
func (k Walk) ask(w http.ResponseWriter, r *gate.Request, q *inquiry.Inquiry, a asked) error {
	steps := k.Steps(k.sheet(r, q))
	s := steps[min(a.at, len(steps)-1)]
	c, err := k.carry(r, q)
	if err != nil {
		return k.refuse(w, r, err)
	}
	v := questionView{Carry: c, Title: r.T(k.Title), At: s.Path, Then: a.then, Back: a.at > 0, Steps: k.progress(r, s.Stage)}
	entries, err := k.common(r)
	if err != nil {
		return err
	}
	v.Cites = common.Cites(r, faq.About(entries, s.Topic))
	status := http.StatusOK
	if a.typed != nil {
		status = http.StatusUnprocessableEntity
		v.Problems = a.typed.retype(r, s.Fields)
	}
	v.Step = s
	return questionPage.WriteStatus(w, status, k.frame(r, s.Ask()), v)
}

// retype puts what was typed back into the fields, with what is wrong with it.
func (t *Typed) retype(r *gate.Request, fields []look.Field) look.Problems {
	var out look.Problems
	for i := range fields {
		f := &fields[i]
		for _, one := range t.Faults.Fields {
			if one.Path == f.ID && f.Error == "" {
				f.Error = r.Why(one)
				out = append(out, look.Problem{ID: f.ID, Label: f.Label, Text: f.Error})
			}
		}
		if f.Kind == look.Line || f.Kind == look.DayLine || f.Kind == look.When {
			f.Value, f.Echo = shown(t.Get(f.ID)), ""
		}
	}
	return out
}

func (k Walk) progress(r *gate.Request, stage int) look.Steps {
	var out look.Steps
	for i, key := range k.Stages {
		out = append(out, look.Step{Text: r.T(key), Now: i == stage, Done: i < stage})
	}
	return out
}

// start says what to expect; the walk begins with a press.
func (k Walk) start(w http.ResponseWriter, r *gate.Request) error {
	return k.begin(w, r, http.StatusOK, nil)
}

func (k Walk) begin(w http.ResponseWriter, r *gate.Request, status int, problems look.Problems) error {
	q := k.Begin()
	c, err := k.carry(r, &q)
	if err != nil {
		return err
	}
	f := r.Frame(k.Title)
	f.Crumbs = []look.Link{{To: "/", Text: r.T("assess.home")}, {Text: f.Title}}
	v := startView{Carry: c, Title: f.Title, Lead: r.T(k.Lead), Problems: problems, Upload: k.action(r, "/facts"),
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("assess.upload.file"), Hint: r.T("assess.upload.hint"), Free: true}}
	if len(problems) > 0 {
		v.File.Error = r.T("assess.upload.unread")
	}
	for _, e := range k.Expect {
		v.Expect = append(v.Expect, r.T(e))
	}
	return startPage.WriteStatus(w, status, f, v)
}

// show answers. A page of a walk that has not been answered to its end shows what remains possible.
func (k Walk) show(w http.ResponseWriter, r *gate.Request, q *inquiry.Inquiry, echoes []inquiry.Echo) error {
	c, err := k.carry(r, q)
	if err != nil {
		return k.refuse(w, r, err)
	}
	day := law.DayOf(r.Now)
	o := Outcome{Inquiry: *q, Answer: q.Answer(law.Release(), day), Steps: k.Steps(k.sheet(r, q)), Frame: k.frame(r, r.T("assess.result"))}
	if o.Cited, err = k.common(r); err != nil {
		return err
	}
	o.Answer.Understood = append(o.Answer.Understood, echoes...)
	o.Carry, o.Title, o.Day, o.Progress = c, r.T(k.Title), o.Answer.Day, k.progress(r, len(k.Stages)-1)
	o.Book = law.At(day).ID
	o.Common.fill(r, o)
	return k.Show(w, r, o)
}
