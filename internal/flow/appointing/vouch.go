package appointing

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// VouchTx is what standing by somebody needs.
type VouchTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Invitation(id string) (party.Invitation, error)
	Attest(id string, v party.Vouch) error
	OpenHeld(id string) error
}

// Vouch is an administrator's word that whoever answers an invitation is who is meant (本人確認): they met the person, or called
// them at a number known before. With the second word the account opens.
type Vouch struct{ Act Act[VouchTx] }

// Do reports whether the account is open now; before the person has answered it cannot be. Who may call: an administrator of
// the invitation's unit who may give what is offered. Whoever spoke already is a Conflict, and so is what is over.
func (v Vouch) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (open bool, err error) {
	defer fault.Wrap(&err, "appointing.Vouch")
	_, err = v.Act(ctx, s, key, func(tx VouchTx) (ledger.Entry, error) {
		i, err := mayAttest(tx, s, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if was, said := i.VouchOf(s.Person); said && was.How == party.VouchSeen {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.vouched", nil)
		}
		if err := tx.Attest(id, party.Vouch{By: s.Person, How: party.VouchSeen}); err != nil {
			return ledger.Entry{}, err
		}
		if i, err = tx.Invitation(id); err != nil {
			return ledger.Entry{}, err
		}
		if open = access.Opens(i); open {
			err = tx.OpenHeld(id)
		}
		return entry(ledger.InvitationVouched, s, i.Hat.ID, i.ID, map[string]string{"how": string(party.VouchSeen)}), err
	})
	return open, err
}

// attesting is what is read before an administrator stands by somebody.
type attesting interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Invitation(id string) (party.Invitation, error)
}

// mayAttest returns an invitation that can be answered or opened, to an administrator in a browser who may give what it offers
// as they stand in this act: a program knows nobody.
func mayAttest(tx attesting, s access.Scope, id string) (party.Invitation, error) {
	if s.Person == "" {
		return party.Invitation{}, fault.New(fault.Denied, "fault.account.browser", nil)
	}
	by, err := warrant(tx, s)
	if err != nil {
		return party.Invitation{}, err
	}
	i, err := tx.Invitation(id)
	if err != nil {
		return i, err
	}
	if !i.Live(tx.Now()) {
		return i, fault.New(fault.Conflict, "fault.people.over", nil)
	}
	var l fault.List
	checkRoles(&l, s.Kind, by, i.Hat.Roles)
	return i, l.Err()
}

// LetterTx is what printing a letter needs.
type LetterTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Invitation(id string) (party.Invitation, error)
	PrintCode(id string, by ident.Person, code string) error
}

// Letter makes the activation code of an administrator's own letter (封書): that it is given counts as their word.
type Letter struct {
	Act     Act[LetterTx]
	Entropy io.Reader
}

// Do returns the code, this once: a repeated key returns none. The code of the letter before is over; that by which
// somebody answered counts on. Who may call: as Vouch.
func (v Letter) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (c Code, err error) {
	defer fault.Wrap(&err, "appointing.Letter")
	leaf, err := v.Act(ctx, s, key, func(tx LetterTx) (ledger.Entry, error) {
		i, err := mayAttest(tx, s, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if c.Code, err = ident.NewCode(v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		c.Invitation, c.UntilAt = id, i.ExpiresAt
		return entry(ledger.LettersPrinted, s, i.Hat.ID, id, nil), tx.PrintCode(id, s.Person, c.Code)
	})
	if leaf.Replayed {
		return Code{}, err
	}
	return c, err
}
