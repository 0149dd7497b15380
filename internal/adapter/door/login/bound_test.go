package login_test

import (
	"slices"
	"testing"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/login/keytest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// intrude takes up an invitation for somebody of the world as whoever holds both of its halves, and returns the key that
// was registered and the scope of the session that was opened.
func intrude(t *testing.T, i *inntest.Inn, link, code string) (*keytest.Key, access.Scope) {
	t.Helper()
	half, err := i.Admit(t.Context(), link, code)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := i.BeginAccept(t.Context(), half)
	if err != nil {
		t.Fatal(err)
	}
	key := keytest.New(t, inntest.Origin)
	o, err := i.FinishAccept(t.Context(), half, ch.Ceremony, "鍵", key.Create(t, ch.Options))
	if err != nil {
		t.Fatal(err)
	}
	return key, inside(t, i, o)
}

// inside is the scope of the next request of a session.
func inside(t *testing.T, i *inntest.Inn, o enrolling.Opened) access.Scope {
	t.Helper()
	v, err := i.Who(t.Context(), i.Cookie(o.Secret), "")
	if err != nil {
		t.Fatal(err)
	}
	return access.For(v.Actor, i.At())
}

// elsewhere gives somebody of the world a hat of another organisation, and returns it.
func elsewhere(t *testing.T, i *inntest.Inn, who, where string) ident.Hat {
	t.Helper()
	at := i.As(where)
	hat := party.Hat{ID: ident.Hat("elsewhere-" + who), Person: i.As(who).Person, Org: at.Org, Unit: at.Unit, Roles: []string{string(access.OperatorViewer)}}
	_, err := store.Act[*store.Tx](i.DB)(t.Context(), access.System("test", i.At()), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.MemberJoined, Object: ident.Object(hat.ID), Org: at.Org, Unit: at.Unit}, tx.AddHat(hat)
	})
	if err != nil {
		t.Fatal(err)
	}
	return hat.ID
}

