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
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/world/stagetest"
)

// office are the flows of an organisation's administrators on one store.
type office struct {
	*stagetest.Stage
	invite   appointing.Invite
	again    appointing.Again
	withdraw appointing.Withdraw
	change   appointing.Change
	end      appointing.End
	ask      appointing.Ask
	over     appointing.HandOver
	undo     appointing.Undo
	depute   appointing.Depute
	name     appointing.Name
	confirm  appointing.Confirm
	links    []string // of the invitations, in order
}

func onBoth(t *testing.T, run func(*testing.T, *office)) {
	t.Helper()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		o := &office{Stage: s}
		o.invite = appointing.Invite{Act: store.Act[appointing.InviteTx](s.DB), Entropy: rand.Reader, Path: func(secret string) string {
			o.links = append(o.links, secret)
			return "/signin/invitation/" + secret
		}}
		o.again = appointing.Again{Act: store.Act[appointing.AgainTx](s.DB), Invite: o.invite}
		o.withdraw = appointing.Withdraw{Act: store.Act[appointing.WithdrawTx](s.DB)}
		o.change = appointing.Change{Act: store.Act[appointing.ChangeTx](s.DB)}
		o.end = appointing.End{Act: store.Act[appointing.EndTx](s.DB)}
		o.ask = appointing.Ask{Act: store.Act[appointing.LeavingTx](s.DB), Entropy: rand.Reader}
		o.over = appointing.HandOver{Act: store.Act[appointing.HandOverTx](s.DB), Entropy: rand.Reader}
		o.undo = appointing.Undo{Act: store.Act[appointing.UndoTx](s.DB)}
		o.depute = appointing.Depute{Act: store.Act[appointing.DeputeTx](s.DB), Entropy: rand.Reader}
		o.name = appointing.Name{Act: store.Act[appointing.NameTx](s.DB), Entropy: rand.Reader}
		o.confirm = appointing.Confirm{Act: store.Act[appointing.ConfirmTx](s.DB)}
		run(t, o)
	})
}

const boss = "operator-admin"

// roster lists the hats that somebody is told of, by name, with standing and roles.
func (o *office) roster(t *testing.T, who string) []string {
	t.Helper()
	var list []string
	for _, k := range o.colleagues(t, who) {
		list = append(list, k.Name+" "+string(k.StandingAt(ident.At(o.Clock.Now())))+" "+strings.Join(k.Roles, "+"))
	}
	return list
}

