package faq

import (
	_ "embed"
	"net/http"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/consulting"
)

// Show is one entry as its reader has it.
type Show struct {
	Heading, Number string
	Tags            []look.Tag
	Notices         []look.Notice
	Problems        look.Problems
	Stands          *Version // what everybody reads
	Waits           *Version // of the office: words that wait, or were sent back
	Beside          *Beside
	Forms           []Form
	Revise          string
	Older           []Version
}

// Version is one version in words.
type Version struct {
	Heading string
	Tag     look.Tag
	Answer  string
	Facts   []look.Answer
}

// Beside is the conversation that an entry came from, and what of it stands in the words.
type Beside struct {
	Title string
	To    look.Link
	Asked []look.Answer
	Gone  string       // that the office does not have it any more
	Warn  *look.Notice // of what could lead to who asked
}

// Form is one act on the page.
type Form struct {
	Title, Action, Key, Version, Rev string
	Fields                           []look.Field
	Button                           string
	First                            bool
}

//go:embed show.tmpl
var showSource string

//go:embed beside.tmpl
var besideSource string

var showPage = look.Parse[Show]("faq", showSource+besideSource)

func dayOf(i ident.Instant) law.Day { return law.DayOf(i) }

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	e, err := p.open(r)
	if err != nil {
		return err
	}
	return p.writeShow(w, r, e, typed{})
}

// typed is what was typed into one of the forms of a page that is shown again, and what is wrong with it.
type typed struct {
	form string
	text string
	bad  error
}

var doings = []string{"propose", "revise", "publish", "return", "withdraw"}

func (p Pages) writeShow(w http.ResponseWriter, r *gate.Request, e entry, t typed) error {
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	last := e.latest()
	v := Show{Heading: last.Question, Number: string(last.Number), Tags: []look.Tag{Tag(r, last.State)}, Notices: admin.Says(r, t.bad)}
	if what := r.URL.Query().Get("done"); t.bad == nil && e.mine && slices.Contains(doings, what) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("faq.done." + what)})
	}
	stands, ok := faq.Stands(e.versions)
	if ok {
		one := version(r, stands)
		v.Heading, v.Stands, v.Tags = stands.Question, &one, []look.Tag{Tag(r, stands.State)}
		if stands.State == faq.Withdrawn {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("faq.withdrawn", "day", look.Day(r.Lang, dayOf(stands.WithdrawnAt))), Text: []string{stands.Reason}})
		}
	}
	for _, old := range e.versions {
		if old.State == faq.Replaced {
			v.Older = append(v.Older, version(r, old))
		}
	}
	if e.mine {
		v.office(r, e, key, t)
	}
	return showPage.WriteStatus(w, admin.Status(t.bad), frame(r, "faq.title", look.Link{Text: string(last.Number)}).About(string(last.Number)), v)
}

func version(r *gate.Request, e faq.Entry) Version {
	v := Version{Heading: e.Question, Tag: Tag(r, e.State), Answer: e.Answer, Facts: []look.Answer{
		{Question: r.T("faq.topic"), Text: topics(r, e.Topics)}, {Question: r.T("faq.basis"), Text: e.Basis}, {Question: r.T("faq.office"), Text: look.Named(r.Lang, e.Office, e.OfficeEn)},
		{Question: r.T("faq.version"), Text: r.T("consult.version", "n", e.Version)},
	}}
	if e.Public() {
		v.Facts = append(v.Facts, look.Answer{Question: r.T("faq.day"), Text: look.Day(r.Lang, dayOf(e.PublishedAt))})
	}
	return v
}

// office adds what the entry's office sees and may do.
func (v *Show) office(r *gate.Request, e entry, key string, t typed) {
	last, why := e.latest(), admin.Why(r, t.bad)
	v.Beside = beside(r, e.origin, last.Words)
	form := func(do, button string, first bool, fields ...look.Field) {
		if t.form != do {
			for i := range fields {
				fields[i].Error = ""
			}
		}
		v.Problems = append(v.Problems, look.ProblemsOf(fields)...)
		v.Forms = append(v.Forms, Form{Title: r.T("faq." + do), Action: At(last.Number) + "/" + do, Key: key + "-" + do, Version: strconv.Itoa(last.Version), Rev: strconv.Itoa(last.Rev), Fields: fields, Button: button, First: first})
	}
	text := func(do, id string, need bool) look.Field {
		f := look.Field{Kind: look.Area, ID: id, Label: r.T("faq." + id), Hint: r.T("faq." + id + ".hint"), Need: need, Free: !need, Limit: faq.ReasonLimit, Error: why[id]}
		if t.form == do {
			f.Value = t.text
		}
		return f
	}
	if last.State == faq.Proposed || last.State == faq.Returned {
		one := version(r, last)
		one.Facts = append(one.Facts, look.Answer{Question: r.T("faq.proposer"), Text: last.Proposer.Name + " " + look.Moment(r.Lang, last.Proposer.At)})
		v.Waits = &one
	}
	switch last.State {
	case faq.Proposed:
		self := last.Proposer.By == r.Scope.Person
		if self {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("faq.second"), Text: []string{r.T("faq.second.text")}})
		} else {
			form("publish", r.T("faq.publish.do"), true, ticked(r, v.Beside, why["looked"])...)
		}
		form("return", r.T("faq.return.do"), false, text("return", "note", !self))
	case faq.Returned:
		if last.Note != "" {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("faq.returned"), Text: []string{last.Note}})
		}
		v.Revise = At(last.Number) + "/revise"
	case faq.Published:
		v.Revise = At(last.Number) + "/revise"
		form("withdraw", r.T("faq.withdraw.do"), false, text("withdraw", "reason", true))
	case faq.Replaced, faq.Withdrawn:
	}
}