// again opens another invitation for the hat that somebody of the world has, without another login.
func again(t *testing.T, i *inntest.Inn, who string) (link, code string) {
	t.Helper()
	link, err := ident.NewSecret(i.Entropy)
	if err != nil {
		t.Fatal(err)
	}
	a, code := i.As(who), "2345-6789-ABCD"
	_, err = store.Act[*store.Tx](i.DB)(t.Context(), access.System("test", i.At()), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		inv := party.Invitation{ID: link[:26], Hat: party.Hat{ID: a.Hat, Org: a.Org, Unit: a.Unit, Roles: []string{string(a.Roles[0])}}, CreatedAt: i.At(), ExpiresAt: i.At().Add(enrolling.LinkLife)}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "test", Org: a.Org, Unit: a.Unit}, tx.AddInvitation(inv, link, code, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	return link, code
}

// intrusion is a person with a key of their own and a hat elsewhere, and somebody else who took up an invitation for them.
type intrusion struct {
	*inntest.Inn
	home   ident.Org
	before ident.Hat // of the other organisation
	own    *keytest.Key
	first  access.Scope // of the person
	key    *keytest.Key
	thief  access.Scope
}

func breakIn(t *testing.T, i *inntest.Inn) intrusion {
	t.Helper()
	const victim = "operator-filer"
	n := intrusion{Inn: i, home: i.As(victim).Org}
	var o enrolling.Opened
	n.own, o = i.WithKey(t, victim)
	n.first = inside(t, i, o)
	n.before = elsewhere(t, i, victim, "other-operator-filer")
	link, code := again(t, i, victim)
	n.key, n.thief = intrude(t, i, link, code)
	if n.first.Bound != "" || n.thief.Bound != n.home || n.thief.Org != n.home {
		t.Fatalf("the first way in of somebody new is bound to %q, that of an invitation to %q at %q", n.first.Bound, n.thief.Bound, n.thief.Org)
	}
	return n
}

// only wants that a scope neither comes to nor is told of the other organisation.
func (n intrusion) only(t *testing.T, what string, s access.Scope) {
	t.Helper()
	s.At = n.At()
	change := enrolling.Switch{Act: store.Act[enrolling.SwitchTx](n.DB), Entropy: n.Entropy}
	if _, err := change.Do(t.Context(), s, n.before); err == nil {
		t.Errorf("%s: switched to the other organisation", what)
	}
	err := store.Read[*store.Tx](n.DB)(t.Context(), s, func(tx *store.Tx) error {
		hats, err := tx.HatsOf(s.Person)
		if len(hats) != 1 || hats[0].Hat.Org != n.home {
			t.Errorf("%s: is told of %d hats", what, len(hats))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// An invitation of one organisation, taken up by somebody else, opens nothing of another in which its person stands too:
// not at once, not by switching, not at the next sign-in, not by what is registered in that session.
func TestAnInvitationOpensItsOrganisationOnly(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		n := breakIn(t, inntest.New(t, s))
		n.only(t, "after taking it up", n.thief)
		next := inside(t, n.Inn, enrolling.Opened{Secret: signIn(t, n.Inn, n.key)})
		n.only(t, "after another sign-in", next)
		ch, err := n.BeginAdd(t.Context(), next, "名", "x@example.jp")
		if err != nil {
			t.Fatal(err)
		}
		more := keytest.New(t, inntest.Origin)
		if err := n.FinishAdd(t.Context(), next, ch.Ceremony, "もう一つ", more.Create(t, ch.Options)); err != nil {
			t.Fatal(err)
		}
		n.only(t, "with a key that was added", inside(t, n.Inn, enrolling.Opened{Secret: signIn(t, n.Inn, more)}))
		// The control: the person's own key opens both.
		change := enrolling.Switch{Act: store.Act[enrolling.SwitchTx](n.DB), Entropy: n.Entropy}
		if _, err := change.Do(t.Context(), inside(t, n.Inn, enrolling.Opened{Secret: signIn(t, n.Inn, n.own)}), n.before); err != nil {
			t.Errorf("the person cannot switch: %v", err)
		}
	})
}

// What is the person's own stays theirs: whoever came in by such an invitation takes no key away, ends no session of
// elsewhere, and answers no other organisation in the person's name.
func TestWhatIsAPersonsOwnStaysTheirs(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		n := breakIn(t, inntest.New(t, s))
		var ways []enrolling.Credential
		see := func(s access.Scope) (sessions int) {
			t.Helper()
			err := store.Read[*store.Tx](n.DB)(t.Context(), s, func(tx *store.Tx) (err error) {
				if ways, err = tx.Credentials(s.Person); err != nil {
					return err
				}
				list, err := tx.Sessions(s.Person)
				sessions = len(list)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return sessions
		}
		there := refreshed(t, n.Inn, scopeOf(n.first, n.before, n.Inn))
		if sessions := see(n.first); len(ways) != 2 || sessions != 3 {
			t.Fatalf("the person sees %d ways in and %d sessions", len(ways), sessions)
		}
		mine := ways[slices.IndexFunc(ways, func(c enrolling.Credential) bool { return c.Org == "" })].ID
		if sessions := see(n.thief); len(ways) != 1 || sessions != 2 {
			t.Errorf("the other sees %d ways in and %d sessions", len(ways), sessions)
		}
		remove := enrolling.Remove{Act: store.Act[enrolling.RemoveTx](n.DB)}
		leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](n.DB)}
		join := enrolling.Join{Act: store.Act[enrolling.JoinTx](n.DB)}
		inntest.WantFault(t, "taking the person's key away", remove.Do(t.Context(), n.thief, mine), fault.Hidden, "")
		inntest.WantFault(t, "ending the person's session elsewhere", leave.Do(t.Context(), n.thief, there.Session), fault.Hidden, "")
		_, err := join.Do(t.Context(), access.For(access.Actor{}, n.At()), "half", n.thief.Actor, true)
		inntest.WantFault(t, "joining in the person's name", err, fault.Denied, "fault.account.bound")
	})
}

// scopeOf is a person's scope under another hat.
func scopeOf(s access.Scope, hat ident.Hat, i *inntest.Inn) access.Scope {
	s.Hat, s.At = hat, i.At()
	return s
}

// Somebody whose hats stand in two organisations before anybody signed in: each invitation opens its own.
func TestTwoInvitationsOfOnePersonStayApart(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		elsewhere(t, i, "operator-filer", "other-operator-filer")
		link, code := i.Invite(t, "operator-filer")
		_, who := intrude(t, i, link, code)
		if org := i.As("operator-filer").Org; who.Bound != org {
			t.Errorf("bound to %q, want %q", who.Bound, org)
		}
	})
}

// Two organisations each gave one person a printed list: the newer one does not stand before the older.
func TestListsOfTwoOrganisationsBothOpen(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		boss := admin(t, i)
		elsewhere(t, i, "operator-filer", "other-operator-filer")
		if err := setMethods(i).Do(t.Context(), boss, enrolling.Methods{enrolling.Passkey, enrolling.Printed}); err != nil {
			t.Fatal(err)
		}
		i.Invite(t, "operator-filer")
		sheet, number, err := i.Print(t.Context(), boss, ident.Key{}, i.As("operator-filer").Person, true)
		if err != nil {
			t.Fatal(err)
		}
		other := refreshed(t, i, i.Scope("other-operator-filer"))
		other.Roles = []access.Role{access.OperatorAdmin}
		if err := setMethods(i).Do(t.Context(), other, enrolling.Methods{enrolling.Passkey, enrolling.Printed}); err != nil {
			t.Fatal(err)
		}
		newer, second, err := i.Print(t.Context(), other, ident.Key{}, i.As("operator-filer").Person, true)
		if err != nil {
			t.Fatal(err)
		}
		for n, c := range []struct {
			number, code string
			org          ident.Org
		}{{number, sheet.Codes[0], boss.Org}, {second, newer.Codes[0], other.Org}} {
			o, err := i.ByCode(t.Context(), "operator-filer@example.jp", c.number, c.code)
			if err != nil {
				t.Fatalf("list %d: %v", n, err)
			}
			if who := inside(t, i, o); who.Org != c.org || who.Bound != c.org {
				t.Errorf("list %d opens %s, bound %s, want %s", n, who.Org, who.Bound, c.org)
			}
		}
		if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", number, newer.Codes[1]); err == nil {
			t.Error("the number of one list goes with the code of another")
		}
	})
}
