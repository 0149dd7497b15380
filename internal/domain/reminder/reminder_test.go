package reminder_test

import (
	"testing"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/reminder"
)

func at(s string) ident.Instant { return law.MustDay(s).Start().Add(9 * 60 * 60 * 1e9) }

// Of several that were missed the latest goes, once; what was sent does not go again; after a while there is no more.
func TestWhatWasMissedIsMadeUpForOnce(t *testing.T) {
	t.Parallel()
	o := reminder.Owed{DueOn: law.MustDay("2027-03-31"), OpenedAt: law.MustDay("2026-11-30").Start()}
	for _, c := range []struct {
		name      string
		last, now ident.Instant
		at, next  ident.Instant
	}{
		{"long ahead", 0, at("2026-12-01"), 0, at("2027-03-01")},
		{"the very moment", 0, at("2027-03-01"), at("2027-03-01"), at("2027-03-17")},
		{"it was sent", at("2027-03-01"), at("2027-03-02"), 0, at("2027-03-17")},
		{"the house was away for three of them", 0, at("2027-03-25"), at("2027-03-24"), at("2027-03-30")},
		{"on the day itself", at("2027-03-30"), at("2027-03-31"), 0, at("2027-04-01")},
		{"late, over a weekend", at("2027-04-01"), at("2027-04-04"), at("2027-04-02"), at("2027-04-05")},
		{"the while is over", at("2027-04-13"), at("2027-06-01"), at("2027-04-14"), 0},
		{"and nothing more", at("2027-04-14"), at("2027-06-01"), 0, 0},
	} {
		o.LastAt = c.last
		if at, next := o.Step(c.now); at != c.at || next != c.next {
			t.Errorf("%s: %v then %v, want %v then %v", c.name, at, next, c.at, c.next)
		}
	}
	if n := len(reminder.Ahead(o.OpenedAt, o.DueOn, at("2027-03-24"))); n != 1+reminder.After {
		t.Errorf("%d ahead", n)
	}
}

func TestTheLastOnesAreUrgent(t *testing.T) {
	t.Parallel()
	due := law.MustDay("2027-01-04") // the last working day before is 2026-12-28
	for day, want := range map[string]message.Urgency{"2026-12-21": message.Action, "2026-12-28": message.Urgent, "2027-01-05": message.Urgent} {
		if got := reminder.Urgency(at(day), due); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestNobodyIsSaid(t *testing.T) {
	t.Parallel()
	if !(reminder.Reach{}).Nobody() || (reminder.Reach{Boxes: 1}).Nobody() || (reminder.Reach{People: 1}).Nobody() {
		t.Error("who is reached is miscounted")
	}
}
