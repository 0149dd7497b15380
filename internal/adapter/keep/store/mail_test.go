package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

// mailTx is what the page of an administrator reads.
type mailTx interface {
	Mailboxes() ([]message.Mailbox, error)
	Refused() ([]message.Refusal, error)
}

func addMailbox(t *testing.T, s *stagetest.Stage, who, address string, takes ...message.Urgency) message.Mailbox {
	t.Helper()
	add := appointing.AddMailbox{Act: store.Act[appointing.AddMailboxTx](s.DB), Entropy: s.Entropy}
	if err := add.Do(t.Context(), s.Scope(who), s.Key(who, "add "+address), message.Mailbox{Unit: s.As(who).Unit, Address: address, Takes: takes}); err != nil {
		t.Fatal(err)
	}
	boxes, _ := mailOf(t, s, who)
	return boxes[len(boxes)-1]
}

func mailOf(t *testing.T, s *stagetest.Stage, who string) (boxes []message.Mailbox, refused []message.Refusal) {
	t.Helper()
	err := store.Read[mailTx](s.DB)(t.Context(), s.Scope(who), func(tx mailTx) (err error) {
		if boxes, err = tx.Mailboxes(); err == nil {
			refused, err = tx.Refused()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return boxes, refused
}

// picky refuses some addresses for good.
type picky struct {
	refuses []string
	sent    []message.Message
}

func (p *picky) Send(_ context.Context, m message.Message) error {
	if slices.Contains(p.refuses, m.To) {
		return fmt.Errorf("no: %w", message.ErrRefused)
	}
	p.sent = append(p.sent, m)
	return nil
}

// to returns what was sent to an address, and forgets all.
func (p *picky) to(address string) (list []message.Message) {
	for _, m := range p.sent {
		if m.To == address {
			list = append(list, m)
		}
	}
	p.sent = nil
	return list
}

func post(t *testing.T, s *stagetest.Stage, p *picky) {
	t.Helper()
	l, ok, err := s.TakeOutbox(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := s.SendDue(t.Context(), l, p); err != nil {
		t.Fatal(err)
	}
}

func TestMailGoesToPeopleAndSharedAddressesOnceEach(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		own := ""
		for _, q := range s.People {
			if q.Token == "ministry-officer" {
				own = q.Email
			}
		}
		addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Urgent)
		addMailbox(t, s, "ministry-supervisor", "quiet@example.jp", message.Notice)
		addMailbox(t, s, "ministry-supervisor", strings.ToUpper(own), message.Urgent)
		p := &picky{}
		file(t, s, "operator-filer", "1")
		post(t, s, p)
		for address, want := range map[string]int{"desk@example.jp": 1, "quiet@example.jp": 0, strings.ToUpper(own): 0, own: 1} {
			sent := p.sent
			if got := p.to(address); len(got) != want || want == 1 && got[0].For != "" {
				t.Errorf("%s: %d mails, not %d: %+v", address, len(got), want, got)
			}
			p.sent = sent
		}
		// Their own address is the person's to switch off; the others still have theirs.
		choose := appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](s.DB)}
		if err := choose.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", "off"), nil); err != nil {
			t.Fatal(err)
		}
		p.sent = nil
		file(t, s, "operator-filer", "2")
		post(t, s, p)
		sent := p.sent
		if got := p.to(own); len(got) != 0 {
			t.Errorf("switched off, and sent: %+v", got)
		}
		if p.sent = sent; len(p.to("desk@example.jp")) != 1 {
			t.Error("the shared address lost its mail")
		}
	})
}

func TestAnAddressThatRefusesThriceIsPausedAndSaid(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx, who := t.Context(), "ministry-supervisor"
		box := addMailbox(t, s, who, "gone@example.jp", message.Urgent)
		p := &picky{refuses: []string{"gone@example.jp"}}
		for n := 1; n <= 4; n++ {
			file(t, s, "operator-filer", fmt.Sprint(n))
			post(t, s, p)
			_, refused := mailOf(t, s, who)
			if len(refused) != 1 || refused[0].Address != box.Address || refused[0].Times != min(n, 3) || refused[0].Paused() != (n >= 3) || refused[0].How != message.ByRelay {
				t.Fatalf("after %d: %+v", n, refused)
			}
			s.Clock.Set(s.Clock.Now().Add(time.Minute))
		}
		for _, other := range []string{"operator-admin", "ministry-officer", "platform-admin", "cabinet-supervisor"} {
			if boxes, refused := mailOf(t, s, other); len(boxes)+len(refused) != 0 {
				t.Errorf("%s is told: %v %v", other, boxes, refused)
			}
		}
		_, refused := mailOf(t, s, who)
		confirm := appointing.ConfirmRefusal{Act: store.Act[appointing.ConfirmRefusalTx](s.DB)}
		if err := confirm.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "c"), refused[0].ID); !fault.Is(err, fault.Hidden) {
			t.Errorf("somebody else's administrator: %v", err)
		}
		if err := confirm.Do(ctx, s.Scope(who), s.Key(who, "c"), refused[0].ID); err != nil {
			t.Fatal(err)
		}
		p.refuses, p.sent = nil, nil
		file(t, s, "operator-filer", "5")
		post(t, s, p)
		if _, refused := mailOf(t, s, who); len(p.to("gone@example.jp")) != 1 || len(refused) != 0 {
			t.Errorf("confirmed, and still: %v", refused)
		}
	})
}

