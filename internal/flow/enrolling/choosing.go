package enrolling

import (
	"context"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// mayChoose is the permission of an organisation's administrators over how its people sign in.
func mayChoose() access.Permission {
	return access.Permission{Action: access.Write, Object: access.SignIn}
}

// Member is a hat of the scope's organisation that may be worn now, with the ways in of its person that open it.
type Member struct {
	Hat      ident.Hat
	Person   ident.Person
	Unit     ident.Unit
	Roles    []access.Role
	Name     string
	Ways     []Method
	Sessions int // that have not ended
}

// Administers reports whether the hat may choose how the organisation's people sign in.
func (m Member) Administers() bool {
	return access.For(access.Actor{Roles: m.Roles}, 0).Permit(mayChoose()) == nil
}

// SetMethodsTx is what choosing an organisation's ways in needs.
type SetMethodsTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	MethodsOf(ident.Org) (Methods, error)
	SetMethods(Methods) error
	Roster() ([]Member, error)
}

// SetMethods chooses the ways into an organisation (サインインの方法, R13).
type SetMethods struct{ Act Act[SetMethodsTx] }

// Do replaces the choice; whoever came in by what is switched off is out with the next request. Who may call: an
// administrator for the whole organisation, within RecentLife of signing in. A choice that leaves no administrator any way
// in, or none at all, is refused.
func (v SetMethods) Do(ctx context.Context, s access.Scope, want Methods) (err error) {
	defer fault.Wrap(&err, "enrolling.SetMethods")
	if err := administers(s); err != nil {
		return err
	}
	want = ReadMethods(" " + want.String())
	_, err = v.Act(ctx, s, ident.Key{}, func(tx SetMethodsTx) (ledger.Entry, error) {
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := recent(session, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		was, err := tx.MethodsOf(s.Org)
		if err != nil || slices.Equal(was, want) {
			return ledger.Entry{}, err
		}
		members, err := tx.Roster()
		if err != nil {
			return ledger.Entry{}, err
		}
		if session.Method != Demo && !slices.ContainsFunc(members, func(m Member) bool { return m.Administers() && m.comesIn(want) }) {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.lastway", nil)
		}
		if len(want) == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.nomethod", nil)
		}
		if err := tx.SetMethods(want); fault.Is(err, fault.Hidden) { // they act for a part of it
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.whole", nil)
		} else if err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{
			Kind: ledger.SignInMethodsChosen, Object: ident.Object(s.Org), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(want.String()),
			Facts: map[string]string{"methods": want.String()},
		}, nil
	})
	return err
}

func (m Member) comesIn(by Methods) bool {
	return slices.ContainsFunc(m.Ways, func(w Method) bool { return w != Demo && by.Allows(w) })
}

// administers wants an administrator in a browser.
func administers(s access.Scope) error {
	if err := s.Permit(mayChoose()); err != nil {
		return err
	}
	return signedIn(s)
}

// fresher wants the session of the scope to be fresh.
func fresher(tx interface {
	Session(ident.Session) (Session, error)
}, s access.Scope, now ident.Instant,
) error {
	session, err := tx.Session(s.Session)
	if err != nil {
		return err
	}
	return recent(session, now)
}
