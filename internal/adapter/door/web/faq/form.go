package faq

import (
	_ "embed"
	"net/http"
	"net/url"
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
	"kanmin/internal/flow/consulting"
)

// Writing is the form of words that are to be published, beside the conversation.
type Writing struct {
	Title, Lead string
	Action, Key string
	Back        look.Link
	Notices     []look.Notice
	Problems    look.Problems
	Beside      *Beside
	Fields      []look.Field
	Hidden      []look.Field

	words  faq.Words            // as they stand in the fields
	origin consult.Consultation // from which they come
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[Writing]("faq/form", formSource+besideSource)

func wordsOf(f url.Values) faq.Words {
	return faq.Words{Question: lines(f.Get("question")), Answer: lines(f.Get("answer")), Basis: lines(f.Get("basis")), Topics: f["topics"]}
}

// writeForm shows the form. What could lead to who asked is told once it was posted.
func (p Pages) writeForm(w http.ResponseWriter, r *gate.Request, v Writing, bad error) (err error) {
	why := admin.Why(r, bad)
	v.Notices = append(v.Notices, admin.Says(r, bad)...)
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	words := v.words
	v.Beside = beside(r, v.origin, words)
	boxes := look.Field{Kind: look.Boxes, ID: "topics", Label: r.T("faq.topic"), Hint: r.T("faq.topics.hint"), Need: true, Error: why["topics"]}
	for _, t := range faq.Topics() {
		boxes.Options = append(boxes.Options, look.Option{Value: t.ID, Label: t.Name.In(string(r.Lang)), Chosen: slices.Contains(words.Topics, t.ID)})
	}
	v.Fields = []look.Field{
		{Kind: look.Area, ID: "question", Label: r.T("faq.question"), Hint: r.T("faq.question.hint"), Need: true, Value: words.Question, Error: why["question"], Limit: faq.QuestionLimit},
		{Kind: look.Area, ID: "answer", Label: r.T("faq.answer"), Hint: r.T("faq.answer.hint"), Need: true, Value: words.Answer, Error: why["answer"], Limit: faq.AnswerLimit},
		{Kind: look.Line, ID: "basis", Label: r.T("faq.basis"), Hint: r.T("faq.basis.hint"), Need: true, Value: words.Basis, Error: why["basis"], Limit: faq.BasisLimit},
		boxes,
	}
	v.Fields = append(v.Fields, ticked(r, v.Beside, why["looked"])...)
	v.Problems = look.ProblemsOf(v.Fields)
	return formPage.WriteStatus(w, admin.Status(bad), frame(r, "faq.propose", v.Back, look.Link{Text: v.Title}), v)
}

// from is the consultation of the address.
func (p Pages) from(r *gate.Request) (c consult.Consultation, err error) {
	n, err := ident.ParseNumber(r.PathValue("consult"))
	if err != nil {
		return c, fault.Absent()
	}
	return c, p.Look(r.Context(), r.Scope, "act", func(tx Tx) ([]ident.Object, error) {
		c, err = tx.Consult(n, consulting.MayAnswer)
		return []ident.Object{c.ID}, err
	})
}

func proposal(r *gate.Request, c consult.Consultation, words faq.Words) Writing {
	at := "/ministry/consult/" + c.Number.ASCII()
	return Writing{Title: r.T("faq.propose"), Lead: r.T("faq.propose.lead"), Action: at + "/faq", Back: look.Link{To: at, Text: string(c.Number)}, words: words, origin: c}
}

func (p Pages) proposing(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.from(r)
	if err != nil {
		return err
	}
	v := proposal(r, c, faq.Words{})
	if _, ok := c.Answer(); !ok {
		v.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("fault.faq.answer")}}
	}
	return p.writeForm(w, r, v, nil)
}

func (p Pages) propose(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := p.from(r)
	if err != nil {
		return err
	}
	q := consulting.Proposal{Consult: c.Number, Words: wordsOf(f), Looked: f.Get("looked") == "yes"}
	key, err := r.Key(organisation.Digest(r.Pattern, q.Consult, q.Words, q.Looked))
	if err != nil {
		return err
	}
	id, err := p.Propose.Do(r.Context(), r.Scope, key, q)
	if admin.Mine(err) {
		return p.writeForm(w, r, proposal(r, c, q.Words), err)
	}
	if err != nil {
		return err
	}
	to := Path
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.FAQList(Listed)
		if i := slices.IndexFunc(list, func(e faq.Entry) bool { return e.ID == id }); i >= 0 {
			to = At(list[i].Number) + "?done=propose"
		}
		return err
	})
	if err != nil {
		return err
	}
	return gate.See(w, to)
}

func revision(r *gate.Request, e faq.Entry, words faq.Words, c consult.Consultation) Writing {
	return Writing{
		Title: r.T("faq.revise"), Lead: r.T("faq.revise.lead"), Action: At(e.Number) + "/revise", Back: look.Link{To: At(e.Number), Text: string(e.Number)},
		Hidden: []look.Field{{Kind: look.Hidden, ID: "version", Value: strconv.Itoa(e.Version)}, {Kind: look.Hidden, ID: "rev", Value: strconv.Itoa(e.Rev)}},
		words:  words, origin: c,
	}
}

func (p Pages) revising(w http.ResponseWriter, r *gate.Request) error {
	e, err := p.open(r)
	if err != nil {
		return err
	}
	if !e.mine {
		return fault.New(fault.Denied, "fault.denied", nil)
	}
	last := e.latest()
	if last.State != faq.Published && last.State != faq.Returned {
		return gate.See(w, At(last.Number))
	}
	return p.writeForm(w, r, revision(r, last, last.Words, e.origin), nil)
}

func (p Pages) revise(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	e, err := p.open(r)
	if err != nil {
		return err
	}
	q := consulting.Revision{Number: e.latest().Number, Version: count(f.Get("version")), Rev: count(f.Get("rev")), Words: wordsOf(f), Looked: f.Get("looked") == "yes"}
	key, err := r.Key(organisation.Digest(r.Pattern, q.Number, q.Version, q.Rev, q.Words, q.Looked))
	if err != nil {
		return err
	}
	if _, err = p.Revise.Do(r.Context(), r.Scope, key, q); admin.Mine(err) && e.mine {
		return p.writeForm(w, r, revision(r, e.latest(), q.Words, e.origin), err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(q.Number)+"?done=revise")
}
