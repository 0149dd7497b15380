package law_test

import (
	"os"
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/law/lawtest"
)

// dice is a small generator with a fixed seed, so that a disagreement can be repeated.
type dice uint64

func (d *dice) roll(n int) int {
	*d ^= *d << 13
	*d ^= *d >> 7
	*d ^= *d << 17
	return int(uint64(*d) % uint64(n))
}

func civil(d law.Day) lawtest.Civil {
	y, m, dd := d.Civil()
	return lawtest.Civil{Year: y, Month: m, Day: dd}
}

// The second implementation, written apart, agrees on a million random dates with random periods from 2026 to 2098.
func TestASecondImplementationAgrees(t *testing.T) {
	t.Parallel()
	second, seed := lawtest.New(), dice(20261001)
	first := day("2026-01-01")
	span := law.LastDay.Since(first)
	for range 1_000_000 {
		d := first.Add(seed.roll(span))
		l := law.Length{N: seed.roll(12) + 1, Unit: law.Months, First: law.FirstDay(seed.roll(2))}
		if seed.roll(3) == 0 {
			l.Unit, l.N = law.Days, seed.roll(90)+1
		}
		nominal, _ := l.Ends(d)
		due := nominal
		for calendar.IsClosed(due) {
			due = due.Add(1)
		}
		p := lawtest.Period{N: l.N, Months: l.Unit == law.Months, CountFirst: l.First == law.Counted}
		if got := second.End(civil(d), p); got != civil(nominal) {
			t.Fatalf("%v from %s: %s and %v", l, d, nominal, got)
		}
		p.Moves = true
		if got := second.End(civil(d), p); got != civil(due) {
			t.Fatalf("%v from %s, moved: %s and %v", l, d, due, got)
		}
	}
}

// Every day to 2098 is closed, or not, by both.
func TestBothKnowTheSameClosedDays(t *testing.T) {
	t.Parallel()
	second := lawtest.New()
	for d := day("2020-01-01"); !d.After(day("2099-06-30")); d = d.Add(1) {
		if calendar.IsClosed(d) != second.Closed(civil(d)) {
			t.Errorf("%s: closed %v and %v", d, calendar.IsClosed(d), second.Closed(civil(d)))
		}
	}
}

// What the book answers, sentences and all, is what the second implementation computes.
func TestExplainedDatesAgree(t *testing.T) {
	t.Parallel()
	second, seed := lawtest.New(), dice(5)
	for range 5_000 {
		d := law.Commencement.Add(seed.roll(5000))
		for rule, p := range map[string]lawtest.Period{
			"asset.new": {N: 4, Months: true, Moves: true}, "asset.change": {N: 4, Months: true, Moves: true}, "incident.detailed": {N: 30, Moves: true},
			"ppc.final": {N: 60, CountFirst: true, Moves: true}, "ppc.prompt": {N: 5, CountFirst: true, Moves: true}, "plan.review": {N: 30},
		} {
			due, err := law.At(d).Due(rule, law.Question{On: d})
			if err != nil {
				t.Fatal(rule, d, err)
			}
			if got := second.End(civil(d), p); got != civil(due.Due) {
				t.Fatalf("%s from %s: %s and %v", rule, d, due.Due, got)
			}
		}
	}
}

// Properties that any counting must have, over every day from 2026 to 2040.
func TestProperties(t *testing.T) {
	t.Parallel()
	four, thirty := law.Length{N: 4, Unit: law.Months}, law.Length{N: 30, Unit: law.Days}
	var lastMonths, lastDays law.Day
	for d := day("2026-01-01"); !d.After(day("2040-12-31")); d = d.Add(1) {
		months, how := four.Ends(d)
		days, _ := thirty.Ends(d)
		if months.Before(lastMonths) || !days.After(lastDays) {
			t.Fatalf("%s: a later start ends earlier", d)
		}
		lastMonths, lastDays = months, days
		if n := months.Since(d); n < 120 || n > 123 {
			t.Errorf("four months from %s last %d days", d, n)
		}
		if days.Since(d) != 30 {
			t.Errorf("thirty days from %s last %d", d, days.Since(d))
		}
		_, _, endDay := months.Civil()
		_, _, nextDay := months.Add(1).Civil()
		if (how == calendar.WholeMonths || how == calendar.NoCorresponding) && nextDay != 1 {
			t.Errorf("%s: by %d it must end with a month, not on %s", d, how, months)
		}
		_, _, startDay := d.Add(1).Civil()
		if how == calendar.DayBefore && endDay != startDay-1 {
			t.Errorf("%s: the day before the corresponding day is not %s", d, months)
		}
		for _, end := range []law.Day{months, days} {
			open, passed := calendar.Open(end)
			if calendar.IsClosed(open) || open.Before(end) || len(passed) != open.Since(end) || open.Since(end) > 10 {
				t.Errorf("%s moves to %s past %d days", end, open, len(passed))
			}
			if again, _ := calendar.Open(open); again != open {
				t.Errorf("%s moves twice", end)
			}
		}
	}
}

// A window decides whether a rule applies; it never moves, even when it ends on a Saturday.
func TestWindowsDoNotMove(t *testing.T) {
	t.Parallel()
	on := law.At(day("2026-12-01"))
	for d := day("2026-12-01"); d.Before(day("2029-12-01")); d = d.Add(1) {
		w, _ := on.Window("asset.designated.window", "", "")
		last, _ := w.Length.Ends(d)
		inside, err := on.Due("asset.designated", law.Question{On: last, Designated: d})
		if err != nil {
			t.Fatal(err)
		}
		outside, err := on.Due("asset.designated", law.Question{On: last.Add(1), Designated: d})
		if err != nil {
			t.Fatal(err)
		}
		if inside.Steps[0].Day != last || inside.Steps[0].Ja == outside.Steps[0].Ja {
			t.Errorf("designated %s: the window ends %s, inside %s, outside %s", d, last, inside.Nominal, outside.Nominal)
		}
	}
}

// The second implementation imports nothing of ours.
func TestTheSecondImplementationStandsAlone(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("lawtest/almanac.go")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), `"kanmin/`) || strings.Contains(string(b), `"time"`) {
		t.Error("lawtest imports the product or the library's calendar")
	}
}
