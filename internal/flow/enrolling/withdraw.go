package enrolling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// WithdrawTx is what taking back what an organisation issued needs.
type WithdrawTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	MemberWays(ident.Person) ([]Credential, error)
	EndCredential(Credential) error
	EndMemberSessions(ident.Person) (int, error)
}

// Withdraw takes back a way in that the organisation issued or vouches for (認証手段の失効): a device or card that was lost.
type Withdraw struct{ Act Act[WithdrawTx] }

// Do ends it, and every session of the person under the organisation's hats. What is the person's own stays theirs: Absent.
// Who may call: an administrator of the organisation, within RecentLife of signing in.
func (v Withdraw) Do(ctx context.Context, s access.Scope, person ident.Person, id CredentialID) (err error) {
	defer fault.Wrap(&err, "enrolling.Withdraw")
	if err := administers(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx WithdrawTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		ways, err := tx.MemberWays(person)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, c := range ways {
			if c.ID != id || c.Org != s.Org {
				continue
			}
			if err := tx.EndCredential(c); err != nil {
				return ledger.Entry{}, err
			}
			_, err := tx.EndMemberSessions(person)
			return ledger.Entry{
				Kind: ledger.AccountCredentialRemoved, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(id),
				Facts: map[string]string{"method": string(c.Kind)},
			}, err
		}
		return ledger.Entry{}, fault.Absent()
	})
	return err
}
