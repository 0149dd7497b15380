// Package people measures what it costs to let somebody in, and to decide what they may do (make bench BENCH=people).
package people

import (
	"context"
	"fmt"
	"io"
	"slices"
	"syscall"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/domain/access"
	"kanmin/internal/world/stagetest"
)

// Goals of the figures.
const (
	signInGoal   = 150 * time.Millisecond // 99th percentile, without the authenticator
	decisionGoal = time.Microsecond
)

// How often each is done.
const (
	keys      = 400
	codes     = 60
	decisions = 2_000_000
)

// Run prints the figures.
func Run(ctx context.Context, w io.Writer) error {
	fmt.Fprintln(w, "sign-in without the authenticator: challenge, check of the answer, the act with its entry, one after another")
	err := stagetest.Each(ctx, func(t testing.TB, engine string, stage *stagetest.Stage) error {
		i := inntest.New(t, stage)
		byKey(t, w, engine, i)
		byCode(t, w, engine, i)
		return nil
	})
	if err != nil {
		return fmt.Errorf("people: %w", err)
	}
	decide(w)
	return nil
}

// spent is the processor time of this process.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // of one's own process
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// series is one kind of sign-in, many times.
type series struct {
	took []time.Duration
	cpu  time.Duration
}

func (s *series) time(do func() error) error {
	cpu, begun := spent(), time.Now()
	err := do()
	s.took, s.cpu = append(s.took, time.Since(begun)), s.cpu+spent()-cpu
	return err
}

func (s *series) tell(w io.Writer, what string) {
	slices.Sort(s.took)
	p := func(q int) time.Duration { return s.took[min(len(s.took)*q/100, len(s.took)-1)] }
	fmt.Fprintf(w, "%-28s %4d times  p50 %8.2f ms  p99 %8.2f ms (goal %d ms)  CPU of the program %7.2f ms each\n", what, len(s.took),
		float64(p(50).Microseconds())/1e3, float64(p(99).Microseconds())/1e3, signInGoal.Milliseconds(), float64(s.cpu.Microseconds())/1e3/float64(len(s.took)))
}

// byKey signs in with a passkey; what the authenticator does is not counted.
func byKey(b testing.TB, w io.Writer, engine string, i *inntest.Inn) {
	b.Helper()
	key, _ := i.WithKey(b, "operator-filer")
	var s series
	for range keys {
		i.Clock.Set(i.Clock.Now().Add(time.Second))
		var options []byte
		ceremony := ""
		err := s.time(func() error {
			ch, err := i.BeginPasskey(b.Context())
			options, ceremony = ch.Options, ch.Ceremony
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		answer := key.Get(b, options)
		half := s.took[len(s.took)-1]
		s.took = s.took[:len(s.took)-1]
		if err := s.time(func() error { _, err := i.FinishPasskey(b.Context(), ceremony, answer); return err }); err != nil {
			b.Fatal(err)
		}
		s.took[len(s.took)-1] += half
	}
	s.tell(w, "passkey, "+engine)
}

// byCode signs in with a passphrase, stretched as in production, and a code.
func byCode(b testing.TB, w io.Writer, engine string, i *inntest.Inn) {
	b.Helper()
	i.Cost = login.DefaultCost
	seed, _ := i.WithCode(b, "operator-approver")
	var s series
	for range codes {
		i.Clock.Set(i.Clock.Now().Add(31 * time.Second))
		shown := i.Shown(b, seed)
		if err := s.time(func() error {
			_, err := i.ByCode(b.Context(), "operator-approver@example.jp", inntest.Passphrase, shown)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	s.tell(w, "passphrase and code, "+engine)
	fmt.Fprintf(w, "%-28s the passphrase's hash is in it, costly on purpose (argon2id, %d MiB, %d passes)\n", "", login.DefaultCost.MemoryKiB>>10, login.DefaultCost.Time)
}

// decide asks the permission table about every role, object, action and relation in turn.
func decide(w io.Writer) {
	var scopes []access.Scope
	for _, r := range access.Roles() {
		scopes = append(scopes, access.For(access.Actor{Roles: []access.Role{r}}, 0))
	}
	var cells []access.Permission
	for _, o := range access.Objects() {
		for _, a := range access.Actions() {
			cells = append(cells, access.Permission{Action: a, Object: o})
		}
	}
	allowed, cpu := 0, spent()
	for n := range decisions {
		r := access.Own
		if n%2 == 1 {
			r = access.Addressed
		}
		if scopes[n%len(scopes)].Allows(cells[n/len(scopes)%len(cells)], r, access.Facts{}) {
			allowed++
		}
	}
	each := (spent() - cpu) / decisions
	fmt.Fprintf(w, "decision: %d ns of CPU each, of %d over %d roles and %d permissions, %d allowed (goal %s)\n", each.Nanoseconds(), decisions, len(scopes), len(cells), allowed, decisionGoal)
}