// beside is the conversation with what of it stands in words; nil where the office does not have it any more and nothing is to be warned of.
func beside(r *gate.Request, c consult.Consultation, w faq.Words) *Beside {
	b := &Beside{Title: r.T("faq.beside")}
	for _, h := range faq.Hints(w, c) {
		if b.Warn == nil {
			b.Warn = &look.Notice{Tone: look.Warn, Title: r.T("faq.hints"), Text: []string{r.T("faq.hints.text")}}
		}
		b.Warn.Text = append(b.Warn.Text, r.T("faq.hint."+h.Kind, "text", h.Text, "at", r.T("faq."+h.Path)))
	}
	if c.ID == "" {
		b.Gone = r.T("faq.beside.gone")
		return b
	}
	b.To = look.Link{To: "/ministry/consult/" + c.Number.ASCII(), Text: string(c.Number)}
	b.Asked = []look.Answer{{Question: r.T("consult.filer"), Text: look.Named(r.Lang, c.Filer, c.FilerEn)}, {Question: r.T("consult.subject"), Text: c.Subject}, {Question: r.T("consult.question"), Text: c.Question}}
	if a, ok := c.Answer(); ok {
		b.Asked = append(b.Asked, look.Answer{Question: r.T("consult.answer"), Text: a.Text})
	}
	return b
}

// ticked is the field by which somebody says that they looked at what could lead to who asked; none where nothing could.
func ticked(r *gate.Request, b *Beside, why string) []look.Field {
	if b == nil || b.Warn == nil {
		return nil
	}
	return []look.Field{{Kind: look.Boxes, ID: "looked", Label: r.T("faq.looked"), Need: true, Error: why, Options: []look.Option{{Value: "yes", Label: r.T("faq.looked.yes")}}}}
}

func (p Pages) publish(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "publish", func(e entry, f fields, key ident.Key) error {
		return p.Decide.Do(r.Context(), r.Scope, key, consulting.Decision{Number: e.latest().Number, Version: f.version, Rev: f.rev, Publish: true, Looked: f.looked})
	})
}

// back sends it back with a reason.
func (p Pages) back(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "return", func(e entry, f fields, key ident.Key) error {
		return p.Decide.Do(r.Context(), r.Scope, key, consulting.Decision{Number: e.latest().Number, Version: f.version, Rev: f.rev, Note: f.text})
	})
}

func (p Pages) withdraw(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "withdraw", func(e entry, f fields, key ident.Key) error {
		return p.Withdraw.Do(r.Context(), r.Scope, key, consulting.Withdrawal{Number: e.latest().Number, Version: f.version, Rev: f.rev, Reason: f.text})
	})
}

// fields are what the forms of an entry's page send.
type fields struct {
	version, rev int
	text         string
	looked       bool
}

// act does something with the entry of the address, and goes back to it, or shows it with what was wrong.
func (p Pages) act(w http.ResponseWriter, r *gate.Request, what string, do func(e entry, f fields, key ident.Key) error) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	e, err := p.open(r)
	if err != nil {
		return err
	}
	f := fields{version: count(posted.Get("version")), rev: count(posted.Get("rev")), text: lines(posted.Get("note") + posted.Get("reason")), looked: posted.Get("looked") == "yes"}
	key, err := r.Key(organisation.Digest(r.Pattern, e.latest().Number, f.version, f.rev, f.text, f.looked))
	if err != nil {
		return err
	}
	err = do(e, f, key)
	if err != nil && !admin.Mine(err) && !(fault.Is(err, fault.Denied) && e.mine) {
		return err
	}
	if err != nil {
		if e, lost := p.open(r); lost == nil { // as it stands now
			return p.writeShow(w, r, e, typed{form: what, text: f.text, bad: err})
		}
		return err
	}
	return gate.See(w, At(e.latest().Number)+"?done="+what)
}
