package invitation_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/inviting"
	"kanmin/internal/world/stagetest"
)

// office are an organisation's administrators and whoever comes in.
type office struct {
	*stagetest.Stage
	invite appointing.Invite
	end    appointing.End
	links  []string // of the invitations, in order
}

const boss = "operator-admin"

func onBoth(t *testing.T, run func(*testing.T, *office)) {
	t.Helper()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		o := &office{Stage: s, end: appointing.End{Act: store.Act[appointing.EndTx](s.DB)}}
		o.invite = appointing.Invite{Act: store.Act[appointing.InviteTx](s.DB), Entropy: rand.Reader, Path: func(secret string) string {
			o.links = append(o.links, secret)
			return "/signin/invitation/" + secret
		}}
		run(t, o)
	})
}

// second adds an administrator.
func (o *office) second(t *testing.T) access.Scope { t.Helper(); return o.admin(t, "second") }

func (o *office) admin(t *testing.T, name string) access.Scope {
	t.Helper()
	a := o.As(boss)
	a.Person, a.Hat, a.Session = ident.Person("p-"+name), ident.Hat("h-"+name), "s"
	_, err := store.Act[*store.Tx](o.DB)(t.Context(), o.Scope(boss), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		who := party.Person{ID: a.Person, Name: name, Email: name + "@example.jp"}
		return ledger.Entry{Kind: ledger.AccountActivated, Object: ident.Object(a.Person), Org: a.Org, Unit: a.Unit},
			tx.Enrol(who, party.Hat{ID: a.Hat, Person: a.Person, Org: a.Org, Unit: a.Unit, Roles: []string{boss}, From: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	return access.For(a, ident.At(o.Clock.Now()))
}

func (o *office) newcomer(mail string) appointing.Newcomer {
	return appointing.Newcomer{Name: "𠮷岡 渚", Kana: "よしおか なぎさ", Mail: mail, Unit: o.As(boss).Unit, Roles: []string{"operator-filer"}}
}

// code is why something was refused.
func code(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Code
	}
	return fmt.Sprint(err)
}

// answer gives link and code of the last invitation, and registers a way in.
func (o *office) answer(t *testing.T, code string, how enrolling.Method) (open bool, err error) {
	t.Helper()
	nobody := access.For(access.Actor{}, ident.At(o.Clock.Now()))
	begun := enrolling.Ceremony{Kind: enrolling.CeremonyAccept, UntilAt: nobody.At.Add(time.Hour)}
	err = store.Read[*store.Tx](o.DB)(t.Context(), nobody, func(tx *store.Tx) error {
		i, by, err := tx.InvitationBy(o.links[len(o.links)-1], code)
		begun.Body.Invitation, begun.Body.By, begun.Body.Mail = i.ID, by, i.Mail
		return err
	})
	if err != nil {
		return false, err
	}
	secret, err := ident.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Housekeep[*store.Tx](o.DB)(t.Context(), nobody, func(tx *store.Tx) error { return tx.AddCeremony(begun, secret) }); err != nil {
		t.Fatal(err)
	}
	flow := enrolling.Accept{Act: store.Act[enrolling.AcceptTx](o.DB), Entropy: rand.Reader, Whole: time.Hour}
	got, err := flow.Do(t.Context(), nobody, secret, enrolling.Credential{Kind: how, Label: "鍵", Handle: []byte(code), Key: []byte(`{}`)})
	return !got.Waits(), err
}

// in reports whether the way in that was registered with a code leads anywhere.
func (o *office) in(t *testing.T, code string) bool {
	t.Helper()
	nobody := access.For(access.Actor{}, ident.At(o.Clock.Now()))
	flow := enrolling.SignIn{Act: store.Act[enrolling.SignInTx](o.DB), Entropy: rand.Reader, Whole: time.Hour}
	for _, how := range []enrolling.Method{enrolling.Passkey, enrolling.OIDC} {
		var err error
		if how == enrolling.OIDC {
			_, err = flow.Bearer(t.Context(), nobody, enrolling.Borne{Kind: how, Handle: []byte(code)})
		} else {
			_, err = flow.Passkey(t.Context(), nobody, enrolling.Verified{Handle: []byte(code), Rev: 1, Key: []byte(`{}`)})
		}
		if err == nil {
			return true
		}
	}
	return false
}

func (o *office) methods(t *testing.T, list enrolling.Methods) {
	t.Helper()
	_, err := store.Act[*store.Tx](o.DB)(t.Context(), o.Scope(boss), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.SignInMethodsChosen, Object: "test", Org: o.As(boss).Org, Unit: o.As(boss).Unit}, tx.SetMethods(list)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) vouch() appointing.Vouch {
	return appointing.Vouch{Act: store.Act[appointing.VouchTx](o.DB)}
}

func (o *office) stage(t *testing.T, id string) party.Invitation {
	t.Helper()
	var i party.Invitation
	if err := store.Read[*store.Tx](o.DB)(t.Context(), o.Scope(boss), func(tx *store.Tx) (err error) {
		i, err = tx.Invitation(id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return i
}

func (o *office) invited(t *testing.T, mail string) appointing.Code {
	t.Helper()
	c, err := o.invite.Do(t.Context(), o.Scope(boss), ident.Key{}, o.newcomer(mail))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An account opens with the second administrator's word and not before; the one who invited cannot give both.
func TestTwoAdministratorsStandByWhoeverComesIn(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second, c := o.second(t), o.invited(t, "n@example.jp")
		if open, err := o.answer(t, c.Code, enrolling.Passkey); open || err != nil || o.in(t, c.Code) {
			t.Fatalf("it opens with one word: %v", err)
		}
		if open, err := o.vouch().Do(t.Context(), o.Scope(boss), ident.Key{}, c.Invitation); open || err != nil || o.in(t, c.Code) {
			t.Fatalf("the same administrator is counted twice: %v", err)
		}
		if _, err := o.vouch().Do(t.Context(), o.Scope(boss), ident.Key{}, c.Invitation); code(err) != "fault.people.vouched" {
			t.Error(err)
		}
		if i := o.stage(t, c.Invitation); i.StageAt(ident.At(o.Clock.Now())) != party.StageWaiting || access.Backing(i) != 1 {
			t.Errorf("%+v", i)
		}
		for _, stranger := range []string{"other-operator-filer", "ministry-supervisor", "operator-filer"} {
			if _, err := o.vouch().Do(t.Context(), o.Scope(stranger), ident.Key{}, c.Invitation); err == nil {
				t.Errorf("%s stands by somebody", stranger)
			}
		}
		if open, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); !open || err != nil || !o.in(t, c.Code) {
			t.Fatalf("it does not open with the second word: %v", err)
		}
		if _, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); code(err) != "fault.people.over" {
			t.Error(err)
		}
		if _, err := o.answer(t, c.Code, enrolling.Passkey); !fault.Is(err, fault.Hidden) {
			t.Error("link and code are good twice", err)
		}
	})
}

// The word may come before the answer; another house's sign-in needs one; another administrator's letter is a word.
func TestOtherWordsByWhichAnAccountOpens(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second := o.second(t)
		c := o.invited(t, "before@example.jp")
		if _, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); err != nil {
			t.Fatal(err)
		}
		if open, err := o.answer(t, c.Code, enrolling.Passkey); !open || err != nil {
			t.Error("a word given before", err)
		}
		o.methods(t, enrolling.Methods{enrolling.Passkey, enrolling.OIDC})
		c = o.invited(t, "abroad@example.jp")
		if open, err := o.answer(t, c.Code, enrolling.OIDC); !open || err != nil || !o.in(t, c.Code) {
			t.Error("another house's sign-in", err)
		}
		c = o.invited(t, "letter@example.jp")
		if open, err := o.answer(t, c.Code, enrolling.Passkey); open || err != nil {
			t.Fatal("it opens with one word", err)
		}
		letter := appointing.Letter{Act: store.Act[appointing.LetterTx](o.DB), Entropy: rand.Reader}
		printed, err := letter.Do(t.Context(), second, ident.Key{}, c.Invitation)
		if err != nil {
			t.Fatal(err)
		}
		attest := enrolling.Attest{Act: store.Act[enrolling.AttestTx](o.DB)}
		link, nobody := o.links[len(o.links)-1], access.For(access.Actor{}, ident.At(o.Clock.Now()))
		if ready, err := attest.Do(t.Context(), nobody, link, c.Code); ready || err != nil {
			t.Error("the same code counts twice", err)
		}
		if ready, err := attest.Do(t.Context(), nobody, link, "AAAA-AAAA-AAAA"); ready || code(err) != "fault.account.link" {
			t.Error("a code of nobody", err)
		}
		if ready, err := attest.Do(t.Context(), nobody, link, printed.Code); !ready || err != nil || !o.in(t, c.Code) {
			t.Error("the second letter", err)
		}
	})
}

