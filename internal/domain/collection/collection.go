// Package collection owns 社内取りまとめ (R4): the head of an organisation asks units (事業所・部署) for their part of a draft, each fills
// in a draft of its own, and the head takes over what they say. It is the organisation's own affair: nothing of it goes to any office.
package collection

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Bounds of a collection.
const (
	UnitsMost = 200
	NoteMost  = 1000
	movesMost = 100 // of one part; the oldest go
)

// State is where a part stands.
type State string

// The states of a part. 未着手 and 入力中 are one state: which of them it is, the draft of the unit says.
const (
	Asked    State = "asked"
	Done     State = "done"     // 部署確認済み
	None     State = "none"     // 該当なし
	Same     State = "same"     // 変更なし
	Returned State = "returned" // 差戻し
	Ended    State = "ended"    // 依頼の取りやめ
)

// Side is who moves a part.
type Side string

// The sides.
const (
	OfUnit Side = "unit"
	OfHead Side = "head"
)

// Transitions is the whole life of a part: from, to, and who may move it.
var Transitions = []struct {
	From, To State
	By       Side
}{
	{Asked, Done, OfUnit}, {Asked, None, OfUnit}, {Asked, Same, OfUnit},
	{Returned, Done, OfUnit}, {Returned, None, OfUnit}, {Returned, Same, OfUnit},
	{Done, Asked, OfUnit}, {None, Asked, OfUnit}, {Same, Asked, OfUnit},
	{Done, Returned, OfHead}, {None, Returned, OfHead}, {Same, Returned, OfHead},
	{Asked, Ended, OfHead}, {Returned, Ended, OfHead}, {Done, Ended, OfHead}, {None, Ended, OfHead}, {Same, Ended, OfHead},
	{Ended, Asked, OfHead},
}

// Collection is what the head of a draft asked its units for (社内依頼).
type Collection struct {
	ID    ident.Object
	Org   ident.Org
	Unit  ident.Unit  // of the draft
	Draft ident.Draft // into which it is gathered
	Rev   int
	At    ident.Instant
	Settled
}

// Settled is what is sealed of a collection: by the key of each doubled answer, which of them was chosen.
type Settled struct {
	Number ident.Number      `json:"number"` // of the draft
	Of     string            `json:"of"`     // ref of its procedure
	Choice map[string]string `json:"choice,omitempty"`
}

// Part is what one unit is asked for. Its answers are a draft of the unit's own.
type Part struct {
	ID         ident.Object
	Collection ident.Object
	Org        ident.Org
	Unit       ident.Unit
	Draft      ident.Draft
	Of         string // id of the procedure, in any version
	State      State
	DueOn      law.Day
	Rev        int
	At, Moved  ident.Instant
	TakenAt    ident.Instant // 0: nothing of it was taken over, or it was given back
	ChasedAt   ident.Instant // 0: never
	// OpenedAt and WrittenAt are of the unit's draft; Open says that it can still be written.
	OpenedAt, WrittenAt ident.Instant
	Open                bool
	Body
}

// Body is what is sealed of a part.
type Body struct {
	Number ident.Number    `json:"number"` // of the unit's draft
	Ref    string          `json:"ref"`    // of the procedure, in the version of the draft
	Name   string          `json:"name"`   // of the unit, of the day
	From   string          `json:"from"`   // name of the unit that asks
	Steps  []string        `json:"steps"`  // of the form, that are asked for
	Note   string          `json:"note,omitempty"`
	Moves  []Move          `json:"moves,omitempty"`
	Taken  map[string]Took `json:"taken,omitempty"` // by field of the head's draft
}

// Move is one thing that happened to a part.
type Move struct {
	Kind string        `json:"kind"` // a state, or one of the words below
	At   ident.Instant `json:"at"`
	Name string        `json:"name,omitempty"` // who, of the day; a token is nobody in particular
	Note string        `json:"note,omitempty"`
	Due  law.Day       `json:"due,omitzero"`
}

// What happens to a part without moving it, or beside.
const (
	Begun    = "begun"    // 前回の内容で始めた
	Chased   = "chased"   // 催促
	Extended = "extended" // 社内締切の変更
	Taken    = "taken"    // 取り込み
	Untaken  = "untaken"  // 取り込みの取消し
	Reopened = "reopened" // 確認の取下げ
)

// Took is what a take-over wrote in the head's draft: its entry, and the one that stood before (0: none).
type Took struct {
	Seq    int `json:"seq"`
	Before int `json:"before,omitempty"`
}

// Ready reports whether the unit has said that it is done.
func (p Part) Ready() bool { return p.State == Done || p.State == None || p.State == Same }

// Begun reports whether the unit has written anything.
func (p Part) Begun() bool { return p.WrittenAt > p.OpenedAt }

