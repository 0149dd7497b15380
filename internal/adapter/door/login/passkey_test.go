package login_test

import (
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/login/keytest"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

func TestAPasskeyFromInvitationToSession(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		key, first := i.WithKey(t, "operator-filer")
		v, err := i.Who(t.Context(), i.Cookie(first.Secret), "")
		if err != nil || v.Person != i.As("operator-filer").Person || !v.Known() {
			t.Fatalf("after accepting: %+v, %v", v.Actor, err)
		}
		i.Clock.Set(i.Clock.Now().Add(time.Hour))
		for n := range 3 {
			ch, err := i.BeginPasskey(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o, err := i.FinishPasskey(t.Context(), ch.Ceremony, key.Get(t, ch.Options))
			if err != nil {
				t.Fatalf("sign-in %d: %v", n, err)
			}
			if o.Secret == first.Secret {
				t.Error("a session's secret came back: fixation")
			}
			if v, err := i.Who(t.Context(), i.Cookie(o.Secret), ""); err != nil || v.HatName.Ja == "" || v.OrgName.Ja == "" {
				t.Errorf("the session stands for %+v, %v", v, err)
			}
		}
	})
}

func TestAPasskeysLiesAreRefusedAlike(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	key, _ := i.WithKey(t, "operator-filer")
	stranger := keytest.New(t, inntest.Origin)
	for name, lie := range map[string]func() *keytest.Key{
		"another origin":    func() *keytest.Key { k := *key; k.Origin = "https://kanmin.example.evil.example"; return &k },
		"plain http":        func() *keytest.Key { k := *key; k.Origin = "http://kanmin.example"; return &k },
		"another party":     func() *keytest.Key { k := *key; k.OtherRP = "evil.example"; return &k },
		"nobody verified":   func() *keytest.Key { k := *key; k.NoUser = true; return &k },
		"another challenge": func() *keytest.Key { k := *key; k.Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; return &k },
		"a broken signature": func() *keytest.Key {
			k := *key
			k.Signature = func(b []byte) []byte { b[len(b)-1] ^= 1; return b }
			return &k
		},
		"a copy's counter": func() *keytest.Key { k := *key; k.Counter = 0; return &k },
		"another person":   func() *keytest.Key { k := *key; k.UserHandle = []byte(i.As("ministry-officer").Person); return &k },
		"an unknown key":   func() *keytest.Key { return stranger },
	} {
		if name == "a copy's counter" { // the real one has been used since
			signIn(t, i, key)
			signIn(t, i, key)
		}
		ch, err := i.BeginPasskey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		liar := lie()
		if name == "a copy's counter" {
			liar.Counter = 1
		}
		_, err = i.FinishPasskey(t.Context(), ch.Ceremony, liar.Get(t, ch.Options))
		inntest.WantFault(t, name, err, fault.Invalid, "fault.account.refused")
		_, err = i.FinishPasskey(t.Context(), ch.Ceremony, key.Get(t, ch.Options))
		inntest.WantFault(t, name+": the challenge is spent", err, fault.Invalid, "fault.account.stale")
	}
	signIn(t, i, key) // control: the truth is still good
	for name, junk := range map[string]string{"nothing": "", "a list": "[]", "no answer": "{}", "deep": `{"response":{"clientDataJSON":"AA"}}`} {
		ch, err := i.BeginPasskey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = i.FinishPasskey(t.Context(), ch.Ceremony, []byte(junk))
		inntest.WantFault(t, name, err, fault.Invalid, "fault.account.refused")
	}
}

func signIn(t *testing.T, i *inntest.Inn, key *keytest.Key) string {
	t.Helper()
	ch, err := i.BeginPasskey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := i.FinishPasskey(t.Context(), ch.Ceremony, key.Get(t, ch.Options))
	if err != nil {
		t.Fatal(err)
	}
	return o.Secret
}

func TestAChallengeIsGoodForFiveMinutesAndItsOwnKind(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	key, o := i.WithKey(t, "operator-filer")
	ch, err := i.BeginPasskey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answer := key.Get(t, ch.Options)
	i.Clock.Set(i.Clock.Now().Add(5*time.Minute + time.Second))
	_, err = i.FinishPasskey(t.Context(), ch.Ceremony, answer)
	inntest.WantFault(t, "after five minutes", err, fault.Invalid, "fault.account.stale")

	scope := i.Scope("operator-filer")
	scope.Session = o.Session.ID
	add, err := i.BeginAdd(t.Context(), scope, "名", "a@example.jp")
	if err != nil {
		t.Fatal(err)
	}
	_, err = i.FinishPasskey(t.Context(), add.Ceremony, key.Get(t, add.Options))
	inntest.WantFault(t, "a registration's challenge", err, fault.Invalid, "fault.account.stale")
	other := i.Scope("ministry-officer")
	other.Session = ident.Session("x")
	err = i.FinishAdd(t.Context(), other, add.Ceremony, "鍵", keytest.New(t, inntest.Origin).Create(t, add.Options))
	inntest.WantFault(t, "somebody else's registration", err, fault.Invalid, "fault.account.passkey")
}

func TestAnotherPasskeyIsAddedOnlySoonAfterSigningIn(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		key, o := i.WithKey(t, "operator-filer")
		scope := i.Scope("operator-filer")
		scope.Session = o.Session.ID
		second := keytest.New(t, inntest.Origin)
		add := func(k *keytest.Key, label string) error {
			ch, err := i.BeginAdd(t.Context(), scope, "名", "a@example.jp")
			if err != nil {
				t.Fatal(err)
			}
			return i.FinishAdd(t.Context(), scope, ch.Ceremony, label, k.Create(t, ch.Options))
		}
		if err := add(second, "予備の鍵"); err != nil {
			t.Fatal(err)
		}
		signIn(t, i, second)
		inntest.WantFault(t, "the same key again", add(key, "同じ鍵"), fault.Conflict, "fault.account.known")
		inntest.WantFault(t, "no name", add(keytest.New(t, inntest.Origin), " "), fault.Invalid, "")
		wrong := keytest.New(t, "https://evil.example")
		inntest.WantFault(t, "another origin", add(wrong, "鍵"), fault.Invalid, "fault.account.passkey")
		i.Clock.Set(i.Clock.Now().Add(16 * time.Minute))
		scope.At = i.At()
		inntest.WantFault(t, "an hour later", add(keytest.New(t, inntest.Origin), "鍵"), fault.Denied, "fault.account.recent")
	})
}