// A word counts while whoever gave it still may give what is offered: a second after their role ended it does not.
func TestAWordEndsWithTheRole(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second, c := o.second(t), o.invited(t, "n@example.jp")
		o.methods(t, enrolling.Methods{enrolling.Passkey, enrolling.OIDC})
		stale := o.Scope(boss)
		if err := o.end.Do(t.Context(), second, ident.Key{}, o.As(boss).Hat, law.Day{}); err != nil {
			t.Fatal(err)
		}
		o.Clock.Set(o.Clock.Now().Add(time.Second))
		if _, err := o.vouch().Do(t.Context(), stale, ident.Key{}, c.Invitation); code(err) != "fault.people.granter" {
			t.Errorf("somebody whose role ended a second ago stands by another: %v", err)
		}
		if _, err := o.invite.Do(t.Context(), stale, ident.Key{}, o.newcomer("late@example.jp")); code(err) != "fault.people.granter" {
			t.Errorf("and invites: %v", err)
		}
		if open, err := o.answer(t, c.Code, enrolling.OIDC); open || err != nil {
			t.Fatalf("nobody stands by it any more, and it opens: %v", err)
		}
		second.At = ident.At(o.Clock.Now())
		if open, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); !open || err != nil {
			t.Errorf("one word, with another house's sign-in: %v", err)
		}
	})
}

