package law

import (
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
