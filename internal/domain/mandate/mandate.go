// Package mandate owns 委任 (S6, R29): an operator lets a maintainer (維持管理を行う者) do certain acts about its notifications (強化法4条) in its name, until a
// day. Either side proposes and the other countersigns. What is filed under it is the operator's; that a maintainer could file for itself (直接届出)
// is UNKNOWN, and is not built.
package mandate

import (
	"slices"
	"strings"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Side is one of the two parties.
type Side string

// The sides.
const (
	Operator   Side = "operator"   // 委任する者: 特別社会基盤事業者
	Maintainer Side = "maintainer" // 委任を受ける者: 維持管理を行う者
)

// Other is the side across.
func (s Side) Other() Side {
	if s == Operator {
		return Maintainer
	}
	return Operator
}

// SideOf is on which side an organisation stands by what it is; empty for all the others.
func SideOf(k party.Kind) Side {
	switch k {
	case party.Operator:
		return Operator
	case party.Maintainer:
		return Maintainer
	}
	return ""
}

// State is where a mandate stands. What is stored knows no end by date: Standing compares it when somebody asks.
type State string

// The states.
const (
	Proposed  State = "proposed"  // 相手方の確認待ち
	InForce   State = "force"     // 有効
	Declined  State = "declined"  // 辞退
	Withdrawn State = "withdrawn" // 取下げ
	Revoked   State = "revoked"   // 撤回
	Later     State = "later"     // 開始日の前: in force, and it allows nothing yet
	Ended     State = "ended"     // 期間満了
)

// States lists those in which somebody sees a mandate.
func States() []State {
	return []State{Proposed, InForce, Later, Ended, Revoked, Declined, Withdrawn}
}

// What is done to a mandate.
const (
	Propose     = "propose"
	Countersign = "countersign"
	Decline     = "decline"
	Withdraw    = "withdraw"
	Revoke      = "revoke"
)

// Transition is one step: from, to, what it is called, and whether who proposed takes it, or the side across.
type Transition struct {
	From, To           State
	Do                 string
	Proposer, Opposite bool
}

// Transitions is the whole life of a mandate after it was proposed.
var Transitions = []Transition{
	{Proposed, InForce, Countersign, false, true},
	{Proposed, Declined, Decline, false, true},
	{Proposed, Withdrawn, Withdraw, true, false},
	{InForce, Revoked, Revoke, true, true},
	{Later, Revoked, Revoke, true, true},
}

// Act is what a maintainer may do under a mandate.
type Act string

// The acts.
const (
	Draft         Act = "draft"  // 下書き
	File          Act = "file"   // 提出
	Fix           Act = "fix"    // 補正
	Notice        Act = "notice" // 気付き連絡
	Vulnerability Act = "vuln"   // 脆弱性の受領
)

// Acts lists them in the order in which they are written.
func Acts() []Act { return []Act{Draft, File, Fix, Notice, Vulnerability} }

// Bounds, of ours and of no law: years that a mandate runs, characters, steps that are kept.
const (
	YearsMost = 5
	TextMost  = 1000
	ShortMost = 200
)

// Mandate is one 委任.
type Mandate struct {
	ID             ident.Object
	Number         ident.Number
	Operator       ident.Org
	OperatorUnit   ident.Unit // whose people countersign and see what is done under it
	Maintainer     ident.Org
	MaintainerUnit ident.Unit
	// Unit is the place, below OperatorUnit, in which all that is written under a mandate between the two stands. It is the operator's, and the
	// maintainer sees nothing outside of it.
	Unit  ident.Unit
	By    Side // who proposed
	State State
	At    ident.Instant // when it was proposed
	Moved ident.Instant // the last step
	Rev   int
	Terms
	Words
}

// Terms are what the two agree on.
type Terms struct {
	Acts    []Act
	Sectors []law.Sector // businesses; none: all for which the operator is designated
	From    law.Day
	Until   law.Day // the last day
}

// Words are what is sealed of it: with the key of the operator.
type Words struct {
	OperatorIs   string // as it was called then
	MaintainerIs string
	OperatorNo   string // 法人番号
	MaintainerNo string
	Facilities   string // 対象の設備, as it is written on the sheet; empty: no narrower than the businesses
	Successor    string // 後任の維持管理者, if one is known
	Steps        []Step
}

// Step is one thing that was done to it, with both names.
type Step struct {
	Do     string
	Side   Side
	At     ident.Instant
	Name   string // of the person
	Org    string // of the organisation
	Reason string
}

// What was done under a mandate, as Work tells it.
const (
	Begun = "draft"  // a draft was begun
	Filed = "filing" // something was filed
)

// Work is something that was begun or filed under a mandate.
type Work struct {
	Number ident.Number
	Kind   string // Begun or Filed
	Form   string // the procedure
	At     ident.Instant
}

// YearEnd is the next 31 March, that of the day itself included: with the fiscal year contracts change.
func YearEnd(on law.Day) law.Day {
	t := on.Start().Japan()
	year := t.Year()
	if t.Month() > time.March {
		year++
	}
	return law.DayOf(ident.At(time.Date(year, time.March, 31, 12, 0, 0, 0, ident.JST)))
}

// Tidy orders acts and leaves each once; whoever files or corrects writes drafts, too.
func (t Terms) Tidy() Terms {
	var acts []Act
	for _, a := range Acts() {
		if slices.Contains(t.Acts, a) || a == Draft && (slices.Contains(t.Acts, File) || slices.Contains(t.Acts, Fix)) {
			acts = append(acts, a)
		}
	}
	for _, a := range t.Acts {
		if !slices.Contains(Acts(), a) {
			acts = append(acts, a) // Check names it
		}
	}
	t.Acts = acts
	var sectors []law.Sector
	for _, s := range t.Sectors {
		if !slices.Contains(sectors, s) {
			sectors = append(sectors, s)
		}
	}
	t.Sectors = sectors
	return t
}

// Standing is the state on a day.
func (m Mandate) Standing(on law.Day) State {
	switch {
	case (m.State == InForce || m.State == Proposed) && on.After(m.Until):
		return Ended
	case m.State == InForce && m.From.After(on):
		return Later
	}
	return m.State
}

// Of is on which side an organisation stands; empty for everybody else.
func (m Mandate) Of(org ident.Org) Side {
	switch org {
	case "":
		return ""
	case m.Operator:
		return Operator
	case m.Maintainer:
		return Maintainer
	}
	return ""
}

// Covers reports whether a business is within it.
func (m Mandate) Covers(s law.Sector) bool {
	return len(m.Sectors) == 0 || slices.Contains(m.Sectors, s)
}

// Holder is whose step it is next; empty: nobody's.
func (m Mandate) Holder(on law.Day) Side {
	if m.Standing(on) == Proposed {
		return m.By.Other()
	}
	return ""
}

// Last is the latest step of a kind.
func (w Words) Last(do string) (s Step) {
	for _, x := range w.Steps {
		if x.Do == do {
			s = x
		}
	}
	return s
}

// Clean takes blanks off the ends of what was typed.
func (w Words) Clean() Words {
	w.Facilities, w.Successor = strings.TrimSpace(w.Facilities), strings.TrimSpace(w.Successor)
	return w
}