func TestATrialGoesToOneAddressEvenWhilePaused(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	box := addMailbox(t, s, "operator-admin", "csirt@example.jp", message.Urgent)
	try := appointing.TryMailbox{Act: store.Act[appointing.MailboxTx](s.DB)}
	if err := try.Do(t.Context(), s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "t"), box.ID); !fault.Is(err, fault.Hidden) {
		t.Errorf("a stranger: %v", err)
	}
	for range 2 { // pressed twice
		if err := try.Do(t.Context(), s.Scope("operator-admin"), s.Key("operator-admin", "t"), box.ID); err != nil {
			t.Fatal(err)
		}
	}
	names := appointing.NameInMail{Act: store.Act[appointing.NameInMailTx](s.DB)}
	if err := names.Do(t.Context(), s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "n"), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("an administrator of a unit speaks for the whole: %v", err)
	}
	if err := names.Do(t.Context(), s.Scope("operator-admin"), s.Key("operator-admin", "n"), true); err != nil {
		t.Fatal(err)
	}
	p := &picky{}
	post(t, s, p)
	if len(p.sent) != 1 || !strings.Contains(p.sent[0].Body(), "あて先: あおぞら送配電株式会社") || p.sent[0].To != box.Address || !p.sent[0].Trial || p.sent[0].Subject() != "【お知らせ】官民連携基盤" || !strings.Contains(p.sent[0].Body(), "確かめる") {
		t.Errorf("%+v", p.sent)
	}
}

// morning moves the clock of a stage to a time in Japan.
func morning(t *testing.T, s *stagetest.Stage, at string) {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, ident.JST)
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(when)
}

// rise lets a node ask for the morning's task and do what is due of it; it returns how many were done.
func rise(t *testing.T, db *store.DB, holder string, count store.Morning) (n int) {
	t.Helper()
	ctx := t.Context()
	if err := db.AskMorning(ctx); err != nil {
		t.Error(err)
	}
	l, ok, err := db.TakeQueue(ctx, store.MorningQueue, holder)
	if err != nil || !ok {
		return 0
	}
	for {
		did, err := db.DoTask(ctx, l, store.MorningQueue, db.Mornings(count))
		if err != nil {
			t.Error(err)
		}
		if !did || err != nil {
			return n
		}
		n++
	}
}

func TestTheMorningsNumbersLeaveOnceOnWorkingDays(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Takes(party.Ministry)...)
		addMailbox(t, s, "cabinet-supervisor", "calm@example.jp", message.Morning)
		choose := appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](s.DB)}
		if err := choose.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", "on"), message.Takes(party.Ministry)); err != nil {
			t.Fatal(err)
		}
		calm := s.As("cabinet-supervisor").Unit
		count := func(_ context.Context, a access.Scope) (message.Numbers, error) {
			if a.Unit == calm {
				return message.Numbers{}, nil // nothing to say
			}
			return message.Numbers{Now: 1, Arrived: 2, Soon: 3}, nil
		}
		second, err := store.Open(t.Context(), s.DB.Config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = second.Close() })
		p := &picky{}
		for _, day := range []struct {
			at   string
			sent int
		}{
			{"2026-11-28 09:00", 0}, // a Saturday
			{"2027-01-01 09:00", 0}, // 休日
			{"2026-11-30 08:44", 0}, {"2026-11-30 08:45", 2}, {"2026-11-30 11:59", 0},
			{"2026-12-01 11:30", 2}, // a late start
			{"2026-12-02 12:00", 0}, // too late
		} {
			morning(t, s, day.at)
			var both sync.WaitGroup
			for i, db := range []*store.DB{s.DB, second} {
				both.Go(func() { rise(t, db, fmt.Sprint("node ", i), count) })
			}
			both.Wait()
			s.Clock.Set(s.Clock.Now().Add(store.LeaseTTL)) // and again, as after a restart
			rise(t, second, "later", count)
			post(t, s, p)
			to := map[string]bool{}
			for _, m := range p.sent {
				if to[m.To] = true; m.Morning != (message.Numbers{Now: 1, Arrived: 2, Soon: 3}) || m.Urgency != message.Notice || m.Number != "" {
					t.Errorf("%s: %+v", day.at, m)
				}
			}
			if len(p.sent) != day.sent || len(to) != day.sent || to["calm@example.jp"] {
				t.Errorf("%s: %d mails to %v, not %d", day.at, len(p.sent), to, day.sent)
			}
			p.sent = nil
		}
	})
}

