package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/world/stagetest"
)

type remindersTx = interface {
	OpenDuties(limit int) ([]duty.Duty, error)
	Reminded() ([]reminder.Sent, error)
	ReminderReach([]ident.Unit) ([]reminder.Reach, error)
}

// readReminders reads as somebody.
func readReminders(t *testing.T, s *stagetest.Stage, who string, read func(remindersTx) error) {
	t.Helper()
	if err := store.Read[remindersTx](s.DB)(t.Context(), s.Scope(who), read); err != nil {
		t.Fatal(err)
	}
}

// twice does a round of background work by two nodes at once, each of which has just started.
func twice(t *testing.T, s *stagetest.Stage, round func(holder string) (int, error)) {
	t.Helper()
	s.Clock.Set(s.Clock.Now().Add(2 * store.LeaseTTL)) // who held the lease has stopped
	var wg sync.WaitGroup
	for _, holder := range []string{"a", "b"} {
		wg.Go(func() {
			for {
				if n, err := round(holder + s.Clock.Now().String()); err != nil || n == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	wg.Wait()
}

// reminded moves the clock, lets two nodes remind, and returns what was mailed to an address about a date.
func reminded(t *testing.T, s *stagetest.Stage, at ident.Instant, to string) (list []message.Message) {
	t.Helper()
	if now := ident.At(s.Clock.Now()); at > now {
		s.Clock.Set(at.Time())
	}
	twice(t, s, func(holder string) (int, error) { return s.RemindNext(context.Background(), holder) })
	p := &picky{}
	post(t, s, p)
	return p.to(to)
}

func emailOf(t *testing.T, s *stagetest.Stage, who string) string {
	t.Helper()
	for _, q := range s.People {
		if q.Token == who {
			return q.Email
		}
	}
	t.Fatalf("nobody is %s", who)
	return ""
}

// owe files a report, and returns it with the duty that it opened.
func owe(t *testing.T, s *stagetest.Stage, client string) (number ident.Number, d duty.Duty) {
	t.Helper()
	f := file(t, s, "operator-filer", client)
	readReminders(t, s, "operator-filer", func(tx remindersTx) error {
		list, err := tx.OpenDuties(10)
		for _, x := range list {
			if x.Subject == ident.Object(f.Case) {
				d = x
			}
		}
		return err
	})
	post(t, s, &picky{}) // what the report itself tells
	return f.Number, d
}

func setDuty(t *testing.T, s *stagetest.Stage, d duty.Duty, to duty.State) {
	t.Helper()
	scope := s.Scope("operator-filer")
	if _, err := store.Act[interface {
		ChangeDuty(duty.Change) (int64, error)
	}](s.DB)(t.Context(), scope, ident.Key{}, func(tx interface {
		ChangeDuty(duty.Change) (int64, error)
	}) (ledger.Entry, error) {
		_, err := tx.ChangeDuty(duty.Change{Subject: d.Subject, Rule: d.Rule, To: to})
		return ledger.Entry{Kind: ledger.AccountInvited, Object: d.Subject, Org: scope.Org, Unit: scope.Unit, Actor: scope.ID()}, err
	}); err != nil {
		t.Fatal(err)
	}
}

// A date is reminded of on its mornings, once on however many nodes; a house that was away makes up for the latest alone; what is done is not reminded of.
func TestAReminderIsNeitherLostNorDoubled(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		number, d := owe(t, s, "1")
		to := emailOf(t, s, "operator-filer")
		times := reminder.Times(d.OpenedAt, d.DueOn)
		if len(times) < 3+reminder.After {
			t.Fatalf("due on %s: %v", d.DueOn, times)
		}
		want := func(at ident.Instant, n int, urgency message.Urgency, what string) {
			t.Helper()
			list := reminded(t, s, at, to)
			if len(list) != n {
				t.Fatalf("%s: %d mails, want %d: %+v", what, len(list), n, list)
			}
			for _, m := range list {
				if m.Number != number || m.Urgency != urgency || strings.Contains(m.Body(), "詳報") || !strings.Contains(m.Body(), string(number)) {
					t.Errorf("%s: %+v %s", what, m, m.Body())
				}
			}
		}
		want(times[0].Add(-time.Hour), 0, "", "before its time")
		want(times[0], 1, message.Action, "the morning has come")
		want(0, 0, "", "again at once")
		want(times[0].Add(5*time.Hour), 0, "", "in the afternoon")
		want(times[2].Add(time.Hour), 1, message.Urgent, "the house was away for two of them")
		want(d.DueOn.Start().Add(12*time.Hour), 0, "", "on the day itself")
		for i, at := range times[3:] {
			want(at, 1, message.Urgent, "late "+string(rune('a'+i)))
		}
		want(times[len(times)-1].Add(60*24*time.Hour), 0, "", "a while is over")
		readReminders(t, s, "operator-filer", func(tx remindersTx) error {
			list, err := tx.Reminded()
			if len(list) != 1 || list[0].Object != ident.Object(d.ID) || list[0].N != 2+reminder.After || list[0].On != d.DueOn {
				t.Errorf("the operator is told %+v", list)
			}
			return err
		})
		for _, who := range []string{"other-operator-filer", "ministry-officer", "platform-admin"} {
			readReminders(t, s, who, func(tx remindersTx) error {
				list, err := tx.Reminded()
				reach, bad := tx.ReminderReach([]ident.Unit{d.Unit})
				if len(list) != 0 || len(reach) != 0 {
					t.Errorf("%s is told %+v %+v", who, list, reach)
				}
				return errors.Join(err, bad)
			})
		}
	})
}

// What is done, lifted or stayed meanwhile is not written about, though its mail was queued; what runs again is.
func TestWhatIsDoneIsNotRemindedOf(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		_, d := owe(t, s, "1")
		to := emailOf(t, s, "operator-filer")
		times := reminder.Times(d.OpenedAt, d.DueOn)
		s.Clock.Set(times[0].Time())
		twice(t, s, func(holder string) (int, error) { return s.RemindNext(context.Background(), holder) })
		setDuty(t, s, d, duty.Stayed)
		if list := reminded(t, s, 0, to); len(list) != 0 {
			t.Errorf("it stays, and %+v left", list)
		}
		if list := reminded(t, s, times[1], to); len(list) != 0 {
			t.Errorf("it stays, and %+v", list)
		}
		setDuty(t, s, d, duty.Open)
		if list := reminded(t, s, 0, to); len(list) != 1 {
			t.Errorf("it runs again: %+v", list)
		}
		setDuty(t, s, d, duty.Discharged)
		if list := reminded(t, s, times[len(times)-1], to); len(list) != 0 {
			t.Errorf("it is done, and %+v", list)
		}
	})
}

