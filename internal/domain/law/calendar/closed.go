package calendar

import (
	"time"

	"kanmin/internal/domain/text"
)

// Closed is one 行政機関の休日 (行政機関の休日に関する法律1条1項) and why it is one.
type Closed struct {
	Day      Day       `json:"day"`
	Why      text.Both `json:"why"`
	Forecast bool      `json:"forecast,omitempty"` // a holiday not yet announced by the State
}

// IsClosed reports whether administrative organs are closed on d: Saturday, Sunday, a holiday of
// 国民の祝日に関する法律, or 12-29 to 01-03.
func IsClosed(d Day) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday || yearEnd(d) || IsHoliday(d)
}

// Why returns the reason for which d is closed; ok is false on a working day. A holiday is named
// before the weekday, because that is what people look for.
func Why(d Day) (c Closed, ok bool) {
	if name := Holiday(d); name != "" {
		return Closed{d, text.Both{Ja: name, En: holidayEnglish(name)}, d.After(AnnouncedUntil)}, true
	}
	switch {
	case yearEnd(d):
		return Closed{d, text.Both{Ja: "年末年始の休日", En: "year-end closure"}, false}, true
	case d.Weekday() == time.Saturday:
		return Closed{d, text.Both{Ja: "土曜日", En: "Saturday"}, false}, true
	case d.Weekday() == time.Sunday:
		return Closed{d, text.Both{Ja: "日曜日", En: "Sunday"}, false}, true
	}
	return Closed{}, false
}

// Open returns d, or the first following day that is not closed (行政機関の休日に関する法律2条), with
// every closed day passed over.
func Open(d Day) (Day, []Closed) {
	var passed []Closed
	for {
		c, closed := Why(d)
		if !closed {
			return d, passed
		}
		passed = append(passed, c)
		d = d.Add(1)
	}
}

// WorkingBefore returns the last working day on or before d (for reminders, R38).
func WorkingBefore(d Day) Day {
	for IsClosed(d) {
		d = d.Add(-1)
	}
	return d
}

// MinusWorking returns the day that lies n working days before d, for 社内締切 (R38). n is 0–1000.
func MinusWorking(d Day, n int) Day {
	d = WorkingBefore(d)
	for ; n > 0; n-- {
		d = WorkingBefore(d.Add(-1))
	}
	return d
}

func yearEnd(d Day) bool {
	_, m, dd := d.Civil()
	return m == 12 && dd >= 29 || m == 1 && dd <= 3
}
