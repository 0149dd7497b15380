package login_test

import (
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

// byList signs the operator's filer in with a printed list and returns the scope of that session.
func byList(t *testing.T, i *inntest.Inn, boss access.Scope) (access.Scope, enrolling.Opened) {
	t.Helper()
	if err := setMethods(i).Do(t.Context(), boss, enrolling.Methods{enrolling.Passkey, enrolling.Code, enrolling.Printed}); err != nil {
		t.Fatal(err)
	}
	i.Invite(t, "operator-filer")
	sheet, number, err := i.Print(t.Context(), boss, ident.Key{}, i.As("operator-filer").Person, true)
	if err != nil {
		t.Fatal(err)
	}
	o, err := i.ByCode(t.Context(), "operator-filer@example.jp", number, sheet.Codes[0])
	if err != nil {
		t.Fatal(err)
	}
	s := i.Scope("operator-filer")
	s.Session = o.Session.ID
	return s, o
}

func TestASecondPersonStandsBy(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		boss := admin(t, i)
		weak, o := byList(t, i, boss)
		ask := enrolling.AskSecond{Act: store.Act[enrolling.AskSecondTx](i.DB), Entropy: i.Entropy}
		stand := enrolling.StandBy{Act: store.Act[enrolling.StandByTx](node.DB)}
		issue := enrolling.Issue{Act: store.Act[enrolling.IssueTx](i.DB), Entropy: i.Entropy}
		alone := func(what string, want bool) {
			t.Helper()
			if v, err := node.Who(t.Context(), i.Cookie(o.Secret), ""); err != nil || v.Alone != want {
				t.Errorf("%s: alone %v, %v", what, v.Alone, err)
			}
		}
		alone("after signing in with a sheet", true)
		_, _, err := issue.Do(t.Context(), weak, ident.Key{}, enrolling.TokenOrder{Label: "x"})
		inntest.WantFault(t, "an act that wants two", err, fault.Denied, "fault.account.second")
		for range 2 {
			if err := ask.Do(t.Context(), weak, "山﨑 さくら"); err != nil {
				t.Fatal(err)
			}
		}
		list := open(t, i, boss)
		if len(list) != 1 || list[0].Body.Name != "山﨑 さくら" {
			t.Fatalf("asked twice, and there are %+v", list)
		}
		_, officer := i.WithKey(t, "ministry-officer")
		stranger := i.Scope("ministry-officer")
		stranger.Session = officer.Session.ID
		inntest.WantFault(t, "a stranger", stand.Do(t.Context(), stranger, list[0].ID, true), fault.Hidden, "")
		inntest.WantFault(t, "whoever asks", stand.Do(t.Context(), weak, list[0].ID, true), fault.Denied, "fault.account.second.weak")
		own := refreshed(t, i, weak)
		inntest.WantFault(t, "whoever asks, in another session", stand.Do(t.Context(), own, list[0].ID, true), fault.Denied, "fault.account.second.self")
		alone("before anybody answered", true)
		if err := stand.Do(t.Context(), boss, list[0].ID, true); err != nil {
			t.Fatal(err)
		}
		alone("a colleague stands by", false)
		inntest.WantFault(t, "twice", stand.Do(t.Context(), boss, list[0].ID, true), fault.Hidden, "")
		i.Clock.Set(i.Clock.Now().Add(enrolling.RecentLife + time.Second))
		alone("15 minutes later", true)

		if err := ask.Do(t.Context(), weak, "山﨑 さくら"); err != nil {
			t.Fatal(err)
		}
		list = open(t, i, boss)
		inntest.WantFault(t, "long after signing in", stand.Do(t.Context(), boss, list[0].ID, true), fault.Denied, "fault.account.recent")
		if err := stand.Do(t.Context(), refreshed(t, i, boss), list[0].ID, false); err != nil {
			t.Fatal(err)
		}
		alone("refused", true)
		if err := ask.Do(t.Context(), weak, "山﨑 さくら"); err != nil {
			t.Fatal(err)
		}
		list = open(t, i, boss)
		i.Clock.Set(i.Clock.Now().Add(enrolling.RecentLife + time.Second))
		inntest.WantFault(t, "asked too long ago", stand.Do(t.Context(), refreshed(t, i, boss), list[0].ID, true), fault.Hidden, "")
	})
}

func open(t *testing.T, i *inntest.Inn, s access.Scope) (list []enrolling.Countersign) {
	t.Helper()
	type tx interface {
		Countersigns() ([]enrolling.Countersign, error)
	}
	s.At = i.At()
	err := store.Read[tx](i.DB)(t.Context(), s, func(tx tx) (err error) {
		list, err = tx.Countersigns()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Whoever is not of the organisation ends nobody's session; its administrator does, and the next request on every node is
// nobody's.
func TestSessionsAreEndedByOthers(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		boss := admin(t, i)
		_, o := i.WithCode(t, "operator-filer")
		_, other := i.WithCode(t, "other-operator-filer")
		expel := enrolling.Expel{Act: store.Act[enrolling.ExpelTx](i.DB)}
		alive := func(what, secret string, want bool) {
			t.Helper()
			for n, at := range []*inntest.Inn{node, i} {
				if _, err := at.Who(t.Context(), i.Cookie(secret), ""); (err == nil) != want {
					t.Errorf("%s: node %d says %v", what, n+1, err)
				}
			}
		}
		inntest.WantFault(t, "a person of elsewhere", expel.Do(t.Context(), boss, ident.Key{}, other.Session.Person), fault.Hidden, "")
		inntest.WantFault(t, "by a filer", expel.Do(t.Context(), withSession(i.Scope("operator-filer")), ident.Key{}, o.Session.Person), fault.Hidden, "")
		alive("control", o.Secret, true)
		if err := expel.Do(t.Context(), boss, ident.Key{}, o.Session.Person); err != nil {
			t.Fatal(err)
		}
		alive("ended by the administrator", o.Secret, false)
		inntest.WantFault(t, "twice", expel.Do(t.Context(), boss, ident.Key{}, o.Session.Person), fault.Hidden, "")

		all := enrolling.EndAll{Act: store.Act[enrolling.EndAllTx](i.DB)}
		if _, err := all.Do(t.Context(), boss, i.As("other-operator-filer").Org); !fault.Is(err, fault.Hidden) {
			t.Errorf("an operator ends another's: %v", err)
		}
		_, root := i.WithKey(t, "platform-admin")
		platform := i.Scope("platform-admin")
		platform.Session = root.Session.ID
		alive("control", other.Secret, true)
		if n, err := all.Do(t.Context(), platform, i.As("other-operator-filer").Org); err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
		alive("ended by the platform", other.Secret, false)
	})
}
