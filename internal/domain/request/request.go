// Package request owns questions that wait for an answer: 補正のお願い and 照会 on a filing, later 42条要請,
// surveys and consultation. One asks, those asked are frozen, silence stays visible.
package request

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Kind is what is asked for.
type Kind string

// The kinds on a filing.
const (
	Fix     Kind = "fix"     // 補正のお願い
	Enquiry Kind = "enquiry" // 照会
)

// State is where a request stands for the one asked.
type State string

// The states.
const (
	Waiting  State = "waiting"  // 回答待ち
	Answered State = "answered" // 回答済み
	Closed   State = "closed"   // 終了: the filing was withdrawn (取下げ) before it was answered
)

// TextLimit bounds question and answer, in characters.
const TextLimit = 4000

// Request is one question by one office to one filer about one filing.
type Request struct {
	ID         ident.Request
	Number     ident.Number
	Kind       Kind
	Filing     ident.Filing
	Org        ident.Org // of the asking office
	Unit       ident.Unit
	AskedOrg   ident.Org
	AskedUnit  ident.Unit
	State      State
	AskedAt    ident.Instant
	AnswerBy   law.Day       // wished for by the office; zero: none
	AnsweredAt ident.Instant // or closed
	Steps      []Step        // what either side did meanwhile, oldest first
	Question
	Answer
}

// Open is nil while an answer can be given, else the Conflict that says why none can.
func (r Request) Open() error {
	switch r.State {
	case Answered:
		return fault.New(fault.Conflict, "fault.request.answered", nil)
	case Closed:
		return fault.New(fault.Conflict, "fault.request.closed", nil)
	case Waiting:
	}
	return nil
}

// Question is the asking side's sealed part.
type Question struct {
	Office   string   // name of the asking office, as of the day
	OfficeEn string   `json:",omitempty"` // the same in English; may be empty
	Text     string   // what is asked
	Fields   []string // the fields of the form it is about, for a Fix
}

// Answer is the answering side's sealed part. Name is for the own organisation only.
type Answer struct {
	Reply string
	Name  string
}

// Check notes what cannot be sent in a question.
func (q Question) Check(kind Kind) error {
	var l fault.List
	if kind != Fix && kind != Enquiry {
		l.Add("kind", "fault.form.option", fault.Args{"text": string(kind)})
	}
	if text.Blank(q.Text) {
		l.Add("text", "fault.form.needed", nil)
	}
	text.Check(&l, "text", q.Text, TextLimit)
	return l.Err()
}

// Check notes what cannot be sent in an answer.
func (a Answer) Check() error {
	var l fault.List
	if text.Blank(a.Reply) {
		l.Add("reply", "fault.form.needed", nil)
	}
	text.Check(&l, "reply", a.Reply, TextLimit)
	return l.Err()
}
