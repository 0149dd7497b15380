package enrolling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// AttestTx is what giving another administrator's code needs.
type AttestTx interface {
	InvitationBy(link, code string) (party.Invitation, ident.Person, error)
	Attest(id string, v party.Vouch) error
	OpenHeld(id string) error
}

// Attest takes the code of another administrator's letter for an invitation that waits (二人目の確認): the second word by which
// the account opens.
type Attest struct{ Act Act[AttestTx] }

// Do reports whether the account is open now. Who may call: whoever gives link and code. A code whose administrator spoke
// already says nothing new: the invitation goes on waiting. What no longer waits is Invalid.
func (v Attest) Do(ctx context.Context, s access.Scope, link, code string) (ready bool, err error) {
	defer fault.Wrap(&err, "enrolling.Attest")
	_, err = v.Act(ctx, s, ident.Key{}, func(tx AttestTx) (ledger.Entry, error) {
		i, by, err := tx.InvitationBy(link, code)
		if err != nil || i.State != party.InvitationWaiting {
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.link", nil)
		}
		if _, said := i.VouchOf(by); said {
			return ledger.Entry{}, nil
		}
		if err := tx.Attest(i.ID, party.Vouch{By: by, How: party.VouchCode}); err != nil {
			return ledger.Entry{}, err
		}
		if i, _, err = tx.InvitationBy(link, code); err != nil {
			return ledger.Entry{}, err
		}
		e := ledger.Entry{Kind: ledger.InvitationVouched, Object: ident.Object(i.Hat.ID), Org: i.Hat.Org, Unit: i.Hat.Unit, Digest: digest(by), Facts: map[string]string{"how": string(party.VouchCode)}}
		if ready = access.Opens(i); ready {
			err = tx.OpenHeld(i.ID)
		}
		return e, err
	})
	return ready, err
}
