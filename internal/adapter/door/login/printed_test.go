package login_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// admin signs the operator's administrator in and returns the scope.
func admin(t *testing.T, i *inntest.Inn) access.Scope {
	t.Helper()
	_, o := i.WithKey(t, "operator-admin")
	s := i.Scope("operator-admin")
	s.Session = o.Session.ID
	return s
}

func setMethods(i *inntest.Inn) enrolling.SetMethods {
	return enrolling.SetMethods{Act: store.Act[enrolling.SetMethodsTx](i.DB)}
}

func TestAPrintedList(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		scope, who := admin(t, i), i.As("operator-filer").Person
		i.Invite(t, "operator-filer") // gives the address
		_, _, err := i.Print(t.Context(), scope, ident.Key{}, who, true)
		inntest.WantFault(t, "lists are not chosen", err, fault.Conflict, "fault.account.off")
		if err := setMethods(i).Do(t.Context(), scope, enrolling.Methods{enrolling.Passkey, enrolling.Printed}); err != nil {
			t.Fatal(err)
		}
		_, _, err = i.Print(t.Context(), scope, ident.Key{}, i.As("ministry-officer").Person, true)
		inntest.WantFault(t, "a list for somebody of elsewhere", err, fault.Hidden, "")
		_, _, err = i.Print(t.Context(), withSession(i.Scope("operator-filer")), ident.Key{}, who, true)
		inntest.WantFault(t, "a list by somebody who is no administrator", err, fault.Hidden, "")

		key := ident.Key{Org: scope.Org, Actor: scope.ID(), Route: "print", Client: "one"}
		sheet, number, err := i.Print(t.Context(), scope, key, who, true)
		if err != nil || len(sheet.Codes) != enrolling.ListLength || len(number) != enrolling.NumberLength {
			t.Fatalf("%d codes, number %q, %v", len(sheet.Codes), number, err)
		}
		if again, _, err := i.Print(t.Context(), scope, key, who, true); err != nil || len(again.Codes) != 0 {
			t.Errorf("the same order again: %d codes, %v", len(again.Codes), err)
		}
		mail := "operator-filer@example.jp"
		for name, in := range map[string][3]string{
			"another number": {mail, "00000000", sheet.Codes[0]}, "no number": {mail, "", sheet.Codes[0]},
			"another code": {mail, number, "2222-2222"}, "another person": {"ministry-officer@example.jp", number, sheet.Codes[0]},
			"a device's code": {mail, number, "123456"},
		} {
			_, err := i.ByCode(t.Context(), in[0], in[1], in[2])
			inntest.WantFault(t, name, err, fault.Invalid, "fault.account.refused")
		}
		i.Clock.Set(i.Clock.Now().Add(20 * time.Minute)) // the tries are forgotten
		wide := strings.ToLower(strings.ReplaceAll(sheet.Codes[0], "-", " "))
		o, err := node.ByCode(t.Context(), mail, number[:4]+" "+number[4:], wide)
		if err != nil {
			t.Fatalf("the truth, as people type it: %v", err)
		}
		if o.Session.Method != enrolling.Printed || o.Session.Bound != scope.Org {
			t.Errorf("the session is %+v", o.Session)
		}
		_, err = i.ByCode(t.Context(), mail, number, sheet.Codes[0])
		inntest.WantFault(t, "a code twice", err, fault.Invalid, "fault.account.refused")

		if n := spentAtOnce(t, []*inntest.Inn{i, node, i, node}, mail, number, sheet.Codes[1]); n != 1 {
			t.Errorf("one code opened %d sessions", n)
		}
		fresh := refreshed(t, i, scope)
		if _, _, err := i.Print(t.Context(), fresh, ident.Key{}, who, true); err != nil {
			t.Fatal(err)
		}
		_, err = i.ByCode(t.Context(), mail, number, sheet.Codes[2])
		inntest.WantFault(t, "a code of the list before", err, fault.Invalid, "fault.account.refused")
	})
}

