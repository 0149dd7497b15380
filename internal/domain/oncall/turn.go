package oncall

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/text"
)

// Bounds of a roster (当番表): turns that are added at once, and that one reading answers; how long one lasts; how far from now it lies.
const (
	MostTurns = 200
	ReadTurns = 1000
	longest   = 7 * 24 * time.Hour
	past      = 62 * 24 * time.Hour
	ahead     = 400 * 24 * time.Hour
)

// Turn is one turn of a roster (当番, R6): who of a unit is on duty from when until when.
type Turn struct {
	ID     ident.Object
	Org    ident.Org
	Unit   ident.Unit
	From   ident.Instant
	Until  ident.Instant
	Deputy bool
	// Person is the account that the address of whoever has the turn belongs to; "" where it is nobody's of the organisation.
	Person ident.Person
	// Away: that account does not act for the organisation through all of the turn (離任, 引継ぎ, 停止). Nobody counts as being on duty.
	Away bool
	Duty
}

// Duty is what is sealed of a turn.
type Duty struct {
	Who Contact `json:"who"`
	By  string  `json:"by,omitempty"`
	Was string  `json:"was,omitempty"` // who had it before a swap (交代)
	Why string  `json:"why,omitempty"`
}

// span is the turn as a time.
func (t Turn) span() Span { return Span{t.From, t.Until} }

// CheckTurns judges turns that are to be added: faults name the places as "turns[0].phone".
func CheckTurns(list []Turn, now ident.Instant) error {
	var l fault.List
	if len(list) == 0 || len(list) > MostTurns {
		l.Add("turns", "fault.turn.count", fault.Args{"limit": strconv.Itoa(MostTurns)})
		return l.Err()
	}
	for i, t := range list {
		at := func(part string) string { return "turns[" + strconv.Itoa(i) + "]." + part }
		t.Who.check(&l, at)
		long := time.Duration(t.Until-t.From) * time.Microsecond
		switch {
		case t.From < now.Add(-past) || t.From > now.Add(ahead):
			l.Add(at("from"), "fault.turn.far", nil)
		case long <= 0:
			l.Add(at("until"), "fault.turn.order", nil)
		case long > longest:
			l.Add(at("until"), "fault.turn.long", nil)
		}
	}
	return l.Err()
}

// SortTurns puts turns in the order in which they begin, first those who are called first.
func SortTurns(list []Turn) {
	slices.SortStableFunc(list, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b2i(a.Deputy), b2i(b.Deputy)), cmp.Compare(a.ID, b.ID))
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Span is a time from one instant until another.
type Span struct{ From, Until ident.Instant }

func (s Span) meets(o Span) bool { return s.From < o.Until && o.From < s.Until }

// Nights are when offices are closed from one day up to another, which is not among them: nights, and whole days on which they are closed
// (law.IsClosed). The hours are ours, not the law's.
func Nights(from, until law.Day) (list []Span) {
	add := func(s Span) {
		if n := len(list); n > 0 && list[n-1].Until == s.From {
			list[n-1].Until = s.Until
			return
		}
		list = append(list, s)
	}
	for d := from; d.Before(until); d = d.Add(1) {
		if law.IsClosed(d) {
			add(Span{d.Start(), d.End()})
			continue
		}
		add(Span{d.Start(), law.Morning(d)})
		add(Span{law.Evening(d), d.End()})
	}
	return list
}

// Gaps are the parts of nights in which nobody is on duty (当番のいない夜間・休日).
func Gaps(turns []Turn, nights []Span) (list []Span) {
	turns = slices.DeleteFunc(slices.Clone(turns), func(t Turn) bool { return t.Away })
	SortTurns(turns)
	for _, n := range nights {
		at := n.From
		for _, t := range turns {
			if t.Until <= at || t.From >= n.Until {
				continue
			}
			if t.From > at {
				list = append(list, Span{at, t.From})
			}
			at = max(at, t.Until)
		}
		if at < n.Until {
			list = append(list, Span{at, n.Until})
		}
	}
	return list
}

// Doubled are the turns that meet another of the same kind: two first ones, or two deputies, at once.
func Doubled(turns []Turn) map[ident.Object]bool {
	twice := map[ident.Object]bool{}
	for i, a := range turns {
		for _, b := range turns[i+1:] {
			if a.Deputy == b.Deputy && a.span().meets(b.span()) {
				twice[a.ID], twice[b.ID] = true, true
			}
		}
	}
	return twice
}

// OnDuty are those of turns who are on duty at an instant, deputies last.
func OnDuty(turns []Turn, at ident.Instant) (list []Turn) {
	for _, t := range turns {
		if !t.Away && t.From <= at && at < t.Until {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b Turn) int { return cmp.Compare(b2i(a.Deputy), b2i(b.Deputy)) })
	return list
}

// InTurn are whom turns name in the order in which they are called at an instant: who is on duty, deputies after them, then those whose turn
// has ended since.
func InTurn(turns []Turn, at ident.Instant) (list []Contact) {
	turns = slices.Clone(turns)
	slices.SortStableFunc(turns, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(b2i(a.Until <= at), b2i(b.Until <= at)), cmp.Compare(b2i(a.Deputy), b2i(b.Deputy)), cmp.Compare(a.From, b.From))
	})
	for _, t := range turns {
		list = append(list, t.Who)
	}
	return list
}

// Quarter is the first day of the quarter (四半期) in which a day lies: April to June and so on. That contacts are confirmed each quarter is
// ours (R6), not the law's.
func Quarter(d law.Day) law.Day {
	y, m, _ := d.Civil()
	first, _ := calendar.Date(y, (m-1)/3*3+1, 1)
	return first
}

// State is how the contacts and the roster of a unit stand.
type State struct {
	Contacts    int           // 緊急連絡先
	Turns       int           // that have not ended
	ConfirmedAt ident.Instant // the last 「確認しました」; 0: never
	By          string        // by whom; for the own organisation only
	HandoverAt  ident.Instant // the last hand-over in the unit that has come; 0: none
	Unit        text.Both     // whose they are
}

// Confirmed reports whether they were confirmed in this quarter and since the last hand-over.
func (s State) Confirmed(now ident.Instant) bool {
	return s.ConfirmedAt != 0 && s.ConfirmedAt >= Quarter(law.DayOf(now)).Start() && s.ConfirmedAt >= s.HandoverAt
}

// Asks reports whether there is something that waits to be confirmed.
func (s State) Asks(now ident.Instant) bool { return s.Contacts+s.Turns > 0 && !s.Confirmed(now) }
