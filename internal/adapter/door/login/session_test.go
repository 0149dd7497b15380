package login_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// second is the same house on another node: its own connections, its own door.
func second(t *testing.T, s *stagetest.Stage) *inntest.Inn {
	t.Helper()
	db, err := store.Open(t.Context(), s.DB.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	other := *s
	other.DB = db
	return inntest.New(t, &other)
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		key, o := i.WithKey(t, "operator-filer")
		start := i.Clock.Now()
		alive := func(what, secret string, want bool) {
			t.Helper()
			for n, at := range []*inntest.Inn{i, node} {
				if _, err := at.Who(t.Context(), i.Cookie(secret), ""); (err == nil) != want || err != nil && !fault.Is(err, fault.SignedOut) {
					t.Errorf("%s: node %d says %v", what, n+1, err)
				}
			}
		}
		for m := 29; m < 12*60; m += 29 {
			i.Clock.Set(start.Add(time.Duration(m) * time.Minute))
			alive("used every 29 minutes", o.Secret, true)
		}
		i.Clock.Set(start.Add(12 * time.Hour))
		alive("after twelve hours", o.Secret, false)

		idle := signIn(t, i, key)
		i.Clock.Set(i.Clock.Now().Add(30*time.Minute + time.Second))
		alive("idle for half an hour", idle, false)

		open := signIn(t, i, key) // a desk that asks for news by itself, with nobody before it
		start = i.Clock.Now()
		poll := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ministry/today", nil)
		poll.AddCookie(i.Cookie(open))
		poll.Header.Set("Kanmin-Background", "1")
		for m := 1; m <= 30; m++ {
			i.Clock.Set(start.Add(time.Duration(m) * time.Minute))
			if _, err := i.Identify(poll); err != nil {
				t.Errorf("minute %d: %v", m, err)
			}
		}
		i.Clock.Set(start.Add(30*time.Minute + time.Second))
		alive("asked by a page alone for half an hour", open, false)

		left := signIn(t, i, key)
		alive("control", left, true)
		v, err := i.Who(t.Context(), i.Cookie(left), "")
		if err != nil {
			t.Fatal(err)
		}
		leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](i.DB)}
		inntest.WantFault(t, "somebody else's session", leave.Do(t.Context(), withSession(i.Scope("ministry-officer")), v.Session), fault.Hidden, "")
		alive("after a stranger tried to end it", left, true)
		if err := leave.Do(t.Context(), access.For(v.Actor, i.At()), v.Session); err != nil {
			t.Fatal(err)
		}
		alive("after leaving", left, false)
		inntest.WantFault(t, "leaving twice", leave.Do(t.Context(), access.For(v.Actor, i.At()), v.Session), fault.Hidden, "")
	})
}

func withSession(s access.Scope) access.Scope {
	s.Session = "some"
	return s
}

func TestSecretsThatAreNone(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	_, o := i.WithKey(t, "operator-filer")
	flip := []byte(o.Secret)
	flip[10] ^= 1
	for name, value := range map[string]string{
		"nothing": "", "another": strings.Repeat("0", 52), "one letter changed": string(flip), "in capitals": strings.ToUpper(o.Secret),
		"longer": o.Secret + "0", "the session's id": string(o.Session.ID), "a megabyte": strings.Repeat("0", 1<<20),
	} {
		_, err := i.Who(t.Context(), i.Cookie(value), "")
		inntest.WantFault(t, name, err, fault.SignedOut, "")
		if value != "" {
			_, err = i.Who(t.Context(), nil, value)
			inntest.WantFault(t, name+" as a token", err, fault.SignedOut, "")
		}
	}
	plain := i.Cookie(o.Secret)
	plain.Name = "kanmin_session" // as a page without TLS could set it
	_, err := i.Who(t.Context(), plain, "")
	inntest.WantFault(t, "a cookie without __Host-", err, fault.SignedOut, "")
	c := i.Cookie(o.Secret)
	if c.Name != "__Host-kanmin_session" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", c)
	}
	if _, err := i.Who(t.Context(), i.Cookie(o.Secret), "kanmin_"+strings.Repeat("0", 52)); !fault.Is(err, fault.SignedOut) {
		t.Errorf("a bad token beside a good cookie: %v", err)
	}
}

func TestATokenActsUnderItsHat(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i, node := inntest.New(t, s), second(t, s)
		_, o := i.WithKey(t, "operator-filer")
		scope := i.Scope("operator-filer")
		scope.Session = o.Session.ID
		issue := enrolling.Issue{Act: store.Act[enrolling.IssueTx](i.DB), Entropy: i.Entropy}
		revoke := enrolling.Revoke{Act: store.Act[enrolling.RevokeTx](i.DB)}
		today := law.DayOf(i.At())
		key := ident.Key{Org: scope.Org, Actor: scope.ID(), Route: "test", Client: "one"}
		token, secret, err := issue.Do(t.Context(), scope, key, enrolling.TokenOrder{Label: "資産管理の連携", Until: today.Add(10)})
		if err != nil {
			t.Fatal(err)
		}
		if again, none, err := issue.Do(t.Context(), scope, key, enrolling.TokenOrder{Label: "資産管理の連携", Until: today.Add(10)}); err != nil || none != "" || again.ID != token.ID {
			t.Errorf("the same order again: %v %q %v", again.ID, none, err)
		}
		v, err := node.Who(t.Context(), nil, secret)
		if err != nil || v.Token != token.ID || v.Person != "" || v.Hat != scope.Hat || v.Org != scope.Org {
			t.Fatalf("the token is %+v, %v", v.Actor, err)
		}
		_, _, err = issue.Do(t.Context(), access.For(v.Actor, i.At()), ident.Key{}, enrolling.TokenOrder{Label: "x", Until: today.Add(1)})
		inntest.WantFault(t, "a token makes a token", err, fault.Denied, "fault.account.browser")
		for name, until := range map[string]law.Day{"yesterday": today.Add(-1), "two years": today.Add(800), "never": {}} {
			_, _, err := issue.Do(t.Context(), scope, ident.Key{}, enrolling.TokenOrder{Label: "x", Until: until})
			inntest.WantFault(t, name, err, fault.Invalid, "")
		}
		inntest.WantFault(t, "a stranger revokes", revoke.Do(t.Context(), withSession(i.Scope("ministry-officer")), token.ID), fault.Hidden, "")
		if err := revoke.Do(t.Context(), scope, token.ID); err != nil {
			t.Fatal(err)
		}
		_, err = node.Who(t.Context(), nil, secret)
		inntest.WantFault(t, "revoked, on the other node", err, fault.SignedOut, "")

		_, dated, err := issue.Do(t.Context(), scope, ident.Key{}, enrolling.TokenOrder{Label: "今日まで", Until: today})
		if err != nil {
			t.Fatal(err)
		}
		i.Clock.Set(today.End().Time().Add(-time.Second))
		if _, err := i.Who(t.Context(), nil, dated); err != nil {
			t.Errorf("on its last day at 23:59:59: %v", err)
		}
		i.Clock.Set(today.End().Time())
		_, err = i.Who(t.Context(), nil, dated)
		inntest.WantFault(t, "at 24:00", err, fault.SignedOut, "")
	})
}