// Late reports whether the unit's day has passed.
func (p Part) Late(today law.Day) bool {
	return !p.Ready() && p.State != Ended && p.DueOn.Before(today)
}

// Missing reports whether nothing is known of the unit (未把握): what it has was not taken over, and it did not say that it has none.
func (p Part) Missing() bool { return p.TakenAt == 0 && p.State != None && p.State != Ended }

// After reports whether the unit has written after it said that it was done.
func (p Part) After() bool { return p.Ready() && p.WrittenAt > p.Moved }

// Move takes a part to another state. What the table does not have is a Conflict; so is taking back what was taken over already.
func (p *Part) Move(to State, by Side, m Move) error {
	if !slices.ContainsFunc(Transitions, func(t struct {
		From, To State
		By       Side
	}) bool {
		return t.From == p.State && t.To == to && t.By == by
	}) || by == OfUnit && to == Asked && p.TakenAt != 0 {
		return fault.New(fault.Conflict, "fault.collection.moved", nil)
	}
	p.State, p.Moved = to, m.At
	if m.Kind = string(to); by == OfUnit && to == Asked {
		m.Kind = Reopened
	}
	p.Told(m)
	return nil
}

// Told adds to what happened.
func (p *Part) Told(m Move) {
	p.Moves = append(slices.Clone(p.Moves), m)
	if n := len(p.Moves); n > movesMost {
		p.Moves = p.Moves[n-movesMost:]
	}
}

// Remark is the last thing that the head said to the unit: why it was sent back, or that it is waited for; empty where nothing was.
func (p Part) Remark() (m Move) {
	for _, m := range slices.Backward(p.Moves) {
		if m.Kind == string(Returned) || m.Kind == Chased {
			return m
		}
	}
	return m
}

// Whole is a collection with its draft, as the head sees it.
type Whole struct {
	Draft filing.Draft
	Of    procedure.Procedure
	Collection
	Parts []Part
	Units []party.Unit // below the unit of the draft, each after the one above it
}

// Order puts the parts in the order of the units.
func (w *Whole) Order() {
	at := map[ident.Unit]int{}
	for i, u := range w.Units {
		at[u.ID] = i
	}
	slices.SortStableFunc(w.Parts, func(a, b Part) int { return at[a.Unit] - at[b.Unit] })
}

// Below keeps the units below one, each after the one above it, as the list has them.
func Below(top ident.Unit, all []party.Unit) (list []party.Unit) {
	in := map[ident.Unit]bool{top: true}
	for _, u := range all {
		if in[u.Parent] {
			in[u.ID], list = true, append(list, u)
		}
	}
	return list
}

// Levels says how deep each unit of Below lies, from 1.
func Levels(list []party.Unit) map[ident.Unit]int {
	depth := map[ident.Unit]int{}
	for _, u := range list {
		depth[u.ID] = depth[u.Parent] + 1
	}
	return depth
}

// Request is what the head asks for.
type Request struct {
	Draft ident.Number
	Steps []string
	Units []ident.Unit
	DueOn law.Day
	Note  string
}

// Check says why units cannot be asked so: steps that the form does not have, none, units that are not below or were asked before, a day
// that has passed.
func (r Request) Check(w Whole, today law.Day) error {
	var l fault.List
	text.Check(&l, "note", r.Note, NoteMost)
	if len(r.Steps) == 0 {
		l.Add("steps", "fault.collection.steps", nil)
	}
	for _, id := range r.Steps {
		if !slices.ContainsFunc(w.Of.Form.Steps, func(s form.Step) bool { return s.ID == id }) {
			l.Add("steps", "fault.collection.steps", nil)
		}
	}
	if len(r.Units) == 0 {
		l.Add("units", "fault.collection.units", nil)
	}
	if n := len(r.Units) + len(w.Parts); n > UnitsMost {
		l.Add("units", "fault.collection.many", fault.Args{"limit": strconv.Itoa(UnitsMost)})
	}
	seen := map[ident.Unit]bool{}
	for _, id := range r.Units {
		asked := slices.ContainsFunc(w.Parts, func(p Part) bool { return p.Unit == id })
		if seen[id] || asked || !slices.ContainsFunc(w.Units, func(u party.Unit) bool { return u.ID == id }) {
			l.Add("units", "fault.collection.unit", nil)
			break
		}
		seen[id] = true
	}
	CheckDue(&l, r.DueOn, today)
	return l.Err()
}

// CheckDue notes why a day cannot be a 社内締切.
func CheckDue(l *fault.List, due, today law.Day) {
	switch {
	case due == law.Day{}:
		l.Add("due", "fault.form.needed", nil)
	case due.Before(today):
		l.Add("due", "fault.collection.due", nil)
	}
}
