package assess

import (
	_ "embed"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// Parts are the templates that both results use: carry, clashes, changes, trace, nearly, given, keep.
//
//go:embed parts.tmpl
var Parts string

// Common is what both results show.
type Common struct {
	Carry
	Title      string
	Day        law.Day
	Book       string
	Progress   look.Steps
	Notes      []string
	Clashes    []Clash
	Assumed    []string
	Understood []string
	Given      []Group
}

// Clash is two facts that cannot both be so, with the way to both.
type Clash struct {
	Says   string
	Places []Entered
}

// Group is the answers about one thing.
type Group struct {
	About   string
	Answers []Said
}

// Said is one answer, with the way back to its question.
type Said struct{ Ask, Said, Path string }

// Change is one question whose answer would give another outcome, with each such answer.
type Change struct {
	Fact, Path string
	Answers    []Outcoming
}

// Outcoming is one answer, and what it would give.
type Outcoming struct{ To, Outcome string }

// Add puts an answer below its question.
func Add(list []Change, path string, said [3]text.Both, lang string) []Change {
	fact, one := said[0].In(lang), Outcoming{said[1].In(lang), said[2].In(lang)}
	if n := len(list) - 1; n >= 0 && list[n].Fact == fact && list[n].Path == path {
		list[n].Answers = append(list[n].Answers, one)
		return list
	}
	return append(list, Change{Fact: fact, Path: path, Answers: []Outcoming{one}})
}

// Fired is one rule of the trace.
type Fired struct {
	ID, Name, Quote string
	Outcome         look.Tag
	Certainty       look.Certainty
	Asks            bool // below confirmed: it asks, it never refuses
	Cites           []string
	Facts           []look.Answer
}

// Nearly is a rule that would have fired had one fact been otherwise.
type Nearly struct{ ID, Name, Fact, From, To string }

// fill gathers what both results show from the steps and the answer.
func (c *Common) fill(r *gate.Request, o Outcome) {
	l := string(r.Lang)
	for _, e := range o.Answer.Understood {
		c.Understood = append(c.Understood, e.Says.In(l))
	}
	if n := o.Answer.Notification; n != nil {
		c.notes(l, n.Notes)
		for _, a := range n.Assumptions {
			c.Assumed = append(c.Assumed, a.Says.In(l))
		}
		for _, x := range n.Contradictions {
			c.clash(o.Steps, x.Says.In(l), x.Places)
		}
	}
	if n := o.Answer.Event; n != nil {
		c.notes(l, n.Notes)
		for _, a := range n.Assumptions {
			c.Assumed = append(c.Assumed, a.Says.In(l))
		}
		for _, x := range n.Contradictions {
			c.clash(o.Steps, x.Says.In(l), x.Places)
		}
	}
	c.Assumed = once(c.Assumed)
	for i := range o.Steps {
		s := &o.Steps[i]
		if s.Aside && s.Said == "" {
			continue
		}
		if len(c.Given) == 0 || c.Given[len(c.Given)-1].About != s.About {
			c.Given = append(c.Given, Group{About: s.About})
		}
		g := &c.Given[len(c.Given)-1]
		g.Answers = append(g.Answers, Said{s.Ask(), s.Said, s.Path})
	}
}

func (c *Common) notes(lang string, notes []text.Both) {
	for _, n := range notes {
		c.Notes = append(c.Notes, n.In(lang))
	}
}

func (c *Common) clash(steps []Step, says string, places []string) {
	x := Clash{Says: says}
	for _, p := range places {
		name, fix := p, ""
		if i := find(steps, p); i >= 0 {
			name, fix = steps[i].About+": "+steps[i].Ask(), steps[i].Path
		}
		x.Places = append(x.Places, Entered{Name: name, Fix: fix})
	}
	c.Clashes = append(c.Clashes, x)
}

func once(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// Way leads to the question at a place of the facts; "" when no question asks it.
func (o Outcome) Way(path string) string {
	if i := find(o.Steps, path); i >= 0 {
		return o.Steps[i].Path
	}
	return ""
}

// Trace writes the rules that fired, or may.
func Trace(l look.Lang, trace []rule.Fired) []Fired {
	var out []Fired
	for _, f := range trace {
		v := Fired{ID: f.Rule, Name: f.Name.In(string(l)), Quote: f.Quote, Certainty: look.Certainty(f.Certainty.String()), Asks: !f.Certainty.Refuses(), Outcome: Answered(l, f.Outcome)}
		for _, p := range f.Provision {
			v.Cites = append(v.Cites, p.In(string(l)))
		}
		for _, s := range f.Facts {
			v.Facts = append(v.Facts, look.Answer{Question: s.Name.In(string(l)), Text: s.Value.In(string(l))})
		}
		out = append(out, v)
	}
	return out
}

// Nearby writes the rules that nearly fired.
func Nearby(l look.Lang, nearly []rule.Nearly) []Nearly {
	var out []Nearly
	for _, n := range nearly {
		out = append(out, Nearly{n.Rule, n.Name.In(string(l)), n.Fact.In(string(l)), n.From.In(string(l)), n.To.In(string(l))})
	}
	return out
}

// Answered is an answer as a tag.
func Answered(l look.Lang, t law.Truth) look.Tag {
	switch t {
	case law.Yes:
		return look.Tag{Text: look.Say(l, "assess.fired"), Tone: look.Good}
	case law.No:
		return look.Tag{Text: look.Say(l, "assess.not-fired")}
	case law.Maybe, law.NotAsked:
	}
	return look.Tag{Text: look.Say(l, "assess.may-fire"), Tone: look.Warn}
}

// Due is a due date with its reasons, and the other dates that remain possible among them. Of is whose it is: the titles of one page differ.
func Due(l look.Lang, d law.Due, today law.Day, of string) look.Due {
	lang := string(l)
	v := look.Due{
		Title: look.Say(l, "assess.due.title", "name", d.Name.In(lang), "of", of), On: d.Due, Certainty: look.Certainty(d.Certainty.String()), Book: d.Book, Tone: look.Info,
		Explained: look.Say(l, "assess.due.explained", "due", look.DayBoth(l, d.Due), "on", look.DayBoth(l, d.On)),
	}
	switch n := d.Due.Since(today); {
	case n > 0:
		v.Left = look.Say(l, "assess.due.left", "n", look.Number(n))
	case n == 0:
		v.Left, v.Tone = look.Say(l, "assess.due.today"), look.Warn
	default:
		v.Left, v.Tone = look.Say(l, "assess.due.past"), look.Warn
	}
	for _, s := range d.Steps {
		v.Steps = append(v.Steps, s.In(lang))
	}
	for _, a := range d.Alternatives {
		key := "assess.due.other"
		if a.Passed {
			key = "assess.due.other.past"
		}
		v.Steps = append(v.Steps, look.Say(l, key, "day", look.DayBoth(l, a.Due), "why", strings.TrimRight(a.In(lang), "。.")))
	}
	for _, n := range d.Notes {
		v.Steps = append(v.Steps, n.In(lang))
	}
	if d.Certainty != law.Confirmed {
		v.Uncertain = look.Say(l, "assess.due.uncertain")
	}
	for i, p := range d.Provision {
		one := look.Provision{Cite: p.In(lang), Certainty: v.Certainty}
		if i == 0 {
			one.Quote = d.Quote
		}
		v.Law = append(v.Law, one)
	}
	return v
}
