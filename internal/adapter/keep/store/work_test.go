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
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

// postman keeps what is sent; while ill it takes nothing over.
type postman struct {
	mu   sync.Mutex
	ill  error
	sent []message.Message
}

func (p *postman) Send(_ context.Context, m message.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, m)
	return p.ill
}

// outboxStates counts the rows of each state.
func outboxStates(t *testing.T, s *stagetest.Stage) map[string]int {
	t.Helper()
	rows, err := super(t, s).QueryContext(t.Context(), `SELECT state, COALESCE(trouble, '') FROM outbox`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	states := map[string]int{}
	for rows.Next() {
		var state, trouble string
		if err := rows.Scan(&state, &trouble); err != nil {
			t.Fatal(err)
		}
		states[state]++
		if trouble != "" {
			states[trouble]++
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return states
}

func sendDue(t *testing.T, s *stagetest.Stage, p *postman) int {
	t.Helper()
	l, ok, err := s.TakeOutbox(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	n, err := s.SendDue(t.Context(), l, p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMailIsSentOnceAndTriedAgain(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-filer", "1")
		p := &postman{ill: errors.New("the mail system does not answer")}
		items := sendDue(t, s, p)
		if items < 2 || len(p.sent) == 0 {
			t.Fatalf("%d items, %d mails: a 速報 goes to the ministry and to 内閣府", items, len(p.sent))
		}
		if n := sendDue(t, s, p); n != 0 {
			t.Errorf("tried again at once: %d", n)
		}
		first := slices.Clone(p.sent)
		p.ill, p.sent = nil, nil
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		if n := sendDue(t, s, p); n != items {
			t.Errorf("%d items tried again, not %d", n, items)
		}
		if !slices.Equal(first, p.sent) {
			t.Errorf("the second attempt differs:\n%+v\n%+v", first, p.sent)
		}
		for _, m := range p.sent {
			if m.Urgency != message.Urgent || m.Number != f.Number || strings.Contains(m.Body(), "試験の報告") {
				t.Errorf("%+v", m)
			}
		}
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		if n := sendDue(t, s, p); n != 0 || outboxStates(t, s)["sent"] != items {
			t.Errorf("sent again: %d; %v", n, outboxStates(t, s))
		}
	})
}

func TestMailIsNotSentToWhoMayNoLongerRead(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		file(t, s, "operator-filer", "1")
		office := s.As("ministry-officer").Unit
		if _, err := super(t, s).ExecContext(t.Context(), `UPDATE audience_member SET until_at = $1 WHERE unit = $2`, ident.At(s.Clock.Now()), string(office)); err != nil {
			t.Fatal(err)
		}
		p := &postman{}
		items := sendDue(t, s, p)
		if got := outboxStates(t, s); got["dropped"] != 1 || got["the recipient may no longer read it"] != 1 || got["sent"] != items-1 {
			t.Errorf("%v", got)
		}
		for _, m := range p.sent {
			for _, somebody := range s.People {
				if somebody.Unit == office && somebody.Email == m.To {
					t.Errorf("sent to %s", somebody.Token)
				}
			}
		}
	})
}

func TestMailIsGivenUpAtLast(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	file(t, s, "operator-filer", "1")
	p := &postman{ill: errors.New("no")}
	for range 2 * task.Letters { // the confirmation waits for a morning
		sendDue(t, s, p)
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
	}
	if got := outboxStates(t, s); got["failed"] == 0 || got["no"] != got["failed"] || got["waiting"] != 0 {
		t.Errorf("%v", got)
	}
}

func TestMailStopsWhenTheLeaseIsLost(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		file(t, s, "operator-filer", "1")
		old, ok, err := s.TakeOutbox(t.Context(), "old")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		s.Clock.Set(s.Clock.Now().Add(store.LeaseTTL))
		if _, ok, err := s.TakeOutbox(t.Context(), "new"); err != nil || !ok {
			t.Fatal(ok, err)
		}
		p := &postman{}
		if _, err := s.SendDue(t.Context(), old, p); !fault.Is(err, fault.Conflict) || len(p.sent) != 0 {
			t.Errorf("%d mails, %v", len(p.sent), err)
		}
	})
}