func (o *office) colleagues(t *testing.T, who string) (list []party.Colleague) {
	t.Helper()
	err := store.Read[*store.Tx](o.DB)(t.Context(), o.Scope(who), func(tx *store.Tx) (err error) {
		list, err = tx.Colleagues()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// may reports whether a hat could be put on now.
func (o *office) may(t *testing.T, hat ident.Hat) bool {
	t.Helper()
	err := store.Read[*store.Tx](o.DB)(t.Context(), access.For(access.Actor{}, ident.At(o.Clock.Now())), func(tx *store.Tx) error {
		_, err := tx.HatOf(hat)
		return err
	})
	if err != nil && !fault.Is(err, fault.Hidden) {
		t.Fatal(err)
	}
	return err == nil
}

func (o *office) newcomer(mail string, roles ...string) appointing.Newcomer {
	return appointing.Newcomer{Name: "𠮷岡 渚", Kana: "よしおか なぎさ", Mail: mail, Unit: o.As(boss).Unit, Roles: roles}
}

// take takes up the last invitation as somebody new.
func (o *office) take(t *testing.T, code string) (hat ident.Hat, err error) {
	t.Helper()
	nobody := access.For(access.Actor{}, ident.At(o.Clock.Now()))
	_, err = store.Act[*store.Tx](o.DB)(t.Context(), nobody, ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		offer, _, err := tx.InvitationBy(o.links[len(o.links)-1], code)
		if err != nil {
			return ledger.Entry{}, err
		}
		if offer, err = tx.TakeInvitation(offer.ID); err != nil {
			return ledger.Entry{}, err
		}
		who := party.Person{ID: ident.Person("p-" + offer.ID), Name: offer.Name, Email: offer.Mail}
		offer.Hat.Person, hat = who.ID, offer.Hat.ID
		return ledger.Entry{Kind: ledger.AccountActivated, Object: ident.Object(who.ID), Org: offer.Hat.Org, Unit: offer.Hat.Unit}, tx.Enrol(who, offer.Hat)
	})
	return hat, err
}

func code(err error) string {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of the flows, never wrapped
		if len(e.Fields) > 0 {
			return e.Fields[0].Path + " " + e.Fields[0].Code
		}
		return e.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestInviteTakeChangeEnd(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		before := o.roster(t, boss)
		c, err := o.invite.Do(t.Context(), o.Scope(boss), o.Key(boss, "1"), o.newcomer("nagisa@example.jp", "operator-filer"))
		if err != nil || len(c.Code) != 14 {
			t.Fatal(c, err)
		}
		if again, err := o.invite.Do(t.Context(), o.Scope(boss), o.Key(boss, "1"), o.newcomer("nagisa@example.jp", "operator-filer")); err != nil || again.Code != "" {
			t.Errorf("a repeated key tells the code again: %v %v", again, err)
		}
		if _, err := o.invite.Do(t.Context(), o.Scope(boss), o.Key(boss, "2"), o.newcomer("Nagisa@example.jp", "operator-filer")); code(err) != "mail fault.people.twice" {
			t.Error(err)
		}
		if got := o.roster(t, boss); !slices.Equal(got, before) {
			t.Errorf("somebody is there before they took it: %v", got)
		}
		if _, err := o.take(t, "AAAA-AAAA-AAAA"); !fault.Is(err, fault.Hidden) {
			t.Error("another code opens it", err)
		}
		hat, err := o.take(t, c.Code)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.take(t, c.Code); !fault.Is(err, fault.Hidden) {
			t.Error("it was taken twice", err)
		}
		if got := o.roster(t, boss); !slices.Contains(got, "𠮷岡 渚 current operator-filer") {
			t.Fatal(got)
		}
		err = o.change.Do(t.Context(), o.Scope(boss), o.Key(boss, "3"), appointing.Assignment{Hat: hat, Unit: o.As(boss).Unit, Roles: []string{"operator-viewer", "operator-approver"}})
		if err != nil || !slices.Contains(o.roster(t, boss), "𠮷岡 渚 current operator-viewer+operator-approver") {
			t.Fatal(err, o.roster(t, boss))
		}
		o.Clock.Set(o.Clock.Now().Add(time.Second))
		if err := o.end.Do(t.Context(), o.Scope(boss), o.Key(boss, "4"), hat, law.Day{}); err != nil || o.may(t, hat) {
			t.Fatal("it can still be worn", err)
		}
		if !slices.Contains(o.roster(t, boss), "𠮷岡 渚 past operator-viewer+operator-approver") {
			t.Error("the name is gone from history", o.roster(t, boss))
		}
		if err := o.change.Do(t.Context(), o.Scope(boss), o.Key(boss, "5"), appointing.Assignment{Hat: hat, Unit: o.As(boss).Unit, Roles: []string{"operator-viewer"}}); code(err) != "fault.people.past" {
			t.Error(err)
		}
	})
}

func TestWhoMayGrantWhat(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		var site ident.Unit
		for _, k := range o.colleagues(t, boss) {
			if k.Name == "辻 和也" {
				site = k.Unit
			}
		}
		// An administrator of one site alone.
		n := o.newcomer("site@example.jp", "operator-admin")
		n.Unit = site
		c, err := o.invite.Do(ctx, o.Scope(boss), o.Key(boss, "site"), n)
		if err != nil {
			t.Fatal(err)
		}
		hat, err := o.take(t, c.Code)
		if err != nil {
			t.Fatal(err)
		}
		a := o.As(boss)
		a.Hat, a.Unit = hat, site
		below := access.For(a, ident.At(o.Clock.Now()))
		for name, want := range map[string]struct {
			s    access.Scope
			n    appointing.Newcomer
			code string
		}{
			"a unit above":          {below, o.newcomer("a@example.jp", "operator-viewer"), "unit fault.people.unit"},
			"a role of offices":     {o.Scope(boss), o.newcomer("b@example.jp", "supervisor"), "roles fault.people.above"},
			"the platform's role":   {o.Scope(boss), o.newcomer("c@example.jp", "platform-admin"), "roles fault.people.above"},
			"no role":               {o.Scope(boss), o.newcomer("d@example.jp"), "roles fault.people.roles"},
			"one role twice":        {o.Scope(boss), o.newcomer("e@example.jp", "operator-viewer", "operator-viewer"), "roles fault.people.above"},
			"no address":            {o.Scope(boss), o.newcomer("not an address", "operator-viewer"), "mail fault.account.mail"},
			"an officer's minister": {o.Scope("ministry-officer"), o.newcomer("f@example.jp", "officer"), "fault.hidden"},
			"a filer":               {o.Scope("operator-filer"), o.newcomer("g@example.jp", "operator-viewer"), "fault.hidden"},
		} {
			if _, err := o.invite.Do(ctx, want.s, ident.Key{}, want.n); code(err) != want.code {
				t.Errorf("%s: %v, want %s", name, err, want.code)
			}
		}
		var seen []string
		err = store.Read[*store.Tx](o.DB)(ctx, below, func(tx *store.Tx) error {
			list, err := tx.Colleagues()
			for _, k := range list {
				seen = append(seen, k.Name)
			}
			if _, err := tx.Colleague(o.As("operator-filer").Hat); !fault.Is(err, fault.Hidden) {
				t.Error("a site sees the head office", err)
			}
			return err
		})
		slices.Sort(seen)
		if err != nil || !slices.Equal(seen, []string{"辻 和也", "𠮷岡 渚"}) {
			t.Error("the site sees", seen, err)
		}
		if err := o.change.Do(ctx, below, ident.Key{}, appointing.Assignment{Hat: o.As(boss).Hat, Unit: site, Roles: []string{"operator-viewer"}}); !fault.Is(err, fault.Hidden) {
			t.Error("a site changes the head office", err)
		}
		// The control: what a supervisor may.
		sup := o.newcomer("h@example.jp", "officer")
		sup.Unit = o.As("ministry-supervisor").Unit
		if _, err := o.invite.Do(ctx, o.Scope("ministry-supervisor"), ident.Key{}, sup); err != nil {
			t.Error(err)
		}
	})
}

