// Package emergency owns 緊急閲覧 (break-glass): the platform's administrators read no content; when somebody's report must be
// looked at nevertheless, one of them asks, another approves, and the one who asked reads that one report for a bounded time,
// told to its owner. No provision of law asks for it; it is what the house does instead of a key that opens everything.
package emergency

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// State is where a 緊急閲覧 stands.
type State string

// The states. That the time is over is read from the clock, not stored: nothing has to run at that minute.
const (
	Asked     State = "asked"     // waits for the second person
	Approved  State = "approved"  // the house is about to open it
	Open      State = "open"      // until UntilAt
	Ended     State = "ended"     // early, by one of the two
	Withdrawn State = "withdrawn" // before it was approved, by either
	Void      State = "void"      // there is no such record, or one of the two had no role any more
	Over      State = "over"      // computed: the time is over, or nobody approved in time
)

// Bounds.
const (
	MostHours   = 4
	ReasonLimit = 500
	WaitHours   = 24 // an asking that nobody approved is over after this
)

// Glass is one 緊急閲覧.
type Glass struct {
	ID     ident.Object
	Number ident.Number // its own 整理番号, for mails
	About  ident.Number // of the report; what stands behind it is looked up by the house alone
	Reason string
	Hours  int
	Org    ident.Org // of the platform
	Unit   ident.Unit
	State  State

	AskedBy   ident.Person
	AskedAt   ident.Instant
	DecidedBy ident.Person
	DecidedAt ident.Instant
	OpenedAt  ident.Instant
	UntilAt   ident.Instant
	EndedBy   ident.Person
	EndedAt   ident.Instant

	Hat ident.Hat // with which it is read
	// Names as registered today, for the platform's administrators alone: others are told the office.
	AskedName, DecidedName, EndedName string
}

// Now is the state at an instant.
func (g Glass) Now(at ident.Instant) State {
	switch {
	case g.State == Open && at >= g.UntilAt, (g.State == Asked || g.State == Approved) && at >= g.AskedAt+WaitHours*hour:
		return Over
	}
	return g.State
}

const hour = ident.Instant(60 * 60 * 1_000_000)

// Until is when a box that opens at an instant closes.
func (g Glass) Until(at ident.Instant) ident.Instant { return at + ident.Instant(g.Hours)*hour }

// Check judges what somebody asks for; an Invalid fault names every place.
func (g *Glass) Check() error {
	var l fault.List
	g.Reason = strings.TrimSpace(g.Reason)
	text.Check(&l, "reason", g.Reason, ReasonLimit)
	if text.Blank(g.Reason) {
		l.Add("reason", "fault.form.needed", nil)
	}
	if g.Hours < 1 || g.Hours > MostHours {
		l.Add("hours", "fault.emergency.hours", nil)
	}
	if g.About == "" {
		l.Add("number", "fault.form.needed", nil)
	}
	return l.Err()
}

// Approve is the second person's yes.
func (g *Glass) Approve(by ident.Person, at ident.Instant) error {
	switch {
	case by == "":
		return fault.New(fault.Denied, "fault.account.browser", nil)
	case by == g.AskedBy:
		return fault.New(fault.Denied, "fault.emergency.self", nil)
	case g.Now(at) != Asked:
		return fault.New(fault.Conflict, "fault.emergency.over", nil)
	}
	g.State, g.DecidedBy, g.DecidedAt = Approved, by, at
	return nil
}

// End ends it early, or withdraws what was not opened yet.
func (g *Glass) End(by ident.Person, at ident.Instant) error {
	switch g.Now(at) {
	case Asked, Approved:
		g.State = Withdrawn
	case Open:
		g.State = Ended
	case Ended, Withdrawn, Void, Over:
		return fault.New(fault.Conflict, "fault.emergency.over", nil)
	}
	g.EndedBy, g.EndedAt = by, at
	return nil
}

// Box is what the house writes when it opens one: everything by which the record becomes visible, and until when.
type Box struct {
	Glass
	Filing   ident.Filing
	Case     ident.Object
	Owner    ident.Org
	At       ident.Unit // of the owner, who is told
	Room     party.Unit // a unit of its own below the platform's, in which nobody else stands
	Sections []string
}

// Audience is that of the box.
func (b Box) Audience() string { return string(b.ID) + ".glass" }