// tasksOf reads the tasks as the page of the platform's administrator does.
func tasksOf(t *testing.T, s *stagetest.Stage, token string) (list []task.Task) {
	t.Helper()
	err := store.Read[interface {
		Tasks(limit int) ([]task.Task, error)
	}](s.DB)(t.Context(), s.Scope(token), func(tx interface {
		Tasks(limit int) ([]task.Task, error)
	}) (err error) {
		list, err = tx.Tasks(10)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheLogIsCheckedInTheBackground(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx := t.Context()
		b := tell(t, s)
		start := auditing.StartCheck{Act: store.Act[auditing.StartTx](s.DB)}
		if _, err := start.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "check")); !fault.Is(err, fault.Hidden) {
			t.Errorf("an operator may start it: %v", err)
		}
		for range 2 { // the same press twice
			if _, err := start.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "check")); err != nil {
				t.Fatal(err)
			}
		}
		if got := tasksOf(t, s, "platform-admin"); len(got) != 1 || got[0].State != task.Waiting || got[0].Queue != auditing.Queue {
			t.Fatalf("%+v", got)
		}
		if got := tasksOf(t, s, "operator-admin"); len(got) != 0 {
			t.Errorf("others see it: %+v", got)
		}
		l, ok, err := s.TakeQueue(ctx, auditing.Queue, "test")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if did, err := s.DoTask(ctx, l, auditing.Queue, s.Checker(access.System("check", ident.At(s.Clock.Now())))); err != nil || !did {
			t.Fatal(did, err)
		}
		got := tasksOf(t, s, "platform-admin")[0]
		r, err := auditing.ParseResult(got.Result)
		if err != nil || got.State != task.Done || got.Done != got.Total || got.Total != b.index+7 || !r.Sound() || r.Checked != got.Total {
			t.Errorf("%+v, %+v, %v", got, r, err)
		}
	})
}

func TestATaskThatFailsIsTriedAgainThenGivenUp(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx := t.Context()
		start := auditing.StartCheck{Act: store.Act[auditing.StartTx](s.DB)}
		if _, err := start.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "check")); err != nil {
			t.Fatal(err)
		}
		tries := 0
		for range task.Attempts + 2 {
			l, ok, err := s.TakeQueue(ctx, auditing.Queue, "test")
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if _, err := s.DoTask(ctx, l, auditing.Queue, func(context.Context, task.Task, func(int64, int64) error) (string, error) {
				tries++
				return "", errors.New("the disk is full")
			}); err != nil {
				t.Fatal(err)
			}
			s.Clock.Set(s.Clock.Now().Add(time.Hour))
		}
		if got := tasksOf(t, s, "platform-admin")[0]; tries != task.Attempts || got.State != task.Failed || got.Trouble != "the disk is full" {
			t.Errorf("%d tries, %+v", tries, got)
		}
	})
}

func TestATaskOfADeadWorkerIsBegunAgain(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		start := auditing.StartCheck{Act: store.Act[auditing.StartTx](s.DB)}
		if _, err := start.Do(t.Context(), s.Scope("platform-admin"), s.Key("platform-admin", "check")); err != nil {
			t.Fatal(err)
		}
		old, ok, err := s.TakeQueue(t.Context(), auditing.Queue, "old")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		ctx, die := context.WithCancel(t.Context())
		_, err = s.DoTask(ctx, old, auditing.Queue, func(_ context.Context, _ task.Task, progress func(int64, int64) error) (string, error) {
			err := progress(1, 4)
			die()
			return "never kept", err
		})
		if err == nil {
			t.Error("a dead worker ended its task")
		}
		if got := tasksOf(t, s, "platform-admin")[0]; got.State != task.Running || got.Done != 1 || got.Total != 4 {
			t.Errorf("%+v", got)
		}
		s.Clock.Set(s.Clock.Now().Add(store.LeaseTTL))
		l, ok, err := s.TakeQueue(t.Context(), auditing.Queue, "new")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, err := s.DoTask(t.Context(), old, auditing.Queue, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("the old worker went on: %v", err)
		}
		did, err := s.DoTask(t.Context(), l, auditing.Queue, func(context.Context, task.Task, func(int64, int64) error) (string, error) { return "done", nil })
		if got := tasksOf(t, s, "platform-admin")[0]; err != nil || !did || got.State != task.Done || got.Attempts != 2 || got.Result != "done" {
			t.Errorf("%v, %+v, %v", did, got, err)
		}
	})
}
