package enrolling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// MemberSession is a session under a hat of the scope's organisation, with the person's name.
type MemberSession struct {
	Session
	Name string
}

// ExpelTx is what ending other people's sessions needs.
type ExpelTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	EndMemberSessions(ident.Person) (int, error)
}

// Expel ends sessions of the organisation's people (サインインの終了): a lost computer, somebody who left.
type Expel struct{ Act Act[ExpelTx] }

// Do ends every session of a person under hats of the organisation; from the next request on no node knows them. Who may
// call: an administrator of the organisation, within RecentLife of signing in. Somebody of elsewhere, or who is not signed
// in, is Absent.
func (v Expel) Do(ctx context.Context, s access.Scope, key ident.Key, person ident.Person) (err error) {
	defer fault.Wrap(&err, "enrolling.Expel")
	if err := administers(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ExpelTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		n, err := tx.EndMemberSessions(person)
		if err == nil && n == 0 {
			err = fault.Absent()
		}
		return ledger.Entry{Kind: ledger.SessionsEnded, Object: ident.Object(person), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(person)}, err
	})
	return err
}

// EndAllTx is what ending an organisation's sessions needs.
type EndAllTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	EndOrgSessions(ident.Org) (int, error)
}

// EndAll ends every session of one organisation: whoever runs the platform was told of a break-in. It shows nothing of it.
type EndAll struct{ Act Act[EndAllTx] }

// Do returns how many sessions it ended. Who may call: an administrator of the platform, within RecentLife of signing in.
func (v EndAll) Do(ctx context.Context, s access.Scope, org ident.Org) (n int, err error) {
	defer fault.Wrap(&err, "enrolling.EndAll")
	if err := s.Permit(access.Permission{Action: access.End, Object: access.Platform}); err != nil {
		return 0, err
	}
	if err := signedIn(s); err != nil {
		return 0, err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx EndAllTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if n, err = tx.EndOrgSessions(org); err != nil || n == 0 {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.SessionsEnded, Object: ident.Object(org), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(org)}, nil
	})
	return n, err
}
