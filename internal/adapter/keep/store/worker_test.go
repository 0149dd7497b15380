package store_test

import (
	"context"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

// letterbox hands each message to the test.
type letterbox chan message.Message

func (l letterbox) Send(ctx context.Context, m message.Message) error {
	select {
	case l <- m:
	case <-ctx.Done():
	}
	return ctx.Err()
}

func TestRunOutbox(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-filer", "1")
		ctx, stop := context.WithCancel(t.Context())
		letters, done := make(letterbox), make(chan error, 2)
		for range 2 { // two nodes, one holds the lease
			go func() { done <- s.RunOutbox(ctx, letters) }()
		}
		seen := map[string]bool{}
		for range 2 {
			m := <-letters
			if m.Number != f.Number || seen[m.ID] {
				t.Errorf("%+v", m)
			}
			seen[m.ID] = true
		}
		stop()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}

// A worker that was robbed of its lease while it works is told so.
func TestRunTasksEndsAHandlerThatWasRobbed(t *testing.T) {
	t.Parallel()
	clock := &jump{}
	s := stagetest.SQLite(t, func(c *store.Config) { c.Now = clock.Now })
	start := auditing.StartCheck{Act: store.Act[auditing.StartTx](s.DB)}
	if _, err := start.Do(t.Context(), access.For(s.As("platform-admin"), ident.At(clock.Now())), s.Key("platform-admin", "check")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun, ended, done := make(chan struct{}), make(chan error, 8), make(chan error, 1)
	go func() {
		done <- s.RunTasks(ctx, auditing.Queue, func(ctx context.Context, _ task.Task, _ func(int64, int64) error) (string, error) {
			close(begun)
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return "", ctx.Err()
		})
	}()
	<-begun
	for ok := false; !ok; { // the keeper may prolong it in between
		clock.ahead(store.LeaseTTL)
		var err error
		if _, ok, err = s.TakeQueue(t.Context(), auditing.Queue, "thief"); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; err == nil || err.Error() == context.Canceled.Error() {
		t.Errorf("it was ended by %v", err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRunLooks(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-filer", "1")
		look(t, s, f)
		digest := auditing.DigestLooks{Act: store.Act[auditing.LooksTx](s.DB)}
		house := access.System("looks", ident.At(s.Clock.Now()))
		if n, err := digest.Do(t.Context(), house); err != nil || n != 0 {
			t.Errorf("the minute is not over, and %d looks were taken: %v", n, err)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.RunLooks(ctx, house) }()
		pending, tick := 0, time.NewTicker(5*time.Millisecond)
		defer tick.Stop()
		for pending < 3 { // the world, the report, the digest
			var err error
			if pending, _, err = s.Lag(t.Context()); err != nil {
				t.Fatal(err)
			}
			<-tick.C
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if n, err := digest.Do(t.Context(), house); err != nil || n != 0 {
			t.Errorf("%d looks were taken twice: %v", n, err)
		}
		if _, err := digest.Do(t.Context(), s.Scope("platform-admin")); err == nil {
			t.Error("a person digested looks")
		}
	})
}

func TestLag(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		s.Clock.Set(s.Clock.Now().Add(7 * time.Second))
		if n, oldest, err := s.Lag(t.Context()); err != nil || n != 1 || oldest != 7*time.Second {
			t.Errorf("%d, %v, %v", n, oldest, err)
		}
		if size, signed, err := s.Head(t.Context()); err != nil || size != 0 || signed != nil {
			t.Errorf("%d, %q, %v", size, signed, err)
		}
		sequence(t, s.DB)
		if n, oldest, err := s.Lag(t.Context()); err != nil || n != 0 || oldest != 0 {
			t.Errorf("%d, %v, %v", n, oldest, err)
		}
		if size, signed, err := s.Head(t.Context()); err != nil || size != 1 || len(signed) == 0 {
			t.Errorf("%d, %q, %v", size, signed, err)
		}
	})
}

func TestReachRemembersWhereAFollowerIs(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		for _, c := range []struct {
			from, to, after int64
			ok              bool
		}{{-1, 4, 4, true}, {4, 9, 9, true}, {4, 5, 9, false}, {-1, 0, 9, false}} {
			if err := s.Reach(t.Context(), "match", c.from, c.to); (err == nil) != c.ok {
				t.Errorf("%+v: %v", c, err)
			}
			if got, err := s.Reached(t.Context(), "match"); err != nil || got != c.after {
				t.Errorf("%+v: at %d, %v", c, got, err)
			}
		}
		if got, err := s.Reached(t.Context(), "another"); err != nil || got != -1 {
			t.Errorf("another: at %d, %v", got, err)
		}
	})
}
