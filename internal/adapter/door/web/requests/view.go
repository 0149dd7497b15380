package requests

import (
	"errors"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// View is the form, or what will be sent.
type View struct {
	titleKey string
	Title    string
	Lead     string
	Number   string
	Office   string
	At       ident.Instant
	Text     string
	By       string // the wished day, and by how many days it has passed
	Events   []look.Event
	Report   string // address
	Here     string // address of the form
	Over     string // why nothing is left to do
	Problems look.Problems
	Fields   []look.Field
	Hidden   []look.Field
	Answers  []look.Answer
	Send     string // words of the button
}

func (p Page) begin(r *gate.Request, a asked) View {
	v := View{
		titleKey: "step.extension.title", Number: string(a.Number), Office: look.Named(r.Lang, a.Office, a.OfficeEn), At: a.AskedAt, Text: a.Text,
		By: Wished(r.Lang, a.Request, law.DayOf(r.Now)), Events: Events(r.Lang, a.Request), Report: p.report(a),
	}
	if e, ok := errors.AsType[*fault.Error](a.Open()); ok {
		v.Over = r.T(e.Code)
	}
	v.Here, v.Lead = v.Report+"/requests/"+a.Number.ASCII()+"/extension", r.T("step.extension.lead")
	if p.Office {
		v.titleKey, v.Here, v.Lead = "step.office.title", v.Report+"/requests/"+a.Number.ASCII(), r.T("step.office.lead")
	}
	v.Title = r.T(v.titleKey)
	return v
}

func (p Page) form(r *gate.Request, a asked, t typed, bad look.Problems) View {
	v := p.begin(r, a)
	v.Problems = bad
	wrong := func(id string) string {
		for _, b := range bad {
			if b.ID == id {
				return b.Text
			}
		}
		return ""
	}
	if p.Office {
		v.Fields = append(v.Fields, look.Field{Kind: look.Radio, ID: "kind", Label: r.T("step.kind"), Need: true, Error: wrong("kind"), Options: options(r, a, t)})
	}
	by := look.Field{Kind: look.DayLine, ID: "by", Label: r.T("step.by"), Value: t.By, Error: wrong("by"), Example: r.T("officer.ask.wished.example"), Width: look.Mid, Need: !p.Office}
	if d, err := law.ReadDay(t.By); err == nil && by.Error == "" {
		by.Echo = look.DayBoth(r.Lang, d.Day)
	}
	if p.Office {
		by.Hint = r.T("step.by.hint")
	}
	if !p.Office || a.Pending() != nil {
		v.Fields = append(v.Fields, by)
	}
	reason := look.Field{Kind: look.Area, ID: "reason", Label: r.T("step.reason"), Value: t.Reason, Error: wrong("reason"), Hint: r.T("step.reason.hint"), Limit: request.ReasonLimit, Need: !p.Office}
	if p.Office {
		reason.Hint = r.T("step.reason.office")
	}
	v.Fields = append(v.Fields, reason)
	return v
}

// options are what the office can do now.
func options(r *gate.Request, a asked, t typed) (list []look.Option) {
	add := func(k request.StepKind) {
		list = append(list, look.Option{Value: string(k), Label: r.T("step.kind." + string(k)), Note: r.T("step.kind." + string(k) + ".note"), Chosen: t.Kind == string(k)})
	}
	if a.Pending() != nil {
		add(request.Extended)
		add(request.NotExtended)
	}
	add(request.Chased)
	if len(list) == 1 {
		list[0].Chosen = true
	}
	return list
}

func (p Page) summary(r *gate.Request, a asked, t typed, told asking.Told) View {
	v := p.begin(r, a)
	v.titleKey = "officer.ask.check"
	v.Title, v.Lead = r.T(v.titleKey), r.T("step.told."+string(told.Kind))
	v.Answers = []look.Answer{{Question: r.T("step.kind"), Text: r.T("step.kind." + string(told.Kind))}}
	if !told.By.IsZero() {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("step.by"), Text: look.DayBoth(r.Lang, told.By)})
	}
	if told.Reason != "" {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("step.reason"), Text: told.Reason})
	}
	v.Send = r.T("step.send." + string(told.Kind))
	by := ""
	if !told.By.IsZero() {
		by = t.By
	}
	for _, f := range [][2]string{{"kind", t.Kind}, {"by", by}, {"reason", t.Reason}, {"key", t.Key}} {
		v.Hidden = append(v.Hidden, look.Field{Kind: look.Hidden, ID: f[0], Value: f[1]})
	}
	return v
}

// Wished is the day by which an answer is wished for, and by how many days it has passed in silence; empty when there is none.
func Wished(l look.Lang, q request.Request, today law.Day) string {
	switch {
	case q.AnswerBy.IsZero():
		return ""
	case q.Silent(today):
		return look.Say(l, "step.silent", "day", look.Day(l, q.AnswerBy), "n", today.Since(q.AnswerBy))
	}
	return look.Say(l, "reports.by", "day", look.Day(l, q.AnswerBy))
}

// Events are what was done about a question while it waited, for either side.
func Events(l look.Lang, q request.Request) (list []look.Event) {
	for _, s := range q.Steps {
		e := look.Event{At: s.At, What: look.Say(l, "step.event."+string(s.Kind), "day", look.Day(l, s.By)), Text: s.Reason, Done: true, By: s.Name}
		if s.Kind != request.ExtensionAsked {
			e.By = look.Named(l, q.Office, q.OfficeEn)
		}
		if s.Kind == request.ExtensionAsked && q.State == request.Waiting && q.Pending() != nil && q.Pending().ID == s.ID {
			e.Done, e.Alert = false, true
		}
		list = append(list, e)
	}
	return list
}
