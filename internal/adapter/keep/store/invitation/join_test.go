package invitation_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/enrolling"
)

// spool keeps the mails that left, by address.
type spool map[string][]message.Message

func (s spool) Send(_ context.Context, m message.Message) error {
	s[m.To] = append(s[m.To], m)
	return nil
}

func (o *office) mails(t *testing.T) spool {
	t.Helper()
	post := spool{}
	l, ok, err := o.DB.TakeOutbox(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = o.DB.SendDue(t.Context(), l, post); err != nil {
			t.Fatal(err)
		}
	}
	return post
}

// outsider is somebody with an account in another organisation.
func (o *office) outsider(t *testing.T, mail string) access.Actor {
	t.Helper()
	a := o.As("other-operator-filer")
	a.Person, a.Hat, a.Session = ident.Person("p-"+mail), ident.Hat("h-"+mail), "s"
	_, err := store.Act[*store.Tx](o.DB)(t.Context(), o.Scope("other-operator-filer"), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountActivated, Object: ident.Object(a.Person), Org: a.Org, Unit: a.Unit},
			tx.Enrol(party.Person{ID: a.Person, Name: "中島 恵", Email: mail}, party.Hat{ID: a.Hat, Person: a.Person, Org: a.Org, Unit: a.Unit, Roles: []string{"operator-filer"}, From: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// agree answers the last invitation with an account that there is.
func (o *office) agree(t *testing.T, code string, who access.Actor, yes bool) (ident.Hat, error) {
	t.Helper()
	nobody := access.For(access.Actor{}, ident.At(o.Clock.Now()))
	begun := enrolling.Ceremony{Kind: enrolling.CeremonyAccept, UntilAt: nobody.At.Add(time.Hour)}
	if err := store.Read[*store.Tx](o.DB)(t.Context(), nobody, func(tx *store.Tx) error {
		i, by, err := tx.InvitationBy(o.links[len(o.links)-1], code)
		begun.Body.Invitation, begun.Body.By, begun.Body.Mail, begun.Body.Joining, begun.Body.Offered = i.ID, by, i.Mail, true, i.Hat
		return err
	}); err != nil {
		return "", err
	}
	secret, err := ident.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Housekeep[*store.Tx](o.DB)(t.Context(), nobody, func(tx *store.Tx) error { return tx.AddCeremony(begun, secret) }); err != nil {
		t.Fatal(err)
	}
	return enrolling.Join{Act: store.Act[enrolling.JoinTx](o.DB)}.Do(t.Context(), nobody, secret, who, yes)
}

// hats are the organisations in which somebody may act.
func (o *office) hats(t *testing.T, who ident.Person) (list []string) {
	t.Helper()
	if err := store.Read[*store.Tx](o.DB)(t.Context(), access.For(access.Actor{}, ident.At(o.Clock.Now())), func(tx *store.Tx) error {
		hats, err := tx.HatsOf(who)
		for _, h := range hats {
			list = append(list, string(h.Hat.Org)+" "+strings.Join(h.Roles, " "))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// Who has an account joins when they agreed and two administrators stand by them; either alone opens nothing. They learn of it
// by a mail that says neither where nor what.
func TestJoiningNeedsBothSides(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second := o.second(t)
		who, other := o.outsider(t, "megumi@example.jp"), o.outsider(t, "other@example.jp")
		c := o.invited(t, "megumi@example.jp")
		if _, err := o.agree(t, c.Code, other, true); code(err) != "fault.account.other" {
			t.Errorf("somebody else answers: %v", err)
		}
		if hat, err := o.agree(t, c.Code, who, true); hat != "" || err != nil || len(o.hats(t, who.Person)) != 1 {
			t.Fatalf("one word and the person's consent: %q, %v, %v", hat, err, o.hats(t, who.Person))
		}
		if i := o.stage(t, c.Invitation); i.StageAt(ident.At(o.Clock.Now())) != party.StageWaiting || access.Backing(i) != 1 || i.Told {
			t.Errorf("%+v", i)
		}
		if open, err := o.vouch().Do(t.Context(), o.Scope(boss), ident.Key{}, c.Invitation); open || err != nil {
			t.Errorf("the same administrator is counted twice: %v", err)
		}
		o.mails(t) // the invitation
		if open, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); !open || err != nil {
			t.Fatalf("the second word: %v", err)
		}
		if got := o.hats(t, who.Person); len(got) != 2 {
			t.Fatalf("they act in %v", got)
		}
		if i := o.stage(t, c.Invitation); !i.Told || i.ToldAt != 0 {
			t.Errorf("a mail waits: %+v", i)
		}
		post := o.mails(t)
		if len(post) != 1 || len(post["megumi@example.jp"]) != 1 {
			t.Fatalf("mails %v", post)
		}
		if m := post["megumi@example.jp"][0]; m.Tells != message.AccountOpen || m.Path != "" || strings.Contains(m.Subject()+m.Body(), "http") || strings.Contains(m.Body(), "中島") || m.Subject() != "【お知らせ】官民連携基盤" {
			t.Errorf("%q\n%s", m.Subject(), m.Body())
		}
		if i := o.stage(t, c.Invitation); i.ToldAt == 0 {
			t.Errorf("it left, and nobody says so: %+v", i)
		}
		// Both words before the person agrees: the consent is the last side.
		c = o.invited(t, "other@example.jp")
		if _, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); err != nil || len(o.hats(t, other.Person)) != 1 {
			t.Fatalf("two words open without the person: %v", err)
		}
		if hat, err := o.agree(t, c.Code, other, true); hat == "" || err != nil || len(o.hats(t, other.Person)) != 2 {
			t.Errorf("consent as the last side: %q, %v", hat, err)
		}
		if i := o.stage(t, c.Invitation); i.Told {
			t.Error("a mail tells them what they see")
		}
	})
}

// An agreement opens nothing where the person declines, or where the administrators take the invitation back.
func TestAnAgreementThatDoesNotOpen(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second, who := o.second(t), o.outsider(t, "megumi@example.jp")
		c := o.invited(t, "megumi@example.jp")
		if _, err := o.agree(t, c.Code, who, false); err != nil {
			t.Fatal(err)
		}
		if _, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); code(err) != "fault.people.over" || len(o.hats(t, who.Person)) != 1 {
			t.Errorf("declined: %v", err)
		}
		c = o.invited(t, "megumi@example.jp")
		if _, err := o.agree(t, c.Code, who, true); err != nil {
			t.Fatal(err)
		}
		if err := (appointing.Withdraw{Act: store.Act[appointing.WithdrawTx](o.DB)}).Do(t.Context(), o.Scope(boss), ident.Key{}, c.Invitation); err != nil {
			t.Fatal(err)
		}
		if _, err := o.vouch().Do(t.Context(), second, ident.Key{}, c.Invitation); code(err) != "fault.people.over" || len(o.hats(t, who.Person)) != 1 {
			t.Errorf("withdrawn: %v", err)
		}
	})
}

// Leaving needs both sides: nobody ends their own hat, and whoever is shut out learns of it.
func TestLeavingNeedsBothSides(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		t.Helper()
		second := o.second(t)
		if err := o.end.Do(t.Context(), second, ident.Key{}, second.Hat, law.Day{}); code(err) != "fault.people.own" || len(o.hats(t, second.Person)) != 1 {
			t.Errorf("one's own: %v", err)
		}
		o.mails(t)
		if err := o.end.Do(t.Context(), o.Scope(boss), ident.Key{}, second.Hat, law.Day{}); err != nil || len(o.hats(t, second.Person)) != 0 {
			t.Errorf("another's: %v", err)
		}
		post := o.mails(t)
		if len(post) != 1 || len(post["second@example.jp"]) != 1 || post["second@example.jp"][0].Tells != message.HatEnded || strings.Contains(post["second@example.jp"][0].Body(), "http") {
			t.Errorf("mails %v", post)
		}
	})
}
