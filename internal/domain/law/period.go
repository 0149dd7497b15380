package law

import (
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/text"
)

// Unit is what a period is counted in.
type Unit uint8

// The units. Promptly (速やかに) has no number: elapsed time is shown, and it is never overdue.
const (
	Months Unit = iota
	Days
	Promptly
)

var units = [...]string{"months", "days", "promptly"}

// String returns the stable name.
func (u Unit) String() string { return units[u] }

// MarshalText writes the stable name.
func (u Unit) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the stable name.
func (u *Unit) UnmarshalText(b []byte) error { return named(b, units[:], u) }

// FirstDay says whether the day on which a period opens is counted (民法140条).
type FirstDay uint8

// The first-day rules.
const (
	Excluded FirstDay = iota // 初日不算入 (140条本文)
	Counted                  // the period opens at 00:00 (140条ただし書), or its text counts the day (起算して)
)

var firstDays = [...]string{"excluded", "counted"}

// String returns the stable name.
func (f FirstDay) String() string { return firstDays[f] }

// MarshalText writes the stable name.
func (f FirstDay) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads the stable name.
func (f *FirstDay) UnmarshalText(b []byte) error { return named(b, firstDays[:], f) }

// Length is how long a period is and how its first day is counted. N is 0 when Unit is Promptly.
type Length struct {
	N     int      `json:"n"`
	Unit  Unit     `json:"unit"`
	First FirstDay `json:"first"`
}

// Deadline is a period within which something is filed with the State: its end moves past the
// closed days of administrative organs (行政機関の休日に関する法律2条).
type Deadline struct {
	Cite
	Length Length `json:"length"`
	Least  int    `json:"least,omitempty"` // "3–5 days": the lower number
	Opens  string `json:"opens"`           // the fact that opens it: "introduced", "aware" …
}

// Window is a period that only decides whether a rule applies, or during which something must not
// be done. It never moves: it is no filing. That is why it is another type than Deadline.
type Window struct {
	Cite
	Length Length `json:"length"`
	Opens  string `json:"opens"`
}

// Stage is a day on which a part of the law comes into force.
type Stage struct {
	Cite
	On     Day `json:"on,omitzero"`     // none while a Cabinet Order has not set it
	Latest Day `json:"latest,omitzero"` // the last day on which it can be
}

// Ends returns the last day of a period that opens on the day, by the Civil Code, and by which clause of 143条 when it is
// counted in months. A length of Promptly has no end.
func (l Length) Ends(opens Day) (Day, calendar.How) {
	if l.Unit == Promptly {
		return Day{}, calendar.DayBefore
	}
	first := opens
	if l.First == Excluded {
		first = opens.Add(1)
	}
	if l.Unit == Days {
		return calendar.DaysFrom(first, l.N), calendar.DayBefore
	}
	return calendar.MonthsFrom(first, l.N)
}

func (l Length) says() text.Both {
	switch {
	case l.Unit == Promptly:
		return text.Both{Ja: "速やかに", En: "promptly"}
	case l.Unit == Months:
		return text.Both{Ja: itoa(l.N) + "月以内" + firstJa[l.First], En: "within " + itoa(l.N) + " months" + firstEn[l.First]}
	}
	return text.Both{Ja: itoa(l.N) + "日以内" + firstJa[l.First], En: "within " + itoa(l.N) + " days" + firstEn[l.First]}
}

var (
	firstJa = [...]string{"(初日は数えない)", "(初日を数える)"}
	firstEn = [...]string{" (first day not counted)", " (first day counted)"}
)