// A mail that could not leave is not followed by a second one about the same date: the later takes its place.
func TestALaterReminderTakesThePlaceOfAnEarlier(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		_, d := owe(t, s, "1")
		to := emailOf(t, s, "operator-filer")
		times := reminder.Times(d.OpenedAt, d.DueOn)
		for _, at := range times[:2] {
			s.Clock.Set(at.Time())
			twice(t, s, func(holder string) (int, error) { return s.RemindNext(context.Background(), holder) })
		}
		if list := reminded(t, s, 0, to); len(list) != 1 {
			t.Errorf("%+v", list)
		}
	})
}

// Whoever files cannot be without reminders, only have them in one mail a day; a shared address takes what it was set to.
func TestDatesComeSinglyOrTogether(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		_, d := owe(t, s, "1")
		_, _ = owe(t, s, "2")
		to := emailOf(t, s, "operator-filer")
		times := reminder.Times(d.OpenedAt, d.DueOn)
		choose := appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](s.DB)}
		take := func(key string, takes ...message.Urgency) {
			t.Helper()
			if err := choose.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", key), takes); err != nil {
				t.Fatal(err)
			}
		}
		addMailbox(t, s, "operator-admin", "desk@op.example", message.Action)
		addMailbox(t, s, "operator-admin", "daily@op.example", message.Dates)
		addMailbox(t, s, "operator-admin", "quiet@op.example", message.Notice)
		take("none")
		if list := reminded(t, s, times[0], to); len(list) != 2 || list[0].ID == list[1].ID {
			t.Errorf("nothing is taken, and what is owed is told all the same: %+v", list)
		}
		take("together", message.Urgent, message.Dates)
		s.Clock.Set(times[1].Time())
		twice(t, s, func(holder string) (int, error) { return s.RemindNext(context.Background(), holder) })
		p := &picky{}
		post(t, s, p)
		got := map[string][]message.Message{}
		count := func() {
			for _, m := range p.sent {
				got[m.To] = append(got[m.To], m)
			}
		}
		count()
		s.Clock.Set(s.Clock.Now().Add(20 * time.Minute))
		p.sent = nil
		post(t, s, p)
		count()
		for address, want := range map[string]string{to: "together", "daily@op.example": "together", "desk@op.example": "single", "quiet@op.example": "nothing"} {
			list := got[address]
			switch {
			case want == "together" && (len(list) != 1 || list[0].Dates != 2 || list[0].Number != "" || !strings.Contains(list[0].Body(), "2件")):
				t.Errorf("%s: %+v", address, list)
			case want == "single" && (len(list) != 2 || list[0].Dates != 0), want == "nothing" && len(list) != 0:
				t.Errorf("%s: %+v", address, list)
			}
		}
		readReminders(t, s, "operator-filer", func(tx remindersTx) error {
			list, err := tx.ReminderReach([]ident.Unit{d.Unit})
			if len(list) != 1 || list[0].People < 1 || list[0].Boxes != 2 || list[0].Name == "" {
				t.Errorf("reach: %+v", list)
			}
			return err
		})
	})
}

