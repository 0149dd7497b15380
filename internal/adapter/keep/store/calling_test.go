package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world/stagetest"
)

type callsTx = interface {
	Now() ident.Instant
	CallsOf(ident.Filing) ([]oncall.Call, error)
	CallListOf(ident.Filing) (oncall.List, error)
}

func contacts(names ...string) (list []oncall.Contact) {
	for _, n := range names {
		list = append(list, oncall.Contact{Name: "宿直 " + n, Phone: "03-0000-1101", Email: n + "@night.example"})
	}
	return list
}

func setCalls(t *testing.T, s *stagetest.Stage, who string, list []oncall.Contact) {
	t.Helper()
	set := calling.Set{Act: store.Act[calling.SetTx](s.DB)}
	if err := set.Do(t.Context(), s.Scope(who), s.Key(who, "set"), 0, list); err != nil {
		t.Fatal(err)
	}
}

func callsOf(t *testing.T, s *stagetest.Stage, who string, f filing.Filing) (list []oncall.Call) {
	t.Helper()
	if err := store.Read[callsTx](s.DB)(t.Context(), s.Scope(who), func(tx callsTx) (err error) {
		list, err = tx.CallsOf(f.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// steps is how many steps are taken now, by two nodes at once, each of which has just started.
func steps(t *testing.T, s *stagetest.Stage) (n int) {
	t.Helper()
	s.Clock.Set(s.Clock.Now().Add(2 * store.LeaseTTL)) // who held the lease has stopped
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, holder := range []string{"a", "b"} {
		wg.Go(func() {
			got, err := s.CallNext(context.Background(), holder+s.Clock.Now().String())
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			n += got
			mu.Unlock()
		})
	}
	wg.Wait()
	return n
}

func TestOneAfterAnotherIsCalledUntilSomebodyOpens(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-filer", "1")
		if n := steps(t, s); n != 0 {
			t.Errorf("%d were called and there is no list", n)
		}
		setCalls(t, s, "ministry-supervisor", contacts("first", "second", "third"))
		want := func(n int, what string) {
			t.Helper()
			if got := steps(t, s); got != n {
				t.Errorf("%s: %d steps, want %d", what, got, n)
			}
		}
		want(1, "arrived")
		want(0, "again at once")
		s.Clock.Set(s.Clock.Now().Add(14 * time.Minute))
		want(0, "14 minutes later")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		want(1, "15 minutes later")
		s.Clock.Set(s.Clock.Now().Add(2 * time.Hour))
		want(1, "the house was away for two hours: one, not eight")

		own := callsOf(t, s, "ministry-officer", f)
		if len(own) != 3 || own[0].Who.Name != "宿直 first" || own[2].Who.Email != "third@night.example" {
			t.Errorf("the office reads %+v", own)
		}
		told := callsOf(t, s, "operator-filer", f)
		if len(told) != 3 || told[0].Who.Name != "" || told[0].At != own[0].At {
			t.Errorf("the operator reads %+v", told)
		}
		for _, who := range []string{"other-ministry-officer", "other-operator-filer", "platform-admin"} {
			if got := callsOf(t, s, who, f); len(got) != 0 {
				t.Errorf("%s reads %+v", who, got)
			}
		}
		letters := &picky{}
		post(t, s, letters)
		if n := len(letters.to("first@night.example")); n != 1 {
			t.Errorf("%d mails to the first", n)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		want(0, "all have been called")

		g := file(t, s, "operator-filer", "2")
		want(1, "the next report")
		look(t, s, g)
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		want(0, "it was opened")
	})
}

func TestWhoRecordsAnAnswerEndsTheCalls(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		setCalls(t, s, "ministry-supervisor", contacts("first", "second", "third"))
		setCalls(t, s, "operator-admin", contacts("plant"))
		f := file(t, s, "operator-filer", "1")
		record := calling.Record{Act: store.Act[calling.RecordTx](s.DB), Entropy: s.Entropy}
		press := func(who, client string, kind oncall.Kind) error {
			return record.Do(t.Context(), s.Scope(who), s.Key(who, client), f.Number, oncall.Call{Kind: kind, Said: oncall.Said{Who: contacts("first")[0]}})
		}
		if n := steps(t, s); n != 1 {
			t.Fatalf("%d steps", n)
		}
		if err := press("ministry-officer", "a", oncall.Silent); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(s.Clock.Now().Add(oncall.Every))
		if n := steps(t, s); n != 1 {
			t.Errorf("nobody answered, and %d were called next", n)
		}
		if err := press("ministry-officer", "b", oncall.Answered); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(s.Clock.Now().Add(oncall.Every))
		if n := steps(t, s); n != 0 {
			t.Errorf("somebody answered, and %d more were called", n)
		}
		if err := press("ministry-officer", "c", oncall.Step); !fault.Is(err, fault.Invalid) {
			t.Errorf("a person takes the platform's step: %v", err)
		}
		for who, want := range map[string]fault.Kind{"other-ministry-officer": fault.Hidden, "operator-filer": fault.Denied} {
			if err := press(who, "d", oncall.Seen); !fault.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		for who, want := range map[string]int{"ministry-officer": 1, "other-ministry-officer": 0, "other-operator-filer": 0} {
			if err := store.Read[callsTx](s.DB)(t.Context(), s.Scope(who), func(tx callsTx) error {
				l, err := tx.CallListOf(f.ID)
				if len(l.Contacts) != want {
					t.Errorf("%s is told %d contacts of the operator", who, len(l.Contacts))
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A unit without contacts has those of the next unit above; its own, as soon as it has some.
func TestContactsOfTheUnitAboveCount(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-site-filer", "1")
		listed := func(who string) (l oncall.List) {
			t.Helper()
			if err := store.Read[callsTx](s.DB)(t.Context(), s.Scope(who), func(tx callsTx) (err error) {
				l, err = tx.CallListOf(f.ID)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return l
		}
		if l := listed("ministry-officer"); l.Rev != 0 {
			t.Fatalf("%+v", l)
		}
		setCalls(t, s, "operator-admin", contacts("head"))
		if l := listed("ministry-officer"); len(l.Contacts) != 1 || l.Contacts[0].Name != "宿直 head" {
			t.Errorf("%+v", l)
		}
		if l := listed("other-ministry-officer"); l.Rev != 0 {
			t.Errorf("an office to which nothing was addressed sees %+v", l)
		}
		admin := s.Scope("operator-admin")
		admin.Unit = f.Unit
		set := calling.Set{Act: store.Act[calling.SetTx](s.DB)}
		if err := set.Do(t.Context(), admin, s.Key("operator-admin", "own"), 0, contacts("site")); err != nil {
			t.Fatal(err)
		}
		if l := listed("ministry-officer"); len(l.Contacts) != 1 || l.Contacts[0].Name != "宿直 site" {
			t.Errorf("%+v", l)
		}
	})
}
