package law

import (
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// Day is a calendar day in Japan (暦日), written YYYY-MM-DD; its zero value is no day.
type Day = calendar.Day

// DayReading is what was understood when a person typed a day (R17).
type DayReading = calendar.Reading

// DayOf returns the day in Japan in which the instant lies.
func DayOf(i ident.Instant) Day { return calendar.DayOf(i) }

// ParseDay reads exactly YYYY-MM-DD; an Invalid fault otherwise.
func ParseDay(s string) (Day, error) { return calendar.ParseDay(s) }

// ReadDay reads a day as people type it: 令和, R, western, full width; an Invalid fault names what is wrong.
func ReadDay(s string) (DayReading, error) { return calendar.ReadDay(s) }

// MustDay is for literals in tables and tests; it panics on anything that is not a day.
func MustDay(s string) Day { return calendar.MustDay(s) }

// IsClosed reports whether offices are closed on a day (行政機関の休日に関する法律1条1項).
func IsClosed(d Day) bool { return calendar.IsClosed(d) }

// Morning is 08:45 of a day in Japan, when the numbers of offices leave.
func Morning(d Day) ident.Instant { return d.Start().Add(8*time.Hour + 45*time.Minute) }

// deskUntil is until when on a working day people are at their desks: 17:15.
const deskUntil = 17*time.Hour + 15*time.Minute

// Evening is 17:15 of a day in Japan: from then until the next Morning offices are closed. The hours are ours, not the law's.
func Evening(d Day) ident.Instant { return d.Start().Add(deskUntil) }

// AtDesk is at if offices are open then, else the next 08:45 of a working day: when what can wait is told to people.
func AtDesk(at ident.Instant) ident.Instant {
	day := DayOf(at)
	if at >= Evening(day) {
		day = day.Add(1)
	}
	open, _ := calendar.Open(day)
	return max(at, Morning(open))
}

// MorningBefore is the morning of the last working day before d.
func MorningBefore(d Day) ident.Instant { return Morning(calendar.WorkingBefore(d.Add(-1))) }
