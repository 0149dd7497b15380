// Package assess owns what 届出が必要か確かめる and 報告が必要か確かめる share: one question a page, facts that travel in the
// form itself, and how an answer of the rule book is shown.
//
// Nothing is kept on the server: each page carries the facts given so far, in the JSON of kanmin law assess, and they are read as
// strictly on their way back as a file from a stranger.
package assess

import (
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/opening"
)

// Walk is one assessment.
type Walk struct {
	Path   string
	Title  string   // catalogue keys
	Lead   string   // what it is for
	Expect []string // what to expect, line by line
	Stages []string // headings of the steps; the result is the last
	Begin  func() inquiry.Inquiry
	Steps  func(s Sheet) []Step
	Cite   func(r *gate.Request) ([]faq.Entry, error) // よくある相談 that whoever looks may read; nil: none is cited
	Drop   func(q *inquiry.Inquiry, path string)      // takes away a business, facility or machine; none: nothing can be
	Show   func(w http.ResponseWriter, r *gate.Request, o Outcome) error
}

// Sheet is what questions are made from.
type Sheet struct {
	Lang look.Lang
	Day  law.Day
	Q    *inquiry.Inquiry
}

// T is the catalogue's sentence.
func (s Sheet) T(key string, pairs ...any) string { return look.Say(s.Lang, key, pairs...) }

// Step is one question, made for the facts as they stand.
type Step struct {
	Path     string // where the answer stands in the facts
	Stage    int
	About    string // what it is asked about
	Topic    string // under which よくある相談 is cited; "" where none can be
	Fields   []look.Field
	Notes    []string
	Examples []Example
	Entered  []Entered
	Rows     bool          // there may be more rows than shown
	Aside    bool          // not on the way: reached from the result alone
	Take     func(*Typed)  // puts what was typed into the facts
	Then     func() string // the path to go to; "" or nil: the next one
	Said     string        // the answer in words; "" when there is none
}

// Ask is the question itself.
func (s Step) Ask() string { return s.Fields[0].Label }

// Example is a case beside a question (R40).
type Example struct {
	Case, Technique, Types string
	Reportable             bool
	Certainty              look.Certainty
}

// Entered is something entered before, with the way to it and away with it.
type Entered struct{ Name, Fix, Drop string }

// Typed is what a page sent.
type Typed struct {
	url.Values
	Faults fault.List
}

// Fault notes that a field cannot be read.
func (t *Typed) Fault(id, code string, a fault.Args) { t.Faults.Add(id, code, a) }

// Outcome is what a result page shows.
type Outcome struct {
	Common
	Inquiry inquiry.Inquiry
	Answer  inquiry.Answer
	Frame   look.Frame
	Steps   []Step
	Cited   []faq.Entry // よくある相談 that whoever looks may read
}

// bodyLimit holds the facts three times over, as forms write Japanese.
const bodyLimit = 3*factsLimit + 64<<10

// Routes returns the pages' routes: public, all of them.
func (k Walk) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + k.Path, Function: opening.Classify, Handle: k.start},
		{Pattern: "POST " + k.Path, Function: opening.Classify, Body: bodyLimit, Handle: k.walk},
		{Pattern: "POST " + k.Path + "/facts", Function: opening.Classify, Body: bodyLimit, Handle: k.upload},
		{Pattern: "POST " + k.Path + "/save", Function: opening.Classify, Body: bodyLimit, Handle: k.save},
	}
}

// common is よくある相談 as whoever looks may read it.
func (k Walk) common(r *gate.Request) ([]faq.Entry, error) {
	if k.Cite == nil {
		return nil, nil
	}
	return k.Cite(r)
}

func (k Walk) sheet(r *gate.Request, q *inquiry.Inquiry) Sheet {
	return Sheet{r.Lang, law.DayOf(r.Now), q}
}

// action is the address of the next page. The language is part of it: changing it must not lose what was answered.
func (k Walk) action(r *gate.Request, below string) string {
	return k.Path + below + "?lang=" + string(r.Lang)
}

