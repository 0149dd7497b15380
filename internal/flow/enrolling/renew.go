package enrolling

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// RenewTx is what inviting an administrator again needs.
type RenewTx interface {
	Now() ident.Instant
	PersonBy(mail string) (ident.Person, error)
	HatsOf(ident.Person) ([]Hat, error)
	EndInvitations(ident.Hat) error
	AddInvitation(i party.Invitation, link, code, path string) error
}

// Renew invites an administrator of the platform again: both links ran out, or every key was lost.
// Everybody else is invited again by an administrator of their organisation.
type Renew struct {
	Act     Act[RenewTx]
	Entropy io.Reader
}

// Do returns a new link; those before it are over. Who may call: whoever holds the machine (kanmin account
// renew). Somebody who is no administrator of the platform is Absent.
func (v Renew) Do(ctx context.Context, s access.Scope, mail string) (link Link, err error) {
	defer fault.Wrap(&err, "enrolling.Renew")
	if _, system := s.IsSystem(); !system {
		return link, fault.Absent()
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx RenewTx) (ledger.Entry, error) {
		person, err := tx.PersonBy(mail)
		if err != nil {
			return ledger.Entry{}, err
		}
		hats, err := tx.HatsOf(person)
		if err != nil {
			return ledger.Entry{}, err
		}
		at := slices.IndexFunc(hats, func(h Hat) bool { return slices.Contains(h.Roles, string(access.PlatformAdmin)) })
		if at < 0 {
			return ledger.Entry{}, fault.Absent()
		}
		hat := hats[at]
		if err := tx.EndInvitations(hat.ID); err != nil {
			return ledger.Entry{}, err
		}
		var i party.Invitation
		if i, link, err = newInvitation(tx.Now(), hat.Hat, Founder{Mail: mail}, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: ident.Object(i.ID), Org: hat.Hat.Org, Unit: hat.Hat.Unit, Digest: digest(i.ID)},
			tx.AddInvitation(i, link.Secret, link.Code, "")
	})
	return link, err
}
