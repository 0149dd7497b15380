package consult

import (
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// State is where a consultation stands.
type State string

// The states.
const (
	Received State = "received" // 受付: no office has taken it up yet
	Checking State = "checking" // 確認中
	Done     State = "answered" // 回答済み
	Ended    State = "ended"    // 取下げ
)

// States lists them in their order.
var States = []State{Received, Checking, Done, Ended}

// Open reports whether an answer is still awaited.
func (s State) Open() bool { return s == Received || s == Checking }

// Side is who acts.
type Side string

// The sides.
const (
	Operator  Side = "operator" // who asked
	Competent Side = "office"   // an office that has it
)

// Deed is what was done, or that something was said.
type Deed string

// The deeds. Those of the first group change the state.
const (
	Checks    Deed = "checking"  // 確認を始める
	Answered  Deed = "answered"  // 回答: dated, of the office
	Withdrawn Deed = "withdrawn" // 取下げ
	Reopened  Deed = "reopened"  // 再質問

	Wrote  Deed = "wrote"  // a message
	Sent   Deed = "sent"   // a further version of the 範囲整理表
	Marked Deed = "marked" // lines of it were confirmed, or asked about
)

// Asked lists the deeds that people ask for by name.
var Asked = []Deed{Checks, Answered, Withdrawn, Reopened, Wrote}

// Spoken reports whether a deed wants words.
func (d Deed) Spoken() bool { return d == Answered || d == Reopened || d == Wrote }

// Move is one line of the table of what may follow.
type Move struct {
	From, To State
	By       Side
	Deed     Deed
}

// moves are all there are. An answer may be put right by another; what was answered is asked about again by 再質問 alone.
var moves = []Move{
	{Received, Checking, Competent, Checks},
	{Received, Done, Competent, Answered}, {Checking, Done, Competent, Answered}, {Done, Done, Competent, Answered},
	{Received, Ended, Operator, Withdrawn}, {Checking, Ended, Operator, Withdrawn},
	{Done, Received, Operator, Reopened},
	{Received, Received, Operator, Wrote}, {Checking, Checking, Operator, Wrote}, {Received, Received, Competent, Wrote}, {Checking, Checking, Competent, Wrote},
	{Received, Received, Operator, Sent}, {Checking, Checking, Operator, Sent}, {Done, Received, Operator, Sent},
	{Received, Received, Competent, Marked}, {Checking, Checking, Competent, Marked}, {Done, Done, Competent, Marked},
}

// Diagram is the table as a picture (Mermaid), for the documents.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> received\n")
	for _, m := range moves {
		fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", m.From, m.To, m.Deed, m.By)
	}
	return b.String()
}

// Next is the state to which a deed leads; a deed that may not follow is a Conflict.
func Next(from State, by Side, d Deed) (State, error) {
	if i := slices.IndexFunc(moves, func(m Move) bool { return m.From == from && m.By == by && m.Deed == d }); i >= 0 {
		return moves[i].To, nil
	}
	return from, fault.New(fault.Conflict, "fault.consult.move", nil)
}

// May lists the deeds, of those that people ask for by name, that a side may do now.
func (c Consultation) May(by Side) (list []Deed) {
	for _, d := range Asked {
		if _, err := Next(c.State, by, d); err == nil {
			list = append(list, d)
		}
	}
	return list
}

// Can reports whether a side may do a deed now.
func (c Consultation) Can(by Side, d Deed) bool {
	_, err := Next(c.State, by, d)
	return err == nil
}

// Said is one thing that was said or done.
type Said struct {
	ID   ident.Object
	Org  ident.Org
	Unit ident.Unit
	Deed Deed
	At   ident.Instant
	SaidWords
}

// SaidWords are what is sealed of it.
type SaidWords struct {
	Text   string `json:",omitempty"`
	Body   string // who, as everybody who has it reads: the organisation or the office
	BodyEn string `json:",omitempty"`
	Name   string `json:",omitempty"` // of the person; for the own organisation alone
	// Of a Sent: which version; of a Marked: how many lines were confirmed, and how many asked about.
	Version              int `json:",omitempty"`
	Confirmed, Questions int `json:",omitempty"`
}