// The scope was made when the request came in; the role ended before the act. It counts what the act reads.
func TestAGrantByAnEndedRoleIsRefused(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		second := o.second(t)
		late := o.Scope(boss) // as it was
		if err := o.end.Do(ctx, second, ident.Key{}, o.As(boss).Hat, law.Day{}); err != nil {
			t.Fatal(err)
		}
		o.Clock.Set(o.Clock.Now().Add(time.Second))
		if _, err := o.invite.Do(ctx, late, ident.Key{}, o.newcomer("x@example.jp", "operator-viewer")); code(err) != "fault.people.granter" {
			t.Error("an ended administrator invites", err)
		}
		if err := o.change.Do(ctx, late, ident.Key{}, appointing.Assignment{Hat: o.As("operator-filer").Hat, Unit: late.Unit, Roles: []string{"operator-viewer"}}); code(err) != "fault.people.granter" {
			t.Error(err)
		}
		if err := o.end.Do(ctx, second, ident.Key{}, second.Hat, law.Day{}); code(err) != "fault.people.last" {
			t.Error("the last administrator ends itself", err)
		}
		if err := o.change.Do(ctx, second, ident.Key{}, appointing.Assignment{Hat: second.Hat, Unit: second.Unit, Roles: []string{"operator-viewer"}}); code(err) != "fault.people.last" {
			t.Error("the last administrator becomes a viewer", err)
		}
	})
}

// second invites another administrator and returns their scope.
func (o *office) second(t *testing.T) access.Scope {
	t.Helper()
	return o.admin(t, "second@example.jp")
}

// admin adds an administrator.
func (o *office) admin(t *testing.T, mail string) access.Scope {
	t.Helper()
	c, err := o.invite.Do(t.Context(), o.Scope(boss), ident.Key{}, o.newcomer(mail, "operator-admin"))
	if err != nil {
		t.Fatal(err)
	}
	hat, err := o.take(t, c.Code)
	if err != nil {
		t.Fatal(err)
	}
	a := o.As(boss)
	a.Hat = hat
	for _, k := range o.colleagues(t, boss) {
		if k.ID == hat {
			a.Person = k.Person
		}
	}
	a.Session = "s"
	return access.For(a, ident.At(o.Clock.Now()))
}

// Two administrators end each other at the same moment: one of them stays.
func TestTwoAdministratorsEndEachOther(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		second := o.second(t)
		first := o.Scope(boss)
		done := make(chan error, 2)
		go func() { done <- o.end.Do(t.Context(), first, ident.Key{}, second.Hat, law.Day{}) }()
		go func() { done <- o.end.Do(t.Context(), second, ident.Key{}, first.Hat, law.Day{}) }()
		one, two := <-done, <-done
		if (one == nil) == (two == nil) {
			t.Errorf("%v, %v", one, two)
		}
		if o.may(t, first.Hat) == o.may(t, second.Hat) {
			t.Error("both or none are left")
		}
	})
}

func TestAnInvitationIsSentAgainAndWithdrawn(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		first, err := o.invite.Do(ctx, o.Scope(boss), ident.Key{}, o.newcomer("n@example.jp", "operator-filer"))
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.again.Do(ctx, o.Scope(boss), ident.Key{}, first.Invitation)
		if err != nil || second.Code == first.Code {
			t.Fatal(second, err)
		}
		o.links = o.links[:1]
		if _, err := o.take(t, first.Code); !fault.Is(err, fault.Hidden) {
			t.Error("the link before is still good", err)
		}
		if _, err := o.again.Do(ctx, o.Scope("ministry-supervisor"), ident.Key{}, second.Invitation); !fault.Is(err, fault.Hidden) {
			t.Error("another organisation sends it", err)
		}
		if err := o.withdraw.Do(ctx, o.Scope(boss), ident.Key{}, second.Invitation); err != nil {
			t.Fatal(err)
		}
		if err := o.withdraw.Do(ctx, o.Scope(boss), ident.Key{}, second.Invitation); !fault.Is(err, fault.Hidden) {
			t.Error("it was withdrawn twice", err)
		}
	})
}
