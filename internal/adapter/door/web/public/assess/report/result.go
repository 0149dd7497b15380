package report

import (
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/text"
)

// View is the result: whether to report, to whom, by when and why.
type View struct {
	assess.Common
	Key       string // of the draft that 「速報を送る」 opens; "" for who may not
	Lead      look.Notice
	Certainty look.Certainty
	Prompt    bool
	Begin     look.Link // where a report begins for who has no button, with what becomes of the answers
	Heads     []Head
	Aware     *Aware
	Table     look.Table
	Clocks    []Clock
	Form      string
	FormUse   string
	Items     []string
	Technique []Technique
	Waived    string
	Open      []assess.Change
	Changes   []assess.Change
	Trace     []assess.Fired
	Nearly    []assess.Nearly
	Desk      look.Desk
}

// Head is one clause by which the event is, or may be, reportable.
type Head struct {
	ID, Name string
	Tag      look.Tag
}

// Aware is the day of 認知 and how else one could count.
type Aware struct {
	Day, Why, Elapsed string
	Readings          []string
}

// Clock is one authority with its own clock.
type Clock struct {
	Name, Channel, Prompt, Note string
	Required                    look.Tag
	Elsewhere                   bool // it is not served by sending here (R1)
	ChannelMark                 look.Certainty
	Dues                        []look.Due
	Cites                       string
}

// Technique is what the common form asks about how it was done.
type Technique struct {
	ID, Name  string
	Certainty look.Certainty
}

func view(r *gate.Request, o assess.Outcome) View {
	e, l := o.Answer.Event, string(r.Lang)
	v := View{
		Common: o.Common, Certainty: look.Certainty(e.Certainty.String()), Desk: o.Frame.Desk, Prompt: e.Required != law.No,
		Trace: assess.Trace(r.Lang, e.Trace), Nearly: assess.Nearby(r.Lang, e.Nearly), Open: changes(l, o, e.Open), Changes: changes(l, o, e.Changes),
	}
	v.Lead = lead(r, e)
	for _, h := range e.Heads {
		v.Heads = append(v.Heads, Head{h.Rule, h.Name.In(l), assess.Answered(r.Lang, h.Outcome)})
	}
	if e.Waived != law.No && !e.WaivedUntil.IsZero() {
		v.Waived = r.T("assess.r.waived", "day", look.DayBoth(r.Lang, e.WaivedUntil))
	}
	v.Aware = aware(r, e)
	v.clocks(r, o, e)
	if e.Form != nil && e.Required != law.No {
		v.Form, v.FormUse = e.Form.Name.In(l), e.Form.Use.In(l)
		for _, i := range e.Items {
			v.Items = append(v.Items, i.Name.In(l))
		}
		for _, t := range e.Techniques {
			v.Technique = append(v.Technique, Technique{t.ID, t.Name.In(l), look.Certainty(t.Certainty.String())})
		}
	}
	return v
}

func lead(r *gate.Request, e *event.Result) look.Notice {
	n := look.Notice{Text: []string{e.Summary.In(string(r.Lang))}}
	switch e.Required {
	case law.Yes:
		n.Tone, n.Title = look.Danger, r.T("assess.r.lead.yes")
	case law.No:
		n.Tone, n.Title = look.Good, r.T("assess.r.lead.no")
		n.Text = append(n.Text, r.T("assess.r.lead.voluntary"))
	case law.Maybe, law.NotAsked:
		n.Tone, n.Title = look.Warn, r.T("assess.r.lead.open")
		n.Text = append(n.Text, r.T("assess.r.lead.open.text"))
	}
	return n
}

func aware(r *gate.Request, e *event.Result) *Aware {
	if e.Awareness.Day.IsZero() {
		return nil
	}
	a := &Aware{Day: look.DayBoth(r.Lang, e.Awareness.Day), Why: e.Awareness.Name.In(string(r.Lang))}
	if e.Awareness.Elapsed == 0 {
		a.Elapsed = r.T("assess.r.elapsed.today")
	}
	if e.Awareness.Elapsed > 0 {
		a.Elapsed = r.T("assess.r.elapsed", "n", strconv.Itoa(e.Awareness.Elapsed))
	}
	for _, one := range e.Awareness.Readings {
		if one.Due.IsZero() {
			a.Readings = append(a.Readings, r.T("assess.r.reading", "name", one.Name.In(string(r.Lang)), "day", look.DayBoth(r.Lang, one.Day)))
			continue
		}
		a.Readings = append(a.Readings, r.T("assess.r.reading.due", "name", one.Name.In(string(r.Lang)), "day", look.DayBoth(r.Lang, one.Day), "due", look.DayBoth(r.Lang, one.Due)))
	}
	return a
}

func required(l look.Lang, t law.Truth) look.Tag {
	switch t {
	case law.Yes:
		return look.Tag{Text: look.Say(l, "assess.r.required.yes"), Tone: look.Danger}
	case law.No:
		return look.Tag{Text: look.Say(l, "assess.r.required.no"), Tone: look.Plain}
	case law.Maybe, law.NotAsked:
	}
	return look.Tag{Text: look.Say(l, "assess.r.required.open"), Tone: look.Warn}
}

// clocks shows each authority side by side in a table, then each date with its reasons.
func (v *View) clocks(r *gate.Request, o assess.Outcome, e *event.Result) {
	l := string(r.Lang)
	v.Table = look.Table{Caption: r.T("assess.r.clocks"), Hide: true, Heads: []look.Head{
		{Text: r.T("assess.r.clock.who")}, {Text: r.T("assess.r.clock.required")}, {Text: r.T("assess.r.clock.prompt")}, {Text: r.T("assess.r.clock.due")}, {Text: r.T("assess.r.clock.channel")},
	}}
	for i := range e.Clocks {
		c := &e.Clocks[i]
		x := Clock{
			Name: c.Name.In(l), Channel: c.ChannelName.In(l), Note: c.Note.In(l), Required: required(r.Lang, c.Required), Elsewhere: c.Channel == law.Elsewhere,
			ChannelMark: look.Certainty(c.ChannelCertainty.String()),
		}
		if c.Prompt != nil {
			x.Prompt = c.Prompt.In(l)
		}
		var days, cites []string
		for _, d := range c.Dues {
			x.Dues = append(x.Dues, assess.Due(r.Lang, d, o.Day, x.Name))
			days = append(days, d.Name.In(l)+": "+look.DayBoth(r.Lang, d.Due))
		}
		for _, p := range c.Provision {
			cites = append(cites, p.In(l))
		}
		x.Cites = strings.Join(cites, r.T("rules.comma"))
		if c.Required != law.No { // the table names the others
			v.Clocks = append(v.Clocks, x)
		}
		tag := x.Required
		v.Table.Rows = append(v.Table.Rows, []look.Cell{{Text: x.Name}, {Tag: &tag}, {Text: dash(x.Prompt)}, {Text: dash(strings.Join(days, " / "))}, {Text: dash(x.Channel)}})
	}
}

func dash(s string) string {
	if s == "" {
		return "―"
	}
	return s
}

func changes(lang string, o assess.Outcome, list []event.Change) []assess.Change {
	var out []assess.Change
	for _, c := range list {
		out = assess.Add(out, o.Way(c.Path), [3]text.Both{c.Fact, c.To, c.Outcome}, lang)
	}
	return out
}
