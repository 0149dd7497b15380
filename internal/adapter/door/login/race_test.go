package login_test

import (
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/login/keytest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/world/stagetest"
)

// atOnce runs eight and returns how many had no fault; any fault must be one of an answer, not of ours.
func atOnce(t *testing.T, do func(n int) error) (won int) {
	t.Helper()
	var mu sync.Mutex
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			err := do(n)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if fault.Is(err, fault.Internal) {
				t.Errorf("number %d: %v", n, err)
			}
		})
	}
	group.Wait()
	return won
}

func TestOneOfEightWins(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		nodes := []*inntest.Inn{i, node}
		link, code := i.Invite(t, "operator-viewer")
		halves := make([]string, 8)
		for n := range halves {
			half, err := i.Admit(t.Context(), link, code)
			if err != nil {
				t.Fatal(err)
			}
			halves[n] = half
		}
		won := atOnce(t, func(n int) error {
			door := nodes[n%2]
			ch, err := door.BeginAccept(t.Context(), halves[n])
			if err != nil {
				return err
			}
			_, err = door.FinishAccept(t.Context(), halves[n], ch.Ceremony, "鍵", keytest.New(t, inntest.Origin).Create(t, ch.Options))
			return err
		})
		if won != 1 {
			t.Errorf("one invitation, eight browsers: %d registered", won)
		}

		seed, _ := i.WithCode(t, "operator-filer")
		i.Clock.Set(i.Clock.Now().Add(time.Minute))
		shown := i.Shown(t, seed)
		if won := atOnce(t, func(n int) error {
			_, err := nodes[n%2].ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, shown)
			return err
		}); won != 1 {
			t.Errorf("one code, eight browsers: %d signed in", won)
		}

		key, _ := i.WithKey(t, "operator-approver")
		ch, err := i.BeginPasskey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		answer := key.Get(t, ch.Options)
		if won := atOnce(t, func(n int) error {
			_, err := nodes[n%2].FinishPasskey(t.Context(), ch.Ceremony, answer)
			return err
		}); won != 1 {
			t.Errorf("one challenge, eight answers: %d signed in", won)
		}
	})
}

func TestSomebodyUnknownCostsTheSameStatements(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		i.WithCode(t, "operator-filer")
		count := func(mail string) (n int) {
			_, err := i.ByCode(store.Noting(t.Context(), func(string, []any) { n++ }), mail, "違うパスワードです", "123456")
			inntest.WantFault(t, mail, err, fault.Invalid, "fault.account.refused")
			return n
		}
		known, unknown := count("operator-filer@example.jp"), count("nobody@example.jp")
		if known != unknown || known == 0 {
			t.Errorf("%d statements for somebody, %d for nobody", known, unknown)
		}
	})
}

func TestACrowdOfStrangersIsHeldAtTheDoor(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	_, o := i.WithKey(t, "operator-filer")
	turned := 0
	for range 300 {
		_, err := i.BeginPasskey(t.Context())
		if fault.Is(err, fault.Exceeded) {
			turned++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if turned < 90 || turned > 110 {
		t.Errorf("%d of 300 at once were turned away", turned)
	}
	scope := i.Scope("operator-filer")
	scope.Session = o.Session.ID
	if _, err := i.BeginAdd(t.Context(), scope, "名", "a@example.jp"); err != nil {
		t.Errorf("somebody inside waits for the crowd: %v", err)
	}
	i.Clock.Set(i.Clock.Now().Add(time.Second))
	if _, err := i.BeginPasskey(t.Context()); err != nil {
		t.Errorf("a second later: %v", err)
	}
}

func TestASessionIsSeenOnceAMinute(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		_, o := i.WithKey(t, "operator-filer")
		for n, want := range []int{1, 1, 2, 1} { // the third comes after a minute: it reads and notes
			if n == 2 {
				i.Clock.Set(i.Clock.Now().Add(time.Minute))
			}
			got := 0
			if _, err := i.Who(store.Noting(t.Context(), func(string, []any) { got++ }), i.Cookie(o.Secret), ""); err != nil || got != want {
				t.Errorf("request %d: %d statements, want %d, %v", n+1, got, want, err)
			}
		}
	})
}
