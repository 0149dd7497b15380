// Package approval owns 承認・決裁 (R5): who in an organisation agrees before something is sent, or afterwards where it must not wait.
// It is the organisation's own affair: nothing of it goes to any office.
package approval

import (
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Mode is when an organisation agrees to what is sent under a procedure.
type Mode string

// The modes.
const (
	None   Mode = "none"   // 承認を求めない
	Before Mode = "before" // 承認のあとに送信
	After  Mode = "after"  // 承認なしで送信し、事後に確認
)

// Modes lists the modes.
func Modes() []Mode { return []Mode{None, Before, After} }

// Bounds of a route and of what is said on the way.
const (
	StepsMost     = 5
	NoteMost      = 1000
	ReferenceMost = 60
)

// Step is one step of a route (承認の段): a person, or anybody with a role.
type Step struct {
	Person ident.Person `json:"person,omitempty"`
	Name   string       `json:"name,omitempty"` // of the person, as of the day on which the route was set
	Role   access.Role  `json:"role,omitempty"`
}

// Deciders are the roles that may stand in a route.
func Deciders() []access.Role { return []access.Role{access.OperatorApprover} }

// Route is the way of approval (承認の流れ) that an organisation has set for a procedure.
type Route struct {
	ID  ident.Object
	Org ident.Org
	Of  string // id of the procedure, in any version
	Rev int    // 0: never set
	At  ident.Instant
	Words
}

// Words are what is sealed of a route.
type Words struct {
	Mode  Mode   `json:"mode"`
	Steps []Step `json:"steps,omitempty"`
	By    string `json:"by,omitempty"` // who set it
}

// Default is the route of a procedure for which an organisation has set none: what is urgent goes without waiting and is looked at
// afterwards, everything else needs no approval.
func Default(of string, urgent bool) Route {
	r := Route{Of: of, Words: Words{Mode: None}}
	if urgent {
		r.Mode = After
	}
	return r
}

// Check says why a route cannot be set.
func (w Words) Check() error {
	var l fault.List
	if !slices.Contains(Modes(), w.Mode) {
		l.Add("mode", "fault.form.needed", nil)
	}
	if w.Mode == Before && len(w.Steps) == 0 {
		l.Add("step_1", "fault.approval.steps", nil)
	}
	if len(w.Steps) > StepsMost {
		l.Add("steps", "fault.approval.steps", nil)
	}
	for _, s := range w.Steps {
		if s.Person == "" && !slices.Contains(Deciders(), s.Role) {
			l.Add("steps", "fault.approval.steps", nil)
		}
	}
	return l.Err()
}

// State is where a round stands.
type State string

// The states of a round.
const (
	Waiting   State = "waiting"   // 承認待ち・確認待ち
	Approved  State = "approved"  // 承認済み・確認済み
	Returned  State = "returned"  // 差戻し; after sending: 訂正が必要
	Withdrawn State = "withdrawn" // 引戻し
)

// Round is one asking for approval: of a draft before it is sent, or of what was sent.
type Round struct {
	ID     ident.Object
	Org    ident.Org
	Unit   ident.Unit
	Draft  ident.Draft  // empty where a program sent without one
	Filing ident.Filing // once it was sent
	Mode   Mode         // Before or After
	State  State
	Step   int // the step that waits, from 0
	Rev    int
	At     ident.Instant // asked
	Moved  ident.Instant // the last change
	Body
}

// Body is what is sealed of a round.
type Body struct {
	Of        string       `json:"of"`               // ref of the procedure
	Number    ident.Number `json:"number"`           // of the draft
	Sent      ident.Number `json:"sent,omitempty"`   // of what was sent
	Digest    string       `json:"digest,omitempty"` // hex SHA-256 of what is to be agreed to
	Summary   string       `json:"summary"`
	Steps     []Step       `json:"steps"`
	Asker     ident.Person `json:"asker,omitempty"`
	Name      string       `json:"name,omitempty"`      // of the asker, of the day
	Reference string       `json:"reference,omitempty"` // 社内決裁番号
	Note      string       `json:"note,omitempty"`
	Decisions []Decision   `json:"decisions,omitempty"`
	Papers    []Paper      `json:"papers,omitempty"` // 決裁の写し
}

// Decision is what was decided at one step.
type Decision struct {
	Step int           `json:"step"`
	Name string        `json:"name"` // who, of the day; 代理 stands beside it
	At   ident.Instant `json:"at"`
	Did  State         `json:"did"`
	Note string        `json:"note,omitempty"`
}

// Ask begins a round over a route.
func (r Route) Ask(mode Mode, b Body, at ident.Instant) Round {
	b.Steps = r.Steps
	if len(b.Steps) == 0 {
		b.Steps = []Step{{Role: access.OperatorApprover}}
	}
	return Round{Org: r.Org, Mode: mode, State: Waiting, At: at, Moved: at, Body: b}
}

// Decider is who decides: themselves, and those for whom they act now (代理).
type Decider struct {
	Person ident.Person
	For    []ident.Person
	Roles  []access.Role
	Name   string
}

// Of reports whether a step is theirs.
func (d Decider) Of(s Step) bool {
	if s.Person != "" {
		return d.Person != "" && (s.Person == d.Person || slices.Contains(d.For, s.Person))
	}
	return slices.Contains(d.Roles, s.Role)
}

// Mine reports whether a round waits for somebody.
func (r Round) Mine(d Decider) bool {
	return r.State == Waiting && r.Step < len(r.Steps) && d.Of(r.Steps[r.Step])
}

// Decide takes one step on, or sends the round back with a reason. Whoever is not asked at this step is Denied; a round that does not
// wait is a Conflict.
func (r *Round) Decide(d Decider, approve bool, note string, at ident.Instant) error {
	var l fault.List
	if text.Check(&l, "note", note, NoteMost); !approve && text.Blank(note) {
		l.Add("note", "fault.approval.reason", nil)
	}
	if err := l.Err(); err != nil {
		return err
	}
	switch {
	case r.State != Waiting:
		return fault.New(fault.Conflict, "fault.approval.moved", nil)
	case !r.Mine(d):
		return fault.New(fault.Denied, "fault.approval.others", nil)
	case r.Mode == Before && d.Person != "" && d.Person == r.Asker:
		return fault.New(fault.Denied, "fault.approval.self", nil)
	}
	done := Decision{Step: r.Step, Name: d.Name, At: at, Did: Approved, Note: note}
	if r.Moved = at; !approve {
		done.Did, r.State = Returned, Returned
	} else if r.Step++; r.Step == len(r.Steps) {
		r.State = Approved
	}
	r.Decisions = append(slices.Clone(r.Decisions), done)
	return nil
}

// Tells reports whether somebody is written to about a round as it stands: those for whom it waits, and the asker once it was answered.
// Nobody is told of what they did themselves.
func (r Round) Tells(d Decider) bool {
	asker := d.Person != "" && d.Person == r.Asker
	switch r.State {
	case Waiting:
		return r.Mine(d) && !asker
	case Approved:
		return asker && r.Mode == Before
	case Returned:
		return asker
	}
	return false
}

// TellAt is when a change of now is told: at once while something waits for it to be sent; what was sent already can wait for the morning.
func (r Round) TellAt(now ident.Instant) ident.Instant {
	if r.Mode == After {
		return law.AtDesk(now)
	}
	return now
}

// Waits reports whether it waits for somebody.
func (r Round) Waits() bool { return r.State == Waiting }

// ToOne reports whether the step that waits names a person.
func (r Round) ToOne() bool {
	return !r.Waits() || r.Step < len(r.Steps) && r.Steps[r.Step].Person != ""
}

// Withdraw takes a round back before its last step has been decided (引戻し).
func (r *Round) Withdraw(at ident.Instant) error {
	if r.State != Waiting || r.Mode != Before {
		return fault.New(fault.Conflict, "fault.approval.moved", nil)
	}
	r.State, r.Moved = Withdrawn, at
	return nil
}

// Standing is how what is about to be sent stands: the organisation's route, and the latest round of its draft, if there is one.
type Standing struct {
	Route Route
	Round Round // no ID: none
}

// Permit reports whether content with a digest may be sent: nil, or a Conflict that says what lacks.
func (s Standing) Permit(digest string) error {
	switch {
	case s.Route.Mode != Before:
		return nil
	case s.Round.ID == "" || s.Round.State != Approved:
		return fault.New(fault.Conflict, "fault.approval.needed", nil)
	case s.Round.Digest != digest:
		return fault.New(fault.Conflict, "fault.approval.changed", nil)
	}
	return nil
}