// counting counts the dates of one operator as a test says, and how often.
type counting struct {
	*stagetest.Stage
	mu    sync.Mutex
	times int
	dates []reminder.Date
}

func (c *counting) count(t *testing.T, of ident.Org) store.Dates {
	t.Helper()
	return func(_ context.Context, sc access.Scope) ([]reminder.Date, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if sc.Org != of || sc.Unit == "" {
			t.Errorf("counted as %+v", sc)
		}
		c.times++
		return c.dates, nil
	}
}

// round lets two nodes count what is to be counted.
func (c *counting) round(t *testing.T, of ident.Org, want int, what string) {
	t.Helper()
	c.times = 0
	twice(t, c.Stage, func(holder string) (int, error) { return c.DateNext(context.Background(), holder, c.count(t, of)) })
	if c.times != want {
		t.Errorf("%s: counted %d times, want %d", what, c.times, want)
	}
}

// touched writes to 機器台帳.
func touched(t *testing.T, s *stagetest.Stage, who string) {
	t.Helper()
	scope := s.Scope(who)
	if _, err := store.Act[interface{ HoldInventory() (int, error) }](s.DB)(t.Context(), scope, ident.Key{}, func(tx interface{ HoldInventory() (int, error) }) (ledger.Entry, error) {
		_, err := tx.HoldInventory()
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "x", Org: scope.Org, Unit: scope.Unit, Actor: scope.ID()}, err
	}); err != nil {
		t.Fatal(err)
	}
}

// 機器台帳 of an organisation is read when it has moved, and once more before a reminder of it goes; none goes for what is owed no more.
func TestDatesOfTheMachinesAreCountedWhenTheyMove(t *testing.T) {
	t.Parallel()
	const number = "届-R8-TEST"
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		to, who := emailOf(t, s, "operator-filer"), s.As("operator-filer")
		due := law.MustDay("2027-03-31")
		c := &counting{Stage: s, dates: []reminder.Date{{Unit: who.Unit, Kind: reminder.Filing, On: due, N: 3, Number: number}}}
		c.round(t, who.Org, 0, "nobody has machines")
		touched(t, s, "operator-filer")
		c.round(t, who.Org, 1, "it was written")
		c.round(t, who.Org, 0, "nothing moved")
		file(t, s, "operator-filer", "1")
		c.round(t, who.Org, 1, "something was filed")
		post(t, s, &picky{})

		times := reminder.Times(ident.At(s.Clock.Now()), due)
		about := func(at ident.Instant, want int, what string) {
			t.Helper()
			list := reminded(t, s, at, to)
			if list = slices.DeleteFunc(list, func(m message.Message) bool { return m.Number != number }); len(list) != want {
				t.Errorf("%s: %+v", what, list)
			}
		}
		about(times[0], 0, "not counted since")
		c.round(t, who.Org, 1, "a reminder is due")
		about(0, 1, "counted")
		about(0, 0, "again")
		for name, want := range map[string]int{"operator-filer": 1, "operator-admin": 0} { // who may not read 機器台帳 is not told
			readReminders(t, s, name, func(tx remindersTx) error {
				list, err := tx.Reminded()
				if list = slices.DeleteFunc(list, func(x reminder.Sent) bool { return x.Kind != reminder.Filing || x.On != due }); len(list) != want {
					t.Errorf("%s is told %+v", name, list)
				}
				return err
			})
		}
		c.dates = nil
		s.Clock.Set(times[1].Time())
		c.round(t, who.Org, 1, "the next is due")
		about(0, 0, "filed meanwhile")
	})
}
