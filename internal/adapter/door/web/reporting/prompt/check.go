package prompt

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/submitting"
)

// review is a draft as it would be sent now.
type review struct {
	faults []fault.Field
	asked  []form.Question
	due    law.Due
	dued   bool // due could be counted
}

// reviewOf judges a draft as sending would.
func reviewOf(r *gate.Request, d work) review {
	var v review
	values, asked, err := prompt().Check(d.values, r.Now)
	v.asked = asked
	if e, ok := errors.AsType[*fault.Error](err); ok {
		v.faults = e.Fields
	}
	for _, f := range prompt().Fields() {
		if len(d.answers[f.ID].Beside) > 0 {
			v.faults = append(v.faults, fault.Field{Path: f.ID, Code: "fault.draft.beside"})
		}
	}
	if _, err := form.MomentInstant(values["aware_at"].Text()); err != nil {
		return v
	}
	due, err := submitting.DetailedDue(values, r.Now)
	if e, ok := errors.AsType[*fault.Error](err); ok { // the law has no answer for such a day
		v.faults = append(v.faults, fault.Field{Path: "aware_at", Code: e.Code, Args: e.Args})
	}
	v.due, v.dued = due, err == nil
	return v
}

// ready reports whether it could be sent with these confirmations.
func (v review) ready(confirmed []string) bool {
	return len(v.faults) == 0 && len(form.Unconfirmed(v.asked, confirmed)) == 0
}

// confirmed keeps the confirmations of questions that are asked now, in their order.
func (v review) confirmed(sent []string) []string {
	var ids []string
	for _, q := range v.asked {
		if slices.Contains(sent, q.ID()) {
			ids = append(ids, q.ID())
		}
	}
	return ids
}

// checkView is 提出前の確認.
type checkView struct {
	Action, Number string
	Steps          look.Steps
	Problems       []look.Link
	Answers        []look.Answer
	Asked          []look.Field
	Here           []reporting.Office
	Elsewhere      []string
	Whole          bool // every office receives every item
	Due            look.Due
	Dued           bool
	File           bool // the visitor may send
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[checkView]("reporting/prompt/check", checkSource)

func (p Pages) check(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	v := checkFrom(r, d, reviewOf(r, d), nil, false)
	return checkPage.Write(w, frame(r, d, "prompt.check"), v)
}

// checked goes on to 送信 when nothing is left to be seen to; a question that was not confirmed is shown again.
func (p Pages) checked(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, true)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	v := reviewOf(r, d)
	confirmed := v.confirmed(fields["confirm"])
	switch {
	case fields.Get("do") != "next":
		return gate.See(w, reporting.PromptAt(d.Number, check))
	case v.ready(confirmed):
		return gate.See(w, sendAt(d, confirmed))
	}
	return checkPage.WriteStatus(w, http.StatusUnprocessableEntity, frame(r, d, "prompt.check"), checkFrom(r, d, v, confirmed, true))
}

func sendAt(d work, confirmed []string) string {
	to := reporting.PromptAt(d.Number, "send")
	if len(confirmed) > 0 {
		to += "?" + url.Values{"confirm": confirmed}.Encode()
	}
	return to
}

// checkFrom puts the page together; pressed says that somebody wanted to go on.
func checkFrom(r *gate.Request, d work, v review, confirmed []string, pressed bool) checkView {
	fix := func(step, field string) string {
		return reporting.PromptAt(d.Number, step) + "?then=" + check + "#" + field
	}
	c := checkView{
		Action: reporting.PromptAt(d.Number, check), Number: string(d.Number), Steps: progress(r, d, len(prompt().Steps), true),
		Answers: reporting.Answers(r.Lang, prompt(), d.values, fix), File: r.Scope.Permit(mayFile) == nil, Dued: v.dued,
	}
	i := 0
	for _, s := range prompt().Steps {
		for _, f := range s.Fields {
			for _, x := range v.faults {
				if x.Path == f.ID {
					c.Answers[i].Error = r.Why(x)
					c.Problems = append(c.Problems, look.Link{To: fix(s.ID, f.ID), Text: reporting.Label(r.Lang, f) + ": " + r.Why(x)})
				}
			}
			i++
		}
	}
	for _, q := range v.asked {
		ask := question(r, q, confirmed, pressed)
		if ask.Error != "" {
			c.Problems = append(c.Problems, look.Link{To: "#" + ask.ID, Text: ask.Label + ": " + ask.Error})
		}
		c.Asked = append(c.Asked, ask)
	}
	if v.dued {
		c.Due = reporting.Due(r.Lang, v.due, law.DayOf(r.Now))
	}
	c.Here, c.Whole = offices(r, d.offices)
	for _, a := range d.offices {
		if a.Channel == filing.Elsewhere {
			c.Elsewhere = append(c.Elsewhere, r.T("prompt.elsewhere.line", "name", look.Addressed(r.Lang, a.Title)))
		}
	}
	return c
}

// question is something that may be right but is asked about before sending.
func question(r *gate.Request, q form.Question, confirmed []string, pressed bool) look.Field {
	f, _ := prompt().Field(q.Field)
	args := q.Args
	if at, ok := args["text"]; ok && f.Kind == form.Moment {
		args = fault.Args{"text": reporting.Echo(r.Lang, form.Value{Texts: []string{at}})}
	}
	yes := slices.Contains(confirmed, q.ID())
	v := look.Field{
		Kind: look.Boxes, ID: strings.NewReplacer(":", "-", ".", "-").Replace(q.ID()), Name: "confirm", Label: reporting.Label(r.Lang, f),
		Hint: r.Why(fault.Field{Path: q.Field, Code: q.Code, Args: args}), Options: []look.Option{{Value: q.ID(), Label: r.T("prompt.confirm"), Chosen: yes}},
	}
	if pressed && !yes {
		v.Error = r.T("prompt.confirm.missing")
	}
	return v
}

// offices lists who will have the report here, and what each receives; whole when all of them receive all of it.
func offices(r *gate.Request, list []filing.Addressee) (to []reporting.Office, whole bool) {
	sections := sectionsOf(prompt())
	names := map[string]string{"outline": r.T("prompt.section.outline"), "computer": r.T("prompt.section.computer"), "contact": r.T("prompt.section.contact")}
	whole = true
	for _, a := range list {
		if a.Channel != filing.Here {
			continue
		}
		o := reporting.Office{Title: look.Addressed(r.Lang, a.Title), Name: look.Named(r.Lang, a.Office, a.OfficeEn), Phone: a.Phone}
		var gets []string
		for _, s := range sections {
			if slices.Contains(a.Sections, s) {
				gets = append(gets, names[s])
			}
		}
		if len(gets) < len(sections) {
			whole = false
			o.Gets = strings.Join(gets, r.T("reports.comma"))
		}
		to = append(to, o)
	}
	return to, whole
}

func sectionsOf(f form.Form) []string {
	var list []string
	for _, field := range f.Fields() {
		if !slices.Contains(list, field.Section) {
			list = append(list, field.Section)
		}
	}
	return list
}
