package enrolling

import (
	"context"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// AcceptTx is what taking up an invitation needs.
type AcceptTx interface {
	Now() ident.Instant
	TakeCeremony(kind, secret string) (Ceremony, error)
	TakeInvitation(InvitationID) (Invitation, error)
	AddCredential(Credential) error
	HatOf(ident.Hat) (Hat, error)
	AddSession(s Session, secret string) error
}

// Accept takes up an invitation (招待の受取): the person registers the first way in and is signed in.
type Accept struct {
	Act     Act[AcceptTx]
	Entropy io.Reader
	Whole   time.Duration // of a session
}

// Do spends the ceremony and the invitation in the one act that adds the credential: whatever
// fails leaves both as they were. What is added for somebody who has an account already opens the inviting organisation
// only, since whoever holds link and code need not be that person. Who may call: whoever gave link and code, by the ceremony's
// secret. A link that was used or is too old is Invalid with one answer for both.
func (a Accept) Do(ctx context.Context, s access.Scope, ceremony string, c Credential) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.Accept")
	_, err = a.Act(ctx, s, ident.Key{}, func(tx AcceptTx) (ledger.Entry, error) {
		now := tx.Now()
		begun, err := tx.TakeCeremony(CeremonyAccept, ceremony)
		if err != nil {
			return ledger.Entry{}, stale(err)
		}
		i, err := tx.TakeInvitation(begun.Body.Invitation)
		if err != nil {
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.link", nil)
		}
		hat, err := tx.HatOf(i.Hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !hat.Methods.Allows(c.Kind) { // it would be out with the next request
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.method.off", nil)
		}
		if c, err = fresh(c, hat.Person, now, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.Kind == Certificate && c.Org != hat.Hat.Org { // vouched for by another organisation's authority
			return ledger.Entry{}, refused()
		}
		if i.Known {
			c.Org = hat.Hat.Org
		}
		if err := tx.AddCredential(c); err != nil {
			return ledger.Entry{}, err
		}
		if o, err = open(now, hat, c.Kind, a.Whole, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		o.Session.Bound = c.Org
		if err := tx.AddSession(o.Session, o.Secret); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{
			Kind: ledger.AccountActivated, Object: ident.Object(hat.Hat.Person), Org: hat.Hat.Org, Unit: hat.Hat.Unit,
			Actor: string(hat.Person), Digest: digest([]string{string(c.ID), string(o.Session.ID)}), Facts: map[string]string{"method": string(c.Kind)},
		}, nil
	})
	return o, err
}

// stale says that what was begun on the page is over: spent, too old or never begun.
func stale(err error) error {
	if fault.Is(err, fault.Hidden) {
		return fault.New(fault.Invalid, "fault.account.stale", nil)
	}
	return err
}

// fresh completes a new credential of a person.
func fresh(c Credential, person ident.Person, now ident.Instant, entropy io.Reader) (Credential, error) {
	var l fault.List
	checkLabel(&l, "label", c.Label)
	if err := l.Err(); err != nil {
		return c, err
	}
	id, err := ident.NewID[CredentialID](now, entropy)
	c.ID, c.Person, c.CreatedAt, c.Rev = id, person, now, 1
	return c, err
}

// open mints a session under a hat.
func open(now ident.Instant, hat Hat, by Method, whole time.Duration, entropy io.Reader) (Opened, error) {
	o := Opened{Hats: 1, Session: Session{
		Person: hat.Hat.Person, Hat: hat.Hat.ID, Method: by, CreatedAt: now, SeenAt: now, UntilAt: now.Add(whole),
	}}
	var err error
	if o.Session.ID, err = ident.NewID[ident.Session](now, entropy); err != nil {
		return o, err
	}
	o.Secret, err = ident.NewSecret(entropy)
	return o, err
}