// frame is the page's frame. Its links to the other language lead to the button that keeps the answers.
func (k Walk) frame(r *gate.Request, title string) look.Frame {
	f := r.Frame(k.Title)
	f.Crumbs = []look.Link{{To: "/", Text: r.T("assess.home")}, {To: k.Path, Text: f.Title}, {Text: title}}
	f.Title = title + " ― " + f.Title
	for l := range f.LangTo {
		f.LangTo[l] = "#language"
	}
	return f
}

// walk takes the answer of one page and shows the next.
func (k Walk) walk(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	q, _, err := k.decode([]byte(f.Get("facts")))
	if err != nil {
		return k.refuse(w, r, err)
	}
	steps := k.Steps(k.sheet(r, &q))
	here := find(steps, f.Get("at"))
	verb, to, _ := strings.Cut(f.Get("do"), ":")
	switch verb {
	case "at":
		return k.ask(w, r, &q, asked{at: max(find(steps, to), 0), then: "result"})
	case "drop":
		if k.Drop != nil {
			k.Drop(&q, to)
		}
		return k.ask(w, r, &q, asked{at: max(find(k.Steps(k.sheet(r, &q)), f.Get("at")), 0), then: f.Get("then")})
	case "back":
		return k.ask(w, r, k.leave(r, &q, here, f), asked{at: max(along(steps, here-1, -1), 0), then: f.Get("then")})
	case "result":
		return k.show(w, r, k.leave(r, &q, here, f), nil)
	case "next", "stay", "speak":
		if here >= 0 {
			return k.take(w, r, &q, steps[here], f)
		}
	}
	if f.Get("at") == "result" {
		return k.show(w, r, &q, nil)
	}
	return k.ask(w, r, &q, asked{})
}

// leave keeps what was typed on a page that is left without 次へ, if it can be read.
func (k Walk) leave(r *gate.Request, q *inquiry.Inquiry, here int, f url.Values) *inquiry.Inquiry {
	if here < 0 {
		return q
	}
	other, _, err := k.decode([]byte(f.Get("facts")))
	if err != nil {
		return q
	}
	t := &Typed{Values: f}
	k.Steps(k.sheet(r, &other))[here].Take(t)
	if len(t.Faults.Fields) > 0 {
		return q
	}
	return &other
}

// take puts the answer into the facts and goes on.
func (k Walk) take(w http.ResponseWriter, r *gate.Request, q *inquiry.Inquiry, s Step, f url.Values) error {
	verb := f.Get("do")
	t := &Typed{Values: f}
	s.Take(t)
	if verb == "speak" { // another language: the page as it is
		return k.ask(w, r, q, asked{at: max(find(k.Steps(k.sheet(r, q)), s.Path), 0), then: f.Get("then")})
	}
	if len(t.Faults.Fields) > 0 {
		return k.ask(w, r, q, asked{at: max(find(k.Steps(k.sheet(r, q)), s.Path), 0), then: f.Get("then"), typed: t})
	}
	to := ""
	if s.Then != nil {
		to = s.Then()
	}
	steps := k.Steps(k.sheet(r, q))
	next := along(steps, find(steps, s.Path)+1, 1)
	switch {
	case verb == "stay":
		next = find(steps, s.Path)
	case to != "":
		next = find(steps, to)
	case f.Get("then") == "result" || s.Aside:
		return k.show(w, r, q, nil)
	}
	if next < 0 || next >= len(steps) {
		return k.show(w, r, q, nil)
	}
	then := f.Get("then")
	if to != "" {
		then = ""
	}
	return k.ask(w, r, q, asked{at: next, then: then})
}

// along skips the steps that are not on the way.
func along(steps []Step, i, by int) int {
	for i >= 0 && i < len(steps) && steps[i].Aside {
		i += by
	}
	return i
}

// find returns the index of the step at a path, or of the first below it; -1 when there is none.
func find(steps []Step, path string) int {
	for i := range steps {
		if steps[i].Path == path {
			return i
		}
	}
	for i := range steps {
		if path != "" && (strings.HasPrefix(steps[i].Path, path+".") || strings.HasPrefix(path, steps[i].Path+"[")) {
			return i
		}
	}
	return -1
}
