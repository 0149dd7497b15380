package support

import (
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// State is where a wish for help stands.
type State string

// The states.
const (
	Received  State = "received"  // 受付: nobody has taken it up yet
	Arranging State = "arranging" // 調整中
	Working   State = "working"   // 対応中
	Ended     State = "ended"     // 終了
)

// States lists them in their order.
var States = []State{Received, Arranging, Working, Ended}

// Side is who acts.
type Side string

// The sides.
const (
	Operator  Side = "operator" // who asked
	Competent Side = "office"   // an office that has it
	Helper    Side = "helper"   // one to whom the report was shown
)

// Deed is what was done, or that something was said.
type Deed string

// The deeds. Those of the first group change the state.
const (
	TakenUp  Deed = "arranging" // 調整を始める: the office holds it from now on
	Helps    Deed = "working"   // 対応を始める
	Closed   Deed = "ended"     // 終了
	Declined Deed = "declined"  // 対応できない: no office is left
	Passed   Deed = "passed"    // 対応できない, while another office has it
	Reopened Deed = "reopened"  // 再開: a mistaken end is taken back

	Wrote    Deed = "wrote"    // a message
	Handed   Deed = "handed"   // 担当の引継ぎ inside an office
	Shared   Deed = "shared"   // the report was shown to a helper
	Unshared Deed = "unshared" // and no longer is
)

// Move is one line of the table of what may follow.
type Move struct {
	From, To State
	By       Side
	Deed     Deed
}

// moves are all there are.
var moves = []Move{
	{Received, Arranging, Competent, TakenUp}, {Working, Arranging, Competent, TakenUp},
	{Received, Working, Competent, Helps}, {Arranging, Working, Competent, Helps},
	{Received, Received, Competent, Passed}, {Arranging, Received, Competent, Passed}, {Working, Received, Competent, Passed},
	{Received, Ended, Competent, Declined}, {Arranging, Ended, Competent, Declined}, {Working, Ended, Competent, Declined},
	{Received, Ended, Competent, Closed}, {Arranging, Ended, Competent, Closed}, {Working, Ended, Competent, Closed}, {Ended, Received, Competent, Reopened},
	{Received, Ended, Operator, Closed}, {Arranging, Ended, Operator, Closed}, {Working, Ended, Operator, Closed}, {Ended, Received, Operator, Reopened},
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
	return from, fault.New(fault.Conflict, "fault.support.move", nil)
}

// Asked lists the deeds that people ask for by name. That an office cannot help is asked for as Declined, whether or not another has it.
var Asked = []Deed{TakenUp, Helps, Declined, Closed, Reopened}

// Open lists the deeds that a side may do now.
func (s Support) Open(by Side) (list []Deed) {
	for _, d := range Asked {
		if _, err := Next(s.State, by, d); err == nil {
			list = append(list, d)
		}
	}
	return list
}

// Move judges a deed of somebody of an organisation: what it is, and the state to which it leads. Where an office cannot help it goes back to
// the others, if there are any; one that does not have it in hand changes nothing by that. What may not follow is a Conflict.
func (s Support) Move(by Side, org ident.Org, d Deed) (Deed, State, error) {
	if d == Declined && by == Competent && s.others(org) {
		d = Passed
	}
	to, err := Next(s.State, by, d)
	if h := s.Holder(); err == nil && d == Passed && h.Org != "" && h.Org != org {
		to = s.State
	}
	return d, to, err
}

// others reports whether an office of another organisation has it that has not said that it cannot help.
func (s Support) others(org ident.Org) bool {
	return slices.ContainsFunc(s.Offices, func(o Office) bool { return o.Org != org && !s.declined(o.Org) })
}

// declined reports whether an organisation has said, since it was last opened, that it cannot help.
func (s Support) declined(org ident.Org) (no bool) {
	for _, e := range s.Said {
		switch {
		case e.Deed == Reopened:
			no = false
		case e.Org == org && e.Deed == Passed:
			no = true
		case e.Org == org && (e.Deed == TakenUp || e.Deed == Helps):
			no = false
		}
	}
	return no
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
	Text   string `json:",omitempty"` // the message, or the reason
	Body   string // who, as everybody who has it reads: the organisation or the office
	BodyEn string `json:",omitempty"`
	Name   string `json:",omitempty"` // of the person; for the own organisation alone
	To     string `json:",omitempty"` // of a Handed: to whom; for the own organisation alone
}

// Holder is who has it in hand.
type Holder struct {
	Org          ident.Org
	Unit         ident.Unit
	Body, BodyEn string
	Name         string // of the person, where the reader may know it
	Since        ident.Instant
}

// Holder is who has it in hand now; the zero value while nobody has taken it up, and after the end.
func (s Support) Holder() (h Holder) {
	for _, e := range s.Said {
		switch e.Deed {
		case TakenUp, Helps:
			if h.Org != e.Org {
				h = Holder{Org: e.Org, Unit: e.Unit, Body: e.Body, BodyEn: e.BodyEn, Name: e.Name, Since: e.At}
			}
		case Handed:
			h = Holder{Org: e.Org, Unit: e.Unit, Body: e.Body, BodyEn: e.BodyEn, Name: e.To, Since: e.At}
		case Passed:
			if h.Org == e.Org {
				h = Holder{}
			}
		case Closed, Declined, Reopened:
			h = Holder{}
		case Wrote, Shared, Unshared:
		}
	}
	return h
}

// Share is a report shown to a helper (支援機関), on the press of the operator; its id is the audience by which the helper sees.
type Share struct {
	ID        ident.Object
	Filing    ident.Filing
	HelperOrg ident.Org
	Helper    ident.Unit
	Sections  []string
	At        ident.Instant
	EndedAt   ident.Instant // 0: it stands
	ShareWords
}

// ShareWords are what is sealed of it.
type ShareWords struct {
	Name, NameEn string // of the helper
	By           string // who pressed; for the own organisation alone
}

// Candidate is an organisation to which a report may be shown.
type Candidate struct {
	Org          ident.Org
	Unit         ident.Unit
	Name, NameEn string
}