func TestAMorningThatCouldNotLeaveByNoonDoesNot(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Morning)
	count := func(context.Context, access.Scope) (message.Numbers, error) { return message.Numbers{Now: 1}, nil }
	morning(t, s, "2026-11-30 11:59")
	if n := rise(t, s.DB, "one", count); n != 1 {
		t.Fatal(n)
	}
	morning(t, s, "2026-11-30 12:00")
	p := &picky{}
	post(t, s, p)
	if got := outboxStates(t, s); len(p.sent) != 0 || got["the morning is over"] != 1 {
		t.Errorf("%v, %v", p.sent, got)
	}
	if law.IsClosed(law.MustDay("2026-11-30")) {
		t.Error("the control: the day is no working day")
	}
}

func TestWhatFailedIsTriedAgainAtOnePress(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx := t.Context()
		file(t, s, "operator-filer", "1")
		ill := &postman{ill: errors.New("no")}
		for range 2 * task.Letters { // the confirmation waits for a morning
			sendDue(t, s, ill)
			s.Clock.Set(s.Clock.Now().Add(time.Hour))
		}
		failed := outboxStates(t, s)["failed"]
		retry := auditing.Retry{Act: store.Act[auditing.StartTx](s.DB)}
		if err := retry.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "r")); !fault.Is(err, fault.Hidden) {
			t.Errorf("an operator may: %v", err)
		}
		if err := retry.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "r")); err != nil {
			t.Fatal(err)
		}
		l, ok, err := s.TakeQueue(ctx, auditing.RetryQueue, "test")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if did, err := s.DoTask(ctx, l, auditing.RetryQueue, s.Retries()); err != nil || !did {
			t.Fatal(did, err)
		}
		if got := outboxStates(t, s); failed == 0 || got["waiting"] != failed || got["failed"] != 0 {
			t.Errorf("%d failed, %v", failed, got)
		}
		p := &picky{}
		if post(t, s, p); outboxStates(t, s)["sent"] != failed {
			t.Errorf("%v", outboxStates(t, s))
		}
		if n, err := s.Running(ctx, time.Hour); err != nil || n.Mail.Sent != failed || n.Mail.Failed != 0 {
			t.Errorf("%+v, %v", n.Mail, err)
		}
	})
}

// down is a relay that is down for some addresses, and takes the rest.
type down struct {
	picky
	dead []string
}

func (d *down) Send(ctx context.Context, m message.Message) error {
	if slices.Contains(d.dead, m.To) {
		return errors.New("no route to host")
	}
	return d.picky.Send(ctx, m)
}

// An addressee that is down for a day delays nobody else, and has its mail once when it is up again.
func TestAnAddresseeThatIsDownForADayDelaysNobodyAndLosesNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		addMailbox(t, s, "ministry-supervisor", "down@example.jp", message.Urgent)
		addMailbox(t, s, "cabinet-supervisor", "up@example.jp", message.Urgent)
		d := &down{dead: []string{"down@example.jp"}}
		send := func() {
			t.Helper()
			l, ok, err := s.TakeOutbox(t.Context(), "test")
			if err == nil && ok {
				_, err = s.SendDue(t.Context(), l, d)
			}
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
		}
		file(t, s, "operator-filer", "1")
		send()
		if sent := d.sent; len(d.to("up@example.jp")) != 1 {
			t.Errorf("another addressee waits: %+v", sent)
		}
		for range 25 {
			s.Clock.Set(s.Clock.Now().Add(time.Hour))
			send()
		}
		if sent := d.sent; len(d.to("up@example.jp")) != 0 {
			t.Errorf("another addressee is written to again: %+v", sent)
		}
		d.dead = nil
		for range 2 {
			s.Clock.Set(s.Clock.Now().Add(time.Hour))
			send()
		}
		if sent := d.sent; len(d.to("down@example.jp")) != 1 {
			t.Errorf("after a day: %+v, %v", sent, outboxStates(t, s))
		}
	})
}
