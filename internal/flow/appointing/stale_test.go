package appointing_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// stale are the flows about accounts that nobody uses.
type stale struct {
	*office
	days   appointing.StaleDays
	lock   appointing.Lock
	unlock appointing.Unlock
	keep   appointing.Keep
	house  access.Scope
}

func staleOn(t *testing.T, run func(*testing.T, *stale)) {
	t.Helper()
	onBoth(t, func(t *testing.T, o *office) {
		run(t, &stale{
			office: o, house: access.System("test", 0), days: appointing.StaleDays{Act: store.Act[appointing.StaleDaysTx](o.DB)},
			lock: appointing.Lock{Act: store.Act[appointing.LockTx](o.DB), Entropy: rand.Reader}, unlock: appointing.Unlock{Act: store.Act[appointing.UnlockTx](o.DB), Entropy: rand.Reader},
			keep: appointing.Keep{Act: store.Act[appointing.KeepTx](o.DB), Entropy: rand.Reader},
		})
	})
}

// night is one round of the house.
func (s *stale) night(t *testing.T) {
	t.Helper()
	if err := s.DB.LockStale(t.Context(), s.house, "worker"); err != nil {
		t.Fatal(err)
	}
}

func (s *stale) later(days int) { s.Clock.Set(s.Clock.Now().AddDate(0, 0, days)) }

// browser is the scope of somebody in a browser.
func (s *stale) browser(who string) access.Scope {
	scope := s.Scope(who)
	scope.Session = "s-browser"
	return scope
}

// worn notes that somebody wore their hat now.
func (s *stale) worn(t *testing.T, who string) {
	t.Helper()
	now, a := ident.At(s.Clock.Now()), s.As(who)
	_, err := store.Act[*store.Tx](s.DB)(t.Context(), access.For(access.Actor{}, now), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		none, err := tx.Sessions(a.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		in := slices.Grow(none, 1)[:1][0] // another flow's type: this one's packages do not name it
		in.ID, in.Person, in.Hat, in.Method = ident.Session(who), a.Person, a.Hat, "passkey"
		in.CreatedAt, in.SeenAt, in.UntilAt = now, now, now.Add(time.Hour)
		return ledger.Entry{Kind: ledger.SessionOpened, Object: ident.Object(in.ID), Org: a.Org, Unit: a.Unit}, tx.AddSession(in, who)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *stale) locks(t *testing.T) (list []party.Succession) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(boss), func(tx *store.Tx) (err error) {
		list, err = tx.Locks()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// Nobody is locked before the house has looked for as long as an account may be idle; then the idle are, by a filed act of the
// house, but for who was seen, who was kept, and the last administrator.
func TestTheHouseLocksWhatNobodyUses(t *testing.T) {
	t.Parallel()
	staleOn(t, func(t *testing.T, s *stale) {
		filer, viewer := s.As("operator-filer").Hat, s.As("operator-viewer").Hat
		s.later(400) // long idle already when the house begins to look
		s.night(t)
		s.later(party.StaleDays + party.StaleGrace - 1)
		s.worn(t, "operator-viewer")
		if err := s.keep.Do(t.Context(), s.Scope(boss), ident.Key{}, s.As("operator-approver").Hat, " "); code(err) != "reason fault.required" {
			t.Error("kept without a reason", err)
		}
		if err := s.keep.Do(t.Context(), s.Scope(boss), ident.Key{}, s.As("operator-approver").Hat, "育児休業中"); err != nil {
			t.Fatal(err)
		}
		s.night(t)
		if !s.may(t, filer) {
			t.Fatal("locked a day too early")
		}
		s.later(1)
		s.night(t)
		s.night(t)
		for hat, want := range map[ident.Hat]bool{filer: false, viewer: true, s.As("operator-approver").Hat: true, s.As(boss).Hat: true, s.As("ministry-officer").Hat: false} {
			if got := s.may(t, hat); got != want {
				t.Errorf("%s may act: %v", hat, got)
			}
		}
		filed := 0
		for _, l := range s.locks(t) {
			if l.Hat.ID == filer {
				if filed++; l.By != "" {
					t.Error("locked by", l.By)
				}
			}
		}
		if filed != 1 {
			t.Errorf("%d locks of one hat", filed)
		}

		// An administrator lifts it, in a browser; the next night leaves it alone.
		if err := s.unlock.Do(t.Context(), s.Scope("operator-approver"), ident.Key{}, filer); err == nil {
			t.Error("lifted by somebody who is no administrator")
		}
		token := s.Scope(boss)
		token.Session = ""
		if err := s.unlock.Do(t.Context(), token, ident.Key{}, filer); code(err) != "fault.account.browser" {
			t.Error("lifted by a program", err)
		}
		if err := s.unlock.Do(t.Context(), s.browser(boss), ident.Key{}, filer); err != nil {
			t.Fatal(err)
		}
		s.night(t)
		if list := s.locks(t); !s.may(t, filer) || slices.ContainsFunc(list, func(l party.Succession) bool { return l.Hat.ID == filer }) {
			t.Error("after it was lifted", list)
		}
		if err := s.unlock.Do(t.Context(), s.browser(boss), ident.Key{}, filer); !fault.Is(err, fault.Hidden) {
			t.Error("lifted twice", err)
		}
	})
}

func TestAnAdministratorLocks(t *testing.T) {
	t.Parallel()
	staleOn(t, func(t *testing.T, s *stale) {
		ctx, filer := t.Context(), s.As("operator-filer").Hat
		s.later(1)
		for _, bad := range []int{0, party.StaleLeast - 1, party.StaleMost + 1} {
			if err := s.days.Do(ctx, s.Scope(boss), ident.Key{}, bad); code(err) != "days fault.stale.days" {
				t.Error(bad, err)
			}
		}
		if err := s.days.Do(ctx, s.Scope(boss), ident.Key{}, 45); err != nil {
			t.Fatal(err)
		}
		if err := s.lock.Do(ctx, s.Scope(boss), ident.Key{}, s.As(boss).Hat); code(err) != "fault.stale.state" {
			t.Error("their own", err)
		}
		if err := s.lock.Do(ctx, s.Scope(boss), ident.Key{}, s.As("ministry-officer").Hat); !fault.Is(err, fault.Hidden) {
			t.Error("somebody of elsewhere", err)
		}
		if err := s.lock.Do(ctx, s.Scope("operator-approver"), ident.Key{}, filer); err == nil {
			t.Error("by no administrator")
		}
		if err := s.lock.Do(ctx, s.Scope(boss), ident.Key{}, filer); err != nil || s.may(t, filer) {
			t.Fatal("locked", err)
		}
		if err := s.lock.Do(ctx, s.Scope(boss), ident.Key{}, filer); code(err) != "fault.stale.state" {
			t.Error("locked twice", err)
		}
		if got := strings.Join(s.roster(t, boss), "\n"); !strings.Contains(got, "山﨑 さくら past") {
			t.Error(got)
		}
		if err := s.unlock.Do(ctx, s.browser(boss), ident.Key{}, filer); err != nil || !s.may(t, filer) {
			t.Error("lifted", err)
		}
	})
}
