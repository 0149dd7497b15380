package enrolling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// LeaveTx is what ending a session needs.
type LeaveTx interface {
	Session(ident.Session) (Session, error)
	EndSession(ident.Session) error
}

// Leave ends a session (サインアウト): one's own, or another of the same person on a device left behind.
type Leave struct{ Act Act[LeaveTx] }

// Do ends the session; from the next request on no node knows it. Who may call: its person, in a
// browser. A session of somebody else, or one that ended, is Absent.
func (v Leave) Do(ctx context.Context, s access.Scope, id ident.Session) (err error) {
	defer fault.Wrap(&err, "enrolling.Leave")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx LeaveTx) (ledger.Entry, error) {
		session, err := tx.Session(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if session.Person != s.Person {
			return ledger.Entry{}, fault.Absent()
		}
		return ledger.Entry{Kind: ledger.SessionClosed, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(session.ID)},
			tx.EndSession(id)
	})
	return err
}
