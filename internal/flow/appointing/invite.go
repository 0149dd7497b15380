package appointing

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// InviteTx is what offering a hat needs.
type InviteTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	OwnUnits() ([]party.Unit, error)
	Invitations() ([]party.Invitation, error)
	AddInvitation(o party.Invitation, link, code, path string) error
}

// Invite offers a hat to somebody (招待).
type Invite struct {
	Act     Act[InviteTx]
	Entropy io.Reader
	// Path is where the page of an invitation is, for a link's secret.
	Path func(secret string) string
}

// Newcomer is who is invited, as an administrator writes it: nothing is looked up, so that nobody learns whether the
// address belongs to somebody already.
type Newcomer struct {
	Name, Kana, Mail, Phone string
	Unit                    ident.Unit
	Roles                   []string
	From, Until             law.Day // zero: from when it is taken, without an end
}

// Code is what an administrator passes on another way than the mail. It is shown once.
type Code struct {
	Invitation string
	Code       string
	UntilAt    ident.Instant
}

// Do sends the link by mail and returns the code, this once: a repeated key returns none. Who may call: an
// administrator, for a unit at or below their own, with roles not above theirs.
func (v Invite) Do(ctx context.Context, s access.Scope, key ident.Key, n Newcomer) (c Code, err error) {
	defer fault.Wrap(&err, "appointing.Invite")
	leaf, err := v.Act(ctx, s, key, func(tx InviteTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		units, err := tx.OwnUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		open, err := tx.Invitations()
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := n.check(s, by, units, open, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		o := party.Invitation{
			Name: strings.TrimSpace(n.Name), Kana: strings.TrimSpace(n.Kana), Mail: strings.TrimSpace(n.Mail), Phone: strings.TrimSpace(n.Phone),
			By: by.Person, Hat: party.Hat{Org: s.Org, Unit: n.Unit, Roles: n.Roles, From: tx.Now()},
		}
		if !n.From.IsZero() {
			o.Hat.From = max(o.Hat.From, n.From.Start())
		}
		if !n.Until.IsZero() {
			o.Hat.Until = n.Until.End()
		}
		if c, err = v.send(tx, &o); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MemberOffered, s, o.Hat.ID, o, map[string]string{"roles": strings.Join(n.Roles, " ")}), nil
	})
	if leaf.Replayed {
		return Code{}, err
	}
	return c, err
}

// minting is what a new pair of link and code needs.
type minting interface {
	Now() ident.Instant
	AddInvitation(o party.Invitation, link, code, path string) error
}

// send mints both halves of an offer and keeps it; its link leaves by mail.
func (v Invite) send(tx minting, o *party.Invitation) (Code, error) {
	now := tx.Now()
	o.CreatedAt, o.ExpiresAt = now, max(now, o.Hat.From).Add(OfferLife)
	var err error
	if o.ID, err = ident.NewID[string](now, v.Entropy); err != nil {
		return Code{}, err
	}
	if o.Hat.ID == "" {
		if o.Hat.ID, err = ident.NewID[ident.Hat](now, v.Entropy); err != nil {
			return Code{}, err
		}
	}
	link, err := ident.NewSecret(v.Entropy)
	if err != nil {
		return Code{}, err
	}
	code, err := ident.NewCode(v.Entropy)
	if err != nil {
		return Code{}, err
	}
	return Code{Invitation: o.ID, Code: code, UntilAt: o.ExpiresAt}, tx.AddInvitation(*o, link, code, v.Path(link))
}

func (n Newcomer) check(s access.Scope, by party.Hat, units []party.Unit, open []party.Invitation, now ident.Instant) error {
	var l fault.List
	required(&l, "name", n.Name, nameLimit)
	line(&l, "kana", n.Kana, nameLimit)
	line(&l, "phone", n.Phone, phoneLimit)
	mail := strings.TrimSpace(n.Mail)
	if !party.GoodMail(mail) {
		l.Add("mail", "fault.account.mail", nil)
	}
	checkUnit(&l, units, n.Unit)
	checkRoles(&l, s.Kind, by, n.Roles)
	today := law.DayOf(now)
	switch {
	case !n.From.IsZero() && (n.From.Before(today) || n.From.Since(today) > FarDays):
		l.Add("from", "fault.people.from", nil)
	case !n.Until.IsZero() && (n.Until.Before(today) || !n.From.IsZero() && n.Until.Before(n.From)):
		l.Add("until", "fault.people.until", nil)
	}
	live := 0
	for _, o := range open {
		if !o.Live(now) {
			continue
		}
		if live++; strings.EqualFold(o.Mail, mail) && o.Hat.Unit == n.Unit {
			l.Add("mail", "fault.people.twice", nil)
			break
		}
	}
	if err := l.Err(); err != nil {
		return err
	}
	if live >= MaxOffers {
		return fault.New(fault.Exceeded, "fault.people.many", nil)
	}
	return nil
}

// AgainTx is what inviting again needs.
type AgainTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Invitation(id string) (party.Invitation, error)
	EndInvitation(id string, state party.InvitationState) error
	AddInvitation(o party.Invitation, link, code, path string) error
}

// Again sends an offer once more (招待を出し直す): the link was lost, or ran out. The one before it is over.
type Again struct {
	Act    Act[AgainTx]
	Invite Invite // for its entropy and path
}

// Do returns the new code, this once. Who may call: an administrator of the offer's unit.
func (v Again) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (c Code, err error) {
	defer fault.Wrap(&err, "appointing.Again")
	leaf, err := v.Act(ctx, s, key, func(tx AgainTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		o, err := tx.Invitation(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.EndInvitation(id, party.InvitationWithdrawn); err != nil {
			return ledger.Entry{}, err
		}
		var l fault.List
		if checkRoles(&l, s.Kind, by, o.Hat.Roles); l.Err() != nil {
			return ledger.Entry{}, l.Err()
		}
		o.By, o.Vouches, o.Number = by.Person, nil, ""
		if c, err = v.Invite.send(tx, &o); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MemberOffered, s, o.Hat.ID, o, nil), nil
	})
	if leaf.Replayed {
		return Code{}, err
	}
	return c, err
}

// WithdrawTx is what withdrawing an offer needs.
type WithdrawTx interface {
	Granter() (party.Hat, error)
	Invitation(id string) (party.Invitation, error)
	EndInvitation(id string, state party.InvitationState) error
}

// Withdraw takes an offer back (招待の取消し).
type Withdraw struct{ Act Act[WithdrawTx] }

// Do ends the offer: its link and code open nothing from the next request on. Who may call: an administrator of its unit.
func (v Withdraw) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.Withdraw")
	_, err = v.Act(ctx, s, key, func(tx WithdrawTx) (ledger.Entry, error) {
		if _, err := warrant(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		o, err := tx.Invitation(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.MemberOfferEnded, s, o.Hat.ID, o.ID, nil), tx.EndInvitation(id, party.InvitationWithdrawn)
	})
	return err
}
