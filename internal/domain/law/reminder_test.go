package law_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
)

func TestInternalDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		due  string
		n    int
		want string
	}{{"2027-03-31", 10, "2027-03-16"}, {"2027-01-04", 1, "2026-12-28"}, {"2027-01-04", 0, "2027-01-04"}, {"2027-05-06", 3, "2027-04-27"}, {"2027-03-31", -1, "2027-03-31"}} {
		if got := law.Internal(day(c.due), c.n); got != day(c.want) || calendar.IsClosed(got) {
			t.Errorf("%d working days before %s: %s, want %s", c.n, c.due, got, c.want)
		}
	}
}

func TestRemindersFallOnWorkingMornings(t *testing.T) {
	t.Parallel()
	stamps := func(opened ident.Instant, due string) string {
		var out []string
		for _, at := range law.Reminders(opened, day(due)) {
			out = append(out, at.Japan().Format("2006-01-02T15:04"))
		}
		return strings.Join(out, " ")
	}
	if got := stamps(day("2026-11-30").Start(), "2027-03-31"); got != "2027-03-01T09:00 2027-03-17T09:00 2027-03-24T09:00 2027-03-30T09:00" {
		t.Error(got)
	}
	// 1 day before 2027-01-04 is closed since 12-29; 7 days before is 12-28: one reminder, not two.
	if got := stamps(day("2026-12-01").Start(), "2027-01-04"); got != "2026-12-04T09:00 2026-12-21T09:00 2026-12-28T09:00" {
		t.Error(got)
	}
	if got := stamps(day("2026-12-28").Start(), "2027-01-04"); got != "2026-12-28T09:00" {
		t.Errorf("opened on the last morning: %s", got)
	}
	if got := stamps(day("2027-01-04").Start(), "2027-01-04"); got != "" {
		t.Errorf("a reminder from the past: %s", got)
	}
}

func TestWhatHasPassedIsRemindedOfOnWorkingMornings(t *testing.T) {
	t.Parallel()
	var out []string
	for _, at := range law.Overdue(day("2026-12-01").Start(), day("2026-12-25"), 3) {
		out = append(out, at.Japan().Format("2006-01-02T15:04"))
	}
	if got := strings.Join(out, " "); got != "2026-12-28T09:00 2027-01-04T09:00 2027-01-05T09:00" {
		t.Error(got)
	}
	if got := law.Overdue(day("2027-01-05").Start(), day("2026-12-25"), 3); len(got) != 1 {
		t.Errorf("opened when it was late already: %v", got)
	}
	if got := law.Overdue(0, day("2026-12-25"), 0); got != nil {
		t.Errorf("%v", got)
	}
}