// An organisation of one administrator is helped by the platform, which is told of it; one of two is not.
func TestThePlatformStandsByWhereOneIsAlone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		c := o.invited(t, "n@example.jp")
		if open, err := o.answer(t, c.Code, enrolling.Passkey); open || err != nil {
			t.Fatal(err)
		}
		flow := inviting.Vouch{Act: store.Act[inviting.VouchTx](o.DB)}
		if _, err := flow.Do(t.Context(), o.Scope(boss), ident.Key{}, []string{c.Invitation}); err == nil {
			t.Error("an operator speaks for the platform")
		}
		if n, err := flow.Do(t.Context(), o.Scope("platform-admin"), ident.Key{}, []string{c.Invitation}); n != 1 || err != nil || !o.in(t, c.Code) {
			t.Errorf("%d opened: %v", n, err)
		}
		o.second(t)
		c = o.invited(t, "other@example.jp")
		if _, err := flow.Do(t.Context(), o.Scope("platform-admin"), ident.Key{}, []string{c.Invitation}); code(err) != "fault.people.over" {
			t.Errorf("where two could speak the platform does: %v", err)
		}
	})
}

// Two words at one time open the account once.
func TestTwoWordsAtOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second, third := o.second(t), o.admin(t, "third")
		c := o.invited(t, "n@example.jp")
		if err := o.end.Do(t.Context(), second, ident.Key{}, o.As(boss).Hat, law.Day{}); err != nil {
			t.Fatal(err)
		}
		o.Clock.Set(o.Clock.Now().Add(time.Second))
		second.At, third.At = ident.At(o.Clock.Now()), ident.At(o.Clock.Now())
		if open, err := o.answer(t, c.Code, enrolling.Passkey); open || err != nil {
			t.Fatal(err)
		}
		done := make(chan bool, 2)
		for _, s := range []access.Scope{second, third} {
			go func() {
				open, err := o.vouch().Do(t.Context(), s, ident.Key{}, c.Invitation)
				if err != nil {
					t.Error(err)
				}
				done <- open
			}()
		}
		if one, two := <-done, <-done; one == two || !o.in(t, c.Code) {
			t.Errorf("%v, %v", one, two)
		}
	})
}
