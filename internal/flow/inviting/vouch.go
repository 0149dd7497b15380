package inviting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// VouchTx is what standing by invited people needs.
type VouchTx interface {
	Now() ident.Instant
	LeafID() ident.Leaf
	Letter(id string) (party.Invitation, error)
	Attest(id string, v party.Vouch) error
	OpenHeld(id string) error
}

// Vouch is an administrator of the platform standing by people whom it invited, or whose organisation has not two
// administrators (本人確認): they called each at a number known before, or met them. With the second word an account opens.
type Vouch struct{ Act Act[VouchTx] }

// Do returns how many accounts opened; all are confirmed, or none. Who may call: platform administrators in a browser.
// Somebody for whom one spoke already is a Conflict, and so is an invitation that is over.
func (v Vouch) Do(ctx context.Context, s access.Scope, key ident.Key, ids []string) (opened int, err error) {
	defer fault.Wrap(&err, "inviting.Vouch")
	if err := s.Permit(mayWrite); err != nil {
		return 0, err
	}
	if s.Person == "" {
		return 0, fault.New(fault.Denied, "fault.account.browser", nil)
	}
	_, err = v.Act(ctx, s, key, func(tx VouchTx) (ledger.Entry, error) {
		opened = 0
		for _, id := range ids {
			open, err := attest(tx, s, id)
			if err != nil {
				return ledger.Entry{}, err
			}
			if open {
				opened++
			}
		}
		return entry(ledger.InvitationVouched, s, ident.Object(tx.LeafID()), ids), nil
	})
	return opened, err
}

// attest gives one word, and opens the account where it is the second.
func attest(tx VouchTx, s access.Scope, id string) (open bool, err error) {
	i, err := tx.Letter(id)
	if err != nil {
		return false, over(err, "fault.people.over")
	}
	if !i.Live(tx.Now()) {
		return false, fault.New(fault.Conflict, "fault.people.over", nil)
	}
	if was, said := i.VouchOf(s.Person); said && was.How == party.VouchSeen {
		return false, fault.New(fault.Conflict, "fault.people.vouched", nil)
	}
	if err := tx.Attest(id, party.Vouch{By: s.Person, How: party.VouchSeen}); err != nil {
		return false, err
	}
	if i, err = tx.Letter(id); err != nil {
		return false, err
	}
	if open = access.Opens(i); open {
		err = tx.OpenHeld(id)
	}
	return open, err
}