// spentAtOnce signs in by one code at once and counts the sessions.
func spentAtOnce(t *testing.T, doors []*inntest.Inn, mail, number, code string) (won int) {
	t.Helper()
	var mu sync.Mutex
	var group sync.WaitGroup
	for _, at := range doors {
		group.Go(func() {
			if _, err := at.ByCode(t.Context(), mail, number, code); err == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return won
}

// refreshed opens a new session of the same person, as after another sign-in.
func refreshed(t *testing.T, i *inntest.Inn, s access.Scope) access.Scope {
	t.Helper()
	choose := enrolling.Choose{Act: store.Act[enrolling.ChooseTx](i.DB), Entropy: i.Entropy, Whole: time.Hour}
	type tx interface {
		SetSetting(name, value string) error
	}
	if err := store.Housekeep[tx](i.DB)(t.Context(), access.Scope{}, func(tx tx) error { return tx.SetSetting("world", enrolling.WorldDemo) }); err != nil {
		t.Fatal(err)
	}
	o, err := choose.Do(t.Context(), access.For(access.Actor{}, i.At()), s.Hat)
	if err != nil {
		t.Fatal(err)
	}
	s.Session, s.At = o.Session.ID, i.At()
	return s
}

func TestAPassphraseGoesWithAListToo(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	scope := admin(t, i)
	seed, _ := i.WithCode(t, "operator-filer")
	if err := setMethods(i).Do(t.Context(), scope, enrolling.Methods{enrolling.Passkey, enrolling.Printed}); err != nil {
		t.Fatal(err)
	}
	sheet, number, err := i.Print(t.Context(), scope, ident.Key{}, i.As("operator-filer").Person, false)
	if err != nil || number != "" {
		t.Fatal(number, err)
	}
	i.Clock.Set(i.Clock.Now().Add(time.Minute))
	_, err = i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed))
	inntest.WantFault(t, "the device's code, which was switched off", err, fault.Invalid, "fault.account.refused")
	if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, sheet.Codes[3]); err != nil {
		t.Error(err)
	}
}

// What is switched off ends with the next request, on every node; and the last way in of the last administrator stays.
func TestAMethodIsSwitchedOff(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		scope := admin(t, i)
		seed, o := i.WithCode(t, "operator-filer")
		other, stays := i.WithCode(t, "other-operator-filer") // of another organisation
		for _, c := range []struct {
			name string
			want enrolling.Methods
			code string
		}{
			{"the only way in of the only administrator", enrolling.Methods{enrolling.Code}, "fault.account.lastway"},
			{"nothing at all", nil, "fault.account.lastway"},
			{"what is no method", enrolling.Methods{"demo", "xyz"}, "fault.account.lastway"},
		} {
			inntest.WantFault(t, c.name, setMethods(i).Do(t.Context(), scope, c.want), fault.Conflict, c.code)
		}
		if _, err := node.Who(t.Context(), i.Cookie(o.Secret), ""); err != nil {
			t.Fatalf("control: %v", err)
		}
		inntest.WantFault(t, "by a filer", setMethods(i).Do(t.Context(), withSession(i.Scope("operator-filer")), enrolling.DefaultMethods()), fault.Hidden, "")
		if err := setMethods(i).Do(t.Context(), scope, enrolling.Methods{enrolling.Passkey}); err != nil {
			t.Fatal(err)
		}
		for n, at := range []*inntest.Inn{i, node} {
			_, err := at.Who(t.Context(), i.Cookie(o.Secret), "")
			inntest.WantFault(t, "switched off", err, fault.SignedOut, "")
			if _, err := at.Who(t.Context(), i.Cookie(stays.Secret), ""); err != nil {
				t.Errorf("another organisation, node %d: %v", n+1, err)
			}
		}
		i.Clock.Set(i.Clock.Now().Add(time.Minute))
		_, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed))
		inntest.WantFault(t, "signing in by it", err, fault.Invalid, "fault.account.refused")
		if _, err := i.ByCode(t.Context(), "other-operator-filer@example.jp", inntest.Passphrase, i.Shown(t, other)); err != nil {
			t.Errorf("another organisation signs in: %v", err)
		}
		i.Clock.Set(i.Clock.Now().Add(enrolling.RecentLife))
		inntest.WantFault(t, "long after signing in", setMethods(i).Do(t.Context(), scope, enrolling.DefaultMethods()), fault.Denied, "fault.account.recent")
	})
}
