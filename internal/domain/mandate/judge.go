package mandate

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Check judges what is proposed on a day, with every place.
func (t Terms) Check(w Words, on law.Day) error {
	var l fault.List
	t.check(&l, on)
	text.Check(&l, "facilities", w.Facilities, TextMost)
	text.Check(&l, "successor", w.Successor, ShortMost)
	return l.Err()
}

func (t Terms) check(l *fault.List, on law.Day) {
	if len(t.Acts) == 0 {
		l.Add("acts", "fault.mandate.acts", nil)
	}
	for _, a := range t.Acts {
		if !slices.Contains(Acts(), a) {
			l.Add("acts", "fault.mandate.acts.unknown", fault.Args{"act": cut(string(a))})
		}
	}
	for _, s := range t.Sectors {
		if !known(s, on) {
			l.Add("sectors", "fault.mandate.sector", fault.Args{"sector": cut(string(s))})
		}
	}
	switch {
	case t.From.IsZero():
		l.Add("from", "fault.mandate.day", nil)
	case t.Until.IsZero():
		l.Add("until", "fault.mandate.day", nil)
	case t.From.After(t.Until):
		l.Add("until", "fault.mandate.order", fault.Args{"from": t.From.String()})
	case on.After(t.Until):
		l.Add("until", "fault.mandate.past", nil)
	case t.Until.Since(t.From) > YearsMost*366:
		l.Add("until", "fault.mandate.long", fault.Args{"years": strconv.Itoa(YearsMost)})
	}
}

// cut bounds what is said again of what was typed.
func cut(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

func known(s law.Sector, on law.Day) bool {
	return slices.ContainsFunc(law.At(on).Sectors(), func(r law.SectorRow) bool { return r.Code == s })
}

// Move is the mandate after a step that a side takes on a day. A step that is never the side's is Absent; one that the table does not have from the
// state of the day is a Conflict.
func (m Mandate) Move(do string, side Side, on law.Day) (Mandate, error) {
	from, ever := m.Standing(on), false
	for _, t := range Transitions {
		if t.Do != do || side == "" || (side != m.By || !t.Proposer) && (side != m.By.Other() || !t.Opposite) {
			continue
		}
		if ever = true; t.From == from {
			m.State = t.To
			return m, nil
		}
	}
	if !ever {
		return m, fault.Absent()
	}
	if from == Ended {
		return m, fault.New(fault.Conflict, "fault.mandate.ended", fault.Args{"number": string(m.Number)})
	}
	return m, fault.New(fault.Conflict, "fault.mandate.moved", nil)
}

// May reports whether a side may take a step on a day.
func (m Mandate) May(do string, side Side, on law.Day) bool {
	_, err := m.Move(do, side, on)
	return err == nil
}

// Reasoned checks the reason of a step: who declines or revokes says why.
func Reasoned(do, reason string) error {
	var l fault.List
	text.Check(&l, "reason", reason, TextMost)
	if len(l.Fields) == 0 && (do == Decline || do == Revoke) && text.Blank(reason) {
		l.Add("reason", "fault.mandate.reason", nil)
	}
	return l.Err()
}

// Live says why nothing may be done under it on a day; nil: it is in force.
func (m Mandate) Live(on law.Day) error {
	switch s := m.Standing(on); s {
	case InForce:
		return nil
	case Later:
		return fault.New(fault.Conflict, "fault.mandate.later", fault.Args{"number": string(m.Number), "from": m.From.String()})
	case Revoked:
		return fault.New(fault.Conflict, "fault.mandate.revoked", fault.Args{"number": string(m.Number)})
	case Ended:
		return fault.New(fault.Conflict, "fault.mandate.ended", fault.Args{"number": string(m.Number)})
	default:
		return fault.New(fault.Conflict, "fault.mandate.unsigned", fault.Args{"number": string(m.Number)})
	}
}

// Permits says why an act about a business may not be done under it on a day; nil: it may. An empty business is none that is known yet.
func (m Mandate) Permits(a Act, business law.Sector, on law.Day) error {
	if err := m.Live(on); err != nil {
		return err
	}
	if !slices.Contains(m.Acts, a) {
		return fault.New(fault.Conflict, "fault.mandate.act."+string(a), fault.Args{"number": string(m.Number)})
	}
	if business != "" && !m.Covers(business) {
		return fault.New(fault.Conflict, "fault.mandate.scope", fault.Args{"number": string(m.Number)})
	}
	return nil
}
