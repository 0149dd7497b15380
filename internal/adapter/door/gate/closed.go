package gate

import (
	_ "embed"
	"errors"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
)

// FunctionsPath is 機能の公開: which functions are open, and what to do until the others are. Below it each has its page.
const FunctionsPath = "/functions"

// Under is the function to which a route belongs: what it says itself, else what its permission is about.
func (r Route) Under() opening.Function {
	if r.Function != opening.House {
		return r.Function
	}
	f, _ := opening.Of(r.Needs)
	return f
}

// notOpen is the one answer of a function that is not open to the visitor: the same whatever they ask for and whoever they
// are, so it is given before anything is looked up.
type notOpen struct {
	function opening.Known
	state    opening.State
}

// Error is for logs.
func (n notOpen) Error() string { return n.Unwrap().Error() }

// Unwrap is the fault: the kind decides about the status.
func (n notOpen) Unwrap() error { return fault.New(fault.Denied, "fault.function.closed", nil) }

// acts are the acts of opening that speak to the visitor, read once per request.
func (g *Gate) acts(r *http.Request, v Visitor) ([]opening.Act, error) {
	s := stateOf(r)
	if g.Openings == nil {
		return nil, nil
	}
	if s.acts == nil {
		scope := access.For(v.Actor, s.at)
		list, err := g.Openings(r.Context(), scope)
		if err != nil {
			return nil, err
		}
		s.acts = &list
	}
	return *s.acts, nil
}

// State is how a function stands for the visitor. Before signing in it is open where it is open to somebody.
func (r *Request) State(f opening.Function) (opening.State, error) {
	return r.gate.stands(r.Request, r.Visitor, f)
}

func (g *Gate) stands(r *http.Request, v Visitor, f opening.Function) (opening.State, error) {
	if f == opening.House {
		return opening.State{Open: true}, nil
	}
	acts, err := g.acts(r, v)
	if err != nil {
		return opening.State{}, err
	}
	at := stateOf(r).at
	s := f.For(acts, at)
	if !v.Known() && !s.Open {
		s.Open = f.Anybody(acts, at)
	}
	return s, nil
}

// opened refuses a route whose function is not open to the visitor.
func (g *Gate) opened(req *Request, f opening.Function) error {
	s, err := req.State(f)
	if err != nil || s.Open {
		return err
	}
	k, _ := opening.Find(f)
	return notOpen{k, s}
}

// awaited is the answer for an address of a function whose pages do not exist yet; nil for every other address.
func (g *Gate) awaited(r *http.Request) error {
	f := opening.At(r.URL.Path)
	if f == opening.House {
		return nil
	}
	v, err := g.identify(r)
	if err != nil {
		return err
	}
	s, err := g.stands(r, v, f)
	if err != nil {
		return err
	}
	k, _ := opening.Find(f)
	return notOpen{k, s}
}

// Closed is what is said about a function that is not open: its name, from when, and what to do until then.
type Closed struct {
	Name     string
	When     look.Tag
	Lead     string
	Until    []look.Answer
	Kept     string // that drafts wait, of a function that was open before
	KeptLink look.Link
	All      string // address of the page of all functions
}

// Closed words it in the visitor's language.
func (r *Request) Closed(k opening.Known, s opening.State) Closed { return closedWords(r.Lang, k, s) }

func closedWords(l look.Lang, k opening.Known, s opening.State) Closed {
	v := Closed{Name: k.Name.In(string(l)), When: WhenTag(l, k, s), Lead: look.Say(l, "opening.closed.lead"), All: FunctionsPath}
	if k.Built {
		v.Lead = look.Say(l, "opening.paused.lead")
		v.Kept = look.Say(l, "opening.kept")
	}
	form, address := s.Words.Form, s.Words.Address
	if form == "" {
		form = look.Say(l, "opening.until.form.default")
	}
	if address == "" {
		address = look.Say(l, "opening.until.address.default")
	}
	v.Until = []look.Answer{{Question: look.Say(l, "opening.until.form"), Text: form}, {Question: look.Say(l, "opening.until.address"), Text: address}}
	return v
}

// WhenTag says from when a function is there: the day that is entered, else the words that are, else what the Government has
// announced.
func WhenTag(l look.Lang, k opening.Known, s opening.State) look.Tag {
	switch {
	case s.Open:
		return look.Tag{Text: look.Say(l, "opening.state.open"), Tone: look.Good}
	case s.OpensAt != 0:
		return look.Tag{Text: look.Say(l, "opening.from", "when", look.Day(l, law.DayOf(s.OpensAt))), Tone: look.Info}
	case s.Words.When != "":
		return look.Tag{Text: look.Say(l, "opening.from", "when", s.Words.When), Tone: look.Info}
	case !k.Built:
		return look.Tag{Text: look.Say(l, "opening.from.plan"), Tone: look.Info}
	case s.EndsAt != 0:
		return look.Tag{Text: look.Say(l, "opening.until.day", "when", look.Day(l, law.DayOf(s.EndsAt-1))), Tone: look.Warn}
	}
	return look.Tag{Text: look.Say(l, "opening.state.closed"), Tone: look.Warn}
}

//go:embed closed.tmpl
var closedSource string

var closedPage = look.Parse[Closed]("gate/closed", closedSource)

// WriteClosed shows the page of a function that is not open.
func WriteClosed(w http.ResponseWriter, status int, f look.Frame, v Closed) error {
	f.Title = v.Name
	return closedPage.WriteStatus(w, status, f, v)
}

// failClosed answers at the address itself, so that a reload shows the function once it is open.
func (g *Gate) failClosed(w http.ResponseWriter, r *http.Request, n notOpen) {
	s := stateOf(r)
	noteFault(w, fault.Denied, "fault.function.closed")
	words := closedWords(s.lang, n.function, n.state)
	switch {
	case api(r):
		p := Problem{Type: "urn:kanmin:problem:not-open", Title: words.Name, Status: http.StatusForbidden, Code: "fault.function.closed", Detail: sentences(words)}
		if n.state.OpensAt != 0 {
			p.OpensAt = look.Machine(n.state.OpensAt)
		}
		g.failAPI(w, p)
	case r.Header.Get("HX-Request") == "true":
		b, err := errorPage.Fragment(look.Frame{Lang: s.lang}, "notice", look.Notice{Tone: look.Warn, Title: words.Name + " ― " + words.When.Text, Text: []string{words.Lead, words.Kept}, Assert: true})
		if err != nil {
			panic(err)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write(b) //nolint:gosec // html/template escaped it; if the client went away there is nobody to tell
	default:
		visitor, err := g.identify(r)
		if err != nil {
			visitor = Visitor{}
		}
		f := g.frame(r, visitor, s.lang)
		f.NoticesTo = ""
		for i := range f.Nav {
			f.Nav[i].Now = false
		}
		if err := WriteClosed(w, http.StatusForbidden, f, words); err != nil {
			panic(err) // recovered into plain text by the first layer
		}
	}
}

func sentences(v Closed) string {
	list := []string{v.When.Text, v.Lead}
	for _, a := range v.Until {
		list = append(list, a.Question+": "+a.Text)
	}
	if v.Kept != "" {
		list = append(list, v.Kept)
	}
	return strings.Join(list, "\n")
}

// closedOf finds the answer of a function that is not open in an error.
func closedOf(err error) (notOpen, bool) { return errors.AsType[notOpen](err) }
