package law

import (
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// InternalDays is the usual number of working days that an organisation needs for its approval (社内締切, R38).
const InternalDays = 10

// Internal returns the 社内締切: the working day that lies n working days before the due date. n is 0–250.
func Internal(due Day, n int) Day { return calendar.MinusWorking(due, max(0, min(n, 250))) }

// reminded is at what time of the day people are reminded.
const reminded = 9 * time.Hour

// reminderDays are how many days before a due date people are reminded.
var reminderDays = [...]int{30, 14, 7, 1}

// Reminders returns when people are reminded of a due date (R38): at 09:00 JST on the last working day on or before 30, 14, 7
// and 1 days ahead, each day once, only those after opened.
func Reminders(opened ident.Instant, due Day) []ident.Instant {
	var out []ident.Instant
	var last Day
	for _, n := range reminderDays {
		d := calendar.WorkingBefore(due.Add(-n))
		at := d.Start().Add(reminded)
		if d != last && at > opened {
			out = append(out, at)
		}
		last = d
	}
	return out
}

// Overdue returns when people are reminded of a due date that has passed: at 09:00 JST on each of the next n working days, only those after opened.
func Overdue(opened ident.Instant, due Day, n int) []ident.Instant {
	var out []ident.Instant
	for ; n > 0; n-- {
		due, _ = calendar.Open(due.Add(1))
		if at := due.Start().Add(reminded); at > opened {
			out = append(out, at)
		}
	}
	return out
}
